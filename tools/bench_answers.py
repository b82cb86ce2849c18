"""Measures what answers rest on: the first sentence chosen, how telling each kind of answer is, and coverage.

    python -m tools.bench_answers --data ../shared/data

Prints the share of public questions whose first sentence holds the answer; how much rarer the sign of a kind (a
number, a date, a name) is missing from the sentence that answers than from its neighbours; and how far a sentence is
covered by its own translation and by another sentence. Finding passages is measured by `tools.bench_retrieval`.
"""

from __future__ import annotations

import argparse
import logging
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from eval.intervals import proportion
from rag.answering.evidence import Evidence
from rag.answering.kinds import holds_kind
from rag.embedding import StaticModel, load_bundled
from rag.question import understand
from rag.text.normalise import fold
from rag.text.sentences import split
from rag.types import QuestionKind
from tools.benchmarks.questions import question_sets
from tools.benchmarks.tables import Row, Table
from tools.question_sets import QuestionSet
from tools.small_corpus import open_corpus


def first_sentences(sets: dict[str, QuestionSet], model: StaticModel) -> Table:
    """Return the share of questions whose first sentence holds the answer and stands in the right passage."""
    rows = []
    for name, questions in sets.items():
        corpus = open_corpus(questions.passages, model)
        right = []
        for asked in questions.questions:
            question = understand(asked.text)
            best = next(iter(corpus.answerer.candidates(question, corpus.retriever.hits(question))), None)
            right.append(
                best is not None and best.passage.id == asked.passage_id and fold(asked.answer) in fold(best.text)
            )
        rows.append(Row(name, {"first sentence right": proportion("right", "questions", len(right), right)}))
    return Table("First sentences", "Per cent of the questions (95 % interval).", rows)


def missing_ratios(questions: QuestionSet) -> Table:
    """Return how much rarer the sign of a kind is missing from the sentence that answers than from its neighbours."""
    texts = {passage.id: passage.text for passage in questions.passages}
    missing: dict[QuestionKind, list[tuple[bool, bool]]] = {}
    for asked in questions.questions:
        text, question = texts[asked.passage_id], understand(asked.text)
        sentences = [text[start:end] for start, end in split(text)]
        answering = next((each for each in sentences if fold(asked.answer) in fold(each)), None)
        if answering is not None:
            missing.setdefault(question.kind, []).extend(
                (each is answering, not holds_kind(question, each)) for each in sentences
            )
    rows = []
    for kind, seen in missing.items():
        answers, neighbours = ([gone for answers, gone in seen if answers is wanted] for wanted in (True, False))
        if any(neighbours):
            ratio = float(np.mean(answers) / np.mean(neighbours))
            rows.append(Row(kind.value, {"questions": float(len(answers)), "ratio": ratio}))
    return Table(f"Signs of a kind ({questions.name})", "How often missing from the answer, against neighbours.", rows)


def coverage_by_translations(folder: Path, model: StaticModel) -> Table:
    """Return the low quantiles of the coverage by a translation, and the high ones of that by another sentence."""
    texts = {
        language: (folder / f"flores.devtest.{language}").read_text(encoding="utf-8").splitlines()
        for language in ("en", "fr", "ar")
    }
    evidence = Evidence(model, lambda ids: np.ones(len(ids), np.float32))
    rows = []
    for asked, found in (("en", "fr"), ("en", "ar"), ("fr", "ar")):
        shifted = [*texts[found][1:], texts[found][0]]
        for name, others in (("own translation", texts[found]), ("another sentence", shifted)):
            covered = [evidence.similarity(text, [other])[0] for text, other in zip(texts[asked], others, strict=True)]
            rows.append(Row(f"{asked} covered by {found}, {name}", _quantiles(covered)))
    return Table("Coverage (FLORES devtest)", "Quantiles over the sentences.", rows)


def _quantiles(values: Sequence[float]) -> dict[str, float | str]:
    return {f"{share:.0%}": f"{np.quantile(values, share):.2f}" for share in (0.01, 0.05, 0.5, 0.95, 0.99)}


def main() -> None:
    """Read the command line and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--questions", type=int, default=300, help="Questions taken of each set.")
    arguments = parser.parse_args()
    logging.disable(logging.DEBUG)
    model, sets = load_bundled(), question_sets(arguments.data, arguments.questions)
    print(first_sentences(sets, model).markdown(), flush=True)
    print(missing_ratios(sets["PIAF fr"]).markdown())
    print(coverage_by_translations(arguments.data / "bitext", model).markdown())


if __name__ == "__main__":
    main()
