"""`dalil eval`: asks the facts, prints or writes the scores, and fails on a regression against a baseline.

It parses arguments and joins the rooms of `eval`; it measures nothing itself. Plugged into the `dalil` command through
the entry point "dalil.commands". Exit codes: 0 done, 1 a regression, 2 wrong usage, 3 nothing indexed.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from eval import documents
from eval.compare import Comparison, compare, violations
from eval.loading import load_facts
from eval.report import comparison_tables, tables, write_folder
from eval.run import Asks, Reports, run
from eval.types import Fact, Run
from rag.errors import UsageError
from rag.text.language import LANGUAGES

if TYPE_CHECKING:
    from rag.settings import Settings
    from rag.types import Report

SAMPLE_FACTS = Path(__file__).parent / "facts" / "sample.jsonl"
DEFAULT_BASELINE = Path(__file__).parent / "baselines" / "default.json"
REGRESSION = 1

_errors = Console(stderr=True)


def evaluate(  # noqa: PLR0913, PLR0917  (each is an option of the command)
    facts: Annotated[
        Path, typer.Option(help="Known facts, JSON lines.", show_default="eval/facts/sample.jsonl")
    ] = SAMPLE_FACTS,
    corpus: Annotated[Path | None, typer.Option(help="Folder of the reports.")] = None,
    index: Annotated[Path | None, typer.Option(help="Folder of the built index.")] = None,
    lang: Annotated[str | None, typer.Option(help="Only the questions in that language: fr, ar or en.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the run as one JSON document.")] = False,
    out: Annotated[Path | None, typer.Option(help="Folder to write the run into: Markdown and run.json.")] = None,
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

    asked = _chosen(load_facts(facts), lang)
    if update_baseline and lang:
        raise UsageError("--update-baseline with --lang would drop the other languages.", "Leave --lang out.")
    before = None if baseline is None or update_baseline else _filtered(documents.read(baseline), lang)
    assistant, reports = _opened(load_settings(corpus=corpus, index=index))
    _warn_of_absent_reports(asked, reports)
    made_of = {"facts": facts.name, "facts_sha256": hashlib.sha256(facts.read_bytes()).hexdigest()}
    after = replace(_asked(asked, assistant, reports, made_of), reason=reason)
    comparison = compare(before, after) if before else None
    _show(after, comparison, as_json)
    if out:
        for path in write_folder(after, out, comparison):
            _errors.print(f"wrote {path}", highlight=False, markup=False)
    if update_baseline:
        _write_baseline(after, baseline or DEFAULT_BASELINE)
    if comparison and comparison.regressions:
        raise typer.Exit(REGRESSION)


def _chosen(facts: Sequence[Fact], lang: str | None) -> tuple[Fact, ...]:
    if lang is not None and lang not in LANGUAGES:
        raise UsageError(f"--lang {lang} is not one of {', '.join(LANGUAGES)}.", "Leave it out to ask them all.")
    chosen = tuple(fact for fact in facts if lang in (None, fact.lang))
    if not chosen:
        raise UsageError(f"No fact is in the language {lang}.", "Leave --lang out, or name other facts with --facts.")
    return chosen


def _filtered(before: Run, lang: str | None) -> Run:
    return replace(before, outcomes=tuple(each for each in before.outcomes if lang in (None, each.fact.lang)))


class IndexedReports:
    """The reports of an index by id, each read once; `report` raises KeyError for an id that is not indexed."""

    def __init__(self, report: Callable[[str], Report]) -> None:
        self._report = cache(report)

    def text(self, report_id: str) -> str | None:
        """Return the whole normalised text of a report; None if it is not indexed."""
        report = self._known(report_id)
        return report.text if report else None

    def language(self, report_id: str) -> str | None:
        """Return the language of a report; None if it is not indexed."""
        report = self._known(report_id)
        return report.language if report else None

    def _known(self, report_id: str) -> Report | None:
        try:
            return self._report(report_id)
        except KeyError:
            return None


def _opened(settings: Settings) -> tuple[Asks, Reports]:
    """Return the assistant, and the reports of the very generation that it asks."""
    from rag.stores.bundle import Stores
    from rag.wiring import open_assistant

    assistant = open_assistant(settings)
    stores = Stores.open(settings.index / assistant.generation)
    return assistant, IndexedReports(stores.documents.report)


def _asked(facts: Sequence[Fact], assistant: Asks, reports: Reports, made_of: dict[str, str]) -> Run:
    with Progress(console=_errors, disable=not _errors.is_terminal, transient=True) as bar:
        task = bar.add_task("asking", total=len(facts))

        def progress(done: int, _total: int, fact_id: str) -> None:
            bar.update(task, completed=done, description=fact_id or "asking")

        return run(facts, assistant, reports, progress, made_of=made_of)


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
