"""Learns which sentence answers, and when none does, and stores the weights readably.

    python -m tools.train_answers --data ../shared/data

Questions that people wrote (half of PIAF, ARCD) are asked over all passages of their set, and again with the passage
that answers taken away; near misses are made of them (another name, another year), and they are moved word for word
into the other languages. The facts about the sample reports are asked as analysts ask, in other words than the
report's, over reports in three languages; they count twice. Learned is under which weights the sentences that answer,
or "none of them", are the most probable: one softmax, no signal counting against its sense. XQuAD, a benchmark, and the
other half of PIAF only tell how well the weights carry over; other facts are never looked at.
"""

from __future__ import annotations

import argparse
import json
import logging
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from eval.loading import load_facts
from eval.matching import holds
from rag.answering.choosing import WEIGHTS_FILE, Weights, rows
from rag.answering.extractive import Candidate
from rag.answering.signals import NAMES
from rag.embedding import StaticModel, load_bundled
from rag.question import parts, understand
from rag.text.normalise import fold
from rag.types import Hit, Question
from tools.benchmarks.answers import area_under_curve
from tools.near_misses import near_misses
from tools.question_sets import Asked, QuestionSet, across, halves, json_lines, sample, squad
from tools.small_corpus import SmallCorpus, open_corpus, read_corpus
from tools.word_for_word import lexicon, word_for_word

logger = logging.getLogger(__name__)
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

PENALTY = 1e-4
HITS = 10
# Speaks against a sentence, or tells of the question and may count either way; everything else speaks for one.
AGAINST = frozenset(name for name in NAMES if name.startswith("no_") or name.endswith("_missing")) | {
    "scattered",
    "nothing_counted",
    "another_ordinal",
}
EITHER_WAY = frozenset({"length", "arabic"})
# With the passage taken away a question weighs less than with it, since people ask of reports that answer more often.
TAKEN_AWAY = 0.6
UNANSWERABLE = 0.7
FACTS_COUNT = 2.0


@dataclass(frozen=True)
class Example:
    """The signals of a question's sentences, which of them answer (None: none does), and how much it weighs."""

    signals: Floats
    right: Bools | None
    weight: float = 1.0


def examples(questions: QuestionSet, model: StaticModel) -> list[Example]:
    """Ask every question, and again with the passage that answers taken away."""
    corpus = open_corpus(questions.passages, model)
    found = []
    for asked in questions.questions:
        question = understand(asked.text)
        hits = corpus.retriever.hits(question, k=HITS + 1)
        present = _example(corpus, question, asked, hits[:HITS])
        if not asked.passage_id or present.right is not None:
            found.append(present)
        if asked.passage_id:
            without = [hit for hit in hits if hit.passage.id != asked.passage_id][:HITS]
            found.append(Example(_example(corpus, question, asked, without).signals, None, TAKEN_AWAY))
    logger.info("%s: %d questions", questions.name, len(questions.questions))
    return found


def _example(corpus: SmallCorpus, question: Question, asked: Asked, hits: Sequence[Hit]) -> Example:
    candidates = corpus.answerer.candidates(question, hits)
    right = np.array([_answers(candidate, asked) for candidate in candidates], np.bool_)
    return Example(rows([candidate.signals for candidate in candidates]), right if right.any() else None)


def _answers(candidate: Candidate, asked: Asked) -> bool:
    return candidate.passage.id == asked.passage_id and fold(asked.answer) in fold(candidate.text)


def of_facts(facts_file: Path, corpus: SmallCorpus) -> list[Example]:
    """Ask each fact of all reports; answerable and unanswerable ones have a share each."""
    found = []
    for fact in load_facts(facts_file):
        places = {(place.doc, place.at) for place in fact.evidence}
        for question in parts(understand(fact.question, fact.lang, fact.history)):
            candidates = corpus.answerer.candidates(question, corpus.retriever.hits(question))
            right = np.array(
                [_place(each) in places and holds(each.text, fact.expect) for each in candidates], np.bool_
            )
            if not fact.answerable or right.any():
                signals = rows([candidate.signals for candidate in candidates])
                found.append(Example(signals, right if fact.answerable else None))
    answerable = sum(example.right is not None for example in found)
    shares = {True: 1 / max(answerable, 1), False: UNANSWERABLE / max(len(found) - answerable, 1)}
    return [Example(each.signals, each.right, shares[each.right is not None]) for each in found]


def _place(candidate: Candidate) -> tuple[str, str | None]:
    start = candidate.passage.locator.start
    locator = candidate.passage.locator.within(start + candidate.start, start + candidate.end)
    return candidate.passage.report_id, locator.paragraph


