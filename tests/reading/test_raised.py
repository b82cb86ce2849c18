"""Raised calls of footnotes stand in their line, whenever the page draws them, and lengthen no figure."""

from __future__ import annotations

import pytest

from rag.reading.glyphs import Glyph, Row, row_of
from rag.reading.ordering import texts_of
from rag.reading.raised import with_calls

WIDTH = 5.0  # of each letter, in points
RAISED = 705.0
LEVEL = 700.0


def row(text: str, left: float, baseline: float = LEVEL, size: float = 10.0) -> Row:
    """A row of letters as they stand on the page from left to right."""
    made = row_of([Glyph(char, at, at + WIDTH, baseline, size, 0, pen=at) for char, at in _places(text, left)])
    assert made is not None
    return made


def _places(text: str, left: float) -> list[tuple[str, float]]:
    return [(char, left + place * WIDTH) for place, char in enumerate(text)]


def call(text: str, left: float) -> Row:
    return row(text, left, RAISED, 8.3)


def test_a_call_behind_a_line_is_no_line_of_its_own() -> None:
    assert texts_of(with_calls([row("des clés.", 50), call("12", 95)])) == ["des clés.12"]


def test_a_call_drawn_before_its_note_begins_it() -> None:
    above = row("la halle est fermée.", 50, 740)
    assert texts_of(with_calls([above, call("1", 50), row("Loi de mai.", 58)])) == [
        "la halle est fermée.",
        "1 Loi de mai.",
    ]


def test_a_call_within_an_arabic_line_is_drawn_behind_it() -> None:
    line = row_of([*row(".دلبلا ", 50).glyphs, *row("قوس", 90).glyphs])  # from left to right, with room for the call
    assert line is not None
    assert texts_of(with_calls([line, call("2", 85)])) == ["سوق2 البلد."]


def test_a_line_that_the_call_of_another_line_cut_in_two_is_whole() -> None:
    above, call_above = row("قوسلا", 100, 714), row("3", 95, 719, 8.3)
    found = with_calls([above, row("ةلاسرلا", 95), call_above, row("يف ", 80)])
    assert texts_of(found) == ["السوق3", "الرسالة في"]


@pytest.mark.parametrize(
    ("words", "left", "expected"),
    [("en 2020", 85, "en 2020[1]"), ("2020 ةنس", 70, "سنة 2020[1]")],
)
def test_a_call_behind_a_figure_is_set_in_brackets(words: str, left: float, expected: str) -> None:
    assert texts_of(with_calls([row(words, 50), call("1", left)])) == [expected]


@pytest.mark.parametrize(
    "apart",
    [row("12", 95, 640), call("12", 200), row("12", 95, RAISED, 10.0), row("12", 95, LEVEL - 5, 8.3)],
)
def test_what_is_far_or_large_or_lower_stays_apart(apart: Row) -> None:
    assert len(with_calls([row("des clés.", 50), apart])) == 2
