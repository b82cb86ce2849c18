"""Tables of the page: what stands in each cell; the template lays them out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from eval.compare import RULES, Comparison
from eval.curve import Point
from eval.metrics import METRICS, groups, scores
from eval.reporting.links import anchor
from eval.reporting.rows import COMPARISON_HEADINGS, GROUP_METRICS, bare, figure
from eval.reporting.wording import count_of, few_first, interval, language_name, per_cent
from eval.types import Outcome, Run, Score

_CURVE_ROWS = 10


@dataclass(frozen=True, slots=True)
class Cell:
    """A text, a smaller one `beneath` it, and `items`: texts with the id within the page that each links to, if any."""

    text: str = ""
    beneath: str = ""
    items: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings; the first cell of a row names it. `figures`: the other cells are figures, set right."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    figures: bool = True


def share_cell(score: Score) -> Cell:
    """Return a proportion in per cent over its interval."""
    return Cell(per_cent(score.value), interval(score))


def counted_cell(score: Score) -> Cell:
    """Return a proportion in per cent over what it counts and its interval: "31 of 54" and "44–70"."""
    counted = f"{count_of(score)} of {score.scored}\n{interval(score)}" if score.scored else ""
    return Cell(per_cent(score.value), counted)


def all_scores(outcomes: Sequence[Outcome]) -> Table:
    """Return every metric but the times, each with what it is over."""
    rows = tuple(
        (
            Cell(score.name.replace("_", " ")),
            Cell(figure(score)),
            Cell(str(score.n)),
            Cell(str(score.scored)),
            Cell(str(score.unscored)),
            Cell(score.unit),
        )
        for score in scores(outcomes, METRICS)
    )
    return Table("All scores", ("score", "value [95 %]", "n", "scored", "unscored", "of"), rows)


def by_group(outcomes: Sequence[Outcome], group: str, heading: str, named: Callable[[str], str] = str) -> Table:
    """Return the main proportions a row each member of a group ("language", "kind", "report", "languages")."""
    members = groups(outcomes)[group]
    names = tuple(metric([]).name.replace("_", " ") for metric in GROUP_METRICS)
    rows = tuple(
        (Cell(named(member)), Cell(str(len(part))), *map(share_cell, scores(part, GROUP_METRICS)))
        for member, part in members.items()
    )
    return Table(f"By {heading}: per cent, and the 95 % interval", (heading, "n", *names), rows)


def plotted(scores_of: Mapping[str, Mapping[str, Score]], heading: str) -> Table:
    """Return what a plot by group shows: a row each group, a column each metric."""
    names = tuple(dict.fromkeys(name for measured in scores_of.values() for name in measured))
    rows = tuple(
        (Cell(group), *(counted_cell(measured[name]) for name in names)) for group, measured in scores_of.items()
    )
    return Table("The same in figures", (heading, *(name.replace("_", " ") for name in names)), rows)


def pairs(cells: Mapping[tuple[str, str], Score]) -> Table:
    """Return the share supported, a row each language of the question and a column each of the evidence."""
    asked, evidence = sorted({row for row, _ in cells}), sorted({column for _, column in cells}, key=few_first)
    rows = tuple(
        (Cell(row), *(counted_cell(cells[row, column]) if (row, column) in cells else Cell("–") for column in evidence))
        for row in asked
    )
    return Table("The same in figures", ("question", *evidence), rows)


def thresholds(points: Sequence[Point], used: float | None) -> Table:
    """Return about ten points of the curve, evenly spread, the one that the run `used` always among them."""
    step = max(1, -(-len(points) // _CURVE_ROWS))
    picked = [point for place, point in enumerate(points) if place % step == 0 or point.threshold == used]
    rows = tuple(
        (
            Cell(f"{point.threshold:.3f}", "as run" if point.threshold == used else ""),
            counted_cell(point.coverage),
            counted_cell(point.accuracy),
            counted_cell(point.right_refusals),
        )
        for point in picked
    )
    return Table("The same in figures", ("threshold", "answered", "of these correct", "rightly refused"), rows)


def times(measured: Sequence[Score], slowest: float) -> Table:
    """Return the times, in seconds."""
    rows = [(Cell(score.name.replace("_", " ")), Cell(figure(score))) for score in measured]
    return Table("Seconds a question", ("", "seconds"), (*rows, (Cell("slowest"), Cell(f"{slowest:.3f}"))))


def hard_rules(run: Run, linked: frozenset[str]) -> Table:
    """Return each hard rule with how often it was broken, and by which questions; `linked` have an entry to go to."""
    rows = []
    for metric, rule in RULES:
        score = metric(run.outcomes)
        broken = [outcome.fact.id for outcome in run.outcomes if metric([outcome]).value]
        counted = f"{count_of(score)} of {score.scored} {score.unit}"
        rows.append((Cell(rule), Cell(counted), _linked(broken, linked) if broken else Cell("–")))
    return Table(
        "Hard rules: a single breach rejects a run", ("rule", "broken", "questions"), tuple(rows), figures=False
    )


def changes(comparison: Comparison) -> Table:
    """Return each measure with what was fixed and broken since the baseline, and how sure the difference is."""
    rows = tuple(
        (
            Cell(change.name.replace("_", " ")),
            Cell(str(len(change.fixed))),
            Cell(str(len(change.broken))),
            Cell(str(change.same)),
            Cell(f"{change.difference:+.3f}", f"{change.low:+.3f} to {change.high:+.3f}"),
            Cell(bare(change.chance)),
            Cell(bare(change.chance_by_report)),
        )
        for change in comparison.changes
    )
    return Table("Against the baseline", COMPARISON_HEADINGS, rows)


def changed_questions(run: Run, comparison: Comparison, linked: frozenset[str]) -> Table:
    """Return a row each question that changed since the baseline and what did, the broken ones first."""
    rows = []
    for what in ("broken", "fixed"):
        changes = (change for change in comparison.changes if change.verdict)
        verdicts = {change.name: change.broken if what == "broken" else change.fixed for change in changes}
        for outcome in run.outcomes:
            names = [name.replace("_", " ") for name, ids in verdicts.items() if outcome.fact.id in ids]
            if names:
                change = Cell(f"{what}: {', '.join(names)}")
                question = Cell(outcome.fact.question)
                rows.append((_linked([outcome.fact.id], linked), change, question, Cell(outcome.verdict)))
    return Table("Changed, question by question", ("id", "change", "question", "now"), tuple(rows), figures=False)


def made_of(run: Run) -> Table:
    """Return what the run was made of, by name."""
    rows = tuple((Cell(name.replace("_", " ")), Cell(value)) for name, value in sorted(run.made_of.items()))
    return Table("What was asked of what", ("", "value"), rows, figures=False)


def pair_scores(
    outcomes: Sequence[Outcome], score: Callable[[Sequence[Outcome]], Score]
) -> dict[tuple[str, str], Score]:
    """Return a score for each pair of language of the question and languages of the evidence, by their names."""
    parts: dict[tuple[str, str], list[Outcome]] = {}
    for outcome in outcomes:
        if outcome.fact.answerable:
            pair = language_name(outcome.fact.lang), language_name("+".join(outcome.evidence_languages))
            parts.setdefault(pair, []).append(outcome)
    return {pair: score(part) for pair, part in parts.items()}


def _linked(fact_ids: Sequence[str], linked: frozenset[str]) -> Cell:
    return Cell(items=tuple((each, anchor("fact", each) if each in linked else "") for each in fact_ids))
