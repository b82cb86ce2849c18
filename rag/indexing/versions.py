"""Which reports are one report in several languages: as the catalogue says, or as their own text shows.

A version is found by the numbers of its paragraphs and by their meaning: nearly all numbers are the same, the paragraph
of the same number is the nearest one in the other report, and both state the same figures there. Reports that share a
topic, or the questions of one questionnaire, fail the last two. What a version says is not looked at here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from rag.text.numbers import figures
from rag.types import Passage, Report, Source

Floats = NDArray[np.float32]

# Fewer paragraphs could agree by chance.
_LEAST_PARAGRAPHS = 5
# Shares: of the paragraph numbers that both have, of the paragraphs whose nearest one has their number, of the figures
# that both state in the same paragraph. True versions come near to 1 in all three, other reports fail at least one.
_SAME_NUMBERS = 0.8
_NEAREST = 0.8
_SAME_FIGURES = 0.5


@dataclass(frozen=True)
class _Numbered:
    """The numbered paragraphs of a report: a unit vector and the texts of each."""

    id: str
    language: str
    countries: tuple[str, ...]
    vectors: Mapping[str, Floats]
    texts: Mapping[str, Sequence[str]]

    @cached_property
    def figures(self) -> frozenset[tuple[str, str]]:
        """The figures in digits, each with its paragraph's number; read only where they may decide."""
        return frozenset(
            (number, figure) for number, said in self.texts.items() for figure in figures("\n".join(said)) - {number}
        )


def detected(reports: Sequence[Report], passages: Sequence[Passage], vectors: Floats) -> Mapping[str, str]:
    """Return, by id, the report of which each further language version is one; row i of `vectors` is passage i's.

    Of the versions of a report the one whose id comes first stands for all. What the catalogue joins is left to it.
    """
    rows: dict[str, list[int]] = {}
    for row, passage in enumerate(passages):
        if passage.locator.paragraph and passage.locator.paragraph.isdecimal():
            rows.setdefault(passage.report_id, []).append(row)
    named = {report.metadata.version_of for report in reports}
    numbered = [
        _numbered(report, passages, vectors, rows[report.id])
        for report in sorted(reports, key=lambda report: report.id)
        if report.id in rows and report.metadata.version_of is None and report.id not in named
    ]
    found: dict[str, str] = {}
    for first, second in combinations(numbered, 2):
        if second.id not in found and _is_version(first, second):
            found[second.id] = found.get(first.id, first.id)
    return MappingProxyType(found)


def joined(sources: Mapping[str, Source], found: Mapping[str, str | None]) -> Mapping[str, Source]:
    """Return the sources, `version_of` of each naming the one report that stands for all versions, or nothing.

    What the catalogue says wins over what was `found`. A report that is not indexed stands for its versions all the
    same.
    """
    parents = {source.id: source.metadata.version_of or found.get(source.id) for source in sources.values()}
    return MappingProxyType({id: _joined(source, _root(id, parents)) for id, source in sources.items()})


def _joined(source: Source, root: str) -> Source:
    version_of = None if root == source.id else root
    return replace(source, metadata=replace(source.metadata, version_of=version_of))


def _root(report: str, parents: Mapping[str, str | None]) -> str:
    seen = {report}
    while (parent := parents.get(report)) and parent not in seen:
        seen.add(parent)
        report = parent
    # Entries that name each other have no first one: the least id stands for them.
    return min(seen) if parents.get(report) in seen and len(seen) > 1 else report


def _numbered(report: Report, passages: Sequence[Passage], vectors: Floats, rows: Iterable[int]) -> _Numbered:
    sums: dict[str, Floats] = {}
    texts: dict[str, list[str]] = {}
    for row in rows:
        number = str(passages[row].locator.paragraph)
        sums[number] = sums.get(number, np.zeros(vectors.shape[1], np.float32)) + vectors[row]
        texts.setdefault(number, []).append(passages[row].text)
    return _Numbered(
        report.id,
        report.language,
        report.metadata.countries,
        {number: total / max(float(np.linalg.norm(total)), 1e-9) for number, total in sums.items()},
        texts,
    )


def _is_version(one: _Numbered, other: _Numbered) -> bool:
    if one.language == other.language or _about_others(one, other):
        return False
    shared = [number for number in one.vectors if number in other.vectors]
    either = len(one.vectors) + len(other.vectors) - len(shared)
    if len(shared) < max(_LEAST_PARAGRAPHS, _SAME_NUMBERS * either):
        return False
    both = len(one.figures & other.figures)
    if not both or both < _SAME_FIGURES * (len(one.figures) + len(other.figures) - both):
        return False
    cosines = np.stack([one.vectors[number] for number in shared]) @ np.stack([other.vectors[n] for n in shared]).T
    own = np.arange(len(shared))
    nearest = np.concatenate([cosines.argmax(axis=1) == own, cosines.argmax(axis=0) == own])
    return bool(nearest.mean() >= _NEAREST)


def _about_others(one: _Numbered, other: _Numbered) -> bool:
    return bool(one.countries and other.countries and set(one.countries) != set(other.countries))
