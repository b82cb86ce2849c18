"""Answering: from a question and the passages found for it to a draft whose sentences carry citations.

Two ways: `extractive` (no language model) and `generative` (a LangChain chat model). Neither decides whether a draft
may be shown: that is `rag.verification`. Importing this package imports no chat model.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from rag.types import Answer, Draft, Hit, Question


class Answerer(Protocol):
    """Proposes an answer; `name` is what the provenance of an answer says."""

    @property
    def name(self) -> str:
        """What made the draft, as a reader is told."""
        ...

    def draft(self, question: Question, hits: Sequence[Hit]) -> Draft:
        """Return a draft from the passages of `hits`, best first; without sentences when they hold no answer."""
        ...


class Rewriter(Protocol):
    """Makes a full question of a follow-up."""

    def rewrite(self, question: str, history: Sequence[str]) -> str:
        """Return the full question; raises LanguageModelError when there is none that may be used."""
        ...


class Translator(Protocol):
    """Sets translations beside the quotes of a verified answer."""

    def translated(self, answer: Answer) -> Answer:
        """Return the answer with translations where there are sound ones; it never fails for want of one."""
        ...


class StreamingAnswerer(Answerer, Protocol):
    """An answerer that can show its draft while it grows."""

    def stream(self, question: Question, hits: Sequence[Hit]) -> Iterator[Draft]:
        """Yield partial drafts; the last one is complete, and there is always at least one."""
        ...
