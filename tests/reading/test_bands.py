"""Rows of tables told by the order of drawing: cells beside each other, their tops, middles or feet level."""

from __future__ import annotations

import pytest

from rag.reading.bands import bands_of
from rag.reading.glyphs import Glyph, Row

PITCH = 12.0


def cell(left: float, top: float, *lines: str) -> list[Row]:
    return [
        Row(
            (
                tuple(
                    Glyph(char, left + 5 * n, left + 5 * n + 5, top - PITCH * place, 10.0, 0)
                    for n, char in enumerate(text)
                ),
            )
        )
        for place, text in enumerate(lines)
    ]


def written(bands: list[list[Row]]) -> list[list[str]]:
    return [["".join(glyph.text for glyph in row.glyphs) for row in band] for band in bands]


@pytest.mark.parametrize("top", [700.0, 688.0, 676.0], ids=["tops", "middles", "feet"])
def test_a_cell_beside_another_is_of_its_row_where_the_two_are_level(top: float) -> None:
    rows = [*cell(40, 700, "one", "two", "three"), *cell(120, top, "12"), *cell(40, 660, "four")]
    assert written(bands_of(rows, rtl=False)) == [["one", "two", "three", "12"], ["four"]]


def test_what_stands_above_the_first_cell_is_not_of_its_row() -> None:
    rows = [*cell(40, 724, "Wells"), *cell(40, 700, "one", "two"), *cell(120, 700, "first", "second", "third")]
    assert written(bands_of(rows, rtl=False)) == [["Wells"], ["one", "two", "first", "second", "third"]]


def test_names_over_several_columns_are_of_no_row() -> None:
    lower = Row((*cell(120, 690, "old")[0].cells, *cell(200, 690, "new")[0].cells))
    rows = [*cell(40, 700, "Port"), *cell(160, 706, "Boats"), lower]
    assert [len(band) for band in bands_of(rows, rtl=False)] == [1, 1, 1]
