from __future__ import annotations

import json
from collections.abc import Callable
from importlib.metadata import entry_points
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from eval import cli
from eval.documents import fact_fields
from eval.opening import LateAssistant, Opened
from eval.run_folder import run_name
from rag.errors import NoIndexError, UsageError
from rag.settings import Settings
from rag.types import Answer
from tests.eval import world

SEVEN = tuple(world.fact(f"q{n}", [["12"]], [("port.fr", "1")]) for n in range(7))
RIGHT = world.answer(("Le port compte 12 quais.", (world.citation(1, "port.fr", "1"),)), hits=(("port.fr", "1"),))

Evaluate = Callable[..., Result]


@pytest.fixture
def facts_file(tmp_path: Path) -> Path:
    path = tmp_path / "facts.jsonl"
    lines = [json.dumps(fact_fields(fact), ensure_ascii=False) for fact in (*world.FACTS, *SEVEN)]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture
def evaluate(facts_file: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Evaluate:
    """Runs `dalil eval` with scripted answers; `said` answers the seven questions that are alike."""
    application = typer.Typer()
    application.command("eval")(cli.evaluate)
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str, said: Answer = RIGHT) -> Result:
        script = {fact.question: said for fact in SEVEN} | world.script()
        script |= {"weather?": world.refusal(), "broken?": world.refusal()}
        opened: list[Settings] = []

        def fake(settings: Settings) -> Opened:
            opened.append(settings)
            return Opened(LateAssistant(lambda: world.ScriptedAssistant(script)), world.FakeReports(), world.MAKING)

        monkeypatch.setattr(cli, "_opened", fake)
        result = CliRunner().invoke(application, ["--facts", str(facts_file), "--fresh", *arguments])
        if opened and "--index" in arguments:
            assert opened[0].index == Path("elsewhere")
        return result

    return call


def test_tables(evaluate: Evaluate) -> None:
    result = evaluate("--index", "elsewhere")
    assert result.exit_code == 0
    assert "supported" in result.stdout
    assert "0.73" in result.stdout  # 8 of 11


def test_json(evaluate: Evaluate) -> None:
    result = evaluate("--json")
    document = json.loads(result.stdout)
    assert document["scores"]["all"]["supported"]["value"] == round(8 / 11, 6)
    assert document["made_of"]["facts"] == "facts.jsonl"
    assert len(document["made_of"]["facts_sha256"]) == 64


def test_one_language(evaluate: Evaluate) -> None:
    document = json.loads(evaluate("--json", "--lang", "fr").stdout)
    assert [outcome["fact"]["id"] for outcome in document["outcomes"]] == ["year", "price"]


def test_a_regression_exits_with_one(evaluate: Evaluate, tmp_path: Path) -> None:
    baseline = tmp_path / "deep" / "baseline.json"
    written = evaluate("--update-baseline", "--baseline", str(baseline), "--reason", "first figures")
    assert written.exit_code == 0
    assert json.loads(baseline.read_text(encoding="utf-8"))["reason"] == "first figures"

    same = evaluate("--baseline", str(baseline))
    assert same.exit_code == 0
    assert "no regression beyond chance" in same.stdout

    worse = evaluate("--baseline", str(baseline), "--out", str(tmp_path / "out"), said=world.refusal())
    assert worse.exit_code == 1
    assert "REGRESSION supported: 7 broken, 0 fixed" in worse.stdout
    assert "7 broken" in (tmp_path / "out" / "comparison.md").read_text(encoding="utf-8")

    one_language = evaluate("--baseline", str(baseline), "--lang", "fr", said=world.refusal())
    assert one_language.exit_code == 0


def test_a_violated_rule_exits_with_one(evaluate: Evaluate, tmp_path: Path) -> None:
    baseline = tmp_path / "baseline.json"
    evaluate("--update-baseline", "--baseline", str(baseline))
    invented = world.answer(("Le port compte 12 ou 13 quais.", (world.citation(1, "port.fr", "1"),)))
    result = evaluate("--baseline", str(baseline), said=invented)
    assert result.exit_code == 1
    assert "unsupported numbers: q0, q1" in result.stdout


