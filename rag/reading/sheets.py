"""Spreadsheets (.xlsx, .csv): the filled rows of every sheet, which is a section.

What a row says is made in `sheet_records.py`. A merged cell counts for every row and column it covers. Formulas are
read as the values that the program last computed; one without a value is flagged. Hidden sheets are read and flagged.
Charts and comments are not read.
"""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag.errors import ReadingError
from rag.reading.archives import open_archive
from rag.reading.encodings import decode
from rag.reading.lines import Contents, Hint, Piece, Properties
from rag.reading.number_formats import shown
from rag.reading.sheet_records import MOST_COLUMNS, MOST_ROWS, TOO_LARGE, Row, records
from rag.reading.strict import as_usual
from rag.text.normalise import tidy

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)  # as Excel writes and hides it
_SNIFFED = 64 * 1024  # characters


def read_xlsx(data: bytes, path: str) -> Contents:
    """Return the rows of a workbook; raises ReadingError for encrypted, damaged and far too large ones."""
    from openpyxl import load_workbook

    with open_archive(data, path, "Excel") as archive:
        if "xl/workbook.xml" not in archive.namelist():
            raise ReadingError(path, "is no Excel workbook.", "Open it in its program and save it as .xlsx.")
        data = as_usual(archive, data)
    workbook = load_workbook(io.BytesIO(data), data_only=True)
    pieces: list[Piece] = []
    flags: list[str] = []
    left = MOST_ROWS
    for sheet in workbook.worksheets:
        rows = _cells(sheet, path, left)
        left -= len(rows)
        if rows and sheet.sheet_state != "visible":
            flags.append(f"sheet “{sheet.title}” is hidden in the file and was read")
        if rows:
            name = tidy(sheet.title).strip()
            pieces += [Piece(name, Hint.HEADING, level=1, place=f"sheet {name}"), *records(rows)]
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
    for number, values in enumerate(sheet.iter_rows(max_col=min(sheet.max_column, MOST_COLUMNS)), sheet.min_row):
        cells = [_said(cell) for cell in values]
        if not any(cells):
            continue
        if len(rows) >= left:
            raise ReadingError(path, f"has more than {MOST_ROWS} rows.", TOO_LARGE)
        for column in range(len(cells)):
            first = covered.get((number, column + 1))
            if first and not cells[column]:
                cells[column] = _said(sheet.cell(*first))
        rows.append((number, cells))
    return rows


def _without_values(data: bytes, path: str) -> list[str]:
    """Formulas that no program has computed yet: they show nothing, so the reader is told."""
    with open_archive(data, path, "Excel") as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        bare = sum(archive.read(name).count(b"</f><v></v>") + archive.read(name).count(b"</f><v/>") for name in sheets)
        bare += sum(archive.read(name).count(b"</f></c>") for name in sheets)
    return [f"{bare} formulas have no computed value: open the file in its program and save it"] if bare else []


def _said(cell: Any) -> str:
    return shown(cell.value, str(cell.number_format))


def read_csv(data: bytes, path: str) -> Contents:
    """Return the rows of a table of separated values, whatever its encoding and separator; raises ReadingError."""
    text, flags = decode(data, path)
    if told := _SEPARATOR_LINE.match(text):
        text = text[told.end() :]
    separator = told[1] if told else _separator(text[:_SNIFFED])
    csv.field_size_limit(1_000_000)
    rows: list[Row] = []
    try:
        for number, values in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator), 1):
            cells = [" ".join(tidy(value).split()) for value in values[:MOST_COLUMNS]]
            if any(cells):
                rows.append((number, cells))
            if len(rows) > MOST_ROWS:
                raise ReadingError(path, f"has more than {MOST_ROWS} rows.", TOO_LARGE)
    except csv.Error as error:
        raise ReadingError(path, f"is no table of separated values ({error}).", "Save it again as CSV.") from error
    return Contents(tuple(records(rows)), flags=flags)


def _separator(sample: str) -> str:
    """Return the separator that parts most lines into the same number of cells, more than one."""

    def evenness(separator: str) -> tuple[float, int]:
        widths = [len(row) for row in csv.reader(io.StringIO(sample, newline=""), delimiter=separator) if row]
        usual = max(set(widths), key=widths.count) if widths else 1
        return (widths.count(usual) / len(widths) if usual > 1 else 0.0, usual)

    return max(",;\t|،؛", key=evenness)
