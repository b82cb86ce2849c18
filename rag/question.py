"""What a question asks: its language, the kind of answer it wants, the countries, numbers and names it holds.

By word lists in three languages; it looks at the question alone, and at the conversation before it for a follow-up
that names nothing itself. It does not look at the reports.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.text.countries import countries
from rag.text.language import LANGUAGES, detect
from rag.text.normalise import fold
from rag.text.numbers import numbers
from rag.types import Question, QuestionKind

# Tried in this order; the first that matches decides. Patterns are written for folded text.
_KINDS: tuple[tuple[QuestionKind, str], ...] = (
    (
        QuestionKind.NUMBER,
        r"\b(combien|how (many|much|long|often)|what (percentage|share|proportion|number)|quel(le)?s? (est |sont )?"
        r"(le |la )?(nombre|pourcentage|part|proportion|taux|effectif|duree))\b|\b(كم|عدد|نسبه|مده)\b",
    ),
    (
        QuestionKind.DATE,
        r"(^|\b(and|or|since|until|by|in|on|at) )(when|(what|which) (date|year|month)s?)\b|"
        r"\b(quand|(quelles?|a quelle) (date|annee)s?)\b|\b(متي|تاريخ|اي (سنه|عام|شهر))\b",
    ),
    (
        QuestionKind.LIST,
        r"\b(list|name the|which (two|three|four|five|six|seven|\d+|\w+s)\b|what are|quel(le)?s (sont|etaient|ont)|"
        r"quel(le)?s \w+s|citez|enumere[zr]|lesquel(le)?s)\b|\b(ما هي ال\w+ات|ما هما|اذكر|عدد)\b",
    ),
    (
        QuestionKind.PERSON,
        r"\b(who|whom|whose|qui)\b|(^|\s)من (هو|هي|هم|الذي|التي|ال\w+ الذي)\b|^(من|لمن|عمن)\b",
    ),
    (
        QuestionKind.PLACE,
        r"\b(where|in (which|what) (city|country|town)|d'ou|ou (a|se|est|sont|ont|s|etait|siege)|"
        r"dans quel(le)? (ville|pays|region))\b|\bاين\b",
    ),
    (QuestionKind.REASON, r"\b(why|for what reason|pourquoi|pour quelles? raisons?)\b|\bلماذا\b"),
    (
        QuestionKind.YES_NO,
        r"^(is|are|was|were|did|does|do|has|have|had|can|could|est-ce)\b|"
        r"^(?!comment\b).*\w-(t-)?(il|elle|on|ils|elles)\b|^هل\b",
    ),
)
_COMPILED = tuple((kind, re.compile(pattern)) for kind, pattern in _KINDS)
_FOLLOW_UP = re.compile(r"^(and|what about|et|et pour|qu'en est-il|who said that|وماذا|وما|و)\b|^و")


def understand(text: str, language: str | None = None, history: Sequence[str] = ()) -> Question:
    """Return the question as understood.

    `language` is the reader's, when the page or the command line knows it; `history` holds the earlier questions of
    the conversation, oldest first. A short follow-up is searched for together with the question before it.
    """
    text = " ".join(text.split())
    if language not in LANGUAGES:
        language = detect(text)
    searched, kind = _resolve(text, history), kind_of(text)
    return Question(
        text=searched,
        language=language,
        kind=kind if kind is not QuestionKind.OTHER else kind_of(searched),
        countries=countries(searched),
        numbers=tuple(sorted(numbers(searched))),
    )


def kind_of(text: str) -> QuestionKind:
    """Return the kind of answer that the question's words ask for."""
    folded = fold(text).strip(' ?؟!.«»"')
    return next((kind for kind, pattern in _COMPILED if pattern.search(folded)), QuestionKind.OTHER)


def _resolve(text: str, history: Sequence[str]) -> str:
    if not history or len(text.split()) > 6 or not _FOLLOW_UP.search(fold(text)):
        return text
    previous = history[-1]
    return f"{previous} {text}" if not countries(text) else f"{_without_countries(previous)} {text}"


def _without_countries(text: str) -> str:
    return " ".join(word for word in text.split() if not countries(word))
