"""The `dalil` command: index, ask, status, read, catalogue; other parts add their commands through entry points.

It parses arguments, calls `rag.wiring` and prints; it has no path of its own to an answer. Exit codes: 0 done, 1 a
check failed, 2 wrong usage, 3 nothing indexed or the index is refused, 4 some reports could not be read (the rest was
indexed).
"""

from __future__ import annotations

import json
import logging
import sys
import time
from collections.abc import Iterator
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from rag.errors import DalilError, UsageError
from rag.exchange import answer_as_json, read_questions, report_as_json
from rag.settings import Settings, load_settings
from rag.text.citing import cite
from rag.text.countries import countries
from rag.text.language import LANGUAGES
from rag.types import Answer, Filters

if TYPE_CHECKING:
    from rag.assistant import Assistant
    from rag.indexing import IndexingResult

SOME_FAILED = 4

application = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Answers questions about a corpus of review reports, with the evidence for every sentence.",
)
output = Console()
errors = Console(stderr=True)

CorpusOption = Annotated[Path | None, typer.Option("--corpus", help="Folder of the reports (corpus).")]
IndexOption = Annotated[Path | None, typer.Option("--index", help="Folder of the built index (index).")]
ReportOption = Annotated[list[str] | None, typer.Option("--report", help="Only that report, by its id.")]
CountryOption = Annotated[list[str] | None, typer.Option("--country", help="Only reports about that country.")]
LanguageOption = Annotated[
    list[str] | None, typer.Option("--language", help="Only passages written in that language: fr, ar or en.")
]
YearOption = Annotated[list[int] | None, typer.Option("--year", help="Only reports of that year.")]
PublisherOption = Annotated[list[str] | None, typer.Option("--publisher", help="Only reports of that publisher.")]
KindOption = Annotated[
    list[str] | None, typer.Option("--kind", help="Only reports of that kind, as the catalogue calls it.")
]


@application.command("index")
def index_command(
    corpus: CorpusOption = None,
    index: IndexOption = None,
    full: Annotated[bool, typer.Option("--full", help="Read and embed every report again.")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Keep looking for new and changed reports.")] = False,
) -> None:
    """Build or renew the index: only reports that are new or changed are read and embedded."""
    settings = load_settings(corpus=corpus, index=index)
    result = _build(settings, full)
    _print_result(result)
    while watch:
        time.sleep(5)
        result = _build(settings, full=False, quiet=True)
        if result.added or result.changed or result.removed:
            _print_result(result)
    if result.failed:
        raise typer.Exit(SOME_FAILED)


@application.command("ask")
def ask_command(  # noqa: PLR0913, PLR0917 (one argument an option)
    question: Annotated[str | None, typer.Argument(help="The question, in French, Arabic or English.")] = None,
    index: IndexOption = None,
    lang: Annotated[
        str | None,
        typer.Option("--lang", help="Your own language, not the reports': fr, ar or en (else the question's)."),
    ] = None,
    after: Annotated[
        list[str] | None,
        typer.Option("--after", help="An earlier question of the conversation; several times, oldest first."),
    ] = None,
    report: ReportOption = None,
    country: CountryOption = None,
    language: LanguageOption = None,
    year: YearOption = None,
    publisher: PublisherOption = None,
    kind: KindOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    batch: Annotated[Path | None, typer.Option("--batch", help="Questions, one JSON object a line.")] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Where --batch writes its answers (standard output).")
    ] = None,
) -> None:
    """Answer a question, or a file of them, from the indexed reports.

    An option that begins with "Only" may be given several times, for one value or another.
    """
    from rag.wiring import open_assistant

    if (question is None) == (batch is None):
        raise UsageError("Give either a question or --batch FILE.", 'For example: dalil ask "Who spoke for Morocco?"')
    if lang not in (None, *LANGUAGES):
        raise UsageError(f"--lang {lang} is not one of {', '.join(LANGUAGES)}.", "Leave it out to follow the question.")
    filters = Filters(
        languages=tuple(language or ()),
        countries=_codes(country or []),
        reports=tuple(report or ()),
        years=tuple(map(str, year or ())),
        publishers=tuple(publisher or ()),
        kinds=tuple(kind or ()),
    )
    asked = read_questions(batch) if batch else [{"question": question or ""}]
    assistant = open_assistant(load_settings(index=index))
    if batch:
        _answer_all(assistant, asked, lang, filters, out)
        return
    answer = assistant.ask(question or "", language=lang, filters=filters, history=after or ())
    if as_json:
        sys.stdout.write(json.dumps(answer_as_json(answer), ensure_ascii=False) + "\n")
    else:
        _print_answer(answer)


@application.command("status")
def status_command(corpus: CorpusOption = None, index: IndexOption = None) -> None:
    """Show what is indexed, by which model, when, and what is stale."""
    from rag.showing import listed
    from rag.wiring import index_status

    status = index_status(load_settings(corpus=corpus, index=index))
    table = Table(title=f"{status.generation} · {status.created} · {status.model} · {status.passages} passages")
    for column in ("report", "language", "passages", "state", "remarks"):
        table.add_column(column, overflow="fold")
    for row in status.reports:
        table.add_row(row.id, row.language, str(row.passages), row.state, listed(row.remarks))
    output.print(table)
    output.print(f"vectors: {status.vectors}", highlight=False)


