"""Numbers of spreadsheets are read as their format shows them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from rag.reading.number_formats import shown


@pytest.mark.parametrize(
    ("value", "number_format", "expected"),
    [
        (1250, "General", "1250"),
        (0.1 + 0.2, "General", "0.3"),
        (0.125, "0.0%", "12.5%"),
        (0.3333333, "0%", "33%"),
        (0.5, "0 %", "50 %"),
        (1234567.5, "#,##0.00", "1 234 567.50"),
        (1234567.5, "# ##0.00", "1 234 567.50"),
        (950, "#,##0", "950"),
        (2.5, "0.00", "2.50"),
        (2.5, "0.##", "2.5"),
        (2, "0.##", "2"),
        (2.675, "0.00", "2.68"),
        (7, "000", "007"),
        (1500, '#,##0 "€"', "1 500 €"),
        (1500, "#,##0 [$MAD]", "1 500 MAD"),
        (1500, "[$€-40C] #,##0", "€ 1 500"),
        (12, '0" ans"', "12 ans"),
        (12, "0\\ \\k\\g", "12 kg"),
        (1234567, '#,##0.0,, "M"', "1.2 M"),
        (0.00012, "0.00E+00", "1.20E-04"),
        (-12.5, "#,##0.0;(#,##0.0)", "-12.5"),
        (-12.5, "#,##0.0;[Red]-#,##0.0", "-12.5"),
        (-12.5, "0.0", "-12.5"),
        (-0.001, "0.0", "0.0"),
        (0, '0;-0;"néant"', "néant"),
        (0, "_-* #,##0_-;-* #,##0_-;_-* -_-;_-@_-", "0"),
        (1500, "_-* #,##0_-;-* #,##0_-;_-* -_-;_-@_-", "1 500"),
        (0.5, "# ?/?", "0.5"),
        (True, "0.0", "TRUE"),
        (None, "0.0", ""),
        ("  Safi ", "@", "Safi"),
        (date(2021, 5, 3), "dd/mm/yyyy", "2021-05-03"),
        (datetime(2021, 5, 3), "d mmmm yyyy", "2021-05-03"),
        (datetime(2021, 5, 3, 8, 30), "dd/mm/yyyy hh:mm", "2021-05-03 08:30"),
        (datetime(2021, 5, 3, 8, 30), "dd/mm/yyyy", "2021-05-03"),
        (datetime(2021, 5, 1), "mmm yyyy", "2021-05"),
        (datetime(2021, 1, 1), "yyyy", "2021"),
        (time(14, 5), "hh:mm", "14:05"),
        (timedelta(hours=30), "[h]:mm", "30:00"),
    ],
)
def test_a_value_is_shown_as_its_format_says(value, number_format, expected):
    assert shown(value, number_format) == expected
