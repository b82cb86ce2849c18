"""Spaces that a program leaves as gaps alone, in full lines of TeX and in Arabic, and fractions."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace

import numpy as np

from rag.reading.glyphs import Glyph, are_tight, glyphs_of, row_of
from rag.reading.ordering import texts_of

SIZE = 10.0


def shown(words: Sequence[str], gaps: Sequence[float]) -> str:
    """Return what is read of a line of words from right to left, with gaps between them and letters close by."""
    glyphs, right = list[Glyph](), 500.0
    for word, gap in zip(words, (*gaps, 0.0), strict=True):
        for letter in word:
            glyphs.append(Glyph(letter, right - 5, right, 0, SIZE, 0, pen=right - 5))
            right -= 5.2
        right -= gap
    row = row_of(glyphs)
    assert row is not None
    return texts_of([row])[0]


def test_a_gap_half_as_wide_as_the_others_parts_two_words() -> None:
    words = ["وصلت", "من", "زمن", "بعيد", "سفينة"]
    assert shown(words, (2.5, 1.2, 2.5, 2.5)) == " ".join(words)


def test_without_other_gaps_to_compare_with_a_narrow_one_parts_nothing() -> None:
    assert shown(["من", "زمن"], (1.2,)) == "منزمن"


def test_letters_set_apart_by_such_gaps_are_one_word() -> None:
    assert shown(["وصلت", "سفي", "نة", "من", "بعيد", "جدا"], (2.5, 0.9, 2.5, 2.5, 1.2)) == "وصلت سفينة من بعيدجدا"


def test_a_fraction_that_is_one_glyph_stays_one_behind_its_number() -> None:
    drawn = [("3", 0), ("/", 0), ("4", 0), ("2", 5), ("9", 10), (" ", 15), ("ب", 20)]
    characters = ((((float(x), 0.0, 0, SIZE, False), letter, x, x + 5.0)) for letter, x in drawn)
    row = row_of(list(glyphs_of(SimpleNamespace(one_by_one=lambda: characters))))
    assert row is not None
    assert texts_of([row]) == ["ب 29¾"]


def test_a_line_is_tight_where_nothing_lies_between_its_gaps_and_those_within_words() -> None:
    pressed = [0.0, 0.02, 0.0, 0.15, 0.01, 0.0, 0.0, 0.14, 0.0, 0.0, 0.0, 0.16]
    unclear = [*pressed[:-1], 0.08]
    set_apart = [0.12] * 12
    gaps, line = np.array(pressed + unclear + set_apart), np.repeat([0, 1, 2], 12)
    assert are_tight(gaps, line).tolist() == [True, False, False]
