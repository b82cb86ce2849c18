"""The letters of one glyph come out in reading order, whichever way a program turned them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from rag.reading import read
from rag.reading.glyphs import Glyph
from rag.reading.ligatures import most_forward, on_one_spot, reads_forward
from tools.make_table_samples import FOLDER


@pytest.mark.parametrize("letters", ["لا", "لأ", "لإ", "لآ", "لله", "الله", "في", "لى", "محمد"])
def test_a_ligature_tells_its_order(letters):
    assert reads_forward(letters) is True
    assert reads_forward(letters[::-1]) is False


@pytest.mark.parametrize("letters", ["حم", "مح", "هم ", "سس"])
def test_letters_that_join_either_way_tell_nothing(letters):
    assert reads_forward(letters) is None


def test_what_tells_nothing_follows_most_of_its_page():
    reversed_page = [("ال", True), ("ال", True), ("لا", True), ("حم", True)]
    assert most_forward(reversed_page) == {True: False, False: False}
    assert most_forward([("حم", True)]) == {True: True, False: False}


def placed(*pieces: tuple[str, float]) -> list[Glyph]:
    return [Glyph(text, pen, pen + 5, 0.0, 10.0, 0, pen=pen) for text, pen in pieces]


def read_from_the_right(glyphs: Sequence[Glyph]) -> str:
    return "".join(glyph.text for glyph in reversed(glyphs))


def test_two_pieces_of_a_ligature_a_hair_apart_are_in_order():
    assert read_from_the_right(on_one_spot(placed(("ن", 10), ("ل", 20), ("إ", 20.1), ("ا", 25)))) == "الإن"
    assert read_from_the_right(on_one_spot(placed(("ل", 20), ("اً", 20.1)))) == "لاً"


def test_letters_on_spots_of_their_own_stay():
    assert read_from_the_right(on_one_spot(placed(("ل", 20), ("ا", 23)))) == "ال"
    assert read_from_the_right(on_one_spot(placed(("إ", 20), ("ل", 20.1)))) == "لإ"


@pytest.mark.parametrize("producer", ["word-grid", "word-open"])
def test_letters_that_a_program_made_bold_by_outlines_are_in_order(producer):
    text = read(FOLDER / f"arabic_1.{producer}.pdf").text
    assert "المطحنة: مطحنة العين; الإنتاج, 2019: 1240; الإنتاج, 2020: 1315; العمال: 9" in text
