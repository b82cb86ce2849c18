"""Which passages are one place of one report in two languages: told once, when an index is opened.

Twins stand under the same number (or part and question) in versions of one report, and mean about the same: where one
version counts its paragraphs otherwise, the passage of that number means something else and is no twin. Whether two
twins say the same, is for `rag.answering.witnesses` to see.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import permutations
from statistics import median

import numpy as np
from numpy.typing import NDArray

from rag.types import Passage, Source

Floats = NDArray[np.float32]
Rows = NDArray[np.int64]

# How near a twin comes at least, as a share of the nearest passage of its version; and how near nothing may come to a
# passage that its version leaves out, as a share of how near twins usually are.
_NEAR_ENOUGH = 0.8
# A version leaves a place out only where its other places are told in step: so many, and this share of them.
_LEAST_IN_STEP, _IN_STEP = 5, 0.8
# Not every version has these, whatever it says.
_UNNUMBERED = (None, "title", "summary")


@dataclass(frozen=True, slots=True)
class Twins:
    """By row: `beside`, the rows of the same place in other versions; `lacking`, the languages of those without it."""

    beside: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    lacking: Mapping[int, tuple[str, ...]] = field(default_factory=dict)


def twins(passages: Sequence[Passage], sources: Mapping[str, Source], vectors: Callable[[Rows], Floats]) -> Twins:
    """Return the twins of all passages; `vectors` gives the unit vectors of some rows.

    Where a place is several passages, all of them are twins.
    """
    beside: dict[int, list[int]] = {}
    lacking: dict[int, list[str]] = {}
    for versions in _versions(passages, sources):
        for one, other in permutations(versions, 2):
            language = sources[passages[other[0]].report_id].language
            if sources[passages[one[0]].report_id].language != language:
                pair = _Pair(passages, one, other, vectors(np.array(one)) @ vectors(np.array(other)).T)
                for row, same in pair.same().items():
                    beside.setdefault(row, []).extend(same)
                for row in pair.left_out():
                    lacking.setdefault(row, []).append(language)
    return Twins(
        {row: tuple(others) for row, others in beside.items()}, {row: tuple(each) for row, each in lacking.items()}
    )


class _Pair:
    """Two versions of a report: their rows, and the cosine of each passage of the one with each of the other."""

    def __init__(self, passages: Sequence[Passage], one: Sequence[int], other: Sequence[int], cosines: Floats) -> None:
        self._places = [passages[row].locator.paragraph for row in one]
        self._nearest: list[float] = cosines.max(axis=1).tolist()
        self._one, self._other = one, other
        self._standing: dict[str | None, list[int]] = {}
        for at, row in enumerate(other):
            self._standing.setdefault(passages[row].locator.paragraph, []).append(at)
        # By place in `one`: how near the same place in the other version comes, where it has it.
        self._shared: dict[int, float] = {}
        self._same: list[int] = []
        nearest_back: list[float] = cosines.max(axis=0).tolist()
        for at, place in enumerate(self._places):
            if place is None or place not in self._standing:
                continue
            near, there = max((float(cosines[at, there]), there) for there in self._standing[place])
            self._shared[at] = near
            if near > 0 and near >= _NEAR_ENOUGH * max(self._nearest[at], nearest_back[there]):
                self._same.append(at)

    def same(self) -> dict[int, list[int]]:
        """The rows of the other version that are the same place, by row of the one."""
        return {self._one[at]: [self._other[there] for there in self._standing[self._places[at]]] for at in self._same}

    def left_out(self) -> list[int]:
        """The rows of the one version whose place the other leaves out."""
        if len(self._same) < max(_LEAST_IN_STEP, _IN_STEP * len(self._shared)):
            return []
        usual = median(self._shared[at] for at in self._same)
        return [
            self._one[at]
            for at, place in enumerate(self._places)
            if place not in _UNNUMBERED and place not in self._standing and self._nearest[at] < _NEAR_ENOUGH * usual
        ]


def _versions(passages: Sequence[Passage], sources: Mapping[str, Source]) -> list[list[list[int]]]:
    """The rows of each report that has another version, by work."""
    reports: dict[str, set[str]] = {}
    for source in sources.values():
        reports.setdefault(source.work, set()).add(source.id)
    several = {report: source.work for report, source in sources.items() if len(reports[source.work]) > 1}
    rows: dict[str, dict[str, list[int]]] = {}
    if several:
        for row, passage in enumerate(passages):
            if work := several.get(passage.report_id):
                rows.setdefault(work, {}).setdefault(passage.report_id, []).append(row)
    return [list(of_work.values()) for of_work in rows.values()]
