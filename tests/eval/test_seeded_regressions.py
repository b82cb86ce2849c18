"""What the gate is worth, in small: `python -m tools.seeded_regressions` is the whole of it."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from eval.compare import Comparison, compare
from eval.documents import as_json
from eval.loading import load_facts
from eval.types import Fact, Run
from tools.regressions import FAINT, REGRESSIONS
from tools.regressions.base import swapped, swapped_everywhere
from tools.regressions.bench import Bench
from tools.regressions.harmless import FORMS, Form, unchanged
from tools.seeded_regressions import tossed, verdict

ROOT = Path(__file__).parents[2]
BY_NAME = {regression.name: regression for regression in (*REGRESSIONS, *FAINT)}
# The quickest, each seen by something else.
QUICK = {
    "over-eager refuser": "supported",
    "never refuses": "right_refusals",
    "ranking reversed": "nDCG@10",
    "neighbours cited": "citation_precision",
    "sentences repeated": "brief",
    "digits altered": "quotes that are not verbatim",
}


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    with Bench(ROOT / "corpus") as built:
        yield built


@pytest.fixture(scope="module")
def facts() -> tuple[Fact, ...]:
    # Half of them are enough for what is as plain as these.
    return load_facts(ROOT / "eval" / "facts" / "sample.jsonl")[::2]


@pytest.fixture(scope="module")
def baseline(bench: Bench, facts: tuple[Fact, ...]) -> Run:
    return bench.sound(facts)


def told(comparison: Comparison) -> str:
    return "\n".join(comparison.regressions)


@pytest.mark.parametrize("name", QUICK)
def test_a_seeded_regression_is_caught(name: str, bench: Bench, facts: tuple[Fact, ...], baseline: Run) -> None:
    comparison = compare(baseline, bench.broken(facts, BY_NAME[name]))
    assert QUICK[name] in told(comparison)
    said = verdict(name, "", comparison)
    assert said.caught
    assert QUICK[name] in said.by


def test_the_product_is_whole_again_afterwards(bench: Bench, facts: tuple[Fact, ...], baseline: Run) -> None:
    bench.broken(facts[:2], BY_NAME["context dropped"])
    few = Run(baseline.outcomes[:4], baseline.made_of)
    assert _apart_from_seconds(bench.sound(facts[:4])) == _apart_from_seconds(few)


def _apart_from_seconds(run: Run) -> str:
    return as_json(run).partition('"seconds"')[0]


def test_unchanged_runs_raise_no_alarm(bench: Bench, facts: tuple[Fact, ...], baseline: Run) -> None:
    forms = [bench.sound(facts, Form(number)) for number in (1, 7)]
    runs = [unchanged([baseline, *forms], seed) for seed in range(20)]
    assert sum(bool(compare(baseline, run).regressions) for run in runs) <= 1
    assert len({tuple(outcome.fact.id for outcome in run.outcomes) for run in runs}) == 20
    assert unchanged(forms, 3) == unchanged(forms, 3)


def test_runs_that_differ_by_lot_raise_few_alarms(bench: Bench, facts: tuple[Fact, ...], baseline: Run) -> None:
    other = bench.broken(facts, BY_NAME["first sentence dropped"])
    assert len(compare(baseline, other).changes[0].broken) > 5
    said = tossed(baseline, [other], 100)
    assert sum(each.caught for each in said) <= 5


def test_forty_regressions_each_with_a_name_and_something_to_break() -> None:
    assert len(REGRESSIONS) == 40
    assert len(BY_NAME) == len(REGRESSIONS) + len(FAINT)
    for regression in BY_NAME.values():
        with regression.broken():
            pass


def test_each_form_leaves_the_words_as_they_are() -> None:
    for number, form in enumerate(FORMS):
        asked = form("Où était l’Étude n° 12 ?")
        assert "tud" in asked, number
        assert form("كم عدد الدول في عام 2020؟").translate({ord("ـ"): None}).replace("  ", " ").split()[:2] == [
            "كم",
            "عدد",
        ]


def test_what_was_swapped_is_put_back() -> None:
    sound = pkgutil.resolve_name("rag.text.normalise.fold")
    with swapped_everywhere("rag.text.normalise.fold", lambda _fold: str.lower):
        assert pkgutil.resolve_name("rag.text.tokens.fold")("É") == "é"
        assert pkgutil.resolve_name("rag.text.units.fold")("É") == "é"
        assert pkgutil.resolve_name("eval.run.fold")("É") == "e"
    with swapped(("rag.question.kind_of", lambda _kind: len)):
        assert pkgutil.resolve_name("rag.question.kind_of")("Who?") == 4
    for room in ("normalise", "tokens", "numbers"):
        assert pkgutil.resolve_name(f"rag.text.{room}.fold") is sound
