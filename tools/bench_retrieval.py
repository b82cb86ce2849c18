"""Measures the voices of retrieval, alone and fused, on public question sets, and what verification rests on.

    python -m tools.bench_retrieval --data ../shared/data

Prints nDCG@10 of the passage that answers each question (ties count against the voice), the share of questions whose
first sentence is right, what levelling does in a mixed corpus, how telling the kinds of answer are, and how far a
sentence is covered by its own translation and by another sentence.
"""

from __future__ import annotations

import argparse
import logging
import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from rag.answering.evidence import Evidence, Floats
from rag.answering.kinds import holds_kind
from rag.embedding import StaticModel, load_bundled
from rag.question import understand
from rag.retrieval import DENSE, LATE, LEXICAL
from rag.text.normalise import fold
from rag.text.sentences import split
from rag.types import QuestionKind
from tools.question_sets import QuestionSet, across, json_lines, sample, squad
from tools.small_corpus import open_corpus

VOICES = {
    "token by token": (1.0, 0.0, 0.0),
    "stems (BM25)": (0.0, 1.0, 0.0),
    "mean vector": (0.0, 0.0, 1.0),
    "fused": (LATE, LEXICAL, DENSE),
}


def ranking(questions: QuestionSet, model: StaticModel) -> dict[str, float]:
    """Return nDCG@10 by voice, in hundredths, and the share of first sentences that hold the answer."""
    corpus = open_corpus(questions.passages, model)
    row_of = {passage.id: row for row, passage in enumerate(questions.passages)}
    gains: dict[str, list[float]] = {name: [] for name in VOICES}
    first = []
    for asked in questions.questions:
        spoken = corpus.retriever.listen(asked.text)
        for name, (late, lexical, dense) in VOICES.items():
            scores = late * spoken["late"] + lexical * spoken["lexical"] + dense * np.maximum(spoken["dense"], 0)
            rank = int((scores >= scores[row_of[asked.passage_id]]).sum())
            gains[name].append(1 / math.log2(rank + 1) if rank <= 10 else 0.0)
        question = understand(asked.text)
        best = corpus.answerer.candidates(question, corpus.retriever.hits(question))[0]
        first.append(best.passage.id == asked.passage_id and fold(asked.answer) in fold(best.text))
    return {name: 100 * float(np.mean(values)) for name, values in gains.items()} | {
        "first": 100 * float(np.mean(first))
    }


def mixed(asked_in: QuestionSet, found_in: QuestionSet, model: StaticModel, count: int) -> dict[str, Floats]:
    """Return nDCG@10 in a corpus of both languages, before and after levelling.

    "own": of the passage in the question's language, its translation taken away; "translated": the other way round.
    """
    passages = [*asked_in.passages, *found_in.passages]
    corpus = open_corpus(passages, model)
    row_of = {passage.id: row for row, passage in enumerate(passages)}
    translated = {asked.id: row_of[asked.passage_id] for asked in found_in.questions}
    gains: dict[str, list[list[float]]] = {"own": [], "translated": []}
    for asked in sample(asked_in, count).questions:
        spoken = corpus.retriever.listen(asked.text)
        heard = LATE * spoken["late"] + LEXICAL * spoken["lexical"] + DENSE * np.maximum(spoken["dense"], 0)
        own, other = row_of[asked.passage_id], translated[asked.id]
        for name, wanted, hidden in (("own", own, other), ("translated", other, own)):
            rows = np.delete(np.arange(len(passages)), hidden)
            levelled = corpus.retriever.fused(spoken, rows)
            ranks = [int((scores[rows] >= scores[wanted]).sum()) for scores in (heard, levelled)]
            gains[name].append([1 / math.log2(rank + 1) if rank <= 10 else 0.0 for rank in ranks])
    return {name: np.asarray(100 * np.mean(values, axis=0), np.float32) for name, values in gains.items()}


def missing_ratios(questions: QuestionSet) -> None:
    """Print how much rarer the sign of a kind is missing from the sentence that answers than from its neighbours."""
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
    for kind, seen in missing.items():
        answers, neighbours = ([gone for answers, gone in seen if answers is wanted] for wanted in (True, False))
        if any(neighbours):
            print(f"{kind.value}: {len(answers)} questions, ratio {np.mean(answers) / np.mean(neighbours):.2f}")


def coverage_by_translations(folder: Path, model: StaticModel) -> None:
    """Print the low quantiles of the coverage by a translation, and the high ones of that by another sentence."""
    texts = {
        language: (folder / f"flores.devtest.{language}").read_text(encoding="utf-8").splitlines()
        for language in ("en", "fr", "ar")
    }
    evidence = Evidence(model, lambda ids: np.ones(len(ids), np.float32))
    for asked, found in (("en", "fr"), ("en", "ar"), ("fr", "ar")):
        own = [evidence.similarity(text, [other])[0] for text, other in zip(texts[asked], texts[found], strict=True)]
        shifted = [*texts[found][1:], texts[found][0]]
        another = [evidence.similarity(text, [other])[0] for text, other in zip(texts[asked], shifted, strict=True)]
        print(f"{asked} covered by {found}: own translation {_quantiles(own)}, another sentence {_quantiles(another)}")


def _quantiles(values: Sequence[float]) -> str:
    return ", ".join(f"{share:.0%} {np.quantile(values, share):.2f}" for share in (0.01, 0.05, 0.5, 0.95, 0.99))


def main() -> None:
    """Read the command line and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--questions", type=int, default=300, help="Questions taken of each set.")
    arguments = parser.parse_args()
    logging.disable(logging.DEBUG)
    model, data = load_bundled(), arguments.data / "qa"
    english, arabic = squad(data / "xquad.en.json", "en"), squad(data / "xquad.ar.json", "ar")
    sets = {
        "PIAF fr": squad(data / "piaf.fr.json", "fr"),
        "ARCD ar (trained on)": json_lines(data / "arcd_train.jsonl.gz", "ar"),
        "XQuAD en": english,
        "XQuAD ar": arabic,
        "XQuAD en→ar": across(english, arabic),
        "XQuAD ar→en": across(arabic, english),
    }
    print("| | " + " | ".join([*VOICES, "first sentence right"]) + " |")
    for name, questions in sets.items():
        figures = ranking(sample(questions, arguments.questions), model)
        print(f"| {name} | " + " | ".join(f"{value:.1f}" for value in figures.values()) + " |", flush=True)
    for name, asked_in, found_in in (("en", english, arabic), ("ar", arabic, english)):
        for which, (before, after) in mixed(asked_in, found_in, model, arguments.questions).items():
            print(f"XQuAD, both languages, asked in {name}, {which}: {before:.1f}, levelled {after:.1f}", flush=True)
    missing_ratios(sets["PIAF fr"])
    coverage_by_translations(arguments.data / "bitext", model)


if __name__ == "__main__":
    main()
