"""What a sentence puts in quotation marks, held against the texts that it cites: their very words, up to folding.

Case, accents and punctuation do not count; an ellipsis may stand for words left out. Nothing is translated, so what is
quoted in another language than the source's does not stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from rag.text.tokens import words

_QUOTED = re.compile('«([^«»]+)»|“([^“”]+)”|"([^"]+)"')
_LEFT_OUT = re.compile(r"[\[(]?(?:…|\.\.\.)[\])]?")


def misquoted(text: str, sources: Iterable[str]) -> tuple[str, ...]:
    """Return the quotations in `text` («…», “…” or "…") that stand in none of the sources."""
    quoted = [next(filter(None, match.groups())).strip() for match in _QUOTED.finditer(text)]
    if not quoted:
        return ()
    said = [f" {' '.join(words(source))} " for source in sources]
    return tuple(quotation for quotation in quoted if not any(_stands(quotation, each) for each in said))


def _stands(quotation: str, said: str) -> bool:
    at = 0
    for part in _LEFT_OUT.split(quotation):
        sought = f" {' '.join(words(part))} "
        if not sought.strip():
            continue
        at = said.find(sought, at)
        if at < 0:
            return False
        at += len(sought) - 1
    return True
