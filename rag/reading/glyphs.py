"""The glyphs of a PDF page with their place, as pdfium draws them, and the row that those of one line make.

What pdfium says of the order of letters is not used: it turns round some runs of Arabic and not others. Within a line
glyphs are sorted from left to right. Which of them make a line is told in `rows.py`; reading order within a line is
another matter (`bidi.py`).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rag.reading.characters import Box, Character, Characters
from rag.reading.ligatures import most_forward, on_one_spot, reads_forward
from rag.reading.lines import Seat

WORD_GAP = 0.17  # of the size: how far two letters of one word may be apart
TIGHT_GAP = 0.1  # as above, for lines whose spaces are all gaps and some narrower than others
_NO_GAP = 0.06  # no two letters of such a line are as far apart as that
_SURE_GAPS, _MOST_GAPS = 3, 4  # such a line has at least so many gaps, and at most one in so many letters
SAME_SPOT = 0.1  # of the size: how far a letter printed twice to look bold is moved
REAL_SPACE = 0.05  # of the size: narrower ones are written by programs and shown to nobody
_LETTER = 0.28  # of the size: how wide the letters of a ligature are on average
CELL_GAP = 2.2  # of the size: from here on a space parts two cells, not two words

# pdfium writes them out, "3/4", which would join the number before them.
_FRACTIONS = {
    unicodedata.normalize("NFKC", char).replace("\u2044", slash): char
    for char in "¼½¾⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
    for slash in "/\u2044"
}
NO_RUN = -1
LONGEST_LIGATURE = 4


class Glyph(NamedTuple):
    """Letters drawn as one, in the order in which they are read, with the marks on them; units are points.

    `run` tells apart the text objects of the page (-1: a space that stands for a gap); `size` is that of the font.
    `pen` is where it was begun: the order of pens is that of letters even where one reaches over the next. Spaces are
    glyphs too. A word may be one (`forward.py`): `signs` is how many it was drawn as.
    """

    text: str
    left: float
    right: float
    baseline: float
    size: float
    run: int
    bold: bool = False
    pen: float = 0.0
    signs: int = 1


@dataclass(frozen=True)
class Row:
    """Glyphs on one baseline, from left to right, in the cells that wide gaps part; `seat` as for `Line`."""

    cells: tuple[tuple[Glyph, ...], ...]
    seat: Seat | None = None

    @cached_property
    def glyphs(self) -> tuple[Glyph, ...]:
        """All of them, from left to right."""
        return tuple(chain.from_iterable(self.cells))


def row_of(line: Sequence[Glyph], nameless: Sequence[Box] = ()) -> Row | None:
    """Return the glyphs of a line as a row; None if there is nothing to see of them.

    A letter whose name was given to the sign on it is as wide as what is drawn in its place without a name.
    """
    placed = _with_marks(sorted(line, key=lambda glyph: (glyph.pen, glyph.right)))
    for box in nameless:
        places = [place for place, glyph in enumerate(placed) if glyph.left < box.right and box.left < glyph.right]
        if places:
            place = min(places, key=lambda place: _distance(placed[place], (box.left + box.right) / 2))
            glyph = placed[place]
            if any(map(unicodedata.combining, glyph.text)):
                placed[place] = glyph._replace(left=min(glyph.left, box.left), right=max(glyph.right, box.right))
    cells = tuple(map(on_one_spot, cells_of(placed)))
    return Row(cells) if cells else None


def has_wrong_letters(rows: Sequence[Row]) -> bool:
    """Tell whether the file says of some glyphs that they are whole words, as faulty tables of letters do.

    Even the longest real ligature of Arabic that is not a sign of its own joins three or four letters.
    """
    glyphs = [glyph for row in rows for glyph in row.glyphs]
    long = [glyph for glyph in glyphs if len(glyph.text) > LONGEST_LIGATURE * glyph.signs]
    wrong = sum(sum(map(str.isalpha, glyph.text)) > LONGEST_LIGATURE * glyph.signs for glyph in long)
    return wrong > 0.01 * sum(glyph.signs for glyph in glyphs)


def glyphs_of(characters: Characters) -> Iterator[Glyph]:
    """Return the glyphs of a page in the order in which it draws them; spaces that nobody sees are none."""
    groups: list[list[Character]] = []
    for char in characters.one_by_one():
        if groups and char[0] == groups[-1][0][0] and (char[1] == " ") == (groups[-1][0][1] == " "):
            groups[-1].append(char)
        else:
            groups.append([char])
    ligatures = {index: _letters(group) for index, group in enumerate(groups) if len(group) > 1}
    ligatures = {index: letters for index, letters in ligatures.items() if len(letters) > 1 and _is_rtl(letters[0])}
    goes_left = {index: _goes_left(groups, index) for index in ligatures}
    forward = most_forward([(letters, goes_left[index]) for index, letters in ligatures.items()])
    for index, group in enumerate(groups):
        place, first, left, right = group[0]
        pen, baseline, run, size, bold = place
        if len(group) == 1:
            if first != " " or right - left > REAL_SPACE * size:
                yield Glyph(first, left, right, baseline, size, run, bold, pen)
            continue
        letters = _FRACTIONS.get(_letters(group)) or _letters(group)
        if index in ligatures:
            known = reads_forward(letters)
            letters = letters if (forward[goes_left[index]] if known is None else known) else letters[::-1]
        marks = "".join(char for _, char, _, _ in group if unicodedata.combining(char))
        left, right = min(char[2] for char in group), max(char[3] for char in group)
        if marks and len(letters) > 1:  # browsers name the mark alone, and the letters' own width is not seen
            right = max(right, pen + _LETTER * size * len(letters))
        if first != " " or right - left > REAL_SPACE * size:
            yield Glyph(letters + marks, left, right, baseline, size, run, bold, pen)


def _letters(group: Sequence[Character]) -> str:
    return "".join(char for _, char, _, _ in group if not unicodedata.combining(char))


@lru_cache(4096)
def _is_rtl(char: str) -> bool:
    return unicodedata.bidirectional(char) in ("R", "AL")


def _goes_left(groups: Sequence[Sequence[Character]], index: int) -> bool:
    """Tell whether pdfium goes from right to left here; the letters of one glyph are then in order, else reversed."""
    x, y = groups[index][0][0][:2]
    for other, sign in ((index - 1, 1), (index + 1, -1)):
        if 0 <= other < len(groups):
            place, letter = groups[other][0][:2]
            if abs(place[1] - y) < 1 and _is_rtl(letter) and place[0] != x:
                return (place[0] - x) * sign > 0
    return True


def is_mark(text: str) -> bool:
    """Tell whether a glyph is nothing but marks that stand on a letter."""
    return not text.isascii() and all(map(unicodedata.combining, text))


def _with_marks(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Put each mark behind the letter under its middle, and leave out what is drawn twice on one spot."""
    letters: list[Glyph] = []
    marks: list[Glyph] = []
    for glyph in glyphs:
        if is_mark(glyph.text):
            marks.append(glyph)
            continue
        before = range(len(letters))[-2:]  # lam and alef may begin on one spot
        if any(_repeats(glyph, letters[place]) for place in before):
            continue
        repeated = next((place for place in before if _repeats(letters[place], glyph)), None)
        if repeated is None:
            letters.append(glyph)
        else:
            letters[repeated] = glyph
    if any(_is_rtl(glyph.text[0]) for glyph in letters):
        letters = [glyph for index, glyph in enumerate(letters) if not _is_nameless_mark(letters, index)]
    if not marks:
        return letters
    bases = [index for index, glyph in enumerate(letters) if glyph.text.strip()]
    for mark in marks:
        if bases:
            middle = (mark.left + mark.right) / 2
            index = min(bases, key=lambda place: _distance(letters[place], middle))
            new = "".join(char for char in mark.text if char not in letters[index].text)
            letters[index] = letters[index]._replace(text=letters[index].text + new)
    return letters


