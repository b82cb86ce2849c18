"""What a question is about first: the content words right after what asks ("how many *foreign nationals* live …").

Words alone, in their order; which of them is the noun is not told. A number among them is none of them: "the three
ministries" are ministries.
"""

from __future__ import annotations

import re

from rag.question.asking import topic
from rag.text.number_words import is_number_word
from rag.text.tokens import content_words

# The words that say that something is counted or measured, and not what.
_AMOUNT = re.compile(
    r"(?:ال)?(?:number|percentage|share|proportion|total|rate|nombre|pourcentage|part|taux|عدد|نسبه|معدل|مجموع)"
)
_MOST = 2


def focus(text: str) -> tuple[str, ...]:
    """Return the first two content words, folded, of what the question asks for or says."""
    asked = content_words(topic(text))
    return tuple(word for word in asked if not (_AMOUNT.fullmatch(word) or is_number_word(word)))[:_MOST]
