"""Tables of Word files that only set blocks side by side: two addresses, two signatures.

Such a table has one row, no borders, and at least two lines of text in two of its cells; a row of data has one line in
each, or figures. What it holds is read one block after the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from rag.reading import markers
from rag.reading.docx_numbering import WordNumbering, w
from rag.reading.docx_text import text_of
from rag.reading.lines import Hint, Piece
from rag.reading.tables import Row

_NO_LINES = (None, "nil", "none")


def sets_side_by_side(table: Any, numbering: WordNumbering) -> bool:
    """Tell whether a w:tbl only sets blocks of text side by side."""
    rows = [row for row in table.iter(w("tr")) if next(row.iterancestors(w("tbl"))) is table]
    if len(rows) != 1 or table.find(f".//{w('tbl')}") is not None or _has_lines(table, numbering):
        return False
    cells = [lines for cell in rows[0].iter(w("tc")) if (lines := _lines(cell))]
    worded = all(any(map(str.isalpha, lines[0])) for lines in cells)
    return worded and sum(len(lines) >= 2 for lines in cells) >= 2


def side_by_side(rows: Sequence[Row]) -> list[Piece]:
    """Return the blocks one after the other: each as one piece, or as its paragraphs where there is running text."""
    blocks = [cell for row in rows for cell in row if any(piece.text.strip() for piece in cell)]
    if any(piece.hint is not Hint.PLAIN or markers.is_body(piece.text) for cell in blocks for piece in cell):
        return [piece for cell in blocks for piece in cell]
    return [Piece(" ".join(piece.text for piece in cell), Hint.TABLE_ROW) for cell in blocks]


def _lines(cell: Any) -> list[str]:
    """The lines with text that the paragraphs and line breaks of a cell make."""
    lines = (line.strip() for paragraph in cell.iter(w("p")) for line in text_of(paragraph).split("\n"))
    return [line for line in lines if line]


def _has_lines(table: Any, numbering: WordNumbering) -> bool:
    """Tell whether the table, one of its cells or its style has a border."""
    own = table.find(f"{w('tblPr')}/{w('tblBorders')}")
    cells = [border for borders in table.iter(w("tcBorders")) for border in borders]
    if any(_is_drawn(border) for border in cells):
        return True
    borders = [own] if own is not None else _borders_of_style(table, numbering)
    return any(_is_drawn(border) for each in borders for border in each)


def _borders_of_style(table: Any, numbering: WordNumbering) -> Iterator[Any]:
    for style in numbering.table_styles(table):
        yield from style.iter(w("tblBorders"), w("tcBorders"))


def _is_drawn(border: Any) -> bool:
    return border.get(w("val")) not in _NO_LINES
