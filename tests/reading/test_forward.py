"""Pages read from left to right: put together word by word, they say and show what they do glyph by glyph."""

from __future__ import annotations

import io
from itertools import groupby

import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from rag.reading import forward, glyphs, rows
from rag.reading.characters import Characters, characters_of
from tools.make_pdf_samples import FOLDER


def words_of(row: glyphs.Row) -> list[list[tuple[str, float, float, float]]]:
    """The words of each cell of a row with the edges and the height of each."""
    found = []
    for cell in row.cells:
        words = (list(group) for blank, group in groupby(cell, lambda glyph: glyph.text == " ") if not blank)
        found.append([("".join(g.text for g in w), w[0].left, max(g.right for g in w), w[0].baseline) for w in words])
    return found


def drawn(*lines: str) -> Characters:
    """The characters of a page with some lines, each drawn by the commands that it holds ("(…) Tj")."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    for number, commands in enumerate(lines):
        text = canvas.beginText(50, 700 - 20 * number)
        text.setFont("Helvetica", 10)
        text._code.append(commands)
        canvas.drawText(text)
    canvas.save()
    return characters_of(pypdfium2.PdfDocument(buffer.getvalue())[0])


LINES = [
    "(A word and another) Tj",
    "[(No) -400 (space) -3000 (a cell)] TJ",
    "(twice) Tj 1 0 0 1 50.3 660 Tm (twice) Tj",
    "(behind) Tj 1 0 0 1 20 640 Tm (first) Tj",
    "(raised) Tj 3 Ts (2) Tj 0 Ts ( again) Tj",
    "(small) Tj /F1 7 Tf (er letters) Tj",
    "(   ) Tj",
]


@pytest.mark.parametrize("file", sorted(FOLDER.glob("french*.pdf")), ids=lambda file: file.stem)
def test_sample_pages_are_the_same_word_by_word(file):
    for page in pypdfium2.PdfDocument(file):
        characters = characters_of(page)
        if forward.goes_forward(characters):
            wanted = [words_of(row) for row in rows.rows_of(characters)]
            assert [words_of(row) for row in forward.rows_of(characters)] == wanted


def test_odd_lines_are_the_same_word_by_word():
    characters = drawn(*LINES)
    found = forward.rows_of(characters)
    assert [words_of(row) for row in found] == [words_of(row) for row in rows.rows_of(characters)]
    texts = [["".join(glyph.text for glyph in cell) for cell in row.cells] for row in found]
    assert texts[:2] == [["A word and another"], ["No space", "a cell"]]
    assert texts[2] == ["twice"] and texts[3] == ["first behind"] and texts[5] == ["smaller letters"]


def test_words_of_plain_lines_are_one_glyph_each():
    row = forward.rows_of(drawn(LINES[0]))[0]
    assert [(glyph.text, glyph.signs) for glyph in row.glyphs] == [
        ("A", 1), (" ", 1), ("word", 4), (" ", 1), ("and", 3), (" ", 1), ("another", 7),
    ]  # fmt: skip


def test_a_page_without_latin_letters_does_not_go_forward():
    assert forward.goes_forward(drawn("(A word) Tj"))
    assert not forward.goes_forward(drawn("(12 400) Tj"))
    with pypdfium2.PdfDocument(FOLDER / "arabic.libreoffice.pdf") as document:
        assert not forward.goes_forward(characters_of(document[0]))
