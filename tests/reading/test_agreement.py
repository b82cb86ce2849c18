"""Readings of one line with the data of several languages: which words are taken, which numbers stand without doubt."""

from __future__ import annotations

import pytest

from rag.reading.agreement import Word, agreed, latin_lines


def line(*words: tuple[str, float, int, int]) -> list[Word]:
    return [Word(text, sure, 0, left, right) for text, sure, left, right in words]


def texts(words: list[Word]) -> list[str]:
    return [word.text for word in words]


def doubtful(words: list[Word]) -> list[str]:
    return [word.text for word in words if word.doubtful]


def numbers(own: str, *others: str, sure: float = 80) -> list[Word]:
    """The number of a line of Arabic as the data for Arabic and those for Latin letters read it."""
    arabic = line(("سنة", 95, 100, 150), (own, 90, 0, 80))
    return agreed(arabic, [line((other, sure, 0, 80)) for other in others])


@pytest.mark.parametrize(
    ("own", "others", "text"),
    [
        ("2020", ("2020", "2020"), "2020"),
        ("47,", ("47", "47"), "47,"),
        ("و30", ("305", "309"), "و30"),
        ("9064,2", ("%64,2", "%64,2"), "64,2%"),
        ("2016-2015", ("2016-2015", "2016-2015"), "2015-2016"),
        ("15/03/2020", ("15/03/2020", "15/03/2020"), "15/03/2020"),
    ],
)
def test_numbers_on_which_readings_agree_stand_in_the_order_in_which_they_are_read(own, others, text):
    found = numbers(own, *others)
    assert texts(found) == ["سنة", text] and doubtful(found) == []


def test_a_number_that_two_others_read_otherwise_is_theirs_and_named_unless_both_are_certain():
    assert texts(numbers("2", "102", "102")) == ["سنة", "102"]
    assert doubtful(numbers("2", "102", "102")) == ["102"]
    assert doubtful(numbers("2", "102", "102", sure=95)) == []


def test_a_number_that_no_other_reading_has_is_named():
    assert doubtful(numbers("47", "48", "41")) != [] and doubtful(numbers("47")) == ["47"]


def test_latin_words_in_arabic_come_from_the_data_that_know_them():
    arabic = line(("منظمة", 92, 200, 260), ("(0111)", 20, 100, 190), ("تونس", 93, 10, 80))
    latin = [line(("(WHO)", 90, 100, 190), ("LS", 30, 10, 80))] * 2
    assert texts(agreed(arabic, latin)) == ["منظمة", "(WHO)", "تونس"]


def test_a_number_that_arabic_left_out_and_both_others_have_is_put_in():
    arabic = line(("سنة", 95, 100, 150))
    found = agreed(arabic, [line(("7", 90, 60, 80))] * 2)
    assert texts(found) == ["سنة", "7"] and doubtful(found) == []


def test_a_latin_page_is_read_as_it_stands_and_its_numbers_checked():
    first, second = line(("En", 95, 0, 20), ("2019", 90, 30, 80)), line(("En", 95, 0, 20), ("2079", 60, 30, 80))
    found = agreed([], [first, second])
    assert texts(found) == ["En", "2019"] and doubtful(found) == ["2019"]


def drawn(own: str, shape: str, sure: float = 90) -> list[Word]:
    """A number of a line of Arabic on which the readings do not agree, and what its shapes say."""
    arabic = line(("سنة", 95, 100, 150), (own, 60, 0, 80))
    return agreed(arabic, [line(("48", 60, 0, 80)), line(("41", 60, 0, 80))], line((shape, sure, 0, 80)))


def test_a_number_that_its_shapes_confirm_is_not_named():
    assert doubtful(drawn("47", "47")) == []
    assert doubtful(drawn("47", "47", sure=50)) == ["47"]
    assert doubtful(drawn("47", "473")) != []


def test_a_number_in_indic_digits_takes_the_place_of_what_was_read_there():
    arabic = line(("سنة", 95, 100, 150), ("ولا", 60, 10, 70), ("في", 95, -60, -20))
    found = agreed(arabic, [], line(("٢٠١٩", 95, 0, 80)))
    assert texts(found) == ["سنة", "٢٠١٩", "في"]


def test_a_short_word_without_the_shape_of_a_number_is_not_named():
    arabic = line(("سنة", 95, 100, 150), ("في", 30, 0, 80))
    assert doubtful(agreed(arabic, [])) == ["في"]
    assert doubtful(agreed(arabic, [], line(("7", 90, -90, -60)))) == []


def test_lines_of_latin_letters_are_told_from_arabic_ones():
    arabic = [Word("سنة", 95, 0, 0, 50), Word("ولا", 30, 1, 0, 50)]
    latin = [[Word("Lys", 20, 0, 0, 50), Word("bonjour", 95, 1, 0, 50)]]
    assert latin_lines(arabic, latin) == {1}


def test_a_point_that_one_reading_has_is_rather_lost_by_the_others_and_the_number_named():
    found = numbers("992", "99.2", "992")
    assert texts(found)[-1] == "99.2" and doubtful(found) == ["99.2"]


def test_no_number_of_the_latin_data_is_put_into_a_line_with_indic_digits():
    arabic, latin = line(("سنة", 90, 100, 160)), [line(("22", 90, 170, 190))] * 2
    assert texts(agreed(arabic, latin, line(("٢٠١٩", 95, 0, 80)))) == ["سنة", "٢٠١٩"]


def test_a_line_of_numbers_with_one_word_is_latin_where_both_data_read_the_same():
    arabic = [Word("قائمة", 40, 0, 100, 150), Word("12", 90, 0, 0, 30)]
    first, second = ([Word(text, 90, 0, 100, 150), Word("12", 90, 0, 0, 30)] for text in ("doila", "dotle"))
    assert latin_lines(arabic, [first, second]) == frozenset()
    assert latin_lines(arabic, [first, first]) == {0}
