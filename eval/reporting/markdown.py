"""Pages of Markdown about a run: scores, every question, every failure, the comparison with a baseline.

They are for a terminal, a diff or a wiki; the page to read and print is made in `eval.reporting.page`.
"""

from __future__ import annotations

from collections.abc import Sequence

from eval.compare import Comparison
from eval.reporting.links import anchor
from eval.reporting.rows import GROUP_TITLES, Rows, comparison_rows, figure, group_tables, overall_rows, remarks
from eval.types import Run


def _markdown_table(rows: Sequence[tuple[str, ...]]) -> str:
    lines = ["| " + " | ".join(map(_cell, row)) + " |" for row in rows]
    lines.insert(1, "|" + "---|" * len(rows[0]))
    return "\n".join(lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def scores_page(run: Run) -> str:
    """Return scores.md: what the run was made of, every score, and the scores by group."""
    parts = ["# Scores"]
    if run.reason:
        parts.append(run.reason)
    parts.append("\n".join(f"- {name}: {value}" for name, value in sorted(run.made_of.items())))
    parts.append(_markdown_table(overall_rows(run)))
    for name, rows in group_tables(run, figure):
        parts += [f"## By {GROUP_TITLES[name]}", _markdown_table(rows)]
    return "\n\n".join(parts) + "\n"


def questions_page(run: Run) -> str:
    """Return questions.md: one row a question with its verdict."""
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


def failures_page(run: Run) -> str:
    """Return failures.md: each question that went wrong, with what was expected and what came."""
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
        lines.append(f"- trace: [{_cell(fact.id)}](report.html#{anchor('trace', fact.id)})")
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def comparison_page(comparison: Comparison) -> str:
    """Return comparison.md: what changed since the baseline."""
    rows = list(comparison_rows(comparison.changes))
    lines = "\n".join(f"- {line}" for line in remarks(comparison))
    return f"# Against the baseline\n\n{_markdown_table(rows)}\n\n{lines}\n"
