"""Pictures of pages made ready for recognition: the paper white, pale ink black, a scanner's specks taken away.

A speck is told by its size against that of the letters of its page, and by standing alone: a dot, a comma or a mark
belongs to a letter beside it, or to dots as large as ٠ that lead to one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from PIL.Image import Image

_DARK = 140.0  # of 255: below, a pixel is ink in any picture
_PALE = 200  # of 255: above, paper
_FULL = 25  # of 100: so much of what is no paper is inside a stroke and not on its edge
_BLACK = 40.0  # of 255: how dark the ink of every line is made
_MOST = 3.0  # times: so much is pale ink darkened at most
_SMOOTH = 3  # pixels: the noise of a scanner is finer
_REACH = 8  # times that: about the height of letters, within which ink is as pale as its neighbours
_SPECK = 0.06  # of the height of letters: smaller than any dot
_DOT = 0.15  # of the height of letters: as large as the digit ٠
_CHAIN = 3  # how many of them may stand between a letter and the last
_LONE = 0.35  # of the height of letters: as small as a dot, a speck where no letter is near
_NEAR = 0.8  # of the height of letters
_FAR = 1.4  # of the height of letters: so far from the next sign may ٠ stand where all letters are as wide
_EDGE = 2  # pixels: the grey edge of a speck is darker than paper, too
_SMALLEST = 4  # pixels: lower "letters" say nothing about the height of letters


def darkness(grey: NDArray[np.uint8]) -> float:
    """Return the grey below which a pixel is ink: half way to paper, so that pale thin strokes do not break."""
    ink = grey[grey < _PALE]
    return max(_DARK, (255 + float(np.percentile(ink, _FULL))) / 2) if len(ink) else _DARK


def blackened(picture: Image) -> Image:
    """Return a greyscale picture on white paper with pale ink as dark as any, each place by the ink around it."""
    from PIL import Image as Images
    from scipy import ndimage

    smooth = np.asarray(picture.reduce(_SMOOTH), dtype=np.float32)
    ink = ndimage.minimum_filter(smooth, 2 * _REACH + 1)
    gain = np.where(ink < _PALE, ((255 - _BLACK) / (255 - np.minimum(ink, _PALE))).clip(1, _MOST), 1)
    gain = ndimage.uniform_filter(gain.astype(np.float32), _REACH)
    everywhere = np.asarray(Images.fromarray(gain).resize(picture.size, Images.Resampling.BILINEAR))
    return Images.fromarray((255 - everywhere * (255 - np.asarray(picture))).clip(0, 255).astype(np.uint8))


def cleaned(picture: Image) -> Image:
    """Return a greyscale picture on white paper and without specks."""
    from PIL import Image as Images
    from scipy import ndimage

    grey = np.asarray(picture.convert("L"))
    paper = max(float(np.median(grey)), _DARK)
    white = Images.fromarray(np.minimum(255, grey * (255 / paper)).astype(np.uint8))
    grey = np.asarray(blackened(white))
    labels, _ = ndimage.label(grey < darkness(grey), structure=np.ones((3, 3)))
    places = ndimage.find_objects(labels)
    heights = np.array([rows.stop - rows.start for rows, _ in places])
    heights = heights[heights >= _SMALLEST]
    if not len(heights):
        return picture
    letters = float(np.median(heights[heights >= np.median(heights)]))
    extents = np.array([max(rows.stop - rows.start, columns.stop - columns.start) for rows, columns in places])
    small = np.concatenate([[False], extents <= _LONE * letters])

    def beside(marks: NDArray[np.bool_], reach: float) -> NDArray[np.bool_]:
        """Tell of each piece whether one of those marked is within reach, in heights of letters."""
        size = 2 * round(reach * letters) + 1
        near = ndimage.maximum_filter(((labels > 0) & marks[labels]).astype(np.uint8), size=size)
        return np.bincount(labels[near > 0], minlength=len(places) + 1)[1:] > 0

    kept, whole = ~small, ~small
    kept[1:] |= beside(whole, _NEAR) & (extents > _SPECK * letters)
    for _ in range(_CHAIN):  # the last zero of ٠٠٠ has a letter near by only by way of the others
        whole[1:] |= beside(whole, _FAR) & (extents > _DOT * letters)
    kept |= whole
    clean = grey.copy()
    for number in np.flatnonzero(~kept[1:]) + 1:
        rows, columns = places[number - 1]
        around = (
            slice(max(0, rows.start - _EDGE), rows.stop + _EDGE),
            slice(max(0, columns.start - _EDGE), columns.stop + _EDGE),
        )
        others = (labels[around] > 0) & (labels[around] != number)
        clean[around] = np.where(others, clean[around], 255)
    return Images.fromarray(clean)
