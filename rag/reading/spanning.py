"""Names over several columns of a table without rules: which columns each of them names.

A header of two rows has names of single columns below, names of several above these, and names that stand for both
rows, at any height between. What is drawn before the lower names is looked at, the last of it first, as long as it can
be part of the header; names of several columns are centred over these, or begin or end where they do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from rag.reading import markers
from rag.reading.glyphs import Glyph, Row
from rag.reading.strips import STRIP, Span

_MOST = 12  # rows of a header, as the page draws them
_OFF = 1.5  # of the size of letters: so far the middle of a name may be off that of its columns
_FURTHEST = 3.5  # times the size: the two rows of a header are not further apart
_NEXT = 1.7  # of the size: two lines of one name are not further apart
_HIGHER = 1.0  # of the size: so much higher the first line of a name for both rows may be
_INTO = 0.3  # of its width: so far a name must reach into a column to name it

_OTHER = 0.08  # of the size: letters of a heading differ by more

_OVER = -1  # the place of a name over several columns


@dataclass(frozen=True, slots=True)
class Header:
    """A header of two rows: its rows as drawn, and of each name of the upper one the columns that it names.

    Columns that none of these holds have one name for both rows, `tall` its edges, by column.
    """

    rows: tuple[Row, ...]
    spans: tuple[tuple[int, ...], ...]
    tall: dict[int, Span]


def header_over(lower: Sequence[Row], before: Sequence[Row], strips: Sequence[Span], rtl: bool) -> Header | None:
    """Return the header whose lower row is given, or None; `before` are the rows drawn before it, in their order."""
    cells = list(pairwise([float("-inf"), *((left + right) / 2 for left, right in strips), float("inf")]))
    named = _named(lower, cells)
    first = len(strips) if rtl else 0
    if named is None or first in named or len(named) < 2 or not all(_is_name(row, rtl) for row in lower):
        return None
    upper: list[Span] = []
    tall: dict[int, Span] = {}
    taken: list[Row] = []
    foot = min(row.glyphs[0].baseline for row in lower)
    top = max(row.glyphs[0].baseline for row in lower)
    for row in reversed(before[-_MOST:]):
        size, height = row.glyphs[0].size, row.glyphs[0].baseline
        placed = [(part, _place(part, cells, named)) for part in _parts(row)]
        over = all(place == _OVER for _, place in placed)
        room = _FURTHEST if not upper else _NEXT if over else _HIGHER
        if not foot - 0.1 * size <= height <= top + room * size or any(place is None for _, place in placed):
            break
        if not _is_name(row, rtl) or abs(size - lower[0].glyphs[0].size) > _OTHER * size:
            break
        for part, place in placed:
            if place == _OVER:
                _join(upper, part)
                top = max(top, height)
            elif place is not None:
                tall[place] = _hull(tall.get(place, part), part)
        taken.append(row)
    missing = {column for column in range(len(cells)) if column not in named and column not in tall} - {first}
    spans = _spans(upper, named, size=lower[0].glyphs[0].size) if upper and not missing else None
    if spans is None or all(len(span) == 1 for span in spans):
        return None
    return Header(tuple(reversed(taken)), spans, tall)


def _is_name(row: Row, rtl: bool) -> bool:
    """Tell whether a line may be of names: no number or letter opens it, and no full stop or comma ends it."""
    text = " ".join(glyph.text for glyph in (reversed(row.glyphs) if rtl else row.glyphs) if glyph.text.strip())
    return not markers.opens(text) and not text.endswith((".", ",", ";", "،", "؛"))


def named_apart(
    lower: Sequence[Row], before: Sequence[Row], strips: Sequence[Span], narrow: Sequence[Span]
) -> list[Span]:
    """Return the strips and, of some narrow ones, the widest between any two names that no strip parts."""
    middles = [(left + right) / 2 for left, right in (*strips, *narrow)]
    names = [part for row in lower for part in _parts(row, middles)]
    foot, top = (own(row.glyphs[0].baseline for row in lower) for own in (min, max))
    for row in reversed(before[-_MOST:]):
        if not foot <= row.glyphs[0].baseline <= top + _FURTHEST * row.glyphs[0].size:
            break
        names += [part for part in _parts(row) if all(part[1] <= own[0] or part[0] >= own[1] for own in names)]
    found = list(strips)
    for name, following in pairwise(sorted(names)):
        between = sum(name) / 2, sum(following) / 2
        if not any(between[0] < (left + right) / 2 < between[1] for left, right in strips):
            apart = [own for own in narrow if between[0] < own[0] and own[1] < between[1]]
            found += [max(apart, key=lambda own: own[1] - own[0])] if apart else []
    return sorted(found)


def _named(lower: Sequence[Row], cells: Sequence[Span]) -> dict[int, Span] | None:
    """The edges of the names of the lower row by column; None if one of them reaches over two."""
    named: dict[int, Span] = {}
    for row in lower:
        for part in _parts(row, [right for _, right in cells[:-1]]):
            columns = _columns(part, cells)
            if len(columns) != 1:
                return None
            named[columns[0]] = _hull(named.get(columns[0], part), part)
    return named


def _parts(row: Row, middles: Sequence[float] = ()) -> Iterator[Span]:
    """The edges of what white parts in a row: white that is wide, or holds the middle of a strip."""
    glyphs = [glyph for glyph in row.glyphs if glyph.text.strip()]
    start = glyphs[0]
    for before, glyph in pairwise(glyphs):
        if _is_white(before, glyph, middles):
            yield start.left, before.right
            start = glyph
    yield start.left, glyphs[-1].right


def _is_white(before: Glyph, glyph: Glyph, middles: Sequence[float]) -> bool:
    wide = glyph.left - before.right >= STRIP * glyph.size
    return wide or any(before.right < middle < glyph.left for middle in middles)


def _columns(part: Span, cells: Sequence[Span]) -> list[int]:
    """The columns into which a name reaches."""
    width = part[1] - part[0]
    return [
        column
        for column, (left, right) in enumerate(cells)
        if min(right, part[1]) - max(left, part[0]) >= _INTO * min(width, right - left)
    ]


def _place(part: Span, cells: Sequence[Span], named: dict[int, Span]) -> int | None:
    """The column that a name stands in, or that it stands over those that the lower row names; None: neither."""
    columns = _columns(part, cells)
    if columns and all(column in named for column in columns):
        return _OVER
    return columns[0] if len(columns) == 1 else None


def _join(upper: list[Span], part: Span) -> None:
    """Put a name among those of the upper row; lines above each other are one name."""
    for place, own in enumerate(upper):
        if part[0] < own[1] and own[0] < part[1]:
            upper[place] = _hull(own, part)
            return
    upper.append(part)


def _hull(one: Span, other: Span) -> Span:
    return min(one[0], other[0]), max(one[1], other[1])


def _spans(upper: Sequence[Span], named: dict[int, Span], size: float) -> tuple[tuple[int, ...], ...] | None:
    """The columns that each upper name stands over, so that all lower names are under one and all fit; or None."""
    upper = sorted(upper)
    columns = sorted(named)
    if len(upper) > len(columns):
        return None
    best: tuple[float, tuple[tuple[int, ...], ...]] | None = None
    for cuts in combinations(range(1, len(columns)), len(upper) - 1):
        spans = tuple(tuple(columns[start:end]) for start, end in pairwise([0, *cuts, len(columns)]))
        if any(span[-1] - span[0] >= len(span) for span in spans):  # what has a name for both rows lies between
            continue
        off = [_off(name, span, named) for name, span in zip(upper, spans, strict=True)]
        if max(off) <= _OFF * size and (best is None or sum(off) < best[0]):
            best = sum(off), spans
    return best[1] if best is not None else None


def _off(name: Span, span: Sequence[int], named: dict[int, Span]) -> float:
    """How far a name is from being centred over the names of its columns, or from beginning or ending with them."""
    left, right = named[span[0]][0], named[span[-1]][1]
    middles = [sum(named[column]) / 2 for column in (span[0], span[-1])]
    middle = sum(name) / 2
    return min(
        abs(middle - (left + right) / 2), abs(middle - sum(middles) / 2), abs(name[0] - left), abs(name[1] - right)
    )
