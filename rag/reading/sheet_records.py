"""Rows of a spreadsheet turned into pieces: each says the headers of its columns, "Port: Safi; Catch: 30 t".

The header is the first row in which several cells are filled and which holds no figures; what stands above it is read
as title lines. A second row that only parts the columns of the first belongs to it ("Households, urban"). After an
empty row another table may begin, with a header of its own: words over columns of figures.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from rag.reading.lines import Hint, Piece

Row = tuple[int, list[str]]  # its number, from 1, and its cells

MOST_ROWS = 100_000  # in a file; a report is read by people
MOST_COLUMNS = 200
TOO_LARGE = "Split it into smaller files, or keep only the sheets and columns that matter."
_LONGEST_HEADER = 15  # words
_PERIOD = re.compile(
    r"(?:\w{1,10}[\s.\-/]{0,2})?(?:19|20)\d\d(?:\s?[\-–/]\s?\d{2,4})?"
)  # "2019", "T1 2021", "2019-2020"
_FIRST_ROWS = 20  # in which the header of a sheet stands


def records(rows: Sequence[Row]) -> Iterator[Piece]:
    """Yield title lines, headers, then every row as "header: cell; …" with the number of its row as its place."""
    names: list[str] = []
    for index, stretch in enumerate(_stretches(rows)):
        place = _header(stretch) if index == 0 else _later_header(stretch)
        if place is None:
            yield from (_record(number, cells, names) for number, cells in stretch)
            continue
        for _, cells in stretch[:place]:
            yield Piece("; ".join(dict.fromkeys(filter(None, cells))))
        count = 2 if _parts_columns(stretch[place:]) else 1
        names = _names([cells for _, cells in stretch[place : place + count]])
        yield Piece("; ".join(dict.fromkeys(filter(None, names))), Hint.FURNITURE)
        yield from (_record(number, cells, names) for number, cells in stretch[place + count :])


def _record(number: int, cells: Sequence[str], names: Sequence[str]) -> Piece:
    said = [(names[index] if index < len(names) else "", cell) for index, cell in enumerate(cells) if cell]
    text = "; ".join(f"{name}: {cell}" if name else cell for name, cell in said)
    return Piece(text, Hint.TABLE_ROW, place=f"row {number}")


def _stretches(rows: Sequence[Row]) -> list[Sequence[Row]]:
    """The rows parted where another table begins: after an empty row, at words over columns of figures.

    The first stretch is the whole sheet up to a second table; a line of its own over that belongs to it.
    """
    starts = [0, *(index for index, (above, below) in enumerate(pairwise(rows), 1) if below[0] > above[0] + 1)]
    bounds = [0]
    first = _header(rows)
    for start, end in pairwise([*starts, len(rows)]):
        stretch = rows[start:end]
        if first is not None and start > first and _later_header(stretch) is not None:
            title = start - 1
            alone = title in starts and title > first and _filled(rows[title]) == 1
            bounds.append(title if alone else start)
    return [rows[start:end] for start, end in pairwise([*bounds, len(rows)])]


def _filled(row: Row) -> int:
    return len(set(filter(None, row[1])))


def _header(rows: Sequence[Row]) -> int | None:
    """The index of the header among the first rows; None where the first wide row already holds figures."""
    width = max((sum(map(bool, cells)) for _, cells in rows), default=0)
    for index, row in enumerate(rows[:_FIRST_ROWS]):
        if _filled(row) >= max(2, math.ceil(width / 2)):
            return index if _are_names(row[1]) and index + 1 < len(rows) else None
    return None


def _later_header(rows: Sequence[Row]) -> int | None:
    """The index of a header behind at most one title line; the rows below it hold figures where it holds words."""
    place = next((index for index, row in enumerate(rows[:2]) if _filled(row) > 1), None)
    if place is None or place + 1 >= len(rows) or not _are_names(rows[place][1]):
        return None
    below = [cells for _, cells in rows[place + 1 :]]
    for column, name in enumerate(rows[place][1]):
        values = [cells[column] for cells in below if column < len(cells) and cells[column]]
        if name and values and sum(map(_is_figure, values)) * 2 > len(values):
            return place
    return None


def _are_names(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    short = all(len(cell.split()) <= _LONGEST_HEADER for cell in filled)
    figures = sum(_is_figure(cell) and not _PERIOD.fullmatch(cell) for cell in filled)
    return short and figures * 4 <= len(filled)


def _is_figure(cell: str) -> bool:
    return any(char.isdecimal() for char in cell) and sum(char.isalpha() for char in cell) <= 3


def _parts_columns(rows: Sequence[Row]) -> bool:
    """Tell whether the second row parts columns that the first names together, and says nothing new of the others."""
    if len(rows) < 3:
        return False
    upper, lower = rows[0][1], rows[1][1]
    if len(upper) < 3 or not _are_names(lower) or not any(lower):
        return False
    parted = 0
    for column, cell in enumerate(lower):
        left, over, right = (
            upper[other] if 0 <= other < len(upper) else None for other in (column - 1, column, column + 1)
        )
        if not cell or cell == over:
            continue
        if over and over not in (left, right) and right != "":
            return False
        parted += 1
    names = list(filter(None, _names([upper, lower])))
    return parted > 1 and len(set(names)) == len(names)


def _names(header: Sequence[Sequence[str]]) -> list[str]:
    """The words over each column; the first row's go on over the columns that only the second one names."""
    if len(header) == 1:
        return list(header[0])
    upper, lower = header
    names, over = [], ""
    for column in range(max(map(len, header))):
        own = upper[column] if column < len(upper) else ""
        below = lower[column] if column < len(lower) else ""
        over = own or (over if below else "")
        names.append(", ".join(dict.fromkeys(filter(None, (over, below)))))
    return names
