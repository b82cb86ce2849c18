"""Learns what each voice of retrieval counts, and stores the weights readably.

    python -m tools.train_fusion --data ../shared/data

The voices' weights come from questions that people wrote for paragraphs of one language (ARCD, and half of PIAF): those
under which the passage that answers is the most probable among the candidates (a softmax over their scores, as in
ListNet by Cao and others, 2007). No weight is negative, and both sets weigh the same. The bundled model must not have
seen them in its training.

What evens out languages comes from texts in three languages in one corpus: each title is asked for the text under it in
its own language and in the others, the translations of that text taken away; what finds both kinds best on the whole is
taken. Vectors stay silent there, since the model knows these pairs by heart. The benchmarks, and public sets of another
kind (answers to frequent questions, titles of studies), are only measured, to tell how well the weights carry over.
"""

from __future__ import annotations

import argparse
import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from rag.embedding import StaticModel
from rag.retrieval.fusion import WEIGHTS_FILE, Weights
from rag.retrieval.hybrid import Heard
from rag.text.language import LANGUAGES
from tools.benchmarks.rankers import gain
from tools.question_sets import QuestionSet, across, halves, json_lines, sample, squad
from tools.small_corpus import open_corpus

logger = logging.getLogger(__name__)
Floats = NDArray[np.float64]

VOICES = ("late", "lexical", "keys", "dense", "words", "window", "stretch")
# Weights stay finite where a voice is always right; a smaller or larger value changes no rank.
PENALTY = 1e-4
ADVANCES = (0.0, 0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.08, 0.1, 0.15)
OTHER_SETS = (("covidqa_en", "en"), ("covid_faq_multi", "en"), ("covid_faq_multi", "ar"), ("piaf_ml_cnil", "fr"))
LIFTED = (0.0, 0.15, 0.3, 0.45, 0.6)


@dataclass(frozen=True)
class Example:
    """The candidates of one question (candidates x voices), their languages, that of the question, the right place.

    The place is None when the passage that answers is not among the candidates.
    """

    said: Floats
    languages: NDArray[np.int32]
    asked_in: int
    right: int | None


@dataclass(frozen=True)
class Wanted:
    """A question, the row that answers it, and the rows that are not there."""

    text: str
    row: int
    hidden: frozenset[int] = frozenset()


def listen(questions: QuestionSet, wanted: Sequence[Wanted], model: StaticModel) -> list[Example]:
    """Ask the retriever what its voices say."""
    retriever = open_corpus(questions.passages, model).retriever
    rows = np.arange(len(questions.passages))
    return [
        _example(retriever.listen(asked.text, np.setdiff1d(rows, list(asked.hidden)), 10), asked.row)
        for asked in wanted
    ]


def _example(heard: Heard, row: int) -> Example:
    places = np.flatnonzero(heard.rows == row).tolist()
    said = np.column_stack([np.maximum(heard.spoken[voice], 0) for voice in VOICES]).astype(np.float64)
    return Example(said, heard.languages, heard.asked_in, places[0] if places else None)


def plainly(questions: QuestionSet) -> list[Wanted]:
    """Return the questions of a set, over all of its passages."""
    row_of = {passage.id: row for row, passage in enumerate(questions.passages)}
    return [Wanted(asked.text, row_of[asked.passage_id]) for asked in questions.questions]


def learn(sets: Sequence[Sequence[Example]]) -> Weights:
    """Return the weights, together 1, under which the right candidates are most probable."""
    usable = [(each, 1 / len(examples)) for examples in sets for each in examples if each.right is not None]

    def loss(weights: Floats) -> tuple[float, Floats]:
        total, slope = PENALTY * float(weights @ weights), 2 * PENALTY * weights
        for example, importance in usable:
            scores = example.said @ weights
            chances = np.exp(scores - scores.max())
            chances /= chances.sum()
            total -= importance / len(sets) * float(np.log(chances[example.right]))
            slope = slope + importance / len(sets) * (chances @ example.said - example.said[example.right])
        return total, slope

    start = np.ones(len(VOICES))
    fitted = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(0, None)] * len(VOICES)).x
    return Weights({voice: float(weight) for voice, weight in zip(VOICES, fitted / fitted.sum(), strict=True)}, 0, 0)


def found(examples: Sequence[Example], weights: Weights) -> float:
    """Return the mean nDCG@10; a passage that is no candidate counts as not found, ties count against."""
    gains = []
    for example in examples:
        spoken = {voice: example.said[:, place].astype(np.float32) for place, voice in enumerate(VOICES)}
        scores = weights.fused(spoken, example.languages, example.asked_in)
        rank = None if example.right is None else int((scores >= scores[example.right]).sum())
        gains.append(gain(rank))
    return float(np.mean(gains))


