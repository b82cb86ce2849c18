"""What another threshold of confidence would do: how much is answered, how much of that is right, what is refused.

What a withheld answer would have said is not known: below the threshold that a run was made with the curve says how
much would be answered, and not how much of it would be right (El-Yaniv and Wiener 2010).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eval.metrics import proportion
from eval.types import Outcome, Score
from rag.types import Status


@dataclass(frozen=True, slots=True)
class Point:
    """What holds at one threshold, from 0 to 1: what is at least as sure is answered, what is less sure refused.

    `coverage` is the share of the answerable questions that are answered; `accuracy` the share of these that are
    correct, without a value where some of them were withheld or none is answered; `right_refusals` the share of the
    unanswerable questions that are refused.
    """

    threshold: float
    coverage: Score
    accuracy: Score
    right_refusals: Score
    withheld: int

    @property
    def known(self) -> bool:
        """Whether all that is answered at this threshold was judged."""
        return self.withheld == 0


def curve(outcomes: Sequence[Outcome]) -> tuple[Point, ...]:
    """Return a point for each confidence that occurs, the highest threshold first; none where none is known."""
    levels = {outcome.confidence for outcome in outcomes if outcome.confidence is not None}
    return tuple(_point(outcomes, threshold) for threshold in sorted(levels, reverse=True))


def _point(outcomes: Sequence[Outcome], threshold: float) -> Point:
    known = [(each, each.confidence >= threshold) for each in outcomes if each.confidence is not None]
    answered = [each for each, given in known if given and each.fact.answerable]
    withheld = sum(each.status is not Status.ANSWERED for each in answered)
    correct = () if withheld else (each.correct for each in answered)
    n = len(outcomes)
    return Point(
        threshold,
        proportion("coverage", "questions", n, (given for each, given in known if each.fact.answerable)),
        proportion("accuracy", "questions", len(answered), correct),
        proportion("right_refusals", "questions", n, (not given for each, given in known if not each.fact.answerable)),
        withheld,
    )
