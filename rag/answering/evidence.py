"""How much of a question a piece of text covers, word by word, across languages.

Each content word of the question looks for itself in the text: by stem within the text's language, and by its tokens'
nearest tokens in a trilingual space. Words weigh by salience (the norms of their vectors) and rarity in the corpus.
It measures coverage only: whether the covered question is also answered, is for the caller to weigh.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from rag.text.language import detect
from rag.text.tokens import content_words, stem, stems

Floats = NDArray[np.float32]
Ids = NDArray[np.int32]

# The same threshold as in retrieval: below it two tokens of a static model have nothing to say to each other.
LEAST_COSINE = 0.3


class TokenModel(Protocol):
    """A static model: token ids of texts, and one vector a token (vocabulary x dimension)."""

    @property
    def vectors(self) -> Floats: ...  # noqa: D102

    def token_ids(self, texts: Sequence[str]) -> list[Ids]: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Nearness:
    """A question's content words against texts: `near` is (texts x words), `weights` sums to 1 over the words."""

    near: Floats
    weights: Floats

    @property
    def coverage(self) -> Floats:
        """The weighted share of the question that each text covers, 0 to 1."""
        return np.asarray(self.near @ self.weights, np.float32)


class Evidence:
    """Compares a question with texts through a static model and the corpus's token rarities."""

    def __init__(self, model: TokenModel, rarity: Callable[[Ids], Floats]) -> None:
        self._model = model
        self._rarity = rarity
        # The same passages come back for question after question.
        self._read = lru_cache(maxsize=20_000)(self._read_once)

    def nearness(self, question: str, texts: Sequence[str], languages: Sequence[str]) -> Nearness:
        """Return how near each text, in its language, comes to each content word of the question."""
        words = content_words(question)
        pieces = self._model.token_ids(words)
        ids = np.concatenate([*pieces, np.empty(0, np.int32)]).astype(np.int32)
        salience = np.linalg.norm(self._model.vectors[ids], axis=1) * self._rarity(ids)
        owners = np.repeat(np.arange(len(words)), [len(piece) for piece in pieces])
        weights = np.bincount(owners, salience, len(words))
        vectors = _unit(self._model.vectors[ids])
        near = np.zeros((len(texts), len(words)), np.float32)
        for row, (text, language) in enumerate(zip(texts, languages, strict=True)):
            tokens, held = self._read(text, language)
            if len(tokens) and len(ids):
                best = (vectors @ _unit(self._model.vectors[tokens]).T).max(axis=1)
                best[best < LEAST_COSINE] = 0
                near[row] = np.bincount(owners, best * salience, len(words)) / np.maximum(weights, 1e-9)
            near[row][[position for position, word in enumerate(words) if stem(word, language) in held]] = 1
        return Nearness(near, (weights / max(float(weights.sum()), 1e-9)).astype(np.float32))

    def similarity(self, text: str, others: Sequence[str]) -> list[float]:
        """Return the share of `text` that each of the others covers."""
        return [float(share) for share in self.nearness(text, others, [detect(other) for other in others]).coverage]

    def _read_once(self, text: str, language: str) -> tuple[Ids, frozenset[str]]:
        """The distinct tokens and stems of a text."""
        (tokens,) = self._model.token_ids([text])
        return np.unique(tokens), frozenset(stems(text, language))


def _unit(vectors: Floats) -> Floats:
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(norms, 1e-9), np.float32)
