"""What a text shares with a question though their languages differ: names, acronyms, countries and numbers.

"OIM" is met by "المنظمة الدولية للهجرة", "the Compact" by "PMM" and "Pacte mondial", which have a name with that word,
"Bouarourou" by "بوارورو".
It tells which word meets which, and how surely. All other words are compared by `evidence`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.text.acronyms import Acronyms
from rag.text.keys import Keys, is_proper, keys
from rag.text.names import Codes, is_arabic, keys_held, keys_sought, likeness, readings, spelled
from rag.text.normalise import fold
from rag.text.tokens import is_function_word

Starts = NDArray[np.int64]

# A name is written in one way: what is less like it than the best in the text by this much is something else.
_RIVALS = 0.25
_LEAST = 0.3


@dataclass(frozen=True, slots=True)
class Met:
    """A word of a question (by its position) met by the words of a text from `first` to before `last`: 0 to 1."""

    asked: int
    first: int
    last: int
    degree: float


@dataclass(frozen=True, slots=True)
class _Thing:
    """A thing that the words from `first` to before `last` name, by its acronym or not."""

    key: str
    first: int
    last: int
    by_acronym: bool


@dataclass(frozen=True, slots=True)
class _Forms:
    """Words as they may be names: the place of each, its form, whether it has a name's capital, and its letters."""

    owners: tuple[int, ...]
    forms: tuple[str, ...]
    proper: tuple[bool, ...]
    codes: Codes


@dataclass(frozen=True, slots=True)
class Held:
    """What a text holds: things with the words that name them, and words that may be names."""

    things: tuple[_Thing, ...]
    names: _Forms
    by_skeleton: Mapping[str, tuple[int, ...]]


class Untranslated:
    """Compares questions with texts by what needs no translation; `acronyms` are those that the corpus uses."""

    def __init__(self, acronyms: Acronyms) -> None:
        self._acronyms = acronyms

    def held(self, text: str, starts: Starts) -> Held:
        """Return what a text holds, whose words start at `starts`."""
        told = keys(text, self._acronyms)
        names = _names(text, told, starts)
        by_skeleton: dict[str, list[int]] = {}
        for place, form in enumerate(names.forms):
            for key in keys_held(form):
                by_skeleton.setdefault(key, []).append(place)
        return Held(
            tuple(self._things(text, told, starts)),
            names,
            {key: tuple(places) for key, places in by_skeleton.items()},
        )

    def met(self, question: Held, text: Held) -> Iterator[Met]:
        """Tell which words of a question a text meets."""
        for asked in question.things:
            for told in (thing for thing in text.things if thing.key == asked.key):
                yield from (Met(word, told.first, told.last, 1.0) for word in range(asked.first, asked.last))
        yield from self._met_by_half(question, text)
        yield from _met_names(question.names, text)

    def _met_by_half(self, question: Held, text: Held) -> Iterator[Met]:
        """A word meets what has a name with that word: any word an acronym, one with a capital a long form too."""
        names = question.names
        for thing in text.things:
            stands_for = self._words_of(thing.key)
            for owner, form, proper in zip(names.owners, names.forms, names.proper, strict=True):
                if (proper or thing.by_acronym) and form.removesuffix("s") in stands_for:
                    yield Met(owner, thing.first, thing.last, 1.0)

    def _things(self, text: str, told: Keys, starts: Starts) -> Iterator[_Thing]:
        for mention in told.mentions:
            first, last = np.searchsorted(starts, (mention.start, mention.end)).tolist()
            named = fold(text[mention.start : mention.end])
            if first < last:
                by_acronym = last == first + 1 and named not in self._words_of(mention.key)
                yield _Thing(mention.key, first, last, by_acronym)

    def _words_of(self, key: str) -> frozenset[str]:
        return self._acronyms.words_of(key.removeprefix("acronym:"))


def _names(text: str, told: Keys, starts: Starts) -> _Forms:
    owners, forms, proper = list[int](), list[str](), list[bool]()
    for word in told.words:
        at = int(np.searchsorted(starts, word.start, "right")) - 1
        for form in readings(word.folded):
            if at >= 0 and not is_function_word(form):
                owners.append(at)
                forms.append(form)
                proper.append(is_proper(text, word))
    return _Forms(tuple(owners), tuple(forms), tuple(proper), spelled(forms))


def _met_names(asked: _Forms, text: Held) -> Iterator[Met]:
    """Names across scripts; one of the two must have the capital of a name."""
    pairs = [
        (place, other)
        for place, form in enumerate(asked.forms)
        for other in {each for key in keys_sought(form) for each in text.by_skeleton.get(key, ())}
        if is_arabic(form) != is_arabic(text.names.forms[other]) and (asked.proper[place] or text.names.proper[other])
    ]
    if not pairs:
        return
    ours, theirs = np.array(pairs, np.int64).T
    arabic = np.array([is_arabic(asked.forms[place]) for place, _ in pairs], np.bool_)[:, None]
    one, other = asked.codes[ours], text.names.codes[theirs]
    degrees = likeness(np.where(arabic, other, one), np.where(arabic, one, other)).tolist()
    best: dict[int, float] = {}
    for (place, _), degree in zip(pairs, degrees, strict=True):
        best[asked.owners[place]] = max(best.get(asked.owners[place], 0.0), degree)
    for (place, found), degree in zip(pairs, degrees, strict=True):
        word = asked.owners[place]
        if degree >= max(_LEAST, best[word] - _RIVALS):
            at = text.names.owners[found]
            yield Met(word, at, at + 1, degree)
