"""Dates and counts in sentences."""

from __future__ import annotations

import pytest

from eval.types import FactKind
from eval.values import values


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The meeting of 13 August 2020 drew 111 people.", [("13 August 2020", "day"), ("111", "")]),
        ("It met on August 13th, 2020 in Rabat.", [("August 13th, 2020", "day")]),
        ("Adopté le 1er janvier 2019 par 23 pays", [("1er janvier 2019", "day"), ("23", "")]),
        ("au mois d'août 2020", [("août 2020", "month")]),
        ("عُقد في 13 آب/أغسطس 2020", [("13 آب/أغسطس 2020", "day")]),
        ("منذ عام ٢٠٠٤ بلغ ٣٣٬٤٤٣ شخصاً", [("٢٠٠٤", "year"), ("٣٣٬٤٤٣", "")]),
        ("about 24 % and 9 per cent, ٩ في المائة", [("24 %", ""), ("9 per cent", ""), ("٩ في المائة", "")]),
        ("In 2018 it cost 12.5 dollars", [("2018", "year"), ("12.5", "")]),
    ],
)
def test_what_a_sentence_states(text: str, expected: list[tuple[str, str]]) -> None:
    found = values(text)
    assert [(value.text, value.precision) for value in found] == expected
    assert all(text[value.start : value.end] == value.text for value in found)
    assert [value.kind is FactKind.DATE for value in found] == [bool(precision) for _, precision in expected]


@pytest.mark.parametrize(
    "text",
    [
        "COVID-19 and law 14-27, article 5, at 10:30",
        "القانون ٢٧-١٤ والمادة 5",
        "3 million people",
        "He may march, and so may she",
        "la session 2019-2020",
        "in May",
        "",
    ],
)
def test_what_counts_nothing_is_left_out(text: str) -> None:
    assert values(text) == []
