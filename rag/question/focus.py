"""What a question is about first: the content words right after what asks ("how many *foreign nationals* live …").

Words alone, in their order; which of them is the noun is not told.
"""

from __future__ import annotations

import re

from rag.question.asking import topic
from rag.text.tokens import content_words

# The words that say that something is counted or measured, and not what.
_AMOUNT = re.compile(
    r"(?:ال)?(?:number|percentage|share|proportion|total|rate|nombre|pourcentage|part|taux|عدد|نسبه|معدل|مجموع)"
)
_MOST = 2


def focus(text: str) -> tuple[str, ...]:
    """Return the first two content words, folded, of what the question asks for or says."""
    return tuple(word for word in content_words(topic(text)) if not _AMOUNT.fullmatch(word))[:_MOST]