def test_a_run_that_breaks_a_rule_does_not_become_the_baseline(evaluate: Evaluate, tmp_path: Path) -> None:
    baseline = tmp_path / "baseline.json"
    invented = world.answer(("Le port compte 13 quais.", (world.citation(1, "port.fr", "1"),)))
    result = evaluate("--update-baseline", "--baseline", str(baseline), said=invented)
    assert result.exit_code == 1
    assert "unsupported numbers: q0" in " ".join(result.stderr.split())
    assert not baseline.exists()


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("--lang", "de"), "not one of"),
        (("--lang", "fr", "--update-baseline"), "would drop the other languages"),
        (("--baseline", "absent.json"), "absent.json cannot be read"),
        (("--facts", "absent.jsonl"), "absent.jsonl cannot be read"),
        (("--run", "somewhere"), "--run without --show"),
    ],
)
def test_wrong_usage(evaluate: Evaluate, arguments: tuple[str, ...], reason: str) -> None:
    result = evaluate(*arguments)
    assert isinstance(result.exception, UsageError)
    assert reason in result.exception.reason
    assert result.exception.exit_code == 2


def test_reports_that_are_not_indexed_are_named(evaluate: Evaluate, facts_file: Path) -> None:
    elsewhere = world.fact("x", [["12"]], [("lost.fr", "1")])
    facts_file.write_text(json.dumps(fact_fields(elsewhere)), encoding="utf-8")
    world_script = evaluate("--lang", "en")
    assert "not indexed, and cannot be supported: lost.fr" in " ".join(world_script.stderr.split())


def test_without_an_index(tmp_path: Path, facts_file: Path) -> None:
    application = typer.Typer()
    application.command("eval")(cli.evaluate)
    result = CliRunner().invoke(application, ["--facts", str(facts_file), "--index", str(tmp_path / "none")])
    assert isinstance(result.exception, NoIndexError)
    assert result.exception.exit_code == 3


def test_the_run_is_kept_beside_the_facts_or_in_the_checkout_or_where_it_is_told(
    evaluate: Evaluate, tmp_path: Path
) -> None:
    name = run_name("facts", world.MAKING)
    evaluate()
    assert (tmp_path / "runs" / name / "run.json").is_file()
    (tmp_path / "eval").mkdir()
    evaluate("--lang", "fr")
    assert (tmp_path / "eval" / "runs" / run_name("facts-fr", world.MAKING) / "run.json").is_file()
    told = evaluate("--runs", str(tmp_path / "elsewhere"))
    assert (tmp_path / "elsewhere" / name / "traces.jsonl").is_file()
    assert "all answers are new" in told.stderr


def test_a_folder_that_cannot_be_written_is_told_and_the_scores_come_all_the_same(
    evaluate: Evaluate, tmp_path: Path
) -> None:
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    result = evaluate("--runs", str(tmp_path / "taken"))
    assert result.exit_code == 0
    assert "supported" in result.stdout
    assert "is not stored" in " ".join(result.stderr.split())


def test_facts_may_be_a_folder(evaluate: Evaluate, facts_file: Path, tmp_path: Path) -> None:
    known = tmp_path / "known"
    known.mkdir()
    facts_file.rename(known / "port.jsonl")

    def made_of() -> dict[str, str]:
        return dict(json.loads(evaluate("--facts", str(known), "--json").stdout)["made_of"])

    first = made_of()
    assert first["facts"] == "known"
    assert (tmp_path / "runs" / run_name("known", world.MAKING)).is_dir()
    more = (known / "port.jsonl").read_text(encoding="utf-8").split("\n")[0].replace("quays", "more")
    (known / "more.jsonl").write_text(more, encoding="utf-8")
    assert made_of()["facts_sha256"] != first["facts_sha256"]


def test_one_question_of_the_last_run_is_shown(evaluate: Evaluate, tmp_path: Path) -> None:
    evaluate()
    shown = evaluate("--show", "quays")
    assert "quays  supported" in shown.stdout
    other = evaluate("--show", "quays", "--run", str(tmp_path / "runs" / run_name("facts", world.MAKING)))
    assert other.stdout == shown.stdout
    assert json.loads(evaluate("--show", "quays", "--json").stdout)["fact"]["id"] == "quays"
    unknown = evaluate("--show", "quay")
    assert isinstance(unknown.exception, UsageError)
    assert "quays" in unknown.exception.mend


def test_without_a_run_there_is_nothing_to_show(evaluate: Evaluate) -> None:
    result = evaluate("--show", "quays")
    assert isinstance(result.exception, UsageError)
    assert "There is no run" in result.exception.reason


def test_the_command_is_plugged_in() -> None:
    (command,) = entry_points(group="dalil.commands", name="eval")
    assert command.load() is cli.evaluate
