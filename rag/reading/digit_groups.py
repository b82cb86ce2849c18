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
    for word in words:
        cell = cells[word.line]
        # Set with a plain space, groups stand from right to left, and the rightmost is the shortest.
        turned = len(found) > 1 and bool(_FIRST.search(found[-2].text)) and _are_close(found[-2], found[-1], cell)
        whole = _joined(found[-1], word, cell) if found and not turned else None
        found[-1:] = [*found[-1:], word] if whole is None else [whole]
    return found


def _joined(right: Word, left: Word, cell: int) -> Word | None:
    """The number that two words make, None where they make none; the right one may have been joined before."""
    rest, space, last = right.text.rpartition(" ")
    first, following = _FIRST.fullmatch(left.text), _NEXT.fullmatch(rest.partition(" ")[0] if space else last)
    if right.line != left.line or first is None or following is None or first[1].isascii() != following[2].isascii():
        return None
    if not _are_close(right, left, cell):
        return None
    whole = f"{following[1]}{first[1]} {right.text[len(following[1]) :]}{first[2]}"
    return Word(whole, min(right.sure, left.sure), left.line, left.left, right.right, right.doubtful or left.doubtful)


def _are_close(right: Word, left: Word, cell: int) -> bool:
    """Tell whether no more white is between two words with digits than between the groups of a number."""
    digit = max((word.right - word.left) / max(1, sum(map(str.isdigit, word.text))) for word in (right, left))
    return right.line == left.line and -1 <= right.left - left.right <= min(_WORD_GAP * digit, _LESS * cell)


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
