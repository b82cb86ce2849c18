"""Bugs in cutting reports into passages and in what is indexed of them. All need indexing anew."""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from rag.types import Locator, Passage, Report
from tools.regressions.base import Make, Regression, swapped

Cut = Callable[[Report], list[Passage]]


def _recut(each: Callable[[Report, list[Passage]], Iterable[Passage]]) -> tuple[str, Make]:
    """Cut as before, then make other passages of these."""
    return "rag.wiring.cut", lambda cut: lambda report: each(report, cut(report))


def _slice(report: Report, like: Passage, start: int, end: int) -> Passage:
    """Return the passage of another stretch of the report's text, otherwise like that one."""
    name = hashlib.sha256(f"{like.id} {start} {end}".encode()).hexdigest()[:16]
    return replace(like, id=name, text=report.text[start:end], locator=replace(like.locator, start=start, end=end))


def _halves(report: Report, passages: list[Passage]) -> Iterator[Passage]:
    for passage in passages:
        gaps = [match.span() for match in re.finditer(r"\s+", passage.text)]
        if not gaps:
            yield passage
            continue
        before, after = random.Random(passage.id).choice(gaps)  # noqa: S311
        begin, end = passage.locator.start, passage.locator.end
        yield _slice(report, passage, begin, begin + before)
        yield _slice(report, passage, begin + after, end)


def _in_threes(report: Report, passages: list[Passage]) -> list[Passage]:
    threes = [passages[place : place + 3] for place in range(0, len(passages), 3)]
    return [_slice(report, group[0], group[0].locator.start, group[-1].locator.end) for group in threes]


def _each(change: Callable[[Passage], Passage]) -> tuple[str, Make]:
    return _recut(lambda _report, passages: [change(passage) for passage in passages])


def _off_by_one(place: Locator) -> Locator:
    """Return the locator of the next paragraph or question: 12 → 13, III.c → III.d."""
    named = place.paragraph or ""
    if named.isdecimal():
        return replace(place, paragraph=str(int(named) + 1))
    return replace(place, paragraph=named[:-1] + chr(ord(named[-1]) + 1)) if "." in named else place


def _found(keep: Callable[[int, Any], bool]) -> tuple[str, Make]:
    def make(find: Any) -> Any:
        return lambda *given: [file for place, file in enumerate(find(*given)) if keep(place, file)]

    return "rag.indexing.indexer.find", make


def _regression(name: str, what: str, *changes: tuple[str, Make]) -> Regression:
    return Regression(name, what, lambda: swapped(*changes), reindex=True)


REGRESSIONS = (
    _regression("passages cut at random", "each passage is cut in two in the middle of a sentence", _recut(_halves)),
    _regression(
        "passages in threes", "three neighbours are one passage, at the place of the first", _recut(_in_threes)
    ),
    _regression(
        "context dropped",
        "titles, headings and questions are not indexed with passages",
        _each(lambda passage: replace(passage, context="")),
    ),
    _regression(
        "paragraphs off by one",
        "locators name the paragraph after",
        _each(lambda passage: replace(passage, locator=_off_by_one(passage.locator))),
    ),
    _regression(
        "all passages English",
        "the language of a passage is lost",
        _each(lambda passage: replace(passage, language="en")),
    ),
    _regression(
        "half the reports missing", "every second file is passed over", _found(lambda place, _file: place % 2 == 0)
    ),
    _regression(
        "one report missing",
        "the French report of the workshop is passed over",
        _found(lambda _place, file: file.name != "workshop-2020.fr.pdf"),
    ),
)
