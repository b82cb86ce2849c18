"""Tables that a program wrote into plain text with one cell a line, as LibreOffice does, put together again.

Such lines look like headings. What shows a table is that short lines with names, then figures, come again in the same
turn: a header without figures, and below it in each column either figures or none. Where the turn is not clear, as with
empty cells, the lines stay apart, but are items and no headings. Columns are never told without figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rag.reading import markers
from rag.reading.lines import Hint, Piece
from rag.reading.tables import table_pieces

_LONGEST_CELL = 8  # words
_FEWEST = 6  # lines
_LEAST_ROWS = 3  # the header among them
_MOST_COLUMNS = 12
_LEAST_FIGURES = 0.2  # of the lines


def tabled(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces with the cells of tables that stand one a line put into rows."""
    found: list[Piece] = []
    run: list[Piece] = []
    for piece in pieces:
        if _may_be_cell(piece):
            run.append(piece)
            continue
        found += [*_rows(run), piece]
        run = []
    return found + _rows(run)


def _may_be_cell(piece: Piece) -> bool:
    text = piece.text
    if piece.hint is not Hint.PLAIN or markers.word_count(text) > _LONGEST_CELL:
        return False
    return _is_figure(text) or not (markers.ends_clause(text) or markers.opens(text))


def _is_figure(text: str) -> bool:
    return any(map(str.isdecimal, text)) and not any(map(str.isalpha, text))


def _rows(run: Sequence[Piece]) -> list[Piece]:
    """The rows of a run of lines; lines before the table stay as they are."""
    figures = [_is_figure(piece.text) for piece in run]
    if len(run) < _FEWEST or sum(figures) < _LEAST_FIGURES * len(run):
        return list(run)
    for start in range(figures.index(True)):
        for columns in range(2, min(_MOST_COLUMNS, len(run) - start) + 1):
            if _turns(figures[start:], columns):
                cells = [[piece] for piece in run[start:]]
                rows = [cells[first : first + columns] for first in range(0, len(cells), columns)]
                return [*run[:start], *table_pieces(rows, headed=True)]
    return [replace(piece, hint=Hint.LIST_ITEM) for piece in run]


def _turns(figures: Sequence[bool], columns: int) -> bool:
    """Tell whether figures come again every so many lines, below a header and beside a first column without any."""
    if len(figures) % columns or len(figures) < _LEAST_ROWS * columns or any(figures[:columns]):
        return False
    kinds = [set(figures[columns + place :: columns]) for place in range(columns)]
    return all(len(kind) == 1 for kind in kinds) and kinds[0] == {False} and {True} in kinds
