"""Bugs in finding passages: voices that fall silent, hits lost or out of order, a filter that drops too much."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from rag.retrieval.fusion import Weights
from rag.types import Hit
from tools.regressions.base import Make, Regression, instead, swapped

Hits = tuple[Hit, ...]


def _weighted(change: Callable[[Weights], Weights]) -> tuple[str, Make]:
    return "rag.retrieval.hybrid.learned", lambda learned: lambda: change(learned())


def _without(*silent: str) -> tuple[str, Make]:
    def change(weights: Weights) -> Weights:
        return replace(weights, voices={name: value for name, value in weights.voices.items() if name not in silent})

    return _weighted(change)


def _hits(change: Callable[[Hits], Sequence[Hit]]) -> tuple[str, Make]:
    def make(hits: Any) -> Any:
        def broken(*given: Any, **named: Any) -> Hits:
            return tuple(replace(hit, rank=rank) for rank, hit in enumerate(change(hits(*given, **named)), start=1))

        return broken

    return "rag.retrieval.hybrid.HybridRetriever.hits", make


def _own_language(fused: Any) -> Any:
    def broken(self: Any, spoken: Any, languages: Any, asked_in: int) -> Any:
        return np.where(languages == asked_in, fused(self, spoken, languages, asked_in), -1).astype(np.float32)

    return broken


def _every_second(rows: Any) -> Any:
    return lambda self, filters: rows(self, filters)[::2]


def _regression(name: str, what: str, *changes: tuple[str, Make]) -> Regression:
    return Regression(name, what, lambda: swapped(*changes))


REGRESSIONS = (
    _regression("late interaction silent", "the voice of the tokens is not heard", _without("late")),
    _regression("words silent", "passages are not read closely", _without("words", "window", "stretch")),
    _regression("keys silent", "names and numbers are not looked up", _without("keys")),
    _regression(
        "own language only",
        "passages in other languages come last",
        ("rag.retrieval.fusion.Weights.fused", _own_language),
    ),
    _regression("one hit", "only the best passage is handed on", _hits(lambda hits: hits[:1])),
    _regression("top hit dropped", "the list of hits begins with the second", _hits(lambda hits: hits[1:])),
    _regression("ranking reversed", "the last hit comes first", _hits(lambda hits: hits[::-1])),
    _regression(
        "filters drop half",
        "without filters every second passage is not searched",
        ("rag.filtering.RowFilter.rows", _every_second),
    ),
)

FAINT = (
    _regression("vectors silent", "the voice of the vectors is not heard", _without("dense")),
    _regression(
        "few candidates",
        "of each language two passages are read closely",
        ("rag.retrieval.hybrid.BY_WORDS", instead(1)),
        ("rag.retrieval.hybrid.BY_VECTORS", instead(1)),
        ("rag.retrieval.hybrid._first", lambda first: lambda scores, _count: first(scores, 1)),
    ),
)
