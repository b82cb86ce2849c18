"""The same product asked in other words' clothing: what must raise no alarm.

The product is deterministic, so asking again shows nothing. Each form puts all questions in a way that a reader would
call the same (letter case, accents, spaces, apostrophes, digits of another script, the mark at the end), from several
threads, with scores that differ by less than they mean. An unchanged run then takes each question in a form of its own,
over a part of the facts, in an order of its own.

These change little, for the product minds little of it. What the gate makes of many changes that cancel out is shown by
`exchanged`: which of two different runs a question belongs to is drawn by lot.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

from eval.types import Fact, Run
from rag.assistant import Assistant
from tools.regressions.base import swapped
from tools.regressions.bench import Answers, answer

# The part of the facts that an unchanged run asks.
_ASKED = 0.9
_THREADS = 3
_NOISE = 1e-6
_EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def _unaccented(text: str) -> str:
    return unicodedata.normalize("NFC", "".join(c for c in unicodedata.normalize("NFD", text) if not _is_mark(c)))


def _is_mark(char: str) -> bool:
    return unicodedata.combining(char) > 0


def _stretched(text: str) -> str:
    """One Arabic word stretched by a tatweel, as in headlines."""
    return re.sub("([\u0628\u062a\u0633\u0639\u0641\u0645])(?=[\u0628-\u064a])", "\\1ـ", text, count=1)


FORMS: tuple[Callable[[str], str], ...] = (
    lambda text: text,
    str.lower,
    _unaccented,
    _stretched,
    lambda text: text.replace(" ", "  "),
    lambda text: f" {text}\n",
    lambda text: text.replace(" ", "\u00a0", 1),
    lambda text: text.rstrip(" ?؟"),
    lambda text: text.rstrip(" ?؟") + " ?",
    lambda text: text.replace("'", "’"),
    lambda text: text.replace("’", "'"),
    lambda text: text.translate(_EASTERN) if "؟" in text else text,
)


class Form:
    """One harmless way of asking all facts."""

    def __init__(self, number: int) -> None:
        self._number = number

    def __call__(self, assistant: Assistant, facts: Sequence[Fact]) -> Answers:
        """Ask the facts."""
        form = FORMS[self._number]
        with swapped(("rag.retrieval.fusion.Weights.fused", self._trembling)), ThreadPoolExecutor(_THREADS) as pool:
            return list(pool.map(lambda fact: answer(assistant, fact, form(fact.question)), facts))

    def _trembling(self, fused: Any) -> Any:
        def broken(weights: Any, spoken: Any, languages: Any, asked_in: int) -> Any:
            scores = fused(weights, spoken, languages, asked_in)
            noise = np.random.default_rng(self._number).uniform(-_NOISE, _NOISE, len(scores))
            return (scores + noise).astype(np.float32)

        return broken


def unchanged(forms: Sequence[Run], seed: int) -> Run:
    """Return a run in which each question was asked in one of the forms; the same seed gives the same run."""
    chance = random.Random(seed)  # noqa: S311
    outcomes = [chance.choice(asked) for asked in zip(*(run.outcomes for run in forms), strict=True)]
    return Run(tuple(chance.sample(outcomes, round(_ASKED * len(outcomes)))), forms[0].made_of)


def exchanged(one: Run, other: Run, seed: int) -> tuple[Run, Run]:
    """Return two runs over the same facts, each outcome dealt to one of them by lot: neither is better but by chance.

    This is the very hypothesis that the gate tests, so it must not reject it more often than it says.
    """
    chance = random.Random(seed)  # noqa: S311
    dealt = [pair if chance.random() < 0.5 else pair[::-1] for pair in zip(one.outcomes, other.outcomes, strict=True)]
    return Run(tuple(first for first, _ in dealt)), Run(tuple(second for _, second in dealt))
