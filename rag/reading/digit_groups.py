"""The white between the groups of three digits of a recognised number, as in 12 400.

Tesseract takes it for no gap between words where it is narrower than those of the line. It is told by the distance of
the middles of neighbouring digits, which is nearly the same within a group in most fonts. Points and commas are not
looked for: those are recognised as signs.
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
_WIDER = 1.25  # times the other distances
_TALL = 0.5  # of the height of the number: lower ink is a speck or a comma


def grouped(words: Sequence[Word], pictures: Sequence[Image]) -> list[Word]:
    """Return the words with a space between the groups of their numbers where the picture of the line has one."""
    return [_grouped(word, pictures[word.line]) for word in words]


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
