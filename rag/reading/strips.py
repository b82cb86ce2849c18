"""White strips that run down a page through several lines, where the columns of a table without rules may be.

A strip is wider than the space between words; where it is not on every line, the text beside it begins or ends at the
same place on all of them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from rag.reading.glyphs import CELL_GAP, Glyph, Row
from rag.reading.rules import Rules

STRIP = 0.7  # of the size of letters: how wide a white strip between columns is at least
_NARROW = 0.15  # of the size: how wide it is at least where the text beside it begins or ends alike
_EXACT = 0.6  # points: so exactly
_FURTHEST = 3.5  # times the size: lines of one table are not further apart
_SPANNED = 0.6  # of the width of a table: a rule across it
_LARGER = 1.1  # times the size of a table's first line: letters of a heading
_LONGEST_NAME = 3  # words on a line of the name of a column
_BEYOND = 6.0  # of the size: so far names may reach beyond the cells of two columns
_SAME_HEIGHT = 0.3  # of the size: how far baselines of one line may be apart

Span = tuple[float, float]


_Inked = tuple[tuple[int, Glyph], ...]  # glyphs that are seen, from left to right, each with the order of its row


@dataclass(frozen=True)
class Height:
    """All that stands at one height, or in one row of a table where the page shows it.

    Its first and last baselines, edges, size of letters, the rows, the inked glyphs, and the same by physical line.
    """

    baseline: float
    foot: float
    left: float
    right: float
    size: float
    rows: tuple[Row, ...]
    glyphs: _Inked
    lines: tuple[_Inked, ...]

    @property
    def drawn(self) -> bool:
        """Tell whether the order of drawing has shown it to be a row of a table."""
        return len(self.lines) > 1

    @cached_property
    def white(self) -> tuple[Span, ...]:
        """The white from left to right, margins included."""
        return tuple(_white(self))


@dataclass(frozen=True, slots=True)
class Strip:
    """A white strip, and where the text on its left ends and that on its right begins (nan: not alike on all lines).

    `wide` tells that on one line it is wider than between words, before text that begins where it does on the others.
    """

    left: float
    right: float
    ends: float
    begins: float
    wide: bool

    def shared(self, white: Sequence[Span], size: float, rtl: bool) -> list[Strip]:
        """What of it is white on one more line too."""
        found = []
        for left, right in white:
            if left >= self.right or right <= self.left:  # most, and told without the rest
                continue
            own = min(self.right, right) - max(self.left, left)
            if own < _NARROW * size:
                continue
            ends = self.ends if abs(left - self.ends) <= _EXACT or left < self.left - 3 * size else math.nan
            begins = self.begins if abs(right - self.begins) <= _EXACT or right > self.right + 3 * size else math.nan
            if own >= STRIP * size or not math.isnan(ends if rtl else begins):
                beside = abs(left - self.ends) <= _EXACT if rtl else abs(right - self.begins) <= _EXACT
                wide = self.wide or (beside and right - left >= STRIP * size and math.isfinite(right - left))
                found.append(Strip(max(self.left, left), min(self.right, right), ends, begins, wide))
        if len(found) > 1:  # of a strip that text parts, what is as narrow as between words is no strip by that alone
            found = [own if own.right - own.left >= STRIP * size else replace(own, wide=False) for own in found]
        return found


def heights_of(bands: Sequence[Sequence[Row]]) -> list[Height]:
    """Return the heights at which text stands, from above; of bands of several rows each is one (`bands.py`)."""
    order = 0
    single: list[tuple[int, Row, _Inked]] = []
    found: list[Height] = []
    for band in bands:
        inked = [
            (place, row, tuple((place, glyph) for glyph in row.glyphs if glyph.text.strip()))
            for place, row in enumerate(band, order)
        ]
        order += len(band)
        if len(band) == 1:
            single += inked
        else:
            found.append(_height(inked, [own for _, _, own in sorted(inked, key=lambda item: -item[2][0][1].baseline)]))
    group: list[tuple[int, Row, _Inked]] = []
    for item in [*sorted(single, key=lambda item: -_baseline(item[2])), None]:
        if group and (item is None or _baseline(group[0][2]) - _baseline(item[2]) > _SAME_HEIGHT * _size(group[0][2])):
            together = (each for _, _, own in group for each in own)
            found.append(_height(group, [tuple(sorted(together, key=lambda each: each[1].left))]))
            group = []
        if item is not None:
            group.append(item)
    return sorted(found, key=lambda height: -height.baseline)


def _height(items: Sequence[tuple[int, Row, _Inked]], lines: Sequence[_Inked]) -> Height:
    baselines = [_baseline(own) for _, _, own in items]
    glyphs = sorted((each for line in lines for each in line), key=lambda each: each[1].left)
    top = baselines[0] if len(lines) == 1 else max(baselines)
    rows = tuple(row for _, row, _ in items)
    left, right = glyphs[0][1].left, max(glyph.right for _, glyph in glyphs)
    return Height(top, min(baselines), left, right, _size(items[0][2]), rows, tuple(glyphs), tuple(lines))


def _baseline(inked: _Inked) -> float:
    return inked[0][1].baseline


def _size(inked: _Inked) -> float:
    return max(glyph.size for _, glyph in inked)


def block_from(heights: Sequence[Height], start: int, rtl: bool) -> tuple[int, list[Strip]]:
    """The lines from one on that white strips run through: the index behind the last, and the strips."""
    size = heights[start].size
    strips = [Strip(*span, *span, span[1] - span[0] >= STRIP * size) for span in _inner(heights[start])]
    end = start + 1
    if not any(strip.wide for strip in strips):
        return end, []
    while end < len(heights) and _is_near(heights[end - 1], heights[end]):
        kept = _narrowed(strips, heights[end], rtl)
        if kept is None or _is_heading(heights[end], heights[start]):
            break
        strips, end = kept, end + 1
    return end, [strip for strip in strips if strip.wide]


def _narrowed(strips: Sequence[Strip], height: Height, rtl: bool) -> list[Strip] | None:
    """What is white of the strips on one more line too; None where a wide one is lost."""
    white = height.white
    kept = [strip.shared(white, height.size, rtl) for strip in strips]
    if any(strip.wide and not own for strip, own in zip(strips, kept, strict=True)):
        return None
    return [own for each in kept for own in each]


def with_names(
    heights: Sequence[Height], start: int, least: int, strips: list[Strip], rtl: bool
) -> tuple[int, list[Strip]]:
    """Where the table begins: lines above may name its columns, with no more than a space between two names."""
    left = min(height.left for height in heights[start:])
    right = max(height.right for height in heights[start:])
    while strips and start > least and _is_near(heights[start - 1], heights[start]):
        above = heights[start - 1]
        beyond = max(left - above.left, above.right - right)
        words = len(above.white) - 1
        interleaved = max(order for order, _ in above.glyphs) > min(order for order, _ in heights[start].glyphs)
        short = interleaved or (
            words <= _LONGEST_NAME * (len(strips) + 1) and (len(strips) > 1 or beyond <= _BEYOND * above.size)
        )
        kept = _narrowed(strips, above, rtl) if short else None
        if kept is None or not any(_parts(strip, above) for strip in kept):
            break
        if len(strips) == 1 and not interleaved and not wide(_over(strips[0], above), above.size, STRIP):
            break
        strips, start = kept, start - 1
    return start, strips


def _parts(strip: Strip, height: Height) -> bool:
    """Tell whether there is text on both sides."""
    return height.left < strip.left and height.right > strip.right


def _is_heading(height: Height, first: Height) -> bool:
    """Tell whether a line is set as a heading: in larger or bolder letters than the first of a table, and in one."""
    larger = height.size >= _LARGER * first.size
    bolder = all(glyph.bold for _, glyph in height.glyphs) and not all(glyph.bold for _, glyph in first.glyphs)
    return (larger or bolder) and not any(span[1] - span[0] >= STRIP * height.size for span in _inner(height))


def _inner(height: Height) -> list[Span]:
    """The white between the letters of a line."""
    return list(height.white[1:-1])


def _is_near(upper: Height, lower: Height) -> bool:
    return upper.foot - lower.baseline <= _FURTHEST * lower.size


def _white(height: Height) -> Iterator[Span]:
    """The white of a line from left to right, margins included."""
    end = -math.inf
    for _, glyph in height.glyphs:
        if glyph.left - end >= _NARROW * height.size:
            yield end, glyph.left
        end = max(end, glyph.right)
    yield end, math.inf


def white_through(heights: Sequence[Height], strips: Sequence[Span]) -> list[Span]:
    """Return what else is white on all lines between their edges, beside some strips; it may be narrow."""
    left, right = min(height.left for height in heights), max(height.right for height in heights)
    found = [(left, right)]
    for height in heights:
        white = height.white
        found = [
            (max(own[0], other[0]), min(own[1], other[1]))
            for own in found
            for other in white
            if min(own[1], other[1]) - max(own[0], other[0]) >= _NARROW * height.size
        ]
    inner = (span for span in found if left < span[0] and span[1] < right)
    return [span for span in inner if all(span[1] <= strip[0] or span[0] >= strip[1] for strip in strips)]


def is_ruled(upper: Height, lower: Height, rules: Rules) -> bool:
    """Tell whether a level rule runs between two lines, along most of the wider one."""
    left = min(upper.left, lower.left)
    right = max(upper.right, lower.right)
    return any(
        lower.baseline < rule.at < upper.foot
        and min(rule.end, right) - max(rule.start, left) >= _SPANNED * (right - left)
        for rule in rules.level
    )


def wide(spans: Iterable[Span], size: float, least: float = CELL_GAP) -> list[Span]:
    """Return those that are as wide as between cells, or `least` times the size of letters."""
    return [span for span in spans if span[1] - span[0] >= least * size]


def _over(strip: Strip, height: Height) -> Iterator[Span]:
    """The white of a line that lies above a strip."""
    return ((left, right) for left, right in height.white if left < strip.right and right > strip.left)
