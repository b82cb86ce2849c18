"""Fits the weights of `rag.answering.choosing`: which sentence answers, and whether one does.

Every fit starts from nothing and is the same every time. No signal may count against its sense.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from rag.answering.choosing import Weights, summary
from rag.answering.signals import NAMES

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Loss = Callable[[Floats], tuple[float, Floats]]
Bounds = Sequence[tuple[float | None, float | None]]

PENALTY = 1e-4
# What an answer must have and the sentence has not.
LACKING = frozenset(name for name in NAMES if name.startswith("no_") or name.endswith("_missing")) | {
    "nothing_counted",
    "another_ordinal",
}
# Speaks against a sentence, or tells of the question and may count either way; everything else speaks for one.
AGAINST = LACKING | {"scattered", "hardly_met"}
EITHER_WAY = frozenset({"length", "arabic"})
_BOUNDS: Bounds = [
    (None, None) if name in EITHER_WAY else (None, 0) if name in AGAINST else (0, None) for name in NAMES
]
# How a sentence stands among the others tells which one answers, but not whether one does.
OF_THE_ORDER = frozenset({"telling", "said_before"})
# How little it meets tells whether it answers, and nothing of which one does beyond what it meets.
OF_BEING_THERE = frozenset({"hardly_met"})
_LEAST = 1e-12


@dataclass(frozen=True)
class Example:
    """The signals of a question's sentences, which of them answer (None: none does), and how much it weighs."""

    signals: Floats
    right: Bools | None
    weight: float = 1.0


@dataclass(frozen=True)
class _Stack:
    """The sentences of all questions, one below the other: (sentences x signals), which are right, and whose they are.

    The last sentence of each question may stand for "none of them".
    """

    seen: Floats
    right: Bools
    starts: NDArray[np.int64]
    owners: NDArray[np.int64]
    importance: Floats


Sets = Sequence[tuple[Sequence[Example], float]]


def fit(sets: Sets) -> Weights:
    """Return the weights under which what is right is the most probable; each set weighs as said, whatever its size.

    Which sentence answers is learned from the questions that have an answer, then whether there is one from all.
    """
    answered = [([each for each in found if each.right is not None], weight) for found, weight in sets]
    which = _softmax(_stacked(_weighed(answered)), _without(OF_BEING_THERE))
    # With "none of them" as one more sentence, what is lacking weighs by how it tells right sentences from all others.
    stack = _stacked([(_with_none(each), much) for each, much in _weighed(sets)])
    with_none = _softmax(stack, [*_without(OF_THE_ORDER), (None, None)])
    return _whether(Weights(which, np.zeros(len(NAMES)), 0.0, 0.0), with_none[:-1], _weighed(sets))


def _without(unused: frozenset[str]) -> Bounds:
    return [(0.0, 0.0) if name in unused else bound for name, bound in zip(NAMES, _BOUNDS, strict=True)]


def _weighed(sets: Sets) -> list[tuple[Example, float]]:
    whole = sum(weight for _, weight in sets)
    return [
        (example, example.weight * weight / whole / sum(each.weight for each in found))
        for found, weight in sets
        for example in found
        if len(example.signals)
    ]


def _with_none(example: Example) -> Example:
    """The example with a last sentence that shows nothing but that it is none, and is right where no other one is."""
    count = len(example.signals)
    signals = np.pad(example.signals, ((0, 1), (0, 1)))
    signals[-1, -1] = 1.0
    right = np.append(example.right if example.right is not None else np.zeros(count, np.bool_), example.right is None)
    return Example(signals, right)


def _stacked(weighed: Sequence[tuple[Example, float]]) -> _Stack:
    lengths = [len(example.signals) for example, _ in weighed]
    return _Stack(
        np.concatenate([example.signals for example, _ in weighed]),
        np.concatenate([example.right for example, _ in weighed if example.right is not None]),
        np.append(0, np.cumsum(lengths)[:-1]),
        np.repeat(np.arange(len(lengths)), lengths),
        np.array([importance for _, importance in weighed]),
    )


def _softmax(stack: _Stack, bounds: Bounds) -> Floats:
    """The weights under which the right sentences of each question are the most probable."""

    def loss(weights: Floats) -> tuple[float, Floats]:
        scores = stack.seen @ weights
        raised = np.exp(scores - np.maximum.reduceat(scores, stack.starts)[stack.owners])
        shares = raised / np.add.reduceat(raised, stack.starts)[stack.owners]
        held = np.maximum(np.add.reduceat(shares * stack.right, stack.starts), _LEAST)
        slope = (shares - shares * stack.right / held[stack.owners]) * stack.importance[stack.owners]
        total = -stack.importance @ np.log(held) + PENALTY * weights @ weights
        return float(total), stack.seen.T @ slope + 2 * PENALTY * weights

    return _least(loss, bounds)


def _whether(chosen: Weights, with_none: Floats, weighed: Sequence[tuple[Example, float]]) -> Weights:
    """A logistic model of the averages; what is lacking keeps the proportions of `with_none`.

    Questions that lack one thing or another are too few to learn from averages what each counts.
    """
    lacking = np.array([weight if name in LACKING else 0.0 for name, weight in zip(NAMES, with_none, strict=True)])
    averages = np.array([summary(example.signals, chosen.shares(example.signals)) for example, _ in weighed])
    seen = np.column_stack([averages, averages[:, :-1] @ lacking])
    answered = np.array([example.right is not None for example, _ in weighed])
    importance = np.array([much for _, much in weighed])

    def loss(values: Floats) -> tuple[float, Floats]:
        weights, bias = values[:-1], values[-1]
        sure = 1 / (1 + np.exp(-(seen @ weights + bias)))
        total = -importance @ np.log(np.maximum(np.where(answered, sure, 1 - sure), _LEAST))
        slope = importance * (sure - answered)
        return float(total + PENALTY * weights @ weights), np.append(
            seen.T @ slope + 2 * PENALTY * weights, slope.sum()
        )

    found = _least(loss, [*_without(LACKING | OF_THE_ORDER), (0, None), (0, None), (None, None)])
    first, of_lacking, bias = found[-3:].tolist()
    return Weights(chosen.which, found[:-3] + of_lacking * lacking, first, bias)


def _least(loss: Loss, bounds: Bounds) -> Floats:
    fitted = minimize(loss, np.zeros(len(bounds)), jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 500})
    return np.asarray(fitted.x, np.float64)
