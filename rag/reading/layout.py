"""Lines of a PDF page with their place on it: what stands apart, in larger or bolder letters, or in cells.

Each line has its measure too: how it fills its column. One page is looked at alone; a column is what it draws until it
goes up again.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rag.reading import markers
from rag.reading.glyphs import Glyph, Row
from rag.reading.lines import Line, Measure, Page, Seat

_APART = 1.3  # times the usual distance of lines
_LARGER = 1.12  # times the size of most of the text
_SMALLER = 0.9
_RISE = 0.5  # of the usual distance: a line that stands so much higher than the one before begins a column
_LEAST_OF_COLUMN = 4  # lines
_ALIGNED = 0.5  # of the size of letters: how far the edges of two cells below each other may be apart
_CENTRED = 0.2  # of the size of letters: how far a line may be off the middle of its cell
_SHORTEST_CELL = 5  # characters; a shorter one beside one other is a number or letter before its paragraph


@dataclass(frozen=True, slots=True)
class _Set:
    """How one line is set: text, direction, baseline, edges, size of most of its letters, whether all of it is bold."""

    text: str
    rtl: bool
    height: float
    left: float
    right: float
    first: float  # the width of its first word
    size: float
    bold: bool
    seat: Seat | None = None


def lines_of_rows(rows: Sequence[Row], texts: Sequence[str], page: Page) -> list[Line]:
    """Return the lines of a page, `texts` being those of `rows`, with gaps, emphasis, measure and cells."""
    rows, texts = _with_bullets(rows, texts)
    arabic_page = _is_arabic(" ".join(texts))
    found = [_set(row, text, arabic_page) for row, text in zip(rows, texts, strict=True)]
    usual = _usual_size(found)
    pitch = _pitch(found)
    all_bold = sum(line.bold for line in found) * 2 > len(found)
    tabular = _in_cells(rows)
    margins = _margins(found)
    lines: list[Line] = []
    for column in _columns(found, pitch):
        edges = _edges(column)
        for place, line in enumerate(column):
            larger = line.size / usual if usual else 1.0
            emphasis = _emphasis(larger, line.bold and not all_bold)
            before = column[place - 1] if place else (found[len(lines) - 1] if lines else None)
            measure = _measure(line, *edges[round(line.size)]) if round(line.size) in edges else None
            if line.seat is not None:
                measure = _measure_in(line.seat, line, margins[_column_of(line.seat)])
            gap = _stands_apart(before, line, pitch, goes_on=bool(lines) and lines[-1].measure is not None)
            text = " ".join(line.text.split())
            cells = len(lines) in tabular and not _is_counted(text)
            lines.append(Line(text, gap, page, emphasis, measure, cells, line.seat))
    return lines


def _with_bullets(rows: Sequence[Row], texts: Sequence[str]) -> tuple[list[Row], list[str]]:
    """Put bullets that were drawn after their items before them: they stand alone, at the height of an earlier row."""
    kept: list[Row] = []
    written: list[str] = []
    for row, text in zip(rows, texts, strict=True):
        bullet = text.strip() if len(text.strip()) == 1 and markers.strong_bullet(text.strip()) else ""
        own = next((place for place, other in enumerate(kept) if bullet and _at_height(row, other)), None)
        if own is None:
            kept.append(row)
            written.append(text)
        elif not markers.strong_bullet(written[own]):
            written[own] = f"{bullet} {written[own]}"
    return kept, written


def _at_height(bullet: Row, row: Row) -> bool:
    """Tell whether a bullet is drawn beside a row, nearer than the width of a few letters."""
    mark, glyphs = bullet.glyphs[0], row.glyphs
    if bullet.seat != row.seat:
        return False
    gap = max(glyphs[0].left - mark.right, mark.left - glyphs[-1].right)
    return abs(mark.baseline - glyphs[0].baseline) <= 0.3 * glyphs[0].size and 0 <= gap <= 3 * glyphs[0].size


def _set(row: Row, text: str, arabic_page: bool) -> _Set:
    glyphs = [glyph for glyph in row.glyphs if glyph.text.strip()]
    size = Counter(round(glyph.size, 1) for glyph in glyphs).most_common(1)[0][0]
    own = next(glyph for glyph in glyphs if round(glyph.size, 1) == size)
    rtl = _is_arabic(text) or (arabic_page and not any(char.isalpha() for char in text))
    left, right = min(glyph.left for glyph in glyphs), max(glyph.right for glyph in glyphs)
    bold = all(glyph.bold for glyph in glyphs)
    return _Set(text, rtl, own.baseline, left, right, _first_word(row.glyphs, rtl), size, bold, row.seat)


def _is_arabic(text: str) -> bool:
    """Tell whether most letters are Arabic."""
    return bool(markers.ARABIC.search(text)) and 2 * len(markers.ARABIC.findall(text)) > sum(map(str.isalpha, text))


def _first_word(glyphs: Sequence[Glyph], rtl: bool) -> float:
    """The width up to the first space at which the line could have been broken."""
    ordered = list(reversed(glyphs)) if rtl else list(glyphs)
    begin = next(place for place, glyph in enumerate(ordered) if glyph.text.strip())
    end = next((place for place in range(begin, len(ordered)) if ordered[place].text == " "), len(ordered))
    word = ordered[begin:end]
    return max(glyph.right for glyph in word) - min(glyph.left for glyph in word)


def _emphasis(larger: float, bolder: bool) -> float:
    """What `Line` calls so; smaller letters are rounded, so that a note is of one size throughout."""
    if larger >= _LARGER:
        return larger
    if larger <= _SMALLER:
        return round(larger, 1)
    return 1.01 if bolder else 1.0


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
        if abs(first.size - second.size) < 0.5 and first.seat == second.seat:
            drop = first.height - second.height
            if 0.5 * second.size < drop < 4 * second.size:
                drops.setdefault(round(second.size), []).append(drop)
    return {size: sorted(found)[len(found) // 4] for size, found in drops.items()}


def _usual_drop(line: _Set, pitch: Mapping[float, float]) -> float:
    return pitch.get(round(line.size), 1.2 * line.size)


def _columns(lines: Sequence[_Set], pitch: Mapping[float, float]) -> Iterator[list[_Set]]:
    column: list[_Set] = []
    for line in lines:
        higher = bool(column) and column[-1].height - line.height < -_RISE * _usual_drop(line, pitch)
        if column and (higher or column[-1].seat != line.seat):
            yield column
            column = []
        column.append(line)
    if column:
        yield column


def _edges(column: Sequence[_Set]) -> dict[int, tuple[float, float]]:
    """By size of letters, the left and the right edge of a column that has lines enough to show them."""
    counts = Counter(round(line.size) for line in column)
    return {
        size: (
            min(line.left for line in column if round(line.size) == size),
            max(line.right for line in column if round(line.size) == size),
        )
        for size, count in counts.items()
        if count >= _LEAST_OF_COLUMN
    }


def _measure(line: _Set, left: float, right: float) -> Measure:
    return Measure(right - left, line.left - left if line.rtl else right - line.right, line.first)


def _column_of(seat: Seat) -> tuple[int, int, int]:
    return seat.table, seat.column, seat.columns


def _margins(lines: Sequence[_Set]) -> dict[tuple[int, int, int], float]:
    """By column of a table, what is free between the edges of its cells and its text, the same on both sides."""
    found: dict[tuple[int, int, int], float] = {}
    for line in lines:
        if line.seat is not None:
            own = max(0.0, min(line.left - line.seat.left, line.seat.right - line.right))
            found[_column_of(line.seat)] = min(found.get(_column_of(line.seat), math.inf), own)
    return found


def _measure_in(seat: Seat, line: _Set, margin: float) -> Measure:
    """How a line fills its cell; of a line in the middle both sides are free."""
    before, after = line.left - seat.left - margin, seat.right - margin - line.right
    if line.rtl:
        before, after = after, before
    centred = abs(before - after) <= _CENTRED * line.size
    return Measure(max(1.0, seat.right - seat.left - 2 * margin), before + after if centred else after, line.first)


def _stands_apart(before: _Set | None, line: _Set, pitch: Mapping[float, float], *, goes_on: bool) -> bool:
    """Tell whether a line is apart from the one before; `goes_on`: that one's column is wide enough to go on here."""
    if before is None or (line.seat is not None and before.seat != line.seat):
        return False
    if before.seat != line.seat:
        return True
    if abs(before.size - line.size) > 0.08 * max(before.size, line.size):
        return True
    drop = before.height - line.height
    usual = _usual_drop(line, pitch)
    if drop < -_RISE * usual:
        beside = line.left >= before.right or line.right <= before.left
        return not (goes_on and beside) or markers.ends_sentence(before.text)
    return drop > _APART * usual


