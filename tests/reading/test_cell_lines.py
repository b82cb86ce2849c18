"""Tables of plain text with one cell a line."""

from __future__ import annotations

import pytest

from rag.reading.cell_lines import tabled
from rag.reading.lines import Hint, Piece
from rag.reading.text import read_text

LONG = "Le conseil a relevé le niveau des trois citernes au début du printemps et il l'a noté dans son cahier."
TABLES = [
    (["Citerne", "Niveau", "Fuites", "Nord", "12 400", "3", "Sud", "8 150", "0", "Est", "95", "1"], 3),
    (["البئر", "العمق", "الشمال", "١٢", "الجنوب", "٨", "الشرق", "٩"], 2),
]


@pytest.mark.parametrize(("cells", "columns"), TABLES)
def test_cells_one_a_line_are_rows(cells, columns):
    pieces = [Piece(LONG), *map(Piece, cells), Piece(LONG)]
    rows = [piece.text for piece in tabled(pieces) if piece.hint is Hint.TABLE_ROW]
    names, *body = (cells[first : first + columns] for first in range(0, len(cells), columns))
    assert rows == ["; ".join(f"{name}: {cell}" for name, cell in zip(names, row, strict=True)) for row in body]


def test_a_text_file_keeps_them_under_their_paragraph():
    cells = TABLES[0][0]
    text = "\n".join(["Relevé des citernes", f"1. {LONG}", f"2. {LONG}", f"3. {LONG}", *cells, f"4. {LONG}"])
    pieces = read_text(text.encode(), "citernes.txt").pieces
    assert "Citerne: Sud; Niveau: 8 150; Fuites: 0" in [piece.text for piece in pieces]


def test_lines_whose_turn_is_not_clear_are_items_and_no_headings():
    cells = ["Citerne", "Niveau", "Fuites", "Nord", "12", "3", "Sud", "0", "Est", "95", "1"]
    assert {piece.hint for piece in tabled([Piece(cell) for cell in cells])} == {Hint.LIST_ITEM}


def test_names_below_each_other_are_no_table():
    names = [Piece(name) for name in ("Nord", "Sud", "Est", "Ouest", "Centre", "Littoral", "Montagne")]
    assert tabled(names) == names
    assert tabled(names[:2]) == names[:2]
