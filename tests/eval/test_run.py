"""What a run takes over from an answer beside what is judged."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from eval import documents
from eval.run import judge, run
from eval.types import Run
from rag.types import Answer, Question, Trace, Usage
from tests.eval import world

SURE = Trace(Question("quays?", "en"), confidence=2 / 3, usage=Usage(700, 8))


def test_earlier_questions_are_told_to_the_assistant() -> None:
    assistant = world.ScriptedAssistant(world.script())
    run([replace(world.QUAYS, history=("Which port?", "Where?")), world.PRICE], assistant, world.FakeReports())
    assert assistant.histories == [("Which port?", "Where?"), ()]


@pytest.mark.parametrize(
    ("answer", "language"),
    [
        (world.script()["quays?"], "fr"),
        (world.answer(("يضم الميناء 12 رصيفا.", (world.citation(1, "port.ar", "1"),))), "ar"),
        (world.answer(("The port has 12 quays.", (world.citation(1, "port.fr", "1"),))), "en"),
        (world.answer(("1931.", (world.citation(1, "port.fr", "2"),)), language="fr"), "fr"),
        (world.refusal(), None),
    ],
)
def test_the_language_that_is_spoken_is_told(answer: Answer, language: str | None) -> None:
    assert judge(world.QUAYS, answer, world.FakeReports(), 0.1).said_in == language


def test_how_sure_it_was_and_what_it_cost_are_told_and_read_back(tmp_path: Path) -> None:
    outcome = judge(world.QUAYS, replace(world.script()["quays?"], trace=SURE), world.FakeReports(), 0.1)
    assert (outcome.confidence, outcome.usage) == (0.666667, Usage(700, 8))
    path = tmp_path / "run.json"
    path.write_text(documents.as_json(Run((outcome,))), encoding="utf-8")
    (again,) = documents.read(path).outcomes
    assert (again.confidence, again.said_in, again.usage) == (outcome.confidence, "fr", outcome.usage)


def test_an_answer_without_a_trace_leaves_them_unknown() -> None:
    outcome = judge(world.PRICE, world.refusal(), world.FakeReports(), 0.1)
    assert (outcome.confidence, outcome.usage) == (None, None)


def test_the_history_of_a_fact_is_written_where_there_is_one() -> None:
    assert "history" not in documents.fact_fields(world.QUAYS)
    assert documents.fact_fields(replace(world.QUAYS, history=("Where?",)))["history"] == ["Where?"]
