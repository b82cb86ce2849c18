"""Commas between groups of digits that were taken for the zero of the digits ٠ to ٩, which is a dot in most fonts.

In some fonts the comma stands as high as the zero and is hardly larger. It is told by the zeros of its page, and only
where a comma may be: before each three digits of a number. Such a number is unsure whatever it is taken for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from rag.reading.digit_network import ARABIC
from rag.reading.drawn_numbers import DrawnNumber

_ZERO, _COMMA = ARABIC[0], "٬"
_LEAST = 5  # signs of the shortest number with a comma
_GROUP = 3
_ENOUGH = 3  # zeros that tell how those of a page look
_LOWER = 0.05  # of the height of digits: so much further down and higher is a comma


def with_commas(lines: Sequence[Sequence[DrawnNumber]]) -> list[list[DrawnNumber]]:
    """Return the numbers of each line of a page with commas in place of zeros that are none."""
    zeros = [
        _place(number, index)
        for own in lines
        for number in own
        if len(number.visual) == len(number.signs)
        for index, sign in enumerate(number.visual)
        if sign == _ZERO and index not in _where_commas_may_be(number)
    ]
    usual = float(np.median(zeros)) if len(zeros) >= _ENOUGH else None
    return [[_with_commas(number, usual) for number in own] for own in lines]


def _with_commas(number: DrawnNumber, usual: float | None) -> DrawnNumber:
    places = _where_commas_may_be(number)
    if not places:
        return number
    own = [_place(number, index) for index, sign in enumerate(number.visual) if sign == _ZERO and index not in places]
    if usual is None or min(_place(number, index) for index in places) < max([usual, *own]) + _LOWER:
        return replace(number, twice=False)
    signs = [_COMMA if index in places else sign for index, sign in enumerate(number.visual)]
    return replace(number, visual="".join(signs), twice=False)


def _where_commas_may_be(number: DrawnNumber) -> frozenset[int]:
    """The places before each three digits of a number, if there are zeros on all of them and digits around."""
    digits = [index for index, sign in enumerate(number.visual) if sign in ARABIC]
    if len(digits) < _LEAST or digits[-1] - digits[0] >= len(digits) or len(number.visual) != len(number.signs):
        return frozenset()
    places = digits[::-1][_GROUP :: _GROUP + 1]
    before = places[-1] - digits[0]
    if before == 0 or number.visual[digits[0]] == _ZERO or any(number.visual[place] != _ZERO for place in places):
        return frozenset()
    return frozenset(places)


def _place(number: DrawnNumber, index: int) -> float:
    """How far down a sign reaches and how high it is, in heights of the other digits of its number."""
    others = [sign for sign, digit in zip(number.signs, number.visual, strict=True) if digit in ARABIC[1:]]
    if not others:
        return 0.0
    height, foot = (float(np.median([getattr(sign, name) for sign in others])) for name in ("height", "bottom"))
    sign = number.signs[index]
    return (sign.bottom - foot + sign.height) / max(1.0, height)
