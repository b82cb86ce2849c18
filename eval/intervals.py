"""How sure a figure is: proportions with Wilson's interval, means with a bootstrap's, never a bare mean.

Wilson (1927) for proportions; for means a percentile bootstrap over the units (Efron 1979) with a fixed seed, so that
the same values give the same figures. Units are taken as independent of each other; questions about one report are
not quite, which `eval.compare` takes into account where two runs are compared. It knows nothing of answers.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from statistics import NormalDist

import numpy as np

from eval.types import Score

_Z = NormalDist().inv_cdf(0.975)
_RESAMPLES = 1000
_SEED = 20


def wilson(successes: int, trials: int) -> tuple[float, float]:
    """Return the 95 % interval of a proportion; (0, 1) where nothing was tried."""
    if not trials:
        return 0.0, 1.0
    share, z2 = successes / trials, _Z * _Z
    centre = share + z2 / (2 * trials)
    spread = _Z * math.sqrt(share * (1 - share) / trials + z2 / (4 * trials * trials))
    scale = 1 + z2 / trials
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)


def proportion(name: str, unit: str, n: int, verdicts: Iterable[bool]) -> Score:
    """Return the share of true verdicts; of `n` units those with a verdict are scored."""
    given = list(verdicts)
    if not given:
        return Score(name, unit, n, 0, None)
    return Score(name, unit, n, len(given), sum(given) / len(given), *wilson(sum(given), len(given)))


def mean(name: str, unit: str, n: int, values: Iterable[float]) -> Score:
    """Return the mean of the values; of `n` units those with a value are scored."""
    given = np.array(list(values), dtype=np.float64)
    if not given.size:
        return Score(name, unit, n, 0, None)
    drawn = np.random.default_rng(_SEED).integers(0, given.size, (_RESAMPLES, given.size))
    low, high = np.quantile(given[drawn].mean(axis=1), (0.025, 0.975))
    return Score(name, unit, n, given.size, float(given.mean()), float(low), float(high))
