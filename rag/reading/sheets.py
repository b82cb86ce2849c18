"""Spreadsheets (.xlsx, .csv): a row is a block that says its column headers, a sheet is a section.

"Port: Safi; Catch: 30 t". The header is the first row in which several cells are filled and which holds no figures;
what stands above it is read as title lines. A merged cell counts for every row and column it covers. Formulas are read
as the values that the program last computed; one without a value is flagged. Hidden sheets are read and flagged.
Of
number formats only dates and percentages are minded; charts and comments are not read.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag.errors import ReadingError
from rag.reading.archives import open_archive
from rag.reading.encodings import decode
from rag.reading.lines import Contents, Hint, Piece, Properties
from rag.text.normalise import tidy

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_MOST_ROWS = 100_000  # in a file; a report is read by people
_MOST_COLUMNS = 200
_LONGEST_HEADER = 15  # words
_SNIFFED = 64 * 1024  # characters
_TOO_LARGE = "Split it into smaller files, or keep only the sheets and columns that matter."

Row = tuple[int, list[str]]  # its number, from 1, and its cells


def read_xlsx(data: bytes, path: str) -> Contents:
    """Return the rows of a workbook; raises ReadingError for encrypted, damaged and far too large ones."""
    from openpyxl import load_workbook

    with open_archive(data, path, "Excel") as archive:
        if "xl/workbook.xml" not in archive.namelist():
            raise ReadingError(path, "is no Excel workbook.", "Open it in its program and save it as .xlsx.")
    workbook = load_workbook(io.BytesIO(data), data_only=True)
    pieces: list[Piece] = []
    flags: list[str] = []
    left = _MOST_ROWS
    for sheet in workbook.worksheets:
        rows = _cells(sheet, path, left)
        left -= len(rows)
        if rows and sheet.sheet_state != "visible":
            flags.append(f"sheet “{sheet.title}” is hidden in the file and was read")
        if rows:
            name = tidy(sheet.title).strip()
            pieces += [Piece(name, Hint.HEADING, level=1, place=f"sheet {name}"), *_records(rows)]
    flags += _without_values(data, path)
    found = workbook.properties
    when = found.modified or found.created
    properties = Properties(found.title, when.date().isoformat() if when else None, None, found.language)
    # The name of the first sheet would be taken for the title: "Sheet1".
    return Contents(tuple(pieces), found.title or Path(path).stem, flags=tuple(flags), properties=properties)


def _cells(sheet: Worksheet, path: str, left: int) -> list[Row]:
    """The filled rows of a sheet; the cells that a merge covers say what its first cell says."""
    covered = {
        (row, column): (merge.min_row, merge.min_col)
        for merge in sheet.merged_cells.ranges
        if merge.size["rows"] * merge.size["columns"] <= 10_000
        for row in range(merge.min_row, merge.max_row + 1)
        for column in range(merge.min_col, merge.max_col + 1)
    }
    rows: list[Row] = []
    for number, values in enumerate(sheet.iter_rows(max_col=min(sheet.max_column, _MOST_COLUMNS)), sheet.min_row):
        cells = [_shown(cell) for cell in values]
        if not any(cells):
            continue
        if len(rows) >= left:
            raise ReadingError(path, f"has more than {_MOST_ROWS} rows.", _TOO_LARGE)
        for column in range(len(cells)):
            first = covered.get((number, column + 1))
            if first and not cells[column]:
                cells[column] = _shown(sheet.cell(*first))
        rows.append((number, cells))
    return rows


def _without_values(data: bytes, path: str) -> list[str]:
    """Formulas that no program has computed yet: they show nothing, so the reader is told."""
    with open_archive(data, path, "Excel") as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        bare = sum(archive.read(name).count(b"</f><v></v>") + archive.read(name).count(b"</f><v/>") for name in sheets)
        bare += sum(archive.read(name).count(b"</f></c>") for name in sheets)
    return [f"{bare} formulas have no computed value: open the file in its program and save it"] if bare else []


def _shown(cell: Any) -> str:
    """The value of a cell; a quarter that is formatted as a percentage is "25%"."""
    value = cell.value
    if isinstance(value, int | float) and not isinstance(value, bool) and "%" in str(cell.number_format):
        return f"{value * 100:.12g}%"
    return _written(value)


def _written(value: Any) -> str:
    """A cell as text: dates in ISO form, whole numbers without a decimal point, no rounding."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        midnight = value.time() == time()
        return value.date().isoformat() if midnight else value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, float):
        return str(int(value)) if math.isfinite(value) and value.is_integer() else f"{value:.15g}"
    return " ".join(tidy(str(value)).split())


def read_csv(data: bytes, path: str) -> Contents:
    """Return the rows of a table of separated values, whatever its encoding and separator; raises ReadingError."""
    text, flags = decode(data, path)
    separator = _separator(text[:_SNIFFED])
    csv.field_size_limit(1_000_000)
    rows: list[Row] = []
    try:
        for number, values in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator), 1):
            cells = [" ".join(tidy(value).split()) for value in values[:_MOST_COLUMNS]]
            if any(cells):
                rows.append((number, cells))
            if len(rows) > _MOST_ROWS:
                raise ReadingError(path, f"has more than {_MOST_ROWS} rows.", _TOO_LARGE)
    except csv.Error as error:
        raise ReadingError(path, f"is no table of separated values ({error}).", "Save it again as CSV.") from error
    return Contents(tuple(_records(rows)), flags=flags)


def _separator(sample: str) -> str:
    """Return the separator that parts most lines into the same number of cells, more than one."""

    def evenness(separator: str) -> tuple[float, int]:
        widths = [len(row) for row in csv.reader(io.StringIO(sample, newline=""), delimiter=separator) if row]
        usual = max(set(widths), key=widths.count) if widths else 1
        return (widths.count(usual) / len(widths) if usual > 1 else 0.0, usual)

    return max(",;\t|،؛", key=evenness)


def _records(rows: Sequence[Row]) -> Iterator[Piece]:
    """Title lines, the header, then every row as "header: cell; …" with the number of its row as its place."""
    place = _header(rows)
    for _, cells in rows[: place or 0]:
        yield Piece("; ".join(dict.fromkeys(filter(None, cells))))
    names = rows[place][1] if place is not None else []
    if names:
        yield Piece("; ".join(dict.fromkeys(filter(None, names))), Hint.FURNITURE)
    for number, cells in rows[0 if place is None else place + 1 :]:
        said = [(names[index] if index < len(names) else "", cell) for index, cell in enumerate(cells) if cell]
        text = "; ".join(f"{name}: {cell}" if name else cell for name, cell in said)
        yield Piece(text, Hint.TABLE_ROW, place=f"row {number}")


def _header(rows: Sequence[Row]) -> int | None:
    """The index of the header among the first rows; None where the first wide row already holds figures."""
    width = max((sum(map(bool, cells)) for _, cells in rows), default=0)
    for index, (_, cells) in enumerate(rows[:20]):
        filled = [cell for cell in cells if cell]
        if len(set(filled)) < max(2, math.ceil(width / 2)):
            continue
        short = all(len(cell.split()) <= _LONGEST_HEADER for cell in filled)
        figures = sum(any(char.isdecimal() for char in cell) and not _is_year(cell) for cell in filled)
        return index if short and figures * 4 <= len(filled) and index + 1 < len(rows) else None
    return None


def _is_year(cell: str) -> bool:
    return len(cell) == 4 and cell.isdecimal()
