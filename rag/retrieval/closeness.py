"""How closely passages speak of what a question asks: word by word, over the few passages worth reading.

Each content word of the question is compared with every word of the passage: a word of the same stem is a match of 1,
any other one of the cosine of their vectors (0 below 0.3), in whichever languages the two are. From these matches come
BM25 with soft counts, the best sentence and the best stretch of words. What a word weighs is its rarity in the
passage's language: its own where the language has it, that of its nearest word where it must be translated. Nothing
here weighs one signal against another; see `rag.retrieval.fusion`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from rag.retrieval.vectors import TokenModel, WordVectors
from rag.stores.words import Reading, Words
from rag.text.tokens import content_words, words

Floats = NDArray[np.float32]
Rows = NDArray[np.int64]

# The same threshold as token by token: below it two words of a static model have nothing to say to each other.
LEAST_COSINE = 0.3
_FOUND = 0.45  # from here on readers are shown the match
_K1, _B = 1.2, 0.75
_STRETCH = 20  # words
_NEIGHBOUR = 0.5  # what a word counts in the sentence before or after
# The word that matches may be rarer than the word asked for; it counts for that much more at most.
_MOST_RARER = 1.5
_LEAST_RARITY = 0.05


SIGNALS = ("words", "window", "stretch")


@dataclass(frozen=True)
class Asked:
    """The content words of a question, folded, and their vectors (words x dimension)."""

    words: tuple[str, ...]
    vectors: Floats


@dataclass(frozen=True)
class Held:
    """A word of the question, the word of a passage that comes nearest, and the share of the question this covers."""

    asked: str
    found: str
    weight: float


@dataclass(frozen=True)
class _Nearness:
    """A question's words against the words of one language: `near` is (asked x distinct words).

    `rarities` are those of the distinct words, `asked` those of the question's words in that language.
    """

    near: Floats
    rarities: Floats
    asked: Floats


class CloseReader:
    """Reads candidate passages word by word; safe to share between threads."""

    def __init__(self, held: Words, model: TokenModel) -> None:
        self._held = held
        self._vectors = WordVectors(held, model)

    def ask(self, question: str) -> Asked:
        """Return the words that are looked for: all of them when all are function words."""
        asked = tuple(content_words(question) or dict.fromkeys(words(question)))
        return Asked(asked, self._vectors.of_texts(asked))

    def read(self, asked: Asked, rows: Rows) -> dict[str, Floats]:
        """Return the signals of each row, all about 0 to 1, by name."""
        signals = {name: np.zeros(len(rows), np.float32) for name in SIGNALS}
        for language, places in self._by_language(asked, rows):
            reading = self._held.read(rows[places])
            distinct, occurring = self._distinct(reading.words)
            nearness = self._nearness(asked, distinct, language)
            for name, values in _signals(nearness, occurring, reading, self._held.mean_lengths[language]).items():
                signals[name][places] = values
        return signals

    def matches(self, asked: Asked, rows: Rows) -> list[list[Held]]:
        """Return, for each row, the words of the question that it holds, in their order."""
        matches: list[list[Held]] = [[] for _ in rows]
        for language, places in self._by_language(asked, rows):
            reading = self._held.read(rows[places])
            distinct, occurring = self._distinct(reading.words)
            nearness = self._nearness(asked, distinct, language)
            shares = nearness.asked / nearness.asked.sum()
            ends = [*reading.passages.tolist(), len(reading.words)]
            for place, (start, end) in zip(places.tolist(), pairwise(ends), strict=True):
                near = nearness.near[:, occurring[start:end]]
                nearest, best = near.argmax(axis=1).tolist(), near.max(axis=1)
                matches[place] = [
                    Held(word, self._held.texts[int(reading.words[start + nearest[at]])], float(shares[at] * best[at]))
                    for at, word in enumerate(asked.words)
                    if best[at] >= _FOUND
                ]
        return matches

    def _by_language(self, asked: Asked, rows: Rows) -> Iterator[tuple[str, Rows]]:
        """The languages of some rows, and the places among them of each one's; none when nothing is looked for."""
        languages = self._held.languages[rows]
        for language in sorted(set(languages.tolist())) if asked.words else ():
            yield language, np.flatnonzero(languages == language)

    def _distinct(self, numbers: NDArray[np.int32]) -> tuple[NDArray[np.int32], Rows]:
        """The distinct words, ascending, and for each word its place among them; by marking, which beats sorting."""
        marked = np.zeros(len(self._held.texts), np.bool_)
        marked[numbers] = True
        distinct = np.flatnonzero(marked)
        places = np.empty(len(marked), np.int32)
        places[distinct] = np.arange(len(distinct), dtype=np.int32)
        return distinct.astype(np.int32), places[numbers].astype(np.int64)

    def _nearness(self, asked: Asked, distinct: NDArray[np.int32], language: str) -> _Nearness:
        held = self._held
        near = asked.vectors @ self._vectors.of_words(distinct).T
        near[near < LEAST_COSINE] = 0
        near[:, held.silent[distinct]] = 0
        stems, rarities = held.stems[distinct], held.rarities[distinct]
        # A word that must be translated is as rare as the word that comes nearest.
        weights = np.where(near.max(axis=1) > 0, rarities[near.argmax(axis=1)], held.unseen(language))
        for place, word in enumerate(asked.words):
            number = held.stem_number(word, language)
            if number is None:
                continue
            same = stems == number
            near[place, same] = 1
            weights[place] = held.stem_rarities[number]
        return _Nearness(near, rarities, np.maximum(weights, _LEAST_RARITY).astype(np.float32))


