"""Learns when a chosen sentence may be trusted, and stores the weights readably.

    python -m tools.train_confidence --data ../shared/data

Within a language it learns from public question sets, each question asked twice: over all passages, and with the
passage that answers it taken away. The sentence ranked first is right when it holds the set's answer (where a set
gives only the passage, when it is from that one); without that passage nothing is. Across languages it learns from
the facts about the sample reports, each asked of the reports in another language alone, for the one public set that
asks across these languages, XQuAD, is a benchmark: it only tells how well the weights carry over. Right and wrong
weigh the same, and so does every set.
"""

from __future__ import annotations

import argparse
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from eval.loading import load_facts
from eval.types import Fact
from rag.answering.confidence import WEIGHTS_FILE, Signals
from rag.embedding import StaticModel, load_bundled
from rag.question import understand
from rag.text.language import LANGUAGES
from rag.text.normalise import fold
from rag.types import Filters, Hit
from tools.question_sets import Asked, QuestionSet, across, json_lines, sample, squad
from tools.small_corpus import SmallCorpus, open_corpus, read_corpus

logger = logging.getLogger(__name__)
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Examples:
    """Signals (examples x signals) and whether the sentence was right.

    Of a public set, even rows had the answering passage and odd rows had not.
    """

    signals: Floats
    right: NDArray[np.int64]

    @property
    def evenly(self) -> Floats:
        """Weights under which right and wrong come to one half each."""
        share = self.right.mean()
        return np.asarray(np.where(self.right == 1, 0.5 / max(share, 1e-9), 0.5 / max(1 - share, 1e-9)), np.float64)


def examples(questions: QuestionSet, model: StaticModel) -> Examples:
    """Ask every question of a set twice."""
    corpus = open_corpus(questions.passages, model)
    rows: list[dict[str, float]] = []
    right: list[int] = []
    for asked in questions.questions:
        hits = corpus.retriever.hits(understand(asked.text), k=11)
        without = [hit for hit in hits if hit.passage.id != asked.passage_id]
        for shown in (hits[:10], without[:10]):
            signals, holds = _first(corpus, asked, shown)
            rows.append(signals.values())
            right.append(int(holds))
    logger.info("%s: %d questions, %.2f right", questions.name, len(questions.questions), 2 * float(np.mean(right)))
    return Examples(np.array([list(row.values()) for row in rows]), np.array(right))


def _first(corpus: SmallCorpus, asked: Asked, hits: Sequence[Hit]) -> tuple[Signals, bool]:
    best = corpus.answerer.candidates(understand(asked.text), hits)[0]
    right_place = best.passage.id == asked.passage_id
    return best.signals, right_place and (not asked.answer or fold(asked.answer) in fold(best.text))


@dataclass(frozen=True)
class Learned:
    """A logistic model: an intercept and one weight a signal, none of them negative."""

    intercept: float
    weights: Floats

    def probabilities(self, signals: Floats) -> Floats:
        """Return the probability that each row was right."""
        return np.asarray(1 / (1 + np.exp(-(signals @ self.weights + self.intercept))), np.float64)


def learn(sets: Sequence[Examples]) -> Learned:
    """Fit one logistic model to several sets, each with the same weight.

    Nothing that speaks for an answer may come to speak against it: a signal whose weight would be negative is left out.
    """
    signals, right = np.concatenate([each.signals for each in sets]), np.concatenate([each.right for each in sets])
    size = len(right) / len(sets)
    importance = np.concatenate([each.evenly * size / len(each.right) for each in sets])
    used = np.ones(signals.shape[1], bool)
    while True:
        fitted = LogisticRegression(C=1.0, max_iter=2000).fit(signals[:, used], right, importance)
        weights = np.zeros(len(used))
        weights[used] = fitted.coef_[0]
        if (weights >= 0).all():
            return Learned(float(fitted.intercept_[0]), weights)
        used &= weights > 0


