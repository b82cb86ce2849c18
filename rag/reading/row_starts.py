"""Which lines of a table without rules begin a row: by the order of drawing, level rules, wider gaps or words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from rag.reading import markers
from rag.reading.bits import Line
from rag.reading.rules import Rules
from rag.reading.strips import Height, is_ruled

_NEAREST = 1.0  # of the size of letters: lines below each other are further apart
_NEXT = 1.5  # of the size: lines of one cell are nearer
_WIDER = 1.2  # times the usual distance of lines: rows so far apart are parted by it


def row_starts(
    heights: Sequence[Height], lines: Sequence[Line], rules: Rules, rtl: bool, columns: int
) -> tuple[list[int], bool]:
    """Return the indices of lines that begin a row, and whether the page itself shows where rows begin."""
    first = columns - 1 if rtl else 0
    ruled = [place for place in range(1, len(lines)) if is_ruled(heights[place - 1], heights[place], rules)]
    if len(ruled) >= 3:
        return [0, *ruled], True
    if any(height.drawn for height in heights):
        rows = (
            place
            for place in range(1, len(lines))
            if heights[place].drawn
            or not (
                _lacks(lines[place], first)
                or _is_near(heights[place - 1], heights[place], _NEAREST)
                or (
                    columns == 2
                    and _asks_on(lines[place - 1], first)
                    and _is_near(heights[place - 1], heights[place], _NEXT)
                )
            )
        )
        return sorted({0, *ruled, *rows}), True
    drawn = _drawn_starts(lines, rtl, columns)
    if drawn is not None:
        return sorted({0, *ruled, *drawn}), True
    drops = [upper.baseline - lower.baseline for upper, lower in pairwise(heights)]
    usual = min(drops, default=0.0)
    wide = [place for place, drop in enumerate(drops, 1) if drop > _WIDER * usual]
    if wide and len(wide) < len(drops):
        synchronous = all(len(lines[place]) == columns for place in wide)
        return sorted({0, *ruled, *wide}), synchronous
    return sorted({0, *ruled, *(place for place in range(1, len(lines)) if not _goes_on(lines[place], first))}), False


def _drawn_starts(lines: Sequence[Line], rtl: bool, columns: int) -> list[int] | None:
    """The lines with which rows begin, where cells are drawn one after the other; None where lines are."""
    bits = sorted(
        (bit.order, columns - 1 - column if rtl else column, place)
        for place, line in enumerate(lines)
        for column, bit in line.items()
    )
    by_cell = any(
        own == following and below > place and any(bit.order > order for bit in lines[place].values())
        for (_, own, place), (order, following, below) in pairwise(bits)
    )
    if not by_cell:
        return None
    starts = [0]
    deepest = 0
    for (_, before, _), (_, column, place) in pairwise(bits):
        deepest = max(deepest, place)
        if column < before and place > max(starts):
            starts.append(place)
    return starts


def _goes_on(line: Line, first: int) -> bool:
    """Tell whether a line is part of the row above: it lacks the first column, or goes on in mid-sentence."""
    return _lacks(line, first) or all(markers.begins_lower(bit.text) for bit in line.values())


def _is_near(upper: Height, lower: Height, most: float) -> bool:
    """Tell whether a line is at most so many times the size of letters below the one above."""
    return upper.foot - lower.baseline < most * lower.size


def _asks_on(line: Line, first: int) -> bool:
    """Tell whether a line holds the first column alone, and no end of a question or sentence."""
    text = line[first].text if set(line) == {first} else ""
    return bool(text) and not markers.ends_clause(text) and not markers.ends_clause(text[:1])


def _lacks(line: Line, first: int) -> bool:
    """Tell whether a line has no first column; what begins with figures is a row all the same."""
    return first not in line and not all(bit.text[:1].isdigit() for bit in line.values())
