"""The dates and counts that a text states, with where they stand, so that a question can be asked for one.

Only what is written in figures, and only what counts something: years by themselves need a word before them that makes
them a date, and the numbers of laws, articles and paragraphs are left out. Names are not looked for here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from eval.types import FactKind
from rag.text.months import month_at
from rag.text.names import readings
from rag.text.normalise import fold
from rag.text.numbers import stated_figures
from rag.text.written import written

_ORDINALS = frozenset("er st nd rd th eme e".split())
_OF = frozenset(fold("de d of the من l").split())
_BEFORE_YEAR = frozenset(fold("in en since depuis by until year annee année عام سنة منذ العام").split())
# What stands before a number that counts nothing.
_LABELS = frozenset(
    fold(
        """n no nos article articles art objectif objectifs objective objectives loi law dahir decret décret decree
        résolution resolution para paragraph paragraphe page p annexe annex chapitre chapter section covid g
        قانون مادة هدف فقرة رقم قرار صفحة ص"""
    ).split()
)
_SCALES = frozenset(
    fold(
        """million millions milliard milliards billion billions thousand hundred mille مليون ملايين مليار مليارات ألف
        آلاف"""
    ).split()
)
_PERCENT = re.compile(r"\s?(?:[%٪]|pour[ -]?cent\b|per ?cent\b|(?:في |ب)الم[ائ]+ة)")
_TIED = re.compile(r"[-–/:+]\s?$")
_TIES = re.compile(r"^\s?[-–/:+]\s?\d|^\w")
_GAP = re.compile(r"[\s,/'’]{0,3}")


@dataclass(frozen=True, slots=True)
class Value:
    """A date or a count: `text` as it stands at `start` to `end`; `precision` is "day", "month" or "year" of a date."""

    kind: FactKind
    text: str
    start: int
    end: int
    precision: str = ""

    @property
    def is_share(self) -> bool:
        """Tell whether it is a percentage."""
        return self.kind is FactKind.NUMBER and not self.text[-1].isdecimal()


@dataclass(frozen=True, slots=True)
class _Item:
    key: str
    start: int
    end: int
    figure: bool


def values(text: str) -> list[Value]:
    """Return the dates and counts of `text` in their order; none overlaps another."""
    items = _items(text)
    found: list[Value] = []
    position = 0
    while position < len(items):
        date = _date(text, items, position)
        if date:
            value, position = date
            found.append(value)
            continue
        count = _count(text, items, position)
        if count:
            found.append(count)
        position += 1
    return found


def _items(text: str) -> list[_Item]:
    items = [_Item(word.folded, word.start, word.end, figure=False) for word in written(text)]
    items += [_Item(number, start, end, figure=True) for number, start, end in stated_figures(text)]
    return sorted(items, key=lambda item: item.start)


def _date(text: str, items: list[_Item], position: int) -> tuple[Value, int] | None:
    """Return the date that begins there and the place after it."""
    first = items[position]
    month = position
    if first.figure:
        if _is_year(first) and position and items[position - 1].key in _BEFORE_YEAR and not _is_tied(text, first):
            return Value(FactKind.DATE, text[first.start : first.end], first.start, first.end, "year"), position + 1
        if not _is_day(first) or _is_tied(text, first, before=True):
            return None
        month = _skip(items, _skip(items, position + 1, _ORDINALS), _OF)
    after_month = _after_month(items, month)
    if after_month is None or not _together(text, items[position:after_month]):
        return None
    day, after = first.figure, after_month
    if not day and after < len(items) and _is_day(items[after]):
        after = _skip(items, after + 1, _ORDINALS)
        day = True
    after_of = _skip(items, after, _OF | _BEFORE_YEAR)
    year = after_of < len(items) and _is_year(items[after_of]) and _together(text, items[position : after_of + 1])
    end = after_of + 1 if year else after
    if not (day or year) or not _together(text, items[position:end]):
        return None
    start, stop = first.start, items[end - 1].end
    return Value(FactKind.DATE, text[start:stop], start, stop, "day" if day else "month"), end


def _after_month(items: list[_Item], position: int) -> int | None:
    """Return the place after the month named there; Arabic may name it twice, with a stroke between."""
    words = ["" if item.figure else item.key for item in items]
    month = month_at(words, position) if position < len(items) else None
    if month is None:
        return None
    after = min(position + month[1], len(items))
    again = month_at(words, after) if after < len(items) else None
    return min(after + again[1], len(items)) if again and again[0] == month[0] else after


def _count(text: str, items: list[_Item], position: int) -> Value | None:
    item = items[position]
    before = readings(items[position - 1].key) if position else ()
    following = items[position + 1].key if position + 1 < len(items) else ""
    if not item.figure or not _LABELS.isdisjoint(before) or following in _SCALES or _is_tied(text, item):
        return None
    percent = _PERCENT.match(text, item.end)
    if percent:
        return Value(FactKind.NUMBER, text[item.start : percent.end()], item.start, percent.end())
    if _is_year(item):
        return None
    return Value(FactKind.NUMBER, text[item.start : item.end], item.start, item.end)


def _is_tied(text: str, item: _Item, *, before: bool = False) -> bool:
    """Tell whether the figure is part of something longer: "14-27", "COVID-19", "10:30"."""
    tied = item.start > 0 and (text[item.start - 1].isalnum() or _TIED.search(text, 0, item.start) is not None)
    return tied or (not before and _TIES.match(text[item.end :]) is not None)


def _skip(items: list[_Item], position: int, words: frozenset[str]) -> int:
    while position < len(items) and items[position].key in words:
        position += 1
    return position


def _together(text: str, items: list[_Item]) -> bool:
    return all(_GAP.fullmatch(text[one.end : other.start]) for one, other in pairwise(items))


def _is_day(item: _Item) -> bool:
    return item.figure and item.key.isdecimal() and 1 <= int(item.key) <= 31


def _is_year(item: _Item) -> bool:
    return item.figure and re.fullmatch(r"(?:19|20)\d\d", item.key) is not None
