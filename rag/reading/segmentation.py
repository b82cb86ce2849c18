"""The picture of a page cut into pictures of its lines, in the order of columns.

The page is turned upright by the angle at which its lines are sharpest, then cut again and again along its widest white
gaps (recursive X-Y cut; Nagy and Seth, 1984): first where a white river parts columns of text, then between lines.
Tesseract's own search for lines loses some where Arabic letters reach far above and below. Cells of a table stay in one
line: a river counts only between columns that are filled with text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from PIL.Image import Image

_DARK = 140  # of 255: below, a pixel is ink
_PALE = 200  # of 255: above, paper; between the two, the edges of ink and thin lines
_SMALLEST = 4  # pixels: lower "letters" say nothing about the height of letters
_RULE = 8.0  # times the height of letters: what is longer is a ruled line, a frame or an image
_RIVER = 1.2  # times the height of letters: how wide the white between two columns is
_COLUMN = 8.0  # times the height of letters: how high and how wide columns must be
_LINES = 4  # how many lines a column has at least
_GAP = 2.0  # times the height of letters: wider gaps part cells of a table
_FILLED = 0.6  # of the width: how far most lines of a column reach
_THIN = 0.6  # of the height of letters: a thinner band holds the marks or the feet of a line beside it
_DENSE = 0.5  # of the width of a line has ink above or below
_CELL = 1.2  # times the height of letters: the white that is left between two cells of a table
_TURN = 1.5  # degrees: how far a page may be turned
_APART = 1.35  # times the usual distance of lines

Ink = NDArray[np.bool_]
Grey = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Strip:
    """The picture of one line; `turn` is its place where columns are read from right to left, `gap` begins a block.

    `cell` is the width in pixels of the white that is left between two cells.
    """

    picture: Image
    turn: int
    gap: bool
    cell: int


@dataclass(frozen=True, slots=True)
class _Box:
    top: int
    bottom: int
    left: int
    right: int
    column: tuple[int, ...] = ()


def strips_of(picture: Image) -> list[Strip]:
    """Return the lines of a greyscale page, columns from left to right."""
    from PIL import Image as Images

    grey = np.asarray(picture)
    letters = _letters(grey < _DARK)
    if not letters:
        return []
    text = np.where(_text_only(grey < _PALE, letters), grey, 255).astype(np.uint8)
    level = Images.fromarray(text).rotate(_angle(picture), resample=Images.Resampling.BICUBIC, fillcolor=255)
    grey = np.asarray(level)
    ink = grey < _DARK
    page = _Box(0, ink.shape[0], 0, ink.shape[1])
    boxes = [box for box in _cut(ink, page, letters) if _holds_letters(ink, box, letters)]
    mirrored = sorted(range(len(boxes)), key=lambda index: [-part for part in boxes[index].column])
    turns = {index: turn for turn, index in enumerate(mirrored)}
    pad, cell = round(0.5 * letters), round(_CELL * letters)
    return [
        Strip(_padded(_closed(grey, ink, box, cell), pad), turns[index], gap, cell)
        for index, (box, gap) in enumerate(zip(boxes, _gaps(boxes), strict=True))
    ]


def _padded(grey: Grey, pad: int) -> Image:
    from PIL import Image as Images

    return Images.fromarray(np.pad(grey, pad, constant_values=255))


def _closed(grey: Grey, ink: Ink, box: _Box, cell: int) -> Grey:
    """The picture of a line; wide gaps between its cells, in which Tesseract finds signs, are made narrow."""
    part = np.s_[box.top : box.bottom, box.left : box.right]
    kept = np.ones(box.right - box.left, dtype=bool)
    for start, end in _runs(~_any(ink[part], 0)):
        kept[start + cell : end] = False
    return grey[part][:, kept]


def _labelled(ink: Ink) -> tuple[NDArray[np.int32], list[Any]]:
    from scipy import ndimage

    labels, _ = ndimage.label(ink, structure=np.ones((3, 3)))
    return labels, ndimage.find_objects(labels)


def _letters(ink: Ink) -> float:
    """The height of letters in pixels: the median of the higher half of what is drawn; 0 on a white page."""
    heights = np.array([rows.stop - rows.start for rows, _ in _labelled(ink)[1]])
    heights = heights[heights >= _SMALLEST]
    return float(np.median(heights[heights >= np.median(heights)])) if len(heights) else 0.0


def _angle(picture: Image) -> float:
    """The degrees by which a page must be turned for its lines to be level."""
    small = picture.reduce(max(1, picture.width // 600)).point(lambda value: 255 - value)

    def sharpness(angle: float) -> float:
        profile = np.asarray(small.rotate(angle), dtype=np.float64).sum(axis=1)
        return float(np.square(np.diff(profile)).sum())

    coarse = max(np.arange(-_TURN, _TURN + 0.01, 0.25), key=sharpness)
    return float(max(np.arange(coarse - 0.2, coarse + 0.21, 0.05), key=sharpness))


def _text_only(ink: Ink, letters: float) -> Ink:
    """The ink with its edges, without ruled lines, frames and images."""
    labels, places = _labelled(ink)
    large = [False]
    for rows, columns in places:
        height, width = rows.stop - rows.start, columns.stop - columns.start
        ruled = width > _RULE * letters and height < 0.4 * letters
        large.append(ruled or height > 0.5 * _RULE * letters)
    kept: Ink = ink & ~np.array(large)[labels]
    return kept


def _cut(ink: Ink, box: _Box, letters: float) -> Iterator[_Box]:
    """Cut a box into lines."""
    box = _trimmed(ink, box)
    if box.bottom <= box.top:
        return
    river = _river(ink, box, letters)
    if river is not None:
        yield from _cut(ink, _Box(box.top, box.bottom, box.left, river, (*box.column, 0)), letters)
        yield from _cut(ink, _Box(box.top, box.bottom, river, box.right, (*box.column, 1)), letters)
        return
    place = _gap(ink, box, letters)
    if place is None:
        yield box
        return
    for part, (top, bottom) in enumerate(((box.top, place), (place, box.bottom))):
        yield from _cut(ink, _Box(top, bottom, box.left, box.right, (*box.column, -part)), letters)


def _holds_letters(ink: Ink, box: _Box, letters: float) -> bool:
    """Tell whether a box holds more than specks."""
    places = _labelled(ink[box.top : box.bottom, box.left : box.right])[1]
    return any(rows.stop - rows.start >= _THIN * letters for rows, _ in places)


def _trimmed(ink: Ink, box: _Box) -> _Box:
    part = ink[box.top : box.bottom, box.left : box.right]
    rows, columns = np.flatnonzero(_any(part, 1)), np.flatnonzero(_any(part, 0))
    if not len(rows):
        return _Box(box.top, box.top, box.left, box.left, box.column)
    return _Box(
        box.top + int(rows[0]),
        box.top + int(rows[-1]) + 1,
        box.left + int(columns[0]),
        box.left + int(columns[-1]) + 1,
        box.column,
    )


def _river(ink: Ink, box: _Box, letters: float) -> int | None:
    """The middle of the widest white river between two columns that are filled with text."""
    if box.bottom - box.top < _COLUMN * letters:
        return None
    part = ink[box.top : box.bottom, box.left : box.right]
    for start, end in sorted(_runs(~_any(part, 0)), key=lambda run: run[0] - run[1]):
        if end - start < _RIVER * letters:
            return None
        if _is_filled(part[:, :start], letters) and _is_filled(part[:, end:], letters):
            return box.left + (start + end) // 2
    return None


def _is_filled(part: Ink, letters: float) -> bool:
    """Tell whether a part holds lines of running text, most of which reach across most of it without wide gaps."""
    filled: list[bool] = []
    for top, bottom in _runs(_any(part, 1)):
        used = _any(part[top:bottom], 0)
        columns = np.flatnonzero(used)
        if bottom - top < _THIN * letters:
            continue
        gaps = _runs(~used[columns[0] : columns[-1] + 1])
        running = all(end - start < _GAP * letters for start, end in gaps)
        lines = max(1, round((bottom - top) / (2 * letters)))
        filled += [running and columns[-1] - columns[0] >= _FILLED * part.shape[1]] * lines
    return part.shape[1] >= _COLUMN * letters and len(filled) >= _LINES and float(np.mean(filled)) >= _FILLED


def _gap(ink: Ink, box: _Box, letters: float) -> int | None:
    """Where to cut between lines: the middle of the highest gap, else the thinnest place of what is too high."""
    part = ink[box.top : box.bottom, box.left : box.right]
    bands = _runs(_any(part, 1))
    gaps = [
        (below[0] - above[1], box.top + (below[0] + above[1]) // 2)
        for above, below in _lines_apart(part, bands, letters)
    ]
    if gaps:
        return max(gaps)[1]
    height = box.bottom - box.top
    if height < 3.2 * letters:
        return None
    profile = part.sum(axis=1)
    middle = slice(round(letters), round(height - letters))
    place = middle.start + int(np.argmin(profile[middle]))
    return box.top + place if _is_line(part[:place]) and _is_line(part[place:]) else None


def _is_line(part: Ink) -> bool:
    """Tell whether letters stand side by side, and not the feet of some of them with white between."""
    used = np.flatnonzero(_any(part, 0))
    return len(used) >= _DENSE * (used[-1] - used[0] + 1) if len(used) else False


def _lines_apart(
    part: Ink, bands: list[tuple[int, int]], letters: float
) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """The pairs of neighbouring bands that belong to two lines: bands of dots or feet belong to the nearer line."""
    merged = list(bands)
    while len(merged) > 1:
        index = min(range(len(merged)), key=lambda place: merged[place][1] - merged[place][0])
        if merged[index][1] - merged[index][0] >= _THIN * letters:
            break
        before = merged[index][0] - merged[index - 1][1] if index else np.inf
        after = merged[index + 1][0] - merged[index][1] if index + 1 < len(merged) else np.inf
        if min(before, after) > letters:
            break
        first = index - 1 if before <= after else index
        merged[first : first + 2] = [(merged[first][0], merged[first + 1][1])]
    yield from pairwise(merged)


def _any(part: Ink, axis: int) -> Ink:
    found: Ink = np.asarray(part.any(axis=axis))
    return found


def _runs(line: Ink) -> list[tuple[int, int]]:
    """The stretches of a line that are true, as (start, end)."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], line, [False]]).astype(np.int8)))
    return [(int(start), int(end)) for start, end in zip(edges[::2], edges[1::2], strict=True)]


def _gaps(boxes: list[_Box]) -> Iterator[bool]:
    """Tell of each line whether it begins a block: it stands further from the one above than lines usually do."""
    drops = [below.bottom - above.bottom for above, below in pairwise(boxes)]
    forward = sorted(drop for drop in drops if drop > 0)
    usual = forward[len(forward) // 4] if forward else 0
    yield False
    for drop in drops:
        yield drop > _APART * usual