def settle(own: Sequence[Example], other: Sequence[Example], weights: Weights) -> Weights:
    """Return the weights with the advance and lift under which both kinds of examples are found best on the whole."""
    heard = {voice: count for voice, count in weights.voices.items() if voice != "dense"}
    tried = {
        (advance, lifted): found(own, without) + found(other, without)
        for advance in ADVANCES
        for lifted in LIFTED
        for without in (Weights(heard, advance, lifted),)
    }
    advance, lifted = max(tried, key=lambda pair: tried[pair])
    return Weights(weights.voices, advance, lifted)


def together(sets: Mapping[str, QuestionSet], count: int) -> tuple[QuestionSet, dict[tuple[str, str], list[Wanted]]]:
    """Return one corpus of all languages, and its questions by the languages asked in and found in.

    The sets share their questions' ids; only questions that all of them hold are asked.
    """
    passages = tuple(passage for questions in sets.values() for passage in questions.passages)
    row_of = {passage.id: row for row, passage in enumerate(passages)}
    held = {name: {asked.id: asked for asked in questions.questions} for name, questions in sets.items()}
    common = set.intersection(*(set(each) for each in held.values()))
    mixed = QuestionSet("mixed", passages, tuple(held[next(iter(sets))][name] for name in sorted(common)))
    asked: dict[tuple[str, str], list[Wanted]] = {(a, b): [] for a in sets for b in sets}
    for name in (each.id for each in sample(mixed, count).questions):
        rows = {language: row_of[held[language][name].passage_id] for language in sets}
        for (asking, finding), wanted in asked.items():
            hidden = frozenset(row for language, row in rows.items() if language != finding)
            wanted.append(Wanted(held[asking][name].text, rows[finding], hidden))
    return mixed, asked


def _sorted_by_language(
    sets: Mapping[str, QuestionSet], count: int, model: StaticModel
) -> tuple[list[Example], list[Example]]:
    """The examples found in the question's own language, and those found in another."""
    mixed, asked = together(sets, count)
    pairs = [(pair, wanted) for pair, each in asked.items() for wanted in each]
    examples = listen(mixed, [wanted for _, wanted in pairs], model)
    own = [example for ((a, b), _), example in zip(pairs, examples, strict=True) if a == b]
    return own, [example for ((a, b), _), example in zip(pairs, examples, strict=True) if a != b]


def _benchmarks(data: Path, count: int, model: StaticModel, weights: Weights) -> dict[str, float]:
    english, arabic = squad(data / "xquad.en.json", "en"), squad(data / "xquad.ar.json", "ar")
    alone = {
        "XQuAD en": english,
        "XQuAD ar": arabic,
        "XQuAD en→ar": across(english, arabic),
        "XQuAD ar→en": across(arabic, english),
        "PIAF fr, second half": halves(data / "piaf.fr.json", "fr")[1],
        **{f"{name} {language}": json_lines(data / f"{name}.jsonl.gz", language) for name, language in OTHER_SETS},
    }
    figures = {}
    for name, questions in alone.items():
        chosen = sample(questions, count)
        figures[name] = found(listen(chosen, plainly(chosen), model), weights)
    own, other = _sorted_by_language({"en": english, "ar": arabic}, count, model)
    return figures | {"XQuAD mixed, own language": found(own, weights), "mixed, other": found(other, weights)}


def main() -> None:
    """Read the command line, learn, measure and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", type=Path, default=Path("rag/models/dalil-static"))
    parser.add_argument("--questions", type=int, default=700, help="At most so many questions of each set.")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    model, data, count = StaticModel.load(arguments.model), arguments.data / "qa", arguments.questions
    learned_from = json_lines(data / "arcd_train.jsonl.gz", "ar"), halves(data / "piaf.fr.json", "fr")[0]
    sets = [sample(questions, count) for questions in learned_from]
    asked = [listen(questions, plainly(questions), model) for questions in sets]
    weights = learn(asked)
    titles = ("docs_heading_passage", "moodle_title_help")
    own: list[Example] = []
    other: list[Example] = []
    for name in titles:
        texts = {language: json_lines(data / f"{name}.jsonl.gz", language) for language in LANGUAGES}
        in_own, in_other = _sorted_by_language(texts, count // 5, model)
        own, other = own + in_own, other + in_other
    weights = settle(own, other, weights)
    stored = {
        "voices": {voice: round(weight, 4) for voice, weight in weights.voices.items()},
        "advance": weights.advance,
        "lifted": weights.lifted,
        "learned_from": {"voices": [each.name for each in sets], "languages": list(titles)},
        "fitted": {each.name: round(found(examples, weights), 3) for each, examples in zip(sets, asked, strict=True)},
        "benchmarks": {name: round(value, 3) for name, value in _benchmarks(data, 200, model, weights).items()},
    }
    logger.info("%s", json.dumps(stored, indent=2, ensure_ascii=False))
    WEIGHTS_FILE.write_text(json.dumps(stored, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