@application.command("read")
def read_command(
    file: Annotated[Path, typer.Argument(help="A report: .pdf, .docx, .odt, .html, .epub, .xlsx, .csv, .md or .txt.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    whole: Annotated[bool, typer.Option("--whole", help="Print all of the text, not the beginnings.")] = False,
) -> None:
    """Show what is understood of one file, without indexing it: structure, places, what is doubtful."""
    from rag.showing import rendered
    from rag.wiring import read_report

    report = read_report(file)
    if as_json:
        sys.stdout.write(json.dumps(report_as_json(report), ensure_ascii=False) + "\n")
        return
    output.print(rendered(report, whole=whole), highlight=False)


@application.command("catalogue")
def catalogue_command(corpus: CorpusOption = None) -> None:
    """Propose entries for the reports that catalogue.toml does not name, from what their files say of themselves.

    Correct them and put them into catalogue.toml, which always wins; lines that begin with # are too doubtful to be
    used without you.
    """
    from rag.wiring import propose_entries

    entries = list(propose_entries(load_settings(corpus=corpus)))
    sys.stdout.writelines(f"{entry}\n" for entry in entries)
    if not entries:
        errors.print("Every report is in catalogue.toml already.")


@application.command("chat")
def chat_command(corpus: CorpusOption = None, index: IndexOption = None) -> None:
    """Open the chat page on this computer."""
    settings = load_settings(corpus=corpus, index=index)
    (launch,) = entry_points(group="dalil.chat")
    launch.load()(settings)


def _answer_all(
    assistant: Assistant, asked: list[dict[str, Any]], lang: str | None, filters: Filters, out: Path | None
) -> None:
    lines = (
        json.dumps(
            answer_as_json(
                assistant.ask(
                    line["question"],
                    language=lang or _known(line),
                    filters=filters,
                    history=line.get("history", ()),
                ),
                line.get("id"),
            ),
            ensure_ascii=False,
        )
        + "\n"
        for line in asked
    )
    if out is None:
        sys.stdout.writelines(lines)
        return
    with out.open("w", encoding="utf-8") as file:
        file.writelines(lines)


def _known(line: dict[str, Any]) -> str | None:
    language = line.get("lang", line.get("language"))
    return language if language in LANGUAGES else None


def _codes(names: list[str]) -> tuple[str, ...]:
    codes: list[str] = []
    for name in names:
        found = (name.upper(),) if len(name) == 2 and name.isascii() else countries(name)
        if not found:
            raise UsageError(f"--country {name}: no such country is known.", "Give its name or its two-letter code.")
        codes += found
    return tuple(codes)


def _build(settings: Settings, full: bool, quiet: bool = False) -> IndexingResult:
    from rich.progress import Progress

    from rag.wiring import build_index

    with Progress(console=errors, disable=quiet or not errors.is_terminal, transient=True) as bar:
        task = bar.add_task("index", total=None)

        def progress(done: int, total: int, what: str) -> None:
            bar.update(task, completed=done, total=total, description=what)

        return build_index(settings, progress, full=full)


def _print_result(result: IndexingResult) -> None:
    table = Table(title=f"{result.generation} · {result.passages} passages · {result.seconds:.1f} s")
    table.add_column("reports")
    table.add_column("")
    for name in ("added", "changed", "removed", "unchanged"):
        reports = getattr(result, name)
        table.add_row(f"{name} {len(reports)}", "\n".join(reports) if name != "unchanged" else "")
    table.add_row(f"failed {len(result.failed)}", "\n".join(_failures(result)))
    output.print(table)


def _failures(result: IndexingResult) -> Iterator[str]:
    for failure in result.failed:
        kept = " Its earlier version stays in the index." if failure.kept else ""
        yield f"{failure.path}: {failure.reason} {failure.mend}{kept}"


NOT_FOUND = {
    "fr": "Les rapports ne le disent pas. Les passages les plus proches :",
    "en": "The reports do not say. The nearest passages:",
    "ar": "التقارير لا تذكر ذلك. أقرب المقاطع:",
}


UNDERSTOOD = {"fr": "Compris comme :", "en": "Understood as:", "ar": "فُهم السؤال هكذا:"}

TRANSLATED = {"fr": "Traduction automatique :", "en": "Machine translation:", "ar": "ترجمة آلية:"}


def _print_answer(answer: Answer) -> None:
    if answer.understood:
        output.print(f"{UNDERSTOOD[answer.language]} {answer.understood}", style="dim", markup=False, highlight=False)
    output.print(answer.text or NOT_FOUND[answer.language], markup=False, highlight=False)
    for note in answer.notes:
        output.print(note, style="yellow", markup=False)
    for citation in answer.citations:
        title = answer.sources[citation.report_id].title
        place = cite(citation.locator, answer.language)
        output.print(f"\n[{citation.marker}] {title}, {place}", style="bold", markup=False)
        output.print(f"    {citation.quote}", markup=False, highlight=False)
        if citation.translation:
            said = f"    {TRANSLATED[answer.language]} {citation.translation}"
            output.print(said, style="dim", markup=False, highlight=False)
    if not answer.sentences:
        for hit in answer.hits[:3]:
            title = answer.sources[hit.passage.report_id].title
            output.print(f"\n{title}, {cite(hit.passage.locator, answer.language)}", style="bold", markup=False)
            output.print(f"    {hit.passage.text[:300]}", markup=False, highlight=False)


def main() -> None:
    """Run the command; errors of ours end with their reason, their mend and their exit code."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(message)s")
    for command in entry_points(group="dalil.commands"):
        # Another command need not wait for what this one imports.
        if command.name in sys.argv[1:2] or not {*sys.argv[1:2]} - {"--help"}:
            loaded = command.load()
            if isinstance(loaded, typer.Typer):
                application.add_typer(loaded, name=command.name)
            else:
                application.command(command.name)(loaded)
    try:
        application()
    except DalilError as error:
        errors.print(str(error), style="red", markup=False, highlight=False)
        raise SystemExit(error.exit_code) from error
