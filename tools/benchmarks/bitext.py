"""FLORES: is the nearest sentence in the other language the translation?"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from eval.intervals import proportion
from eval.types import Score
from rag.embedding import StaticModel
from rag.types import Locator, Passage
from tools.benchmarks.rankers import MeanVector, Scores, Stems, rank_by_scores
from tools.benchmarks.tables import Row, Table

_GOALS = {frozenset("en fr".split()): "≥ 99.5", frozenset("en ar".split()): "≥ 97", frozenset("fr ar".split()): "≥ 94"}


def table(data: Path, model: StaticModel, count: int | None) -> Table:
    """Measure all six directions; `count` of the sentences are looked for, among all."""
    sentences = {
        language: (data / "bitext" / f"flores.devtest.{language}").read_text(encoding="utf-8").splitlines()
        for language in ("en", "fr", "ar")
    }
    passages = {
        language: [Passage(str(row), "flores", text, Locator(0, len(text)), language) for row, text in enumerate(texts)]
        for language, texts in sentences.items()
    }
    rows = []
    for left, right in (("en", "fr"), ("fr", "en"), ("en", "ar"), ("ar", "en"), ("fr", "ar"), ("ar", "fr")):
        found_in = passages[right]
        figures = {
            "BM25": _accuracy(Stems(found_in), sentences[left], count),
            "mean vector": _accuracy(MeanVector(found_in, model), sentences[left], count),
        }
        rows.append(Row(f"{left}→{right}", figures, _GOALS[frozenset((left, right))]))
    note = "Per cent of the sentences whose nearest in the other language is their translation (95 % interval)."
    return Table("Translations (FLORES devtest)", note, rows)


def _accuracy(scores: Scores, asked: list[str], count: int | None) -> Score:
    chosen = np.random.default_rng(7).permutation(len(asked))[:count].tolist()
    right = [rank_by_scores(scores(asked[row]), row) == 1 for row in chosen]
    return proportion("accuracy", "sentences", len(right), right)
