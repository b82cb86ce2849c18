"""How much of a question a piece of text covers, word by word, across languages.

Each content word of the question looks for itself in the text: by stem within the text's language, and by its tokens'
nearest tokens in a trilingual space. Words weigh by salience (the norms of their vectors) and rarity in the corpus.
It measures coverage only: whether the covered question is also answered, is for the caller to weigh.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from rag.answering.untranslated import Held, Untranslated
from rag.answering.words import Spans, Words, read
from rag.text.acronyms import Acronyms
from rag.text.language import detect
from rag.text.tokens import content_words, stem, stems

Floats = NDArray[np.float32]
Ids = NDArray[np.int32]
Places = NDArray[np.int64]

# The same threshold as in retrieval: below it two tokens of a static model have nothing to say to each other.
LEAST_COSINE = 0.3
# How sure it is, at a cosine, that a word stands for the other: the share of sentences that hold so near a word to one
# of their translation's, against those that hold one by chance, stretched so that even odds are 0. Measured on aligned
# sentences of public services, between any two of the three languages alike (`tools.bench_answers`).
COSINES = (0.0, 0.25, 0.3, 0.35, 0.45, 0.55, 0.65, 0.75, 1.0)
CERTAINTIES = (0.0, 0.0, 0.1, 0.25, 0.58, 0.79, 0.9, 0.95, 1.0)


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


@dataclass(frozen=True, slots=True)
class Meeting:
    """How surely words of a text stand for a question's content words: `met` is (question's words x text's words).

    `weights` sums to 1 over the question's words.
    """

    met: Floats
    weights: Floats


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question's words: unit vectors of their pieces, each piece's part of its word, and each word's weight."""

    vectors: Floats
    parts: Floats
    weights: Floats


@dataclass(frozen=True, slots=True)
class _Text:
    """A text's words, the ids of their pieces with the row of each, the first row of each word, and what it names.

    A word that the model says nothing of has a row too, without an id. `means` are unit vectors, one a sentence.
    """

    words: Words
    ids: Ids
    places: Places
    firsts: Places
    held: Held
    means: Floats


