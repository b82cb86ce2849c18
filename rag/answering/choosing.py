"""How probable each sentence is to be the answer, and that none of them is: one softmax over all sentences and "none".

The weights are learned by `tools/train_answers.py` from public questions and stored beside this file. Which sentences
are then quoted, and how sure one must be to answer at all, is for the answerer to decide.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.answering.signals import NAMES, Signals

WEIGHTS_FILE = Path(__file__).with_name("choosing.json")
Floats = NDArray[np.float64]
_NO_CHANCE = -1e3


@dataclass(frozen=True)
class Weights:
    """What each signal counts, and what "none of them" counts against all."""

    signals: Floats
    none: float

    def scores(self, signals: Sequence[Signals]) -> Floats:
        """Return one score a sentence; what cannot answer has none to speak of."""
        ruled_out = np.array([each.impossible > 0 for each in signals], np.bool_)
        return np.where(ruled_out, _NO_CHANCE, rows(signals) @ self.signals)

    def chances(self, scores: Floats) -> Floats:
        """Return the probability that each sentence answers; together with that of none they sum to 1."""
        highest = max(float(scores.max(initial=self.none)), self.none)
        said = np.exp(scores - highest)
        return np.asarray(said / (said.sum() + np.exp(self.none - highest)), np.float64)


def rows(signals: Sequence[Signals]) -> Floats:
    """Return the signals as numbers: (sentences x signals)."""
    return np.array([[getattr(each, name) for name in NAMES] for each in signals], np.float64).reshape(-1, len(NAMES))


@lru_cache(maxsize=1)
def learned() -> Weights:
    """Return the weights that come with the product."""
    stored = json.loads(WEIGHTS_FILE.read_text(encoding="utf-8"))
    # A new signal counts nothing until it is learned.
    weights = [stored["weights"].get(name, 0.0) for name in NAMES]
    return Weights(np.array(weights, np.float64), float(stored["none"]))
