"""Marks found by their shapes are put behind the words that they stand by."""

from rag.reading.agreement import Word
from rag.reading.punctuation import Mark, punctuated
from rag.reading.signs import Sign


def mark(text: str, left: int) -> Mark:
    return Mark(text, Sign(left, left + 4, 30, 40))


WORDS = [Word("نعم", 90.0, 0, 200, 260), Word("2019.", 90.0, 0, 100, 180), Word("ثم", 90.0, 1, 100, 180)]


def test_a_mark_stands_behind_the_next_word_to_its_right():
    found = punctuated(WORDS, [[mark("،", 190)], [mark(".", 92)]])
    assert [word.text for word in found] == ["نعم،", "2019.", "ثم."]


def test_it_takes_the_place_of_one_that_was_read():
    assert punctuated(WORDS, [[mark("؛", 90)], []])[1].text == "2019؛"


def test_a_mark_before_all_words_is_left_out():
    assert punctuated(WORDS, [[mark("،", 300)], []]) == WORDS
