"""Hyphens at line ends: part of the word ("sous-région"), or put there only to break it ("migra-tion").

The document itself decides where it writes the word elsewhere; then the first parts and last parts with which French
and English form compounds; then whether both halves are words of the document. What is left was broken by its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from rag.text.normalise import fold

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BROKEN = re.compile(r"[^\W\d_]+-$")


def _folded(words: str) -> frozenset[str]:
    return frozenset(fold(word) for word in words.split())


_FIRST = _folded(
    """sous non mi demi semi ex vice au là ci par à quasi avant après arrière contre haut hauts basse bas nord sud est
    ouest grand grande hors celui celle ceux celles lui elle eux elles nous vous peut quelqu vis porte chef socio libre
    plus moins bien mal franco arabo afro euro dix vingt trente quarante cinquante soixante quatre dit soi tout self
    well co cross long short high low mid post follow decision policy twenty thirty forty fifty sixty seventy eighty
    ninety"""
)
_LAST = _folded(
    """ci là même mêmes il elle ils elles on t vous nous moi toi je tu ce être delà dessus dessous devant dire vis clé
    clés clef type types up based led related wide making makers term"""
)


def vocabulary(lines: Iterable[str]) -> frozenset[str]:
    """Return the folded words of the lines, without the halves of words that a line end breaks."""
    words: set[str] = set()
    broken = False
    for line in lines:
        text = fold(line).strip()
        found = _WORD.findall(text)
        cut = bool(_BROKEN.search(text))
        words.update(found[1 if broken else 0 : len(found) - 1 if cut else len(found)])
        broken = cut
    return frozenset(words)


def is_broken(first: str, second: str, known: frozenset[str]) -> bool:
    """Tell whether "first-second" across a line end is one word without a hyphen; `known` is folded."""
    one, two = fold(first), fold(second)
    if f"{one}-{two}" in known:
        return False
    if one + two in known:
        return True
    return one not in _FIRST and two not in _LAST and not (one in known and two in known)
