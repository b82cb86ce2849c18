import json
from dataclasses import fields, replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from rag.answering.choosing import WEIGHTS_FILE, Weights, learned, summary
from rag.answering.signals import NAMES, Signals

COUNT = len(NAMES)
SEEN = arrays(np.float64, st.tuples(st.integers(1, 12), st.just(COUNT)), elements=st.floats(0, 1))
NOTHING = Signals(*(0.0 for _ in fields(Signals)))


def _weights(which: float = 1.0, first: float = 0.0, bias: float = 0.0) -> Weights:
    return Weights(np.full(COUNT, which), np.zeros(COUNT), first, bias)


@given(SEEN, st.floats(-50, 50))
def test_shares_are_one_distribution_in_the_order_of_what_counts(seen: np.ndarray, which: float) -> None:
    shares = _weights(which).shares(seen)
    assert abs(shares.sum() - 1) < 1e-9
    order = np.argsort(seen.sum(axis=1) * which)
    assert (np.diff(shares[order]) >= -1e-9).all()


@given(SEEN)
def test_chances_are_shares_of_how_sure_an_answer_is(seen: np.ndarray) -> None:
    weights = learned()
    chances = weights.chances([Signals(*row, impossible=0.0) for row in seen.tolist()])
    shares = weights.shares(seen)
    assert np.allclose(chances, shares * weights.certainty(seen, shares))
    assert 0 <= chances.sum() <= 1


def test_without_sentences_nothing_is_probable() -> None:
    assert learned().chances([]).shape == (0,)


def test_what_is_ruled_out_has_no_chance_and_no_say() -> None:
    strong, out = replace(NOTHING, coverage=0.9, found=0.9), replace(NOTHING, coverage=1.0, found=1.0, impossible=1.0)
    assert learned().chances([out, strong]).tolist() == [0.0, *learned().chances([strong]).tolist()]
    assert learned().chances([out]).tolist() == [0.0]


def test_many_weak_sentences_make_no_answer_surer() -> None:
    weak = replace(NOTHING, coverage=0.1, found=0.2, no_number=1.0)
    assert learned().chances([weak] * 50).sum() <= learned().chances([weak]).sum()


def test_the_first_that_stands_out_makes_it_surer() -> None:
    seen = np.zeros((2, COUNT))
    weights = _weights(first=2.0)
    assert weights.certainty(seen, np.array([0.9, 0.1])) > weights.certainty(seen, np.array([0.5, 0.5]))
    assert _weights().certainty(seen, np.array([0.5, 0.5])) == 0.5


def test_the_summary_is_the_average_over_probable_sentences() -> None:
    seen = np.array([np.full(COUNT, 1.0), np.full(COUNT, 0.0)])
    assert summary(seen, np.array([0.75, 0.25])).tolist() == [*[0.75] * COUNT, 0.75]


def test_the_stored_weights_are_readable_and_whole() -> None:
    stored = json.loads(WEIGHTS_FILE.read_text(encoding="utf-8"))
    assert tuple(stored["which"]) == NAMES
    assert tuple(stored["whether"]) == (*NAMES, "first", "bias")
    assert {*NAMES, "impossible"} == {field.name for field in fields(Signals)}
    assert learned().which.shape == learned().whether.shape == (COUNT,)


def test_no_weight_counts_against_its_sense() -> None:
    for row in (learned().which, learned().whether):
        weights = dict(zip(NAMES, row, strict=True))
        missing = {name: weight for name, weight in weights.items() if name.startswith("no_") or "missing" in name}
        assert missing and all(weight <= 0 for weight in missing.values())
    which = dict(zip(NAMES, learned().which, strict=True))
    assert all(which[name] > 0 for name in ("coverage", "surroundings", "phrases", "focus", "counted", "found"))
    assert learned().first > 0
