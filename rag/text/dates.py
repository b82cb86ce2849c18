"""Dates among the units of a text, brought to one order and one name for each month: day, "month 8", year.

"August 13th, 2020", "13 من آب/أغسطس 2020" and "le 13 août 2020" become the same three units; two days of one month are
both put before it: "26 et 27 janvier", "26-27 January" and "January 26 and 27". A span of more than two days keeps the
sign of a span, so that "1-5 May" is not "1 and 5 May". What no calendar holds ("31 February") is not refused.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.text.months import EVERYDAY, month_at, short_names
from rag.text.normalise import fold
from rag.text.units import Unit

SPAN = Unit("–", "–", "span")

_AND = frozenset(("et", "and", "و"))
TO = frozenset(fold("au à to through till until إلى حتى").split())
_OF = frozenset(fold("of de d du من لشهر شهر").split())
_OF_THE_YEAR = frozenset(fold("of de d l من عام سنة العام لعام لسنة").split())
_FIRST = frozenset(fold("premier first الأول أول").split())


def with_dates(found: Sequence[Unit]) -> list[Unit]:
    """Give months one name in all languages, put the day before the month, and read ordinals in dates as days."""
    named = _days_joined(_months(found))
    dated: list[Unit] = []
    for position, unit in enumerate(named):
        month_near = any(other.kind == "month" for other in (*dated[-1:], *named[position + 1 : position + 4]))
        read = _as_day(unit) if unit.kind == "ordinal" and month_near else unit
        if is_day(read) and dated and dated[-1].kind == "month" and not (len(dated) > 1 and is_day(dated[-2])):
            dated.insert(-1, read)
        else:
            dated.append(read)
    return dated


def is_day(unit: Unit) -> bool:
    """Tell whether a unit can be the day of a month."""
    return unit.kind == "number" and unit.key.isdecimal() and 1 <= int(unit.key) <= 31


def is_year(unit: Unit) -> bool:
    """Tell whether a unit can be a year."""
    return unit.kind == "number" and re.fullmatch(r"[12]\d{3}", unit.key) is not None


def _months(found: Sequence[Unit]) -> list[Unit]:
    words = [unit.key if unit.kind == "word" else "" for unit in found]
    named: list[Unit] = []
    position = 0
    while position < len(found):
        month = _month(found, words, position)
        if not month:
            named.append(found[position])
            position += 1
            continue
        number, length = month
        unit = Unit(f"month {number}", " ".join(words[position : position + length]), "month")
        while len(named) > 1 and named[-1].key in _OF and _may_be_day(named[-2]):
            named.pop()
        if named and named[-1].key in _FIRST:
            named[-1] = named[-1]._replace(key="1", kind="number")
        # "آب/أغسطس" names one month twice.
        if not named or named[-1].key != unit.key:
            named.append(unit)
        position = _past_of(found, position + length)
    return named


def _may_be_day(unit: Unit) -> bool:
    return unit.kind in ("number", "ordinal") or unit.key in _FIRST


def _past_of(found: Sequence[Unit], position: int) -> int:
    """Return where the year of the month before `position` stands, if only words like "of" lie between."""
    ahead = position
    while ahead < len(found) and found[ahead].key in _OF_THE_YEAR:
        ahead += 1
    return ahead if ahead < len(found) and is_year(found[ahead]) else position


def _month(found: Sequence[Unit], words: Sequence[str], position: int) -> tuple[int, int] | None:
    word = words[position]
    # Conjunction and preposition are written onto Arabic words: "بيناير", "وأغسطس".
    for name in (word, word[1:]) if word.startswith(("و", "ب", "ل", "ف")) else (word,):
        month = month_at([name, *words[position + 1 : position + 2]], 0)
        if month and (name not in EVERYDAY | short_names() or _is_settled(found, position, name, month[0])):
            return month
    return None


def _is_settled(found: Sequence[Unit], position: int, name: str, number: int) -> bool:
    """Tell whether what stands beside a word that may be a month makes it one: a figure, or the month's other name."""
    figures = ("number", "ordinal")
    before, after = found[max(position - 1, 0) : position], found[position + 1 : position + 2]
    # A short form may end in a point ("Aug. 13"); an everyday word must stand right by the figure.
    near = name in short_names() | {"sept"}
    if any(unit.kind in figures and (near or found[position].joined) for unit in before):
        return True
    if (
        any(unit.kind in figures and (near or unit.joined) for unit in after)
        or _past_of(found, position + 1) > position + 1
    ):
        return True
    # "آب/أغسطس"
    other = month_at([unit.key for unit in found[position + 1 : position + 3]], 0)
    return other is not None and other[0] == number


def _days_joined(found: Sequence[Unit]) -> list[Unit]:
    """Give two days of one month one form, whether they stand before the month or after it."""
    joined: list[Unit] = []
    position = 0
    while position < len(found):
        unit = found[position]
        if unit.kind == "month":
            before = _two_days(joined[-3:], from_end=True)
            after = _two_days(found[position + 1 : position + 4], from_end=False)
            if before:
                joined[-before[1] :] = before[0]
            elif after and not (joined and is_day(joined[-1])):
                joined.extend(after[0])
                position += after[1]
        joined.append(unit)
        position += 1
    return joined


def _two_days(near: Sequence[Unit], *, from_end: bool) -> tuple[list[Unit], int] | None:
    """Return two days at the end (or head) of the units near a month, with how many units they took."""
    if not near:
        return None
    tied = re.fullmatch(r"(\d{1,2})-(\d{1,2})", near[-1 if from_end else 0].key)
    if tied:
        return _span(Unit(str(int(tied[1])), tied[1], "number"), Unit(str(int(tied[2])), tied[2], "number")), 1
    if len(near) < 3:
        return None
    one, link, two = (_as_day(near[0]), near[1], _as_day(near[2]))
    if is_day(one) and is_day(two) and link.key in _AND:
        return [one, two], 3
    if is_day(one) and is_day(two) and link.key in TO:
        return _span(one, two), 3
    return None


def _span(one: Unit, two: Unit) -> list[Unit]:
    """Two days that follow each other are the same as a span and as a list."""
    return [one, two] if int(two.key) == int(one.key) + 1 else [one, SPAN, two]


def _as_day(unit: Unit) -> Unit:
    return unit._replace(key=unit.key.rstrip("°"), kind="number") if unit.kind == "ordinal" else unit
