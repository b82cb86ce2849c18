"""Dilution: do ten times more paragraphs in one language hide what stands in another?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.intervals import proportion
from eval.types import Score
from rag.embedding import StaticModel
from rag.question import understand
from rag.retrieval import HybridRetriever
from rag.types import Passage
from tools.benchmarks.paragraphs import public_paragraphs
from tools.benchmarks.rankers import CUT
from tools.benchmarks.tables import Figure, Row, Table
from tools.question_sets import QuestionSet, across, sample, squad
from tools.small_corpus import open_corpus

TIMES = 10
_PARAGRAPHS = 240
_FILES = {"en": "xquad.en.json", "ar": "xquad.ar.json", "fr": "piaf.fr.json"}
# Language of the question, of the paragraph that answers it, and of what is added.
_CASES = ("en en fr", "en en ar", "fr fr en", "fr fr ar", "ar ar en", "ar ar fr", "en ar fr", "ar en fr")


@dataclass(frozen=True)
class Wanted:
    """A question and the passages any of which answers it."""

    question: str
    passages: frozenset[str]


def recall(retriever: HybridRetriever, asked: Sequence[Wanted]) -> Score:
    """Return the share of the questions with a passage that answers among the ten hits."""
    found = [
        any(hit.passage.id in each.passages for hit in retriever.hits(understand(each.question), k=CUT))
        for each in asked
    ]
    return proportion(f"recall@{CUT}", "questions", len(found), found)


def public_questions(data: Path, language: str) -> QuestionSet:
    """Return questions over 240 paragraphs."""
    questions = squad(data / "qa" / _FILES[language], language)
    passages = questions.passages[:_PARAGRAPHS]
    ids = {passage.id for passage in passages}
    return QuestionSet(language, passages, tuple(asked for asked in questions.questions if asked.passage_id in ids))


def flood(data: Path, language: str) -> list[Passage]:
    """Return ten times as many other paragraphs."""
    return public_paragraphs(data, TIMES * _PARAGRAPHS, (language,))


def before_and_after(
    questions: QuestionSet, more: Sequence[Passage], model: StaticModel, count: int
) -> tuple[Score, Score]:
    """Return the recall among the questions' own passages, and among these and more."""
    asked = [Wanted(each.text, frozenset({each.passage_id})) for each in sample(questions, count).questions]
    alone = open_corpus(questions.passages, model).retriever
    diluted = open_corpus([*questions.passages, *more], model).retriever
    return recall(alone, asked), recall(diluted, asked)


def table(data: Path, model: StaticModel, count: int | None) -> Table:
    """Measure within and across languages."""
    sets = {language: public_questions(data, language) for language in _FILES}
    floods = {language: flood(data, language) for language in _FILES}
    rows = []
    for case in _CASES:
        asked_in, found_in, added = case.split()
        questions = sets[asked_in] if asked_in == found_in else across(sets[asked_in], sets[found_in])
        before, after = before_and_after(questions, floods[added], model, count or len(questions.questions))
        moved = 100 * ((after.value or 0.0) - (before.value or 0.0))
        figures: dict[str, Figure] = {"before": before, "after": after, "moved, points": f"{moved:+.1f}"}
        rows.append(Row(f"{asked_in}→{found_in}, {added} added", figures, "within ±2"))
    note = f"Recall@{CUT} over {_PARAGRAPHS} paragraphs, and with {TIMES} times more in another language."
    return Table("Dilution", note, rows)
