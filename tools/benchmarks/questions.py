"""Public questions over public paragraphs: how high does the paragraph stand that answers?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from eval.intervals import mean
from eval.types import Score
from rag.embedding import StaticModel
from rag.types import Filters
from tools.benchmarks.rankers import (
    MeanVector,
    Scores,
    Stems,
    TokenByToken,
    found_by_product,
    gain,
    rank_by_hits,
    rank_by_scores,
)
from tools.benchmarks.tables import Row, Table
from tools.question_sets import QuestionSet, across, halves, sample, squad
from tools.small_corpus import open_corpus

GOALS = {
    "XQuAD en→en": "≥ 98.2",
    "XQuAD ar→ar": "≥ 95.5",
    "XQuAD ar→en": "≥ 82",
    "XQuAD en→ar": "≥ 80",
    "PIAF fr, second half": "≥ 86",
}
PRODUCT = "Dalil"


def question_sets(data: Path, count: int | None) -> dict[str, QuestionSet]:
    """Return the sets by name, with at most `count` of each one's questions over all of its passages."""
    english, arabic = squad(data / "qa" / "xquad.en.json", "en"), squad(data / "qa" / "xquad.ar.json", "ar")
    sets = {
        "XQuAD en→en": english,
        "XQuAD ar→ar": arabic,
        "XQuAD ar→en": across(arabic, english),
        "XQuAD en→ar": across(english, arabic),
        # Fusion has learned from the first half.
        "PIAF fr, second half": halves(data / "qa" / "piaf.fr.json", "fr")[1],
    }
    return {name: sample(questions, count or len(questions.questions)) for name, questions in sets.items()}


def ranking(name: str, questions: QuestionSet, model: StaticModel) -> Row:
    """Return nDCG@10 of the passage that answers, by each baseline and by the product."""
    passages = questions.passages
    row_of = {passage.id: row for row, passage in enumerate(passages)}
    figures: dict[str, Score] = {}
    for ranker, scores in _baselines(questions, model).items():
        gains = [gain(rank_by_scores(scores(asked.text), row_of[asked.passage_id])) for asked in questions.questions]
        figures[ranker] = mean("nDCG@10", "questions", len(gains), gains)
    retriever = open_corpus(passages, model).retriever
    gains = [
        gain(rank_by_hits(found_by_product(retriever, asked.text), asked.passage_id)) for asked in questions.questions
    ]
    figures[PRODUCT] = mean("nDCG@10", "questions", len(gains), gains)
    return Row(name, figures, GOALS.get(name, ""))


def mixed(asked_in: QuestionSet, found_in: QuestionSet, model: StaticModel, count: int | None) -> list[Row]:
    """Return nDCG@10 in a corpus of both languages, of the passage in one of them, its translation taken away."""
    # A report for each passage, so that a filter can take one away.
    passages = tuple(replace(each, report_id=each.id) for each in (*asked_in.passages, *found_in.passages))
    both = QuestionSet("mixed", passages, sample(asked_in, count or len(asked_in.questions)).questions)
    row_of = {passage.id: row for row, passage in enumerate(passages)}
    translated = {asked.id: asked.passage_id for asked in found_in.questions}
    retriever = open_corpus(passages, model).retriever

    def product(text: str, wanted: str, hidden: str) -> int | None:
        rest = Filters(reports=tuple(passage.id for passage in passages if passage.id != hidden))
        return rank_by_hits(found_by_product(retriever, text, rest), wanted)

    def baseline(scores: Scores) -> Callable[[str, str, str], int | None]:
        return lambda text, wanted, hidden: rank_by_scores(scores(text), row_of[wanted], row_of[hidden])

    rankers = {name: baseline(scores) for name, scores in _baselines(both, model).items()} | {PRODUCT: product}
    languages = asked_in.passages[0].language, found_in.passages[0].language
    rows = []
    for which, language in zip(("own language", "other language"), languages, strict=True):
        figures = {}
        for name, rank in rankers.items():
            pairs = [(asked, asked.passage_id, translated[asked.id]) for asked in both.questions]
            gains = [
                gain(rank(asked.text, own, other) if language == languages[0] else rank(asked.text, other, own))
                for asked, own, other in pairs
            ]
            figures[name] = mean("nDCG@10", "questions", len(gains), gains)
        rows.append(Row(f"asked in {languages[0]}, stands in {language} ({which})", figures))
    return rows


def tables(data: Path, model: StaticModel, count: int | None) -> list[Table]:
    """Measure all question sets, one language at a time and mixed."""
    sets = question_sets(data, count)
    alone = [ranking(name, questions, model) for name, questions in sets.items()]
    english, arabic = sets["XQuAD en→en"], sets["XQuAD ar→ar"]
    together = [*mixed(english, arabic, model, count), *mixed(arabic, english, model, count)]
    note = "nDCG@10 in hundredths of the passage that answers (95 % interval by bootstrap; ties count against)."
    return [
        Table("Questions and passages", note, alone),
        Table("Passages of both languages of XQuAD in one corpus", f"{note} Its translation is taken away.", together),
    ]


def _baselines(questions: QuestionSet, model: StaticModel) -> dict[str, Scores]:
    return {
        "BM25": Stems(questions.passages),
        "mean vector": MeanVector(questions.passages, model),
        "token by token": TokenByToken(questions.passages, model),
    }
