"""The words of every passage in order, sentence by sentence: for a closer look at the passages that are worth one.

Words are folded and numbered per language, since "son" is one word in English and another in French. Each has a stem
and the rarity of its stem among the passages of its language. It scores nothing and holds no vectors.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.errors import IndexDamagedError
from rag.stores.arrays import REBUILD, damage_named, load_array, ranges, save_array
from rag.text.language import LANGUAGES
from rag.text.sentences import split
from rag.text.tokens import stem, stems, words
from rag.types import Passage

Ids = NDArray[np.int32]
Rows = NDArray[np.int64]
Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]

_NAMES = "names.json"


@dataclass(frozen=True)
class Reading:
    """The words of some passages, one passage after the other; none of the passages and sentences is empty.

    `passages` and `sentences` are the positions in `words` at which each begins; `owners` tells the passage (its place
    among those read) of each sentence; `context` marks the sentences under which the passage stands.
    """

    words: Ids
    passages: Rows
    sentences: Rows
    owners: Rows
    context: Flags


@dataclass(frozen=True)
class _Arrays:
    """What is stored, a .npy file each.

    Passage i has the words `words[offsets[i]:offsets[i + 1]]`. Its sentences are those from `sentence_offsets[i]` to
    `sentence_offsets[i + 1]`; they begin at the positions `sentences` in the passage, and the first `contexts[i]` of
    them are its context. For each word of the vocabulary `languages` and `stems` hold the number of its language and
    stem, `rarities` the rarity of that stem, `silent` whether it is a function word.
    """

    words: Ids
    offsets: Rows
    sentences: Ids
    sentence_offsets: Rows
    contexts: Ids
    languages: Ids
    stems: Ids
    rarities: Floats
    silent: Flags

    @property
    def fit(self) -> bool:
        return bool(self.offsets[-1] == len(self.words) and self.sentence_offsets[-1] == len(self.sentences))


@dataclass(frozen=True)
class _Names:
    """The texts of words and the stems of each language, at their numbers; how many passages each language has."""

    words: list[str]
    stems: dict[str, dict[str, int]]
    passages: dict[str, int]


class Words:
    """The words of all passages; safe to share between threads."""

    def __init__(self, arrays: _Arrays, names: _Names) -> None:
        self._arrays = arrays
        self._names = names

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self._arrays.offsets) - 1

    @classmethod
    def build(cls, passages: Sequence[Passage]) -> Words:
        """Read the passages, whose position is their row."""
        vocabulary: dict[tuple[str, str], int] = {}
        flat: list[int] = []
        starts: list[int] = []
        lengths, sentences, contexts = (np.zeros(len(passages), np.int64) for _ in range(3))
        held: dict[str, int] = {}
        for row, passage in enumerate(passages):
            language = _stemmed_as(passage.language)
            held[language] = held.get(language, 0) + 1
            context, begun = list(_sentences(passage.context)), len(flat)
            said = [*context, *_sentences(passage.text)] or [[""]]
            for sentence in said:
                starts.append(len(flat) - begun)
                flat += [vocabulary.setdefault((language, word), len(vocabulary)) for word in sentence]
            lengths[row], sentences[row], contexts[row] = len(flat) - begun, len(said), len(context)
        layout = (np.array(flat, np.int32), _offsets(lengths), np.array(starts, np.int32), _offsets(sentences))
        of_words, numbers = _vocabulary(list(vocabulary), layout[0], lengths, held)
        return cls(
            _Arrays(*layout, contexts.astype(np.int32), *of_words),
            _Names([word for _, word in vocabulary], numbers, held),
        )

    def save(self, folder: Path) -> None:
        """Write a folder of .npy files and one of JSON."""
        folder.mkdir()
        for field in fields(_Arrays):
            save_array(folder / f"{field.name}.npy", getattr(self._arrays, field.name))
        names = {field.name: getattr(self._names, field.name) for field in fields(_Names)}
        (folder / _NAMES).write_text(json.dumps(names, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Words:
        """Open what `save` wrote, memory-mapped; raises IndexDamagedError when it cannot be read."""
        arrays = _Arrays(**{field.name: load_array(folder / f"{field.name}.npy") for field in fields(_Arrays)})
        if not arrays.fit:
            raise IndexDamagedError(f"The arrays in {folder} do not fit together.", REBUILD)
        with damage_named(folder / _NAMES, TypeError):
            return cls(arrays, _Names(**json.loads((folder / _NAMES).read_text(encoding="utf-8"))))

    @property
    def texts(self) -> Sequence[str]:
        """The folded text of each word of the vocabulary, at its number."""
        return self._names.words

    @property
    def stems(self) -> Ids:
        """The number of the stem of each word of the vocabulary; a stem belongs to one language."""
        return self._arrays.stems

    @property
    def rarities(self) -> Floats:
        """The inverse document frequency of each word's stem among the passages of its language."""
        return self._arrays.rarities

    @property
    def silent(self) -> Flags:
        """Whether each word of the vocabulary is a function word of its language."""
        return self._arrays.silent

    @cached_property
    def languages(self) -> NDArray[np.str_]:
        """The language of every row, as it is stemmed."""
        names = np.array([*self._names.passages, ""])
        return names[self._arrays.languages[self._arrays.words[self._arrays.offsets[:-1]]]]

    @cached_property
    def stem_rarities(self) -> Floats:
        """The rarity of each stem, at its number."""
        rarities = np.zeros(int(self._arrays.stems.max(initial=-1)) + 1, np.float32)
        rarities[self._arrays.stems] = self._arrays.rarities
        return rarities

    @cached_property
    def mean_lengths(self) -> dict[str, float]:
        """The mean number of words of a language's passages."""
        lengths = np.diff(self._arrays.offsets)
        return {name: float(lengths[self.languages == name].mean()) for name in self._names.passages}

    def stem_number(self, word: str, language: str) -> int | None:
        """Return the number of the stem of a folded word, None when no passage of that language holds it."""
        return self._names.stems.get(language, {}).get(stem(word, language))

    def unseen(self, language: str) -> float:
        """Return the rarity of a stem that no passage of that language holds."""
        return float(_rarity(np.zeros(1), self._names.passages.get(language, 0))[0])

    def read(self, rows: Rows) -> Reading:
        """Return the words of some rows, in their order."""
        arrays = self._arrays
        lengths = arrays.offsets[rows + 1] - arrays.offsets[rows]
        counts = arrays.sentence_offsets[rows + 1] - arrays.sentence_offsets[rows]
        owners = np.repeat(np.arange(len(rows)), counts)
        starts = np.cumsum(lengths) - lengths
        places = np.arange(len(owners)) - np.repeat(np.cumsum(counts) - counts, counts)
        return Reading(
            words=arrays.words[ranges(arrays.offsets[rows], lengths)],
            passages=starts,
            sentences=arrays.sentences[ranges(arrays.sentence_offsets[rows], counts)] + starts[owners],
            owners=owners,
            context=places < arrays.contexts[rows][owners],
        )


