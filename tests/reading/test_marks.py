"""Vowel signs stand with their letters, and pages whose words slope are told."""

from __future__ import annotations

import re

import numpy as np
import pytest

from rag.reading import glyphs, read, rows
from rag.reading.characters import Box, Characters, TextObject
from rag.reading.slope import slopes
from tools.make_pdf_samples import FOLDER
from tools.make_table_samples import FOLDER as TABLES

WITHOUT_LETTER = re.compile("(?<![\u0620-\u065f])[\u064b-\u065f]")


def characters(*drawn: tuple[str, float, float, float]) -> Characters:
    """Characters by letter, left edge, right edge and baseline, all of size 10, each drawn by its own command."""
    left, right, baseline = (np.array(column, np.float64) for column in list(zip(*drawn, strict=True))[1:])
    objects = [TextObject(10.0, False, 1.0, 0.0)] * len(drawn)
    text = "".join(letter for letter, *_ in drawn)
    return Characters(text, left, baseline, left, right, np.arange(len(drawn)), objects, text)


def placed_together(drawn: Characters) -> Characters:
    """The same with the last two drawn by one command."""
    return drawn._replace(run=np.append(drawn.run[:-1], drawn.run[-2]))


def texts(found: list[glyphs.Row]) -> list[str]:
    return ["".join(glyph.text for glyph in reversed(row.glyphs)) for row in found]


def test_a_mark_goes_to_the_line_that_it_stands_on_whenever_it_is_drawn():
    upper = [("ب", 30.0, 36.0, 100.0), ("ن", 24.0, 30.0, 100.0)]
    lower = [("م", 30.0, 36.0, 84.0), ("ع", 24.0, 30.0, 84.0)]
    late = [("\u064e", 26.0, 28.0, 102.0), ("\u0650", 32.0, 34.0, 82.0)]
    assert texts(rows.rows_of(characters(*upper, *lower, *late))) == ["بن\u064e", "م\u0650ع"]


def test_a_mark_goes_to_the_column_that_it_stands_in():
    right = [("ب", 230.0, 236.0, 100.0), ("ن", 224.0, 230.0, 100.0), ("و", 230.0, 236.0, 84.0)]
    left = [("م", 30.0, 36.0, 101.0), ("ع", 24.0, 30.0, 101.0)]
    found = rows.rows_of(characters(*right, *left, ("\u064e", 226.0, 228.0, 101.0)))
    assert texts(found) == ["بن\u064e", "و", "مع"]


def test_a_letter_placed_where_its_sign_stands_goes_to_its_line():
    """As browsers write them: the sign bears the name of both, and the letter none."""
    line = [("و", 54.0, 60.0, 100.0), ("ن", 24.0, 30.0, 100.0)]
    sign = [("ا", 31.0, 33.0, 107.0), ("\u064e", 31.0, 33.0, 107.0)]
    assert texts(rows.rows_of(placed_together(characters(*line, *sign)))) == ["و ا\u064eن"]


def test_a_letter_is_as_wide_as_what_is_drawn_in_its_place_without_a_name():
    line = characters(("و", 40.0, 46.0, 100.0), ("س", 34.0, 35.0, 100.0), ("\u064e", 34.0, 35.0, 100.0))
    bare = placed_together(line)
    assert texts(rows.rows_of(bare)) == ["و س\u064e"]
    assert texts(rows.rows_of(bare._replace(nameless=(Box(30.0, 98.0, 40.0, 106.0),)))) == ["وس\u064e"]


@pytest.mark.parametrize("producer", ["libreoffice", "ligatures", "chromium", "cairo"])
@pytest.mark.parametrize("name", ["arabic", "arabic-columns", "mixed"])
def test_no_mark_of_a_sample_stands_without_its_letter(name, producer):
    assert WITHOUT_LETTER.findall(read(FOLDER / f"{name}.{producer}.pdf").text) == []


@pytest.mark.parametrize("producer", ["word-grid", "word-open"])
def test_what_stands_behind_a_raised_sign_stays_in_its_line(producer):
    text = read(TABLES / f"arabic_1.{producer}.pdf").text
    assert "تجتمع بعد الحصاد، وتُعلّق الأجرة على باب البلدية." in text


def test_words_that_slope_are_told_and_those_on_one_line_are_not():
    places = [(200.0 - 8 * place, 100.0 - 1.5 * (place % 4)) for place in range(24)]
    assert slopes(characters(*(("ب", left, left + 7, height) for left, height in places)))
    assert not slopes(characters(*(("ب", left, left + 7, 100.0) for left, _ in places)))
    assert not slopes(characters(*(("b", left, left + 7, height) for left, height in places)))
