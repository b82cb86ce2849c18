"""The letters of one glyph come out in reading order, whichever way a program turned them."""

from __future__ import annotations

import pytest

from rag.reading.ligatures import most_forward, reads_forward


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
