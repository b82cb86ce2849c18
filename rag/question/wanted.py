"""How many things a question says it wants: "which five areas", "les trois ministères", "الوزارات الثلاث".

A number counts only where it stands in what asks: "Which projects lasted five years?" wants no five.
"""

from __future__ import annotations

import re

from rag.question.flat import flat
from rag.text.normalise import fold
from rag.text.number_words import value_of

_LEAST, _MOST = 2, 30
_NUMBER = r"(\d{1,2}|[^\W\d_]+)"
_EN_HEAD = (
    "(?:and )?(?:(?:in|on|at|from|by|with|of|for) )?(?:which|what|list|name|give|cite)(?: (?:are|were|me|us|of))?"
    "(?: the| his| her| its| their)?(?: (?:main|top|first|other))?"
)
_FR_HEAD = (
    "(?:et )?(?:(?:a|de|dans|en|sur|par|avec|pour|contre|vers) )?(?:quel(?:le)?s?(?: (?:sont|etaient|furent))?|"
    "cite[zr]?|nomme[zr]?|enumere[zr]?|donnez)(?: les| ses| ces)?"
)
_AR_HEAD = "[وف]?(?:ما|ما هي|اذكر|اذكري|سم|عدد|حدد|اي)"
_BEFORE = re.compile("|".join(rf"^{head} {_NUMBER} \w" for head in (_EN_HEAD, _FR_HEAD, _AR_HEAD)))
_ARABIC_HEAD = re.compile(r"^[وف]?(?:ما هي|ما|اذكر|سم|عدد|حدد) (?:\w+ )")
# The number stands after its noun: "الوزارات الثلاث"; with another joined to it, it is a larger one.
_AFTER = re.compile(r"\bال([^\W\d_]+(?: عشره?\b)?)(?! وال)\b")
_FARTHEST = 25
_TWO = re.compile(r"^[وف]?(?:ما هما|من هما|اذكر \w+(?:ين|تين)\b|سم \w+(?:ين|تين)\b)")


def wanted(text: str) -> int | None:
    """Return how many things the question asks for; None where it does not say."""
    folded = flat(text)
    if _TWO.match(folded):
        return 2
    before, head = _BEFORE.match(folded), _ARABIC_HEAD.match(folded)
    words = [next(group for group in before.groups() if group)] if before else []
    if head:
        words += _AFTER.findall(folded, head.end(), head.end() + _FARTHEST)
    values = (value_of(fold(word)) for word in words)
    return next((value for value in values if value is not None and _LEAST <= value <= _MOST), None)
