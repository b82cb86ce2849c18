"""`dalil facts`: draft questions from a report, and review what readers and drafts propose as facts.

It parses arguments and joins the rooms of `eval`. Plugged into the `dalil` command through the entry point
"dalil.commands". Exit codes: 0 done, 2 wrong usage, 3 nothing indexed.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from eval import candidates as queue
from eval.places import Places
from eval.reviewing import Review, Stopped, asked
from rag.errors import UsageError

if TYPE_CHECKING:
    from rag.settings import Settings
    from rag.types import Report

REVIEWED_FACTS = Path("eval/facts/reviewed.jsonl")

facts = typer.Typer(
    no_args_is_help=True, help="Known facts: draft questions from a report, review what readers said of answers."
)
_errors = Console(stderr=True)

CandidatesOption = Annotated[
    Path | None, typer.Option("--candidates", help="File of the candidates.", show_default="eval/candidates.jsonl")
]
IndexOption = Annotated[Path | None, typer.Option("--index", help="Folder of the built index (index).")]


@facts.command("review")
def review_command(
    candidates: CandidatesOption = None,
    into: Annotated[Path, typer.Option("--into", help="Facts file that accepted ones are added to.")] = REVIEWED_FACTS,
    index: IndexOption = None,
    only_list: Annotated[bool, typer.Option("--list", help="Print what waits, and ask nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print what waits as one JSON document.")] = False,
) -> None:
    """Go through the candidates one by one: accept as a fact, edit, skip or reject.

    A fact is accepted only if what it expects stands at its place in the indexed reports.
    """
    from rag.settings import load_settings

    settings = load_settings(index=index, candidates=candidates)
    waiting = queue.load(settings.candidates)
    if waiting.broken:
        lines = ", ".join(map(str, waiting.broken))
        _errors.print(
            f"{settings.candidates}: no candidate in line {lines}; passed over.", style="yellow", highlight=False
        )
    if as_json:
        sys.stdout.write(json.dumps([dict(each.line) for each in waiting.waiting], ensure_ascii=False, indent=1) + "\n")
    elif only_list:
        Console().print(_table(waiting))
    elif not waiting.waiting:
        Console().print(f"Nothing waits in {settings.candidates}.", highlight=False, markup=False)
    else:
        review = Review.begin(settings.candidates, into, Places(_reports(settings)), _today(), Console())
        _go_through(review, waiting)


@facts.command("draft")
def draft_command(
    report: Annotated[str, typer.Argument(help="A report: its id in the index, or a file.")],
    index: IndexOption = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="File of candidates to add them to.", show_default="eval/candidates.jsonl"),
    ] = None,
    most: Annotated[int, typer.Option("--most", min=1, help="How many at most, spread over the report.")] = 20,
    by_llm: Annotated[bool, typer.Option("--llm", help="Let the chat model of the settings propose them.")] = False,
) -> None:
    """Propose questions from a report, each with its answer and its place, for a person to review."""
    from rag.settings import load_settings

    settings = load_settings(index=index, candidates=out)
    read = _report(report, settings)
    drafted, dropped = _drafted(read, settings, most, by_llm)
    added = queue.add_drafts(settings.candidates, drafted, _today())
    output = Console()
    output.print(
        f"{len(drafted)} proposed, {added} of them new, in {settings.candidates}.", highlight=False, markup=False
    )
    if dropped.total():
        output.print(f"{dropped.total()} dropped:", highlight=False)
        for reason, count in dropped.most_common():
            output.print(f"  {count} {reason}", highlight=False, markup=False)
    for fields in drafted:
        place, expected = fields["evidence"][0]["at"], fields["expect"][0][0]
        output.print(f"  [{place}] {fields['question']} → {expected}", highlight=False, markup=False)


def _drafted(report: Report, settings: Settings, most: int, by_llm: bool) -> tuple[list[dict[str, Any]], Counter[str]]:
    if not by_llm:
        from eval.drafting import drafts, spread

        every = drafts(report)
        chosen = spread(every, most)
        return chosen, Counter({"more than asked for (--most)": len(every) - len(chosen)})
    if not settings.llm:
        raise UsageError("--llm needs a chat model, and none is set.", "Set DALIL_LLM, or leave --llm out.")
    from eval.drafting_model import drafts_by_model
    from rag.answering.language_model import open_language_model

    model = open_language_model(settings.llm, settings.llm_timeout, settings.llm_base_url)
    drafted = drafts_by_model(report, model, settings.llm, most)
    return list(drafted.facts), drafted.dropped


def _go_through(review: Review, waiting: queue.Queue) -> None:
    total = len(waiting.waiting)
    try:
        for ordinal, candidate in enumerate(waiting.waiting, start=1):
            review.console.print(f"{ordinal} of {total}", style="dim", highlight=False)
            review.decide(candidate, asked)
    except (Stopped, KeyboardInterrupt):
        review.console.print()
    left = total - review.accepted - review.rejected
    text = f"{review.accepted} accepted into {review.into}, {review.rejected} rejected, {left} left."
    review.console.print(text, highlight=False, markup=False)


def _table(waiting: queue.Queue) -> Table:
    table = Table(title=f"{len(waiting.waiting)} waiting · {waiting.decided} decided")
    for column in ("id", "day", "said", "question", "should say"):
        table.add_column(column, overflow="fold")
    for candidate in waiting.waiting:
        line = candidate.line
        drafted = candidate.drafted
        should = drafted["expect"][0][0] if drafted and drafted["expect"] else str(line.get("correction") or "")
        table.add_row(candidate.id, str(line.get("day", "")), candidate.verdict, candidate.question, should)
    return table


def _report(named: str, settings: Settings) -> Report:
    path = Path(named)
    if path.is_file():
        from rag.wiring import read_report

        return read_report(path)
    try:
        return _reports(settings)(named)
    except KeyError:
        raise UsageError(
            f"{named} is neither an indexed report nor a file.", "`dalil status` lists the reports by id."
        ) from None


def _reports(settings: Settings) -> Callable[[str], Report]:
    """Return the reports of the current index by id; raises NoIndexError where nothing is indexed."""
    from rag.generations import open_current
    from rag.stores.bundle import Stores

    return Stores.open(open_current(settings.index).path).documents.report


def _today() -> date:
    return datetime.now(UTC).date()
