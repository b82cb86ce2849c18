"""One report for the terminal, for a person to check: its blocks in order, each with the place by which it is cited.

Layout only. Text of the report stands on lines of its own, which a terminal can run from right to left, and is cut
nowhere but between words.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from rag.reading.flags import Flag, parse
from rag.text.citing import cite_in_file
from rag.types import Block, BlockKind, Locator, Report

_EXCERPT = 240  # characters of a block, unless all of it is asked for
_MOST = 10  # doubts of one report in a list of reports


def rendered(report: Report, *, whole: bool = False) -> RenderableType:
    """Return the report: what it is, what is doubtful about it, then every block; `whole` shows all of their text."""
    flags = [parse(flag) for flag in report.flags]
    return Group(*_header(report), *_blocks(report, flags, whole))


def listed(flags: Sequence[str]) -> str:
    """Return doubts one a line, the first ones of many."""
    more = [f"… and {len(flags) - _MOST} more"] if len(flags) > _MOST else []
    return "\n".join([*flags[:_MOST], *more])


def place_of(block: Block) -> Locator:
    """Return where the block stands."""
    return Locator(
        *(block.start, block.end, block.paragraph, block.section, block.page_label, block.page_number),
        turns=block.turns,
        headings=block.headings,
    )


def _header(report: Report) -> Iterator[RenderableType]:
    yield Text(report.title, "bold")
    numbers = list(dict.fromkeys(block.paragraph for block in report.blocks if block.paragraph))
    facts = [report.id, report.language, f"{len(report.blocks)} blocks"]
    facts += [f"{report.pages} pages"] if report.pages else []
    facts += [f"places {numbers[0]} … {numbers[-1]} ({len(numbers)})"] if numbers else []
    yield Text(" · ".join(facts), "dim")
    if report.readings:
        yield Text(f"pages read by {_extractors(report)}", "dim")
    if not report.flags:
        yield Text("nothing doubtful was noticed", "green")
    for flag in report.flags:
        yield Text(f"! {flag}", "yellow")


def _extractors(report: Report) -> str:
    """Which program read how many pages, and how sure it is at the least: "pdfium (3, at least 100 % sure)"."""
    by_name: dict[str, list[float]] = {}
    for reading in report.readings:
        by_name.setdefault(reading.extractor, []).append(reading.confidence)
    return ", ".join(f"{name} ({len(sure)}, at least {min(sure):.0%} sure)" for name, sure in by_name.items())


def _blocks(report: Report, flags: Sequence[Flag], whole: bool) -> Iterator[RenderableType]:
    headings: tuple[str, ...] = ()
    for block in report.blocks:
        # A single heading has just been shown as a block of its own.
        if block.headings != headings and block.kind is not BlockKind.HEADING and len(block.headings) > 1:
            yield from _heading(block.headings)
        headings = block.headings if block.kind is not BlockKind.HEADING else headings
        place = place_of(block)
        yield Text("")
        cited = cite_in_file(replace(place, section=None), "en")
        yield Text.assemble((f"{cited}  " if cited else "", "bold cyan"), block.kind.value)
        yield from _doubts(flags, place)
        yield _text(report.text[block.start : block.end], whole)


def _heading(headings: Iterable[str]) -> Iterator[RenderableType]:
    """The headings above, each on its own line: they may run in different directions."""
    yield Text("")
    for depth, name in enumerate(headings):
        yield Padding(Text(name, "magenta"), (0, 0, 0, 2 * depth))


def _doubts(flags: Sequence[Flag], place: Locator) -> Iterator[RenderableType]:
    for flag in flags:
        if flag.has_place and flag.concerns(place):
            yield Text(f"  ! {flag.reason}", "yellow")


def _text(text: str, whole: bool) -> RenderableType:
    return Padding(Text(text if whole else textwrap.shorten(text, _EXCERPT, placeholder=" …")), (0, 0, 0, 4))
