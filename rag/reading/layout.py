"""Lines of a PDF page with their place on it: which ones stand apart, which are larger or bolder than the text around.

It looks at one page at a time and knows nothing of columns beyond that a line which stands higher than the one before
begins something new.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rag.reading.glyphs import Row
from rag.reading.lines import Line, Page

_APART = 1.3  # times the usual distance of lines
_LARGER = 1.12  # times the size of most of the text


@dataclass(frozen=True, slots=True)
class _Set:
    """How one line is set: text, baseline, size of most of its letters, and whether all of it is bold."""

    text: str
    height: float
    size: float
    bold: bool


def lines_of_rows(rows: Sequence[Row], texts: Sequence[str], page: Page) -> list[Line]:
    """Return the lines of a page, `texts` being those of `rows`, with gaps and emphasis."""
    found = [_set(row, text) for row, text in zip(rows, texts, strict=True)]
    usual = _usual_size(found)
    pitch = _pitch(found)
    all_bold = sum(line.bold for line in found) * 2 > len(found)
    lines = []
    before: _Set | None = None
    for line in found:
        larger = line.size / usual if usual else 1.0
        emphasis = larger if larger >= _LARGER else (1.01 if line.bold and not all_bold else 1.0)
        lines.append(Line(" ".join(line.text.split()), _stands_apart(before, line, pitch), page, emphasis))
        before = line
    return lines


def _set(row: Row, text: str) -> _Set:
    glyphs = [glyph for glyph in row.glyphs if glyph.text.strip()]
    size = Counter(round(glyph.size, 1) for glyph in glyphs).most_common(1)[0][0]
    own = next(glyph for glyph in glyphs if round(glyph.size, 1) == size)
    return _Set(text, own.baseline, size, all(glyph.bold for glyph in glyphs))


def _usual_size(lines: Sequence[_Set]) -> float:
    """The size in which most letters are set."""
    letters: Counter[float] = Counter()
    for line in lines:
        letters[line.size] += len(line.text)
    return letters.most_common(1)[0][0] if letters else 0.0


def _pitch(lines: Sequence[_Set]) -> dict[float, float]:
    """By size of letters, the usual distance between two lines: the lower quartile of those that occur."""
    drops: dict[float, list[float]] = {}
    for first, second in pairwise(lines):
        if abs(first.size - second.size) < 0.5:
            drop = first.height - second.height
            if 0.5 * second.size < drop < 4 * second.size:
                drops.setdefault(round(second.size), []).append(drop)
    return {size: sorted(found)[len(found) // 4] for size, found in drops.items()}


def _stands_apart(before: _Set | None, line: _Set, pitch: Mapping[float, float]) -> bool:
    if before is None:
        return False
    if abs(before.size - line.size) > 0.08 * max(before.size, line.size):
        return True
    drop = before.height - line.height
    usual = pitch.get(round(line.size), 1.2 * line.size)
    return drop > _APART * usual or drop < -0.5 * usual
