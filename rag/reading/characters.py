"""The characters of a PDF page as pdfium finds them, each with its place and its font, in the order of the file."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import hypot
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rag.reading import pdfium_calls as pdfium

_UNKNOWN = 0xFFFD
_TATWEEL = 0x640
_FLAT, _LEVEL = 0.2, 0.08  # of the size: how high a bar is at most, and how far from the baseline it may begin
_HYPHEN = 0x2D
_TEXT = 1  # FPDF_PAGEOBJ_TEXT
_SPACE = 0x20
_LINE_END = (0x0D, 0x0A)
_NOTHING = (0, 0xFFFE, 0xFFFF)
# Where Unicode has, or keeps room for, what runs from right to left; pdfium turns such runs round.
_RIGHT_TO_LEFT = ((0x590, 0x900), (0x200F, 0x2010), (0x202A, 0x202F), (0x2066, 0x206A), (0xFB1D, 0xFF00))
_BEYOND = 0x10000

# Place (x, baseline, run, size, bold), letter, left, right; tuples, because a page has thousands.
Character = tuple[tuple[float, float, int, float, bool], str, float, float]


@dataclass(frozen=True, slots=True)
class TextObject:
    """What the characters drawn by one command share; (`across`, `along`) is where their baseline runs, of length 1."""

    size: float
    bold: bool
    across: float
    along: float


class Box(NamedTuple):
    """Where something is drawn; units are points."""

    left: float
    bottom: float
    right: float
    top: float


class Characters(NamedTuple):
    """The characters of a page: `text` has one for each place of the arrays; units are points.

    `pen` is where a character was begun, `left` and `right` how far it reaches, along its baseline turned level; `run`
    is the index of its text object. `nameless` is where text without letters is drawn, on pages with vowel signs: some
    programs give the name of a letter to the sign on it.
    """

    text: str
    pen: NDArray[np.float64]
    baseline: NDArray[np.float64]
    left: NDArray[np.float64]
    right: NDArray[np.float64]
    run: NDArray[np.int64]
    objects: Sequence[TextObject]
    own_order: str  # all in the order in which pdfium reads them, made up spaces and line ends among them
    nameless: Sequence[Box] = ()

    def one_by_one(self) -> Iterator[Character]:
        """Return them as tuples."""
        arrays = (array.tolist() for array in (self.pen, self.baseline, self.run, self.left, self.right))
        for letter, pen, baseline, run, left, right in zip(self.text, *arrays, strict=True):
            own = self.objects[run]
            yield (pen, baseline, run, own.size, own.bold), letter, left, right


def characters_of(page: Any) -> Characters:
    """Return the letters that pdfium found on a pypdfium2 page, less what it made up: spaces and line ends."""
    left, bottom, right, top = page.get_bbox()
    textpage = page.get_textpage()
    try:
        handle, count = pdfium.address_of(textpage.raw), textpage.count_chars()
        codes = _codes(handle, count)
        owners = _owners(handle, codes)
        x, y = pdfium.origins_of(handle, count)
        boxes = pdfium.boxes_of(handle, count)
        on_page = (left <= x) & (x <= right) & (bottom <= y) & (y <= top)  # nobody sees the others
        shown = np.flatnonzero((owners != 0) & ~np.isin(codes, _NOTHING) & on_page)
        codes[pdfium.are_nameless(handle, range(count))] = _UNKNOWN
        bars = _bars(handle, np.flatnonzero(codes == _UNKNOWN), y)
        codes[bars] = _TATWEEL
        shown = np.setdiff1d(shown, _covered(bars, boxes, y)) if bars.size else shown
        signed = any(map(unicodedata.combining, map(chr, set(codes[shown].tolist()))))
        drawn = pdfium.objects_on(pdfium.address_of(page.raw)) if signed else {}
        shown = _as_drawn(shown, owners, drawn) if signed else shown
        objects, run = _objects(handle, owners, shown)
    finally:
        textpage.close()
    text = "".join(map(chr, codes[shown].tolist()))
    places = _places(x[shown], y[shown], boxes[shown], objects, run)
    own_order = "".join(map(chr, codes.tolist()))
    return Characters(text, *places, run, objects, own_order, _nameless(owners, drawn))


def _bars(handle: int, nameless: NDArray[np.int64], baseline: NDArray[np.float64]) -> NDArray[np.int64]:
    """Which of the characters without a name are bars on the baseline: so programs stretch the words of a full line."""
    sizes = pdfium.font_sizes_of(handle, nameless.tolist())
    sizes = sizes * np.hypot(*pdfium.matrices_of(handle, nameless.tolist()).T[2:4])
    left, right, bottom, top = pdfium.ink_of(handle, nameless.tolist()).T
    height = top - bottom
    flat = (height > 0) & (height < _FLAT * sizes) & (height < right - left)
    level = np.abs(bottom - baseline[nameless]) < _LEVEL * sizes
    return nameless[np.flatnonzero(flat & level)]


def _covered(bars: NDArray[np.int64], boxes: NDArray[np.float64], baseline: NDArray[np.float64]) -> NDArray[np.int64]:
    """Which of the bars lie on a letter, as they do where a program sets the letters of a word apart."""
    left, top, right, bottom = boxes.T
    slack = _LEVEL * (top - bottom)
    covered = []
    for bar in bars.tolist():
        beside = np.abs(baseline - baseline[bar]) < slack[bar]
        over = (left - slack <= left[bar]) & (right + slack >= right[bar]) & (right - left > 0)
        over[bars] = False
        if (beside & over).any():
            covered.append(bar)
    return np.array(covered, np.int64)


def _as_drawn(shown: NDArray[np.int64], owners: NDArray[np.int64], drawn: Iterable[int]) -> NDArray[np.int64]:
    """The characters by the order in which the page draws their objects; as they are where some stand within forms.

    pdfium puts what stands behind a raised sign before lines that are drawn earlier.
    """
    orders = {address: order for order, address in enumerate(drawn)}
    order = np.array([orders.get(address, -1) for address in owners[shown].tolist()], np.int64)
    return shown if (order < 0).any() else shown[np.argsort(order, kind="stable")]


def _nameless(owners: NDArray[np.int64], drawn: Mapping[int, int]) -> tuple[Box, ...]:
    known = set(owners.tolist())
    bounds = pdfium.bounds_of([address for address, kind in drawn.items() if kind == _TEXT and address not in known])
    return tuple(Box(*row) for row in bounds.tolist() if row[2] > row[0])


def runs_left(codes: NDArray[np.int64]) -> bool:
    """Tell whether there may be characters among these codes that are read from right to left."""
    return bool((codes >= _BEYOND).any()) or any(
        bool(((codes >= first) & (codes < end)).any()) for first, end in _RIGHT_TO_LEFT
    )


def _codes(handle: int, count: int) -> NDArray[np.int64]:
    """The code of each character; a hyphen at the end of a line, for which pdfium has another sign, is one too."""
    codes = pdfium.text_of(handle, count)
    if codes is None:
        codes = pdfium.codes_of(handle, range(count))
    odd = np.flatnonzero(((codes < _SPACE) & ~np.isin(codes, _LINE_END)) | np.isin(codes, _NOTHING))
    codes[odd] = pdfium.codes_of(handle, odd.tolist())
    codes[odd[pdfium.are_hyphens(handle, odd.tolist())]] = _HYPHEN
    return codes


def _owners(handle: int, codes: NDArray[np.int64]) -> NDArray[np.int64]:
    """The addresses of the text objects of the characters, 0 for what pdfium made up: spaces and line ends.

    Where nothing is turned round, a line that begins and ends in the same object is drawn by it alone.
    """
    if runs_left(codes):
        return pdfium.owners_of(handle, range(len(codes)))
    owners = np.zeros(len(codes), np.int64)
    letters, spaces = np.flatnonzero(codes > _SPACE), np.flatnonzero(codes <= _SPACE)
    owners[spaces] = pdfium.owners_of(handle, spaces.tolist())
    line = np.searchsorted(np.flatnonzero(codes == _LINE_END[-1]), letters)
    begin = np.flatnonzero(np.diff(line, prepend=-1))
    lengths = np.diff(begin, append=len(letters))
    first, last = (pdfium.owners_of(handle, letters[ends].tolist()) for ends in (begin, begin + lengths - 1))
    owners[letters] = np.repeat(first, lengths)
    several = letters[np.repeat((first != last) | (first == 0), lengths)]
    owners[several] = pdfium.owners_of(handle, several.tolist())
    return owners


def _objects(
    handle: int, owners: NDArray[np.int64], shown: NDArray[np.int64]
) -> tuple[list[TextObject], NDArray[np.int64]]:
    """The text objects of the characters that are shown, and for each of these the index of its own."""
    addresses, first, run = np.unique(owners[shown], return_index=True, return_inverse=True)
    places = shown[first].tolist()
    fonts = pdfium.fonts_of(addresses.tolist())
    bearers = dict(zip(fonts, places, strict=True))
    bold = {font: _is_bold(pdfium.font_name(handle, place)) for font, place in bearers.items()}
    sizes, matrices = pdfium.font_sizes_of(handle, places).tolist(), pdfium.matrices_of(handle, places).tolist()
    objects = [
        _object(size, bold[font], *matrix[:4]) for size, font, matrix in zip(sizes, fonts, matrices, strict=True)
    ]
    return objects, run


@lru_cache(256)
def _is_bold(name: bytes) -> bool:
    return any(word in name.lower() for word in (b"bold", b"black", b"heavy"))


@lru_cache(4096)
def _object(font_size: float, bold: bool, a: float, b: float, c: float, d: float) -> TextObject:
    size = font_size * (hypot(c, d) or 1.0)
    length = hypot(a, b) or 1.0
    # Text written from right to left by a mirrored matrix still has its letters upright.
    sign = 1.0 if a * d - b * c >= 0 else -1.0
    return TextObject(size or 1.0, bold, sign * a / length or 0.0, sign * b / length or 0.0)


def _places(
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    boxes: NDArray[np.float64],
    objects: Sequence[TextObject],
    run: NDArray[np.int64],
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Pen, baseline, left and right, where each object's baseline is turned level."""
    left, top, right, bottom = boxes.T
    if all(own.across == 1.0 for own in objects):
        return x, y, np.minimum(x, left), np.maximum(x, right)
    across = np.array([own.across for own in objects])[run]
    along = np.array([own.along for own in objects])[run]
    turned = across != 1.0
    pen = np.where(turned, x * across + y * along, x)
    baseline = np.where(turned, y * across - x * along, y)
    corners = (left * across + bottom * along, right * across + top * along)
    start, end = (np.where(turned, corner, side) for corner, side in zip(corners, (left, right), strict=True))
    return pen, baseline, np.minimum(np.minimum(pen, start), end), np.maximum(np.maximum(pen, start), end)
