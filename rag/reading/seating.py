"""The rows of a page put into the cells of its tables, each cell's lines together, in the order in which they are read.

A table stands where the first of its words is drawn. What stands beside a table stays with the text. Columns of a table
are read from the right where most of its letters are Arabic.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from rag.reading.columns import blocks_parted, is_rtl, parted, trimmed
from rag.reading.glyphs import Glyph, Row
from rag.reading.grids import Box, Grid, grids_of
from rag.reading.lines import Seat
from rag.reading.rules import Rules
from rag.reading.unruled import unruled

_RISE = 0.3  # of the size of letters: their middle above the baseline
_LOWER = 0.7  # of the size: the next line of a cell is at least so far below
_LARGEST_CELL = 0.5  # of a page's letters: a box that holds more and spans the table is a frame around text

_ONE_COLUMN = 2  # edges
_HEADER_ROWS = 2

_Cells = dict[int, list[Row]]  # rows by index of the box


def seated(rows: Sequence[Row], rules: Rules) -> list[Row]:
    """Return the rows of a page in reading order, those in tables with their seats."""
    found: list[Row] = []
    rows = blocks_parted(rows)
    tables = _tables(rows, rules)
    within = {id(row): place for place, (_, members) in enumerate(tables) for row in members}
    loose: list[Row] = []
    done: set[int] = set()
    for row in rows:
        table = within.get(id(row))
        if table is None:
            loose.append(row)
        elif table not in done:
            done.add(table)
            found += parted(loose)
            loose = []
            grid, members = tables[table]
            inside, outside = _filled(members, grid)
            found += _in_order(inside, grid, table)
            loose += outside
    return found + parted(loose)


def _tables(rows: Sequence[Row], rules: Rules) -> list[tuple[Grid, list[Row]]]:
    """The tables of a page and the rows that reach into each: first the ruled ones, then those that only text shows."""
    found: list[tuple[Grid, list[Row]]] = []
    free = list(rows)
    for grid in grids_of(rules):
        members = [row for row in free if _touches(row, grid)]
        if _is_part(grid, members, free, rules):
            continue
        if _is_table(grid, members, rows):
            found.append((grid, members))
            taken = set(map(id, members))
            free = [row for row in free if id(row) not in taken]
    return found + unruled(free, rules)


def _is_part(grid: Grid, members: Sequence[Row], free: Sequence[Row], rules: Rules) -> bool:
    """Tell whether lines or grounds part only the rows of a table, or only enclose its header."""
    if len(grid.edges) == _ONE_COLUMN:
        return bool(unruled(members, rules))
    if grid.rows > _HEADER_ROWS:
        return False
    own = set(map(id, members))
    return any(own < set(map(id, more)) for _, more in unruled(free, rules))


def _touches(row: Row, grid: Grid) -> bool:
    return any(_box_of(glyph, grid) is not None for glyph in row.glyphs if glyph.text.strip())


def _box_of(glyph: Glyph, grid: Grid) -> int | None:
    x, y = (glyph.left + glyph.right) / 2, glyph.baseline + _RISE * glyph.size
    return next((index for index, box in enumerate(grid.boxes) if box.holds(x, y)), None)


def _is_table(grid: Grid, members: Sequence[Row], rows: Sequence[Row]) -> bool:
    """Tell whether a grid holds a table: text in two cells at least, and none that is the frame of the page's text."""
    inside, _ = _filled(members, grid)
    letters = {place: _signs(own) for place, own in inside.items()}
    whole = _signs(rows)
    framed = any(
        count > _LARGEST_CELL * whole and grid.boxes[place].columns == len(grid.edges) - 1
        for place, count in letters.items()
    )
    return len(letters) >= 2 and not framed


def _signs(rows: Sequence[Row]) -> int:
    return sum(glyph.signs for row in rows for glyph in row.glyphs)


def _filled(rows: Sequence[Row], grid: Grid) -> tuple[_Cells, list[Row]]:
    """The rows by box, cut where they reach over edges, and what stands outside."""
    inside: _Cells = defaultdict(list)
    outside: list[Row] = []
    for row in rows:
        parts: dict[int | None, list[list[Glyph]]] = {}
        for cell in row.cells:
            place: int | None = None
            for number, glyph in enumerate(cell):
                own = _box_of(glyph, grid) if glyph.text.strip() else place
                if number == 0 or own != place:
                    parts.setdefault(own, []).append([])
                place = own
                parts[place][-1].append(glyph)
        for own, cells in parts.items():
            kept = Row(tuple(inked for cell in cells if (inked := trimmed(cell))))
            if kept.cells and own is None:
                outside.append(kept)
            elif kept.cells and own is not None:
                _add(inside[own], kept)
    return inside, outside


def _add(lines: list[Row], row: Row) -> None:
    """Put a row among the lines of its cell, above those that are lower, in whatever order they are drawn."""
    glyph = row.glyphs[0]
    place = len(lines)
    while place and lines[place - 1].glyphs[0].baseline < glyph.baseline - _LOWER * glyph.size:
        place -= 1
    lines.insert(place, row)


def _in_order(inside: _Cells, grid: Grid, table: int) -> Iterator[Row]:
    columns = len(grid.edges) - 1
    rtl = is_rtl([row for own in inside.values() for row in own])
    seats = {place: _seat(grid.boxes[place], grid, table, columns, rtl) for place in inside}
    for place in sorted(inside, key=lambda place: (seats[place].row, seats[place].column)):
        for row in inside[place]:
            yield Row(row.cells, seats[place])


def _seat(box: Box, grid: Grid, table: int, columns: int, rtl: bool) -> Seat:
    column = columns - box.column - box.columns if rtl else box.column
    return Seat(table, box.row, column, box.rows, box.columns, box.left, box.right, grid.edges, grid.rows)
