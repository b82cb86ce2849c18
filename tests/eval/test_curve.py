from __future__ import annotations

from dataclasses import replace

import pytest

from eval.curve import accuracy_at_coverage, at_coverage, curve
from eval.run import run
from eval.types import Fact, Outcome
from rag.types import Answer
from tests.eval import world

RIGHT = world.answer(("Le port compte 12 quais.", (world.citation(1, "port.fr", "1"),)))
WRONG = world.answer(("Il date de 1931.", (world.citation(1, "port.fr", "2"),)))


def asked(*script: tuple[Answer | Exception, float | None], answerable: bool = True) -> list[Outcome]:
    facts: list[Fact] = [
        world.fact(f"q{n}", [["12"]], [("port.fr", "1")]) if answerable else world.unanswerable(f"u{n}")
        for n in range(len(script))
    ]
    answers = {fact.question: answer for fact, (answer, _) in zip(facts, script, strict=True)}
    found = run(facts, world.ScriptedAssistant(answers), world.FakeReports()).outcomes
    return [replace(each, confidence=sure) for each, (_, sure) in zip(found, script, strict=True)]


def test_the_surest_first() -> None:
    points = curve(
        [
            *asked((RIGHT, 0.9), (WRONG, 0.7), (RIGHT, 0.6)),
            *asked((WRONG, 0.65), (world.refusal(), 0.2), answerable=False),
        ]
    )
    assert [point.threshold for point in points] == [0.9, 0.7, 0.65, 0.6, 0.2]
    assert [point.coverage.value for point in points] == pytest.approx([1 / 3, 2 / 3, 2 / 3, 1, 1])
    assert [point.accuracy.value for point in points] == pytest.approx([1, 1 / 2, 1 / 2, 2 / 3, 2 / 3])
    assert [point.right_refusals.value for point in points] == [1, 1, 1 / 2, 1 / 2, 0]
    assert all(point.known for point in points)


def test_nothing_is_known_of_answers_that_were_withheld() -> None:
    points = curve(asked((RIGHT, 0.9), (RIGHT, 0.6), (world.refusal(), 0.5), (world.refusal(), 0.4)))
    assert [point.coverage.value for point in points] == [0.25, 0.5, 0.75, 1]
    assert [point.withheld for point in points] == [0, 0, 1, 2]
    assert [point.accuracy.value for point in points] == [1, 1, None, None]
    assert [(point.accuracy.n, point.accuracy.scored) for point in points] == [(1, 1), (2, 2), (3, 0), (4, 0)]


def test_what_was_sure_enough_and_yet_refused_is_refused_at_every_threshold() -> None:
    points = curve(asked((RIGHT, 0.6), (world.refusal(), 0.8)))
    assert [(point.threshold, point.coverage.value, point.withheld) for point in points] == [(0.8, 0, 0), (0.6, 0.5, 0)]
    assert points[0].accuracy.value is None


def test_what_failed_is_answered_at_no_threshold_and_no_refusal() -> None:
    (point,) = curve(
        [
            *asked((RIGHT, 0.6), (RuntimeError("no luck"), None)),
            *asked((RuntimeError("no luck"), None), answerable=False),
        ]
    )
    assert point.coverage.value == 0.5
    assert point.right_refusals.value == 0


def test_what_has_no_confidence_is_unscored() -> None:
    outcomes = asked((RIGHT, 0.6), (RIGHT, None))
    (point,) = curve(outcomes)
    assert (point.coverage.value, point.coverage.scored, point.coverage.unscored) == (1, 1, 1)
    assert curve(asked((RIGHT, None))) == ()


def test_the_accuracy_at_a_coverage() -> None:
    outcomes = asked((RIGHT, 0.9), (RIGHT, 0.8), (WRONG, 0.7), (RIGHT, 0.6), (world.refusal(), 0.1))
    points = curve(outcomes)
    half = at_coverage(points, 0.5)
    assert half is not None
    assert half.threshold == 0.7
    assert accuracy_at_coverage(outcomes, 0.5).value == pytest.approx(2 / 3)
    score = accuracy_at_coverage(outcomes, 0.8)
    assert (score.name, score.value, score.scored, score.n) == ("accuracy@80%", 0.75, 4, 5)
    assert score.low is not None
    assert accuracy_at_coverage(outcomes, 0.9).value is None
    assert accuracy_at_coverage(asked((RIGHT, None)), 0.8).scored == 0