def _signals(nearness: _Nearness, occurring: Rows, reading: Reading, mean_length: float) -> dict[str, Floats]:
    near, shares = nearness.near, nearness.asked / nearness.asked.sum()
    rarer = nearness.rarities / nearness.asked[:, None]
    lengths = np.diff(np.append(reading.passages, len(reading.words)))
    # Squared, since a word that is half as near is of much less than half the use.
    counted = (near**2 * np.minimum(rarer, _MOST_RARER))[:, occurring]
    counts = np.add.reduceat(counted, reading.passages, axis=1)
    spread = (near * np.minimum(rarer, 1))[:, occurring]
    return {
        # 1 for a passage of mean length that holds every word of the question once.
        "words": shares @ (counts * (1 + _K1) / (counts + _K1 * (1 - _B + _B * lengths / mean_length))),
        "window": _best_window(np.maximum.reduceat(spread, reading.sentences, axis=1), shares, reading),
        "stretch": _best_stretch(spread, shares, reading),
    }


def _best_window(in_sentences: Floats, shares: Floats, reading: Reading) -> Floats:
    """The share of the question that the best sentence covers, with its neighbours and the words it stands under."""
    first = np.searchsorted(reading.owners, np.arange(len(reading.passages)))
    above = np.maximum.reduceat(in_sentences * reading.context, first, axis=1)
    covered = np.maximum(in_sentences, above[:, reading.owners])
    together = np.float32(_NEIGHBOUR) * (reading.owners[1:] == reading.owners[:-1])
    covered[:, 1:] = np.maximum(covered[:, 1:], in_sentences[:, :-1] * together)
    covered[:, :-1] = np.maximum(covered[:, :-1], in_sentences[:, 1:] * together)
    covered = shares @ covered
    return np.asarray(np.maximum.reduceat(covered, first), np.float32)


def _best_stretch(spread: Floats, shares: Floats, reading: Reading) -> Floats:
    """The share of the question that the best stretch of `_STRETCH` neighbouring words covers."""
    owners = np.repeat(np.arange(len(reading.passages)), np.diff(np.append(reading.passages, spread.shape[1])))
    covered, reach = spread, 1
    while reach < _STRETCH:
        step = min(reach, _STRETCH - reach)
        ahead = np.zeros_like(covered)
        ahead[:, :-step] = covered[:, step:] * (owners[step:] == owners[:-step])
        covered, reach = np.maximum(covered, ahead), reach + step
    return np.asarray(np.maximum.reduceat(shares @ covered, reading.passages), np.float32)
