from __future__ import annotations

import math
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.compare import Comparison, compare, sign_test, violations
from eval.run import run
from eval.types import Fact, Run
from rag.types import Answer
from tests.eval import world

RIGHT = world.answer(("Le port compte 12 quais.", (world.citation(1, "port.fr", "1"),)), hits=(("port.fr", "1"),))
WRONG = world.answer(("Il date de 1931.", (world.citation(1, "port.fr", "2"),)), hits=(("port.fr", "2"),))
INVENTED = world.answer(("Le port compte 13 quais.", (world.citation(1, "port.fr", "1"),)))
FORGED = world.answer(("12 quais", (world.citation(1, "port.fr", "1", quote="Le port a 12 quais"),)))


def asked(answers: Sequence[Answer | Exception], facts: Sequence[Fact] | None = None) -> Run:
    facts = facts or [world.fact(f"q{n}", [["12"]], [("port.fr", "1")]) for n in range(len(answers))]
    script = dict(zip((fact.question for fact in facts), answers, strict=True))
    return run(facts, world.ScriptedAssistant(script), world.FakeReports())


def of(comparison: Comparison, name: str) -> tuple[tuple[str, ...], tuple[str, ...], int]:
    (change,) = [change for change in comparison.changes if change.name == name]
    return change.fixed, change.broken, change.same


def test_what_was_fixed_what_broke_and_what_stayed() -> None:
    comparison = compare(asked([RIGHT, RIGHT, WRONG, WRONG]), asked([RIGHT, WRONG, RIGHT, WRONG]))
    for name in ("supported", "correct", "hit@5"):
        assert of(comparison, name) == (("q2",), ("q1",), 2)
    assert of(comparison, "right_refusals") == ((), (), 0)
    assert comparison.regressions == ()


def test_six_broken_and_none_fixed_is_a_regression_and_five_are_not() -> None:
    before = asked([RIGHT] * 10)
    six = compare(before, asked([WRONG] * 6 + [RIGHT] * 4))
    assert six.regressions == ("supported: 6 broken, 0 fixed (p = 0.031)",)
    supported = six.changes[0]
    assert supported.difference == pytest.approx(-0.6)
    assert -1 <= supported.low < -0.6 < supported.high < 0
    assert compare(before, asked([WRONG] * 5 + [RIGHT] * 5)).regressions == ()


def test_the_same_change_the_other_way_is_none() -> None:
    assert compare(asked([WRONG] * 8), asked([RIGHT] * 8)).regressions == ()


def test_answering_what_the_reports_do_not_say_is_a_regression() -> None:
    facts = [world.unanswerable(f"u{n}") for n in range(7)]
    comparison = compare(asked([world.refusal()] * 7, facts), asked([WRONG] * 7, facts))
    assert comparison.regressions == ("right_refusals: 7 broken, 0 fixed (p = 0.016)",)


def test_refusing_everything_is_a_regression() -> None:
    comparison = compare(asked([RIGHT] * 12), asked([world.refusal()] * 12))
    assert comparison.regressions == ("supported: 12 broken, 0 fixed (p < 0.001)",)


def test_a_hard_rule_is_broken_by_a_single_answer() -> None:
    assert compare(asked([RIGHT]), asked([INVENTED])).violations == ("unsupported numbers: q0",)
    assert compare(asked([RIGHT]), asked([FORGED])).regressions == ("quotes that are not verbatim: q0",)
    assert compare(asked([RIGHT]), asked([RuntimeError("no luck")])).regressions == ("no answer came back: q0",)
    assert violations(asked([RIGHT, WRONG, world.refusal()])) == ()


def test_only_questions_asked_alike_are_compared() -> None:
    one, two, three = (world.fact(name, [["12"]], [("port.fr", "1")]) for name in ("one", "two", "three"))
    other = world.fact("two", [["13"]], [("port.fr", "1")])
    comparison = compare(asked([RIGHT, RIGHT], [one, two]), asked([WRONG, WRONG], [other, three]))
    assert comparison.only_before == ("one",)
    assert comparison.only_after == ("three",)
    assert comparison.reworded == ("two",)
    assert of(comparison, "supported") == ((), (), 0)


def test_a_run_against_itself_changes_nothing() -> None:
    same = asked([RIGHT, WRONG, world.refusal()])
    assert [change.chance for change in compare(same, same).changes] == ["p = 1.000"] * 4
    for change in compare(same, same).changes:
        assert (change.fixed, change.broken, change.difference, change.p) == ((), (), 0.0, 1.0)


@settings(deadline=None)
@given(st.integers(0, 40), st.integers(0, 40))
def test_the_sign_test_adds_up_all_splits_that_are_no_likelier(fixed: int, broken: int) -> None:
    changed = fixed + broken
    splits = [math.comb(changed, count) for count in range(changed + 1)]
    p = sign_test(fixed, broken)
    assert p == pytest.approx(sum(split for split in splits if split <= splits[fixed]) / sum(splits))
    assert p == sign_test(broken, fixed)
