"""What the sample reports say (*.txt here, written for them) and what should be understood of it.

A line is a piece: "# " opens the title, "@ " a title line, "## " and "### " headings, "= " the heading of an annex, a
number a numbered paragraph, "~ " a paragraph without a number, "- " an item of a list, "+ " one with a marker of its
own, "| " a row of a table (the first row of each is its header), "? " a question and its answer in a table of two
columns, "^ " the footnote that the end of the paragraph before calls.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from rag.types import BlockKind
from tools.structure_samples.paged import Item

NAMES = ("french", "english", "arabic", "mixed")
_NUMBER = re.compile(r"(?P<digits>\d{1,3})(?: (?P<suffix>bis|مكرر))?(?P<mark>[.-]) ")
_CELLS = re.compile(r"\s*\|\s*")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece as it is to be written: `mark` of its line, its words, cells and footnote, and its place."""

    mark: str
    words: str
    place: str | None = None
    cells: tuple[str, ...] = ()
    note: str = ""


def parts_of(name: str) -> tuple[Part, ...]:
    """Return the parts of one of the sample reports, with the places that they should be cited by."""
    source = Path(__file__).with_name(f"{name}.txt").read_text(encoding="utf-8")
    return tuple(_parts(source.strip().split("\n")))


def _parts(lines: list[str]) -> Iterator[Part]:
    place: str | None = None
    held: Part | None = None
    for line in lines:
        mark, _, words = line.partition(" ")
        if mark == "^" and held is not None:
            held = replace(held, note=words)
            continue
        if held is not None:
            yield held
        if number := _NUMBER.match(line):
            place = " ".join(filter(None, (str(int(number["digits"])), number["suffix"])))
            held = Part("1", line, place)
            continue
        if mark in ("##", "="):
            place = "summary" if words in ("Résumé", "Executive summary", "موجز") else None
        own = {"#": "title", "@": "title", "##": None, "###": None, "=": None}.get(mark, place)
        held = Part(mark, words, own, tuple(_CELLS.split(words)) if mark in "|?" else ())
    if held is not None:
        yield held


_KINDS = {
    "#": BlockKind.TITLE,
    "@": BlockKind.TITLE,
    "##": BlockKind.HEADING,
    "###": BlockKind.HEADING,
    "=": BlockKind.HEADING,
    "-": BlockKind.LIST_ITEM,
    "+": BlockKind.LIST_ITEM,
    "|": BlockKind.TABLE_ROW,
}


def expected(parts: tuple[Part, ...]) -> list[Item]:
    """Return the blocks that should come out of a format that marks tables and notes; column headers are no block."""
    items: list[Item] = []
    header: tuple[str, ...] = ()
    for before, part in zip((None, *parts), parts, strict=False):
        if part.mark == "|":
            if before is None or before.mark != "|":
                header = part.cells
                continue
            row = "; ".join(f"{name}: {cell}" for name, cell in zip(header, part.cells, strict=True))
            items.append(Item(BlockKind.TABLE_ROW, part.place, row))
        elif part.mark == "?":
            question, answer = part.cells
            items += [Item(BlockKind.QUESTION, part.place, question), Item(BlockKind.PARAGRAPH, part.place, answer)]
        else:
            items.append(Item(_KINDS.get(part.mark, BlockKind.PARAGRAPH), part.place, part.words))
        if part.note:
            items.append(Item(BlockKind.NOTE, part.place, part.note))
    return items


def as_items(parts: tuple[Part, ...]) -> list[Item]:
    """Return the parts as `paged.render` sets them: without tables, footnotes called behind the last word."""
    items: list[Item] = []
    count = 0
    for part in parts:
        kind = _KINDS.get(part.mark, BlockKind.PARAGRAPH)
        if part.mark in "|?":
            continue
        if part.note:
            count += 1
            items.append(Item(kind, part.place, f"{part.words}{count}", note=f"{count} {part.note}"))
        else:
            items.append(Item(kind, part.place, part.words, f"• {part.words}" if part.mark == "-" else ""))
    return items
