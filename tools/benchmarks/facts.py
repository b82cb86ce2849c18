"""Known facts about reports: does a passage at a right place stand among the first? Judged by the `eval` package."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from eval.loading import load_facts
from eval.metrics import hit_at
from eval.run import run
from eval.types import Fact, Outcome
from rag.embedding import StaticModel
from rag.question import understand
from rag.types import Answer, Hit, Provenance, Status
from tools.benchmarks.questions import PRODUCT
from tools.benchmarks.rankers import CUT, MeanVector, Scores, Stems, TokenByToken
from tools.benchmarks.tables import Figure, Row, Table
from tools.small_corpus import SmallCorpus, read_corpus

Find = Callable[[str, str], Sequence[Hit]]
_LANGUAGES = {"en": "English", "fr": "French", "ar": "Arabic"}


@dataclass(frozen=True)
class _Asked:
    """What `eval` asks: an answer that is nothing but hits."""

    find: Find

    def ask(self, question: str, *, language: str | None = None, history: Sequence[str] = ()) -> Answer:
        """Return the hits as an answer; a follow-up is searched for as the product does, by every ranker."""
        hits = tuple(self.find(understand(question, language, history).text, language or ""))
        provenance = Provenance("", "", "", 0.0)
        return Answer(question, language or "", Status.NOT_FOUND, (), hits, {}, (), provenance)


@dataclass(frozen=True)
class _Reports:
    """The languages of the reports; their texts are not needed, for nothing is quoted."""

    languages: dict[str, str]

    def text(self, report_id: str) -> str | None:
        """Return nothing."""
        return None

    def language(self, report_id: str) -> str | None:
        """Return the language of a report."""
        return self.languages.get(report_id)


def table(folder: Path, facts: Path, model: StaticModel) -> Table:
    """Ask every fact of every ranker."""
    corpus, asked = read_corpus(folder, model), load_facts(facts)
    texts = corpus.passages
    finders: dict[str, Find] = {
        "BM25": _by_scores(Stems(texts), corpus),
        "mean vector": _by_scores(MeanVector(texts, model), corpus),
        "token by token": _by_scores(TokenByToken(texts, model), corpus),
        PRODUCT: lambda question, language: corpus.retriever.hits(understand(question, language), k=CUT),
    }
    reports = _Reports({passage.report_id: passage.language for passage in texts})
    outcomes = {name: run(asked, _Asked(find), reports).outcomes for name, find in finders.items()}
    rows = [_row("all", 1, outcomes, None, "≥ 72"), _row("all", 5, outcomes, None, "≥ 93")]
    for language, name in _LANGUAGES.items():
        rows += [_row(name, 1, outcomes, language, ""), _row(name, 5, outcomes, language, "≥ 88")]
    note = (
        f"Per cent of the {_answerable(asked)} answerable questions with a passage at a right place among "
        f"the first 1 or 5 of {len(texts)} passages (95 % interval)."
    )
    return Table("Known facts about reports", note, rows)


def _row(name: str, k: int, outcomes: dict[str, tuple[Outcome, ...]], language: str | None, goal: str) -> Row:
    figures: dict[str, Figure] = {
        ranker: hit_at(k)([each for each in found if language in (None, each.fact.lang)])
        for ranker, found in outcomes.items()
    }
    return Row(f"hit@{k}, {name}", figures, goal)


def _by_scores(scores: Scores, corpus: SmallCorpus) -> Find:
    def find(question: str, _language: str) -> list[Hit]:
        said = scores(question)
        best = np.argsort(-said, kind="stable")[:CUT].tolist()
        return [Hit(corpus.passages[row], float(said[row]), rank) for rank, row in enumerate(best, 1) if said[row] > 0]

    return find


def _answerable(facts: Sequence[Fact]) -> int:
    return sum(fact.answerable for fact in facts)
