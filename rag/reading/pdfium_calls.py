"""What pdfium says of all characters of a page, asked in one go.

pdfium has a call for each character and none for all of them, and through pypdfium2 each costs as much as a few lines
of Python. Here its functions take addresses as plain numbers and are run over all characters without any Python in
between. What the answers mean is not known here.
"""

from __future__ import annotations

import ctypes
import math
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

_POINTER, _INT, _DOUBLE = ctypes.c_void_p, ctypes.c_int, ctypes.c_double
_NAME = 128  # bytes of a font's name that are looked at
_FORM = 5  # FPDF_PAGEOBJ_FORM
_DEEPEST = 4  # forms within each other


def address_of(handle: Any) -> int:
    """Return the address behind one of pypdfium2's raw handles."""
    return ctypes.cast(handle, _POINTER).value or 0


def text_of(textpage: int, count: int) -> NDArray[np.int64] | None:
    """Return the codes of all characters, or None where pdfium's text does not have one unit for each of them."""
    room = np.zeros(count + 1, np.uint16)
    written = _function("GetText", _INT, _INT, _INT, _POINTER)(textpage, 0, count, room.ctypes.data)
    codes = room[:count].astype(np.int64)
    surrogates = (codes >= 0xD800) & (codes < 0xE000)
    return codes if written == count + 1 and not surrogates.any() else None


def codes_of(textpage: int, indices: Sequence[int]) -> NDArray[np.int64]:
    """Return the codes of some characters."""
    return _numbers(_function("GetUnicode", ctypes.c_uint, _INT), textpage, indices)


def are_hyphens(textpage: int, indices: Sequence[int]) -> NDArray[np.bool_]:
    """Tell which characters are hyphens at the end of a line."""
    return _truths(_function("IsHyphen", _INT, _INT), textpage, indices)


def are_nameless(textpage: int, indices: Sequence[int]) -> NDArray[np.bool_]:
    """Tell for which characters the file does not say what they are."""
    return _truths(_function("HasUnicodeMapError", _INT, _INT), textpage, indices)


def owners_of(textpage: int, indices: Sequence[int]) -> NDArray[np.int64]:
    """Return the addresses of the text objects of some characters, 0 for characters that pdfium made up."""
    answers = map(_function("GetTextObject", _POINTER, _INT), repeat(textpage), indices)
    return np.fromiter((answer or 0 for answer in answers), np.int64, len(indices))


