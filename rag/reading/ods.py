"""OpenDocument spreadsheets (.ods): the filled rows of every sheet, each cell as the program shows it.

What a row says is made in `sheet_records.py`. Dates are ISO dates; a merged cell counts for every row and column that
it covers. Hidden sheets are read and flagged. Charts and comments are not read.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rag.errors import ReadingError
from rag.reading.lines import Contents, Hint, Piece
from rag.reading.open_document import (
    OFFICE,
    STYLE,
    TABLE,
    elements,
    load,
    properties_of,
    repeated,
    rows_of,
    shown,
    spans_of,
)
from rag.reading.sheet_records import MOST_COLUMNS, MOST_ROWS, TOO_LARGE, Row, records
from rag.text.normalise import tidy

_CELLS = ((TABLE, "table-cell"), (TABLE, "covered-table-cell"))


def read_ods(data: bytes, path: str) -> Contents:
    """Return the rows of an OpenDocument spreadsheet; raises ReadingError for encrypted, damaged and too large ones."""
    document, body = load(data, path, "spreadsheet", ".ods")
    hidden = set(_hidden_styles(document))
    pieces: list[Piece] = []
    flags: list[str] = []
    left = MOST_ROWS
    for sheet in (part for part in elements(body) if part.qname == (TABLE, "table")):
        rows = list(_filled(sheet, path, left))
        left -= len(rows)
        name = tidy(str(sheet.attributes.get((TABLE, "name")) or "")).strip()
        if rows and sheet.attributes.get((TABLE, "style-name")) in hidden:
            flags.append(f"sheet “{name}” is hidden in the file and was read")
        if rows:
            pieces += [Piece(name, Hint.HEADING, level=1, place=f"sheet {name}"), *records(rows)]
    properties = properties_of(document)
    # The name of the first sheet would be taken for the title: "Sheet1".
    return Contents(tuple(pieces), properties.title or Path(path).stem, flags=tuple(flags), properties=properties)


def _hidden_styles(document: Any) -> Iterator[str]:
    for style in elements(document.automaticstyles):
        if any(part.attributes.get((TABLE, "display")) == "false" for part in elements(style)):
            yield str(style.attributes.get((STYLE, "name")))


def _filled(sheet: Any, path: str, left: int) -> Iterator[Row]:
    """The rows with words, those that repeat each by itself, with what merged cells above and beside say in them."""
    number = 0
    held: dict[int, tuple[str, int]] = {}
    for row in rows_of(sheet):
        cells, held = _spread(row, held)
        count = repeated(row, "rows")
        if any(cells):
            left -= count
            if left < 0:
                raise ReadingError(path, f"has more than {MOST_ROWS} rows.", TOO_LARGE)
            yield from ((number + place, cells) for place in range(1, count + 1))
        number += count


def _spread(row: Any, held: dict[int, tuple[str, int]]) -> tuple[list[str], dict[int, tuple[str, int]]]:
    """The words of a row by column, and by column what is merged into the next row and how far down it goes."""
    cells: list[str] = []
    below = {column: (words, depth - 1) for column, (words, depth) in held.items() if depth > 1}
    beside = ("", 0)
    for cell in elements(row):
        if cell.qname not in _CELLS or len(cells) >= MOST_COLUMNS:
            continue
        words = _words(cell)
        columns, rows = spans_of(cell)
        for _ in range(min(repeated(cell, "columns"), MOST_COLUMNS - len(cells))):
            column = len(cells)
            over = held.get(column, ("", 0))[0] or (beside[0] if column < beside[1] else "")
            cells.append(words or over)
            if columns > 1:
                beside = (words, column + columns)
            if rows > 1:
                below |= {column + offset: (words, rows - 1) for offset in range(min(columns, MOST_COLUMNS))}
    return cells, below


def _words(cell: Any) -> str:
    """A cell as it is shown; a day as an ISO date, since programs show it in the order of its user's language."""
    day = str(cell.attributes.get((OFFICE, "date-value")) or "")
    if day:
        return day[:10] if day[10:] in ("", "T00:00:00") else day[:16].replace("T", " ")
    return " ".join(filter(None, (" ".join(tidy(shown(part)).split()) for part in elements(cell))))
