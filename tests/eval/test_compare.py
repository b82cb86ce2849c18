from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.compare import Comparison, cluster, compare, violations
from eval.run import run
from eval.types import Fact, Run
from rag.types import Answer
from tests.eval import world

RIGHT = world.answer(("Le port compte 12 quais.", (world.citation(1, "port.fr", "1"),)), hits=(("port.fr", "1"),))
SAME_HITS = world.answer(("Le port compte des quais.", (world.citation(1, "port.fr", "1"),)), hits=(("port.fr", "1"),))
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


def figures(comparison: Comparison) -> list[tuple[object, ...]]:
    return [(change.name, change.p, change.p_by_report, change.low, change.high) for change in comparison.changes]


def test_what_was_fixed_what_broke_and_what_stayed() -> None:
    comparison = compare(asked([RIGHT, RIGHT, WRONG, WRONG]), asked([RIGHT, WRONG, RIGHT, WRONG]))
    for name in ("supported", "correct", "hit@5"):
        assert of(comparison, name) == (("q2",), ("q1",), 2)
    assert of(comparison, "right_refusals") == ((), (), 0)
    assert comparison.regressions == ()


def test_six_broken_and_none_fixed_is_a_regression_and_five_are_not() -> None:
    before = asked([RIGHT] * 10)
    six = compare(before, asked([SAME_HITS] * 6 + [RIGHT] * 4))
    assert six.regressions == ("supported: 6 broken, 0 fixed (p = 0.031)",)
    supported = six.changes[0]
    assert supported.difference == pytest.approx(-0.6)
    assert -1 <= supported.low < -0.6 < supported.high < 0
    assert compare(before, asked([SAME_HITS] * 5 + [RIGHT] * 5)).regressions == ()


def test_where_several_measures_change_each_is_held_to_a_stricter_level() -> None:
    before = asked([RIGHT] * 10)
    seven = compare(before, asked([WRONG] * 7 + [RIGHT] * 3))
    assert [change.name for change in seven.changes if change.gated and change.worse] == [
        "supported",
        "nDCG@10",
        "clearance",
        "citation_precision",
    ]
    assert seven.regressions == ()
    eight = compare(before, asked([WRONG] * 8 + [RIGHT] * 2))
    assert eight.regressions == (
        "supported: 8 broken, 0 fixed (p = 0.008)",
        "nDCG@10: 8 worse, 0 better, -0.80 in the mean (p = 0.008)",
        "clearance: 8 worse, 0 better, -1.60 in the mean (p = 0.008)",
        "citation_precision: 8 worse, 0 better, -0.80 in the mean (p = 0.008)",
    )


def test_evidence_that_sinks_without_an_answer_breaking_is_a_regression() -> None:
    sunk = replace(RIGHT, hits=world.answer(hits=(("port.fr", "2"), ("port.fr", "1"))).hits)
    comparison = compare(asked([RIGHT] * 8), asked([sunk] * 8))
    assert [change.name for change in comparison.worsened] == ["nDCG@10", "clearance"]
    assert of(comparison, "supported") == of(comparison, "hit@5") == ((), (), 8)
    assert of(comparison, "MRR") == ((), tuple(f"q{n}" for n in range(8)), 0)


def test_questions_about_the_same_reports_are_turned_together() -> None:
    places = [("port.fr", "1")] * 6 + [("port.ar", "1")] * 2
    facts = [world.fact(f"q{n}", [["12"]], [place]) for n, place in enumerate(places)]
    supported = compare(asked([RIGHT] * 8, facts), asked([world.refusal()] * 8, facts)).changes[1]
    assert (supported.name, supported.clusters) == ("correct", 2)
    assert supported.p == 2 / 256
    assert supported.p_by_report == 2 / 4
    assert supported.chance_by_report == "p = 0.500"


def test_an_unanswerable_question_stands_alone() -> None:
    facts = [world.unanswerable(f"u{n}") for n in range(7)]
    assert len({cluster(fact) for fact in facts}) == 7
    assert cluster(world.QUAYS) == frozenset({"port.fr", "port.ar"})


@given(st.permutations(range(9)))
@settings(deadline=None, max_examples=10)
def test_the_order_of_asking_changes_no_figure(order: list[int]) -> None:
    facts = [world.fact(f"q{n}", [["12"]], [("port.fr", "1")]) for n in range(9)]
    script = [WRONG, RIGHT, world.refusal(), WRONG, WRONG, RIGHT, WRONG, world.refusal(), WRONG]
    before = asked([RIGHT] * 9, facts)
    after = asked([script[n] for n in order], [facts[n] for n in order])
    figures = [
        (change.name, change.p, change.p_by_report, change.low, change.high)
        for change in compare(before, after).changes
    ]
    assert figures == [
        (change.name, change.p, change.p_by_report, change.low, change.high)
        for change in compare(before, asked(script, facts)).changes
    ]


def test_the_same_change_the_other_way_is_none() -> None:
    assert compare(asked([WRONG] * 8), asked([RIGHT] * 8)).regressions == ()


def test_answering_what_the_reports_do_not_say_is_a_regression() -> None:
    facts = [world.unanswerable(f"u{n}") for n in range(7)]
    comparison = compare(asked([world.refusal()] * 7, facts), asked([WRONG] * 7, facts))
    assert comparison.regressions == ("right_refusals: 7 broken, 0 fixed (p = 0.016)",)


def test_refusing_everything_is_a_regression() -> None:
    comparison = compare(asked([RIGHT] * 12), asked([world.refusal()] * 12))
    assert "supported: 12 broken, 0 fixed (p < 0.001)" in comparison.regressions


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
    assert {change.chance for change in compare(same, same).changes} == {"p = 1.000"}
    for change in compare(same, same).changes:
        assert (change.fixed, change.broken, change.difference, change.p) == ((), (), 0.0, 1.0)


@pytest.mark.parametrize(("confidence", "names"), [(0.895, []), (0.7, ["sureness"])])
def test_a_confidence_that_goes_wrong_is_a_regression_unless_it_hardly_moves(
    confidence: float, names: list[str]
) -> None:
    before, after = (
        Run(tuple(replace(each, confidence=sure) for each in asked([RIGHT] * 8).outcomes)) for sure in (0.9, confidence)
    )
    assert [change.name for change in compare(before, after).worsened] == names
