"""Tables of a run for the terminal; what they say comes from `eval.reporting.rows`."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from eval.compare import Comparison
from eval.reporting.rows import GROUP_TITLES, comparison_rows, group_tables, overall_rows, per_cent, remarks
from eval.types import Run


def tables(run: Run) -> RenderableType:
    """Return the scores of a run, overall and by group, as tables for the terminal."""
    parts: list[RenderableType] = [_table("scores", overall_rows(run))]
    for name, rows in group_tables(run, per_cent):
        if len(rows) > 1:
            parts.append(_table(f"by {GROUP_TITLES[name]}: %, and its 95 % interval", rows))
    return Group(*parts)


def comparison_tables(comparison: Comparison) -> RenderableType:
    """Return what changed since the baseline, as tables for the terminal."""
    rows = list(comparison_rows(comparison.changes))
    return Group(_table("against the baseline", rows), *(Text(line) for line in remarks(comparison)))


def _table(title: str, rows: Sequence[tuple[str, ...]]) -> Table:
    table = Table(title=title, title_justify="left")
    for column, heading in enumerate(rows[0]):
        table.add_column(heading, justify="left" if column == 0 else "right", overflow="fold")
    for row in rows[1:]:
        table.add_row(*map(Text, row))
    return table
