"""Which passages are one place in two languages, by hand-made vectors."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rag.indexing.versions import joined
from rag.retrieval.twins import Twins, twins
from rag.types import Locator, Metadata, Passage, Source


def told(places: dict[str, list[tuple[str, int]]], version_of: str | None = "r.fr") -> Twins:
    """The twins of reports whose passages are (paragraph, axis of meaning)."""
    passages = [
        Passage(f"{report}{n}", report, "…", Locator(n, n + 1, paragraph=paragraph), report[-2:])
        for report, own in places.items()
        for n, (paragraph, _) in enumerate(own)
    ]
    vectors: NDArray[np.float32] = np.eye(16, dtype=np.float32)[[axis for own in places.values() for _, axis in own]]
    sources = {
        report: Source(
            report, report, report, report[-2:], Metadata(version_of=None if report == "r.fr" else version_of)
        )
        for report in places
    }
    return twins(passages, sources, lambda rows: vectors[rows])


def test_the_same_number_and_meaning_make_twins() -> None:
    found = told({"r.fr": [("1", 0), ("2", 1)], "r.ar": [("1", 0), ("2", 1)]})
    assert found.beside == {0: (2,), 1: (3,), 2: (0,), 3: (1,)}
    assert found.lacking == {}


def test_a_paragraph_cut_in_two_has_two_twins() -> None:
    assert told({"r.fr": [("1", 0)], "r.ar": [("1", 0), ("1", 5)]}).beside == {0: (1, 2), 1: (0,), 2: (0,)}


def test_numbers_that_are_out_of_step_make_none() -> None:
    assert told({"r.fr": [("1", 0), ("2", 1)], "r.ar": [("1", 9), ("2", 0), ("3", 1)]}).beside == {}


def test_versions_in_one_language_and_other_reports_are_no_twins() -> None:
    assert told({"r.fr": [("1", 0)], "s.fr": [("1", 0)]}).beside == {}
    assert told({"r.fr": [("1", 0)], "r.ar": [("1", 0)]}, version_of=None).beside == {}


def test_a_place_that_a_version_in_step_leaves_out_is_lacking() -> None:
    own = [(str(n), n) for n in range(1, 8)]
    found = told({"r.fr": own, "r.ar": own[:-1]})
    assert found.lacking == {6: ("ar",)}
    assert told({"r.fr": own[:3], "r.ar": own[:2]}).lacking == {}  # too few to tell


def test_all_versions_name_one_report() -> None:
    def source(report: str, version_of: str | None) -> Source:
        return Source(report, report, report, report[-2:], Metadata(version_of=version_of))

    named = {each.id: each for each in (source("a", None), source("b", "a"), source("c", "b"), source("d", "gone"))}
    assert {id: each.work for id, each in joined(named, {}).items()} == {"a": "a", "b": "a", "c": "a", "d": "gone"}
    around = {each.id: each for each in (source("a", "b"), source("b", "a"))}
    assert {each.work for each in joined(around, {}).values()} == {"a"}
    found = joined({"a": source("a", None), "b": source("b", None)}, {"b": "a"})
    assert [each.work for each in found.values()] == ["a", "a"]
