"""A run as one HTML page that asks nobody for anything: figures, plots, tables, and each failure with its trace.

No script, no font, no picture from elsewhere; all text is escaped by the template. The same run gives the same bytes,
but for the section "latency", the only one where seconds stand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from eval.compare import Comparison
from eval.curve import curve
from eval.metrics import (
    TIMINGS,
    citation_precision,
    groups,
    hit_at,
    right_refusals,
    scores,
    supported,
    wrong_refusals,
)
from eval.reporting import plots, tables
from eval.reporting.direction import attributes, foreign, plain, said, shown
from eval.reporting.links import anchor
from eval.reporting.summary import conclusion
from eval.reporting.tables import Table
from eval.reporting.traces import Trace, trace_tables
from eval.reporting.wording import counted, interval, language_name, per_cent
from eval.types import Outcome, Run

_HEADLINES = (
    (supported, "Supported answers", "of {} answerable questions: correct, and cited at a right place"),
    (right_refusals, "Right refusals", "of {} questions that the reports do not answer"),
    (wrong_refusals, "Wrong refusals", "of {} answerable questions: refused, though the reports say"),
    (citation_precision, "Citations at a right place", "of {} citations in answers to answerable questions"),
    (hit_at(5), "Evidence found", "of {} answerable questions: a right place among the first five passages"),
)


@dataclass(frozen=True, slots=True)
class Headline:
    """A figure in large type: per cent, its interval, and what it is over."""

    name: str
    value: str
    interval: str
    over: str


@dataclass(frozen=True, slots=True)
class Plot:
    """A drawing (an SVG element) with its figures as a table; `remark` says how to read it, or why there is none."""

    id: str
    title: str
    remark: str
    drawing: str = ""
    table: Table | None = None


def page(run: Run, comparison: Comparison | None = None, traces: Mapping[str, Trace] | None = None) -> str:
    """Return the page; `traces` holds by the fact's id what led to its answer, and may lack any of them."""
    failures = [outcome for outcome in run.outcomes if not outcome.right]
    linked = frozenset(outcome.fact.id for outcome in failures)
    environment = _environment()
    return environment.get_template("report.html.j2").render(
        run=run,
        conclusion=conclusion(run, comparison),
        headlines=_headlines(run.outcomes),
        plots=_plots(run.outcomes),
        scores=_tables(run.outcomes),
        rules=tables.hard_rules(run, linked),
        comparison=comparison,
        changes=[tables.changes(comparison), tables.changed_questions(run, comparison, linked)] if comparison else [],
        failures=failures,
        traces={each.fact.id: trace_tables(each, (traces or {}).get(each.fact.id)) for each in failures},
        made_of=tables.made_of(run),
    )


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"said": said, "plain": plain, "shown": shown, "attributes": attributes, "foreign": foreign}
    environment.globals |= {"anchor": anchor, "language_name": language_name, "counted": counted}
    return environment


def _headlines(outcomes: Sequence[Outcome]) -> list[Headline]:
    measured = [(metric(outcomes), name, over) for metric, name, over in _HEADLINES]
    return [
        Headline(name, per_cent(score.value), interval(score), over.format(score.scored))
        for score, name, over in measured
        if score.scored
    ]


def _tables(outcomes: Sequence[Outcome]) -> list[Table]:
    wanted = [
        tables.all_scores(outcomes),
        tables.by_group(outcomes, "language", "language of the question", language_name),
        tables.by_group(outcomes, "kind", "kind of question"),
        tables.by_group(outcomes, "turns", "turns of the conversation"),
        tables.by_group(outcomes, "report", "report of the evidence"),
    ]
    return [table for table in wanted if table.rows]


def _plots(outcomes: Sequence[Outcome]) -> list[Plot]:
    return [_by_language(outcomes), _heat_map(outcomes), _curve(outcomes), _latency(outcomes)]


def _by_language(outcomes: Sequence[Outcome]) -> Plot:
    title = "By language of the question"
    if not outcomes:
        return Plot("by-language", title, "No question was asked.")
    metrics = (supported, right_refusals, wrong_refusals)
    rows = {
        language_name(name): {score.name: score for score in scores(part, metrics)}
        for name, part in groups(outcomes)["language"].items()
    }
    rows["all"] = {score.name: score for score in scores(outcomes, metrics)}
    table = tables.plotted(rows, "language")
    drawing = plots.by_language(rows, f"{title}: share supported, rightly refused and wrongly refused, with intervals")
    remark = (
        "Points are shares, lines their 95 % intervals. Supported and right refusals are better high, wrong ones low."
    )
    return Plot("by-language", title, remark, drawing, table)


def _heat_map(outcomes: Sequence[Outcome]) -> Plot:
    title = "Language of question and evidence"
    cells = tables.pair_scores(outcomes, supported)
    if not cells:
        return Plot("languages", title, "No answerable question was asked.")
    drawing = plots.heat_map(cells, f"{title}: share of supported answers in each pair")
    remark = "Share of supported answers, of n questions. Several languages: the fact stands in a report of each."
    return Plot("languages", title, remark, drawing, tables.pairs(cells))


def _curve(outcomes: Sequence[Outcome]) -> Plot:
    title = "By threshold of confidence"
    points = curve(outcomes)
    if not points:
        return Plot("curve", title, "The answers of this run do not say how confident they are.")
    used = min((point.threshold for point in points if point.known and point.coverage.value), default=None)
    drawing = plots.curve(points, used, f"{title}: shares of questions answered, correct and rightly refused")
    remark = (
        "What another threshold would do: shares of the answerable questions answered, of these answers correct (with "
        "its interval), of the unanswerable questions refused. Left of this run, what was withheld was not judged."
    )
    return Plot("curve", title, remark, drawing, tables.thresholds(points, used))


def _latency(outcomes: Sequence[Outcome]) -> Plot:
    title = "Latency"
    if not outcomes:
        return Plot("latency", title, "No question was asked.")
    seconds, measured = [outcome.seconds for outcome in outcomes], scores(outcomes, TIMINGS)
    marks = {score.name.removeprefix("seconds_"): score.value for score in measured if score.value is not None}
    drawing = plots.latency(seconds, marks, "Share of questions answered within a time")
    remark = "Share of questions answered within a time, on the computer that ran them. It differs from run to run."
    return Plot("latency", title, remark, drawing, tables.times(measured, max(seconds)))
