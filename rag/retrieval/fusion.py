"""What several voices say of a passage, joined into one score by weights that were learned on public questions.

A word and its translation come less near to each other than a word and itself, so in a corpus of several languages the
question's own would fill the first ranks whether it holds the answer or not. Two things are done about it. The best
passage in each other language gets an advance, which falls with the rank there and is a setback after the second, so
that many reports in one language push out hardly more of another than few. And a language in which everything is less
near is lifted by a part of that. `tools/train_fusion.py` learns all this and stores it beside this file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

WEIGHTS_FILE = Path(__file__).with_name("fusion.json")
# What the voices that speak of all passages count when candidates are chosen: these must only not be missed.
FIRST_SIGHT = {"late": 1.0, "lexical": 0.5, "keys": 0.5}

# The ranks at which a language's level is taken.
LEVEL = slice(10, 40)

Floats = NDArray[np.float32]
Ids = NDArray[np.int32]


@dataclass(frozen=True)
class Weights:
    """What each voice counts, all together 1.

    `advance` is that of the best passage in another language, `lifted` the part of its distance from the language that
    says most that each language gets back.
    """

    voices: Mapping[str, float]
    advance: float
    lifted: float

    def fused(self, spoken: Mapping[str, Floats], languages: Ids, asked_in: int) -> Floats:
        """Return one score a candidate, about 0 to 1; a voice that is not heard says nothing.

        `languages` holds a number for the language of each candidate, `asked_in` is that of the question.
        """
        total = np.zeros(len(languages), np.float32)
        for voice, weight in self.voices.items():
            if voice in spoken:
                total += np.float32(weight) * np.maximum(spoken[voice], 0)
        places = {language: np.flatnonzero(languages == language) for language in np.unique(languages).tolist()}
        levels = {language: _level(total[rows]) for language, rows in places.items()}
        fused = total.copy()
        for language, rows in places.items():
            fused[rows] += self.lifted * (max(levels.values()) - levels[language])
            if language != asked_in:
                fused[rows[np.argsort(-total[rows], kind="stable")]] += self.advance * (
                    2 / np.arange(1, len(rows) + 1) - 1
                )
        return fused


def _level(scores: Floats) -> float:
    """What passages of a language say that hardly answer, being far from its first; its last, where it has so few."""
    falling = -np.sort(-scores)
    return float(falling[LEVEL].mean() if len(falling) > LEVEL.start else falling[-1])


@lru_cache(maxsize=1)
def learned() -> Weights:
    """Return the weights that come with the product."""
    stored = json.loads(WEIGHTS_FILE.read_text(encoding="utf-8"))
    return Weights(dict(stored["voices"]), float(stored["advance"]), float(stored["lifted"]))


def first_sight(spoken: Mapping[str, Floats]) -> Floats:
    """Return a rough score of all passages, from the voices that speak of all of them."""
    return np.asarray(sum(np.float32(FIRST_SIGHT[voice]) * said for voice, said in spoken.items()), np.float32)
