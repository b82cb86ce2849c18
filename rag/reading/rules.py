"""The straight lines that a PDF page draws, level or upright: rules, frames, and the edges of coloured grounds.

What they enclose is decided elsewhere (`grids.py`). Curves, slanted lines and white shapes are left out, and so is a
page that draws so much that it shows a map or a chart.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from rag.reading.pdfium_calls import drawn_on

_PATH = 2  # FPDF_PAGEOBJ_PATH
_MOST_PATHS = 6000  # on a page; more are a drawing
_THIN = 3.0  # points: a filled shape so narrow is a line
_LEVEL = 0.7  # points that a line may lean
_WHITE = 250  # of 255, from which on a ground is not seen
_WHOLE = 0.9  # of the page's height: a ground so high is the page's own
_CLUSTER = 3.0  # points: lines so near each other are one, as the two edges of neighbouring cells are
_BREAK = 5.0  # points: a line may be interrupted so far
_SHORTEST = 5.0  # points: shorter ones are parts of letters and bullets

Point = tuple[float, float]


class Rule(NamedTuple):
    """A straight line: where it runs (x of an upright one, y of a level one) and from where to where, in points."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Rules:
    """The level and the upright lines of a page, each once."""

    level: tuple[Rule, ...] = ()
    upright: tuple[Rule, ...] = ()


def rules_of(page: Any) -> Rules:
    """Return the lines that a pypdfium2 page draws, turned as its text is turned."""
    level: list[Rule] = []
    upright: list[Rule] = []
    across, along = {90: (0, 1), 180: (-1, 0), 270: (0, -1)}.get(page.get_rotation(), (1, 0))
    height = page.get_height()
    for count, item in enumerate(drawn_on(page, _PATH)):
        if count >= _MOST_PATHS:
            return Rules()
        stroked, filled = _drawn(item)
        for contour in _contours(item):
            turned = [(x * across + y * along, y * across - x * along) for x, y in contour]
            for first, second in _edges(turned, filled, stroked, height):
                if abs(first[1] - second[1]) <= _LEVEL:
                    level.append(Rule((first[1] + second[1]) / 2, *sorted((first[0], second[0]))))
                elif abs(first[0] - second[0]) <= _LEVEL:
                    upright.append(Rule((first[0] + second[0]) / 2, *sorted((first[1], second[1]))))
    return Rules(merged(level), merged(upright))


def _drawn(item: Any) -> tuple[bool, bool]:
    """Tell whether a path is stroked, and whether it is filled with a colour that is seen."""
    import pypdfium2.raw as pdfium

    mode, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item.raw, mode, stroke)
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    pdfium.FPDFPageObj_GetFillColor(item.raw, red, green, blue, alpha)
    seen = alpha.value > 0 and min(red.value, green.value, blue.value) < _WHITE
    return bool(stroke.value), bool(mode.value) and seen


def _contours(item: Any) -> Iterator[list[Point]]:
    """Yield the corners of each part of a path, where its lines are straight; a closed part comes back to its first."""
    import pypdfium2.raw as pdfium

    matrices = [item.get_matrix()]
    holder = item.container
    while holder is not None:
        matrices.append(holder.get_matrix())
        holder = holder.container
    x, y = ctypes.c_float(), ctypes.c_float()
    contour: list[Point] = []
    for index in range(pdfium.FPDFPath_CountSegments(item.raw)):
        segment = pdfium.FPDFPath_GetPathSegment(item.raw, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = (x.value, y.value)
        for matrix in matrices:
            point = matrix.on_point(*point)
        if kind != pdfium.FPDF_SEGMENT_LINETO:
            if len(contour) > 1:
                yield contour
            contour = []
        contour.append(point)
        if pdfium.FPDFPathSegment_GetClose(segment):
            contour.append(contour[0])
    if len(contour) > 1:
        yield contour


def _edges(contour: Sequence[Point], filled: bool, stroked: bool, height: float) -> Iterator[tuple[Point, Point]]:
    """The lines that are seen of one part of a path: the middle of a narrow shape, the edges of others."""
    left, right = min(x for x, _ in contour), max(x for x, _ in contour)
    bottom, top = min(y for _, y in contour), max(y for _, y in contour)
    if filled and not stroked and top - bottom > _WHOLE * height:
        return
    if filled and min(right - left, top - bottom) <= _THIN:
        if right - left >= top - bottom:
            yield (left, (bottom + top) / 2), (right, (bottom + top) / 2)
        else:
            yield ((left + right) / 2, bottom), ((left + right) / 2, top)
    elif stroked or filled:
        closed = contour if stroked or contour[-1] == contour[0] else [*contour, contour[0]]
        yield from pairwise(closed)


def merged(rules: Sequence[Rule]) -> tuple[Rule, ...]:
    """Return the lines with those that lie on each other or go on from each other made one."""
    groups: list[list[Rule]] = []
    for rule in sorted(rules):
        if groups and rule.at - groups[-1][-1].at <= _CLUSTER and rule.at - groups[-1][0].at <= 2 * _CLUSTER:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    return tuple(rule for group in groups for rule in _runs(group) if rule.end - rule.start >= _SHORTEST)


def _runs(group: Sequence[Rule]) -> Iterator[Rule]:
    at = sum(rule.at for rule in group) / len(group)
    start, end = None, 0.0
    for rule in sorted(group, key=lambda rule: rule.start):
        if start is None or rule.start > end + _BREAK:
            if start is not None:
                yield Rule(at, start, end)
            start, end = rule.start, rule.end
        end = max(end, rule.end)
    if start is not None:
        yield Rule(at, start, end)
