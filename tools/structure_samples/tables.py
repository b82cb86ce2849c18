"""Reports with tables and questionnaires (tables_*.txt here, written for it), and what should be understood of them.

A line is "# " the title, "## " the heading of a part, "| " a row of a table, whose header may have two rows, "? " a
question and its answer, "! " one that stands above its answer, "= " what a table is called, "~ " a note below it. In a
row ">" goes on from the cell before and "^" from the one above; in an answer " ¶ " parts paragraphs, and "▪ " opens an
item of a list.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from rag.reading import markers
from rag.types import BlockKind
from tools.structure_samples.paged import Item

BESIDE, ABOVE = ">", "^"
Part = tuple[str, list[tuple[str, ...]]]  # mark and rows


@dataclass(frozen=True, slots=True)
class TableText:
    """A report: its name, language, and parts as (mark, cells), those of a table in one after another."""

    name: str
    language: str
    parts: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def tables(self) -> list[Part]:
        """What stands together: (mark, rows), a title or heading as one row of one cell."""
        return [(mark, [cells for _, cells in group]) for mark, group in groupby(self.parts, key=lambda part: part[0])]


def text_of(name: str) -> TableText:
    """Return one of the reports; `name` is "french_1" and the like."""
    lines = Path(__file__).with_name(f"tables_{name}.txt").read_text(encoding="utf-8").strip().split("\n")
    parts = tuple((mark, tuple(rest.split(" | "))) for mark, _, rest in (line.partition(" ") for line in lines))
    return TableText(name, {"f": "fr", "e": "en", "a": "ar"}[name[0]], parts)


def paragraphs_of(cell: str) -> list[str]:
    """Return the paragraphs of a cell."""
    return cell.split(" ¶ ")


def one_below_the_other(table: Part) -> Part:
    """Return a table whose questions stand above their answers with one cell to a row, others as they are."""
    mark, rows = table
    return (mark, [(cell,) for row in rows for cell in row]) if mark == "!" else table


def is_figure(cell: str) -> bool:
    """Tell whether a cell holds a figure and nothing else."""
    return not any(char.isalpha() for char in cell)


def header_rows(rows: Sequence[Sequence[str]]) -> int:
    """Return how many rows of a table name its columns."""
    return 2 if any(cell in (BESIDE, ABOVE) for row in rows for cell in row) else 1


def expected(text: TableText) -> list[Item]:
    """Return the blocks that should come out of any format."""
    items: list[Item] = []
    place: str | None = None
    part = 0
    for mark, rows in text.tables:
        if mark == "|":
            names = _names(rows[: header_rows(rows)])
            for row in rows[header_rows(rows) :]:
                said = "; ".join(f"{name}: {cell}" for name, cell in zip(names, row, strict=True))
                items.append(Item(BlockKind.TABLE_ROW, place, said))
            continue
        if mark in "=~":
            items += [Item(BlockKind.PARAGRAPH, place, row[0]) for row in rows]
            continue
        for number, row in enumerate(rows):
            if mark in "?!":
                place = f"{markers.roman(part)}.{chr(ord('a') + number)}"
                items.append(Item(BlockKind.QUESTION, place, row[0]))
                items += [
                    Item(BlockKind.LIST_ITEM, place, words[2:])
                    if words.startswith("▪ ")
                    else Item(BlockKind.PARAGRAPH, place, words)
                    for words in paragraphs_of(row[1])
                ]
            else:
                part += mark == "##"
                place = None
                items.append(
                    Item(BlockKind.HEADING, None, row[0]) if mark == "##" else Item(BlockKind.TITLE, "title", row[0])
                )
    return items


def _names(header: Sequence[Sequence[str]]) -> list[str]:
    names: list[str] = []
    for column in range(len(header[0])):
        parts = []
        for row in header:
            own = column
            while row[own] == BESIDE:
                own -= 1
            if row[own] != ABOVE:
                parts.append(row[own])
        names.append(", ".join(parts))
    return names
