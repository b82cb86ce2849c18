"""Two readings of lines of Arabic brought to one: as they are, and with numbers and marks taken out of the picture.

Where much is taken out, the second reading loses letters beside the white and finds digits in it; where nothing was,
the first is the better one. So only words that stood in the way of a number or a mark are taken from the second.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from rag.reading.agreement import Word
from rag.reading.signs import Sign

_TOUCHES = 2  # pixels that the box of a word may reach into another sign
_WORSE = 15.0  # of 100: so much less sure, the second reading of a word has lost a part of it
_DIGITS = re.compile(r"\d")
_MADE_UP = re.compile(r"[\d٪%؟?]")  # what white is taken for


def mended(
    first: Sequence[Word],
    second: Sequence[Word],
    numbers: Mapping[int, Sequence[Sign]],
    marks: Mapping[int, Sequence[Sign]],
) -> list[Word]:
    """Return the words of a page; `numbers` and `marks` are the signs that were taken out of each line."""
    kept: list[Word] = []
    again: list[Word] = []
    for word in first:
        if _holds(word, numbers.get(word.line, ())):
            continue
        by_mark = _holds(word, marks.get(word.line, ()))
        better = [other for other in second if _is_beside(other, word)] if by_mark else []
        as_sure = any(other.sure >= word.sure - _WORSE for other in better)
        if as_sure and _DIGITS.findall("".join(other.text for other in better)) == _DIGITS.findall(word.text):
            again += [other for other in better if other not in again]
        else:
            kept.append(word)
    kept = [word for word in kept if not any(_is_beside(other, word) for other in again)]
    again += [other for other in second if other not in again and not any(_is_beside(other, own) for own in kept)]
    bare = [
        replace(other, text=_MADE_UP.sub("", other.text) if numbers.get(other.line) else other.text) for other in again
    ]
    return kept + [word for word in bare if word.text]


def once(words: Sequence[Word], readings: Sequence[Sequence[Word]]) -> list[Word]:
    """Return words in reading order without a number said twice: two words where a reading has it once across both."""
    kept: list[Word] = []
    for word in words:
        digits = _digits(word)
        if digits and kept and kept[-1].line == word.line and _digits(kept[-1]) == digits:
            before = kept[-1]
            across = [other for reading in readings for other in reading if other.line == word.line]
            if any(_digits(other) == digits and other.covers(before) and other.covers(word) for other in across):
                left, right = min(before.left, word.left), max(before.right, word.right)
                doubtful = before.doubtful or word.doubtful
                kept[-1] = replace(max(before, word, key=_length), left=left, right=right, doubtful=doubtful)
                continue
        kept.append(word)
    return kept


def _digits(word: Word) -> list[str]:
    """The digits of a word in no order: readings give the ends of a range in either."""
    return sorted(_DIGITS.findall(word.text))


def _length(word: Word) -> int:
    return len(word.text)


def _is_beside(other: Word, word: Word) -> bool:
    """Tell whether two readings have these words at one place."""
    return other.line == word.line and other.covers(word)


def _holds(word: Word, signs: Sequence[Sign]) -> bool:
    """Tell whether a sign stands within the box of a word."""
    return any(
        min(word.right, sign.right) - max(word.left, sign.left) > min(_TOUCHES, sign.right - sign.left - 1)
        for sign in signs
    )
