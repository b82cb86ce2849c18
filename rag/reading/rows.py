"""The rows of a PDF page: which of its glyphs stand in one line.

Rows keep the order in which the page draws its lines, which is that of columns and cells. A vowel sign, and a letter of
which the file gives the place of its sign, go to the line that they stand on, whenever they are drawn.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import chain, pairwise
from statistics import median_low
from typing import NamedTuple

from rag.reading.characters import Box, Characters
from rag.reading.glyphs import Glyph, Row, glyphs_of, is_mark, row_of

_SAME_LINE = 0.45  # of the size of letters: how far two baselines of one line may be apart
_BESIDE = 1.0  # of the size: what is further from the end of a line belongs to another one


def rows_of(characters: Characters) -> list[Row]:
    """Return the rows of a page in the order in which it draws them."""
    drawn = list(glyphs_of(characters))
    off = _off_baseline(drawn)
    lines = _lines([glyph for glyph in drawn if glyph not in off])
    if not lines:
        return []
    places = [_Place.of(line) for line in lines]
    for glyph in drawn:
        if glyph in off:
            lines[_nearest(places, glyph.left, glyph.right, glyph.baseline)].append(glyph)
    nameless: dict[int, list[Box]] = {}
    for box in characters.nameless:
        nameless.setdefault(_nearest(places, box.left, box.right, box.bottom), []).append(box)
    rows = (row_of(line, nameless.get(number, ())) for number, line in enumerate(lines))
    return [row for row in rows if row is not None]


def _off_baseline(drawn: Sequence[Glyph]) -> frozenset[Glyph]:
    """The signs on letters, and those letters of which the file gives the place of the sign on them."""
    signed = [glyph for glyph in drawn if not glyph.text.isascii() and any(map(unicodedata.combining, glyph.text))]
    if not signed:
        return frozenset()
    others = set(drawn).difference(signed)
    firm = {glyph.baseline for glyph in others}
    loose = {glyph for glyph in signed if glyph.baseline not in firm}
    places = [_Place.of(line) for line in _lines([glyph for glyph in drawn if glyph in others])]
    near = {
        glyph
        for glyph in loose
        if any(place.distance(glyph.left, glyph.right, glyph.baseline) <= (False, glyph.size) for place in places)
    }
    return frozenset(near.union(glyph for glyph in signed if is_mark(glyph.text)))


def _lines(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    starts = line_starts([glyph.baseline for glyph in glyphs], [glyph.size for glyph in glyphs])
    return [list(glyphs[start:end]) for start, end in pairwise([*starts, len(glyphs)])]


class _Place(NamedTuple):
    """Where a line stands and how large its letters are; units are points."""

    left: float
    right: float
    baseline: float
    size: float

    @classmethod
    def of(cls, line: Sequence[Glyph]) -> _Place:
        """The place of the letters of a line; raised ones do not count."""
        inked = [glyph for glyph in line if glyph.text.strip()] or line
        left, right = min(glyph.left for glyph in inked), max(glyph.right for glyph in inked)
        baseline, size = (median_low(values) for values in zip(*((g.baseline, g.size) for g in inked), strict=True))
        return cls(left, right, baseline, size)

    def distance(self, left: float, right: float, baseline: float) -> tuple[bool, float]:
        """How far something is off the line: first whether it stands beside it, then how much higher or lower."""
        outside = max(self.left - right, left - self.right)
        return outside > _BESIDE * self.size, abs(baseline - self.baseline)


def _nearest(places: Sequence[_Place], left: float, right: float, baseline: float) -> int:
    return min(range(len(places)), key=lambda line: places[line].distance(left, right, baseline))


def line_starts(baselines: Sequence[float], sizes: Sequence[float]) -> list[int]:
    """Return the indices of the glyphs at which lines begin: where the baseline changes for good.

    A raised letter changes nothing.
    """
    starts: list[int] = []
    baseline = 0.0
    glyphs = pairwise(zip(baselines, sizes, strict=True))
    # What stands on the baseline of the glyph before goes where that one went.
    changes = (index for index, (before, glyph) in enumerate(glyphs, 1) if before != glyph)
    for index in chain(range(min(1, len(baselines))), changes):
        same = bool(starts) and abs(baselines[index] - baseline) <= _SAME_LINE * sizes[index]
        if not same and not (starts and _comes_back(baselines, sizes, index, baseline)):
            starts.append(index)
            baseline = baselines[index]
    return starts


def _comes_back(baselines: Sequence[float], sizes: Sequence[float], index: int, baseline: float) -> bool:
    """Tell whether a text object only a little off the baseline is followed by one that stands on it again."""
    own, size = baselines[index], sizes[index]
    if abs(own - baseline) > size:
        return False
    following = next((other for other in baselines[index + 1 : index + 5] if other != own), None)
    return following is not None and abs(following - baseline) <= 0.05 * size
