"""Which sentences of one place say the same in two language versions of a report, and which stand in one alone.

Two sentences are a pair when each is the other's nearest in its place, as translators keep the order of thought but not
the length of sentences. What the pair is worth for an answer is for `rag.answering.witnesses` to tell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.answering.quoting import Similarity
from rag.text.sentences import beginning, split
from rag.types import Passage

# Of a sentence, the least that its translation covers; below it, sentences have nothing to do with each other. From
# twice as much on, two sentences hardly ever say different things: see docs/answers.md for both.
LEAST = 0.15
CLEAR = 2 * LEAST


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence of a place: offsets into the passage's text, past the paragraph's number."""

    passage: Passage
    start: int
    end: int

    @property
    def text(self) -> str:
        """The sentence."""
        return self.passage.text[self.start : self.end]


@dataclass(frozen=True)
class Alignment:
    """The sentences of one place in two versions; `near` (own x other) is how much they share, 0 to 1."""

    own: Sequence[Piece]
    other: Sequence[Piece]
    near: NDArray[np.float32]

    def counterpart(self, place: int) -> int | None:
        """Return which sentence of the other version says what sentence `place` of this one says, if one does."""
        nearest = int(self.near[place].argmax())
        share = float(self.near[place, nearest])
        mutual = int(self.near[:, nearest].argmax()) == place
        return nearest if share >= (LEAST if mutual else CLEAR) else None

    def alone(self, place: int) -> bool:
        """Tell whether the other version leaves a sentence out: each of its own clearly says something else."""
        others = np.delete(self.near, place, axis=0)
        return bool(len(others) and self.near[place].max() < LEAST and others.max(axis=0).min() >= CLEAR)


def aligned(own: Sequence[Passage], other: Sequence[Passage], similarity: Similarity) -> Alignment:
    """Return the alignment of a place, which has at least one sentence in each version, with its other version."""
    mine, theirs = pieces(own), pieces(other)
    there = [similarity(piece.text, [other.text for other in theirs]) for piece in mine]
    back = [similarity(piece.text, [other.text for other in mine]) for piece in theirs]
    # A short sentence covers little of a long one that holds all of it, but not the other way round.
    return Alignment(mine, theirs, np.maximum(np.array(there, np.float32), np.array(back, np.float32).T))


def pieces(passages: Sequence[Passage]) -> list[Piece]:
    """Return the sentences of passages, in their order."""
    return [
        Piece(passage, beginning(passage.text, start, end), end)
        for passage in passages
        for start, end in split(passage.text)
    ]
