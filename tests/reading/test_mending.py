"""Of two readings of a line, the second is taken only where something was taken out of the picture."""

from rag.reading.agreement import Word
from rag.reading.mending import mended, once
from rag.reading.signs import Sign

NUMBER, COMMA = Sign(100, 150, 10, 40), Sign(202, 206, 35, 45)


def word(text: str, left: int, right: int, sure: float = 90.0) -> Word:
    return Word(text, sure, 0, left, right)


def texts(words: list[Word]) -> list[str]:
    return [found.text for found in words]


def test_what_nothing_was_taken_from_stays_as_first_read():
    assert texts(mended([word("حالة", 300, 350)], [word("حلة", 300, 350)], {0: [NUMBER]}, {0: [COMMA]})) == ["حالة"]


def test_a_word_that_a_number_is_read_into_is_read_again_without_digits():
    assert texts(mended([word("سنة5", 100, 190)], [word("سنة22", 155, 190)], {0: [NUMBER]}, {})) == ["سنة"]


def test_a_word_with_a_mark_is_read_again_unless_that_loses_a_part_of_it():
    first = [word("امراق", 200, 250, 75.0)]
    assert texts(mended(first, [word("امرأة", 208, 250)], {}, {0: [COMMA]})) == ["امرأة"]
    assert texts(mended(first, [word("امر", 208, 250, 40.0)], {}, {0: [COMMA]})) == ["امراق"]


def test_digits_are_not_lost_with_a_mark():
    first = [word("و2019،", 200, 280)]
    assert texts(mended(first, [word("و", 260, 280)], {}, {0: [COMMA]})) == ["و2019،"]


def test_what_the_second_reading_has_as_one_word_is_not_lost():
    first = [word("و", 270, 280), word("2019:", 200, 268)]
    assert texts(mended(first, [word("و2019", 208, 280)], {}, {0: [COMMA]})) == ["و2019"]


def test_a_number_that_another_reading_has_once_across_two_words_is_said_once():
    first, second = word("67.7", 88, 116), word("67.7", 12, 87)
    assert texts(once([first, second], [[word("67.7", 12, 116)]])) == ["67.7"]
    assert texts(once([first, second], [[word("67.7", 88, 116), word("67.7", 12, 87)]])) == ["67.7", "67.7"]
