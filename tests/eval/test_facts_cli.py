"""`dalil facts`: drafting and reviewing at the terminal."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from eval import facts_cli
from eval.facts_cli import facts
from eval.loading import load_facts
from eval.reviewing import parsed, shown
from rag import cli, feedback
from rag.errors import UsageError
from tests.eval.reports import report
from tests.eval.test_candidates import line
from tests.support.openai_server import ScriptedServer, say

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(facts_cli, "_reports", lambda _settings: report)
    monkeypatch.setenv("COLUMNS", "200")

    def call(*arguments: str, typed: str = "") -> Result:
        return CliRunner().invoke(facts, list(arguments), input=typed, env={"COLUMNS": "200"})

    return call


CANDIDATES = Path("eval/candidates.jsonl")
REVIEWED = Path("eval/facts/reviewed.jsonl")


def test_drafts_wait_for_review_and_become_facts_only_when_accepted(run: Run) -> None:
    result = run("draft", "port.en")
    assert result.exit_code == 0, result.output
    assert "4 proposed, 4 of them new" in result.output
    assert "[2] The first season drew how many ships? → 111" in result.output
    assert not REVIEWED.exists()
    result = run("review", typed="s\na\nr\nq\n")
    assert result.exit_code == 0, result.output
    assert "1 accepted into eval/facts/reviewed.jsonl, 1 rejected, 2 left." in result.output
    (fact,) = load_facts(REVIEWED)
    assert (fact.id, fact.question, fact.note) == ("u-001", "The first season drew how many ships?", "")
    assert "4 proposed, 0 of them new" in run("draft", "port.en").output
    listed = json.loads(run("review", "--json").output)
    assert [each["fact"]["evidence"][0]["at"] for each in listed] == ["1", "4"]


def test_at_most_so_many_are_drafted_and_the_rest_is_counted(run: Run) -> None:
    result = run("draft", "port.en", "--most", "1", "--out", "elsewhere.jsonl")
    assert "1 proposed" in result.output
    assert "3 dropped" in result.output
    assert len(feedback.read(Path("elsewhere.jsonl"))[0]) == 1


def test_a_file_that_is_not_indexed_is_drafted_from(run: Run) -> None:
    Path("note.en.txt").write_text("A NOTE\n\n1. The port was opened in Marsa in May 1931.\n", encoding="utf-8")
    assert "When was the port opened in Marsa?" in run("draft", "note.en.txt").output


def test_what_is_no_report_and_a_model_that_is_not_set_are_wrong_usage(run: Run) -> None:
    for arguments, said in (
        (("nowhere",), "neither an indexed report nor a file"),
        (("port.en", "--llm"), "DALIL_LLM"),
    ):
        result = run("draft", *arguments)
        assert isinstance(result.exception, UsageError)
        assert said in str(result.exception)


def test_a_chat_model_proposes_and_what_is_unsound_is_counted(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    sound = {"question": "How many ships did the first season draw?", "answer": "111", "kind": "number"}
    unsound = {"question": "When did it open?", "answer": "1999", "kind": "date"}
    monkeypatch.setenv("OPENAI_API_KEY", "scripted")
    monkeypatch.setattr("eval.drafting_model._SHORTEST_PASSAGE", 10)
    with ScriptedServer(say(json.dumps([sound, unsound])), say(json.dumps([unsound]))) as server:
        monkeypatch.setenv("DALIL_LLM", "openai:scripted")
        monkeypatch.setenv("DALIL_LLM_BASE_URL", server.base_url)
        result = run("draft", "port.en", "--llm", "--most", "2")
    assert result.exit_code == 0, result.output
    assert "1 proposed, 1 of them new" in result.output
    assert "[2] How many ships did the first season draw? → 111" in result.output
    assert "2 its answer does not stand in the passage" in result.output
    assert len(server.requests) == 2


def test_a_wrong_place_is_refused_until_it_is_mended(run: Run) -> None:
    feedback.append(CANDIDATES, [line(correction="12", place={"report": "port.fr", "paragraph": "3"})])
    typed = "a\ne\n\n\n12 | twelve\nport.fr @ 2\nquays-1\na\n"
    result = run("review", typed=typed)
    assert "2. Le port compte 12 quais et son directeur est Karim Saadi." in result.output
    assert "Not accepted. What is expected does not stand in port.fr, 3." in result.output
    (fact,) = load_facts(REVIEWED)
    assert (fact.id, fact.expect, fact.evidence[0].at) == ("quays-1", (("12", "twelve"),), "2")
    decision = feedback.read(CANDIDATES)[0][-1]
    assert (decision["decision"], decision["fact_id"]) == ("accepted", "quays-1")
    assert "Nothing waits" in run("review").output


@pytest.mark.parametrize("typed", ['[{"x": 1}]', "[1, [2]]", "[broken", '[["a", 2]]'])
def test_what_has_not_the_form_of_a_field_is_refused_not_crashed_on(run: Run, typed: str) -> None:
    feedback.append(CANDIDATES, [line(correction="12")])
    result = run("review", typed=f"e\n\n\n{typed}\n{typed}\n\na\nq\n")
    assert result.exit_code == 0, result.exception
    assert "Not accepted." in result.output
    assert not REVIEWED.exists()


def test_a_question_can_be_made_unanswerable(run: Run) -> None:
    feedback.append(CANDIDATES, [line(question="Who built the moon?")])
    assert run("review", typed="u\na\n").exit_code == 0
    (fact,) = load_facts(REVIEWED)
    assert (fact.answerable, fact.evidence) == (False, ())


def test_an_end_of_input_loses_nothing_that_was_decided(run: Run) -> None:
    feedback.append(CANDIDATES, [line(correction="12"), line(id="b2", question="Who?")])
    result = run("review", "--into", "mine.jsonl", typed="a\n")
    assert result.exit_code == 0
    assert "1 accepted into mine.jsonl, 0 rejected, 1 left." in result.output
    assert [fact.expect for fact in load_facts(Path("mine.jsonl"))] == [(("12",),)]


def test_ids_are_kept_clear_of_the_facts_beside(run: Run) -> None:
    beside = {"id": "u-007", "lang": "en", "question": "?!", "kind": "unanswerable", "expect": [], "evidence": []}
    feedback.append(REVIEWED.with_name("other.jsonl"), [beside])
    feedback.append(CANDIDATES, [line(correction="12")])
    run("review", typed="a\n")
    assert [fact.id for fact in load_facts(REVIEWED)] == ["u-008"]


def test_the_queue_is_listed_with_half_lines_told(run: Run) -> None:
    feedback.append(CANDIDATES, [line(correction="13")])
    with CANDIDATES.open("a", encoding="utf-8") as file:
        file.write('{"id": "half')
    result = run("review", "--list")
    assert "1 waiting" in result.output
    assert "13" in result.output
    assert "no candidate in line 2" in result.output


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("expect", "12 | twelve ; quays", [["12", "twelve"], ["quays"]]),
        ("expect", "", []),
        ("expect", '[["a;b"]]', [["a;b"]]),
        (
            "evidence",
            "port.fr @ 2 ; port.ar @ III.c",
            [{"doc": "port.fr", "at": "2"}, {"doc": "port.ar", "at": "III.c"}],
        ),
        ("kind", "date", "date"),
    ],
)
def test_what_is_typed(name: str, typed: str, value: Any) -> None:
    assert parsed(name, typed) == value
    assert parsed(name, shown(value)) == value or typed.startswith("[")


def test_a_group_of_commands_plugs_into_dalil(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    point = EntryPoint("facts", "eval.facts_cli:facts", "dalil.commands")
    monkeypatch.setattr(cli, "entry_points", lambda group: [point])
    monkeypatch.setattr("sys.argv", ["dalil", "facts", "--help"])
    with pytest.raises(SystemExit) as raised:
        cli.main()
    assert raised.value.code == 0
    assert "draft" in capsys.readouterr().out
