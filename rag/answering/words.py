"""A text as words: the sentences they stand in, their stems, and what each could be the answer to.

Surface signs only (digits, months, capitals, titles before names), in three languages. Whether a word is the right
answer is for the words around it to say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.answering.kinds import MONTHS, YEAR
from rag.answering.numbered import counting_nothing
from rag.text.countries import named_countries
from rag.text.given_names import is_given_name
from rag.text.normalise import fold
from rag.text.number_words import ONES, is_number_word
from rag.text.numbers import stated_figures
from rag.text.tokens import is_function_word, stem

Bools = NDArray[np.bool_]
Spans = tuple[tuple[int, int], ...]

# A word with its accents and vowel signs.
_WORD = re.compile(r"(?:[^\W_][\u0300-\u036f\u064b-\u065f\u0670]*)+")
_MONTH = re.compile(rf"(?:{MONTHS})")
_YEAR = re.compile(YEAR)
_TITLES = frozenset(
    map(
        fold,
        "m mm mme mlle mr mrs ms dr prof السيد السيدة السيدات السادة الدكتور الدكتورة السفير السفيرة الوزير الوزيرة "
        "الملك".split(),
    )
)
_WITHIN_NAMES = frozenset("al el de du d von van ben bin ibn abd abu".split())
_DAY = re.compile("و?(?:[0-2]?[0-9]|3[01])(?:er|st|nd|rd|th)?")
_BETWEEN_DAYS = frozenset("et and to au ou or et le the of de و من الي".split())
_DAYS_BEFORE = 8
# How many words after a title may be the name.
_NAMED = 3


@dataclass(frozen=True)
class Words:
    """The words of a text in order, and one flag a word.

    `starts` are places in the text, `sentences` ranges of words. `counting` are the numbers that may count something,
    `dating` those and the words of dates; `naming` are capitalised words that name no country, and in Arabic what
    stands after a title or a given name; `in_full` those of names of several words or after a title, and `placing` what
    may name a place.
    """

    folded: tuple[str, ...]
    stems: tuple[str, ...]
    starts: NDArray[np.int64]
    sentences: Spans
    function: Bools
    counting: Bools
    dating: Bools
    naming: Bools
    in_full: Bools
    placing: Bools


def read(text: str, language: str, spans: Sequence[tuple[int, int]]) -> Words:
    """Return the words of `text`, which is in `language` and whose sentences stand at `spans`."""
    found = list(_WORD.finditer(text))
    starts = np.array([word.start() for word in found], np.int64)
    raw = [word.group() for word in found]
    folded = [fold(word) for word in raw]
    sentences = tuple((int(np.searchsorted(starts, start)), int(np.searchsorted(starts, end))) for start, end in spans)
    numbers, dating = _numbers(text, starts, folded)
    ends = [0, *(word.end() for word in found)]
    gaps = [text[end : word.start()] for end, word in zip(ends, found, strict=False)]
    function = np.array([is_function_word(word) for word in folded], np.bool_)
    capitals, in_full = _names(raw, folded, sentences, function)
    countries = np.zeros(len(raw), np.bool_)
    for _, start, end in named_countries([word or "-" for word in folded]):
        countries[start:end] = True
    naming = capitals & ~countries & ~dating
    return Words(
        folded=tuple(folded),
        stems=tuple(stem(word, language) for word in folded),
        starts=starts,
        sentences=sentences,
        function=function,
        counting=numbers & ~dating & ~counting_nothing(folded, gaps),
        dating=dating,
        naming=naming,
        in_full=in_full & naming,
        placing=capitals & ~dating,
    )


def _numbers(text: str, starts: NDArray[np.int64], folded: Sequence[str]) -> tuple[Bools, Bools]:
    """Which words are numbers, and which belong to dates: years, months, and the figures beside a month."""
    numbers = np.array([is_number_word(word) and word not in ONES for word in folded], np.bool_)
    for _, start, end in stated_figures(text):
        # A particle may stand before the digits of an Arabic word.
        numbers[np.searchsorted(starts, start, "right") - 1 : np.searchsorted(starts, end)] = True
    months = np.array([bool(_MONTH.fullmatch(word)) for word in folded], np.bool_)
    dating = months | np.array([bool(_YEAR.fullmatch(word)) for word in folded], np.bool_)
    for place in np.flatnonzero(months).tolist():
        dating[_days(folded, place)] = True
        gap = text[starts[place] : starts[place + 1]] if place + 1 < len(folded) else ","
        if not {",", "،"} & set(gap) and folded[place + 1][:1].isdigit():
            dating[place + 1] = True
    return numbers, dating


def _days(folded: Sequence[str], month: int) -> list[int]:
    """The days before a month: "26 et 27 janvier", "26 و27 كانون الثاني"."""
    days = []
    for place in range(month - 1, max(-1, month - _DAYS_BEFORE), -1):
        if _DAY.fullmatch(folded[place]):
            days.append(place)
        elif folded[place] not in _BETWEEN_DAYS:
            break
    return days


def _names(raw: Sequence[str], folded: Sequence[str], sentences: Spans, function: Bools) -> tuple[Bools, Bools]:
    """Which words may be names, and which belong to names of several words or stand after a title.

    The first word of a sentence has its capital anyway: it counts only before another one.
    """
    titles = np.array([word in _TITLES for word in folded], np.bool_)
    numbers = np.array([is_number_word(word) for word in folded], np.bool_)
    capitals = np.array([word[:1].isupper() for word in raw], np.bool_) & ~function & ~titles & ~numbers
    for start, end in sentences:
        if start < end and not capitals[start + 1 : start + 2].any():
            capitals[start] = False
    in_full = np.zeros(len(raw), np.bool_)
    for place in np.flatnonzero(capitals).tolist():
        following = place + 2 if folded[place + 1 : place + 2] and folded[place + 1] in _WITHIN_NAMES else place + 1
        if capitals[following : following + 1].any():
            in_full[[place, following]] = True
    given = [max(0, place - 1) for place, word in enumerate(folded) if is_given_name(word)]
    for place in (*np.flatnonzero(titles).tolist(), *given):
        named = slice(place + 1, place + 1 + _NAMED)
        capitals[named] = in_full[named] = ~function[named]
    return capitals, in_full
