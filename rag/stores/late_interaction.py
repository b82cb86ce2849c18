"""Token-by-token scoring over a static model's token vectors, which finds across languages what averages blur.

Each token of the question looks for its best match among the distinct tokens of a passage:

    score = sum over question tokens q of norm(q) · max over passage tokens t of near(q, t) · rarity(t)
    near(q, t) = cos(q, t) where that is at least 0.3, else 0

divided by (0.5 + 0.5 · length / mean length) ** 0.3, so that long passages do not win by holding everything. Rarity
(inverse document frequency) and mean length are those of the passage's own language, so passages added in one language
move no score in another. The norm stands for salience: contrastive training makes vectors of telling words long. Late
interaction is ColBERT's idea (Khattab and Zaharia, 2020); over static vectors each pair of tokens has one cosine for
the whole corpus, so scoring is a walk over posting lists. It holds token ids, not texts, and no model: the token
vectors are given by the caller.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.stores.arrays import ranges
from rag.stores.postings import Postings

# Below this cosine two tokens of a static model have nothing to say to each other.
LEAST_COSINE = 0.3
LENGTH_EXPONENT = 0.3

Ids = NDArray[np.int32]
Rows = NDArray[np.int64]
Floats = NDArray[np.float32]

# Question words come again and again; so many are remembered with what is near them (some 2 KB each).
_REMEMBERED = 4096


@dataclass(frozen=True)
class TokenMatch:
    """One token of the question, the token of the passage that it found, and what that added to the score."""

    question_token: int
    passage_token: int
    weight: float


@dataclass(frozen=True)
class _Nearness:
    """A token of the question and the cells near it, language by language, in each the lightest first.

    `weights` are norm(q) · near(q, t) · rarity(t); `most` is the heaviest of them in each language.
    """

    token: int
    cells: Ids
    weights: Floats
    most: Floats


class LateInteraction:
    """Posting lists of tokens over passages; safe to share between threads."""

    def __init__(self, postings: Postings) -> None:
        self._postings = postings
        self._length_factors = np.asarray((0.5 + 0.5 * postings.relative_lengths) ** LENGTH_EXPONENT, np.float32)
        self._neighbours: _Neighbours | None = None

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self._postings)

    @classmethod
    def build(cls, token_ids: Sequence[Ids], vocabulary: int, languages: Sequence[str]) -> LateInteraction:
        """Index each passage's token ids, in order, with repeats; `languages[i]` is that of passage i.

        `vocabulary` is the size of the model's vocabulary. Raises ValueError for an id outside it, and when the
        passages and their languages differ in number.
        """
        return cls(Postings.build(token_ids, vocabulary, languages))

    def save(self, folder: Path) -> None:
        """Write a folder of .npy files."""
        self._postings.save(folder)

    @classmethod
    def load(cls, folder: Path) -> LateInteraction:
        """Open what `save` wrote, memory-mapped; raises IndexDamagedError when it cannot be read."""
        return cls(Postings.load(folder))

    def token_ids(self, row: int) -> Ids:
        """Return the tokens of a passage, in order, with repeats."""
        return self._postings.token_ids[self._postings.offsets[row] : self._postings.offsets[row + 1]]

    def scores(self, question: Ids, token_vectors: Floats, rows: Rows | None = None) -> Floats:
        """Return the score of every row (or of `rows`, in their order); see the formula above.

        `question` holds token ids with repeats, each of which counts; `token_vectors` is (vocabulary x dimension), not
        normalised. Raises ValueError when the vectors are not of this vocabulary.
        """
        asked = self._asked(question, token_vectors)
        if rows is None:
            return self._totals(asked) / self._length_factors
        # Few rows are scored from their own tokens; for many it is quicker to walk the posting lists.
        totals = self._totals_of(asked, rows) if 8 * len(rows) < len(self) else self._totals(asked)[rows]
        return totals / self._length_factors[rows]

    def share(self, question: Ids, token_vectors: Floats, rows: Rows | None = None) -> Floats:
        """Return the scores divided by the most that the question could reach in the row's language: about 0 to 1.

        1 is a passage of mean length that holds the best match for every token of the question.
        """
        languages = self._postings.languages if rows is None else self._postings.languages[rows]
        # Where nothing can be reached, every score is 0.
        most: Floats = np.maximum(self.most(question, token_vectors), np.finfo(np.float32).tiny)
        return self.scores(question, token_vectors, rows) / most[languages]

    def most(self, question: Ids, token_vectors: Floats) -> Floats:
        """Return, for each language, what the question could reach in a passage of mean length.

        That is the sum over q of the heaviest match that any passage of the language has for it, so that a translation
        counts as much as the word itself; where there is none, of norm(q) times the rarity of a token never seen.
        """
        asked = self._asked(question, token_vectors)
        total = np.zeros(self._postings.language_count, np.float32)
        for near, times in asked:
            total += near.most * np.float32(times)
        return total

    def rarity(self, tokens: Ids) -> Floats:
        """Return the inverse document frequency of each token in the language where it is most common.

        That of a token that stands nowhere is the highest.
        """
        postings = self._postings
        cells = postings.cell_of[:, tokens]
        rarities = np.append(postings.rarities, np.float32(np.inf))[cells]  # the last for the cell -1
        found = rarities.min(axis=0, initial=np.inf)
        never = postings.unseen.max(initial=np.log(2))  # that of a corpus without a passage
        return np.asarray(np.where(np.isfinite(found), found, never), np.float32)

    def explain(self, question: Ids, token_vectors: Floats, row: int) -> list[TokenMatch]:
        """Return what each distinct token of the question found in one passage, heaviest first.

        Tokens that found nothing are left out. The weights of all matches, each times how often its token stands in the
        question, divided by the length factor, are the score.
        """
        postings = self._postings
        held = int(postings.languages[row]) * postings.vocabulary + np.unique(self.token_ids(row)).astype(np.int64)
        matches = []
        for near, _ in self._asked(question, token_vectors):
            # A row has one language, in which the heaviest stands last, as in the scores.
            for place in np.flatnonzero(np.isin(postings.cells[near.cells], held))[-1:]:
                token = int(postings.cells[near.cells[place]]) % postings.vocabulary
                matches.append(TokenMatch(near.token, token, float(near.weights[place])))
        return sorted(matches, key=lambda match: (-match.weight, match.question_token))

    def _totals(self, asked: Iterable[tuple[_Nearness, int]]) -> Floats:
        rows, starts = self._postings.rows, self._postings.row_offsets
        total, best = np.zeros(len(self), np.float32), np.empty(len(self), np.float32)
        for near, times in asked:
            best.fill(0)
            bounds = zip(starts[near.cells].tolist(), starts[near.cells + 1].tolist(), near.weights, strict=True)
            # Where a passage holds several near tokens, the heaviest is written last and stays.
            for start, end, weight in bounds:
                best[rows[start:end]] = weight
            total += best if times == 1 else best * np.float32(times)
        return total

    def _totals_of(self, asked: Iterable[tuple[_Nearness, int]], rows: Rows) -> Floats:
        postings = self._postings
        lengths = postings.offsets[rows + 1] - postings.offsets[rows]
        filled, total = np.flatnonzero(lengths), np.zeros(len(rows), np.float32)
        if not len(filled):
            return total
        tokens = postings.token_ids[ranges(postings.offsets[rows], lengths)]
        cells = postings.cell_of[np.repeat(postings.languages[rows], lengths), tokens]
        firsts = (np.cumsum(lengths) - lengths)[filled]
        weights = np.zeros(len(postings.cells), np.float32)
        for near, times in asked:
            weights[near.cells] = near.weights
            total[filled] += np.maximum.reduceat(weights[cells], firsts) * np.float32(times)
            weights[near.cells] = 0
        return total

    def _asked(self, question: Ids, token_vectors: Floats) -> list[tuple[_Nearness, int]]:
        """Return the distinct tokens of the question with how often each stands in it."""
        if len(token_vectors) != self._postings.vocabulary:
            raise ValueError(f"{len(token_vectors)} token vectors for a vocabulary of {self._postings.vocabulary}")
        neighbours = self._neighbours
        # One model serves an index for as long as it is open.
        if neighbours is None or neighbours.token_vectors is not token_vectors:
            neighbours = self._neighbours = _Neighbours(self._postings, token_vectors)
        tokens, times = np.unique(np.asarray(question, np.int32), return_counts=True)
        return list(zip(neighbours.of(tokens), times.tolist(), strict=True))


class _Neighbours:
    """Finds, and remembers, the cells near a token by one model's vectors."""

    def __init__(self, postings: Postings, token_vectors: Floats) -> None:
        self.token_vectors = token_vectors
        self._postings = postings
        self._corpus = _unit(token_vectors[postings.tokens])
        self._known: dict[int, _Nearness] = {}

    def of(self, tokens: Ids) -> list[_Nearness]:
        """Return the nearness of each of the distinct tokens."""
        known = self._known
        new = np.array([token for token in tokens.tolist() if token not in known], np.int32)
        if len(known) + len(new) > _REMEMBERED:
            # Threads that still read the old one keep it until they are done.
            known = self._known = {token: known[token] for token in tokens.tolist() if token in known}
        vectors = self.token_vectors[new]
        cosines = _unit(vectors) @ self._corpus.T
        for token, norm, line in zip(new.tolist(), np.linalg.norm(vectors, axis=1), cosines, strict=True):
            known[token] = self._nearness(token, norm, line)
        return [known[token] for token in tokens.tolist()]

    def _nearness(self, token: int, norm: np.float32, cosines: Floats) -> _Nearness:
        postings = self._postings
        near = np.flatnonzero(cosines >= LEAST_COSINE)
        found, weights, most = [], [], postings.unseen * norm
        for language, cells in enumerate(postings.cell_of[:, postings.tokens[near]]):
            held = np.flatnonzero(cells >= 0)
            if len(held):
                heavy = cosines[near[held]] * postings.rarities[cells[held]] * norm
                order = np.argsort(heavy, kind="stable")
                found.append(cells[held][order])
                weights.append(heavy[order])
                most[language] = heavy.max()
        return _Nearness(
            token,
            np.concatenate([*found, np.empty(0, np.int32)]),
            np.concatenate([*weights, np.empty(0, np.float32)]),
            most,
        )


def _unit(vectors: Floats) -> Floats:
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(norms > 0, norms, 1), np.float32)
