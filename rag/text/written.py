"""The words of a text as they are written: where each stands, and in which letters.

`rag.text.tokens` gives words for comparing, whose places and capitals are gone; here both are kept, so that what was
found can be shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.text.normalise import fold

# Letters with the marks that combine with them; a word ends at an apostrophe, a hyphen and a digit.
_WORD = re.compile("[^\\W\\d_](?:[^\\W\\d_]|[\u0300-\u036f\u064b-\u065f\u0670\u0640])*")


@dataclass(frozen=True, slots=True)
class Written:
    """One word: `text[start:end]` as it stands there, and its folded form."""

    word: str
    folded: str
    start: int
    end: int

    @property
    def capitals(self) -> bool:
        """Tell whether it is written in capitals throughout, as acronyms are ("OIM", "ONGs")."""
        letters = self.word.removesuffix("s")
        return len(letters) > 1 and letters.isupper()


def written(text: str) -> list[Written]:
    """Return the words of `text` in order."""
    words = (Written(match.group(), fold(match.group()), *match.span()) for match in _WORD.finditer(text))
    # A line of tatweel folds to nothing.
    return [word for word in words if word.folded]
