"""Rows of pages on which all is read from left to right, put together word by word instead of glyph by glyph.

Most lines of such a page are plain: the pen only goes to the right, nothing is printed twice, one size throughout.
Their words become one glyph each. A line that is anything else is put together glyph by glyph, so that the rows are
the same but for that.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from itertools import compress, pairwise

import numpy as np
from numpy.typing import NDArray

from rag.reading.characters import Characters, runs_left
from rag.reading.glyphs import (
    CELL_GAP,
    LONGEST_LIGATURE,
    NO_RUN,
    REAL_SPACE,
    SAME_SPOT,
    TIGHT_GAP,
    WORD_GAP,
    Glyph,
    Row,
    are_tight,
    row_of,
)
from rag.reading.rows import line_starts

_LATIN = re.compile("[A-Za-z]")


@dataclass(frozen=True, slots=True)
class _Drawn:
    """The glyphs of a page as arrays: as `Glyph`, with the place at which each one's text begins in that of all."""

    text: str
    begin: NDArray[np.int64]  # one more than glyphs: the last is the end of the text
    pen: NDArray[np.float64]
    baseline: NDArray[np.float64]
    left: NDArray[np.float64]
    right: NDArray[np.float64]
    run: NDArray[np.int64]
    size: NDArray[np.float64]
    bold: NDArray[np.bool_]
    blank: NDArray[np.bool_]


def goes_forward(characters: Characters) -> bool:
    """Tell whether a page has Latin letters, no marks that stand on letters, and nothing that is read to the left."""
    signs = set(characters.text)
    return (
        bool(_LATIN.search(characters.text))
        and not runs_left(np.array([ord(sign) for sign in signs], np.int64))
        and not any(map(unicodedata.combining, signs))
    )


def rows_of(characters: Characters) -> list[Row]:
    """Return the rows of a page that goes forward, in the order in which it draws them."""
    drawn = _drawn(characters)
    count = len(drawn.pen)
    starts = line_starts(drawn.baseline.tolist(), drawn.size.tolist())
    line = np.repeat(np.arange(len(starts)), np.diff(starts, append=count))
    doubtful = set(line[_is_doubtful(drawn, line)].tolist())
    words = _words(drawn, line)
    rows: list[Row | None] = []
    for number, (start, end) in enumerate(pairwise([*starts, count])):
        if number in doubtful:
            glyphs = np.arange(start, end)
            rows.append(row_of(list(_glyphs(drawn, glyphs, glyphs))))
        elif number in words:
            rows.append(Row(tuple(map(tuple, words[number]))))
    return [row for row in rows if row is not None]


def _drawn(characters: Characters) -> _Drawn:
    """Characters that one command began in one place are one glyph; spaces that nobody sees are none."""
    text, pen, baseline, left, right, run, objects, *_ = characters
    space = np.array([char == " " for char in text], np.bool_)
    begins = np.ones(len(text), np.bool_)
    begins[1:] = False
    for column in (pen, baseline, run, space):
        begins[1:] |= column[1:] != column[:-1]
    begin = np.flatnonzero(begins)
    left, right = np.minimum.reduceat(left, begin), np.maximum.reduceat(right, begin)
    size = np.array([own.size for own in objects])[run[begin]]
    seen = ~space[begin] | (right - left > REAL_SPACE * size)
    lengths = np.diff(begin, append=len(text))
    if not seen.all():
        text = "".join(compress(text, np.repeat(seen, lengths)))
    begin, lengths = begin[seen], lengths[seen]
    bold = np.array([own.bold for own in objects])[run[begin]]
    ends = np.cumsum(lengths)
    places = np.concatenate(([0], ends))
    blank = np.array([not char.strip() for char in text], np.bool_)
    blank = np.logical_and.reduceat(blank, places[:-1]) if len(begin) else blank
    return _Drawn(
        text, places, pen[begin], baseline[begin], left[seen], right[seen], run[begin], size[seen], bold, blank
    )


