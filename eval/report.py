"""A run for people: tables for the terminal, and a folder of Markdown to read or attach.

The wording and layout only; the figures come from `eval.metrics` and `eval.compare`, the JSON from `eval.documents`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from eval.compare import Change, Comparison
from eval.documents import as_json
from eval.metrics import METRICS, TIMINGS, correct, groups, hit_at, right_refusals, scores, supported, wrong_refusals
from eval.types import Run, Score
from rag.errors import UsageError

_GROUP_TITLES = {
    "language": "language of the question",
    "kind": "kind",
    "turns": "turns of the conversation",
    "report": "report of the evidence",
    "languages": "question → evidence",
}
_GROUP_METRICS = (correct, supported, hit_at(1), hit_at(5), right_refusals, wrong_refusals)


def tables(run: Run) -> RenderableType:
    """Return the scores of a run, overall and by group, as tables for the terminal."""
    parts: list[RenderableType] = [_table("scores", _overall_rows(run))]
    for name, rows in _group_tables(run, per_cent):
        if len(rows) > 1:
            parts.append(_table(f"by {_GROUP_TITLES[name]}: %, and its 95 % interval", rows))
    return Group(*parts)


def comparison_tables(comparison: Comparison) -> RenderableType:
    """Return what changed since the baseline, as tables for the terminal."""
    rows = list(_comparison_rows(comparison.changes))
    return Group(_table("against the baseline", rows), *(Text(line) for line in _remarks(comparison)))


def write_folder(run: Run, folder: Path, comparison: Comparison | None = None) -> list[Path]:
    """Write scores.md, questions.md, failures.md and run.json, and comparison.md where there is a baseline.

    Raises:
        UsageError: the folder cannot be written.
    """
    pages = {
        "scores.md": _scores_page(run),
        "questions.md": _questions_page(run),
        "failures.md": _failures_page(run),
        "run.json": as_json(run),
    }
    if comparison:
        pages["comparison.md"] = _comparison_page(comparison)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in pages.items():
            (folder / name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{folder} cannot be written: {error}.", "Name another folder with --out.") from error
    return [folder / name for name in pages]


def figure(score: Score) -> str:
    """Return a score as text: "0.75 [0.41–0.93]"; "–" where nothing was scored."""
    if score.value is None:
        return "–"
    if score.low is None or score.high is None:
        return f"{score.value:.3f}"
    if score.name == "words":
        return f"{score.value:.1f} [{score.low:.1f}–{score.high:.1f}]"
    return f"{score.value:.2f} [{score.low:.2f}–{score.high:.2f}]"


Rows = list[tuple[str, ...]]


def _overall_rows(run: Run) -> Rows:
    rows: Rows = [("metric", "value [95 %]", "n", "scored", "unscored", "of")]
    for score in scores(run.outcomes, METRICS + TIMINGS):
        rows.append((score.name, figure(score), str(score.n), str(score.scored), str(score.unscored), score.unit))
    return rows


def per_cent(score: Score) -> str:
    """Return a proportion on two short lines, "75" over "41–93", so that many stand side by side on 80 columns."""
    if score.value is None or score.low is None or score.high is None:
        return "–"
    return f"{score.value * 100:.0f}\n{score.low * 100:.0f}–{score.high * 100:.0f}"


def _group_tables(run: Run, shown: Callable[[Score], str]) -> Iterator[tuple[str, Rows]]:
    for name, members in groups(run.outcomes).items():
        rows: Rows = [("", "n", *(metric([]).name.replace("_", "\n") for metric in _GROUP_METRICS))]
        for member, outcomes in members.items():
            measured = scores(outcomes, _GROUP_METRICS)
            rows.append((member, str(len(outcomes)), *map(shown, measured)))
        yield name, rows


def _comparison_rows(changes: Sequence[Change]) -> Iterator[tuple[str, ...]]:
    yield ("verdict", "fixed", "broken", "same", "difference [95 %]", "p")
    for change in changes:
        spread = f"{change.difference:+.3f} [{change.low:+.3f}–{change.high:+.3f}]"
        yield (
            change.name,
            str(len(change.fixed)),
            str(len(change.broken)),
            str(change.same),
            spread,
            change.chance.removeprefix("p ").removeprefix("= "),
        )


def _remarks(comparison: Comparison) -> Iterator[str]:
    for change in comparison.changes:
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


def _table(title: str, rows: Sequence[tuple[str, ...]]) -> Table:
    table = Table(title=title, title_justify="left")
    for column, heading in enumerate(rows[0]):
        table.add_column(heading, justify="left" if column == 0 else "right", overflow="fold")
    for row in rows[1:]:
        table.add_row(*map(Text, row))
    return table


def _markdown_table(rows: Sequence[tuple[str, ...]]) -> str:
    lines = ["| " + " | ".join(map(_cell, row)) + " |" for row in rows]
    lines.insert(1, "|" + "---|" * len(rows[0]))
    return "\n".join(lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _scores_page(run: Run) -> str:
    parts = ["# Scores"]
    if run.reason:
        parts.append(run.reason)
    parts.append("\n".join(f"- {name}: {value}" for name, value in sorted(run.made_of.items())))
    parts.append(_markdown_table(_overall_rows(run)))
    for name, rows in _group_tables(run, figure):
        parts += [f"## By {_GROUP_TITLES[name]}", _markdown_table(rows)]
    return "\n\n".join(parts) + "\n"


def _questions_page(run: Run) -> str:
    rows: Rows = [("id", "language", "kind", "question", "verdict", "evidence at rank", "cited", "seconds")]
    for outcome in run.outcomes:
        cited = ", ".join(f"{each.report} {each.paragraph or ''}".strip() for each in outcome.citations)
        fact, rank = outcome.fact, outcome.rank_of_evidence()
        place = str(rank) if rank else "–"
        rows.append(
            (
                fact.id,
                fact.lang,
                fact.kind.value,
                fact.question,
                outcome.verdict,
                place,
                cited,
                f"{outcome.seconds:.3f}",
            )
        )
    return "# Questions\n\n" + _markdown_table(rows) + "\n"


def _failures_page(run: Run) -> str:
    failures = [outcome for outcome in run.outcomes if not outcome.right]
    parts = [f"# Failures\n\n{len(failures)} of {len(run.outcomes)} questions."]
    for outcome in failures:
        fact = outcome.fact
        lines = [
            f"## {fact.id}: {outcome.verdict}",
            "",
            f"**{_cell(fact.question)}** ({fact.lang}, {fact.kind.value})",
            "",
        ]
        for group, matched in zip(fact.expect, outcome.matched, strict=True):
            lines.append(f"- expected: {' / '.join(map(_cell, group))}{' ✓' if matched else ' ✗'}")
        lines += [f"- stands at: {place.doc}, {place.at}" for place in fact.evidence]
        lines.append(f"- answer: {_cell(outcome.answer) or '(none)'}")
        for cited in outcome.citations:
            place = f"{cited.report}, {cited.paragraph or 'no paragraph'}"
            lines.append(
                f"- cited [{cited.marker}]: {place}{' ✓' if cited.right_place else ' ✗'}: {_cell(cited.quote)}"
            )
        rank = outcome.rank_of_evidence()
        lines.append(f"- evidence found at rank: {rank or 'none of the first ten'}")
        if outcome.error:
            lines.append(f"- error: {_cell(outcome.error)}")
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def _comparison_page(comparison: Comparison) -> str:
    rows = list(_comparison_rows(comparison.changes))
    remarks = "\n".join(f"- {line}" for line in _remarks(comparison))
    return f"# Against the baseline\n\n{_markdown_table(rows)}\n\n{remarks}\n"
