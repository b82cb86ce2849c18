"""Word tables that only set blocks side by side are read one block after the other; rows of data stay rows."""

from __future__ import annotations

import docx
import pytest

from rag.reading.docx import read_docx
from rag.reading.lines import Hint

LEFT, RIGHT = ("Commune du Littoral", "12, rue du Port"), ("Association des pêcheurs", "3, place du Phare")


@pytest.fixture
def rows_of(tmp_path):
    def rows(*cells: tuple[str, ...], style: str | None = None, height: int = 1) -> list[str]:
        document = docx.Document()
        document.add_paragraph("Les deux parties se sont entendues sur ce qui suit, en présence du conseil.")
        table = document.add_table(rows=height, cols=len(cells), style=style)
        for row in table.rows:
            for cell, (first, *others) in zip(row.cells, cells, strict=True):
                cell.text = first
                for line in others:
                    cell.add_paragraph(line)
        document.save(str(tmp_path / "accord.docx"))
        pieces = read_docx((tmp_path / "accord.docx").read_bytes(), "accord.docx").pieces
        return [piece.text for piece in pieces if piece.hint is Hint.TABLE_ROW]

    return rows


def test_addresses_side_by_side_are_read_one_after_the_other(rows_of):
    assert rows_of(LEFT, RIGHT) == [" ".join(LEFT), " ".join(RIGHT)]
    assert rows_of(("\n".join(LEFT),), ("\n".join(RIGHT),)) == [" ".join(LEFT), " ".join(RIGHT)]


@pytest.mark.parametrize(
    ("cells", "options"),
    [
        ((LEFT, RIGHT), {"style": "Table Grid"}),
        ((LEFT, RIGHT), {"height": 2}),
        ((LEFT[:1], RIGHT[:1]), {}),
        ((("Plants", "dont cèdres"), ("2540", "1200")), {}),
    ],
    ids=["borders", "rows", "one line in each", "figures"],
)
def test_a_row_of_data_stays_a_row(rows_of, cells, options):
    assert all("; " in row for row in rows_of(*cells, **options))


def test_running_text_side_by_side_keeps_its_paragraphs(tmp_path):
    text = "Le conseil a visité la halle, il a entendu les gardiens et il a demandé douze lampes."
    document = docx.Document()
    cells = document.add_table(rows=1, cols=2).rows[0].cells
    for cell in cells:
        cell.text = text
        cell.add_paragraph(text)
    document.save(str(tmp_path / "texte.docx"))
    pieces = read_docx((tmp_path / "texte.docx").read_bytes(), "texte.docx").pieces
    assert [(piece.text, piece.hint) for piece in pieces] == [(text, Hint.PLAIN)] * 4
