"""Tables that no rules enclose, told by their text: white strips through several lines part the columns.

The rows follow from the order of drawing where cells have several lines (`bands.py`), from level rules, from wider gaps
between rows, or else each line is a row unless it plainly goes on with the one above. Running text in columns beside
each other is no table: its lines begin at no common height twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, product

from rag.reading import markers
from rag.reading.bands import bands_of
from rag.reading.bits import Line, asks, is_aligned, is_running, is_torn, line_of
from rag.reading.columns import is_rtl
from rag.reading.glyphs import Row
from rag.reading.grids import Box, Grid
from rag.reading.row_starts import row_starts
from rag.reading.rules import Rules
from rag.reading.spanning import Header, header_over, named_apart
from rag.reading.strips import STRIP, Height, Span, block_from, heights_of, white_through, wide, with_names

_RISE = 0.3  # of the size of letters: their middle above the baseline
_AT_TOP = 1  # lines that may stand above it on its page
_AT_ONCE = 2  # times as many rows may be drawn as those of a table, while it is
_LONGEST_LABEL = 4  # letters and digits of what only numbers the lines of a list
_DEEPEST = 4  # lines of a table among which is the last one of its header
_TELLING = 3  # lines of a table through which narrow white may part columns
_LATER = 5  # lines of a table among which is one that shows all its columns


@dataclass(frozen=True, slots=True)
class _Body:
    """The lines of a table, its columns, and which of its lines begin a row; `header` stands above the first line."""

    heights: Sequence[Height]
    lines: Sequence[Line]
    strips: Sequence[Span]
    starts: Sequence[int]
    header: Header | None
    lower: Sequence[Row]
    rtl: bool


def unruled(rows: Sequence[Row], rules: Rules) -> list[tuple[Grid, list[Row]]]:
    """Return the tables among the rows of a page and the rows that each holds; first those drawn cell by cell."""
    bands = bands_of(rows, rtl=is_rtl(rows))
    found = _tables(rows, heights_of(bands), rules, drawn=True) if len(bands) < len(rows) else []
    taken = {id(row) for _, members in found for row in members}
    free = [row for row in rows if id(row) not in taken]
    return found + _tables(free, heights_of([[row] for row in free]), rules, drawn=False)


def _tables(
    rows: Sequence[Row], heights: Sequence[Height], rules: Rules, *, drawn: bool
) -> list[tuple[Grid, list[Row]]]:
    found: list[tuple[Grid, list[Row]]] = []
    rtl = is_rtl(rows)
    order = {id(row): place for place, row in enumerate(rows)}
    start = above = 0
    last = max((place for place, height in enumerate(heights) if height.drawn), default=-1) if drawn else len(heights)
    while start < len(heights) and start <= last:
        end, strips = block_from(heights, start, rtl)
        if drawn and not any(height.drawn for height in heights[start:end]):
            start += 1
            continue
        for later in range(start + 1, min(start + _LATER, end - 1)):
            more = block_from(heights, later, rtl)
            if more[0] >= end and len(more[1]) > len(strips):
                start, (end, strips) = later, more
        first, strips = with_names(heights[:end], start, above, strips, rtl)
        spans = [(strip.left, strip.right) for strip in strips]
        if strips and not above and _is_beyond_first(heights[:first], spans, rtl):
            first = 0
        alone = end - first == 1 and first <= _AT_TOP and len(wide(spans, heights[first].size)) > 1
        over = heights[first - 1] if first > above else None
        body = _body(rows, over, heights[first:end], spans, rules, alone) if strips else None
        if body is None:
            start = end if strips and _are_running(heights[first:end], spans, rtl) else start + 1
            continue
        grid = _as_grid(body)
        members = [*(body.header.rows if body.header else ()), *body.lower]
        members += [row for height in body.heights for row in height.rows]
        found.append((grid, sorted(members, key=lambda row: order[id(row)])))
        start = above = next(place for place, height in enumerate(heights, 1) if height is body.heights[-1])
    return found


def _is_beyond_first(heights: Sequence[Height], strips: Sequence[Span], rtl: bool) -> bool:
    """Tell whether lines leave the first column free: the rest of a torn row above a table, or the last of a header."""
    left, right = strips[0][0], strips[-1][1]
    return bool(heights) and all(height.right <= right if rtl else height.left >= left for height in heights)


def _body(
    rows: Sequence[Row],
    over: Height | None,
    heights: Sequence[Height],
    strips: Sequence[Span],
    rules: Rules,
    alone: bool,
) -> _Body | None:
    """The table that the lines make up, or None if they make none."""
    rtl = is_rtl([row for height in heights for row in height.rows])
    lines = [line_of(height, strips, rtl) for height in heights]
    for those_that_part in (_parting, _without_labels):
        kept = those_that_part(lines, strips, rtl)
        if len(kept) < len(strips):
            strips, lines = kept, [line_of(height, kept, rtl) for height in heights]
    lines = _trimmed(lines, rtl, len(strips))
    heights = heights[: len(lines)]
    if not strips or not lines:
        return None
    header, named, strips, below = _headed(rows, over, heights, strips, rtl)
    if header is not None:
        heights = heights[below:]
        lines = [line_of(height, strips, rtl) for height in heights]
    starts, sure = row_starts(heights, lines, rules, rtl, len(strips) + 1)
    parted = [lines[start:end] for start, end in pairwise([*starts, len(lines)])]
    first = len(strips) if rtl else 0
    if alone or (_is_drawn_at_once(heights) and _is_table(parted, len(strips) + 1, sure, first, header is not None)):
        narrow = _narrowed(strips, header) if header is not None else strips
        return _Body(heights, lines, narrow, starts, header, named, rtl)
    return None


def _headed(
    rows: Sequence[Row], over: Height | None, heights: Sequence[Height], strips: Sequence[Span], rtl: bool
) -> tuple[Header | None, Sequence[Row], Sequence[Span], int]:
    """A header of two rows, the rows of its lower one, the strips that part its names, and the first line below it."""
    for below, lower in enumerate([over, *heights[: min(_DEEPEST, len(heights) - 1)]]):
        if lower is None or not _is_beyond_first([lower], strips, rtl):
            continue
        before = rows[: min(order for order, _ in lower.glyphs)]
        more = len(heights) - below >= _TELLING
        narrow = white_through([lower, *heights[below:]], strips) if more else []
        tried = [strips, *([named_apart(lower.rows, before, strips, narrow)] if narrow else [])]
        for own in tried:
            if (header := header_over(lower.rows, before, own, rtl)) is not None:
                return header, lower.rows, own, below
    return None, (), strips, 0


def _narrowed(strips: Sequence[Span], header: Header) -> list[Span]:
    """The strips without what the names of single columns take of them."""
    found = list(strips)
    for column, (left, right) in header.tall.items():
        if column < len(found) and found[column][0] < right < found[column][1]:
            found[column] = right, found[column][1]
        if column and found[column - 1][0] < left < found[column - 1][1]:
            found[column - 1] = found[column - 1][0], left
    return found


def _parting(lines: Sequence[Line], strips: Sequence[Span], _rtl: bool) -> list[Span]:
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


def _without_labels(lines: Sequence[Line], strips: Sequence[Span], rtl: bool) -> list[Span]:
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


def _trimmed(lines: Sequence[Line], rtl: bool, last: int) -> list[Line]:
    """The lines without what stands below: last lines that have only the first column and are drawn last."""
    first = last if rtl else 0
    kept = list(lines)
    while len(kept) > 1 and set(kept[-1]) == {first}:
        drawn = max(bit.order for line in kept[:-1] for bit in line.values())
        if kept[-1][first].order < drawn or markers.begins_lower(kept[-1][first].text):
            break
        kept.pop()
    return kept


def _is_drawn_at_once(heights: Sequence[Height]) -> bool:
    """Tell whether a page draws lines in one go; columns beside each other it draws with all that is below them."""
    orders = {order for height in heights for order, _ in height.glyphs}
    return max(orders) - min(orders) < _AT_ONCE * len(orders)


def _is_table(rows: Sequence[Sequence[Line]], columns: int, sure: bool, first: int, headed: bool) -> bool:
    if len(rows) > 1 and not any(first in line for line in rows[0]):  # the rest of a row that a page break tore
        rows = rows[1:]
    filled = [row for row in rows if len({column for line in row for column in line}) > 1]
    bits = [[line[place] for row in rows for line in row if place in line] for place in range(columns)]
    named = sure and columns > 2 and len(rows) == 2  # the first row may hold names, set otherwise than what they name
    aligned = [[line[place] for row in rows[named:] for line in row if place in line] for place in range(columns)]
    if not filled or 2 * len(filled) <= len(rows) or not all(bits) or any(is_torn(bit) for own in bits for bit in own):
        return False
    if not all(not own or is_aligned(own) for own in aligned):
        return False
    if columns == 2 and 2 * sum(asks(row, first) for row in filled) > len(rows):
        return True
    if sure or len(filled) + headed < 2:
        return sure and len(filled) + headed > 1 and not all(map(_is_article, filled))
    running = all(map(is_running, bits))
    return not running and (columns > 2 or len(filled) >= 3 or any(len(row) > 1 for row in filled))


def _is_article(row: Sequence[Line]) -> bool:
    """Tell whether a row holds running text in every column, as columns do that are drawn one after the other."""
    columns = {column for line in row for column in line}
    return all(is_running([line[column] for line in row if column in line]) for column in columns)


def _are_running(heights: Sequence[Height], strips: Sequence[Span], rtl: bool) -> bool:
    """Tell whether lines are those of running text in columns beside each other."""
    lines = [line_of(height, strips, rtl) for height in heights]
    return all(is_running([line[place] for line in lines if place in line]) for place in range(len(strips) + 1))


def _as_grid(body: _Body) -> Grid:
    """Boxes around the cells; a column reaches as far as the next one allows."""
    heights, lines, starts, rtl, header = body.heights, body.lines, body.starts, body.rtl, body.header
    size = heights[0].size
    space = STRIP / 2 * size
    inner = [strip[0] + space if rtl else strip[1] - space for strip in body.strips]
    texts = [*(bit for line in lines for bit in line.values())]
    left, right = min(bit.left for bit in texts), max(bit.right for bit in texts)
    levels = [] if header is None else _levels_of(header, body.lower)
    if header is not None:
        glyphs = [row.glyphs for row in (*header.rows, *body.lower)]
        left, right = min(left, *(own[0].left for own in glyphs)), max(right, *(own[-1].right for own in glyphs))
    edges = (left - space, *inner, right + space)
    foot = min(row.glyphs[0].baseline for row in body.lower) if header is not None else heights[0].baseline + size
    levels.append((foot + heights[0].baseline) / 2 + _RISE * size if header is not None else foot)
    levels += [(heights[start - 1].foot + heights[start].baseline) / 2 + _RISE * size for start in starts[1:]]
    levels.append(heights[-1].foot - _RISE * size)
    boxes = [] if header is None else _named(header, edges, levels)
    above = 0 if header is None else 2
    boxes += [
        Box(row, column, 1, 1, edges[column], levels[row + 1], edges[column + 1], levels[row])
        for row, column in product(range(above, above + len(starts)), range(len(edges) - 1))
    ]
    return Grid(edges, tuple(boxes), ruled=False)


def _levels_of(header: Header, lower: Sequence[Row]) -> list[float]:
    """The upper edge of a header and the one between its rows."""
    first = lower[0].glyphs[0]
    top = max(row.glyphs[0].baseline for row in (*header.rows, *lower)) + first.size
    return [top, max(row.glyphs[0].baseline for row in lower) + 2 * _RISE * first.size]


def _named(header: Header, edges: Sequence[float], levels: Sequence[float]) -> list[Box]:
    """The cells of a header of two rows."""
    boxes = []
    under = {column for span in header.spans for column in span}
    for column in range(len(edges) - 1):
        left, right = edges[column], edges[column + 1]
        if column in under:
            boxes.append(Box(1, column, 1, 1, left, levels[2], right, levels[1]))
        else:
            boxes.append(Box(0, column, 2, 1, left, levels[2], right, levels[0]))
    for span in header.spans:
        boxes.append(Box(0, span[0], 1, len(span), edges[span[0]], levels[1], edges[span[-1] + 1], levels[0]))
    return sorted(boxes, key=lambda box: (box.row, box.column))
