from __future__ import annotations

import json
import re
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from eval import documents
from eval.compare import compare
from eval.metrics import METRICS
from eval.report import comparison_tables, tables, write_folder
from eval.run import run
from rag.errors import UsageError
from tests.eval import world
from tests.eval.world import asked


def printed(renderable: object) -> str:
    page = StringIO()
    Console(width=200, file=page).print(renderable)
    return page.getvalue()


def test_a_document_reads_back_as_the_run_it_was() -> None:
    first = asked()
    read_back = json.loads(documents.as_json(first))
    assert read_back["scores"]["all"]["supported"] == {
        **{"value": 0.25, "low": 0.045587, "high": 0.699358},
        **{"unit": "questions", "n": 6, "scored": 4, "unscored": 2},
    }
    assert read_back["scores"]["language"]["ar"]["wrong_refusals"]["value"] == 1.0


def test_round_trip(tmp_path: Path) -> None:
    first = asked()
    path = tmp_path / "run.json"
    path.write_text(documents.as_json(first), encoding="utf-8")
    again = documents.read(path)
    assert documents.as_json(again) == documents.as_json(first)
    assert [outcome.verdict for outcome in again.outcomes] == [outcome.verdict for outcome in first.outcomes]
    assert all(not change.fixed and not change.broken for change in compare(first, again).changes)


def test_the_same_answers_give_the_same_document_seconds_apart() -> None:
    first, second = documents.document(asked()), documents.document(asked())
    assert set(first) == set(second)
    first.pop("seconds")
    second.pop("seconds")
    assert json.dumps(first) == json.dumps(second)
    assert "seconds" not in json.dumps(first)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "cannot be read"),
        ("[]", "not a run of format 2"),
        ('{"format": 99}', "it says 99"),
        ('{"format": 2}', "is damaged"),
        ('{"format": 2, "outcomes": [{}], "seconds": {"by_question": {}}}', "is damaged"),
    ],
)
def test_a_file_that_is_no_run(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "run.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=reason) as caught:
        documents.read(path)
    assert "--update-baseline" in caught.value.mend


def test_the_tables_show_every_metric_and_group() -> None:
    shown = printed(tables(asked()))
    for metric in METRICS:
        assert metric([]).name in shown
    for part in ("0.25 [0.05–0.70]", "port.ar", "en → ar+fr", "unanswerable", "refusals", "21–100"):
        assert part in shown


def test_the_tables_fit_a_narrow_terminal() -> None:
    page = StringIO()
    Console(width=80, file=page).print(tables(asked()))
    lines = page.getvalue().splitlines()
    assert all(len(line) <= 80 for line in lines)
    assert sum("21–100" in line for line in lines) > 5
    assert any("supported" in line and "hit@5" in line for line in lines)


def test_the_comparison_names_what_changed() -> None:
    facts = [world.fact(f"q{n}", [["12"]], [("port.fr", "1")]) for n in range(6)]
    right = world.answer(("Le port compte 12 quais.", (world.citation(1, "port.fr", "1"),)))
    before, after = (
        run(facts, world.ScriptedAssistant({fact.question: said for fact in facts}), world.FakeReports())
        for said in (right, world.refusal())
    )
    shown = printed(comparison_tables(compare(before, after)))
    assert "supported broken: q0, q1, q2, q3, q4, q5" in shown
    assert "REGRESSION supported: 6 broken, 0 fixed (p = 0.031)" in shown
    assert "no regression beyond chance" in printed(comparison_tables(compare(before, before)))


def test_the_folder_shows_failures_with_what_was_expected(tmp_path: Path) -> None:
    asked_once = asked()
    written = write_folder(asked_once, tmp_path / "out", compare(asked_once, asked_once))
    assert [path.name for path in written] == [
        *("report.html", "scores.md", "questions.md", "failures.md", "junit.xml", "run.json", "comparison.md"),
    ]
    failures = (tmp_path / "out" / "failures.md").read_text(encoding="utf-8")
    assert "4 of 6 questions." in failures
    assert "## director: wrongly refused" in failures
    assert "- expected: Karim Saadi ✗" in failures
    assert "- stands at: port.fr, 3" in failures
    assert "- evidence found at rank: 1" in failures
    assert "- cited [1]: port.ar, 2 ✗: شُيّد عام 1931." in failures
    assert "- error: RuntimeError: no luck" in failures
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    for target in re.findall(r"- trace: \[.*\]\(report\.html#(.*)\)", failures):
        assert f'id="{target}"' in page
    assert failures.count("- trace: [") == 4
    assert "quays" not in failures
    questions = (tmp_path / "out" / "questions.md").read_text(encoding="utf-8")
    assert sum(line.startswith("| ") for line in questions.splitlines()) == 1 + len(world.FACTS)
    scores = (tmp_path / "out" / "scores.md").read_text(encoding="utf-8")
    assert "| supported | 0.25 [0.05–0.70] | 6 | 4 | 2 | questions |" in scores
    assert "- facts: world" in scores


def test_a_stroke_in_a_question_does_not_break_the_table(tmp_path: Path) -> None:
    fact = world.fact("a|b", [["12"]], [("port.fr", "1")])
    once = run([fact], world.ScriptedAssistant({fact.question: world.refusal()}), world.FakeReports())
    write_folder(once, tmp_path)
    row = (tmp_path / "questions.md").read_text(encoding="utf-8").splitlines()[-1]
    assert row.startswith("| a\\|b | en |")


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(UsageError, match="cannot be written"):
        write_folder(asked(), tmp_path / "file" / "out")


def test_seconds_stand_only_where_the_guide_says(tmp_path: Path) -> None:
    first = asked()
    slower = replace(first, outcomes=tuple(replace(each, seconds=each.seconds + 1) for each in first.outcomes))
    one, other = (write_folder(each, tmp_path / name) for each, name in ((first, "one"), (slower, "other")))
    texts = [[path.read_text(encoding="utf-8").splitlines() for path in paths] for paths in (one, other)]
    for path, lines, slow in zip(one, *texts, strict=True):
        if path.name == "report.html":  # a plot of longer times has other ticks; `test_page.py` tells where it stands
            continue
        assert len(lines) == len(slow)
        differing = [old for old, new in zip(lines, slow, strict=True) if old != new]
        if path.name == "scores.md":
            assert [line.split(" | ")[0] for line in differing] == ["| seconds_p50", "| seconds_p95"]
        elif path.name == "questions.md":
            assert [line.rsplit("|", 2)[0] for line in lines] == [line.rsplit("|", 2)[0] for line in slow]
        elif path.name == "failures.md":
            assert differing == []
