"""Token-by-token scoring over a static model's token vectors, which finds across languages what averages blur.

Each token of the question looks for its best match among the distinct tokens of a passage:

    score = sum over question tokens q of norm(q) · max over passage tokens t of near(q, t) · rarity(t)
    near(q, t) = cos(q, t) where that is at least 0.3, else 0

divided by (0.5 + 0.5 · length / mean length) ** 0.3, so that long passages do not win by holding everything. The norm
stands for salience: contrastive training makes vectors of telling words long. Late interaction is ColBERT's idea
(Khattab and Zaharia, 2020); over static vectors each pair of tokens has one cosine for the whole corpus, so scoring is
a walk over posting lists. It holds token ids, not texts, and no model: the token vectors are given by the caller.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.errors import IndexDamagedError
from rag.stores.arrays import REBUILD, load_array, ranges, save_array

# Below this cosine two tokens of a static model have nothing to say to each other.
LEAST_COSINE = 0.3
LENGTH_EXPONENT = 0.3

Ids = NDArray[np.int32]
Rows = NDArray[np.int64]
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class TokenMatch:
    """One token of the question, the token of the passage that it found, and what that added to the score."""

    question_token: int
    passage_token: int
    weight: float


@dataclass(frozen=True)
class _Nearness:
    """A token of the question and the corpus tokens near it (as positions in `_Postings.tokens`), lightest first.

    `weights` are norm(q) · near(q, t) · rarity(t); `times` is how often the token stands in the question.
    """

    token: int
    times: int
    near: Rows
    weights: Floats


@dataclass(frozen=True)
class _Postings:
    """What is stored, a .npy file each.

    `token_ids` are all passages' tokens in order, one after the other; passage i has those from `offsets[i]` to
    `offsets[i + 1]`. `tokens` are the distinct tokens of the corpus, ascending; token j stands in the rows
    `postings[posting_offsets[j]:posting_offsets[j + 1]]`. `vocabulary` holds one number, the model's vocabulary size.
    """

    token_ids: Ids
    offsets: Rows
    tokens: Ids
    postings: Ids
    posting_offsets: Rows
    vocabulary: Rows

    @property
    def fit(self) -> bool:
        return bool(self.offsets[-1] == len(self.token_ids) and self.posting_offsets[-1] == len(self.postings))


class LateInteraction:
    """Posting lists of tokens over passages; safe to share between threads."""

    def __init__(self, stored: _Postings) -> None:
        self._stored = stored
        self._bound: tuple[Floats, Floats] | None = None

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self._stored.offsets) - 1

    @classmethod
    def build(cls, token_ids: Sequence[Ids], vocabulary: int) -> LateInteraction:
        """Index each passage's token ids, in order, with repeats.

        `vocabulary` is the size of the model's vocabulary; raises ValueError for an id outside it.
        """
        flat = np.concatenate([*token_ids, np.empty(0, np.int32)]).astype(np.int32)
        if len(flat) and not 0 <= flat.min() <= flat.max() < vocabulary:
            raise ValueError(f"token ids from {flat.min()} to {flat.max()} in a vocabulary of {vocabulary}")
        rows = max(len(token_ids), 1)
        lengths = np.array([len(ids) for ids in token_ids], np.int64)
        # One number for each (token, row), so that sorting and deduplicating is a single pass.
        pairs = np.unique(flat.astype(np.int64) * rows + np.repeat(np.arange(len(lengths)), lengths))
        owners, postings = np.divmod(pairs, rows)
        tokens, held_by = np.unique(owners, return_counts=True)
        return cls(
            _Postings(
                token_ids=flat,
                offsets=_offsets(lengths),
                tokens=tokens.astype(np.int32),
                postings=postings.astype(np.int32),
                posting_offsets=_offsets(held_by),
                vocabulary=np.array([vocabulary], np.int64),
            )
        )

    def save(self, folder: Path) -> None:
        """Write a folder of .npy files."""
        folder.mkdir()
        for field in fields(_Postings):
            save_array(folder / f"{field.name}.npy", getattr(self._stored, field.name))

    @classmethod
    def load(cls, folder: Path) -> LateInteraction:
        """Open what `save` wrote, memory-mapped; raises IndexDamagedError when it cannot be read."""
        stored = _Postings(**{field.name: load_array(folder / f"{field.name}.npy") for field in fields(_Postings)})
        if not stored.fit:
            raise IndexDamagedError(f"The arrays in {folder} do not fit together.", REBUILD)
        return cls(stored)

    def token_ids(self, row: int) -> Ids:
        """Return the tokens of a passage, in order, with repeats."""
        return self._stored.token_ids[self._stored.offsets[row] : self._stored.offsets[row + 1]]

    def scores(self, question: Ids, token_vectors: Floats, rows: Rows | None = None) -> Floats:
        """Return the score of every row (or of `rows`, in their order); see the formula above.

        `question` holds token ids with repeats, each of which counts; `token_vectors` is (vocabulary x dimension), not
        normalised. Raises ValueError when the vectors are not of this vocabulary.
        """
        return self._score(self._nearness(question, token_vectors), rows)

    def share(self, question: Ids, token_vectors: Floats, rows: Rows | None = None) -> Floats:
        """Return the scores divided by `most`: about 0 to 1.

        1 is a passage of mean length that holds every token of the question itself.
        """
        scores, most = self.scores(question, token_vectors, rows), self.most(question, token_vectors)
        return scores / np.float32(most) if most else scores

    def most(self, question: Ids, token_vectors: Floats) -> float:
        """Return what the question could reach in a passage of mean length: sum over q of norm(q) · rarity(q).

        A token that stands nowhere in the corpus counts with the rarity of one never seen.
        """
        tokens = np.asarray(question, np.int32)
        return float((np.linalg.norm(token_vectors[tokens], axis=1) * self.rarity(tokens)).sum())

    def rarity(self, tokens: Ids) -> Floats:
        """Return the inverse document frequency of each token; that of one not in the corpus is the highest."""
        held_by = np.zeros(len(tokens), np.int64)
        if len(self._stored.tokens):
            places = np.minimum(np.searchsorted(self._stored.tokens, tokens), len(self._stored.tokens) - 1)
            held_by = np.where(self._stored.tokens[places] == tokens, self._counts[places], 0)
        return _rarity(held_by, len(self))

    def explain(self, question: Ids, token_vectors: Floats, row: int) -> list[TokenMatch]:
        """Return what each distinct token of the question found in one passage, heaviest first.

        Tokens that found nothing are left out. The weights of all matches, each times how often its token stands in the
        question, divided by the length factor, are the score.
        """
        held = np.searchsorted(self._stored.tokens, np.unique(self.token_ids(row)))
        matches = []
        for asked in self._nearness(question, token_vectors):
            # The heaviest stands last, as in the scores.
            found = np.flatnonzero(np.isin(asked.near, held, assume_unique=True))[-1:]
            matches += [
                TokenMatch(asked.token, int(self._stored.tokens[asked.near[place]]), float(asked.weights[place]))
                for place in found
            ]
        return sorted(matches, key=lambda match: (-match.weight, match.question_token))

    def _score(self, question: Iterable[_Nearness], rows: Rows | None) -> Floats:
        total = np.zeros(len(self), np.float64)
        best = np.empty(len(self), np.float32)
        for asked in question:
            lengths = self._counts[asked.near]
            places = ranges(self._stored.posting_offsets[asked.near], lengths)
            best.fill(0)
            # Where a passage holds several near tokens, the heaviest is written last and stays.
            best[self._stored.postings[places]] = np.repeat(asked.weights, lengths)
            total += best * float(asked.times)
        total /= self._length_factors
        scores = total.astype(np.float32)
        return scores if rows is None else scores[rows]

    def _nearness(self, question: Ids, token_vectors: Floats) -> Iterator[_Nearness]:
        if len(token_vectors) != self._stored.vocabulary[0]:
            raise ValueError(f"{len(token_vectors)} token vectors for a vocabulary of {self._stored.vocabulary[0]}")
        tokens, times = np.unique(np.asarray(question, np.int32), return_counts=True)
        norms = np.linalg.norm(token_vectors[tokens], axis=1)
        cosines = _unit(token_vectors[tokens]) @ self._corpus_vectors(token_vectors).T
        for token, count, norm, line in zip(tokens.tolist(), times.tolist(), norms, cosines, strict=True):
            near = np.flatnonzero(line >= LEAST_COSINE)
            weights = line[near] * self._rarities[near] * norm
            order = np.argsort(weights, kind="stable")
            yield _Nearness(token, count, near[order], weights[order])

    def _corpus_vectors(self, token_vectors: Floats) -> Floats:
        # One model serves an index for as long as it is open, so its unit vectors are made once.
        bound = self._bound
        if bound is None or bound[0] is not token_vectors:
            bound = self._bound = (token_vectors, _unit(token_vectors[self._stored.tokens]))
        return bound[1]

    @cached_property
    def _counts(self) -> NDArray[np.int64]:
        return np.diff(self._stored.posting_offsets)

    @cached_property
    def _rarities(self) -> Floats:
        return _rarity(self._counts, len(self))

    @cached_property
    def _length_factors(self) -> Floats:
        lengths = np.diff(self._stored.offsets)
        mean = lengths.mean() if lengths.any() else 1.0
        return np.asarray((0.5 + 0.5 * lengths / mean) ** LENGTH_EXPONENT, np.float32)


def _offsets(lengths: NDArray[np.int64]) -> Rows:
    return np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)


def _unit(vectors: Floats) -> Floats:
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(norms > 0, norms, 1), np.float32)


def _rarity(held_by: NDArray[np.int64], rows: int) -> Floats:
    # The inverse document frequency of Lucene's BM25, never negative.
    return np.log1p((rows - held_by + 0.5) / (held_by + 0.5)).astype(np.float32)
