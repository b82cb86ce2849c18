"""The cells that the lines of a page enclose: rules that meet make a grid, boxes that no rule parts are one cell.

Pure geometry, in points, y upwards; what stands in the cells is not looked at. A table that has only level rules, or
none, is found by its text (`unruled.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rag.reading.rules import Rule, Rules

_MEET = 5.0  # points: lines that end so near each other meet
_LEAST_SIDE = 6.0  # points: of a cell
_COVERED = 0.6  # of a side of a box: so much of it a rule must run along

_Place = tuple[int, int]  # row from above, column from the left


@dataclass(frozen=True, slots=True)
class Box:
    """A cell: its row and column, from above and from the left, how many it spans, and where its edges are."""

    row: int
    column: int
    rows: int
    columns: int
    left: float
    bottom: float
    right: float
    top: float

    def holds(self, x: float, y: float) -> bool:
        """Tell whether a point lies within."""
        return self.left <= x <= self.right and self.bottom <= y <= self.top


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as it lies on a page: the edges of its columns, from left to right, and its cells, row by row.

    `ruled` tells that lines enclose the cells; else the rows are those of its text.
    """

    edges: tuple[float, ...]
    boxes: tuple[Box, ...]
    ruled: bool = True

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return max(box.row + box.rows for box in self.boxes)

    @property
    def top(self) -> float:
        """Its upper edge."""
        return max(box.top for box in self.boxes)

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return min(box.bottom for box in self.boxes)


def grids_of(rules: Rules) -> list[Grid]:
    """Return the grids of a page from above; one that encloses a single box is a frame, not a table."""
    found = [grid for level, upright in _joined(rules) if (grid := _grid(level, upright)) is not None]
    return sorted(found, key=lambda grid: -grid.top)


def _joined(rules: Rules) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """Yield the level and upright lines that meet each other, directly or through others."""
    free = set(range(len(rules.upright)))
    seen: set[int] = set()
    for first in range(len(rules.level)):
        if first in seen:
            continue
        waiting, level, upright = [first], [], []
        seen.add(first)
        while waiting:
            own = rules.level[waiting.pop()]
            level.append(own)
            for place in sorted(free):
                if _meet(own, rules.upright[place]):
                    free.discard(place)
                    upright.append(rules.upright[place])
                    more = [
                        other
                        for other in range(len(rules.level))
                        if other not in seen and _meet(rules.level[other], rules.upright[place])
                    ]
                    seen.update(more)
                    waiting += more
        if upright:
            yield level, upright


def _meet(level: Rule, upright: Rule) -> bool:
    return (
        level.start - _MEET <= upright.at <= level.end + _MEET
        and upright.start - _MEET <= level.at <= upright.end + _MEET
    )


def _grid(level: Sequence[Rule], upright: Sequence[Rule]) -> Grid | None:
    columns = _places([rule.at for rule in upright], [end for rule in level for end in (rule.start, rule.end)])
    rows = _places([rule.at for rule in level], [end for rule in upright for end in (rule.start, rule.end)])[::-1]
    if len(columns) < 2 or len(rows) < 2 or len(columns) * len(rows) > 20_000:
        return None
    boxes = _boxes(columns, rows, level, upright)
    return Grid(tuple(columns), tuple(boxes)) if len(boxes) > 1 else None


def _places(own: Sequence[float], ends: Sequence[float]) -> list[float]:
    """Where lines run, in order, and the edges to which the lines across them reach beyond the outermost."""
    found: list[float] = []
    for place in sorted(own):
        if not found or place - found[-1] > _LEAST_SIDE:
            found.append(place)
    if min(ends) < found[0] - _LEAST_SIDE:
        found.insert(0, min(ends))
    if max(ends) > found[-1] + _LEAST_SIDE:
        found.append(max(ends))
    return found


def _boxes(columns: list[float], rows: list[float], level: Sequence[Rule], upright: Sequence[Rule]) -> list[Box]:
    """The cells, row by row; what is no rectangle is left out of the table as its single boxes."""
    group: dict[_Place, _Place] = {}

    def root(place: _Place) -> _Place:
        while group.setdefault(place, place) != place:
            place = group[place]
        return place

    for row, (top, bottom) in enumerate(pairwise(rows)):
        for column, (left, right) in enumerate(pairwise(columns)):
            own = root((row, column))
            if column + 2 < len(columns) and not _runs(upright, right, bottom, top):
                group[root((row, column + 1))] = own
            if row + 2 < len(rows) and not _runs(level, bottom, left, right):
                group[root((row + 1, column))] = root((row, column))
    cells: dict[_Place, list[_Place]] = {}
    for place in sorted(group):
        cells.setdefault(root(place), []).append(place)
    boxes = []
    for places in cells.values():
        (top, left), (bottom, right) = places[0], max(places)
        left, right = min(column for _, column in places), max(column for _, column in places)
        whole = len(places) == (bottom - top + 1) * (right - left + 1)
        for first, last in [((top, left), (bottom, right))] if whole else [(place, place) for place in places]:
            boxes.append(_box(first, last, columns, rows))
    return sorted(boxes, key=lambda box: (box.row, box.column))


def _box(first: _Place, last: _Place, columns: Sequence[float], rows: Sequence[float]) -> Box:
    return Box(
        *first,
        last[0] - first[0] + 1,
        last[1] - first[1] + 1,
        columns[first[1]],
        rows[last[0] + 1],
        columns[last[1] + 1],
        rows[first[0]],
    )


def _runs(rules: Sequence[Rule], at: float, start: float, end: float) -> bool:
    """Tell whether a rule runs along most of a side."""
    covered = sum(
        max(0.0, min(end, rule.end) - max(start, rule.start)) for rule in rules if abs(rule.at - at) <= _LEAST_SIDE
    )
    return covered >= _COVERED * (end - start)
