"""Figures in tables: what was measured, of whom, how sure it is, and what it should be; Markdown and JSON.

A figure in per cent is an `eval.types.Score`, which knows its interval; any other is a plain number with its unit in
the name. Nothing is measured here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from eval.types import Score

Figure = Score | float | str


@dataclass(frozen=True)
class Row:
    """One thing measured: a figure by column, and the goal of the last column in words ("≥ 98.2")."""

    name: str
    figures: Mapping[str, Figure]
    goal: str = ""


@dataclass(frozen=True)
class Table:
    """Rows with the same columns; `note` says what the figures are."""

    title: str
    note: str
    rows: Sequence[Row]

    def markdown(self) -> str:
        """Return the table with its heading."""
        columns = list(self.rows[0].figures)
        goals = any(row.goal for row in self.rows)
        lines = [f"### {self.title}", "", self.note, ""]
        lines.append(_line(["", *columns, *(["goal"] if goals else [])]))
        lines.append("|---" * (1 + len(columns) + goals) + "|")
        for row in self.rows:
            cells = [_cell(row.figures.get(column, "–"), column is columns[-1]) for column in columns]
            lines.append(_line([row.name, *cells, *([row.goal] if goals else [])]))
        return "\n".join(lines) + "\n"

    def as_json(self) -> dict[str, Any]:
        """Return everything, scores with their intervals."""
        rows = [
            {
                "name": row.name,
                "goal": row.goal,
                "figures": {
                    column: asdict(figure) if isinstance(figure, Score) else figure
                    for column, figure in row.figures.items()
                },
            }
            for row in self.rows
        ]
        return {"title": self.title, "note": self.note, "rows": rows}


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _cell(figure: Figure, with_interval: bool) -> str:
    if isinstance(figure, str):
        return figure
    if isinstance(figure, Score):
        if figure.value is None:
            return "–"
        interval = (
            f" ({100 * figure.low:.1f}–{100 * figure.high:.1f})"
            if with_interval and figure.low is not None and figure.high is not None
            else ""
        )
        return f"{100 * figure.value:.1f}{interval}"
    return f"{figure:,.0f}" if abs(figure) >= 100 else f"{figure:.3g}"
