"""How probable it is that a chosen sentence answers the question: a logistic model over a few readable signals.

There are two sets of weights, since less can be expected of a passage in another language than the question's. They are
learned by `tools/train_confidence.py`, as if an answer stood in the reports for every second question, and stored
beside this file. One sentence is judged; which one, is decided elsewhere.
"""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

WEIGHTS_FILE = Path(__file__).with_name("confidence.json")


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for a sentence.

    The shares of the question that the sentence and its surroundings cover, and whether the countries, the figures and
    the kind of thing that the question names are there. `within` tells whether question and sentence are in one
    language.
    """

    coverage: float
    surroundings: float
    places: bool
    figures: bool
    kind: bool
    within: bool

    def values(self) -> dict[str, float]:
        """Return the signals that are weighed, by name."""
        return {name: float(value) for name, value in asdict(self).items() if name != "within"}


def probability(signals: Signals) -> float:
    """Return the probability, 0 to 1, that the sentence answers its question."""
    weights = _weights()["within" if signals.within else "across"]
    total = weights["intercept"] + sum(weights[name] * value for name, value in signals.values().items())
    return 1 / (1 + math.exp(-total))


@lru_cache(maxsize=1)
def _weights() -> dict[str, dict[str, float]]:
    return dict(json.loads(WEIGHTS_FILE.read_text(encoding="utf-8"))["weights"])
