"""The white between groups of digits is kept where a picture shows it, and only there."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PIL import Image

from rag.reading.agreement import Word
from rag.reading.digit_groups import grouped, joined

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


def words(*placed: tuple[str, int, int]) -> list[Word]:
    """Words of one line of Arabic in reading order, each with where it begins and ends."""
    return [Word(text, 90.0, 0, left, right) for text, left, right in placed]


@pytest.mark.parametrize(
    ("placed", "text"),
    [
        ([("400", 200, 245), ("12", 160, 190)], ["12 400"]),
        ([("567", 200, 245), ("234", 145, 190), ("1،", 120, 135)], ["1 234 567،"]),
        ([("(٤٠٠", 200, 245), ("١٢", 160, 190)], ["(١٢ ٤٠٠"]),
        ([("400", 200, 245), ("12", 100, 130)], ["400", "12"]),
        ([("350", 200, 245), ("000", 145, 190)], ["350", "000"]),
        ([("550", 200, 245), ("034", 145, 190), ("10", 105, 135)], ["10 034 550"]),
        ([("1", 255, 265), ("350", 200, 245), ("125", 145, 190)], ["1", "350", "125"]),
        ([("40", 200, 230), ("12", 160, 190)], ["40", "12"]),
        ([("400", 200, 245), ("١٢", 160, 190)], ["400", "١٢"]),
    ],
)
def test_groups_side_by_side_are_one_number_from_left_to_right(placed, text):
    assert [word.text for word in joined(words(*placed), [40])] == text


def test_cells_of_a_table_are_two_numbers():
    assert len(joined(words(("400", 200, 245), ("12", 160, 182)), [18])) == 2


def test_what_is_joined_is_as_sure_as_its_surest_doubt():
    right, left = words(("400", 200, 245), ("12", 160, 190))
    (whole,) = joined([right, replace(left, sure=40.0, doubtful=True)], [40])
    assert (whole.sure, whole.doubtful, whole.left, whole.right) == (40.0, True, 160, 245)


def test_groups_that_were_not_joined_share_their_doubts():
    right, left = words(("419", 200, 245), ("1697", 130, 190))
    assert [word.doubtful for word in joined([right, replace(left, doubtful=True)], [40])] == [True, True]
    assert [word.doubtful for word in joined([right, left], [40])] == [False, False]
    far = replace(left, left=20, right=80, doubtful=True)
    assert [word.doubtful for word in joined([right, far], [40])] == [False, True]
