"""Columns side by side in plain text, as programs write them that keep the look of a page, set one below the other.

Two columns have the same blank strip between them through several lines, and running text on both sides of it: most
lines have text on both, either side is filled as far as its words allow, and it holds sentences; or they are two short
blocks that say so (`beside.py`). What has the strip but not the text is a table, whose rows must stay together, and is
left alone. Columns of Arabic are read from the right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile
from statistics import median

from rag.reading import markers
from rag.reading.beside import are_blocks, may_open

_LEAST_LINES = 4  # of running text that are filled on both sides
_SURE_LINES = 6  # below, no line ends a sentence on both sides, as the rows of a table do
_MOST_LINES = 200  # a page has fewer
_GLANCE = 12  # lines that show whether a strip may have running text beside it
_STRIP = re.compile(r"(?<=\S)\s{3,}(?=\S)")
_HEADER = 5  # lines: a header stands so near at most
_NARROWEST_STRIP = 2  # characters, where it is narrowest
_FILLED = 0.7  # of the lines have text on both sides
_NARROWEST = 18  # characters: half of the lines of a column are at least so long
_LEAST_WORDS = 3  # on half of the lines of a column
_EVEN = 0.7  # of the longest line: half of the lines of a column are at least so long
_GOING_ON = 0.5  # of the lines had no room for the word that begins the next one
_STOPS = 1 / 6  # to a line at least
_STOP = re.compile(r"[.,;:!?،؛؟](?!\S)")


@dataclass(frozen=True, slots=True)
class _Region:
    """Lines from `start` up to `end` with a blank strip from `left` up to `right`."""

    start: int
    end: int
    left: int
    right: int


def one_below_the_other(text: str) -> str:
    """Return the text with columns side by side set one below the other, in the order in which they are read."""
    lines = [line.expandtabs(8) for line in text.split("\n")]
    written: list[str] = []
    refused: list[_Region] = []
    place = 0
    while place < len(lines):
        region = next(_regions(lines, place, refused), None)
        if region is None:
            written.append(lines[place])
            place += 1
            continue
        written += _unfolded(lines[place : region.end], region)
        place = region.end
    return "\n".join(written)


def _regions(lines: Sequence[str], start: int, refused: list[_Region]) -> Iterator[_Region]:
    """Yield the columns that begin at a line, by each of its strips; what was found to be none is not looked at again.

    Lines that have such a strip are put into `refused`, so that each line of a table is looked at a few times only.
    """
    refused[:] = [region for region in refused if region.end > start]
    for strip in _STRIP.finditer(lines[start].rstrip()):
        left, right = strip.span()
        glance, both = _region(lines, start, left, right, _GLANCE)
        pairs = _pairs(lines[start : glance.end], glance)
        opening = bool(pairs) and may_open(pairs[0])
        running = _may_run(pairs) and not any(left <= own.left and own.right <= right for own in refused)
        if not both or not (opening or running):
            continue
        region, both = _region(lines, start, left, right, _MOST_LINES)
        longer = replace(region, end=_longer(lines, region.end, region.left, region.right))
        if running and both >= _LEAST_LINES and _are_columns(lines[start : longer.end], longer):
            yield longer
        elif opening and are_blocks(
            _in_order(_pairs(lines[start : region.end], region)), headed=_is_headed(lines, region)
        ):
            yield region
        elif running:
            refused.append(region)


def _may_run(pairs: Sequence[tuple[str, str]]) -> bool:
    """Tell whether both sides may be running text: few lines that are short, or hold a word alone, on either side."""
    sides = [[text for text in side if text] for side in zip(*pairs, strict=True)]
    return all(
        bool(side) and median(map(len, side)) >= _NARROWEST / 2 and median(len(text.split()) for text in side) >= 2
        for side in sides
    )


def _region(lines: Sequence[str], start: int, left: int, right: int, most: int) -> tuple[_Region, int]:
    """The lines from `start` on, `most` of them, that have the strip, and how many have text on both sides."""
    end, both = start, 0
    for place in range(start, min(len(lines), start + most)):
        narrowed = _narrowed(lines[place], left, right)
        if narrowed is None or _stands_alone(lines, place, right):
            break
        left, right = narrowed
        if _half(lines[place], left, right, first=True) and _half(lines[place], left, right, first=False):
            end, both = place + 1, both + 1
        elif end == place and lines[place].strip():
            end = place + 1
    return _Region(start, end, left, right), both


def _is_headed(lines: Sequence[str], region: _Region) -> bool:
    """Tell whether the last line with text above a region has some on both sides of the strip."""
    near = reversed(lines[max(0, region.start - _HEADER) : region.start])
    above = next((line for line in near if line.strip()), "")
    return not above[region.left : region.right].strip() and all(_pairs([above], region)[0])


def _stands_alone(lines: Sequence[str], place: int, right: int) -> bool:
    """Tell whether a line is a heading over both columns: nothing beside, above or below it."""
    around = [lines[other] for other in (place - 1, place + 1) if 0 <= other < len(lines)]
    return bool(lines[place].strip()) and not lines[place][right:].strip() and not any(map(str.strip, around))


def _longer(lines: Sequence[str], end: int, left: int, right: int) -> int:
    """Where the longer of two columns ends that goes on behind a blank line: in paragraphs of several lines."""
    place = end
    while place < len(lines) and not lines[place].strip():
        place += 1
    block = list(takewhile(str.strip, lines[place : place + _MOST_LINES]))
    beside = all(len(line) <= left or not line[:right].strip() for line in block)
    if len(block) < 2 or not beside:
        return end
    return _longer(lines, place + len(block), left, right)


def _narrowed(line: str, left: int, right: int) -> tuple[int, int] | None:
    """The strip as far as it is blank in this line too, or None."""
    middle = line[left:right]
    if middle.strip():
        ends = len(middle) - len(middle.lstrip()), len(middle.rstrip())
        before, after = (left, left + ends[0]), (left + ends[1], right)
        left, right = max(before, after, key=lambda strip: strip[1] - strip[0])
    return (left, right) if right - left >= _NARROWEST_STRIP else None


def _half(line: str, left: int, right: int, *, first: bool) -> str:
    return (line[:left] if first else line[right:]).strip()


def _are_columns(lines: Sequence[str], region: _Region) -> bool:
    pairs = _pairs(lines, region)
    running = all(_is_running([line for line in half if line]) for half in zip(*pairs, strict=True))
    while not all(pairs[-1]):
        pairs.pop()  # one column may be longer
    filled, present = sum(all(pair) for pair in pairs), sum(any(pair) for pair in pairs)
    if filled < _SURE_LINES and any(all(map(markers.ends_clause, pair)) for pair in pairs[:-1]):
        return False
    return running and filled >= _FILLED * present


def _pairs(lines: Sequence[str], region: _Region) -> list[tuple[str, str]]:
    """What stands on the left and on the right of the strip, by line."""
    left, right = region.left, region.right
    return [(_half(line, left, right, first=True), _half(line, left, right, first=False)) for line in lines]


def _is_running(lines: Sequence[str]) -> bool:
    """Tell whether the lines of a column are running text."""
    lengths = [len(line) for line in lines]
    if median(lengths) < max(_NARROWEST, _EVEN * max(lengths)):
        return False
    words = median(markers.word_count(line) for line in lines)
    going_on = sum(_goes_on(first, second, max(lengths)) for first, second in pairwise(lines))
    return (
        words >= _LEAST_WORDS
        and going_on >= _GOING_ON * (len(lines) - 1)
        and sum(len(_STOP.findall(line)) for line in lines) >= _STOPS * len(lines)
    )


def _goes_on(line: str, following: str, width: int) -> bool:
    running = not markers.ends_clause(line) and not markers.opens(following)
    return running and len(line) + 1 + len(following.split(maxsplit=1)[0]) > width


def _unfolded(lines: Sequence[str], region: _Region) -> list[str]:
    sides = [(line[: region.left].rstrip(), line[region.right :].rstrip()) for line in lines]
    columns = zip(*_in_order(sides), strict=True)
    # A column may hold columns itself; blank lines at its edges are only what the other one is longer.
    return [line for column in columns for line in one_below_the_other("\n".join(column).strip("\n")).split("\n")]


def _in_order(pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """What stands on the left and on the right as (first column, second column)."""
    text = "".join(part for pair in pairs for part in pair)
    letters = len(markers.ARABIC.findall(text))
    rtl = letters > 0 and 2 * letters > sum(char.isalpha() for char in text)
    return [pair[::-1] if rtl else pair for pair in pairs]
