"""Learns which sentence answers, and when none does, and stores the weights readably.

    python -m tools.train_answers --data ../shared/data

Questions that people wrote (half of PIAF, ARCD) are asked over all passages of their set, and again with the passage
that answers taken away; near misses are made of them (another name, another year), and they are moved word for word
into the other languages. The facts about the sample reports are asked as analysts ask, in other words than the
report's, over reports in three languages, with near misses of their own and with public questions that have nothing to
do with the reports; they count twice. Learned is first which of the sentences answers, from the
questions that have an answer, then from all of them how sure it is that one does (`tools.training.choice`). XQuAD, a
benchmark, and the other half of PIAF only tell how well the weights carry over; other facts are never looked at.
"""

from __future__ import annotations

import argparse
import json
import logging
import math
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.loading import load_facts
from eval.matching import holds
from eval.types import Fact
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
from tools.training.choice import Example, fit
from tools.word_for_word import lexicon, word_for_word

logger = logging.getLogger(__name__)
Floats = NDArray[np.float64]

HITS = 10
# With the passage taken away a question weighs less than with it, since people ask of reports that answer more often.
TAKEN_AWAY = 0.6
UNANSWERABLE = 0.7
FACTS_COUNT = 2.0
# So many questions of each public set are asked of the sample reports, which say nothing of them.
FAR = 60


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
    candidates = _possible(corpus, question, hits)
    right = np.array([_answers(candidate, asked) for candidate in candidates], np.bool_)
    return Example(rows([candidate.signals for candidate in candidates]), right if right.any() else None)


def _possible(corpus: SmallCorpus, question: Question, hits: Sequence[Hit]) -> list[Candidate]:
    """The sentences that nothing rules out; the others are not weighed in the product either."""
    return [each for each in corpus.answerer.candidates(question, hits) if not each.signals.impossible]


def _answers(candidate: Candidate, asked: Asked) -> bool:
    return candidate.passage.id == asked.passage_id and fold(asked.answer) in fold(candidate.text)


def of_facts(facts_file: Path, corpus: SmallCorpus, others: Sequence[QuestionSet]) -> list[Example]:
    """Ask each fact of all reports, near misses of the facts, and the questions of other sets, far from the reports.

    Answerable and unanswerable ones have a share each, and so have the three kinds of the latter.
    """
    facts = load_facts(facts_file)
    answered = [
        example for fact in facts if fact.answerable for example in _of_fact(fact, corpus) if example.right is not None
    ]
    far = [asked.text for each in others for asked in each.questions]
    unanswered = [
        [example for fact in facts if not fact.answerable for example in _of_fact(fact, corpus)],
        [_unanswered(asked.text, corpus) for asked in _missed(facts_file.name, facts, corpus).questions],
        [_unanswered(text, corpus) for text in far],
    ]
    return _sharing(answered, 1.0) + [
        example for kind in unanswered for example in _sharing(kind, UNANSWERABLE / len(unanswered))
    ]


def _sharing(found: Sequence[Example], whole: float) -> list[Example]:
    return [Example(each.signals, each.right, whole / len(found)) for each in found]


def _of_fact(fact: Fact, corpus: SmallCorpus) -> Iterator[Example]:
    """One example for each part of the question; the sentences that answer stand in the fact's places."""
    places = {(place.doc, place.at) for place in fact.evidence}
    for question in parts(understand(fact.question, fact.lang, fact.history)):
        candidates = _possible(corpus, question, corpus.retriever.hits(question))
        right = np.array([_place(each) in places and holds(each.text, fact.expect) for each in candidates], np.bool_)
        yield Example(rows([each.signals for each in candidates]), right if fact.answerable and right.any() else None)


def _missed(name: str, facts: Sequence[Fact], corpus: SmallCorpus) -> QuestionSet:
    """The facts' questions with another name, country or year."""
    at = {(passage.report_id, passage.locator.paragraph): passage.id for passage in corpus.passages}
    asked = [
        Asked(fact.id, fact.question, at[place.doc, place.at], "")
        for fact in facts
        for place in fact.evidence[:1]
        if not fact.history and (place.doc, place.at) in at
    ]
    return near_misses(QuestionSet(name, tuple(corpus.passages), tuple(asked)))


def _unanswered(text: str, corpus: SmallCorpus) -> Example:
    question = understand(text)
    candidates = _possible(corpus, question, corpus.retriever.hits(question))
    return Example(rows([candidate.signals for candidate in candidates]), None)


def _place(candidate: Candidate) -> tuple[str, str | None]:
    start = candidate.passage.locator.start
    locator = candidate.passage.locator.within(start + candidate.start, start + candidate.end)
    return candidate.passage.report_id, locator.paragraph


def validate(weights: Weights, held_out: Sequence[Example]) -> dict[str, float]:
    """Return how well the weights do on questions that they were not learned from."""
    # Where everything is ruled out there is no answer, for sure.
    silent = sum(not len(each.signals) for each in held_out)
    held_out = [each for each in held_out if len(each.signals)]
    shares = [weights.shares(each.signals) for each in held_out]
    sure = [weights.certainty(each.signals, share) for each, share in zip(held_out, shares, strict=True)]
    present = [value for value, each in zip(sure, held_out, strict=True) if each.right is not None]
    absent = [0.0] * silent + [value for value, each in zip(sure, held_out, strict=True) if each.right is None]
    first = [
        bool(each.right[share.argmax()]) for each, share in zip(held_out, shares, strict=True) if each.right is not None
    ]
    figures = {
        "first_right_where_found": float(np.mean(first)) if first else 0.0,
        "auc": area_under_curve(present, absent),
        "given": float(np.mean(np.array(present) >= 0.5)) if present else 0.0,
        "refused": float(np.mean(np.array(absent) < 0.5)) if absent else 0.0,
    }
    return {name: round(value, 3) for name, value in figures.items() if not math.isnan(value)}


def _learned_from(data: Path, model: StaticModel) -> list[tuple[QuestionSet, ...]]:
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
    return [*own, *moved]


def _held_out(data: Path, count: int) -> list[QuestionSet]:
    english, arabic = squad(data / "qa/xquad.en.json", "en"), squad(data / "qa/xquad.ar.json", "ar")
    french = halves(data / "qa/piaf.fr.json", "fr")[1]
    sets = [english, arabic, across(english, arabic), across(arabic, english), french]
    return [sample(each, count) for each in (*sets, near_misses(english), near_misses(french))]


def _named(weights: Floats) -> dict[str, float]:
    return dict(zip(NAMES, (np.round(weights, 3) + 0.0).tolist(), strict=True))


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
    asked = [[example for each in sets for example in examples(each, model)] for sets in public]
    far = [sample(sets[0], FAR) for sets in public]
    facts = of_facts(arguments.facts, read_corpus(arguments.corpus, model), far)
    weights = fit([*((found, 1.0) for found in asked), (facts, FACTS_COUNT)])
    stored = {
        "which": _named(weights.which),
        "whether": _named(weights.whether) | {"first": round(weights.first, 3), "bias": round(weights.bias, 3)},
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
