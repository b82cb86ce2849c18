"""Which passages are one place of one report in two languages: told once, when an index is opened.

Twins stand under the same number (or part and question) in versions of one report, and mean about the same: where one
version counts its paragraphs otherwise, the passage of that number means something else and is no twin. Whether two
twins say the same, is for `rag.answering.witnesses` to see.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
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
_UNNUMBERED = frozenset({"title", "summary"})


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
        languages = [sources[passages[rows[0]].report_id].language for rows in versions]
        spoken = [vectors(np.array(rows)) for rows in versions]
        for one, other in combinations(range(len(versions)), 2):
            if languages[one] == languages[other]:
                continue
            # Not `@`: the threads of BLAS wait for each other longer than so small a product takes.
            cosines = np.einsum("id,jd->ij", spoken[one], spoken[other])
            for this, that, near in ((one, other, cosines), (other, one, cosines.T)):
                pair = _Pair(passages, versions[this], versions[that], near)
                for row, same in pair.same().items():
                    beside.setdefault(row, []).extend(same)
                for row in pair.left_out():
                    lacking.setdefault(row, []).append(languages[that])
    return Twins(
        {row: tuple(others) for row, others in beside.items()}, {row: tuple(each) for row, each in lacking.items()}
    )


class _Pair:
    """Two versions of a report: the rows of each by place, and the cosine of each passage with each of the other."""

    def __init__(self, passages: Sequence[Passage], one: Sequence[int], other: Sequence[int], cosines: Floats) -> None:
        self._one, self._other = _by_place(passages, one), _by_place(passages, other)
        self._nearest = dict(zip(one, cosines.max(axis=1).tolist(), strict=True))
        nearest_back = dict(zip(other, cosines.max(axis=0).tolist(), strict=True))
        near = {row: dict(zip(other, of_row, strict=True)) for row, of_row in zip(one, cosines.tolist(), strict=True)}
        self._shared = self._one.keys() & self._other.keys()
        # By place: how near its nearest passages come to each other.
        self._same: dict[str, float] = {}
        for place in self._shared:
            best, row, twin = max(
                (near[row][twin], row, twin) for row in self._one[place] for twin in self._other[place]
            )
            if best > 0 and best >= _NEAR_ENOUGH * max(self._nearest[row], nearest_back[twin]):
                self._same[place] = best

    def same(self) -> dict[int, list[int]]:
        """The rows of the other version that are the same place, by row of the one."""
        return {row: self._other[place] for place in self._same for row in self._one[place]}

    def left_out(self) -> list[int]:
        """The rows of the one version whose place the other leaves out."""
        if len(self._same) < max(_LEAST_IN_STEP, _IN_STEP * len(self._shared)):
            return []
        usual = median(self._same.values())
        return [
            row
            for place in self._one.keys() - self._other.keys() - _UNNUMBERED
            for row in self._one[place]
            if self._nearest[row] < _NEAR_ENOUGH * usual
        ]


def _by_place(passages: Sequence[Passage], rows: Sequence[int]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for row in rows:
        if place := passages[row].locator.paragraph:
            places.setdefault(place, []).append(row)
    return places


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
