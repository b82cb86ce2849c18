"""Whether a difference between two runs is more than chance: paired randomisation, by question and by report.

Under the hypothesis that nothing changed, each difference might as well have had the other sign. The test turns the
signs in every way (Fisher 1935), or in many ways drawn at random where there are too many, and asks how often the sum
is at least as far from zero as the one that was seen. For right and wrong answers this is McNemar's exact sign test;
Smucker, Allan and Carterette (2007) compare it with its rivals for information retrieval.

Differences are turned one by one, or all of one cluster together where questions share their evidence (whole clusters
are randomised: Gail et al. 1996). It knows numbers only, no outcomes.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from math import comb

import numpy as np
from numpy.typing import NDArray

# Up to 4096 ways of turning signs are all gone through.
EXACT_UP_TO = 12
DRAWS = 10_000
_RESAMPLES = 2000
_SEED = 20
# Sums of fractions differ in their last digits with the order of their parts.
_TOLERANCE = 1e-9

Floats = NDArray[np.float64]


def sign_flip(differences: Sequence[float]) -> float:
    """Return the two-sided p value of the sum of the differences, each of which might as well have the other sign."""
    changed = np.array([each for each in differences if each], np.float64)
    if not changed.size:
        return 1.0
    sizes = np.abs(changed)
    if np.all(sizes == sizes[0]):
        rose = int((changed > 0).sum())
        return sign_test(rose, changed.size - rose)
    seen = abs(changed.sum()) - _TOLERANCE
    if changed.size <= EXACT_UP_TO:
        ways = np.arange(1 << changed.size)[:, None] >> np.arange(changed.size) & 1
        return float((np.abs((2.0 * ways - 1) @ changed) >= seen).mean())
    signs = np.random.default_rng(_SEED).integers(0, 2, (DRAWS, changed.size), dtype=np.int8)
    far = int((np.abs((2.0 * signs - 1) @ changed) >= seen).sum())
    # What was seen is one of the ways, so that p is never 0 (Phipson and Smyth 2010).
    return (far + 1) / (DRAWS + 1)


def sign_test(rose: int, fell: int) -> float:
    """Return the exact two-sided p value that as uneven a split of the changed questions is chance (McNemar 1947)."""
    changed = rose + fell
    tail = sum(comb(changed, count) for count in range(min(rose, fell) + 1))
    return min(1.0, 2 * tail / (1 << changed))


def by_cluster(differences: Sequence[float], clusters: Sequence[Hashable]) -> list[float]:
    """Return the sum of the differences of each cluster, in the order of their first members."""
    sums: dict[Hashable, float] = {}
    for difference, cluster in zip(differences, clusters, strict=True):
        sums[cluster] = sums.get(cluster, 0.0) + difference
    return list(sums.values())


def interval(differences: Sequence[float], clusters: Sequence[Hashable]) -> tuple[float, float]:
    """Return the 95 % interval of the mean difference: a percentile bootstrap of whole clusters.

    Where there is only one cluster, of the questions in it; (0, 0) where there is no question.
    """
    if not differences:
        return 0.0, 0.0
    units: Sequence[Hashable] = clusters if len(set(clusters)) > 1 else range(len(differences))
    sums = np.array(by_cluster(differences, units))
    sizes = np.array(by_cluster([1.0] * len(differences), units))
    drawn = np.random.default_rng(_SEED).integers(0, sums.size, (_RESAMPLES, sums.size))
    low, high = np.quantile(sums[drawn].sum(axis=1) / sizes[drawn].sum(axis=1), (0.025, 0.975))
    return float(low), float(high)


def rejected(p_values: Sequence[float], least: Sequence[float], level: float) -> list[bool]:
    """Return which of several hypotheses fall so that any falls wrongly with a probability of at most `level`.

    Holm's step-down (1979) over those that could fall at all: `least` is the smallest p value that each test can give.
    A test that could not even then reject costs the others nothing (Tarone 1990): a measure in which nothing changed
    must not hide one in which much did.
    """
    able = _able(least, level)
    fallen = [False] * len(p_values)
    for step, place in enumerate(sorted(able, key=lambda place: p_values[place])):
        if p_values[place] > level / (len(able) - step):
            break
        fallen[place] = True
    return fallen


def _able(least: Sequence[float], level: float) -> list[int]:
    """The tests that count: as few as make each of the others unable to reject at their number."""
    for count in range(1, len(least) + 1):
        able = [place for place, smallest in enumerate(least) if smallest <= level / count]
        if len(able) <= count:
            return able
    return []
