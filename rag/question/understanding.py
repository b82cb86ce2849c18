"""A question's text, and the conversation before it → the question as understood.

Joins the rules of this room; it does not look at the reports.
"""

from __future__ import annotations

from collections.abc import Sequence

from rag.question.focus import focus
from rag.question.followups import resolve
from rag.question.kinds import kind_of
from rag.question.wanted import wanted
from rag.text.countries import countries
from rag.text.language import LANGUAGES, detect
from rag.text.numbers import numbers
from rag.types import Question


def understand(
    text: str, language: str | None = None, history: Sequence[str] = (), rewritten: str | None = None
) -> Question:
    """Return the question as understood.

    `language` is the reader's, when the page or the command line knows it; `history` holds the earlier questions of
    the conversation, oldest first. A follow-up becomes the full question that it stands for, by rule unless it comes
    `rewritten` already.
    """
    text = " ".join(text.split())
    if language not in LANGUAGES:
        language = detect(text)
    return understood(rewritten or (resolve(text, history) if history else text), language)


def understood(full: str, language: str) -> Question:
    """Return what a full question asks for; `language` is the reader's."""
    return Question(
        text=full,
        language=language,
        kind=kind_of(full),
        countries=countries(full),
        numbers=tuple(sorted(numbers(full))),
        wanted=wanted(full),
        focus=focus(full),
    )
