from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval import intervals


# Newcombe (1998), table I, method 3 without continuity correction.
@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_interval_as_published(successes: int, trials: int, low: float, high: float) -> None:
    assert intervals.wilson(successes, trials) == pytest.approx((low, high), abs=5e-5)


@settings(deadline=None)
@given(st.integers(1, 500).flatmap(lambda trials: st.tuples(st.integers(0, trials), st.just(trials))))
def test_wilson_interval_holds_the_share_and_mirrors(counts: tuple[int, int]) -> None:
    successes, trials = counts
    low, high = intervals.wilson(successes, trials)
    assert 0 <= low <= successes / trials + 1e-12
    assert successes / trials - 1e-12 <= high <= 1
    mirrored = intervals.wilson(trials - successes, trials)
    assert mirrored == pytest.approx((1 - high, 1 - low))


@settings(deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_the_interval_of_a_mean_is_the_same_each_time(values: list[float]) -> None:
    first, second = (intervals.mean("x", "questions", len(values), values) for _ in range(2))
    assert first == second
    assert first.low is not None
    assert first.high is not None
    assert min(values) - 1e-9 <= first.low <= first.high <= max(values) + 1e-9
