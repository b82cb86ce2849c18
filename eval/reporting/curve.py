"""What a higher threshold of confidence would do: fewer answers, and how many of these right.

Only given answers are weighed: what a withheld one would have said is not known, so the curve ends at the threshold
that was in force (risk-coverage curve, El-Yaniv and Wiener 2010, with accuracy in place of risk).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eval.metrics import wilson
from eval.types import Outcome
from rag.types import Status


@dataclass(frozen=True, slots=True)
class Point:
    """Answering at `threshold` and above: `answered` of `asked` questions, `right` of them right."""

    threshold: float
    answered: int
    right: int
    asked: int

    @property
    def coverage(self) -> float:
        """The share of all questions that would be answered."""
        return self.answered / self.asked

    @property
    def accuracy(self) -> float:
        """The share of the given answers that are right."""
        return self.right / self.answered

    @property
    def bounds(self) -> tuple[float, float]:
        """Wilson's 95 % interval of the accuracy."""
        return wilson(self.right, self.answered)


def refusal_curve(outcomes: Sequence[Outcome]) -> tuple[Point, ...]:
    """Return a point for each confidence that occurs, highest first; none where no confidence is known."""
    given = [(each.confidence, each.right) for each in outcomes if each.status is Status.ANSWERED]
    known = sorted(((level, right) for level, right in given if level is not None), reverse=True)
    points = []
    for place, (level, _) in enumerate(known, start=1):
        if place == len(known) or known[place][0] != level:
            points.append(Point(level, place, sum(right for _, right in known[:place]), len(outcomes)))
    return tuple(points)