def origins_of(textpage: int, count: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return where the characters were begun: x and y."""
    x, y = np.zeros(count), np.zeros(count)
    _each(_function("GetCharOrigin", _INT, _INT, _POINTER, _POINTER), textpage, range(count), x, y)
    return x, y


def boxes_of(textpage: int, count: int) -> NDArray[np.float64]:
    """Return the boxes of the characters, as wide as the pen moves and as high as their font: left, top, right, bottom.

    The shape is (count, 4).
    """
    boxes = np.zeros((count, 4), np.float32)
    _each(_function("GetLooseCharBox", _INT, _INT, _POINTER), textpage, range(count), boxes)
    return boxes.astype(np.float64)


def ink_of(textpage: int, indices: Sequence[int]) -> NDArray[np.float64]:
    """Return the boxes of what is drawn for some characters: left, right, bottom, top. The shape is (count, 4)."""
    boxes = np.zeros((len(indices), 4))
    ask = _function("GetCharBox", _INT, _INT, _POINTER, _POINTER, _POINTER, _POINTER)
    for row, index in enumerate(indices):
        start = boxes.ctypes.data + 32 * row
        ask(textpage, index, *range(start, start + 32, 8))
    return boxes


def matrices_of(textpage: int, indices: Sequence[int]) -> NDArray[np.float64]:
    """Return the text matrices of some characters: a, b, c, d, e, f. The shape is (count, 6)."""
    matrices = np.zeros((len(indices), 6), np.float32)
    _each(_function("GetMatrix", _INT, _INT, _POINTER), textpage, indices, matrices)
    return matrices.astype(np.float64)


def font_sizes_of(textpage: int, indices: Sequence[int]) -> NDArray[np.float64]:
    """Return the font sizes of some characters, before their matrices."""
    function = _function("GetFontSize", _DOUBLE, _INT)
    return np.fromiter(map(function, repeat(textpage), indices), np.float64, len(indices))


def fonts_of(owners: Sequence[int]) -> list[int]:
    """Return the addresses of the fonts of text objects."""
    return list(map(_function("FPDFTextObj_GetFont", _POINTER), owners))


def font_name(textpage: int, index: int) -> bytes:
    """Return the name of the font of a character."""
    name = ctypes.create_string_buffer(_NAME)
    ask = _function("GetFontInfo", ctypes.c_ulong, _INT, _POINTER, ctypes.c_ulong, _POINTER)
    ask(textpage, index, ctypes.addressof(name), _NAME, None)
    return name.value


def objects_on(page: int) -> dict[int, int]:
    """Return the kinds (FPDF_PAGEOBJ_…) of the objects on a page by their addresses, not of those within forms."""
    count = _function("FPDFPage_CountObjects", _INT)(page)
    objects = list(map(_function("FPDFPage_GetObject", _POINTER, _INT), repeat(page), range(count)))
    return dict(zip(objects, map(_function("FPDFPageObj_GetType", _INT), objects), strict=True))


def drawn_on(page: Any, kind: int) -> Iterator[Any]:
    """Yield the objects of one kind (FPDF_PAGEOBJ_…) on a pypdfium2 page, those within forms too, as pypdfium2's own.

    pypdfium2 would wrap all objects of the page to find them, and a browser draws each word or letter as one.
    """
    import pypdfium2.raw as pdfium
    from pypdfium2 import PdfObject

    for address, own in objects_on(address_of(page.raw)).items():
        if own not in (kind, _FORM):
            continue
        item = PdfObject(ctypes.cast(address, pdfium.FPDF_PAGEOBJECT), page=page, pdf=page.pdf)
        if own == kind:
            yield item
        else:
            yield from page.get_objects(filter=[kind], max_depth=_DEEPEST, form=item, level=1)


def bounds_of(objects: Sequence[int]) -> NDArray[np.float64]:
    """Return the bounds of objects: left, bottom, right, top. The shape is (count, 4)."""
    bounds = np.zeros((len(objects), 4), np.float32)
    ask = _function("FPDFPageObj_GetBounds", _INT, _POINTER, _POINTER, _POINTER, _POINTER)
    for number, address in enumerate(objects):
        start = bounds.ctypes.data + 16 * number
        ask(address, *range(start, start + 16, 4))
    return bounds.astype(np.float64)


@cache
def _function(name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
    """A function of pdfium's that keeps Python's lock, which is dearer to give away than the answer is to find."""
    import pypdfium2.raw as pdfium

    full = name if name.startswith("FPDF") else f"FPDFText_{name}"
    address = ctypes.cast(getattr(pdfium, full), _POINTER).value
    prototype: Any = ctypes.PYFUNCTYPE(result, _POINTER, *arguments)
    function: Callable[..., Any] = prototype(address)
    return function


def _numbers(function: Callable[..., Any], textpage: int, indices: Sequence[int]) -> NDArray[np.int64]:
    return np.fromiter(map(function, repeat(textpage), indices), np.int64, len(indices))


def _truths(function: Callable[..., Any], textpage: int, indices: Sequence[int]) -> NDArray[np.bool_]:
    """Doubt (-1) is no."""
    return np.equal(_numbers(function, textpage, indices), 1)


def _each(function: Callable[..., Any], textpage: int, indices: Sequence[int], *rooms: NDArray[Any]) -> None:
    """Have pdfium write its answers into arrays, one row of each for each character."""
    rows = ((room.ctypes.data, room.itemsize * math.prod(room.shape[1:])) for room in rooms)
    places = (range(start, start + size * len(indices), size) for start, size in rows)
    deque(map(function, repeat(textpage), indices, *places), maxlen=0)
