"""The marks behind the words of a line of Arabic, found by their shapes.

Tesseract's data for Arabic have no sign for the Arabic comma and take it for others, or for a part of the letter before
it. So marks are taken out of the picture that Tesseract reads, and put back behind the word that they stand by.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rag.reading.agreement import Word
from rag.reading.signs import Sign

MARKS = "،؛.:"

_FINAL = re.compile("[.,:;،؛]+$")


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark of punctuation and its place in the picture of its line."""

    text: str
    sign: Sign


def punctuated(words: Sequence[Word], marks: Sequence[Sequence[Mark]]) -> list[Word]:
    """Return the words of a page with the marks of each of its lines put behind them."""
    found = list(words)
    for line, own in enumerate(marks):
        places = [place for place, word in enumerate(found) if word.line == line]
        for mark in own:
            place = _place(mark, found, places)
            if place is not None:
                found[place] = replace(found[place], text=_FINAL.sub("", found[place].text) + mark.text)
    return found


def _place(mark: Mark, words: Sequence[Word], places: Iterable[int]) -> int | None:
    """Which word a mark stands behind: the next one to its right."""
    right = [place for place in places if words[place].left + words[place].right > 2 * mark.sign.middle]
    return min(right, key=lambda place: abs(words[place].left - mark.sign.right), default=None)
