"""Pictures of pages cut into lines: columns apart, tables whole, specks and frames left out."""

from __future__ import annotations

from PIL import Image, ImageDraw

from rag.reading.pictures import cleaned
from rag.reading.segmentation import strips_of


def page(*lines: tuple[int, int, int], width: int = 1000, height: int = 900) -> Image.Image:
    """A white page with lines of bars as high as letters, as (left, right, top)."""
    picture = Image.new("L", (width, height), 255)
    for left, right, top in lines:
        for place in range(left, right, 16):
            picture.paste(0, (place, top, place + 8, top + 20))
    return picture


def columns() -> list[tuple[int, int, int]]:
    return [(left, left + 380, top) for left in (50, 550) for top in range(100, 500, 45)]


def test_lines_are_cut_apart_and_specks_left_out():
    picture = page((50, 900, 100), (50, 900, 145), (50, 500, 190))
    for place in ((700, 500), (100, 700), (300, 20)):
        picture.paste(0, (*place, place[0] + 3, place[1] + 3))
    strips = strips_of(cleaned(picture))
    assert len(strips) == 3 and [strip.gap for strip in strips] == [False] * 3


def test_columns_are_read_one_after_another_from_either_side():
    strips = strips_of(page((50, 900, 30), *columns()))
    assert len(strips) == 19 and max(strip.picture.width for strip in strips[1:]) < 450
    assert [strip.turn for strip in strips] == [0, *range(10, 19), *range(1, 10)]


def test_a_table_is_not_torn():
    cells = [(left, left + 90, top) for top in range(100, 500, 45) for left in (50, 300, 550, 800)]
    picture = page(*cells)
    drawing = ImageDraw.Draw(picture)
    for top in range(87, 500, 45):
        drawing.line((30, top, 920, top), fill=0, width=2)
    assert len(strips_of(picture)) == 9


def test_a_turned_page_is_turned_back():
    picture = page(*((50, 900, top) for top in range(100, 500, 45))).rotate(1.0, fillcolor=255)
    strips = strips_of(picture)
    assert len(strips) == 9 and max(strip.picture.height for strip in strips) < 50


def test_a_white_page_has_no_lines():
    assert strips_of(Image.new("L", (100, 100), 255)) == []


def test_zeros_in_a_row_are_no_specks():
    page = Image.new("L", (400, 200), 255)
    for left in range(0, 60, 10):
        page.paste(0, (left, 80, left + 6, 110))
    for left in (70, 94, 118):
        page.paste(0, (left, 92, left + 6, 98))
    page.paste(0, (300, 92, 306, 98))
    kept = cleaned(page)
    assert [kept.getpixel((left + 3, 95)) for left in (70, 94, 118, 300)] == [0, 0, 0, 255]


def test_pale_ink_is_made_black_beside_black_ink():
    page = Image.new("L", (400, 400), 255)
    for left in range(0, 300, 20):
        page.paste(20, (left, 60, left + 6, 90))
        page.paste(165, (left, 260, left + 6, 290))
    clean = cleaned(page)
    assert clean.getpixel((103, 275)) < 60 and clean.getpixel((103, 75)) < 60 and clean.getpixel((350, 275)) == 255