def _is_doubtful(drawn: _Drawn, line: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell which glyphs are not simply the next one of their line: drawn before it or upon it, or of another size."""
    doubtful = np.diff(drawn.begin) > LONGEST_LIGATURE
    same = line[1:] == line[:-1]
    doubtful[1:] |= same & (
        (np.diff(drawn.pen) <= 0)
        | (np.diff(drawn.left) < SAME_SPOT * drawn.size[1:])
        | (drawn.size[1:] != drawn.size[:-1])
    )
    inked = np.flatnonzero(~drawn.blank)
    doubtful[inked[1:]] |= (line[inked[1:]] == line[inked[:-1]]) & (np.diff(drawn.right[inked]) <= 0)
    return doubtful


class _Break(IntEnum):
    """What parts a word from the one before it."""

    NOTHING = 0
    LINE = 1
    CELL = 2
    SPACE = 3
    GAP = 4  # wide enough for a space, but without one
    LOOK = 5  # bold, or raised


def _words(drawn: _Drawn, line: NDArray[np.int64]) -> dict[int, list[list[Glyph]]]:
    """The words and spaces of each line in its cells, as if all lines were plain; blank lines are left out."""
    inked = np.flatnonzero(~drawn.blank)
    breaks = _breaks(drawn, line, inked)
    begins = np.flatnonzero(breaks)
    starts, ends = inked[begins], inked[np.append(begins[1:], len(inked)) - 1]
    of_spaces = (drawn.left, drawn.right, drawn.baseline, drawn.size, drawn.run)
    spaces = zip(*(column[starts - 1].tolist() for column in of_spaces), strict=True)
    kinds, lines = breaks[begins].tolist(), line[starts].tolist()
    found: dict[int, list[list[Glyph]]] = {}
    cells: list[list[Glyph]] = []
    for word, space, kind, number in zip(_glyphs(drawn, starts, ends), spaces, kinds, lines, strict=True):
        if kind == _Break.LINE:
            cells = found[number] = [[]]
        elif kind == _Break.CELL:
            cells.append([])
        elif kind == _Break.SPACE:
            cells[-1].append(Glyph(" ", *space))
        elif kind == _Break.GAP:
            cells[-1].append(Glyph(" ", cells[-1][-1].right, word.left, word.baseline, word.size, NO_RUN))
        cells[-1].append(word)
    return found


def _breaks(drawn: _Drawn, line: NDArray[np.int64], inked: NDArray[np.int64]) -> NDArray[np.int64]:
    """For each glyph with ink, what parts it from the one before, as `_Break`."""
    before, after = inked[:-1], inked[1:]
    gap, size = drawn.left[after] - drawn.right[before], drawn.size[after]
    tight = are_tight(np.where(line[after] == line[before], gap / size, 0), line[after])
    word_gap = np.where(tight[line[after]], TIGHT_GAP, WORD_GAP) if len(after) else WORD_GAP
    kinds = {
        _Break.LINE: line[after] != line[before],
        _Break.CELL: gap > CELL_GAP * size,
        _Break.SPACE: after - before > 1,
        _Break.GAP: gap > word_gap * size,
        _Break.LOOK: (drawn.bold[after] != drawn.bold[before]) | (drawn.baseline[after] != drawn.baseline[before]),
    }
    breaks = np.full(len(inked), _Break.LINE, np.int64)
    breaks[1:] = np.select(list(kinds.values()), list(kinds), _Break.NOTHING)
    return breaks


def _glyphs(drawn: _Drawn, first: NDArray[np.int64], last: NDArray[np.int64]) -> Iterator[Glyph]:
    """The glyphs from each first to its last one as one each."""
    texts = map(drawn.text.__getitem__, map(slice, drawn.begin[first].tolist(), drawn.begin[last + 1].tolist()))
    own = (drawn.baseline, drawn.size, drawn.run, drawn.bold, drawn.pen)
    columns = (drawn.left[first], drawn.right[last], *(column[first] for column in own), last - first + 1)
    return map(Glyph, texts, *(column.tolist() for column in columns))
