"""One vector a word, from a static model: the sum of its pieces' vectors, of unit length.

The words of the corpus are kept once they were needed; a question mostly meets words that an earlier one has met.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from rag.stores.words import Words

Floats = NDArray[np.float32]
Ids = NDArray[np.int32]


class TokenModel(Protocol):
    """A static model: token ids of texts, and one vector a token (vocabulary x dimension)."""

    @property
    def vectors(self) -> Floats: ...  # noqa: D102

    def token_ids(self, texts: Sequence[str]) -> list[Ids]: ...  # noqa: D102


class WordVectors:
    """The vectors of words; safe to share between threads."""

    def __init__(self, held: Words, model: TokenModel) -> None:
        self._model = model
        self._texts = held.texts
        # Memory that no word has been written to takes no room.
        self._kept: Floats = np.empty((len(held.texts), model.vectors.shape[1]), np.float32)
        self._known = np.zeros(len(held.texts), np.bool_)

    def of_words(self, numbers: Ids) -> Floats:
        """Return the unit vectors of words of the corpus (words x dimension); zeros where the model knows no piece."""
        new = numbers[~self._known[numbers]]
        if len(new):
            # Two threads may write the same vectors at once: they write the same.
            self._kept[new] = self.of_texts([self._texts[number] for number in new.tolist()])
            self._known[new] = True
        return self._kept[numbers]

    def of_texts(self, texts: Sequence[str]) -> Floats:
        """Return the unit vectors of any words."""
        vectors = self._model.vectors
        pieces = self._model.token_ids(texts)
        sums = np.zeros((len(texts), vectors.shape[1]), np.float32)
        lengths = np.array([len(ids) for ids in pieces])
        filled = np.flatnonzero(lengths)
        if len(filled):
            starts = np.cumsum(lengths[filled]) - lengths[filled]
            sums[filled] = np.add.reduceat(vectors[np.concatenate(pieces)], starts)
        norms = np.linalg.norm(sums, axis=1, keepdims=True)
        return np.asarray(sums / np.where(norms > 0, norms, 1), np.float32)
