from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from eval.run import run
from eval.run_folder import RunFolder
from eval.showing import rendered
from eval.traces import find, line
from eval.types import Fact
from rag.types import Answer
from tests.eval import world
from tests.eval.test_traces import full_answer, judged


def shown(tmp_path: Path, fact: Fact, answer: Answer, width: int = 100) -> str:
    path = tmp_path / "traces.jsonl"
    path.write_text(line(judged(fact, answer), answer, ""), encoding="utf-8")
    console = Console(file=io.StringIO(), width=width)
    console.print(rendered(find(path, fact.id)))
    return console.file.getvalue()


def test_everything_that_led_to_an_answer_is_shown(tmp_path: Path) -> None:
    text = shown(tmp_path, replace(world.QUAYS, history=("Where is it?",)), full_answer())
    for part in (
        "quays  supported  0.250 s",
        "… Where is it?",
        "Where? quays?",
        "kind how many · language en · countries MA · numbers 12",
        " 1   port.fr, 2  1.000",
        " 2 ✓ port.fr, 1  0.500",
        "late 0.51 (rank 3)",
        "quays = quais 0.40",
        " 1 → port.fr, 1  0.700",
        "coverage 0.33 · kind 1.00",
        "1 kept, 1 struck · confidence 0.812 · tokens read 700, written 8",
        "✗ struck: 13",
        "✗ failed: The reranker failed.",
        "Answer (answered, scripted, gen-000001)",
        "Le port compte 12 quais. [1][2]",
        "✓ [1] port.fr, 1",
        "✗ [2] port.ar, 2, not at a right place",
        "A note.",
        "✓ held: 12",
        "stands at: port.fr, 1",
    ):
        assert part in text, part


def test_what_is_missing_is_shown(tmp_path: Path) -> None:
    fact = replace(world.QUAYS, expect=(("12",), ("twenty", "20")))
    text = shown(tmp_path, fact, world.script()["weather?"])
    assert "✗ not held" in text
    assert "twenty / 20" in text
    assert "sentence 1 states 2004" in text


def test_arabic_is_cut_only_between_words(tmp_path: Path) -> None:
    sentence = "وكان الغرض من اللقاء أن تقيس كل دولة ما أنجزته منذ الدورة السابقة وأن تقارن منهجها بمناهج جيرانها."
    cited = world.citation(1, "port.ar", "1", quote=sentence)
    answer = world.answer((sentence, (cited,)), hits=(("port.ar", "1"),))
    long = replace(answer.hits[0], passage=replace(answer.hits[0].passage, text=f"{sentence} " * 9))
    text = shown(tmp_path, world.QUAYS, replace(answer, hits=(long,)), width=50)
    assert set(sentence.split()) <= set(text.replace("[1]", " ").split())
    arabic = {word for word in text.split() if any("ء" <= letter <= "ي" for letter in word)}
    assert arabic <= set(sentence.split())
    assert " …" in text


@pytest.mark.parametrize(
    ("fact", "part"), [(world.BROKEN, "RuntimeError: no luck"), (world.PRICE, "the reports do not say")]
)
def test_failures_and_refusals_are_shown(tmp_path: Path, fact: Fact, part: str) -> None:
    folder = RunFolder(tmp_path, "port", world.MAKING)
    folder.finish(run([fact], world.ScriptedAssistant(world.script()), world.FakeReports(), memory=folder))
    console = Console(file=io.StringIO(), width=100)
    console.print(rendered(find(folder.path / "traces.jsonl", fact.id)))
    assert part in console.file.getvalue()