def _in_cells(rows: Sequence[Row]) -> frozenset[int]:
    """The indices of rows in cells that stand below or above those of another one; a page may cut a table."""
    ends = (0, len(rows) - 1) if rows else ()
    found = {index for index in ends if len(rows[index].cells) > 2 and rows[index].seat is None}
    for index, (first, second) in enumerate(pairwise(rows)):
        if (
            first.seat is second.seat is None
            and _may_be_cells(first)
            and _may_be_cells(second)
            and _aligned(first, second)
        ):
            found |= {index, index + 1}
    return frozenset(found)


def _is_counted(text: str) -> bool:
    """Tell whether a row opens a numbered paragraph or a question, which are more than rows."""
    return markers.paragraph_number(text) is not None or markers.letter(text) is not None


def _may_be_cells(row: Row) -> bool:
    if len(row.cells) != 2:
        return len(row.cells) > 2
    return all(sum(len(glyph.text) for glyph in cell) >= _SHORTEST_CELL for cell in row.cells)


def _aligned(first: Row, second: Row) -> bool:
    """Tell whether two cells of both share their left edges, their right ones or their middles.

    The first and last edges of justified lines are those of the column: they share one of a kind and no more.
    """
    near = _ALIGNED * first.cells[0][0].size
    edges = zip(*(map(_edges_of, first.cells)), strict=True), zip(*(map(_edges_of, second.cells)), strict=True)
    shared = (
        sum(any(abs(edge - own) <= near for own in other) for edge in one) for one, other in zip(*edges, strict=True)
    )
    return max(shared) >= 2


def _edges_of(cell: Sequence[Glyph]) -> tuple[float, float, float]:
    return cell[0].left, (cell[0].left + cell[-1].right) / 2, cell[-1].right
