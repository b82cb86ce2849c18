"""What a sentence claims in figures, held against the texts that it cites: numbers, percentages, dates.

Both sides are read by `rag.text.comparable`, a source by the conventions of its own language. A claim that can be read
in two ways needs only one that its sources bear out. Words, and what is true, are not judged here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from rag.text.comparable import Reading, readings
from rag.text.dates import SPAN, TO, is_day, is_year
from rag.text.units import PERCENT, POINTS, Unit

_DIGITS = re.compile(r"\d+")
_RANGE = re.compile(r"(\d+)-(\d+)")
# What may stand right before and right after words that are quoted whole.
_WHOLE = re.compile(r"$|[^\w.,'’/٬٫-]$"), re.compile(r"(?!\w|[.,'’/٬٫-]\d)")
_BETWEEN = TO | {"et", "and", "و", "ou", "or", "او", SPAN.key}


class Date(NamedTuple):
    """A date, or as much of it as is said; "" for what is not."""

    day: str
    month: str
    year: str

    @property
    def written(self) -> str:
        """The date as ISO 8601 writes it, less what is not said."""
        month = self.month.removeprefix("month ").zfill(2)
        return "-".join(part for part in (self.year, month, self.day.zfill(2) if self.day else "") if part)


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a text in normal form.

    `percents` are numbers with their sign ("9 %", "9 % points"); `tied` are figures that are one sign ("14-27",
    "10:30", "5g"); `digits` every run of digits, whatever it is part of.
    """

    numbers: frozenset[str]
    ordinals: frozenset[str]
    percents: frozenset[str]
    dates: frozenset[Date]
    tied: frozenset[str]
    digits: frozenset[str]
    loose_percent: bool

    def lacks(self, claimed: Figures) -> list[str]:
        """Return what is claimed and not among these figures, as a person would write it."""
        missing = [number for number in claimed.numbers if number not in self.numbers]
        missing += [ordinal for ordinal in claimed.ordinals - self.ordinals if ordinal.rstrip("°") not in self.numbers]
        missing += [tied for tied in claimed.tied - self.tied if not self._parts_stand(tied)]
        missing += [percent for percent in claimed.percents - self.percents if not self._headed(percent)]
        missing += [date.written for date in claimed.dates if not any(self._bears(date, own) for own in self.dates)]
        return sorted(missing)

    def _parts_stand(self, tied: str) -> bool:
        """Two numbers may be tied in one text and apart in the other ("10-15", "10 to 15")."""
        ends = _RANGE.fullmatch(tied)
        known = self.numbers if ends else self.digits
        return all(part in known for part in (ends.groups() if ends else _DIGITS.findall(tied)))

    def _headed(self, percent: str) -> bool:
        """The sign may stand in the head of a table, apart from its number."""
        number, _, sign = percent.partition(" ")
        return sign == PERCENT and self.loose_percent and number in self.numbers

    def _bears(self, claimed: Date, own: Date) -> bool:
        if claimed.month != own.month or (claimed.day and claimed.day != own.day):
            return False
        return claimed.year in ("", own.year) or (not own.year and claimed.year in self.numbers)


def foreign(text: str, sources: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Return the numbers, percentages and dates of `text` that no source, with its language, states.

    Of two readings of the text, the one that its sources bear out better counts.
    """
    sources = list(sources)
    if any(_stands(text, source) for source, _ in sources):
        return ()
    known = _union([_figures(reading) for source, language in sources for reading in readings(source, language)])
    lacking = [known.lacks(_figures(reading, claimed=True)) for reading in readings(text)]
    best = min(lacking, key=len)
    return tuple(best)


def full_dates(text: str, language: str) -> tuple[Date, ...]:
    """Return the dates of a text that have a day, a month and a year, as it is likeliest read, in its order."""
    return tuple(date for date in _dates(readings(text, language)[0]) if date.day and date.year)


def _stands(text: str, source: str) -> bool:
    """Tell whether the text stands in the source word for word, and does not begin or end within a word or figure."""
    before, after = _WHOLE
    found = re.finditer(re.escape(text), source)
    return any(
        before.match(source, max(place.start() - 1, 0), place.start()) and after.match(source, place.end())
        for place in found
    )


@lru_cache(maxsize=20_000)
def _figures(reading: Reading, *, claimed: bool = False) -> Figures:
    """Return the figures of a reading; a source states both ends of a span, which a claim must name."""
    tied = [unit.key for unit in reading if _is_tied(unit)]
    ends = [
        part
        for key in tied
        if (span := _RANGE.fullmatch(key)) and int(span[1]) < int(span[2])
        for part in span.groups()
    ]
    numbers = {unit.key for unit in reading if unit.kind == "number"}
    return Figures(
        numbers=frozenset(numbers if claimed else numbers.union(ends)),
        ordinals=frozenset(unit.key for unit in reading if unit.kind == "ordinal"),
        percents=frozenset(_percents(reading, spread=not claimed)),
        dates=frozenset(date for date in _dates(reading) if date.day or date.year or not claimed),
        tied=frozenset(tied),
        digits=frozenset(digits for unit in reading for digits in _DIGITS.findall(f"{unit.raw} {unit.key}")),
        loose_percent=any(
            unit.key == PERCENT and not (place and reading[place - 1].key[:1].isdigit())
            for place, unit in enumerate(reading)
        ),
    )


def _union(parts: Sequence[Figures]) -> Figures:
    return Figures(
        numbers=frozenset().union(*(part.numbers for part in parts)),
        ordinals=frozenset().union(*(part.ordinals for part in parts)),
        percents=frozenset().union(*(part.percents for part in parts)),
        dates=frozenset().union(*(part.dates for part in parts)),
        tied=frozenset().union(*(part.tied for part in parts)),
        digits=frozenset().union(*(part.digits for part in parts)),
        loose_percent=any(part.loose_percent for part in parts),
    )


def _is_tied(unit: Unit) -> bool:
    return unit.kind == "name" or (unit.kind == "word" and unit.key[0].isdigit())


def _percents(reading: Reading, *, spread: bool) -> list[str]:
    """Return the percentages; with `spread` also those whose sign stands once for two ("9 to 12 %")."""
    found: list[str] = []
    for place, unit in enumerate(reading):
        if unit.key not in (PERCENT, POINTS) or not place:
            continue
        before = reading[max(place - 3, 0) : place]
        if before[-1].kind == "number":
            found.append(f"{before[-1].key} {unit.key}")
        span = _RANGE.fullmatch(before[-1].key)
        if spread and span:
            found += [f"{end} {unit.key}" for end in span.groups()]
        if spread and len(before) == 3 and before[0].kind == "number" and before[1].key in _BETWEEN:
            found.append(f"{before[0].key} {unit.key}")
    return found


def _dates(reading: Reading) -> list[Date]:
    dates: list[Date] = []
    for place, unit in enumerate(reading):
        if unit.kind != "month":
            continue
        year = reading[place + 1].key if place + 1 < len(reading) and is_year(reading[place + 1]) else ""
        start = place
        while start and (is_day(reading[start - 1]) or reading[start - 1] == SPAN):
            start -= 1
        days = [day.key for day in reading[start:place] if is_day(day)]
        dates += [Date(day, unit.key, year) for day in days or [""]]
    return dates
