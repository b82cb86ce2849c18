import json
from dataclasses import fields

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from rag.answering.choosing import WEIGHTS_FILE, Weights, learned
from rag.answering.signals import NAMES, Signals

SCORES = arrays(np.float64, st.integers(0, 12), elements=st.floats(-200, 200))


@given(SCORES, st.floats(-50, 50))
def test_chances_and_none_are_one_distribution(scores: np.ndarray, none: float) -> None:
    chances = Weights(np.zeros(1), none).chances(scores)
    assert (chances >= 0).all()
    assert chances.sum() <= 1 + 1e-9
    order = np.argsort(scores)
    assert (np.diff(chances[order]) >= -1e-12).all()


def test_without_sentences_nothing_is_probable() -> None:
    assert Weights(np.zeros(1), 0.0).chances(np.zeros(0)).sum() == 0


def test_one_sentence_that_counts_as_much_as_none_is_a_coin() -> None:
    assert Weights(np.zeros(1), 3.0).chances(np.array([3.0]))[0] == 0.5


def test_the_stored_weights_are_readable_and_whole() -> None:
    stored = json.loads(WEIGHTS_FILE.read_text(encoding="utf-8"))
    assert tuple(stored["weights"]) == NAMES
    assert {*NAMES, "impossible"} == {field.name for field in fields(Signals)}
    assert learned().signals.shape == (len(NAMES),)


def test_no_weight_counts_against_its_sense() -> None:
    weights = dict(zip(NAMES, learned().signals, strict=True))
    missing = {name: weight for name, weight in weights.items() if name.startswith("no_") or "missing" in name}
    assert missing and all(weight <= 0 for weight in missing.values())
    assert all(weights[name] > 0 for name in ("coverage", "surroundings", "phrases", "focus", "counted", "found"))
