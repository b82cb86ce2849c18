"""The order in which the letters of one glyph are read.

Programs that read PDFs turn runs of Arabic round, and the letters of a ligature with them or not: that depends on how
the file draws the line. What the letters are says more. Of the order of glyphs only that of two on one spot is told
here, which are a ligature in two pieces: pens that are moved to make letters bold are a hair apart.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import Protocol, TypeVar

# Letters that join no letter after them (joining type R of the Unicode Standard, and hamza): they end a ligature.
_ENDING = frozenset("ءآأؤإاةدذرزوىٱ")
_FORMS = (range(0xFB50, 0xFE00), range(0xFE70, 0xFEFD))  # the blocks of Arabic presentation forms
_ONE_SPOT = 0.05  # of the size of letters: how far the pens of one ligature may be apart; an alef is wider


class _Placed(Protocol):
    """What is asked of a glyph: its letters, where its pen was begun, the size of its font."""

    @property
    def text(self) -> str: ...
    @property
    def pen(self) -> float: ...
    @property
    def size(self) -> float: ...


_Glyph = TypeVar("_Glyph", bound=_Placed)


@lru_cache(1024)
def reads_forward(letters: str) -> bool | None:
    """Tell whether the letters of one glyph are in reading order, False if in reverse, None if they do not tell.

    A ligature that Unicode knows is in the order that Unicode gives; in all others every letter joins the next one.
    """
    for possible in (_is_known, _joins):
        forward, backward = possible(letters), possible(letters[::-1])
        if forward != backward:
            return forward
    return None


def most_forward(ligatures: Sequence[tuple[str, bool]]) -> dict[bool, bool]:
    """Whether most ligatures of a page that tell their order are in reading order, by whether their line goes left.

    Where none tells, those of a line that goes left are.
    """
    votes: Counter[bool] = Counter()
    for letters, goes_left in ligatures:
        forward = reads_forward(letters)
        if forward is not None:
            votes[goes_left] += 1 if forward else -1
    return {goes_left: votes[goes_left] > 0 if votes[goes_left] else goes_left for goes_left in (True, False)}


def on_one_spot(glyphs: Sequence[_Glyph]) -> tuple[_Glyph, ...]:
    """Return glyphs that stand from left to right, those two turned round that are a ligature and stand in reverse."""
    placed = list(glyphs)
    for index, (left, right) in enumerate(pairwise(glyphs)):
        apart = right.pen - left.pen
        if 0 <= apart <= _ONE_SPOT * left.size and reads_forward(_letters(right.text + left.text)) is False:
            placed[index : index + 2] = right, left
    return tuple(placed)


def _letters(text: str) -> str:
    return "".join(filter(str.isalpha, text))


def _joins(letters: str) -> bool:
    return not _ENDING.intersection(letters[:-1])


def _is_known(letters: str) -> bool:
    return letters in _known()


@cache
def _known() -> frozenset[str]:
    """The ligatures among the presentation forms; fonts also have the one of the name of God without its alef."""
    forms = [unicodedata.normalize("NFKC", chr(code)) for block in _FORMS for code in block]
    letters = ["".join(filter(str.isalpha, form)) for form in forms]
    return frozenset(form for whole in letters for form in (whole, whole.removeprefix("ا")) if len(form) > 1)