def _is_nameless_mark(letters: Sequence[Glyph], index: int) -> bool:
    """Tell whether a sign is raised over an Arabic letter: a mark of which the file does not say which one it is."""
    glyph = letters[index]
    if len(glyph.text) != 1 or not glyph.text.strip() or _is_rtl(glyph.text):
        return False
    middle = (glyph.left + glyph.right) / 2
    return any(
        _is_rtl(other.text[0])
        and other.left <= middle <= other.right
        and abs(other.baseline - glyph.baseline) > SAME_SPOT * glyph.size
        for other in (*letters[max(0, index - 1) : index], *letters[index + 1 : index + 2])
    )


def _repeats(glyph: Glyph, other: Glyph) -> bool:
    """Tell whether `glyph` says again what `other` says: bold made by printing twice, a mark that names its letter."""
    if glyph.left >= other.right:
        return False
    if glyph.text == other.text and glyph.text.strip():
        return abs(glyph.left - other.left) < SAME_SPOT * glyph.size
    if glyph.text.isascii() and other.text.isascii():
        return False
    inside = other.left <= (glyph.left + glyph.right) / 2 <= other.right
    marked = any(map(unicodedata.combining, glyph.text + other.text))
    return inside and marked and set(glyph.text) <= set(other.text)


def _distance(glyph: Glyph, middle: float) -> tuple[float, float]:
    outside = max(glyph.left - middle, middle - glyph.right, 0.0)
    return outside, abs((glyph.left + glyph.right) / 2 - middle)


