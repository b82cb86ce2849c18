"""How each sentence stands among all that were found: what few others tell, and what was said before it.

`signals` looks at a sentence and what is right beside it; this looks at all sentences of the hits together. It helps to
choose among them, not to tell whether one answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Standing:
    """How one sentence stands among all; both figures are 0 to 1.

    `telling` is the share of the question that the sentence meets when a word weighs more the fewer of the sentences
    meet it: what all of them hold does not help to choose, nor what none does. `said_before` is the share that
    sentences before it in its passage add: a text names its subject once.
    """

    telling: float
    said_before: float


def among(passages: Sequence[Floats]) -> list[list[Standing]]:
    """Return how each sentence stands, from how those of a passage meet the question: (words x sentences), 0 to 1."""
    if not passages:
        return []
    weights = _weights(np.hstack(passages))
    return [_of_passage(met, weights) for met in passages]


def _weights(met: Floats) -> Floats:
    """Inverse document frequency (Sparck Jones 1972) with sentences for documents, over the words that are met.

    They sum to 1, or are 0 where no word is met at all.
    """
    rarity = np.log1p(met.shape[1] / (1 + met.sum(axis=1))) * met.max(axis=1, initial=0)
    return np.asarray(rarity / max(float(rarity.sum()), 1e-9), np.float32)


def _of_passage(met: Floats, weights: Floats) -> list[Standing]:
    told = weights @ met
    by_then = weights @ np.maximum.accumulate(met, axis=1) if met.size else told
    return [Standing(own, max(0.0, then - own)) for own, then in zip(told.tolist(), by_then.tolist(), strict=True)]
