"""Rows of tables told by how a page draws them: cell after cell, each beside the one before and level with it.

Programs write a table row by row and a row cell by cell. Where a cell has several lines the page goes up again for the
next cell, and the two have their first lines, their middles or their last lines at one height. Running text in columns
does so too; whether bands make a table is decided by what stands in them (`unruled.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rag.reading.glyphs import Row

_LEVEL = 0.3  # of the size of letters: how far heights that are the same may be apart
_LOWER = 0.3  # of the size: a line that stands so much lower is below
_BESIDE = 3.0  # of the size: a line no further off the side of those above may go on with them
_FURTHEST = 3.5  # times the size: lines of one cell are not further apart
_OTHER = 0.08  # of the size: letters of a heading differ by more
_APART = 1.15  # times the distance of two lines of a cell: a wider one parts cells
_MOST = 60  # lines of one cell


def bands_of(rows: Sequence[Row], *, rtl: bool) -> list[list[Row]]:
    """Return the rows in the order of drawing, those of one row of a table together, all others alone."""
    found: list[list[Row]] = []
    band: list[Row] = []  # the cells of a row so far
    waiting: list[Row] = []  # what was drawn last and may yet be the first cell of a row
    for stack in _stacks(rows, rtl):
        start, count = len(waiting), 0
        if band:
            count = _prefix(band, stack)
        elif (pair := _first_two(waiting, stack)) is not None:
            start, count = pair
        if count:
            found += [[row] for row in waiting[:start]]
            band += [*waiting[start:], *stack[:count]]
            waiting = stack[count:]
        if band and (waiting or not count):
            found.append(band)
            band = []
        if not count:
            found += [[row] for row in waiting]
            waiting = stack
    return [*found, *([band] if band else []), *([row] for row in waiting)]


def _stacks(rows: Sequence[Row], rtl: bool) -> Iterator[list[Row]]:
    """The rows that are drawn one below the other."""
    stack: list[Row] = []
    for row in rows:
        if stack and not _is_below(row, stack[-1], rtl):
            yield stack
            stack = []
        stack.append(row)
    if stack:
        yield stack


def _is_below(row: Row, above: Row, rtl: bool) -> bool:
    """Tell whether a row goes on below what was drawn last of the one before."""
    size = _size(row)
    if len(row.cells) > 1:
        return False
    if not _LOWER * size < _height(above) - _height(row) <= _FURTHEST * size:
        return False
    last = above.cells[0 if rtl else -1]
    left, right = last[0].left, last[-1].right
    overlapping = _left(row) < right and _right(row) > left
    return overlapping or min(abs(_left(row) - left), abs(_right(row) - right)) <= _BESIDE * size


def _prefix(band: Sequence[Row], stack: Sequence[Row]) -> int:
    """How many lines of a stack are the next cell of a row; 0 if none."""
    most = _beside(band, stack)
    if not most:
        return 0
    top, foot = max(map(_height, band)), min(map(_height, band))
    near = _LEVEL * _size(stack[0])
    first = _height(stack[0])
    if abs(first - top) <= near:
        return most
    for count in range(most, 0, -1):
        last = _height(stack[count - 1])
        within = first <= top + near and last >= foot - near
        if within or abs(first + last - top - foot) <= 2 * near or abs(last - foot) <= near:
            return count
    return 0


def _first_two(waiting: Sequence[Row], stack: Sequence[Row]) -> tuple[int, int] | None:
    """The line with which the first cell of a row begins, and how many lines of a stack are the second; None if none.

    What stands above the first cell may have been drawn just before it: the cell is taken to begin where there is more
    room, and where the two are level, else as far down as it can.
    """
    if not waiting or _height(stack[0]) <= _height(waiting[-1]) - _LEVEL * _size(stack[0]):
        return None
    pitch = _height(stack[0]) - _height(stack[1]) if len(stack) > 1 else 0.0
    found: list[tuple[bool, bool, bool, int, int]] = []
    for start in range(len(waiting) - 1, max(-1, len(waiting) - 1 - _MOST), -1):
        own = waiting[start:]
        beside = _beside(own, stack)
        if not beside:
            break
        if start and _height(waiting[start - 1]) < _height(stack[0]) + _LOWER * _size(stack[0]):
            continue
        count, apart = _prefix(own, stack), _is_apart(waiting, start, pitch)
        lower = _height(stack[0]) <= _height(own[0])
        if count or (apart and lower):
            found.append(((count or beside) == beside, apart, count > 0, start, count or beside))
            if apart and not count:
                break
    if not found:
        return None
    *_, start, count = max(found)
    return start, count


def _is_apart(rows: Sequence[Row], start: int, pitch: float) -> bool:
    """Tell whether there is more room above a line than below it or in the cell beside (`pitch`), or nothing."""
    if start == 0:
        return True
    above = _height(rows[start - 1]) - _height(rows[start])
    if start + 1 < len(rows):
        pitch = _height(rows[start]) - _height(rows[start + 1])
    return above > _APART * (pitch or 1.3 * _size(rows[start]))


def _beside(band: Sequence[Row], stack: Sequence[Row]) -> int:
    """How many lines from the first of a stack on stand beside all lines of a band."""
    left, right = min(map(_left, band)), max(map(_right, band))
    count = 0
    sides = set()
    for row in stack:
        if _left(row) >= right:
            sides.add("right")
        elif _right(row) <= left:
            sides.add("left")
        else:
            break
        if len(sides) > 1 or abs(_size(row) - _size(stack[0])) > _OTHER * _size(row):
            break
        count += 1
    return count


def _height(row: Row) -> float:
    return row.glyphs[0].baseline


def _size(row: Row) -> float:
    return row.glyphs[0].size


def _left(row: Row) -> float:
    return row.glyphs[0].left


def _right(row: Row) -> float:
    return row.glyphs[-1].right
