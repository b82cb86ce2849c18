"""An index of what needs no translation, so that a question finds its names and numbers in every language.

Countries, acronyms and numbers are looked up by their keys. A word of the question is looked for among the words of the
other script that share a skeleton of consonants with it, and counts as far as it is like them. A key's rarity is
counted within each language, so a flood of reports in one language moves no share in another. Words of one script are
not compared with each other: those are found by the other stores.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.errors import IndexDamagedError
from rag.stores.arrays import REBUILD, damage_named, load_array, save_array
from rag.stores.lists import NamedLists
from rag.text.acronyms import Acronyms
from rag.text.keys import is_proper, keys
from rag.text.names import Codes, is_arabic, keys_held, keys_sought, likeness, readings, spelled
from rag.text.written import Written

# What a match counts when neither word is known to be a name: most words that sound alike do so by chance.
UNSURE = 0.3
# A word has one name in the other script: what is less like it than the best by this much is something else.
RIVALS = 0.25
# The store's own part in file names.
_KEYS, _WORDS, _SKELETONS = "keys", "words", "skeletons"

Floats = NDArray[np.float32]
Rows = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class KeyMatch:
    """Words of a question, the words of a passage that mean the same thing, and what they add to its share."""

    asked: str
    found: str
    weight: float


@dataclass(frozen=True)
class _PerItem:
    """What is stored, a .npy file each.

    `language_of_row` is each row's place among the languages; `proper` whether a word is mostly written as a name is;
    `codes` its letters (words x LONGEST_WORD).
    """

    language_of_row: NDArray[np.int8]
    proper: NDArray[np.bool_]
    codes: Codes


@dataclass(frozen=True)
class _Found:
    """A key or a word of the question, the rows that hold it, how surely (0 to 1), and as which word (none: a key)."""

    asked: str
    key: str
    rows: Rows
    strengths: Floats
    words: NDArray[np.int32]


class KeyIndex:
    """Keys and possible names of all passages; safe to share between threads."""

    def __init__(
        self, languages: Sequence[str], acronyms: Acronyms, items: _PerItem, lists: dict[str, NamedLists]
    ) -> None:
        self._languages = tuple(languages)
        self._acronyms = acronyms
        self._items = items
        self._keys, self._words, self._skeletons = lists[_KEYS], lists[_WORDS], lists[_SKELETONS]
        self._sizes = np.bincount(items.language_of_row, minlength=len(self._languages))
        # The share and the matches of one question follow each other.
        self._look_up = lru_cache(maxsize=64)(self._found)

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self._items.language_of_row)

    @property
    def acronyms(self) -> Acronyms:
        """The acronyms that the texts use."""
        return self._acronyms

    @classmethod
    def build(cls, texts: Sequence[str], languages: Sequence[str]) -> KeyIndex:
        """Index the texts, whose position is their row; the acronyms that they define are learned first."""
        acronyms = Acronyms.learn(texts)
        held: list[tuple[str, int]] = []
        words: list[tuple[str, int]] = []
        as_name: Counter[str] = Counter()
        for row, text in enumerate(texts):
            found = keys(text, acronyms)
            held += [(mention.key, row) for mention in found.mentions]
            for word in found.words:
                as_name[word.folded] += 1 if is_proper(text, word) else -1
            words += [(form, row) for word in {word.folded for word in found.words} for form in _comparable(word)]
        by_word = NamedLists.build(words)
        forms = [name.decode() for name in by_word.names]
        skeletons = ((_script(form) + key, place) for place, form in enumerate(forms) for key in keys_held(form))
        kinds = sorted(set(languages))
        items = _PerItem(
            np.array([kinds.index(language) for language in languages], np.int8),
            np.array([as_name[form] > 0 for form in forms], np.bool_),
            spelled(forms),
        )
        lists = {_KEYS: NamedLists.build(held), _WORDS: by_word, _SKELETONS: NamedLists.build(skeletons)}
        return cls(kinds, acronyms, items, lists)

    def save(self, folder: Path) -> None:
        """Write a folder of .npy files and one of JSON."""
        folder.mkdir()
        contents = {
            "languages": self._languages,
            "acronyms": dict(self._acronyms.acronyms),
            "names": dict(self._acronyms.names),
        }
        (folder / "keys.json").write_text(json.dumps(contents, ensure_ascii=False), encoding="utf-8")
        for field in fields(_PerItem):
            save_array(folder / f"{field.name}.npy", getattr(self._items, field.name))
        self._keys.save(folder, _KEYS)
        self._words.save(folder, _WORDS)
        self._skeletons.save(folder, _SKELETONS)

    @classmethod
    def load(cls, folder: Path) -> KeyIndex:
        """Open what `save` wrote, memory-mapped; raises IndexDamagedError when it cannot be read."""
        with damage_named(folder / "keys.json", TypeError):
            contents = json.loads((folder / "keys.json").read_text(encoding="utf-8"))
            languages, acronyms = contents["languages"], Acronyms(contents["acronyms"], contents["names"])
        items = _PerItem(*(load_array(folder / f"{field.name}.npy") for field in fields(_PerItem)))
        lists = {name: NamedLists.load(folder, name) for name in (_KEYS, _WORDS, _SKELETONS)}
        if not len(items.proper) == len(items.codes) == len(lists[_WORDS].names):
            raise IndexDamagedError(f"The arrays in {folder} do not fit together.", REBUILD)
        return cls(languages, acronyms, items, lists)

    def share(self, question: str) -> Floats:
        """Return, for every row, the part of the question's content that it holds as keys and names: 0 to 1.

        Each key and content word of the question weighs its rarity in the row's language; a word that is found nowhere
        weighs as one never seen, so that one name in a long question is a small part of it.
        """
        total = np.zeros(len(self), np.float32)
        most = np.zeros(len(self._languages), np.float32)
        for found in self._look_up(question):
            rarity = self._rarity(found.rows)
            most += rarity
            total[found.rows] += found.strengths * rarity[self._items.language_of_row[found.rows]]
        return np.asarray(total / np.where(most > 0, most, 1)[self._items.language_of_row], np.float32)

    def matches(self, question: str, row: int, text: str) -> list[KeyMatch]:
        """Return what of the question a row holds, whose indexed text is `text`, heaviest first.

        The weights add up to the row's share.
        """
        language = int(self._items.language_of_row[row])
        weights = [(found, float(self._rarity(found.rows)[language])) for found in self._look_up(question)]
        most = sum(weight for _, weight in weights)
        matches = []
        for found, weight in weights:
            place = int(np.searchsorted(found.rows, row))
            if place < len(found.rows) and found.rows[place] == row:
                here = self._as_written(text, found, place)
                matches.append(KeyMatch(found.asked, here, weight * float(found.strengths[place]) / most))
        return sorted(matches, key=lambda match: -match.weight)

    def _as_written(self, text: str, found: _Found, place: int) -> str:
        """The words of `text` that hold what was found there; the looked-up word itself when they are not in it."""
        told = keys(text, self._acronyms)
        if found.key:
            return next((text[held.start : held.end] for held in told.mentions if held.key == found.key), found.asked)
        wanted = self._words.name(int(found.words[place]))
        return next((word.word for word in told.words if wanted in readings(word.folded)), wanted)

    def _found(self, question: str) -> tuple[_Found, ...]:
        told = keys(question, self._acronyms)
        by_key = {held.key: question[held.start : held.end] for held in reversed(told.mentions)}
        found = []
        for key, asked in by_key.items():
            rows = self._keys.of(key)
            found.append(_Found(asked, key, rows, np.ones(len(rows), np.float32), np.full(len(rows), -1, np.int32)))
        words = {word.folded: word for word in reversed(told.words)}
        return (*found, *self._found_names(question, list(words.values())))

    def _found_names(self, question: str, words: Sequence[Written]) -> Iterator[_Found]:
        """What of the other script each word may be, all words judged at once."""
        forms = [(number, form) for number, word in enumerate(words) for form in _comparable(word.folded)]
        candidates = [self._candidates(form) for _, form in forms]
        times = [len(places) for places in candidates]
        places = np.concatenate([*candidates, np.empty(0, np.int32)])
        asked = np.repeat(spelled([form for _, form in forms]), times, axis=0)
        numbers = np.repeat(np.array([number for number, _ in forms], np.int64), times)
        arabic = np.repeat(np.array([is_arabic(form) for _, form in forms], np.bool_), times)[:, None]
        known = self._items.codes[places]
        sure = likeness(np.where(arabic, known, asked), np.where(arabic, asked, known))
        named = np.array([is_proper(question, word) for word in words], np.bool_)
        sure = np.where(named[numbers] | self._items.proper[places], sure, sure * np.float32(UNSURE))
        for number, word in enumerate(words):
            mine = (numbers == number) & (sure > 0)
            yield self._found_name(word.word, places[mine], sure[mine])

    def _candidates(self, form: str) -> Rows:
        """The places of the words in the other script that have a skeleton of this one."""
        script = "latin" if is_arabic(form) else "arabic"
        lists = self._skeletons.of_all([script + key for key in keys_sought(form)])
        return np.unique(np.concatenate([*lists, np.empty(0, np.int32)]))

    def _found_name(self, asked: str, places: Rows, sure: Floats) -> _Found:
        best: dict[int, tuple[float, int]] = {}
        for degree, place in sorted(zip(sure.tolist(), places.tolist(), strict=True)):
            if degree > sure.max() - RIVALS:
                best.update(dict.fromkeys(self._words.at(place).tolist(), (degree, place)))
        rows = sorted(best)
        return _Found(
            asked,
            "",
            np.array(rows, np.int32),
            np.array([best[row][0] for row in rows], np.float32),
            np.array([best[row][1] for row in rows], np.int32),
        )

    def _rarity(self, rows: Rows) -> Floats:
        """The inverse document frequency (Lucene's), in each language, of what these rows hold."""
        held_by = np.bincount(self._items.language_of_row[rows], minlength=len(self._languages))
        return np.log1p((self._sizes - held_by + 0.5) / (held_by + 0.5)).astype(np.float32)


def _comparable(word: str) -> list[str]:
    """The readings of a folded word that have enough consonants to be compared."""
    return [form for form in readings(word) if keys_held(form)]


def _script(form: str) -> str:
    return "arabic" if is_arabic(form) else "latin"
