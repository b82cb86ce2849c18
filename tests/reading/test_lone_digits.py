"""Single digits that are rather letters, digits that may be lost, commas taken for zeros: on signs placed here."""

from __future__ import annotations

import pytest

from rag.reading.agreement import Word
from rag.reading.drawn_commas import with_commas
from rag.reading.drawn_numbers import DrawnNumber
from rag.reading.lone_digits import believed, lost
from rag.reading.signs import Sign


def number(visual: str, left: int = 100, low: str = "") -> DrawnNumber:
    """A number with digits 40 pixels high, zeros 13 high above the foot; at the indices `low`, lower and higher."""
    signs = []
    for index, sign in enumerate(visual):
        place = left + 25 * index
        top, bottom = (15, 28) if sign == "٠" else (0, 40)
        if str(index) in low:
            top, bottom = 17, 32
        signs.append(Sign(place, place + 20, top, bottom))
    return DrawnNumber(visual, 0.9, tuple(signs), twice=True)


def word(text: str, sure: float, left: int, right: int) -> Word:
    return Word(text, sure, 0, left, right)


def texts(found: list[list[DrawnNumber]]) -> list[str]:
    return [own.visual for line in found for own in line]


def test_a_single_digit_within_a_word_is_a_letter():
    assert texts(believed([[number("١")]], [word("والأسمدة", 92, 40, 200)])) == []
    assert texts(believed([[number("١")]], [word("والأسمدة", 40, 40, 200)])) == ["١"]
    assert texts(believed([[number("١٢")]], [word("والأسمدة", 92, 40, 200)])) == ["١٢"]


def test_a_single_digit_is_a_letter_where_numbers_are_in_the_other_digits():
    assert texts(believed([[number("2019"), number("٧", 400)]], [])) == ["2019"]
    assert texts(believed([[number("٢٠١٩"), number("٧", 400)]], [])) == ["٢٠١٩", "٧"]


def test_a_single_digit_that_a_sure_word_contradicts_is_unsure():
    ((found,),) = believed([[number("٧")]], [word("لا", 95, 100, 120)])
    assert not found.twice
    ((found,),) = believed([[number("٧")]], [word("لا", 60, 100, 120)])
    assert found.twice


def test_a_digit_close_to_a_word_that_is_not_read_well_may_be_lost():
    spare = [[number("٩")]]
    badly, well = word("تأخر؛", 50, 90, 200), word("تأخره", 93, 90, 200)
    assert lost(spare, [badly]) == [badly] and lost(spare, [well]) == []
    assert lost(spare, [word("تأخر9", 50, 90, 200)]) == []


def test_what_stands_lower_than_the_zeros_of_its_page_before_three_digits_is_a_comma():
    page = [[number("٢٠٢٠"), number("١٠٤٠")], [number("٧٤٠٠٠٥٥", low="3")]]
    found = with_commas(page)
    assert texts(found)[-1] == "٧٤٠٬٠٥٥" and not found[-1][0].twice


@pytest.mark.parametrize("page", [[[number("٧٤٠٠٠٥٥")]], [[number("٢٠٢٠"), number("١٠٤٠"), number("٧٤٠٠٠٥٥")]]])
def test_a_number_in_which_a_zero_may_be_a_comma_is_unsure(page):
    *_, found = with_commas(page)[0]
    assert (found.visual, found.twice) == ("٧٤٠٠٠٥٥", False)


def test_other_numbers_are_left_alone():
    page = [[number("٢٠٢٠"), number("٧٤٥١٢٥٥"), number("٠٢٠١١١", low="2"), number("2000111")]]
    assert with_commas(page) == page
