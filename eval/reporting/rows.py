"""What the tables of a run say, row by row, as plain text; the terminal and Markdown lay them out.

The figures come from `eval.metrics` and `eval.compare`; nothing is measured here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from eval.compare import Change, Comparison
from eval.metrics import METRICS, TIMINGS, correct, groups, hit_at, right_refusals, scores, supported, wrong_refusals
from eval.types import Run, Score

Rows = list[tuple[str, ...]]

GROUP_TITLES = {
    "language": "language of the question",
    "kind": "kind",
    "turns": "turns of the conversation",
    "report": "report of the evidence",
    "languages": "question → evidence",
}
# Of a measure that is not right or wrong, "fixed" and "broken" are those that got better and worse.
COMPARISON_HEADINGS = ("measure", "fixed", "broken", "same", "difference [95 %]", "p", "p by report")
GROUP_METRICS = (correct, supported, hit_at(1), hit_at(5), right_refusals, wrong_refusals)


def figure(score: Score) -> str:
    """Return a score as text: "0.75 [0.41–0.93]"; "–" where nothing was scored."""
    if score.value is None:
        return "–"
    if score.low is None or score.high is None:
        return f"{score.value:.3f}"
    if score.name == "words":
        return f"{score.value:.1f} [{score.low:.1f}–{score.high:.1f}]"
    return f"{score.value:.2f} [{score.low:.2f}–{score.high:.2f}]"


def per_cent(score: Score) -> str:
    """Return a proportion on two short lines, "75" over "41–93", so that many stand side by side on 80 columns."""
    if score.value is None or score.low is None or score.high is None:
        return "–"
    return f"{score.value * 100:.0f}\n{score.low * 100:.0f}–{score.high * 100:.0f}"


def overall_rows(run: Run) -> Rows:
    """Return a heading and one row a metric: value with interval, n, scored, unscored, unit."""
    rows: Rows = [("metric", "value [95 %]", "n", "scored", "unscored", "of")]
    for score in scores(run.outcomes, METRICS + TIMINGS):
        rows.append((score.name, figure(score), str(score.n), str(score.scored), str(score.unscored), score.unit))
    return rows


def group_tables(run: Run, shown: Callable[[Score], str]) -> Iterator[tuple[str, Rows]]:
    """Yield each way to group the outcomes with a heading and one row a group; `shown` writes a score."""
    for name, members in groups(run.outcomes).items():
        rows: Rows = [("", "n", *(metric([]).name.replace("_", "\n") for metric in GROUP_METRICS))]
        for member, outcomes in members.items():
            measured = scores(outcomes, GROUP_METRICS)
            rows.append((member, str(len(outcomes)), *map(shown, measured)))
        yield name, rows


def comparison_rows(changes: Sequence[Change]) -> Iterator[tuple[str, ...]]:
    """Yield a heading and one row a measure."""
    yield COMPARISON_HEADINGS
    for change in changes:
        spread = f"{change.difference:+.3f} [{change.low:+.3f}–{change.high:+.3f}]"
        yield (
            change.name,
            str(len(change.fixed)),
            str(len(change.broken)),
            str(change.same),
            spread,
            bare(change.chance),
            bare(change.chance_by_report),
        )


def bare(chance: str) -> str:
    """Return "0.031" for "p = 0.031" and "< 0.001" for "p < 0.001"."""
    return chance.removeprefix("p ").removeprefix("= ")


def remarks(comparison: Comparison) -> Iterator[str]:
    """Yield what changed by the ids of the questions, what was not compared, and the reasons to reject the run."""
    for change in (change for change in comparison.changes if change.verdict):
        if change.fixed:
            yield f"{change.name} fixed: {', '.join(change.fixed)}"
        if change.broken:
            yield f"{change.name} broken: {', '.join(change.broken)}"
    for what, ids in (
        ("no longer asked", comparison.only_before),
        ("new", comparison.only_after),
        ("reworded, so not compared", comparison.reworded),
    ):
        if ids:
            yield f"{what}: {', '.join(ids)}"
    for reason in comparison.regressions:
        yield f"REGRESSION {reason}"
    if not comparison.regressions:
        yield "no regression beyond chance"