def cells_of(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """Part glyphs, sorted from left to right, at wide gaps, and write a space where there is a gap without one."""
    cell: list[Glyph] = []
    right = 0.0
    word_gap = _word_gap(glyphs)
    for glyph in glyphs:
        if not glyph.text.strip():
            if cell and cell[-1].text != " ":
                cell.append(Glyph(" ", glyph.left, glyph.right, glyph.baseline, glyph.size, glyph.run))
            continue
        if cell:
            gap = glyph.left - right
            if gap > CELL_GAP * glyph.size:
                yield _trimmed(cell)
                cell = []
            elif gap > word_gap * glyph.size and cell[-1].text != " ":
                cell.append(Glyph(" ", right, glyph.left, glyph.baseline, glyph.size, NO_RUN))
        cell.append(glyph)
        right = max(right, glyph.right) if len(cell) > 1 else glyph.right
    if cell:
        yield _trimmed(cell)


def _word_gap(glyphs: Sequence[Glyph]) -> float:
    """How far two letters of one word may be apart, of the size; less in a tight line."""
    if len(glyphs) < 2:
        return WORD_GAP
    left, right, size = np.array([(glyph.left, glyph.right, glyph.size) for glyph in glyphs]).T
    gaps = (left[1:] - right[:-1]) / size[1:]
    return TIGHT_GAP if are_tight(gaps, np.zeros(len(gaps), np.int64))[0] else WORD_GAP


def are_tight(gaps: NDArray[np.float64], line: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell by the number of each line whether narrow gaps in it are spaces; `gaps` are parts of the size.

    Full lines of TeX are pressed, and some Arabic fonts draw letters closer over the space before them. A narrow gap
    parts words where many gaps do, nothing lies between these and the gaps within words, and letters are not set apart.
    """
    spaces = np.bincount(line[gaps > TIGHT_GAP], minlength=line.max(initial=0) + 1)
    unclear = np.bincount(line[(gaps > _NO_GAP) & (gaps <= TIGHT_GAP)], minlength=len(spaces))
    pairs = np.bincount(line, minlength=len(spaces))
    return np.asarray((spaces >= _SURE_GAPS) & (unclear == 0) & (spaces * _MOST_GAPS <= pairs), np.bool_)


def _trimmed(cell: list[Glyph]) -> list[Glyph]:
    while cell and cell[-1].text == " ":
        cell.pop()
    return cell
