"""Reports set on pages as plain text: wrapped lines, running headers and footers, footnotes at the foot, form feeds."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from rag.types import BlockKind


@dataclass(frozen=True)
class Item:
    """A block as reading should find it; `shown` is how it is written where that differs (bullets), `note` its note."""

    kind: BlockKind | None
    place: str | None
    text: str
    shown: str = ""
    note: str = ""


@dataclass(frozen=True)
class Layout:
    """How pages look; `header` and `footer` are given the number of the page, from 1, and may return nothing.

    What a footnote has beyond `note_lines` goes to the foot of the next page (0: all stays where the call is).
    """

    width: int = 66
    height: int = 26
    header: Callable[[int], str] = lambda number: ""
    footer: Callable[[int], str] = lambda number: ""
    hyphenate: bool = False
    note_lines: int = 0


@dataclass
class Rendered:
    """The text, and by index of the item the pages on which it stands; notes follow the item that has them."""

    text: str
    expected: list[tuple[Item, list[int]]] = field(default_factory=list)


def render(items: Sequence[Item], layout: Layout) -> Rendered:
    """Set the items, a blank line between them."""
    pages: list[tuple[list[str], list[str]]] = [([], [])]
    expected: list[tuple[Item, list[int]]] = []
    carried: list[str] = []
    for item in items:
        standing: list[int] = []
        lines = _wrapped(item.shown or item.text, layout)
        whole = _wrapped(item.note, layout) if item.note else []
        here = layout.note_lines or len(whole)
        note, rest = whole[:here], whole[here:]
        if pages[-1][0]:
            pages[-1][0].append("")
        for place, line in enumerate(lines):
            foot = note if place == len(lines) - 1 else []
            body, notes = pages[-1]
            if body and len(body) + len(notes) + len(foot) + 1 > layout.height:
                pages.append(([], carried))
                carried = []
            pages[-1][0].append(line)
            pages[-1][1].extend(foot)
            if len(pages) not in standing:
                standing.append(len(pages))
        expected.append((item, standing))
        if item.note:
            carried = carried + rest
            noted = [len(pages), len(pages) + 1] if rest else [len(pages)]
            expected.append((Item(BlockKind.NOTE, item.place, item.note), noted))
    sheets = [_sheet(number, body, notes, layout) for number, (body, notes) in enumerate(pages, 1)]
    return Rendered("\f".join(sheets), expected)


def _wrapped(text: str, layout: Layout) -> list[str]:
    lines = textwrap.wrap(text, layout.width, break_on_hyphens=False)
    return _hyphenated(lines) if layout.hyphenate else lines


def _hyphenated(lines: list[str]) -> list[str]:
    """Break the first word of a line that is long enough in two, its beginning going up."""
    broken = list(lines)
    for place in range(1, len(broken)):
        word, _, rest = broken[place].partition(" ")
        if len(word) >= 10 and word.isalpha() and word.islower() and rest:
            broken[place - 1] += f" {word[:4]}-"
            broken[place] = f"{word[4:]} {rest}"
    return broken


def _sheet(number: int, body: list[str], notes: list[str], layout: Layout) -> str:
    while body and not body[-1]:
        body.pop()
    header, footer = layout.header(number), layout.footer(number)
    parts = [[header] if header else [], body, notes, [footer] if footer else []]
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"
