"""A question as the rules of this room read it: folded letter by letter, so that every place stays where it was.

`rag.text.normalise.fold` changes the length of a text; here "œ" stays one letter and nothing moves.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from rag.text.normalise import fold

_MARKS = re.compile("[\u064b-\u0652\u0670\u0640]")


def plain(text: str) -> str:
    """Return the text with single spaces, composed letters, and without Arabic vowel marks."""
    return " ".join(_MARKS.sub("", unicodedata.normalize("NFC", text)).split())


def flat(text: str) -> str:
    """Return the folded text, of the same length."""
    return "".join(map(_letter, text))


@lru_cache(maxsize=5_000)
def _letter(letter: str) -> str:
    if letter == "’":
        return "'"
    folded = fold(letter)
    return folded if len(folded) == 1 else letter