def _sentences(text: str) -> Iterator[list[str]]:
    return (found for start, end in split(text) if (found := words(text[start:end])))


def _vocabulary(
    vocabulary: Sequence[tuple[str, str]], flat: Ids, lengths: Rows, passages: dict[str, int]
) -> tuple[tuple[Ids, Ids, Floats, Flags], dict[str, dict[str, int]]]:
    """Return, for each word, its language, stem, rarity and whether it is silent; and the numbers of the stems."""
    number_of = {language: number for number, language in enumerate(passages)}
    by_language: dict[str, dict[str, int]] = {language: {} for language in passages}
    count, of_word, spoken = 0, np.zeros(len(vocabulary), np.int32), []
    for word_number, (language, word) in enumerate(vocabulary):
        number = by_language[language].setdefault(stem(word, language), count)
        count += number == count
        of_word[word_number] = number
        spoken.append(language)
    rows = max(len(lengths), 1)
    pairs = np.unique(of_word[flat].astype(np.int64) * rows + np.repeat(np.arange(len(lengths)), lengths))
    held_by = np.bincount(pairs // rows, minlength=count)[of_word]
    of_language = np.array([passages[language] for language in spoken])
    silent = np.array([not stems(word, language) for language, word in vocabulary], np.bool_)
    languages = np.array([number_of[language] for language in spoken], np.int32)
    return (languages, of_word, _rarity(held_by, of_language), silent), by_language


def _rarity(held_by: NDArray[np.int64] | NDArray[np.float64], rows: int | NDArray[np.int64]) -> Floats:
    # The inverse document frequency of Lucene's BM25, never negative.
    return np.log1p((rows - held_by + 0.5) / (held_by + 0.5)).astype(np.float32)


def _offsets(lengths: Rows) -> Rows:
    return np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)


def _stemmed_as(language: str) -> str:
    # A report in a language without a stemmer is still found by its exact words; English stemming harms those least.
    return language if language in LANGUAGES else "en"
