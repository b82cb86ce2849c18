"""What a sentence counts: each of its figures with the sign and the words of the thing that it counts.

Years, days, numbers of laws and the like count nothing. Figures that are said to be rough ("about", "more than") are
marked, since they contradict nothing that is near them. Whether two sentences speak of the same, is not told here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.text.claims import full_dates
from rag.text.comparable import Reading, readings
from rag.text.dates import is_day
from rag.text.normalise import fold
from rag.text.tokens import FUNCTION_WORDS
from rag.text.tokens import words as tokens
from rag.text.units import PERCENT, POINTS, Unit

_YEAR = re.compile(r"(?:19|20)\d\d")
_ROUGH = frozenset(
    fold(
        """about around approximately nearly almost roughly over more least some up under below above environ pres
        presque quelque plus moins autour approximativement quasi nearly estimated estime estimes estimee estimees
        نحو حوالي حوالى قرابة زهاء أكثر أقل ما يقارب يناهز تقريبا يفوق يتجاوز"""
    ).split()
)
_DATE = "date"
_ORDINALS = tuple(
    frozenset(fold(names).split())
    for names in (
        "first premier première premiers premières الأول الأولى",
        "second deuxième seconde الثاني الثانية",
        "third troisième الثالث الثالثة",
        "fourth quatrième الرابع الرابعة",
        "fifth cinquième الخامس الخامسة",
    )
)
# Words before a figure within which "more than" and the like speak of it, and after it in which its thing stands.
_BEFORE, _AFTER = 4, 4
_THINGS = 2
_FUNCTION_WORDS = frozenset().union(*FUNCTION_WORDS.values())


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure: `values` are all that it may be read as, `sign` is "%", "date" or "".

    `things` are the folded words beside it, `written` is the figure as the report writes it, in digits or in words.
    """

    values: frozenset[str]
    sign: str
    things: tuple[str, ...]
    rough: bool
    written: str


def quantities(text: str, language: str) -> list[Quantity]:
    """Return what the text counts, in its order."""
    first, *others = readings(text, language)
    return [
        _quantity(first, others, place)
        for place, unit in enumerate(first)
        if unit.kind == "number" and not _dates(first, place)
    ]


def dates(text: str, language: str) -> list[Quantity]:
    """Return the full dates of the text in the same form; `values` and `written` are as in ISO 8601."""
    return [
        Quantity(frozenset({date.written}), _DATE, (), rough=False, written=date.written)
        for date in full_dates(text, language)
    ]


def ordinals(text: str) -> frozenset[int]:
    """Return which of several like things the text names: 2 for "the second workshop", "deuxième", "الثانية"."""
    words = {word for each in tokens(text) for word in (each, each.removeprefix("و"))}
    return frozenset(rank for rank, names in enumerate(_ORDINALS, start=1) if not names.isdisjoint(words))


def years(text: str, language: str) -> frozenset[str]:
    """Return the years that the text names."""
    return frozenset(
        unit.key for unit in readings(text, language)[0] if unit.kind == "number" and _YEAR.fullmatch(unit.raw)
    )


def _quantity(first: Reading, others: Sequence[Reading], place: int) -> Quantity:
    unit = first[place]
    read = {unit.key, *(other[place].key for other in others if place < len(other))}
    after = first[place + 1 : place + 1 + _AFTER]
    sign = after[0].key if after and after[0].key in (PERCENT, POINTS) else ""
    things = _content(after)[:_THINGS] or _content(first[max(place - _AFTER, 0) : place])[-_THINGS:]
    rough = any(each.key in _ROUGH for each in first[max(place - _BEFORE, 0) : place])
    return Quantity(frozenset(read), sign, tuple(things), rough, f"{unit.raw} {sign}".strip())


def _content(units: Sequence[Unit]) -> list[str]:
    return [unit.key for unit in units if unit.kind == "word" and unit.key not in _FUNCTION_WORDS and len(unit.key) > 1]


def _dates(reading: Reading, place: int) -> bool:
    """Tell whether the number at a place is a year, or the day of a month."""
    if _YEAR.fullmatch(reading[place].raw):
        return True
    return is_day(reading[place]) and any(unit.kind == "month" for unit in reading[place + 1 : place + 4])
