"""What stands in each column on each line of what may be a table, and whether it looks like a column's.

A line is what stands at one height, or all that one row of a table holds where the page shows it (`bands.py`).
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from rag.reading import markers
from rag.reading.columns import runs_on
from rag.reading.glyphs import CELL_GAP, Glyph, Row
from rag.reading.strips import STRIP, Height, Span

_ALIGNED = 0.5  # of the size: how far edges of a column may be apart
_MOSTLY = 0.6  # of the lines of a column share an edge or their middle
_RUNNING = 4  # lines from which on a column may be one of running text


@dataclass(frozen=True)
class Bit:
    """What stands in one column on one line: where in the order of drawing, and its glyphs, by physical line."""

    order: int
    lines: tuple[tuple[Glyph, ...], ...]

    @cached_property
    def left(self) -> float:
        """Its left edge."""
        return min(line[0].left for line in self.lines)

    @cached_property
    def right(self) -> float:
        """Its right edge."""
        return max(line[-1].right for line in self.lines)

    @property
    def text(self) -> str:
        """Its letters without spaces, from left to right."""
        return "".join(glyph.text for line in self.lines for glyph in line)


# The bits of one line by column, from the left.
Line = dict[int, Bit]


def line_of(height: Height, strips: Sequence[Span], rtl: bool) -> Line:
    """Return what stands in each column; text that reaches over a strip belongs to the first of its columns."""
    middles = [(strip[0] + strip[1]) / 2 for strip in strips]
    orders: dict[int, int] = {}
    parts: dict[int, list[tuple[Glyph, ...]]] = {}
    for line in height.lines:
        own: dict[int, list[Glyph]] = {}
        for run in _runs(line, middles, height.size):
            edge = run[-1][1].right if rtl else run[0][1].left
            column = bisect_right(middles, edge)
            own.setdefault(column, []).extend(glyph for _, glyph in run)
            orders[column] = min(orders.get(column, run[0][0]), *(order for order, _ in run))
        for column, glyphs in own.items():
            parts.setdefault(column, []).append(tuple(glyphs))
    return {column: Bit(orders[column], tuple(lines)) for column, lines in parts.items()}


def _runs(
    line: Sequence[tuple[int, Glyph]], middles: Sequence[float], size: float
) -> Iterator[list[tuple[int, Glyph]]]:
    """The glyphs of a line between white that is wide or holds the middle of a strip."""
    run: list[tuple[int, Glyph]] = []
    before = math.inf
    for order, glyph in line:
        wide = glyph.left - before >= STRIP * size
        if run and (wide or bisect_left(middles, before) < bisect_right(middles, glyph.left)):
            yield run
            run = []
        run.append((order, glyph))
        before = glyph.right
    if run:
        yield run


def is_running(bits: Iterable[Bit]) -> bool:
    """Tell whether a column is one of running text."""
    lines = [Row((line,)) for bit in bits for line in bit.lines]
    return len(lines) >= _RUNNING and runs_on(lines)


def is_torn(bit: Bit) -> bool:
    """Tell whether what stands in one column has a gap as between two: then these are not the columns."""
    return any(right.left - left.right >= CELL_GAP * right.size for line in bit.lines for left, right in pairwise(line))


def asks(row: Sequence[Line], first: int) -> bool:
    """Tell whether the first cell of a row asks something: its last line has the sign at its end, on either side."""
    asked = [line[first].lines[-1] for line in row if first in line]
    return bool(asked) and any(markers.is_question(sign) for sign in (asked[-1][0].text[:1], asked[-1][-1].text[-1:]))


def is_aligned(bits: Sequence[Bit]) -> bool:
    """Tell whether most bits of a column, or most of their lines, share left edges, right ones or middles."""
    near = _ALIGNED * bits[0].lines[0][0].size
    lines = [(line[0].left, line[-1].right) for bit in bits for line in bit.lines]
    return _share_a_side([(bit.left, bit.right) for bit in bits], near) or (
        len(lines) > len(bits) and _share_a_side(lines, near)
    )


def _share_a_side(spans: Sequence[Span], near: float) -> bool:
    least = _MOSTLY * len(spans)
    for edges in zip(*((left, right, (left + right) / 2) for left, right in spans), strict=True):
        usual = sorted(edges)[len(edges) // 2]
        if sum(abs(edge - usual) <= near for edge in edges) >= least:
            return True
    return False
