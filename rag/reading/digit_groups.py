"""The white between the groups of three digits of a recognised number, as in 12 400.

Tesseract takes it for no gap between words where it is narrower than those of the line. It is told by the distance of
the middles of neighbouring digits, which is nearly the same within a group in most fonts. Points and commas are not
looked for: those are recognised as signs. Where the groups were recognised as words, those of a line of Arabic would be
read from the right: they are made one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from rag.reading.agreement import Word

if TYPE_CHECKING:
    from PIL.Image import Image

_DARK = 140  # of 255: below, a pixel is ink
_WHOLE = re.compile(r"(\d{4,9})([.,;:)»]?)")
_FIRST = re.compile(r"((?!0|٠)\d{1,3})(\D*)")
_NEXT = re.compile(r"(\D*)(\d{3})")
_EARLIER = re.compile(r"(\d{1,3})\D*")
_GROUP = re.compile(r"\d{3}")
_PLAIN = re.compile(r"^[\d .,]*\d\D?$")
_WORD_GAP = 1.5  # of the width of a digit: wider white parts two numbers
_LESS = 0.9  # of the white between two cells
_WIDER = 1.25  # times the other distances
_TALL = 0.5  # of the height of the number: lower ink is a speck or a comma


def grouped(words: Sequence[Word], pictures: Sequence[Image]) -> list[Word]:
    """Return the words with a space between the groups of their numbers where the picture of the line has one."""
    return [_grouped(word, pictures[word.line]) for word in words]


def joined(words: Sequence[Word], cells: Sequence[int]) -> list[Word]:
    """Return the words of lines of Arabic, in reading order, with neighbouring groups of one number as one word.

    `cells` is, for each line, how many pixels of white are between two cells of a table.
    """
    found: list[Word] = []
    start = 0
    for end in range(1, len(words) + 1):
        if end < len(words) and _may_follow(words[end - 1], words[end], cells):
            continue
        # Set with a plain space, groups stand from right to left, and the rightmost is the shortest.
        turned = start and _FIRST.search(words[start - 1].text) and _are_close(words[start - 1], words[start], cells)
        found += words[start:end] if turned else _joined(words[start:end])
        start = end
    return _sharing_doubts(found, cells)


def _may_follow(right: Word, left: Word, cells: Sequence[int]) -> bool:
    """Tell whether two words may be groups of one number: digits of one script, close by."""
    last, before = _NEXT.fullmatch(right.text), _EARLIER.fullmatch(left.text)
    if last is None or before is None or last[2].isascii() != before[1].isascii():
        return False
    return _are_close(right, left, cells)


def _joined(run: Sequence[Word]) -> list[Word]:
    """The number that words from right to left make, as one word; the words themselves where they make none."""
    last, first = _NEXT.fullmatch(run[0].text), _FIRST.fullmatch(run[-1].text)
    if len(run) < 2 or last is None or first is None or not all(_GROUP.fullmatch(word.text) for word in run[1:-1]):
        return list(run)
    groups = [first[1], *(word.text for word in run[-2:0:-1]), last[2]]
    doubtful = any(word.doubtful for word in run)
    text = f"{last[1]}{' '.join(groups)}{first[2]}"
    return [Word(text, min(word.sure for word in run), run[0].line, run[-1].left, run[0].right, doubtful)]


def _sharing_doubts(words: Sequence[Word], cells: Sequence[int]) -> list[Word]:
    """The words, of which groups that may be those of one number are all doubtful where one is."""
    shared = list(words)
    for index in [*range(len(words) - 1), *reversed(range(len(words) - 1))]:
        right, left = shared[index : index + 2]
        texts = right.text, left.text
        groups = any(map(_GROUP.fullmatch, texts)) and all(map(_PLAIN.search, texts))
        if groups and right.doubtful != left.doubtful and _are_close(right, left, cells):
            shared[index : index + 2] = replace(right, doubtful=True), replace(left, doubtful=True)
    return shared


def _are_close(right: Word, left: Word, cells: Sequence[int]) -> bool:
    """Tell whether no more white is between two words with digits than between the groups of a number."""
    digit = max((word.right - word.left) / max(1, sum(map(str.isdigit, word.text))) for word in (right, left))
    return right.line == left.line and -1 <= right.left - left.right <= min(_WORD_GAP * digit, _LESS * cells[left.line])


def _grouped(word: Word, picture: Image) -> Word:
    match = _WHOLE.fullmatch(word.text)
    if match is None:
        return word
    digits = match[1]
    middles = _middles(picture, word.left, word.right)
    if len(middles) != len(digits):
        return word  # digits that touch each other, or a word box that is not that of the number
    distances = np.diff(middles)
    between = [place for place in range(len(distances)) if (len(digits) - 1 - place) % 3 == 0]
    within = np.delete(distances, between)
    if min(distances[between]) < _WIDER * max(within):
        return word
    first = len(digits) % 3 or 3
    groups = [digits[:first], *(digits[place : place + 3] for place in range(first, len(digits), 3))]
    return replace(word, text=" ".join(groups) + match[2])


def _middles(picture: Image, left: int, right: int) -> list[float]:
    """The middles of the signs in a part of a line, in pixels, commas and specks left out."""
    ink = np.asarray(picture)[:, max(0, left) : right + 1] < _DARK
    rows = np.flatnonzero(ink.any(axis=1))
    if not len(rows):
        return []
    edges = np.flatnonzero(np.diff(np.concatenate([[0], ink.any(axis=0).astype(np.int8), [0]])))
    found = []
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        own = np.flatnonzero(ink[:, start:end].any(axis=1))
        if own[-1] - own[0] >= _TALL * (rows[-1] - rows[0]):
            found.append((start + end) / 2)
    return found
