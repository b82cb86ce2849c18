from __future__ import annotations

import math
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.randomisation import EXACT_UP_TO, by_cluster, interval, rejected, sign_flip, sign_test

VALUES = st.lists(st.sampled_from([-1.0, -0.5, -0.25, 0.0, 0.125, 0.5, 1.0]), max_size=8)


@settings(deadline=None)
@given(st.integers(0, 40), st.integers(0, 40))
def test_the_sign_test_adds_up_all_splits_that_are_no_likelier(fixed: int, broken: int) -> None:
    changed = fixed + broken
    splits = [math.comb(changed, count) for count in range(changed + 1)]
    p = sign_test(fixed, broken)
    assert p == pytest.approx(sum(split for split in splits if split <= splits[fixed]) / sum(splits))
    assert p == sign_test(broken, fixed)


@settings(deadline=None)
@given(VALUES)
def test_turning_few_signs_goes_through_every_way(values: list[float]) -> None:
    ways = [abs(sum(sign * value for sign, value in zip(signs, values, strict=True))) for signs in _signs(len(values))]
    assert sign_flip(values) == pytest.approx(sum(way >= abs(sum(values)) for way in ways) / len(ways))


def _signs(count: int) -> list[tuple[int, ...]]:
    return list(product((-1, 1), repeat=count))


def test_right_and_wrong_answers_are_tested_exactly_however_many() -> None:
    assert sign_flip([-1.0] * 30 + [1.0] * 10) == sign_test(10, 30)


def test_many_signs_are_drawn_and_near_the_exact_figure() -> None:
    values = [0.5] * 12 + [-0.25] * 10
    # By all splits of both sizes: how many of each kind keep their sign.
    total, far = 0, 0
    for first, second in product(range(13), range(11)):
        ways = math.comb(12, first) * math.comb(10, second)
        total += ways
        far += ways * (abs(0.5 * (2 * first - 12) - 0.25 * (2 * second - 10)) >= 3.5)
    assert len(values) > EXACT_UP_TO
    assert sign_flip(values) == pytest.approx(far / total, abs=0.01)
    assert sign_flip(values) == sign_flip(values)


def test_the_p_value_is_small_as_often_as_it_says() -> None:
    generator = np.random.default_rng(3)
    small = sum(sign_flip(generator.normal(size=15).tolist()) <= 0.1 for _ in range(300))
    assert 15 <= small <= 45


def test_a_cluster_is_turned_as_one() -> None:
    differences, clusters = [-1.0, -1.0, -1.0, -1.0, -1.0, -1.0], list("aaabbc")
    assert by_cluster(differences, clusters) == [-3.0, -2.0, -1.0]
    assert sign_flip(differences) == 2 / 64
    assert sign_flip(by_cluster(differences, clusters)) == 2 / 8


def test_the_interval_widens_where_clusters_move_together() -> None:
    differences = [-1.0] * 10 + [0.0] * 10
    low, high = interval(differences, range(20))
    wide_low, wide_high = interval(differences, ["a"] * 10 + ["b"] * 10)
    assert wide_low < low < -0.5 < high < wide_high
    assert (wide_low, wide_high) == (-1.0, 0.0)
    assert interval(differences, ["a"] * 20) == (low, high)
    assert interval([], []) == (0.0, 0.0)


def test_holm_steps_down() -> None:
    assert rejected([0.01, 0.04, 0.03], [0.0, 0.0, 0.0], 0.05) == [True, False, False]
    assert rejected([0.01, 0.02, 0.04], [0.0, 0.0, 0.0], 0.05) == [True, True, True]
    assert rejected([0.02, 0.02, 0.02], [0.0, 0.0, 0.0], 0.05) == [False, False, False]
    assert rejected([], [], 0.05) == []


def test_a_test_that_could_not_reject_costs_nothing() -> None:
    assert rejected([0.04, 1.0, 1.0], [0.01, 2.0, 1.0], 0.05) == [True, False, False]
    # The second could reject alone, but not beside the first: then it is not tested.
    assert rejected([0.02, 0.04], [0.001, 0.04], 0.05) == [True, False]
    assert rejected([0.5, 0.04], [0.04, 0.04], 0.05) == [False, False]


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 12), st.floats(0, 1)), max_size=6))
def test_what_bonferroni_rejects_among_all_is_rejected(tests: list[tuple[int, float]]) -> None:
    least = [0.5 ** (changed - 1) for changed, _ in tests]
    p_values = [max(p, smallest) for (_, p), smallest in zip(tests, least, strict=True)]
    fallen = rejected(p_values, least, 0.05)
    for p, falls in zip(p_values, fallen, strict=True):
        assert falls or p > 0.05 / len(tests)
        assert not falls or p <= 0.05
