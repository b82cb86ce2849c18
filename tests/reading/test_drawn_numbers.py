"""Numbers found by their shapes, in lines that are drawn here."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from rag.reading.digit_network import CLASSES, WEIGHTS, likelihoods
from rag.reading.drawn_numbers import DrawnNumber, drawn_in, without
from rag.reading.signs import AROUND, OWN, describe

FONT = "DejaVuSans.ttf"
CELL = 60  # pixels


def line(visual: str) -> Image.Image:
    """A line of signs from left to right; the test is skipped where the font is not installed."""
    try:
        font = ImageFont.truetype(FONT, 50)
    except OSError:
        pytest.skip(f"{FONT} is not installed")
    picture = Image.new("L", (1000, 120), 255)
    draw, left = ImageDraw.Draw(picture), 30.0
    for char in visual:
        draw.text((left, 80), char, font=font, fill=0, anchor="ls")
        left += font.getlength(char)
    return picture


def texts(visual: str) -> list[str]:
    return [number.text for number in drawn_in(line(visual), CELL).numbers]


@pytest.mark.parametrize(
    ("visual", "text"),
    [
        ("٢٠١٩", "٢٠١٩"),
        ("١٠٠", "١٠٠"),
        ("٢٬٤٥٠", "٢٬٤٥٠"),
        ("٪٢٣٫٥", "٢٣٫٥٪"),
        ("١٢/٠٥/٢٠٢٠", "١٢/٠٥/٢٠٢٠"),
        ("٢٠٢٠-٢٠١٩", "٢٠١٩-٢٠٢٠"),
        ("٢٫٤٥٠", "٢٬٤٥٠"),
        ("٢٬٤٥", "٢٫٤٥"),
        ("(١٢)", "(١٢)"),
        ("-١٢", "١٢-"),
        ("۲۴۵۶", "٢٤٥٦"),
    ],
)
def test_numbers_in_indic_digits_are_read_from_left_to_right(visual, text):
    assert texts(visual) == [text]


def test_other_digits_are_told_from_them():
    (number,) = drawn_in(line("2019"), CELL).numbers
    assert (number.visual, number.is_arabic) == ("2019", False)


def test_words_hold_no_numbers_and_a_space_parts_two():
    assert texts("ه ا و") == []
    assert texts("٢٣ ٤٧") == ["٢٣", "٤٧"]


def test_numbers_of_two_cells_are_two():
    assert [number.text for number in drawn_in(line("٢٣٤٧"), cell=1).numbers] == ["٢", "٣", "٤", "٧"]


def test_a_single_digit_close_to_a_letter_is_kept_apart():
    picture = line("ب٩")
    first, second = describe(picture).signs
    digit = picture.crop((second.left - 1, 0, second.right + 1, 120))
    picture.paste(255, (second.left - 1, 0, second.right + 1, 120))
    picture.paste(digit, (first.right + 1, 0))
    found = drawn_in(picture, CELL)
    assert found.numbers == [] and [number.visual for number in found.spare] == ["٩"]


def test_a_number_is_taken_out_of_the_picture_and_nothing_else():
    picture = line("٢٠١٩ ب")
    (number,) = drawn_in(picture, CELL).numbers
    white = np.asarray(without(picture, number.signs)) == 255
    assert white[:, : number.right].all() and not white[:, number.right + 3 :].all()


def test_marks_are_found_that_stand_by_no_number_in_these_digits():
    numbers, marks, _ = drawn_in(line(".با ،اب ،٢٣"), CELL)
    assert [number.text for number in numbers] == ["٢٣،"]
    assert [mark.text for mark in marks] == [".", "،"]


def test_brackets_turn_round_where_a_number_is_read_from_the_right():
    assert DrawnNumber("،(١٢)و", 1.0, ()).text == "و(١٢)،"


def test_a_description_has_the_shapes_that_the_network_takes():
    described = describe(line("٢٣ ٪"))
    count = len(described.signs)
    assert count == 3  # the rings of the percent sign belong to it
    assert described.own.shape == (count, 1, OWN, OWN) and described.around.shape == (count, 2, *AROUND)
    assert np.allclose(likelihoods(described).sum(axis=1), 1)


def test_a_white_picture_has_no_signs():
    assert likelihoods(describe(Image.new("L", (50, 50), 255))).shape == (0, len(CLASSES))
    assert drawn_in(Image.new("L", (50, 50), 255), CELL) == ([], [], [])


def test_the_weights_are_small():
    assert WEIGHTS.stat().st_size < 300_000
