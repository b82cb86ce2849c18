"""What a text shares with a question though their languages differ: names, acronyms, countries and numbers.

"OIM" is met by "المنظمة الدولية للهجرة", "le Pacte" by "PMM", whose long form has that word, "Bouarourou" by "بوارورو".
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
class _Forms:
    """Words as they may be names: the place of each, its form, whether it has a name's capital, and its letters."""

    owners: tuple[int, ...]
    forms: tuple[str, ...]
    proper: tuple[bool, ...]
    codes: Codes


@dataclass(frozen=True, slots=True)
class Held:
    """What a text holds: things with the words that name them, acronyms among these, and words that may be names."""

    things: tuple[tuple[str, int, int], ...]
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
            tuple(_things(told, starts)),
            names,
            {key: tuple(places) for key, places in by_skeleton.items()},
        )

    def met(self, question: Held, text: Held) -> Iterator[Met]:
        """Tell which words of a question a text meets."""
        for key, first, last in question.things:
            for _, start, end in (thing for thing in text.things if thing[0] == key):
                yield from (Met(word, start, end, 1.0) for word in range(first, last))
        yield from self._met_in_acronyms(question, text)
        yield from _met_names(question.names, text)

    def _met_in_acronyms(self, question: Held, text: Held) -> Iterator[Met]:
        """An acronym meets each word of what it stands for."""
        for key, start, end in text.things:
            stands_for = self._acronyms.words_of(key.removeprefix("acronym:")) if end == start + 1 else ()
            for owner, form in zip(question.names.owners, question.names.forms, strict=True):
                if stands_for and form.removesuffix("s") in stands_for:
                    yield Met(owner, start, end, 1.0)


def _things(told: Keys, starts: Starts) -> Iterator[tuple[str, int, int]]:
    for mention in told.mentions:
        first, last = np.searchsorted(starts, (mention.start, mention.end)).tolist()
        if first < last:
            yield mention.key, first, last


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
