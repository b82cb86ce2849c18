"""Bugs in understanding a question: its language, its kind, what it names, what came before it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rag.types import QuestionKind
from tools.regressions.base import Make, Regression, swapped


def _another(detect: Any) -> Any:
    wrong = {"fr": "en", "en": "ar", "ar": "fr"}
    return lambda text, default="en": wrong[detect(text, default)]


def _itself(_sound: Any) -> Any:
    return lambda text, _history: text


def _previous(_sound: Any) -> Any:
    return lambda text, history: history[-1] if history else text


def _with(**wrong: Any) -> tuple[str, Make]:
    """Understand as before, but for some parts."""
    return "rag.assistant.understand", lambda understand: lambda *given: replace(understand(*given), **wrong)


def _regression(name: str, what: str, *changes: tuple[str, Make]) -> Regression:
    return Regression(name, what, lambda: swapped(*changes))


REGRESSIONS = (
    _regression(
        "language mistaken",
        "a French question is taken for an English one, and so on",
        ("rag.retrieval.hybrid.detect", _another),
        ("rag.answering.wants.detect", _another),
    ),
    _regression("countries ignored", "the countries that a question names are not noticed", _with(countries=())),
    _regression(
        "history ignored",
        "a follow-up is asked as if nothing came before it",
        ("rag.question.understanding.resolve", _itself),
    ),
    _regression(
        "follow-ups ignored",
        "the question before a follow-up is asked again",
        ("rag.question.understanding.resolve", _previous),
    ),
)

FAINT = (
    _regression("figures ignored", "the numbers that a question names are not noticed", _with(numbers=())),
    _regression("kinds ignored", "“how many” and “who” are asked alike", _with(kind=QuestionKind.OTHER)),
)
