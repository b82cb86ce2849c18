"""Tables that no rules enclose, told by their text: white strips through several lines part the columns.

The rows follow from level rules, from the order of drawing (programs draw cell by cell, so that the page goes back to
the first column where a row begins), from wider gaps between rows, or else each line is a row unless it plainly goes on
with the one above. Running text in columns beside each other is no table: its lines begin at no common height twice.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, product

from rag.reading import markers
from rag.reading.columns import is_rtl, runs_on
from rag.reading.glyphs import CELL_GAP, Glyph, Row
from rag.reading.grids import Box, Grid
from rag.reading.rules import Rules
from rag.reading.strips import STRIP, Height, Span, block_from, heights_of, is_ruled, wide, with_names

_RISE = 0.3  # of the size of letters: their middle above the baseline
_WIDER = 1.2  # times the usual distance of lines: rows so far apart are parted by it
_ALIGNED = 0.5  # of the size: how far edges of a column may be apart
_MOSTLY = 0.6  # of the lines of a column share an edge or their middle
_RUNNING = 4  # lines from which on a column may be one of running text
_AT_TOP = 1  # lines that may stand above it on its page
_AT_ONCE = 2  # times as many rows may be drawn as those of a table, while it is
_LONGEST_LABEL = 4  # letters and digits of what only numbers the lines of a list


@dataclass(frozen=True, slots=True)
class _Bit:
    """What stands in one column on one line: where in the order of drawing, and its glyphs from left to right."""

    order: int
    glyphs: tuple[Glyph, ...]

    @property
    def left(self) -> float:
        return self.glyphs[0].left

    @property
    def right(self) -> float:
        return self.glyphs[-1].right

    @property
    def text(self) -> str:
        return "".join(glyph.text for glyph in self.glyphs)


# The bits at one height by column, from the left.
_Line = dict[int, _Bit]


def unruled(rows: Sequence[Row], rules: Rules) -> list[tuple[Grid, list[Row]]]:
    """Return the tables among the rows of a page, from above, and the rows that each holds."""
    found: list[tuple[Grid, list[Row]]] = []
    heights, rtl = heights_of(rows), is_rtl(rows)
    start = above = 0
    while start < len(heights):
        end, strips = block_from(heights, start, rtl)
        first, strips = with_names(heights[:end], start, above, strips, rtl)
        spans = [(strip.left, strip.right) for strip in strips]
        alone = end - first == 1 and first <= _AT_TOP and len(wide(spans, heights[first].size)) > 1
        grid = _grid(heights[first:end], spans, rules, alone) if strips else None
        if grid is None:
            start = end if strips and _are_running(heights[first:end], spans, rtl) else start + 1
            continue
        members = [height for height in heights[start:end] if grid.bottom < height.baseline < grid.top]
        found.append((grid, [row for height in members for row in height.rows]))
        start = above = max(start + 1, first + len(members))
    return found


def _grid(heights: Sequence[Height], strips: Sequence[Span], rules: Rules, alone: bool) -> Grid | None:
    """The table that the lines make up, or None if they make none."""
    rtl = is_rtl([row for height in heights for row in height.rows])
    lines = [_line(height, strips, rtl) for height in heights]
    for those_that_part in (_parting, _without_labels):
        kept = those_that_part(lines, strips, rtl)
        if len(kept) < len(strips):
            strips, lines = kept, [_line(height, kept, rtl) for height in heights]
    lines = _trimmed(lines, rtl, len(strips))
    heights = heights[: len(lines)]
    if not strips or not lines:
        return None
    starts, sure = _row_starts(heights, lines, rules, rtl, len(strips) + 1)
    if 1 not in starts and _spanning([set(line) for line in lines], rtl):
        starts = sorted({*starts, 1})
    rows = [lines[start:end] for start, end in pairwise([*starts, len(lines)])]
    if not alone and not (
        _is_drawn_at_once(lines) and _is_table(rows, len(strips) + 1, sure, len(strips) if rtl else 0)
    ):
        return None
    return _as_grid(heights, lines, strips, starts, rtl)


def _parting(lines: Sequence[_Line], strips: Sequence[Span], _rtl: bool) -> list[Span]:
    """The strips that part columns; where nothing stands on both sides of one, what it parts is set differently."""
    found: list[Span] = []
    here: set[int] = {place for place, line in enumerate(lines) if 0 in line}
    for column, strip in enumerate(strips, 1):
        beyond = {place for place, line in enumerate(lines) if column in line}
        if here & beyond:
            found.append(strip)
            here = beyond
        else:
            here |= beyond
    return found


def _line(height: Height, strips: Sequence[Span], rtl: bool) -> _Line:
    """What stands in each column; text that reaches over a strip belongs to the first of its columns."""
    middles = [(strip[0] + strip[1]) / 2 for strip in strips]
    runs: list[list[tuple[int, Glyph]]] = []
    for order, glyph in height.glyphs:
        before = runs[-1][-1][1].right if runs else math.inf
        wide = glyph.left - before >= STRIP * height.size
        if not runs or wide or bisect_left(middles, before) < bisect_right(middles, glyph.left):
            runs.append([])
        runs[-1].append((order, glyph))
    parts: dict[int, list[tuple[int, Glyph]]] = {}
    for run in runs:
        edge = run[-1][1].right if rtl else run[0][1].left
        parts.setdefault(bisect_right(middles, edge), []).extend(run)
    return {
        column: _Bit(min(order for order, _ in own), tuple(glyph for _, glyph in own)) for column, own in parts.items()
    }


def _without_labels(lines: Sequence[_Line], strips: Sequence[Span], rtl: bool) -> list[Span]:
    """The strips that do not part mere numbers, letters or bullets from the paragraphs or items of a list.

    Bullets never are a column; numbers and letters are one in a table of at least three.
    """
    kept = list(strips)
    for column in range(len(strips) + 1):
        own = [line[column] for line in lines if column in line]
        bullets = all(len(bit.text) == 1 and markers.strong_bullet(bit.text) for bit in own)
        numbered = len(strips) == 1 and all(
            len(bit.text) <= _LONGEST_LABEL and markers.is_bare_marker(bit.text) for bit in own
        )
        beside = column - 1 if rtl else column
        if (bullets or numbered) and 0 <= beside < len(strips):
            kept.remove(strips[beside])
    return kept


def _trimmed(lines: Sequence[_Line], rtl: bool, last: int) -> list[_Line]:
    """The lines without what stands below: last lines that have only the first column and are drawn last."""
    first = last if rtl else 0
    kept = list(lines)
    while len(kept) > 1 and set(kept[-1]) == {first}:
        drawn = max(bit.order for line in kept[:-1] for bit in line.values())
        if kept[-1][first].order < drawn or markers.begins_lower(kept[-1][first].text):
            break
        kept.pop()
    return kept


def _row_starts(
    heights: Sequence[Height], lines: Sequence[_Line], rules: Rules, rtl: bool, columns: int
) -> tuple[list[int], bool]:
    """The indices of lines that begin a row, and whether the page itself shows where rows begin."""
    ruled = [place for place in range(1, len(lines)) if is_ruled(heights[place - 1], heights[place], rules)]
    if len(ruled) >= 3:
        return [0, *ruled], True
    drawn = _drawn_starts(lines, rtl, columns)
    if drawn is not None:
        return sorted({0, *ruled, *drawn}), True
    drops = [upper.baseline - lower.baseline for upper, lower in pairwise(heights)]
    usual = min(drops, default=0.0)
    wide = [place for place, drop in enumerate(drops, 1) if drop > _WIDER * usual]
    if wide and len(wide) < len(drops):
        synchronous = all(len(lines[place]) == columns for place in wide)
        return sorted({0, *ruled, *wide}), synchronous
    first = columns - 1 if rtl else 0
    return sorted({0, *ruled, *(place for place in range(1, len(lines)) if not _goes_on(lines[place], first))}), False


def _drawn_starts(lines: Sequence[_Line], rtl: bool, columns: int) -> list[int] | None:
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


def _goes_on(line: _Line, first: int) -> bool:
    """Tell whether a line is part of the row above: it lacks the first column, or goes on in mid-sentence."""
    if first not in line:
        return not all(bit.text[:1].isdigit() for bit in line.values())
    return all(markers.begins_lower(bit.text) for bit in line.values())


def _is_drawn_at_once(lines: Sequence[_Line]) -> bool:
    """Tell whether a page draws lines in one go; columns beside each other it draws with all that is below them."""
    orders = {bit.order for line in lines for bit in line.values()}
    return max(orders) - min(orders) < _AT_ONCE * len(orders)


def _is_table(rows: Sequence[Sequence[_Line]], columns: int, sure: bool, first: int) -> bool:
    filled = [row for row in rows if len({column for line in row for column in line}) > 1]
    bits = [[line[place] for row in rows for line in row if place in line] for place in range(columns)]
    if not filled or not all(map(_is_aligned, bits)) or any(_is_torn(bit) for own in bits for bit in own):
        return False
    if columns == 2 and 2 * sum(_asks(row, first) for row in filled) > len(rows):
        return True
    if sure or len(filled) < 2:
        return sure and len(filled) > 1
    running = all(map(_is_running, bits))
    return not running and (columns > 2 or len(filled) >= 3 or any(len(row) > 1 for row in filled))


def _are_running(heights: Sequence[Height], strips: Sequence[Span], rtl: bool) -> bool:
    """Tell whether lines are those of running text in columns beside each other."""
    lines = [_line(height, strips, rtl) for height in heights]
    return all(_is_running([line[place] for line in lines if place in line]) for place in range(len(strips) + 1))


def _is_running(bits: Sequence[_Bit]) -> bool:
    return len(bits) >= _RUNNING and runs_on([Row((bit.glyphs,)) for bit in bits])


def _is_torn(bit: _Bit) -> bool:
    """Tell whether what stands in one column has a gap as between two: then these are not the columns."""
    return any(right.left - left.right >= CELL_GAP * right.size for left, right in pairwise(bit.glyphs))


def _asks(row: Sequence[_Line], first: int) -> bool:
    """Tell whether the first cell of a row asks something."""
    return markers.is_question([line[first].text for line in row if first in line][-1][-1:])


def _is_aligned(bits: Sequence[_Bit]) -> bool:
    """Tell whether most bits of a column share their left edges, their right ones or their middles."""
    near = _ALIGNED * bits[0].glyphs[0].size
    sides = zip(*((bit.left, bit.right, (bit.left + bit.right) / 2) for bit in bits), strict=True)
    return any(
        sum(abs(edge - sorted(edges)[len(edges) // 2]) <= near for edge in edges) >= _MOSTLY * len(edges)
        for edges in sides
    )


def _as_grid(
    heights: Sequence[Height], lines: Sequence[_Line], strips: Sequence[Span], starts: Sequence[int], rtl: bool
) -> Grid:
    """Boxes around the cells; a column reaches as far as the next one allows."""
    size = heights[0].size
    space = STRIP / 2 * size
    inner = [strip[0] + space if rtl else strip[1] - space for strip in strips]
    left = min(bit.left for line in lines for bit in line.values()) - space
    right = max(bit.right for line in lines for bit in line.values()) + space
    edges = (left, *inner, right)
    levels = [heights[0].baseline + size]
    levels += [(heights[start - 1].baseline + heights[start].baseline) / 2 + _RISE * size for start in starts[1:]]
    levels.append(heights[-1].baseline - _RISE * size)
    rows = [{column for line in lines[start:end] for column in line} for start, end in pairwise([*starts, len(lines)])]
    spanning = _spanning(rows, rtl)
    boxes = []
    for row, column in product(range(len(rows)), range(len(edges) - 1)):
        wide = [column, *spanning.get((row, column), ())]
        deep = 2 if spanning and row == 0 and wide == [column] else 1
        left, right = edges[min(wide)], edges[max(wide) + 1]
        if (row, column) not in {(0, other) for others in spanning.values() for other in others}:
            boxes.append(Box(row, min(wide), deep, len(wide), left, levels[row + deep], right, levels[row]))
    return Grid(edges, tuple(boxes), ruled=False)


def _spanning(rows: Sequence[set[int]], rtl: bool) -> dict[tuple[int, int], list[int]]:
    """Which cells of the first row go on over the columns beside them: names for those that the second row names."""
    everything = set().union(*rows)
    if len(rows) < 3 or not rows[0] < everything or rows[0] | rows[1] != everything:
        return {}
    found: dict[tuple[int, int], list[int]] = {}
    step = -1 if rtl else 1
    for column in rows[0]:
        other = column + step
        while other in everything - rows[0]:
            found.setdefault((0, column), []).append(other)
            other += step
    named = {column for (_, column), others in found.items() for column in (column, *others)}
    return found if named == rows[1] else {}
