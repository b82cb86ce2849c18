"""Single digits found by their shapes, weighed against the words that Tesseract reads in their place.

In many fonts an alef is a ١, and "لا" a ٧. So a single digit in ٠ to ٩ is none where the page has its numbers in 0
to 9, or within a word that is read with confidence; and one that stands too close to letters to be believed is named
where the word there is not read well, for it may be a number that would be lost. Longer numbers are not doubted here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rag.reading.agreement import Word
from rag.reading.drawn_numbers import DrawnNumber

_ENOUGH = 3  # digits of longer numbers that tell in which script a page has its numbers
_WORD = 80.0  # of 100: so sure is a word of whose letters none is a digit
_LETTERS = 3  # and so long
_SURE_WORD = 90.0  # of 100: words this sure and a digit in their place contradict each other
_READ = 75.0  # of 100: below, a word may have lost a digit
_SHAPED = 0.5  # of 1: how sure a digit is that may have been lost


def believed(lines: Sequence[Sequence[DrawnNumber]], arabic: Sequence[Word]) -> list[list[DrawnNumber]]:
    """Return the numbers of each line of a page without the single digits that are letters.

    `arabic` is the page as read with the data for Arabic. Digits that such a word contradicts are made unsure.
    """
    scripts = [number.is_arabic for own in lines for number in own for _ in range(_count(number)) if _count(number) > 1]
    latin = len(scripts) >= _ENOUGH and sum(scripts) * 10 < len(scripts)
    found: list[list[DrawnNumber]] = []
    for line, numbers in enumerate(lines):
        words = [word for word in arabic if word.line == line and word.text.isalpha()]
        found.append([])
        for number in numbers:
            if _count(number) > 1 or not number.is_arabic:
                found[-1].append(number)
                continue
            around = [word for word in words if word.left <= number.left and number.right <= word.right]
            within = any(_is_within(number, word) for word in around)
            if not latin and not within:
                contradicted = any(len(word.text) > 1 and word.sure >= _SURE_WORD for word in around)
                found[-1].append(replace(number, twice=number.twice and not contradicted))
    return found


def _is_within(number: DrawnNumber, word: Word) -> bool:
    """Tell whether a word that is read with confidence goes on at both sides."""
    long = len(word.text) >= _LETTERS and word.sure >= _WORD
    return long and word.left < number.left and number.right < word.right


def lost(spare: Sequence[Sequence[DrawnNumber]], arabic: Sequence[Word]) -> list[Word]:
    """Return the words, as read with the data for Arabic, in whose place a digit may have been lost.

    `spare` are the single digits of each line that were not believed because letters stand close by.
    """
    return [
        word
        for line, numbers in enumerate(spare)
        for number in numbers
        for word in arabic
        if number.sure >= _SHAPED
        and word.line == line
        and word.left <= (number.left + number.right) / 2 <= word.right
        and not any(map(str.isdigit, word.text))
        and (word.sure < _READ or not word.text.isalpha())
    ]


def _count(number: DrawnNumber) -> int:
    return sum(map(str.isdigit, number.visual))
