"""The public benchmarks of the bundled model: FLORES (translations), XQuAD and PIAF (questions and passages).

The late interaction here is the reference, written for plainness and for small sets; the one that users get lives in
`rag.retrieval`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.embedding import StaticModel

Floats = NDArray[np.float32]
CUT = 10
_LEAST_COSINE = 0.3


def bitext_accuracy(model: StaticModel, data: Path, left: str, right: str) -> float:
    """Share of the FLORES sentences of one language whose nearest sentence in the other is their translation."""
    sides = [
        model.embed_passages((data / "bitext" / f"flores.devtest.{language}").read_text(encoding="utf-8").splitlines())
        for language in (left, right)
    ]
    return float(np.mean((sides[0] @ sides[1].T).argmax(axis=1) == np.arange(len(sides[0]))))


def load_questions(path: Path) -> tuple[list[str], list[int], list[str]]:
    """Reads a file in SQuAD form: questions, for each the number of its paragraph, and the paragraphs."""
    questions: list[str] = []
    answers: list[int] = []
    paragraphs: list[str] = []
    for article in json.loads(path.read_text(encoding="utf-8"))["data"]:
        for paragraph in article["paragraphs"]:
            questions += [row["question"] for row in paragraph["qas"]]
            answers += [len(paragraphs)] * len(paragraph["qas"])
            paragraphs.append(paragraph["context"])
    return questions, answers, paragraphs


def gain(scores: Floats, answer: int) -> float:
    """The nDCG@10 of one question with one right passage: 1 at the top, 1/log2(rank + 1) further down."""
    rank = 1 + int((scores > scores[answer]).sum())
    return float(1 / np.log2(rank + 1)) if rank <= CUT else 0.0


class LateInteraction:
    """Scores every passage of a small set token by token.

    For each token of the question: the best cosine among the passage's tokens (nothing below 0.3), times the length of
    the question token's vector, times the inverse document frequency of the token it matched; summed, and divided by
    (0.5 + 0.5 length / mean length) ** 0.3. After ColBERT's MaxSim (Khattab and Zaharia 2020), over static vectors.
    """

    def __init__(self, model: StaticModel, passages: Sequence[str]) -> None:
        self.model = model
        tokens = model.token_ids(passages)
        lengths = np.array([len(row) for row in tokens], dtype=np.float32)
        distinct = [np.unique(row) if len(row) else np.zeros(1, dtype=np.int32) for row in tokens]
        self.used, flat = np.unique(np.concatenate(distinct), return_inverse=True)
        self.flat = flat
        self.starts = np.cumsum([0, *(len(row) for row in distinct[:-1])])
        frequency = np.bincount(flat)
        self.rarity = np.log(1 + (len(passages) - frequency + 0.5) / (frequency + 0.5)).astype(np.float32)
        vectors = model.vectors[self.used]
        self.units = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
        self.penalty = (0.5 + 0.5 * lengths / lengths.mean()) ** 0.3

    def scores(self, question: str) -> Floats:
        """One score per passage."""
        vectors = self.model.vectors[self.model.token_ids([question])[0]]
        norms = np.linalg.norm(vectors, axis=1)
        cosines = (vectors / np.maximum(norms, 1e-9)[:, None]) @ self.units.T
        cosines[cosines < _LEAST_COSINE] = 0
        total = np.zeros(len(self.starts), dtype=np.float32)
        for row, norm in zip(cosines, norms, strict=True):
            spread = row[self.flat]
            best = np.maximum.reduceat(spread, self.starts)
            # The rarity of the very token that gave the best cosine: ties go to the rarest.
            is_best = spread >= np.repeat(best, np.diff(np.append(self.starts, len(self.flat))))
            rarity = np.maximum.reduceat(np.where(is_best, self.rarity[self.flat], 0), self.starts)
            total += norm * best * rarity
        scores: Floats = total / self.penalty
        return scores


def question_gains(model: StaticModel, questions: Path, passages: Path, most: int | None = None) -> tuple[float, float]:
    """Mean nDCG@10 of the questions of one file over the paragraphs of another: mean vector, token by token."""
    texts, answers, _ = load_questions(questions)
    _, _, paragraphs = load_questions(passages)
    step = max(1, len(texts) // most) if most else 1
    chosen = range(0, len(texts), step)
    cosines = model.embed_passages([texts[index] for index in chosen]) @ model.embed_passages(paragraphs).T
    late = LateInteraction(model, paragraphs)
    mean_vector = [gain(row, answers[index]) for row, index in zip(cosines, chosen, strict=True)]
    by_token = [gain(late.scores(texts[index]), answers[index]) for index in chosen]
    return float(np.mean(mean_vector)), float(np.mean(by_token))
