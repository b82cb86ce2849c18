"""How probable each sentence is to be the answer: which of them it is, if any, and how sure it is that one is.

Two questions, two rows of weights. Which sentence it is: a softmax over all of them. Whether it is there at all: a
logistic model of what the probable sentences have and lack, on average, and of how far the first stands out; a heap of
sentences that hardly answer makes no answer probable. The weights are learned by `tools/train_answers.py` from public
questions and stored beside this file. Which sentences are then quoted, and how sure one must be to answer at all, is
for the answerer to decide.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.answering.signals import NAMES, Signals

WEIGHTS_FILE = Path(__file__).with_name("choosing.json")
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Weights:
    """What each signal counts for a sentence against the others (`which`), and for there being an answer (`whether`).

    `first` is what the share of the most probable sentence counts for there being an answer; `bias` depends on nothing
    seen.
    """

    which: Floats
    whether: Floats
    first: float
    bias: float

    def chances(self, signals: Sequence[Signals]) -> Floats:
        """Return the probability that each sentence answers; together with that of none they sum to 1."""
        possible = np.array([not each.impossible for each in signals], np.bool_)
        chances = np.zeros(len(signals))
        if possible.any():
            seen = rows(signals)[possible]
            shares = self.shares(seen)
            chances[possible] = shares * self.certainty(seen, shares)
        return chances

    def shares(self, seen: Floats) -> Floats:
        """Return the probability of each sentence, (sentences x signals), to be the answer if there is one."""
        scores = seen @ self.which
        raised = np.exp(scores - scores.max(initial=-np.inf))
        return np.asarray(raised / raised.sum(), np.float64)

    def certainty(self, seen: Floats, shares: Floats) -> float:
        """Return the probability that one of the sentences answers."""
        logit = summary(seen, shares) @ np.append(self.whether, self.first) + self.bias
        return float(1 / (1 + np.exp(-logit)))


def summary(seen: Floats, shares: Floats) -> Floats:
    """Return what the probable sentences have and lack on average, signal by signal, and the share of the first."""
    return np.append(shares @ seen, shares.max())


def rows(signals: Sequence[Signals]) -> Floats:
    """Return the signals as numbers: (sentences x signals)."""
    return np.array([[getattr(each, name) for name in NAMES] for each in signals], np.float64).reshape(-1, len(NAMES))


@lru_cache(maxsize=1)
def learned() -> Weights:
    """Return the weights that come with the product."""
    stored = json.loads(WEIGHTS_FILE.read_text(encoding="utf-8"))
    whether = stored["whether"]
    return Weights(_in_order(stored["which"]), _in_order(whether), float(whether["first"]), float(whether["bias"]))


def _in_order(weights: Mapping[str, float]) -> Floats:
    # A new signal counts nothing until it is learned.
    return np.array([weights.get(name, 0.0) for name in NAMES], np.float64)
