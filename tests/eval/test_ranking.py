"""The rank metrics are trec_eval's: held against pytrec_eval itself, and against the definitions."""

from __future__ import annotations

import math
import random
import subprocess
import sys
from dataclasses import replace

import ir_measures
import pytest
import pytrec_eval

from eval import metrics
from eval.ranking import as_trec, measured
from eval.run import run
from eval.types import Fact, FactKind, Found, Outcome, Place
from tests.eval import world

MEASURES = {
    "RR": "recip_rank",
    "R@5": "recall_5",
    "nDCG@10": "ndcg_cut_10",
    "Success@1": "success_1",
    "Success@5": "success_5",
}


def outcomes(seed: int, count: int = 200) -> list[Outcome]:
    """Random rankings of random places, some of them met several times, some without a name."""
    chance = random.Random(seed)  # noqa: S311
    blank = run((world.QUAYS,), world.ScriptedAssistant({"quays?": world.answer()}), world.FakeReports()).outcomes[0]
    made = []
    for number in range(count):
        places = [(report, str(at)) for report in ("a", "b") for at in range(1, 7)]
        evidence = [Place(*place) for place in chance.sample(places, chance.randint(1, 4))]
        found = [chance.choice([*places, ("a", None)]) for _ in range(chance.randint(0, 10))]
        hits = tuple(
            Found(rank, report, at, f"p{rank}", chance.random(), at is not None and Place(report, at) in evidence)
            for rank, (report, at) in enumerate(found, start=1)
        )
        fact = Fact(f"q{number}", "en", "?", FactKind.TEXT, (("x",),), tuple(evidence))
        made.append(_with(blank, fact, hits))
    return made


def _with(blank: Outcome, fact: Fact, hits: tuple[Found, ...]) -> Outcome:
    return replace(blank, fact=fact, hits=hits)


@pytest.mark.parametrize("measure", MEASURES)
def test_each_question_has_trec_evals_own_figure(measure: str) -> None:
    asked = outcomes(seed=4)
    judged, ranked = as_trec(asked)
    direct = pytrec_eval.RelevanceEvaluator(judged, {"recip_rank", "recall", "ndcg_cut", "success"}).evaluate(ranked)
    name = MEASURES[measure]
    expected = [direct.get(str(number), {name: 0.0})[name] for number in range(len(asked))]
    assert measured(asked, measure) == pytest.approx(expected)
    assert 0 < sum(expected) < len(expected)


def test_the_means_are_those_of_ir_measures() -> None:
    asked = outcomes(seed=5)
    whole = ir_measures.calc_aggregate([ir_measures.RR, ir_measures.R @ 5, ir_measures.nDCG @ 10], *as_trec(asked))
    assert metrics.reciprocal_rank(asked).value == pytest.approx(whole[ir_measures.RR])
    assert metrics.recall_at(5)(asked).value == pytest.approx(whole[ir_measures.R @ 5])
    assert metrics.ndcg_at(10)(asked).value == pytest.approx(whole[ir_measures.nDCG @ 10])


def test_each_question_has_the_figure_of_the_definition() -> None:
    for outcome in outcomes(seed=6):
        gains: dict[Place, float] = {}
        for hit in outcome.hits:
            if hit.right_place and hit.paragraph:
                gains.setdefault(Place(hit.report, hit.paragraph), 1 / math.log2(hit.rank + 1))
        ideal = sum(1 / math.log2(rank + 1) for rank in range(1, len(outcome.fact.evidence) + 1))
        assert measured([outcome], "nDCG@10") == pytest.approx([sum(gains.values()) / ideal])
        rank = outcome.rank_of_evidence()
        assert measured([outcome], "RR") == pytest.approx([1 / rank if rank else 0])


def test_nothing_asked_has_no_figures() -> None:
    assert measured([], "RR") == []


def test_answering_imports_no_measures() -> None:
    seen = "import sys, rag.cli, rag.wiring, eval.cli; print({'ir_measures', 'pandas'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", seen], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_a_place_in_two_languages_is_one_hit_and_both_are_found() -> None:
    answer = world.answer(hits=(("port.fr", "2"), ("port.fr", "1"), ("port.fr", "3")))
    beside = world.answer(hits=(("port.ar", "1"),)).hits[0]
    answer = replace(answer, hits=(answer.hits[0], replace(answer.hits[1], versions=(beside,)), answer.hits[2]))
    outcome = run((world.QUAYS,), world.ScriptedAssistant({"quays?": answer}), world.FakeReports()).outcomes[0]
    assert [hit.right_place for hit in outcome.hits] == [False, True, False]
    assert outcome.hits[1].beside == (("port.ar", "1"),)
    assert measured([outcome], "R@5") == [1.0]
    assert measured([outcome], "RR") == [0.5]


def test_a_hit_is_right_where_only_its_version_is() -> None:
    answer = world.answer(hits=(("port.fr", "2"),))
    beside = world.answer(hits=(("port.ar", "1"),)).hits[0]
    answer = replace(answer, hits=(replace(answer.hits[0], versions=(beside,)),))
    (hit,) = run((world.QUAYS,), world.ScriptedAssistant({"quays?": answer}), world.FakeReports()).outcomes[0].hits
    assert (hit.right_place, hit.place, hit.beside) == (True, ("port.ar", "1"), ())