def validate(learned: Learned, held_out: Examples) -> dict[str, float]:
    """Return how well the weights tell right from wrong on a set that they were not learned from."""
    probabilities = learned.probabilities(held_out.signals)
    answered, right = probabilities >= 0.5, held_out.right == 1
    figures = {
        "questions": len(right) / 2,
        "right_when_answered": right[answered].mean() if answered.any() else 0.0,
        "answered_of_right": answered[right].mean(),
        "refused_without_passage": 1 - answered[1::2].mean(),
        "auc": roc_auc_score(right, probabilities),
    }
    return {name: round(float(value), 3) for name, value in figures.items()}


def of_facts(facts: Sequence[Fact], corpus: SmallCorpus) -> dict[str, Examples]:
    """Ask each fact of all reports and of those in each single language; sort by the language of what was found."""
    rows: dict[str, list[dict[str, float]]] = {"within": [], "across": []}
    right: dict[str, list[int]] = {"within": [], "across": []}
    for fact in facts:
        question = understand(fact.question, fact.lang)
        for languages in ((), *((language,) for language in LANGUAGES)):
            hits = corpus.retriever.hits(question, Filters(languages=languages))
            best = corpus.answerer.candidates(question, hits)[0]
            place = (best.passage.report_id, best.passage.locator.paragraph)
            group = "within" if best.signals.within else "across"
            rows[group].append(best.signals.values())
            right[group].append(int(any((wanted.doc, wanted.at) == place for wanted in fact.evidence)))
    return {
        group: Examples(np.array([list(row.values()) for row in rows[group]]), np.array(right[group])) for group in rows
    }


def _question_sets(data: Path, count: int) -> list[QuestionSet]:
    sets = [
        squad(data / "piaf.fr.json", "fr"),
        json_lines(data / "arcd_train.jsonl.gz", "ar"),
        json_lines(data / "covid_faq_multi.jsonl.gz", "en"),
    ]
    return [sample(questions, count) for questions in sets]


def _held_out_sets(data: Path, count: int) -> dict[str, list[QuestionSet]]:
    english, arabic = squad(data / "xquad.en.json", "en"), squad(data / "xquad.ar.json", "ar")
    return {
        "within": [sample(english, count), sample(arabic, count)],
        "across": [sample(across(english, arabic), count), sample(across(arabic, english), count)],
    }


def main() -> None:
    """Read the command line, learn, validate and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--facts", type=Path, default=Path("eval/facts/sample.jsonl"))
    parser.add_argument("--questions", type=int, default=250, help="Questions taken of each public set.")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    model, data = load_bundled(), arguments.data / "qa"
    facts, corpus = load_facts(arguments.facts), read_corpus(arguments.corpus, model)
    public = _question_sets(data, arguments.questions)
    asked = of_facts(facts, corpus)
    # The facts are asked as analysts ask, in other words than the report's; the public sets say more often the same
    # words. So the facts weigh as much as all public sets together.
    learned = {
        "within": learn([*(examples(each, model) for each in public), *[asked["within"]] * len(public)]),
        "across": learn([asked["across"]]),
    }
    stored = {
        "weights": {name: _weights(fitted) for name, fitted in learned.items()},
        "learned_from": {
            "within": [*(each.name for each in public), arguments.facts.name],
            "across": [arguments.facts.name],
        },
        "validation": {
            each.name: validate(learned[name], examples(each, model))
            for name, sets in _held_out_sets(data, arguments.questions).items()
            for each in sets
        },
    }
    logger.info("%s", json.dumps(stored, indent=2))
    WEIGHTS_FILE.write_text(json.dumps(stored, indent=2) + "\n", encoding="utf-8")


def _weights(learned: Learned) -> dict[str, float]:
    names = [field.name for field in fields(Signals) if field.name != "within"]
    weights = {"intercept": learned.intercept, **dict(zip(names, learned.weights, strict=True))}
    return {name: round(float(weight), 4) for name, weight in weights.items()}


if __name__ == "__main__":
    main()
