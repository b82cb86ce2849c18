"""Runs on disk: same in, same out; nothing is asked twice; a killed run goes on."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from eval.documents import as_json
from eval.making import Making
from eval.run import run
from eval.run_folder import RunFolder, last_run, run_name
from eval.traces import read
from eval.types import Fact, Run
from rag.errors import UsageError
from rag.types import Answer, Question, Trace, Usage
from tests.eval import world

FACTS = world.FACTS
ASKED = [fact.id for fact in FACTS]


def evaluated(
    runs: Path,
    facts: tuple[Fact, ...] = FACTS,
    *,
    name: str = "port",
    script: Mapping[str, Answer | BaseException] | None = None,
    making: Making = world.MAKING,
    fresh: bool = False,
) -> tuple[Run, list[str], RunFolder]:
    """Ask the facts as the command does; returns the run, the ids that were asked, and the folder."""
    assistant = world.ScriptedAssistant(script or world.script())
    folder = RunFolder(runs, name, making)
    if not fresh:
        folder.remember(facts)
    ticks = count(start=len(facts) * 1000)
    made_of = making.told()
    try:
        came = run(
            facts, assistant, world.FakeReports(), memory=folder, clock=lambda: next(ticks) ** 2, made_of=made_of
        )
        folder.finish(came)
    except KeyboardInterrupt:
        came = Run(())
    return came, [question.rstrip("?") for question, _ in assistant.asked], folder


def files(folder: RunFolder) -> dict[str, str]:
    """What a run left, without its seconds."""
    texts = {path.name: path.read_text(encoding="utf-8") for path in folder.path.iterdir()}
    document = json.loads(texts["run.json"])
    assert document.pop("seconds")
    traces = re.sub(r', "seconds": [\d.]+\}\n', "}\n", texts.pop("traces.jsonl"))
    assert '"seconds": 0.0' in traces
    return {**texts, "run.json": json.dumps(document, ensure_ascii=False), "traces.jsonl": traces}


def test_the_same_answers_give_the_same_bytes(tmp_path: Path) -> None:
    _, _, one = evaluated(tmp_path / "one")
    _, _, other = evaluated(tmp_path / "other")
    assert files(one) == files(other)
    assert files(one).keys() == {"run.json", "traces.jsonl"}


def test_what_was_answered_is_not_asked_again_and_gives_the_same_bytes(tmp_path: Path) -> None:
    first, asked, folder = evaluated(tmp_path)
    assert asked == ASKED
    before = {path.name: path.read_bytes() for path in folder.path.iterdir()}
    second, again, folder = evaluated(tmp_path, script={"broken?": RuntimeError("no luck")})
    assert again == ["broken"]  # what failed is tried again
    assert folder.reused == len(FACTS) - 1
    assert [each.seconds for each in second.outcomes[:3]] == [each.seconds for each in first.outcomes[:3]]
    after = {path.name: path.read_bytes() for path in folder.path.iterdir()}
    without = re.compile(rb'("broken": |"seconds": )[\d.]+')
    assert without.sub(b"", after["traces.jsonl"]) == without.sub(b"", before["traces.jsonl"])
    assert files(folder)["run.json"] == json.dumps(
        {name: value for name, value in json.loads(before["run.json"]).items() if name != "seconds"}, ensure_ascii=False
    )


def test_fresh_asks_everything_anew(tmp_path: Path) -> None:
    evaluated(tmp_path)
    _, asked, _ = evaluated(tmp_path, fresh=True)
    assert asked == ASKED


def test_a_changed_expectation_needs_no_new_answer(tmp_path: Path) -> None:
    evaluated(tmp_path)
    other = replace(world.QUAYS, expect=(("13",),))
    came, asked, _ = evaluated(tmp_path, (other,))
    assert asked == []
    assert not came.outcomes[0].correct


@pytest.mark.parametrize(
    "change",
    [{"question": "quays ?"}, {"lang": "ar"}, {"history": ("Where is the port?",)}],
)
def test_another_question_is_asked(tmp_path: Path, change: dict[str, str]) -> None:
    evaluated(tmp_path)
    other = replace(world.QUAYS, **change)
    _, asked, _ = evaluated(tmp_path, (other,), script={other.question: world.refusal()})
    assert len(asked) == 1


def test_whatever_else_answers_is_asked(tmp_path: Path) -> None:
    evaluated(tmp_path)
    other = replace(world.MAKING, code="changed")
    assert evaluated(tmp_path, making=other)[1] == ASKED
    assert evaluated(tmp_path, making=replace(world.MAKING, generation="gen-000002"))[1] == ASKED


def test_other_runs_of_the_same_making_serve_too(tmp_path: Path) -> None:
    evaluated(tmp_path, FACTS[:3], name="some")
    _, asked, _ = evaluated(tmp_path, name="all")
    assert asked == ASKED[3:]


def test_a_name_that_is_alike_by_chance_does_not_serve(tmp_path: Path) -> None:
    _, _, folder = evaluated(tmp_path)
    other = replace(world.MAKING, code="changed")
    folder.path.rename(tmp_path / run_name("port", other))
    assert evaluated(tmp_path, making=other)[1] == ASKED


def test_facts_that_ask_alike_are_asked_once(tmp_path: Path) -> None:
    twin = replace(world.QUAYS, id="twin")
    came, asked, folder = evaluated(tmp_path, (world.QUAYS, twin))
    assert asked == ["quays"]
    assert [outcome.supported for outcome in came.outcomes] == [True, True]
    assert [each.id for each in read(folder.path / "traces.jsonl")] == ["quays", "twin"]


def test_a_killed_run_goes_on_where_it_stopped(tmp_path: Path) -> None:
    killed = {**world.script(), "director?": KeyboardInterrupt()}
    _, asked, folder = evaluated(tmp_path, script=killed)
    assert asked == ASKED[:3]
    traces = folder.path / "traces.jsonl"
    with traces.open("a", encoding="utf-8") as file:
        file.write('{"format": 1, "made_by": "')  # the line that it was writing
    _, rest, folder = evaluated(tmp_path)
    assert rest == ASKED[2:]
    assert files(folder) == files(evaluated(tmp_path / "unbroken")[2])


def test_an_answer_is_on_disk_before_the_next_question(tmp_path: Path) -> None:
    seen: list[int] = []

    class Watching(world.ScriptedAssistant):
        def ask(self, *arguments: str, **options: object) -> Answer:
            seen.append(sum(1 for path in tmp_path.rglob("traces.jsonl") for _ in read(path)))
            return super().ask(*arguments, **options)

    run(FACTS, Watching(world.script()), world.FakeReports(), memory=RunFolder(tmp_path, "port", world.MAKING))
    assert seen == list(range(len(FACTS)))


def test_an_answer_that_a_failed_model_left_to_others_is_asked_again(tmp_path: Path) -> None:
    lame = replace(world.refusal(), trace=Trace(Question("price?", "fr"), failures=("The model was busy.",)))
    for _ in range(2):
        _, asked, folder = evaluated(tmp_path, (world.PRICE,), script={"price?": lame})
        assert asked == ["price"]
    assert next(read(folder.path / "traces.jsonl")).answer() == replace(
        lame, provenance=replace(lame.provenance, seconds=folder_seconds(folder))
    )


def folder_seconds(folder: RunFolder) -> float:
    return next(read(folder.path / "traces.jsonl")).seconds


def test_what_a_model_used_is_remembered(tmp_path: Path) -> None:
    trace = Trace(Question("price?", "fr"), confidence=0.25, usage=Usage(700, 8))
    for _ in range(2):
        came, _, _ = evaluated(tmp_path, (world.PRICE,), script={"price?": replace(world.refusal(), trace=trace)})
        assert (came.outcomes[0].usage, came.outcomes[0].confidence) == (Usage(700, 8), 0.25)
    assert json.loads(as_json(came))["outcomes"][0]["usage"] == {"read": 700, "written": 8}


def test_the_folder_is_named_by_facts_generation_and_making() -> None:
    name = run_name("my facts.v2", world.MAKING)
    assert name == f"my-facts-v2-gen-000001-{world.MAKING.fingerprint[:8]}"


def test_the_last_run_is_the_one_written_to_last(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        last_run(tmp_path)
    evaluated(tmp_path, name="one")
    _, _, other = evaluated(tmp_path, name="another")
    assert last_run(tmp_path) == other.path


def test_a_place_that_cannot_be_written_is_told_and_done_without(tmp_path: Path) -> None:
    (tmp_path / "runs").write_text("a file", encoding="utf-8")
    came, asked, folder = evaluated(tmp_path / "runs")
    assert asked == ASKED
    assert len(came.outcomes) == len(FACTS)
    assert folder.trouble
    assert "runs" in folder.trouble
