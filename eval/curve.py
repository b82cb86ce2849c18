"""What another threshold of confidence would do: how much is answered, how much of that is right, what is refused.

The curve of selective answering (El-Yaniv and Wiener 2010; Kamath, Jia and Liang 2020), from the confidence that comes
with each outcome. An answer that was withheld was never judged: at thresholds below the one that a run was made with,
how much would be answered is known, how much of it would be right is not, and is left open here rather than estimated.
To see that part, run with DALIL_CONFIDENCE=0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eval.intervals import proportion
from eval.types import Outcome, Score
from rag.types import Status


@dataclass(frozen=True, slots=True)
class Point:
    """What holds at one threshold, from 0 to 1: what is at least as sure is answered, what is less sure refused.

    `coverage` is the share of the answerable questions that are answered; `accuracy` the share of these that are
    correct, without a value where some of them were withheld (`withheld`) or none is answered; `right_refusals` the
    share of the unanswerable questions that are refused.
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
    """Return a point for each confidence that occurs, the highest threshold first.

    Outcomes without a confidence are left out of every share and counted as unscored, but for those that failed: these
    are answered at no threshold.
    """
    used = _lowest_answered(outcomes)
    thresholds = sorted({each.confidence for each in outcomes if each.confidence is not None}, reverse=True)
    return tuple(_point(outcomes, threshold, used) for threshold in thresholds)


def at_coverage(points: Sequence[Point], least: float) -> Point | None:
    """Return the point with the highest threshold that covers at least that share; None where none does."""
    return next((each for each in points if each.coverage.value is not None and each.coverage.value >= least), None)


def accuracy_at_coverage(outcomes: Sequence[Outcome], least: float) -> Score:
    """Return the accuracy when the surest answers are given to at least that share of the answerable questions.

    It has no value where that share is not reached, or only with answers that were withheld.
    """
    name = f"accuracy@{least * 100:.0f}%"
    point = at_coverage(curve(outcomes), least)
    if point is None:
        return Score(name, "questions", len(outcomes), 0, None)
    found = point.accuracy
    return Score(name, "questions", len(outcomes), found.scored, found.value, found.low, found.high)


def _point(outcomes: Sequence[Outcome], threshold: float, used: float) -> Point:
    weighed = [each for each in outcomes if each.confidence is not None or each.status is Status.FAILED]
    answered = [_answered(each, threshold, used) for each in weighed]
    covered = [each for each, given in zip(weighed, answered, strict=True) if given and each.fact.answerable]
    withheld = sum(each.status is Status.NOT_FOUND for each in covered)
    pairs = list(zip(weighed, answered, strict=True))
    n = len(outcomes)
    return Point(
        threshold,
        coverage=proportion("coverage", "questions", n, (given for each, given in pairs if each.fact.answerable)),
        accuracy=proportion("accuracy", "questions", len(covered), (each.correct for each in covered if not withheld)),
        right_refusals=proportion(
            "right_refusals", "questions", n, (_refused(*pair) for pair in pairs if not pair[0].fact.answerable)
        ),
        withheld=withheld,
    )


def _answered(outcome: Outcome, threshold: float, used: float) -> bool:
    """Tell whether there would be an answer: what was sure enough and yet refused is refused for another reason."""
    if outcome.confidence is None or outcome.confidence < threshold:
        return False
    return outcome.status is Status.ANSWERED or outcome.confidence < used


def _refused(outcome: Outcome, answered: bool) -> bool:
    return not answered and outcome.status is not Status.FAILED


def _lowest_answered(outcomes: Sequence[Outcome]) -> float:
    """The lowest confidence of an answer that was given, from where on all that is sure enough was judged."""
    given = (each.confidence for each in outcomes if each.status is Status.ANSWERED and each.confidence is not None)
    return min(given, default=1.0)
