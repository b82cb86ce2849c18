"""Raised calls of footnotes put into the line that they stand in, wherever the page draws them.

Programs draw a raised number before, within or after the line that it belongs to, so that it makes a row of its own
and may cut another one in two. Numbers alone are looked at: raised letters stay where the rows have them. What touches
a figure is set in brackets, exponents too: "10³" is written "10[3]".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from rag.reading.glyphs import NO_RUN, Glyph, Row, cells_of

_CALL = re.compile(r"[\[(]?\d{1,3}[\])]?")
_SMALLER = 0.85  # of the size of the letters: as large is a call at most
_NEAR = 0.5  # of the size of letters: so far it stands from a word
_LEVEL = 0.05  # of the size: so far apart are baselines that are one
_AROUND = 4  # rows before and behind a call in which its line is sought


def with_calls(rows: Sequence[Row]) -> list[Row]:
    """Return the rows with each call in its line, and lines whole that a call had cut in two; without seats."""
    found: list[Row | None] = list(rows)
    for place, row in enumerate(rows):
        if not _is_call(row):
            continue
        around = range(max(0, place - _AROUND), min(len(rows), place + _AROUND + 1))
        hosts = (other for other in around if other != place and (host := found[other]) and _is_in(row, host))
        if (own := min(hosts, key=lambda other: abs(other - place), default=None)) is None:
            continue
        found[own] = _inserted(row, found[own] or row)
        found[place] = None
        before, after = place - 1, place + 1
        if before >= 0 and after < len(found) and (whole := _whole(found[before], found[after])):
            found[before], found[after] = None, whole
    return [_bracketed(row) for row in found if row is not None]


def _is_call(row: Row) -> bool:
    return len(row.cells) == 1 and bool(_CALL.fullmatch("".join(glyph.text for glyph in row.glyphs).strip()))


def _is_in(call: Row, host: Row) -> bool:
    """Tell whether a call is raised in a row: higher by less than a letter, and beside or between its words."""
    mark = call.glyphs[0]
    inked = [glyph for glyph in host.glyphs if glyph.text.strip()]
    size = max(glyph.size for glyph in inked)
    near = min(max(glyph.left - call.glyphs[-1].right, mark.left - glyph.right) for glyph in inked)
    raised = any(0 < mark.baseline - glyph.baseline < size for glyph in (inked[0], inked[-1]))
    return raised and mark.size <= _SMALLER * size and abs(near) <= _NEAR * size


def _inserted(call: Row, host: Row) -> Row:
    glyphs = [glyph for glyph in host.glyphs if glyph.run != NO_RUN]
    place = sum(glyph.left < call.glyphs[0].left for glyph in glyphs)
    return _row([*glyphs[:place], *call.glyphs, *glyphs[place:]])


def _whole(first: Row | None, second: Row | None) -> Row | None:
    """The row of which two are the halves: at one height, one beside the other; None if they are not."""
    if first is None or second is None or _is_call(first) or _is_call(second):
        return None
    left, right = sorted((first.glyphs, second.glyphs), key=lambda glyphs: glyphs[0].left)
    size = left[-1].size
    level = abs(left[-1].baseline - right[0].baseline) <= _LEVEL * size
    near = -_NEAR * size <= right[0].left - left[-1].right <= size
    return _row([*left, *right]) if level and near else None


def _row(glyphs: Iterable[Glyph]) -> Row:
    return Row(tuple(map(tuple, cells_of([glyph for glyph in glyphs if glyph.run != NO_RUN]))))


def _bracketed(row: Row) -> Row:
    """Return the row with brackets around calls that touch a figure: "2020¹" is not 20201."""
    if len({glyph.size for glyph in row.glyphs}) == 1 or len({glyph.baseline for glyph in row.glyphs}) == 1:
        return row
    return replace(row, cells=tuple(tuple(_with_brackets(cell)) for cell in row.cells))


def _with_brackets(cell: Sequence[Glyph]) -> list[Glyph]:
    size = max(glyph.size for glyph in cell)
    written: list[Glyph] = []
    groups = groupby(cell, lambda glyph: (glyph.text.isdigit(), glyph.size <= _SMALLER * size))
    runs = [list(group) for _, group in groups]
    for run, following in zip(runs, [*runs[1:], []], strict=True):
        if not run[0].text.isdigit() or run[0].size > _SMALLER * size:
            written += run
        elif written and _is_figure_below(written[-1], run[0]):
            # One glyph with the last digit: it is read behind it in a line that runs to the left too.
            text = f"{written[-1].text}[{''.join(glyph.text for glyph in run)}]"
            written[-1] = written[-1]._replace(text=text, right=run[-1].right, signs=len(text))
        elif following and _is_figure_below(following[0], run[0]):
            written += (run[0]._replace(text="["), *run, run[-1]._replace(text="]"))
        else:
            written += run
    return written


def _is_figure_below(glyph: Glyph, call: Glyph) -> bool:
    return glyph.text[-1:].isdigit() and glyph.size > call.size and glyph.baseline < call.baseline
