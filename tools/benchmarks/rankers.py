"""Who is measured: the product's retriever, and three plain rankers to hold it against.

The baselines are written for plainness and share no code with the product's search, so that they stay what they are
when it changes. All are asked the same way: a question and the passage that answers it go in, a rank comes out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.embedding import StaticModel
from rag.question import understand
from rag.retrieval import HybridRetriever
from rag.stores.documents import indexed_text
from rag.text.tokens import stems
from rag.types import Filters, Hit, Passage

Floats = NDArray[np.float32]
Scores = Callable[[str], Floats]
CUT = 10
_LEAST_COSINE = 0.3


class Stems:
    """BM25 (Lucene's, k1 1.2, b 0.75) over stems of all passages together; a question is stemmed in every language."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        import bm25s

        self._languages = sorted({passage.language for passage in passages})
        words = [stems(indexed_text(passage), passage.language) for passage in passages]
        self._vocabulary = {word: number for number, word in enumerate(sorted(set().union(*words)))}
        self._index: Any = bm25s.BM25(k1=1.2, b=0.75, method="lucene")
        numbers = [[self._vocabulary[word] for word in text] for text in words]
        self._index.index((numbers, self._vocabulary), create_empty_token=False, show_progress=False)
        self._rows = len(passages)

    def __call__(self, question: str) -> Floats:
        """Return the score of every passage."""
        asked = {stem for language in self._languages for stem in stems(question, language)} & self._vocabulary.keys()
        if not asked:
            return np.zeros(self._rows, np.float32)
        return np.asarray(self._index.get_scores(sorted(asked)), np.float32)


class MeanVector:
    """The cosine of the mean vectors of question and passage."""

    def __init__(self, passages: Sequence[Passage], model: StaticModel) -> None:
        self._model = model
        self._vectors = model.embed_passages([indexed_text(passage) for passage in passages])

    def __call__(self, question: str) -> Floats:
        """Return the score of every passage."""
        return np.asarray(self._vectors @ self._model.embed_question(question), np.float32)


class TokenByToken:
    """Late interaction over static token vectors, as plainly as it can be said.

    For each token of the question: the best cosine among the passage's tokens (nothing below 0.3), times the length of
    the question token's vector, times the inverse document frequency of the token it matched; summed, and divided by
    (0.5 + 0.5 length / mean length) ** 0.3. After ColBERT's MaxSim (Khattab and Zaharia 2020), over static vectors.
    """

    def __init__(self, passages: Sequence[Passage], model: StaticModel) -> None:
        self._model = model
        tokens = model.token_ids([indexed_text(passage) for passage in passages])
        lengths = np.array([len(row) for row in tokens], np.float32)
        distinct = [np.unique(row) if len(row) else np.zeros(1, np.int32) for row in tokens]
        used, self._flat = np.unique(np.concatenate(distinct), return_inverse=True)
        self._sizes = [len(row) for row in distinct]
        self._starts = np.cumsum([0, *self._sizes[:-1]])
        frequency = np.bincount(self._flat)
        self._rarity = np.log(1 + (len(passages) - frequency + 0.5) / (frequency + 0.5)).astype(np.float32)
        vectors = model.vectors[used]
        self._units = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
        self._penalty = (0.5 + 0.5 * lengths / lengths.mean()) ** 0.3

    def __call__(self, question: str) -> Floats:
        """Return the score of every passage."""
        vectors = self._model.vectors[self._model.token_ids([question])[0]]
        norms = np.linalg.norm(vectors, axis=1)
        cosines = (vectors / np.maximum(norms, 1e-9)[:, None]) @ self._units.T
        cosines[cosines < _LEAST_COSINE] = 0
        total = np.zeros(len(self._starts), np.float32)
        for row, norm in zip(cosines, norms, strict=True):
            spread = row[self._flat]
            best = np.maximum.reduceat(spread, self._starts)
            # The rarity of the very token that gave the best cosine: ties go to the rarest.
            is_best = spread >= np.repeat(best, self._sizes)
            total += norm * best * np.maximum.reduceat(np.where(is_best, self._rarity[self._flat], 0), self._starts)
        return np.asarray(total / self._penalty, np.float32)


def rank_by_scores(scores: Floats, wanted: int, hidden: int | None = None) -> int:
    """Return the rank of a row, 1 for the best; ties count against it, and `hidden` is not there at all."""
    rank = int((scores >= scores[wanted]).sum())
    return rank - int(hidden is not None and scores[hidden] >= scores[wanted])


def rank_by_hits(hits: Sequence[Hit], wanted: str) -> int | None:
    """Return the rank of a passage among the hits, None where it is not found; equal scores count against it."""
    found = next((hit for hit in hits if hit.passage.id == wanted), None)
    return None if found is None else max(hit.rank for hit in hits if hit.score == found.score)


def found_by_product(retriever: HybridRetriever, question: str, filters: Filters | None = None) -> tuple[Hit, ...]:
    """Ask as a user does: the question is understood first, and ten hits come back."""
    return retriever.hits(understand(question), filters, CUT)


def gain(rank: int | None) -> float:
    """Return the nDCG@10 of a question with one right passage: 1 at the top, 1/log2(rank + 1) further down."""
    return float(1 / np.log2(rank + 1)) if rank is not None and rank <= CUT else 0.0
