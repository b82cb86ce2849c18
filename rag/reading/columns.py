"""Columns that a page draws line by line across both, told apart by the white river that runs down through their lines.

A river parts columns only where the text on both sides of it runs on, or where two short blocks say that they are no
rows (`beside.py`): a table keeps its rows, because its cells leave room. Pages that draw one column after the other
have no line that reaches across and are left as they are.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator, Sequence

from rag.reading.beside import are_blocks
from rag.reading.glyphs import Glyph, Row
from rag.reading.ordering import texts_of

_RIVER = 1.2  # of the size of letters: how wide a river is at least
_GAP = 2.0  # of the size: a wider gap parts cells
_LINES = 4  # how many lines have text on both sides of a river at least
_COLUMN = 8.0  # of the size: how wide a column is at least
_NEXT_LINE = 1.8  # of the size: lines of one block are at most so far apart
_FILLED = 0.6  # of the lines of a column, and of its width that they fill

_Span = tuple[float, float]


def parted(rows: Sequence[Row]) -> list[Row]:
    """Return the rows of a page with those that a river runs through parted, the column that is read first before."""
    rtl = is_rtl(rows)
    found: list[Row] = []
    index = 0
    while index < len(rows):
        end, river = _longest_river(rows, index)
        left, right = _sides(rows[index:end], river)
        if runs_on(left) and runs_on(right) and sum(_crosses(row, river) for row in rows[index:end]) >= _LINES:
            found += [*right, *left] if rtl else [*left, *right]
            index = end
        else:
            found.append(rows[index])
            index += 1
    return found


def blocks_parted(rows: Sequence[Row]) -> list[Row]:
    """Return the rows of a page with two short blocks beside each other parted, the one that is read first before."""
    found: list[Row] = []
    index = 0
    while index < len(rows):
        blocks = _blocks(rows, index) if len(rows[index].cells) == 2 else []
        headed = index > 0 and len(rows[index - 1].cells) == 2
        if len(blocks) > 1 and are_blocks([(_text(first), _text(second)) for first, second in blocks], headed=headed):
            found += [row for side in zip(*blocks, strict=True) for row in side if row.cells]
            index += len(blocks)
        else:
            found.append(rows[index])
            index += 1
    return found


def _blocks(rows: Sequence[Row], start: int) -> list[tuple[Row, Row]]:
    """The rows from one with two cells on, as far as they keep the white between these, in two parts each."""
    river = (rows[start].cells[0][-1].right, rows[start].cells[1][0].left)
    parts: list[tuple[Row, Row]] = []
    rtl = is_rtl(rows[start : start + 1])
    kept = 0
    before = rows[start].glyphs[0]
    for row in rows[start:]:
        first = row.glyphs[0]
        shared = _narrowed(river, row)
        if shared is None or (parts and first.baseline >= before.baseline):
            break
        river = shared
        middle = (river[0] + river[1]) / 2
        left, right = _part(row, -math.inf, middle), _part(row, middle, math.inf)
        parts.append((right, left) if rtl else (left, right))
        near = before.baseline - first.baseline <= _NEXT_LINE * first.size
        if (left.cells and right.cells) or (near and kept == len(parts) - 1):
            kept = len(parts)
        before = first
    return parts[:kept]


def _text(row: Row) -> str:
    return texts_of([row])[0].strip() if row.cells else ""


def is_rtl(rows: Sequence[Row]) -> bool:
    """Tell whether most letters are read from the right."""
    kinds = [unicodedata.bidirectional(glyph.text[0]) for row in rows for glyph in row.glyphs]
    return sum(kind in ("R", "AL") for kind in kinds) > kinds.count("L")


def _longest_river(rows: Sequence[Row], start: int) -> tuple[int, _Span]:
    """The river that runs furthest down from a row: the row behind its last, and from where to where it reaches."""
    best: tuple[int, _Span] = (start, (0.0, 0.0))
    for gap in _gaps(rows[start]):
        river, end = gap, start + 1
        while end < len(rows) and rows[end].glyphs[0].baseline < rows[end - 1].glyphs[0].baseline:
            shared = _narrowed(river, rows[end])
            if shared is None:
                break
            river, end = shared, end + 1
        best = max(best, (end, river), key=lambda found: found[0])
    return best


def _narrowed(river: _Span, row: Row) -> _Span | None:
    """The first part of a river that is white in a row too and wide enough, or None."""
    shared = ((max(river[0], start), min(river[1], end)) for start, end in _white(row))
    return next((span for span in shared if span[1] - span[0] >= _RIVER * row.glyphs[0].size), None)


def _gaps(row: Row) -> list[_Span]:
    """The white between the letters of a row where a river may run."""
    return list(_white(row))[1:-1]


def _white(row: Row) -> Iterator[_Span]:
    """The white of a row from left to right, margins included."""
    end = -math.inf
    for glyph in sorted((glyph for glyph in row.glyphs if glyph.text.strip()), key=lambda glyph: glyph.left):
        if glyph.left - end >= _RIVER * glyph.size:
            yield end, glyph.left
        end = max(end, glyph.right)
    yield end, math.inf


def _crosses(row: Row, river: _Span) -> bool:
    """Tell whether a row has text on both sides of a river."""
    return row.glyphs[0].right <= river[1] and row.glyphs[-1].left >= river[0]


def _sides(rows: Sequence[Row], river: _Span) -> tuple[list[Row], list[Row]]:
    """The rows on the left and on the right of a river."""
    middle = (river[0] + river[1]) / 2
    left = [_part(row, -math.inf, middle) for row in rows]
    right = [_part(row, middle, math.inf) for row in rows]
    return [row for row in left if row.cells], [row for row in right if row.cells]


def _part(row: Row, start: float, end: float) -> Row:
    cells = ([glyph for glyph in cell if start < (glyph.left + glyph.right) / 2 < end] for cell in row.cells)
    return Row(tuple(inked for cell in cells if (inked := trimmed(cell))))


def trimmed(cell: Sequence[Glyph]) -> tuple[Glyph, ...]:
    """Return the glyphs without spaces at their ends."""
    inked = [index for index, glyph in enumerate(cell) if glyph.text.strip()]
    return tuple(cell[inked[0] : inked[-1] + 1]) if inked else ()


def runs_on(rows: Sequence[Row]) -> bool:
    """Tell whether most rows fill most of the width of all of them, without gaps as between cells."""
    if not rows:
        return False
    first, last = min(row.glyphs[0].left for row in rows), max(row.glyphs[-1].right for row in rows)
    filled = 0
    for row in rows:
        glyphs = row.glyphs
        inner = list(_white(row))[1:-1]
        wide = any(end - start > _GAP * glyphs[0].size for start, end in inner)
        filled += not wide and glyphs[-1].right - glyphs[0].left >= _FILLED * (last - first)
    return last - first >= _COLUMN * rows[0].glyphs[0].size and filled >= _FILLED * len(rows)
