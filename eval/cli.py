"""`dalil eval`: asks the facts, prints or writes the scores, and fails on a regression against a baseline.

It parses arguments and joins the rooms of `eval`; it measures nothing itself. Plugged into the `dalil` command through
the entry point "dalil.commands". Exit codes: 0 done, 1 a regression, 2 wrong usage, 3 nothing indexed.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from eval import documents
from eval.compare import Comparison, compare, violations
from eval.loading import facts_files, load_facts
from eval.opening import Opened, opened
from eval.report import comparison_tables, tables, write_folder
from eval.run import Reports, run
from eval.run_folder import RunFolder, last_run
from eval.showing import rendered
from eval.traces import TRACES, TraceLine, find
from eval.types import Fact, Run
from rag.errors import UsageError
from rag.text.language import LANGUAGES

DEFAULT_FACTS = Path(__file__).parent / "facts"
DEFAULT_BASELINE = Path(__file__).parent / "baselines" / "default.json"
REGRESSION = 1

_errors = Console(stderr=True)


def evaluate(  # noqa: PLR0913, PLR0917  (each is an option of the command)
    facts: Annotated[
        Path,
        typer.Option(help="Known facts: a file of JSON lines, or a folder of them.", show_default="eval/facts"),
    ] = DEFAULT_FACTS,
    corpus: Annotated[Path | None, typer.Option(help="Folder of the reports.")] = None,
    index: Annotated[Path | None, typer.Option(help="Folder of the built index.")] = None,
    lang: Annotated[str | None, typer.Option(help="Only the questions in that language: fr, ar or en.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the run, or the trace, as one JSON document.")] = False,
    out: Annotated[
        Path | None, typer.Option(help="Folder for the report: report.html, Markdown, junit.xml, run.json.")
    ] = None,
    runs: Annotated[
        Path | None, typer.Option(help="Folder that keeps the runs and their answers.", show_default="eval/runs")
    ] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Ask every question anew, whatever is known.")] = False,
    show: Annotated[
        str | None, typer.Option(metavar="ID", help="Show what led to one answer of the last run; asks nothing.")
    ] = None,
    run_folder: Annotated[
        Path | None, typer.Option("--run", help="The run that --show looks into, instead of the last one.")
    ] = None,
    baseline: Annotated[
        Path | None, typer.Option(help="An earlier run to compare with; exits 1 if this one is worse.")
    ] = None,
    update_baseline: Annotated[
        bool,
        typer.Option(
            "--update-baseline", help="Write this run as the baseline (to --baseline, or eval/baselines/default.json)."
        ),
    ] = False,
    reason: Annotated[str, typer.Option(help="Why the baseline changes; kept in it.")] = "",
) -> None:
    """Ask known facts and score the answers: correct, supported, found, refused, and how sure that is."""
    from rag.settings import load_settings

    runs = runs or _runs_folder(facts)
    if show:
        _show_trace(find((run_folder or last_run(runs)) / TRACES, show), as_json)
        return
    if run_folder:
        raise UsageError("--run without --show says nothing.", "Add --show ID, or leave it out.")
    chosen = _chosen(load_facts(facts), lang)
    if update_baseline and lang:
        raise UsageError("--update-baseline with --lang would drop the other languages.", "Leave --lang out.")
    before = None if baseline is None or update_baseline else _filtered(documents.read(baseline), lang)
    what = _opened(load_settings(corpus=corpus, index=index))
    _warn_of_absent_reports(chosen, what.reports)
    folder = RunFolder(runs, "-".join(filter(None, (facts.resolve().stem, lang))), what.making)
    made_of = {"facts": facts.resolve().name, "facts_sha256": _sha256(facts), **what.making.told()}
    after = replace(_asked(chosen, what, folder, made_of, fresh), reason=reason)
    comparison = compare(before, after) if before else None
    _show(after, comparison, as_json)
    if out:
        for path in write_folder(after, out, comparison, folder.traces()):
            _errors.print(f"wrote {path}", highlight=False, markup=False)
    if update_baseline:
        _write_baseline(after, baseline or DEFAULT_BASELINE)
    if comparison and comparison.regressions:
        raise typer.Exit(REGRESSION)


def _runs_folder(facts: Path) -> Path:
    """Where runs are kept unless told: in the checkout that one works in, else beside the facts."""
    checkout = Path("eval")
    return (checkout if checkout.is_dir() or facts == DEFAULT_FACTS else facts.parent) / "runs"


def _sha256(facts: Path) -> str:
    """Of the file, or of those in the folder, each with its name."""
    files = facts_files(facts)
    if files == (facts,):
        return hashlib.sha256(facts.read_bytes()).hexdigest()
    digest = hashlib.sha256()
    for path in files:
        digest.update(f"{path.name}\0{path.stat().st_size}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def _chosen(facts: Sequence[Fact], lang: str | None) -> tuple[Fact, ...]:
    if lang is not None and lang not in LANGUAGES:
        raise UsageError(f"--lang {lang} is not one of {', '.join(LANGUAGES)}.", "Leave it out to ask them all.")
    chosen = tuple(fact for fact in facts if lang in (None, fact.lang))
    if not chosen:
        raise UsageError(f"No fact is in the language {lang}.", "Leave --lang out, or name other facts with --facts.")
    return chosen


def _filtered(before: Run, lang: str | None) -> Run:
    return replace(before, outcomes=tuple(each for each in before.outcomes if lang in (None, each.fact.lang)))


# Under a name of this module, so that a test can put scripted answers in its place.
_opened = opened


def _asked(facts: Sequence[Fact], what: Opened, folder: RunFolder, made_of: dict[str, str], fresh: bool) -> Run:
    if fresh or not folder.remember(facts):
        what.assistant.open()
    with Progress(console=_errors, disable=not _errors.is_terminal, transient=True) as bar:
        task = bar.add_task("asking", total=len(facts))

        def progress(done: int, _total: int, fact_id: str) -> None:
            bar.update(task, completed=done, description=fact_id or "asking")

        asked = run(facts, what.assistant, what.reports, progress, memory=folder, made_of=made_of)
    folder.finish(asked)
    if folder.trouble:
        _errors.print(
            f"{folder.trouble} Name another folder with --runs.", style="yellow", markup=False, soft_wrap=True
        )
    else:
        known = f"{folder.reused} of {len(facts)} answers were known" if folder.reused else "all answers are new"
        _errors.print(f"{known}; the run is in {folder.path}", highlight=False, markup=False, soft_wrap=True)
    return asked


def _show_trace(trace: TraceLine, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(json.dumps(trace.fields, ensure_ascii=False, indent=1) + "\n")
    else:
        Console().print(rendered(trace))


def _show(after: Run, comparison: Comparison | None, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(documents.as_json(after))
    else:
        Console().print(tables(after))
    if comparison:
        (_errors if as_json else Console()).print(comparison_tables(comparison))


def _warn_of_absent_reports(facts: Sequence[Fact], reports: Reports) -> None:
    named = {place.doc for fact in facts for place in fact.evidence}
    absent = sorted(doc for doc in named if reports.text(doc) is None)
    if absent:
        text = f"Facts name reports that are not indexed, and cannot be supported: {', '.join(absent)}."
        _errors.print(text, style="yellow", markup=False, highlight=False)


def _write_baseline(after: Run, path: Path) -> None:
    broken = violations(after)
    if broken:
        text = f"The baseline was not written, for the run breaks hard rules: {'; '.join(broken)}."
        _errors.print(text, style="red", highlight=False, markup=False)
        raise typer.Exit(REGRESSION)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(documents.as_json(after), encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error}.", "Name another file with --baseline.") from error
    _errors.print(f"wrote {path}", highlight=False, markup=False)
