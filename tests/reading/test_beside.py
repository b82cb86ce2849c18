"""Short blocks beside each other are read one after the other where they say so, in plain text and on pages."""

from __future__ import annotations

import textwrap
from itertools import zip_longest
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A5
from reportlab.pdfgen.canvas import Canvas

from rag.reading import read
from rag.reading.beside import are_blocks
from rag.reading.side_by_side import one_below_the_other
from rag.reading.words import signs

SIGNED = {
    "two lines": (["For the Ministry of Water", "Sami Trabelsi"], ["For the Council of Millers", "Nora Haddad"]),
    "one is longer": (
        ["Pour le Ministère de l'eau", "Sami Trabelsi", "Directeur"],
        ["Pour le Conseil", "Nora Haddad"],
    ),
    "places": (["Fait à Tolga, le 3 mai 2019", "Sami Trabelsi"], ["Fait à Tamart, le 5 mai 2019", "Nora Haddad"]),
    "bullets": (["• a new weir", "• two pumps"], ["• ropes for the boats", "• a longer quay"]),
    "numbers": (["1. A new weir", "2. Two pumps"], ["3. Ropes for the boats", "4. A longer quay"]),
}
ARABIC = (["عن وزارة المياه", "سامي الطرابلسي"], ["عن مجلس أصحاب المطاحن", "نورا حداد"])
TABLES = {
    "names": (["Tolga", "Tamart", "Beni Ali"], ["Sami Trabelsi", "Nora Haddad", "Leila Amrani"]),
    "figures": (["For girls", "1240"], ["For boys", "1315"]),
    "values": (["For the year 2019:", "For the year 2020:"], ["For the Ministry 12 boats", "For the Council 14 boats"]),
    "contents": (["1. The weir and its stones", "2. The pumps"], ["7", "12"]),
    "numbered across": (["1. A new weir", "3. Two pumps"], ["2. Ropes for the boats", "4. A longer quay"]),
    "one bullet": (["• a new weir", "• two pumps"], ["Done", "Not done"]),
    "addresses": (["Ministry of Water", "12 River Street"], ["Council of Millers", "4 Bridge Road"]),
}


def beside(first: list[str], second: list[str]) -> str:
    return "\n".join(f"{left:36}{right}".rstrip() for left, right in zip_longest(first, second, fillvalue="")) + "\n"


@pytest.mark.parametrize("blocks", SIGNED.values(), ids=SIGNED)
def test_blocks_are_read_one_after_the_other(blocks):
    first, second = blocks
    page = f"{beside(first, second)}\n\nAnnex I\n"
    assert one_below_the_other(page).split() == " ".join([*first, *second, "Annex I"]).split()


def test_blocks_of_arabic_are_read_from_the_right():
    first, second = ARABIC
    assert one_below_the_other(beside(second, first)).split("\n")[:4] == [*first, *second]


@pytest.mark.parametrize("cells", TABLES.values(), ids=TABLES)
def test_rows_of_a_table_stay(cells):
    page = beside(*cells)
    assert one_below_the_other(page) == page
    assert not are_blocks(list(zip(*cells, strict=True)))


def test_items_under_a_header_on_both_sides_are_a_table(tmp_path):
    first, second = (["Strengths", "• a new weir", "• many mills"], ["Weaknesses", "• short ropes", "• few boats"])
    page = beside(first, second)
    assert one_below_the_other(page) == page
    text = drawn(tmp_path / "x.pdf", first, second)
    assert text.index("weir") < text.index("ropes") < text.index("mills") < text.index("boats")


def test_four_lines_of_running_text_are_columns_and_two_rows_of_sentences_are_not():
    first = (
        "The council of the valley met the millers in the spring and heard from all of them how much the weir matters."
    )
    second = (
        "The ministry paid for two pumps that can be moved by hand, and the millers gave the ropes for the long boats."
    )
    lines = [textwrap.wrap(text, 30) for text in (first, second)]
    assert one_below_the_other(beside(*lines)).split() == f"{first} {second}".split()
    rows = beside(
        [
            "The council should mend the weir",
            "before the winter comes again.",
            "The mayor should buy two pumps",
            "soon.",
        ],
        [
            "It was mended in the spring, by",
            "the masons of the valley.",
            "It was not done, for the price",
            "was too high.",
        ],
    )
    assert one_below_the_other(rows) == rows


def drawn(path: Path, first: list[str], second: list[str]) -> str:
    canvas = Canvas(str(path), pagesize=A5)
    canvas.setFont("Helvetica", 10)
    for place, (left, right) in enumerate(zip_longest(first, second, fillvalue="")):
        canvas.drawString(40, 500 - 14 * place, left)
        canvas.drawString(220, 500 - 14 * place, right)
    canvas.drawString(40, 400, "Annex I")
    canvas.save()
    return read(path).text


@pytest.mark.parametrize("blocks", SIGNED.values(), ids=SIGNED)
def test_blocks_that_a_page_draws_across_are_read_one_after_the_other(blocks, tmp_path):
    first, second = blocks
    assert drawn(tmp_path / "x.pdf", first, second).split() == " ".join([*first, *second, "Annex I"]).split()


def test_a_table_of_names_that_a_page_draws_across_keeps_its_rows(tmp_path):
    text = drawn(tmp_path / "x.pdf", *TABLES["names"])
    assert text.index("Sami") < text.index("Tamart") < text.index("Nora") < text.index("Beni") < text.index("Leila")


@pytest.mark.parametrize(
    "text", ["For the Council", "Fait à Tunis, le 3 mai", "نيابة عن المجلس", "Pour le Ministère", "Signé"]
)
def test_the_beginning_of_a_signature(text):
    assert signs(text)


@pytest.mark.parametrize("text", ["Forestry", "for the council", "Pourquoi", "The Council", "عنوان"])
def test_no_beginning_of_a_signature(text):
    assert not signs(text)
