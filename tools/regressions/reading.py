"""Bugs in reading: reports that lose paragraphs, their order or their direction. All need reading and indexing anew."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rag.reading.structure import Placed
from tools.regressions.base import Make, Regression, swapped


def _keeping(keep: Callable[[Placed], bool]) -> Make:
    return lambda assemble: lambda placed: assemble([item for item in placed if keep(item)])


def _reversed(without_running_lines: Any) -> Any:
    return lambda pages: without_running_lines(pages[::-1])


def _is_two_digits(item: Placed) -> bool:
    return item.paragraph is not None and item.paragraph.isdecimal() and len(item.paragraph) == 2


def _regression(name: str, what: str, *changes: tuple[str, Make]) -> Regression:
    return Regression(name, what, lambda: swapped(*changes), reindex=True, reread=True)


REGRESSIONS = (
    _regression(
        "two-digit paragraphs dropped",
        "paragraphs from 10 on are taken for page numbers and left out",
        ("rag.reading.assemble", _keeping(lambda item: not _is_two_digits(item))),
    ),
    _regression(
        "pages reversed",
        "the pages of a PDF are read from the last to the first",
        ("rag.reading.pdf.without_running_lines", _reversed),
    ),
)
