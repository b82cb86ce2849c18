"""Tables of paged files made whole: lines in seats to rows of cells, over page breaks, a repeated header said once.

What a row is to the report (question and answer, or "column: cell") is decided in `tables.py`, as for every format.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from rag.reading import markers
from rag.reading.lines import Line, Piece, Seat
from rag.reading.tables import ABOVE, BESIDE, Cell, table_pieces
from rag.text.normalise import fold

_SAME_EDGE = 6.0  # points: how far the edges of one table may differ from page to page, once both begin at one place

_Row = dict[int, tuple[Seat, list[Line]]]  # by column, each cell with its seat and its lines
CellPieces = Callable[[Sequence[Line]], list[Piece]]


@dataclass
class _Table:
    """The edges of the columns of a table, and its rows."""

    edges: tuple[float, ...]
    rows: list[_Row] = field(default_factory=list)

    @property
    def columns(self) -> int:
        return len(self.edges) - 1

    @property
    def width(self) -> float:
        return self.edges[-1] - self.edges[0]


def seated_pieces(lines: Sequence[Line], cell_pieces: CellPieces) -> list[Piece]:
    """Return the pieces of lines that all stand in tables; `cell_pieces` joins the lines of one cell."""
    pieces: list[Piece] = []
    for table in _tables(lines):
        rows = _cells(table.rows, table.columns, cell_pieces)
        pieces += table_pieces(rows, headed=_is_marked(table.rows))
    return pieces


def _tables(lines: Sequence[Line]) -> Iterator[_Table]:
    """The tables in order, each whole."""
    before: _Table | None = None
    last = 0
    for (page, _), group in groupby(lines, key=lambda line: (line.page.number if line.page else 0, _table(line))):
        table = _table_of(list(group))
        if before is not None and page == last + 1 and _same_columns(before, table):
            _append(before, table)
        else:
            if before is not None:
                yield before
            before = table
        last = page
    if before is not None:
        yield before


def _table(line: Line) -> int:
    return line.seat.table if line.seat is not None else -1


def _table_of(lines: Sequence[Line]) -> _Table:
    seats = [line.seat for line in lines if line.seat is not None]
    first = min(seat.row for seat in seats)
    table = _Table(seats[0].edges, [{} for _ in range(max(seat.row for seat in seats) - first + 1)])
    for line in lines:
        if line.seat is not None:
            table.rows[line.seat.row - first].setdefault(line.seat.column, (line.seat, []))[1].append(line)
    return table


def _same_columns(first: _Table, second: _Table) -> bool:
    """Tell whether two tables have the same columns; left and right pages may have other margins."""
    if first.columns != second.columns:
        return False
    moved = second.edges[0] - first.edges[0] if abs(second.width - first.width) <= _SAME_EDGE else 0.0
    inner = zip(first.edges[1:-1], second.edges[1:-1], strict=True)
    return all(abs(other - own - moved) <= _SAME_EDGE for own, other in inner)


def _append(table: _Table, more: _Table) -> None:
    """Let a table go on with that of the next page: without the header again, a row that the break cut whole again."""
    rows = list(more.rows)
    repeated = 0
    for own, other in zip(table.rows, rows, strict=False):
        if _words(own) != _words(other):
            break
        repeated += 1
    rows = rows[repeated:] if len(rows) > repeated else rows
    if rows and table.rows and _goes_on(table.rows[-1], rows[0]):
        for column, (seat, lines) in rows.pop(0).items():
            table.rows[-1].setdefault(column, (seat, []))[1].extend(lines)
    table.rows += rows


def _words(row: _Row) -> list[str]:
    return [fold(" ".join(line.text for line in row[column][1])) for column in sorted(row)]


def _goes_on(above: _Row, below: _Row) -> bool:
    """Tell whether a page break cut a row: every cell below goes on with one above, one of them in mid-sentence.

    So does text that stands below in other columns than the first.
    """
    pairs = [(above.get(column, (None, []))[1], lines) for column, (_, lines) in below.items()]
    if not all(upper for upper, _ in pairs):
        return False
    if 0 in above and 0 not in below and all(markers.word_count(lines[0].text) > 1 for _, lines in pairs):
        return True
    torn = [_is_torn(upper[-1], lower[0]) for upper, lower in pairs]
    return any(torn) and (all(torn) or len(below) < len(above))


def _is_torn(upper: Line, lower: Line) -> bool:
    """Tell whether a sentence goes on from one line to the next: it has not ended, and the next word had no room."""
    first, second = upper.text.strip(), lower.text.strip()
    if markers.ends_clause(first) or markers.opens(second) or markers.word_count(first) < 2:
        return False
    if markers.begins_lower(second):
        return True
    if upper.measure is None or lower.measure is None:
        return False
    return upper.measure.free < lower.measure.first and any(char.isalpha() for char in second[:1])


def _cells(rows: Sequence[_Row], columns: int, cell_pieces: CellPieces) -> list[list[Cell]]:
    """The rows as cells, with what goes on from the row above or from the cell before marked as such."""
    found: list[list[Cell]] = []
    below: dict[int, int] = {}  # rows still covered from above, by column
    for row in rows:
        cells: list[Cell] = [ABOVE if column in below else [] for column in range(columns)]
        below = {column: depth - 1 for column, depth in below.items() if depth > 1}
        for column, (seat, lines) in row.items():
            covered = range(column, min(column + seat.columns, columns))
            cells[column] = cell_pieces(lines)
            for other in covered[1:]:
                cells[other] = BESIDE
            below |= dict.fromkeys(covered, seat.rows - 1) if seat.rows > 1 else {}
        found.append(cells)
    return found


def _is_marked(rows: Sequence[_Row]) -> bool:
    """Tell whether the first row is set as a header: in bolder letters than the second."""
    bold = [[line.emphasis > 1 for _, lines in row.values() for line in lines] for row in rows[:2]]
    return len(bold) == 2 and all(bold[0]) and not all(bold[1])