def learn(sets: Sequence[tuple[Sequence[Example], float]]) -> Weights:
    """Return the weights under which what is right is the most probable; each set weighs as said, whatever its size."""
    whole = sum(weight for _, weight in sets)
    usable = [
        (example, example.weight * weight / whole / sum(each.weight for each in found))
        for found, weight in sets
        for example in found
        if len(example.signals)
    ]

    def loss(values: Floats) -> tuple[float, Floats]:
        signals, none = values[:-1], values[-1]
        total, slope = PENALTY * float(signals @ signals), 2 * PENALTY * np.append(signals, 0.0)
        for example, importance in usable:
            chances = Weights(signals, none).chances(example.signals @ signals)
            silent = 1 - chances.sum()
            if example.right is None:
                total -= importance * float(np.log(max(silent, 1e-12)))
                slope[:-1] += importance * (chances @ example.signals)
                slope[-1] -= importance * (1 - silent)
                continue
            held = max(float(chances[example.right].sum()), 1e-12)
            total -= importance * float(np.log(held))
            slope[:-1] += importance * (chances - chances * example.right / held) @ example.signals
            slope[-1] += importance * silent
        return total, slope

    bounds: list[tuple[float | None, float | None]] = [
        (None, None) if name in EITHER_WAY else (None, 0) if name in AGAINST else (0, None) for name in NAMES
    ]
    start = np.zeros(len(NAMES) + 1)
    fitted = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[*bounds, (None, None)]).x
    return Weights(fitted[:-1], float(fitted[-1]))


def validate(weights: Weights, held_out: Sequence[Example]) -> dict[str, float]:
    """Return how well the weights do on questions that they were not learned from."""
    sure = [float(weights.chances(each.signals @ weights.signals).sum()) for each in held_out]
    present = [value for value, each in zip(sure, held_out, strict=True) if each.right is not None]
    absent = [value for value, each in zip(sure, held_out, strict=True) if each.right is None]
    first = [
        bool(each.right[int((each.signals @ weights.signals).argmax())]) for each in held_out if each.right is not None
    ]
    figures = {
        "first_right_where_found": float(np.mean(first)) if first else 0.0,
        "auc": area_under_curve(present, absent),
        "given": float(np.mean(np.array(present) >= 0.5)) if present else 0.0,
        "refused": float(np.mean(np.array(absent) < 0.5)) if absent else 0.0,
    }
    return {name: round(value, 3) for name, value in figures.items() if not math.isnan(value)}


def _learned_from(data: Path, model: StaticModel) -> list[list[Example]]:
    french = halves(data / "qa/piaf.fr.json", "fr")[0]
    arabic = json_lines(data / "qa/arcd_train.jsonl.gz", "ar")
    own = [
        (sample(french, 900), sample(near_misses(french), 450)),
        (sample(arabic, 500), near_misses(arabic)),
    ]
    moved = [
        tuple(
            word_for_word(sample(questions, count, seed=11), source, target, words, model)
            for target, count in targets
            for words in (lexicon(data / "parallel", source, target, model),)
        )
        for questions, source, targets in (
            (french, "fr", (("en", 500), ("ar", 300))),
            (arabic, "ar", (("en", 400), ("fr", 300))),
        )
    ]
    return [[example for each in sets for example in examples(each, model)] for sets in (*own, *moved)]


def _held_out(data: Path, count: int) -> list[QuestionSet]:
    english, arabic = squad(data / "qa/xquad.en.json", "en"), squad(data / "qa/xquad.ar.json", "ar")
    french = halves(data / "qa/piaf.fr.json", "fr")[1]
    sets = [english, arabic, across(english, arabic), across(arabic, english), french]
    return [sample(each, count) for each in (*sets, near_misses(english), near_misses(french))]


def main() -> None:
    """Read the command line, learn, validate and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--facts", type=Path, default=Path("eval/facts/sample.jsonl"))
    parser.add_argument("--questions", type=int, default=300, help="Questions taken of each set that is only measured.")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    model = load_bundled()
    public = _learned_from(arguments.data, model)
    facts = of_facts(arguments.facts, read_corpus(arguments.corpus, model))
    weights = learn([*((found, 1.0) for found in public), (facts, FACTS_COUNT)])
    stored = {
        "weights": dict(zip(NAMES, np.round(weights.signals, 3).tolist(), strict=True)),
        "none": round(weights.none, 3),
        "learned_from": ["piaf.fr.json, first half", "arcd_train.jsonl.gz", arguments.facts.name],
        "validation": {
            each.name: validate(weights, examples(each, model))
            for each in _held_out(arguments.data, arguments.questions)
        },
    }
    logger.info("%s", json.dumps(stored, indent=2, ensure_ascii=False))
    WEIGHTS_FILE.write_text(json.dumps(stored, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
