"""The signs that stand in the picture of a line: connected pieces of ink with their dots, and what tells them apart.

A sign is described by its own picture, by what stands around it (the same dark spot is a zero beside digits, a full
stop at their feet and a comma's head above them) and by its size against that of the line. What a sign is, is told in
`digit_network.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from rag.reading.pictures import darkness

if TYPE_CHECKING:
    from PIL.Image import Image

OWN = 24  # pixels: the side of a sign's own picture
AROUND = (20, 40)  # pixels: height and width of what stands around it
_FIT = 20  # pixels of its own picture that the longer side of a sign fills
_SCALE = 10.0  # pixels around a sign that the height of the line's signs takes
_SPECK = 2  # pixels: what is neither wider nor higher is dirt
_TALL = 0.5  # of the tallest signs: what is lower says nothing about the size of the line
_DOT = 0.5  # of the other's height: a lower piece above or below another belongs to it
_OVER = 0.5  # of the narrower one's width

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign's place in the picture of its line in pixels; `right` and `bottom` lie outside."""

    left: int
    right: int
    top: int
    bottom: int
    pieces: tuple[int, ...] = ()

    @property
    def height(self) -> int:
        """Its height in pixels."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """Its middle from left to right in pixels."""
        return (self.left + self.right) / 2


@dataclass(frozen=True, slots=True)
class Described:
    """Signs from left to right, the height of the line's tall ones in pixels, and what the network is told of each.

    `own` is of shape (n, 1, OWN, OWN), `around` (n, 2, *AROUND), both 0 for paper to 1 for ink; `sizes` is (n, 4).
    """

    signs: tuple[Sign, ...]
    size: float
    own: Floats
    around: Floats
    sizes: Floats
    labels: NDArray[np.int32]


def describe(picture: Image) -> Described:
    """Return the signs of a greyscale picture of a line."""
    from scipy import ndimage

    grey = np.asarray(picture)
    labels, _ = ndimage.label(grey < darkness(grey), structure=np.ones((3, 3)))
    pieces = [
        Sign(columns.start, columns.stop, rows.start, rows.stop, (number,))
        for number, (rows, columns) in enumerate(ndimage.find_objects(labels), 1)
        if max(columns.stop - columns.start, rows.stop - rows.start) > _SPECK
    ]
    signs = tuple(sorted(_with_dots(pieces), key=lambda sign: sign.left + sign.right))
    return _described(grey, labels, signs, _size(signs))


def cut(picture: Image, described: Described, index: int, share: float) -> Described:
    """Return the line with one sign cut in two at this share of its width: two digits that touch each other."""
    sign = described.signs[index]
    column = sign.left + max(1, round(share * (sign.right - sign.left)))
    halves = [_half(described.labels, sign, *columns) for columns in ((sign.left, column), (column, sign.right))]
    signs = (*described.signs[:index], *halves, *described.signs[index + 1 :])
    return _described(np.asarray(picture), described.labels, signs, described.size)


def _half(labels: NDArray[np.int32], sign: Sign, left: int, right: int) -> Sign:
    part = np.isin(labels[sign.top : sign.bottom, left:right], sign.pieces)
    rows = np.flatnonzero(part.any(axis=1))
    if not len(rows):
        return replace(sign, left=left, right=right)
    return Sign(left, right, sign.top + int(rows[0]), sign.top + int(rows[-1]) + 1, sign.pieces)


def _described(grey: NDArray[np.uint8], labels: NDArray[np.int32], signs: tuple[Sign, ...], size: float) -> Described:
    own = np.zeros((len(signs), 1, OWN, OWN), np.float32)
    around = np.zeros((len(signs), 2, *AROUND), np.float32)
    sizes = np.zeros((len(signs), 4), np.float32)
    small, scale = _scaled(grey, size)
    for index, sign in enumerate(signs):
        own[index, 0] = _own(grey, labels, sign)
        around[index] = _around(small, sign, scale)
        sizes[index] = _sizes(signs, index, size)
    return Described(signs, size, own, around, sizes, labels)


def _with_dots(pieces: Sequence[Sign]) -> list[Sign]:
    """Join what stands above or below a larger piece with it: dots, the rings of a percent sign, the feet of signs."""
    joined: list[Sign] = []
    for piece in sorted(pieces, key=lambda piece: piece.left):
        group = piece
        for other in [other for other in joined[-6:] if _belong(other, piece)]:
            joined.remove(other)
            group = Sign(
                min(group.left, other.left),
                max(group.right, other.right),
                min(group.top, other.top),
                max(group.bottom, other.bottom),
                (*other.pieces, *group.pieces),
            )
        joined.append(group)
    return joined


def _belong(first: Sign, second: Sign) -> bool:
    over = min(first.right, second.right) - max(first.left, second.left)
    narrow = min(first.right - first.left, second.right - second.left)
    small, large = sorted((first.height, second.height))
    apart = first.bottom <= second.top or second.bottom <= first.top
    return over > _OVER * narrow and (apart or small < _DOT * large)


def _size(signs: Sequence[Sign]) -> float:
    """The median height of the tall signs in pixels; 1 where there are none."""
    heights = np.array([sign.height for sign in signs], dtype=float)
    if not len(heights):
        return 1.0
    return float(np.median(heights[heights >= _TALL * np.percentile(heights, 90)]))


def _scaled(grey: NDArray[np.uint8], size: float) -> tuple[Floats, float]:
    """The line so small that its signs are `_SCALE` pixels high, white added on all sides, and by how much."""
    from PIL import Image as Images

    scale = _SCALE / size
    height, width = (max(1, round(length * scale)) for length in grey.shape)
    small = Images.fromarray(255 - grey).resize((width, height), Images.Resampling.BOX)
    return np.pad(np.asarray(small, dtype=np.float32) / 255, AROUND[1]), scale


def _own(grey: NDArray[np.uint8], labels: NDArray[np.int32], sign: Sign) -> Floats:
    """The sign alone, its longer side `_FIT` pixels long, in the middle of a square."""
    from PIL import Image as Images

    part = np.s_[sign.top : sign.bottom, sign.left : sign.right]
    ink = np.where(np.isin(labels[part], sign.pieces), 255 - grey[part], 0).astype(np.uint8)
    scale = _FIT / max(ink.shape)
    height, width = (max(2, round(length * scale)) for length in ink.shape)
    fitted = np.asarray(Images.fromarray(ink).resize((width, height), Images.Resampling.BILINEAR), dtype=np.float32)
    square = np.zeros((OWN, OWN), np.float32)
    top, left = (OWN - height) // 2, (OWN - width) // 2
    square[top : top + height, left : left + width] = fitted / 255
    return square


def _around(small: Floats, sign: Sign, scale: float) -> Floats:
    """What stands around a sign, and of that what stands in its own box."""
    height, width = AROUND
    margin = AROUND[1]
    row = round((sign.top + sign.bottom) / 2 * scale) + margin - height // 2
    column = round((sign.left + sign.right) / 2 * scale) + margin - width // 2
    window = small[row : row + height, column : column + width]
    both = np.zeros((2, *AROUND), np.float32)
    both[0, : window.shape[0], : window.shape[1]] = window
    half_height = max(1, round(sign.height * scale / 2))
    half_width = max(1, round((sign.right - sign.left) * scale / 2))
    rows = slice(max(0, height // 2 - half_height), height // 2 + half_height)
    columns = slice(max(0, width // 2 - half_width), width // 2 + half_width)
    both[1, rows, columns] = both[0, rows, columns]
    return both


def _sizes(signs: Sequence[Sign], index: int, size: float) -> tuple[float, float, float, float]:
    """Height and width of a sign, and the white before and behind it, against the size of the line."""
    sign = signs[index]
    before = sign.left - signs[index - 1].right if index else size
    behind = signs[index + 1].left - sign.right if index + 1 < len(signs) else size
    return (
        min(3.0, sign.height / size),
        min(3.0, (sign.right - sign.left) / size),
        float(np.clip(before / size, -1, 1)),
        float(np.clip(behind / size, -1, 1)),
    )