class Evidence:
    """Compares a question with texts through a static model, the corpus's token rarities and its acronyms."""

    def __init__(self, model: TokenModel, rarity: Callable[[Ids], Floats], acronyms: Acronyms | None = None) -> None:
        self._model = model
        self._rarity = rarity
        self._untranslated = Untranslated(acronyms or Acronyms())
        # The same passages come back for question after question.
        self._read = lru_cache(maxsize=20_000)(self._read_once)
        self._words = lru_cache(maxsize=4_000)(self._words_once)

    def nearness(self, question: str, texts: Sequence[str], languages: Sequence[str]) -> Nearness:
        """Return how near each text, in its language, comes to each content word of the question."""
        words = content_words(question)
        asked = self._asked(words)
        near = np.zeros((len(texts), len(words)), np.float32)
        for row, (text, language) in enumerate(zip(texts, languages, strict=True)):
            tokens, held = self._read(text, language)
            if len(tokens) and len(asked.vectors):
                best = (asked.vectors @ _unit(self._model.vectors[tokens]).T).max(axis=1)
                best[best < LEAST_COSINE] = 0
                near[row] = asked.parts @ best
            near[row][[position for position, word in enumerate(words) if stem(word, language) in held]] = 1
        return Nearness(near, asked.weights)

    def words(self, text: str, language: str, spans: Spans) -> Words:
        """Return the words of a text with what they could answer; `spans` are its sentences."""
        return self._words(text, language, spans).words

    def meetings(
        self, words: Sequence[str], texts: Sequence[tuple[str, str, Spans]], question: str = ""
    ) -> list[Meeting]:
        """Return how the question's words are met in each text, given with its language and its sentences.

        Function words of a text meet only themselves. Names, acronyms and the like are looked for where the whole
        `question` is given.
        """
        asked = self._asked(words)
        stemmed = {language: [stem(word, language) for word in words] for _, language, _ in texts}
        found = [self._words(*each) for each in texts]
        met = [self._met(asked, stemmed[language], text) for text, (_, language, _) in zip(found, texts, strict=True)]
        if question:
            self._meet_names(words, question, zip(met, found, strict=True))
        return [Meeting(each, asked.weights) for each in met]

    def alike(self, question: str, texts: Sequence[tuple[str, str, Spans]]) -> list[Floats]:
        """Return the cosines of the question's mean vector with those of the sentences of each text."""
        (asked,) = self._means([question])
        return [np.asarray(self._words(*text).means @ asked, np.float32) for text in texts]

    def _meet_names(self, words: Sequence[str], question: str, texts: Iterable[tuple[Floats, _Text]]) -> None:
        """Raise what is met to what needs no translation."""
        asked = self._words(question, detect(question), ())
        rows = [words.index(word) if word in words else None for word in asked.words.folded]
        for met, text in texts:
            for each in self._untranslated.met(asked.held, text.held):
                row = rows[each.asked]
                if row is not None:
                    span = slice(each.first, each.last)
                    met[row, span] = np.maximum(met[row, span], each.degree)

    def _asked(self, words: Sequence[str]) -> _Asked:
        pieces = self._model.token_ids(words)
        ids = np.concatenate([*pieces, np.empty(0, np.int32)]).astype(np.int32)
        salience = np.linalg.norm(self._model.vectors[ids], axis=1) * self._rarity(ids)
        owners = np.repeat(np.arange(len(words)), [len(piece) for piece in pieces])
        totals = np.bincount(owners, salience, len(words))
        parts = np.zeros((len(words), len(ids)), np.float32)
        parts[owners, np.arange(len(ids))] = salience / np.maximum(totals[owners], 1e-9)
        weights = (totals / max(float(totals.sum()), 1e-9)).astype(np.float32)
        return _Asked(_unit(self._model.vectors[ids]), parts, weights)

    def _met(self, asked: _Asked, asked_stems: Sequence[str], text: _Text) -> Floats:
        words, places, firsts = text.words, text.places, text.firsts
        if not len(firsts) or not len(asked_stems):
            return np.zeros((len(asked_stems), len(firsts)), np.float32)
        # The last word has the last rows: its pieces, or one row for a word without any.
        rows = max([int(firsts[-1]), *places[-1:].tolist()]) + 1
        held = np.zeros((rows, asked.vectors.shape[1]), np.float32)
        held[places] = _unit(self._model.vectors[text.ids])
        cosines = np.maximum.reduceat(asked.vectors @ held.T, firsts, axis=1)
        met = np.interp(asked.parts @ cosines, COSINES, CERTAINTIES).astype(np.float32)
        met[:, words.function] = 0
        for row, wanted in enumerate(asked_stems):
            met[row, [place for place, each in enumerate(words.stems) if each == wanted]] = 1
        return met

    def similarity(self, text: str, others: Sequence[str]) -> list[float]:
        """Return the share of `text` that each of the others covers."""
        return [float(share) for share in self.nearness(text, others, [detect(other) for other in others]).coverage]

    def _words_once(self, text: str, language: str, spans: Spans) -> _Text:
        words = read(text, language, spans)
        pieces = self._model.token_ids(words.folded)
        lengths = np.array([len(row) for row in pieces], np.int64)
        firsts = np.concatenate([[0], np.cumsum(np.maximum(lengths, 1))[:-1]])[: len(lengths)].astype(np.int64)
        places = np.concatenate(
            [np.arange(first, first + length) for first, length in zip(firsts, lengths, strict=True)]
            or [np.empty(0, np.int64)]
        ).astype(np.int64)
        ids = np.concatenate([*pieces, np.empty(0, np.int32)]).astype(np.int32)
        means = self._means([text[start:end] for start, end in spans])
        return _Text(words, ids, places, firsts, self._untranslated.held(text, words.starts), means)

    def _means(self, texts: Sequence[str]) -> Floats:
        """The mean vectors of texts, tokens weighing by rarity: (texts x dimension), of length 1."""
        sums = [
            (self._model.vectors[ids] * self._rarity(ids)[:, None]).sum(axis=0) for ids in self._model.token_ids(texts)
        ]
        return _unit(np.array(sums, np.float32).reshape(len(texts), self._model.vectors.shape[1]))

    def _read_once(self, text: str, language: str) -> tuple[Ids, frozenset[str]]:
        """The distinct tokens and stems of a text."""
        (tokens,) = self._model.token_ids([text])
        return np.unique(tokens), frozenset(stems(text, language))


def _unit(vectors: Floats) -> Floats:
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(norms, 1e-9), np.float32)
