"""Where a question asks: the connective at its head ("And", "وماذا عن"), its ask-words, and what is left as its topic.

It works on one question's text; what came before it is for `followups`. Patterns are written for `flat` text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.question.flat import flat
from rag.text.countries import countries
from rag.text.tokens import content_words

_CONNECTIVE = re.compile(
    r"^(?:and|but|so|ok|okay|then)(?:,| then\b)? (?:what about |how about |as for )?|^(?:what about|how about|as for) |"
    r"^(?:if (?:yes|so|not|no)|si (?:oui|non))(?:,| then\b|,? alors\b)* |"
    r"^(?:et|mais|alors|puis|ok)(?:,| alors| puis)? (?:qu'en est-il |quid )?|^(?:qu'en est-il|quid) |"
    r"^[وف]?(?:ماذا|ما بال|وماذا)? ?(?:عن) |^[وف]?بالنسبه (?:الي |ل(?=\w))|^و(?=ال|[بل]ال|لل)|"
    r"^[وف](?=(?:في|من|عن|علي|الي|منذ|قبل|بعد|مع|هل|متي|اين|كم|لماذا|كيف|ما|ماذا|اي|باي|لمن|لاي|هو|هي|هم|حتي|خلال|"
    r"بين)\b)"
)
# Words whose first letter is not "and".
_ROOT_WAW = re.compile(
    r"^و(?:زار|زير|زراء|رش|فد|فود|ثيق|ثاي?ق|احد|قع|صل|جد|ضع|كال|لاي|طن|قت|سط|افق|عد|لد|رد|فق|اجه|ظيف|سايل|سيل|حد)"
)
_EN_PREPOSITION = "in|at|on|by|for|from|to|with|of|since|until|till|under|about|over|during"
_FR_PREPOSITION = (
    "a|en|de|d'|dans|par|pour|avec|chez|sur|sous|depuis|des|jusqu'a|jusqu'en|vers|selon|contre|entre|au cours de"
)
_ASK = re.compile(
    rf"^(?:(?:{_EN_PREPOSITION}) )?(?:whom?|whose|when|where|why|how (?:many|much|long|often|large|big|old|far)|how|"
    rf"what|which)\b|"
    rf"^(?:(?:{_FR_PREPOSITION}) ?)?(?:qui|quand|ou|pourquoi|combien|comment|quel(?:le)?s?|quoi|lequel|laquelle|"
    rf"lesquel(?:le)?s)\b|"
    r"^(?:qu'est-ce qu[ie]|que|qu'|est-ce qu[e'])\b|"
    r"^(?:(?:في|من|عن|علي|الي|منذ|حتي|مع|خلال) )?(?:[بل]?(?:متي|اين|كم|لماذا|كيف|ماذا|اي)|ممن|لمن|من|ما|هل|لم|"
    r"ماه[وي])\b|"
    r"^(?:is|are|was|were|did|does|do|has|have|had|can|could|will|would|should|must)\b|"
    r"^(?:list|name|tell|give|explain|define|citez?|enumere[zr]|nommez?|dites?|donnez?|expliquez?|اذكر|عدد|سم|اشرح|"
    r"قل)\b"
)
_ASKS_LATER = re.compile(
    r"^(?:\w+['\s]+){1,4}(?:quoi|quel(?:le)?s?|what|which|اي)\b|"
    r"[,،] ?(?:who|what|when|where|why|how|which|qui|que|quand|combien|comment|ماذا|ما|من|متي|اين|كم|هل|كيف|لماذا)\b"
)
_INVERSION = re.compile(r"\w-(?:t-)?(?:il|elle|on|ils|elles|ce)\b")
# Written for text as it is, since "à" is no verb.
_FINITE = re.compile(
    r"\b(?:is|are|was|were|did|does|has|have|had|will|would|a|ont|est|sont|était|étaient|avait|avaient|sera|va|vont)\b"
)
# The ask phrase with what it asks for: "how many", "in which year", "à quelle date", "في أي سنة".
_TIME = "dates?|days?|years?|months?|jours?|annees?|mois|سن[هة]|عام|شهر|يوم|تاريخ|سنتين|سنوات|اعوام"
_SPOT = "cit(?:y|ies)|countr(?:y|ies)|towns?|places?|villes?|pays|lieux?|مدين[هة]|بلد|مكان|دول[هة]"
_CIRCUMSTANCE = re.compile(
    rf"^(?:(?:{_EN_PREPOSITION}) )?(?:when|where|why|how long|how often|how(?! (?:many|much|large|big|old|far)))\b|"
    rf"^(?:{_EN_PREPOSITION}) (?:what|which) (?:\w+ )?(?:{_TIME}|{_SPOT})(?: and (?:{_TIME}|{_SPOT}))?\b|"
    rf"^(?:(?:{_FR_PREPOSITION}) ?)?(?:quand|ou|pourquoi|comment)\b|"
    rf"^(?:{_FR_PREPOSITION}) ?quel(?:le)?s? (?:{_TIME}|{_SPOT})\b|^quel(?:le)?s? (?:jours?|annees?)\b|"
    r"^(?:(?:من|الي|منذ|حتي) )?(?:متي|اين|لماذا|كيف)\b|"
    rf"^(?:(?:في|من|الي|منذ|حتي|خلال) |[بل])اي (?:{_TIME}|{_SPOT})\b"
)
_OBJECT = re.compile(
    r"^(?:how (?:many|much)|combien(?: de| d')?|كم(?: عدد)?|(?:(?:in|at|on|for|from|to|with|of|by|under) )?(?:what|"
    r"which)(?: (?:is|was|are|were) the)?|"
    r"(?:(?:a|en|de|dans|par|pour|avec|sur|sous|depuis|selon|contre) )?quel(?:le)?s?(?: (?:est|sont|etait|"
    r"etaient) l(?:e|a|es|'))?|(?:by |for |with |to )?whom?|whose|"
    r"(?:par |a |avec |pour |de )?qui|qu'est-ce qu[ei]|que|qu'|"
    r"ما(?:ذا)?(?: ?(?:هو|هي|الذي|هما))?|من(?: (?:هو|هي|الذي|التي|الذين))?|لمن|هل|(?:في |علي |عن |الي |من )?[بل]?اي|"
    r"لم)(?:\b|(?<='))"
)
_FILLER = re.compile(
    r"\b(?:exactly|precisely|then|else|exactement|precisement|donc|alors|au juste|بالضبط|تحديدا|اذن|ones?|please|svp)\b"
)
_YES_NO = re.compile(
    r"^(?:is|are|was|were|did|does|do|has|have|had|can|could|will|would|should|must|هل|est-ce qu[e'])(?:\b|(?<='))"
)
_END = " ?؟!.,،"
_ARTICLES = frozenset("le la les l the a an une un des ce cette ces son sa ses leur".split())
_CAPITAL = re.compile(r"(?<!^)\b[A-ZÀ-ÖØ-Þ][\w’'-]+|\d{2,}|[٠-٩]{2,}")


@dataclass(frozen=True, slots=True)
class Clause:
    """A question without its connective; `connected` tells whether it had one."""

    text: str
    connected: bool

    @property
    def flat(self) -> str:
        """The folded text, of the same length."""
        return flat(self.text)


def clause(text: str) -> Clause:
    """Return the question without "and", "et", "و", "what about" at its head."""
    folded = flat(text)
    match = _CONNECTIVE.match(folded)
    if match and match.end() and not _ROOT_WAW.match(folded):
        return Clause(text[match.end() :].strip(), connected=True)
    if folded.startswith("و") and len(folded.split()[0]) > 3 and not _ROOT_WAW.match(folded):
        return Clause(text[1:], connected=True)
    return Clause(text, connected=False)


def asks(text: str) -> bool:
    """Tell whether the text is a whole clause that asks, and not a piece of one."""
    folded = flat(text)
    return bool(
        _ASK.match(folded) or _ASKS_LATER.search(folded) or _INVERSION.search(folded) or _FINITE.search(text.lower())
    )


def is_only_ask(text: str) -> bool:
    """Tell whether there is nothing in it but what asks: "Where?", "in which years?", "combien ?", "ما هي؟"."""
    folded = _FILLER.sub(" ", flat(text).strip(_END))
    phrase = _CIRCUMSTANCE.match(folded) or _OBJECT.match(folded)
    if phrase is None:
        return False
    rest = folded[phrase.end() :].strip(_END)
    return not rest or rest in {"هي", "هو", "هم", "are they", "is it", "is that", "were they", "sont-ils", "sont-elles"}


def circumstance(text: str) -> tuple[int, int] | None:
    """Return where the text, at its head, asks for a time, a place, a reason or a manner; None where it does not."""
    match = _CIRCUMSTANCE.match(flat(text))
    return match.span() if match else None


def is_yes_no(text: str) -> bool:
    """Tell whether it can be turned into another question by an ask-word before it."""
    folded = flat(text)
    return bool(_YES_NO.match(folded)) or (_ASK.match(folded) is None and _INVERSION.search(folded) is not None)


def lowered(text: str) -> str:
    """Return the text as it goes on inside a sentence: a function word at its head loses its capital."""
    first = re.split(r"[ '’-]", flat(text), maxsplit=1)[0]
    return text[:1].lower() + text[1:] if first in _ARTICLES or _YES_NO.match(flat(text)) else text


def topic(text: str) -> str:
    """Return the question without what asks, and without its question mark."""
    text = clause(text).text
    folded = flat(text)
    match = _CIRCUMSTANCE.match(folded) or _OBJECT.match(folded) or _YES_NO.match(folded)
    return text[match.end() if match else 0 :].strip(_END + ":;؛")


def content(text: str) -> list[str]:
    """Return the folded content words of the clause beyond what asks."""
    return content_words(topic(text))


def is_anchored(text: str) -> bool:
    """Tell whether the text names something itself: a country, a capitalised name after its first word, a number."""
    return bool(_CAPITAL.search(text) or countries(text))
