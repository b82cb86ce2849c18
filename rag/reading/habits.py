"""How a document breaks its lines, told from all of them together: at which width, and what its blank lines mean.

Lengths are counted in characters, so for proportional letters a width is a blur; `exact` says where it is none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile
from statistics import median_high

from rag.reading import markers
from rag.reading.hyphens import vocabulary
from rag.reading.lines import Line
from rag.reading.words import is_column_header, is_dateline, names_section
from rag.text.normalise import fold

_WIDEST_WRAP = 170  # characters; longer lines are whole paragraphs
_SLACK = 0.02  # of a column: so much may be free before a word that did not fit
_FRONT = 6  # lines among which a date stands by itself
_COLUMNS = re.compile(r"\S {3,}\S")
_NARROW_COLUMNS = re.compile(r"\S {2,}\S")


@dataclass(frozen=True, slots=True)
class Habits:
    """How a document breaks its lines: whether at a page width, which one, and what its blank lines mean."""

    wrapped: bool
    doubled: bool  # a blank line follows nearly every line and means nothing
    spaced: bool  # blank lines part the paragraphs
    width: int
    exact: int | None  # the width, where every line is filled as far as its words allow, as editors do
    column: float | None  # width of most columns in points, where lines are known to be filled as far as words allow
    columns: frozenset[int]  # indices of lines set in columns
    alone: frozenset[int]  # indices of lines that are never part of a paragraph, those in columns among them
    vocabulary: frozenset[str]  # folded words, also those with a hyphen; no halves of broken ones


def habits_of(lines: Sequence[Line]) -> Habits:
    """Return the habits of a document, seen over all of its lines (at least one)."""
    texts = [line.text.strip() for line in lines]
    lengths = sorted(len(text) for text in texts)
    width = lengths[int(len(lengths) * 0.9)] if len(lengths) > 1 else lengths[0]
    pairs = list(pairwise(lines))
    broken = [_is_broken_sentence(first.text, second.text, width) for first, second in pairs]
    wrapped = width <= _WIDEST_WRAP and sum(broken) > 0.08 * len(pairs)
    at_gaps = [cut for cut, (_, second) in zip(broken, pairs, strict=True) if second.gap]
    doubled = len(at_gaps) >= 0.6 * len(pairs) and sum(at_gaps) > 0.08 * len(at_gaps)
    columns = _columns(lines)
    return Habits(
        wrapped=wrapped,
        doubled=wrapped and doubled,
        spaced=not doubled and len(at_gaps) >= 0.1 * len(pairs),
        width=width,
        exact=_exact_width(pairs, broken),
        column=_filled_column(pairs, broken),
        columns=columns,
        alone=columns | _labels(texts, width),
        vocabulary=vocabulary(texts),
    )


def _exact_width(pairs: Sequence[tuple[Line, Line]], broken: Sequence[bool]) -> int | None:
    """The width in characters if no line that goes on had room for the next word; None for proportional letters."""
    running = [pair for pair, cut in zip(pairs, broken, strict=True) if cut]
    widest = max((len(first.text) for first, _ in running), default=0)
    filled = [len(first.text) + 1 + len(second.text.split()[0]) for first, second in running]
    return widest if len(filled) >= 8 and sum(reach <= widest for reach in filled) <= 0.05 * len(filled) else None


def spare(before: Line, line: Line) -> float | None:
    """What would still be free at the end of a line if the next word stood there too, as a share of its column."""
    if before.measure is None or line.measure is None:
        return None
    return (before.measure.free - line.measure.first) / before.measure.column


def _filled_column(pairs: Sequence[tuple[Line, Line]], broken: Sequence[bool]) -> float | None:
    """The width of most columns if hardly any line that goes on had room for the next word.

    Lines that were broken by a count of characters and then set in proportional letters are not filled.
    """
    running = [left for pair, cut in zip(pairs, broken, strict=True) if cut and (left := spare(*pair)) is not None]
    if len(running) < 4 or sum(left > _SLACK for left in running) > 0.05 * len(running):
        return None
    return median_high([first.measure.column for first, _ in pairs if first.measure])


def _labels(texts: Sequence[str], width: int) -> frozenset[int]:
    """Lines that are no part of a paragraph: names of sections and columns, a date at the front, repeated labels."""
    short = {index: fold(text) for index, text in enumerate(texts) if len(text) < 0.6 * width and _is_label(text)}
    counts = Counter(short.values())
    repeated = {index for index, text in short.items() if counts[text] >= 3 and markers.word_count(text) >= 2}
    named = {index for index, text in enumerate(texts) if _is_label(text) and names_section(text)}
    headers = {index for index, text in enumerate(texts) if is_column_header(text)}
    front = takewhile(lambda text: markers.paragraph_number(text) is None, texts[:_FRONT])
    dates = {index for index, text in enumerate(front) if _is_label(text) and is_dateline(text)}
    return frozenset(repeated | named | headers | dates)


def _is_label(text: str) -> bool:
    return not markers.begins_lower(text) and not markers.ends_sentence(text) and not text.endswith((";", "؛"))


def _columns(lines: Sequence[Line]) -> frozenset[int]:
    """Lines in cells: those the page tells, and indented ones with wide gaps, of two spaces next to another such."""
    indented = [index for index, line in enumerate(lines) if line.text.startswith("  ")]
    found = {index for index in indented if _COLUMNS.search(lines[index].text.strip())}
    beside = {
        index
        for index in indented
        if (index - 1 in found or index + 1 in found) and _NARROW_COLUMNS.search(lines[index].text.strip())
    }
    return frozenset(found | beside | {index for index, line in enumerate(lines) if line.cells})


def _is_broken_sentence(first: str, second: str, width: int) -> bool:
    """Tell whether a sentence plainly runs on from one line to the next."""
    if markers.ends_clause(first) or markers.opens(second.strip()):
        return False
    if markers.ARABIC.search(second):
        return len(first.strip()) >= 0.7 * width
    return len(first.strip()) >= 0.5 * width and markers.begins_lower(second.strip())


def width_around(lines: Sequence[Line], index: int, width: int) -> float:
    """Return the width of the lines near `index`, kept between three quarters of the document's width and all of it."""
    near = sorted(len(line.text.strip()) for line in lines[max(0, index - 8) : index + 8])
    return min(width, max(0.75 * width, near[int(len(near) * 0.8)]))


def in_capitals(text: str) -> bool:
    """Tell whether a line of several words is set in capitals throughout."""
    return text.isupper() and markers.word_count(text) >= 2 and not markers.ARABIC.search(text)
