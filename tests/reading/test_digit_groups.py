"""The white between groups of digits is kept where a picture shows it, and only there."""

from __future__ import annotations

import pytest
from PIL import Image

from rag.reading.agreement import Word
from rag.reading.digit_groups import grouped

PITCH, GAP = 20, 10  # pixels


def line(text: str) -> Image.Image:
    """A picture of bars for digits, a low speck for a comma, white for a space."""
    picture, left = Image.new("L", (400, 60), 255), 20
    for char in text:
        if char.isdigit():
            picture.paste(0, (left, 10, left + (4 if char == "1" else 12), 50))
        elif char == ",":
            picture.paste(0, (left, 44, left + 4, 50))
        left += GAP if char == " " else PITCH
    return picture


def read(drawn: str, recognised: str) -> str:
    (word,) = grouped([Word(recognised, 90.0, 0, 20, 390)], [line(drawn)])
    return word.text


@pytest.mark.parametrize("number", ["12 400", "8 950", "1 250 000", "4 820,"])
def test_a_space_that_is_drawn_is_kept(number):
    assert read(number, number.replace(" ", "")) == number


@pytest.mark.parametrize("number", ["2019", "12400", "1111", "21 11"])
def test_nothing_is_put_into_other_numbers(number):
    assert read(number, number.replace(" ", "")) == number.replace(" ", "")


def test_touching_digits_and_words_are_left_alone():
    assert read("12 400", "1240") == "1240"
    assert read("12 400", "l2400") == "l2400"
