"""Filters → rows: which passages may be found at all, told before anything is searched.

Everything a filter can name is looked up once, when the index is opened; what is left for a question is to join a few
arrays of numbers. It neither scores nor searches.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches

import numpy as np
from numpy.typing import NDArray

from rag.errors import UsageError
from rag.text.normalise import fold
from rag.types import Filters, Passage, Source

Rows = NDArray[np.int64]
_Mask = NDArray[np.bool_]

_SHOWN = 20


class RowFilter:
    """The passages that a filter allows; row i is `passages[i]`, its report one of `sources`.

    Values of one part are alternatives, the parts hold together: languages ("fr", "ar") and countries ("MA",) leave the
    French and Arabic passages of reports about Morocco. Publishers and kinds are compared without case and accents.
    """

    def __init__(self, passages: Sequence[Passage], sources: Mapping[str, Source]) -> None:
        numbers = {name: number for number, name in enumerate(sources)}
        for passage in passages:
            numbers.setdefault(passage.report_id, len(numbers))
        self._report_of_row = _column((numbers[passage.report_id] for passage in passages), len(passages))
        about, size = list(sources.values()), len(numbers)
        self._reports = _Part("report", size, numbers.items(), key=str)
        self._countries = _Part("country", size, _pairs(about, lambda source: source.metadata.countries))
        self._years = _Part("year", size, _pairs(about, lambda source: _some(source.metadata.year)))
        self._publishers = _Part("publisher", size, _pairs(about, lambda source: source.metadata.publisher))
        self._kinds = _Part("kind", size, _pairs(about, lambda source: _some(source.metadata.kind)))
        spoken = dict.fromkeys(passage.language for passage in passages)
        languages = {language: number for number, language in enumerate(spoken)}
        self._language_of_row = _column((languages[passage.language] for passage in passages), len(passages))
        self._languages = _Part("language", len(languages), languages.items())
        self._all = np.arange(len(passages), dtype=np.int64)
        self._all.flags.writeable = False  # it is handed to every question without filters

    def rows(self, filters: Filters) -> Rows:
        """Return the allowed rows, ascending.

        A country or a year that no report is about leaves nothing: that is an answer. A report, publisher, kind or
        language that the index does not hold is a slip of the pen.

        Raises:
            UsageError: for such a slip; names what there is.
        """
        reports = _all_of(
            self._reports.holding(filters.reports, must_exist=True),
            self._publishers.holding(filters.publishers, must_exist=True),
            self._kinds.holding(filters.kinds, must_exist=True),
            self._countries.holding(filters.countries),
            self._years.holding(filters.years),
        )
        languages = self._languages.holding(filters.languages, must_exist=True)
        allowed = _all_of(
            None if reports is None else reports[self._report_of_row],
            None if languages is None else languages[self._language_of_row],
        )
        return self._all if allowed is None else np.flatnonzero(allowed)


class _Part:
    """One thing a filter names: which of `size` numbered reports (or languages) hold which of its values."""

    def __init__(
        self, noun: str, size: int, pairs: Iterable[tuple[str, int]], key: Callable[[str], str] = fold
    ) -> None:
        self._noun = noun
        self._size = size
        self._key = key
        self._names: dict[str, str] = {}  # as they are written, by their key
        holders: dict[str, list[int]] = {}
        for name, number in pairs:
            self._names.setdefault(key(name), name)
            holders.setdefault(key(name), []).append(number)
        self._holders = {name: np.array(numbers, np.int64) for name, numbers in holders.items()}

    def holding(self, wanted: Sequence[str], *, must_exist: bool = False) -> _Mask | None:
        """Return which hold one of the wanted values; None when nothing is wanted, so that all do."""
        if not wanted:
            return None
        mask = np.zeros(self._size, np.bool_)
        for name in wanted:
            numbers = self._holders.get(self._key(name))
            if numbers is not None:
                mask[numbers] = True
            elif must_exist:
                raise UsageError(f"No {self._noun} {name!r} is in the index.", self._there_is(name))
        return mask

    def _there_is(self, name: str) -> str:
        """Name the values that exist, the nearest to `name` first."""
        names = get_close_matches(name, self._names.values(), _SHOWN, cutoff=0.0)
        if not names:
            return f"The catalogue names no {self._noun} for any report."
        more = f" and {len(self._names) - _SHOWN} more" if len(self._names) > _SHOWN else ""
        return f"There is: {'; '.join(names)}{more}."


def _pairs(sources: Iterable[Source], values: Callable[[Source], tuple[str, ...]]) -> Iterable[tuple[str, int]]:
    return ((value, number) for number, source in enumerate(sources) for value in values(source))


def _some(value: str | None) -> tuple[str, ...]:
    return () if value is None else (value,)


def _column(numbers: Iterable[int], count: int) -> NDArray[np.int32]:
    return np.fromiter(numbers, np.int32, count)


def _all_of(*masks: _Mask | None) -> _Mask | None:
    """Return where all masks hold; None, for no mask at all, stands for everywhere."""
    joined: _Mask | None = None
    for mask in masks:
        if mask is not None:
            joined = mask if joined is None else joined & mask
    return joined
