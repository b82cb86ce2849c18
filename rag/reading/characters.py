"""The characters of a PDF page as pdfium finds them, each with its place and its font, in the order of the file.

pdfium has no call that gives all of them at once, so this is where reading a page spends its time.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from math import hypot
from typing import Any

_UNKNOWN = 0xFFFD
_HYPHEN = 0x2D
_SPACE = 0x20
_NOTHING = (0, 0xFFFE, 0xFFFF)

# Place (x, baseline, run, size, bold), letter, left, right; tuples, because a page has thousands.
Character = tuple[tuple[float, float, int, float, bool], str, float, float]


def characters_of(page: Any) -> Iterator[Character]:
    """Return the letters that pdfium found on a pypdfium2 page, less what it made up: spaces and line ends."""
    import pypdfium2.raw as pdfium

    edges = page.get_bbox()
    textpage = page.get_textpage()
    try:
        raw, x, y, box = textpage.raw, ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF()
        unicode_of, object_of, misses = (
            pdfium.FPDFText_GetUnicode,
            pdfium.FPDFText_GetTextObject,
            pdfium.FPDFText_HasUnicodeMapError,
        )
        origin, loose_box = pdfium.FPDFText_GetCharOrigin, pdfium.FPDFText_GetLooseCharBox
        objects: dict[int, _Object] = {}
        for index in range(textpage.count_chars()):
            code = unicode_of(raw, index)
            if (code < _SPACE or code in _NOTHING) and pdfium.FPDFText_IsHyphen(raw, index) == 1:
                code = _HYPHEN  # pdfium has another sign for one at the end of a line
            handle = object_of(raw, index)
            if not handle or code in _NOTHING:
                continue
            address = ctypes.addressof(handle.contents)
            own = objects.get(address)
            if own is None:
                own = objects[address] = _object(raw, index, len(objects))
            origin(raw, index, x, y)
            if not (edges[0] <= x.value <= edges[2] and edges[1] <= y.value <= edges[3]):
                continue  # outside the page: nobody sees it
            loose_box(raw, index, box)
            if misses(raw, index) == 1:
                code = _UNKNOWN
            if own.across == 1.0:
                place = (x.value, y.value, own.number, own.size, own.bold)
                yield place, chr(code), min(x.value, box.left), max(x.value, box.right)
                continue
            right, up = own.turned(x.value, y.value)
            corners = [own.turned(*corner)[0] for corner in ((box.left, box.bottom), (box.right, box.top))]
            yield (right, up, own.number, own.size, own.bold), chr(code), min(right, *corners), max(right, *corners)
    finally:
        textpage.close()


@dataclass(frozen=True, slots=True)
class _Object:
    """A text object of the page; (`across`, `along`) is the direction of its baseline, of length 1."""

    number: int
    size: float
    bold: bool
    across: float
    along: float

    def turned(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page as (right, up) where the object's baseline is level."""
        return x * self.across + y * self.along, y * self.across - x * self.along


def _object(raw: Any, index: int, number: int) -> _Object:
    import pypdfium2.raw as pdfium

    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(raw, index, matrix)
    size = pdfium.FPDFText_GetFontSize(raw, index) * (hypot(matrix.c, matrix.d) or 1.0)
    name = ctypes.create_string_buffer(128)
    pdfium.FPDFText_GetFontInfo(raw, index, name, 128, ctypes.c_int())
    bold = any(word in name.value.lower() for word in (b"bold", b"black", b"heavy"))
    length = hypot(matrix.a, matrix.b) or 1.0
    # Text written from right to left by a mirrored matrix still has its letters upright.
    sign = 1.0 if matrix.a * matrix.d - matrix.b * matrix.c >= 0 else -1.0
    return _Object(number, size or 1.0, bold, sign * matrix.a / length or 0.0, sign * matrix.b / length or 0.0)
