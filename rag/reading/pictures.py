"""Pictures of pages made ready for recognition: the paper white, the specks that a scanner leaves taken away.

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
_SPECK = 0.06  # of the height of letters: smaller than any dot
_DOT = 0.15  # of the height of letters: as large as the digit ٠
_CHAIN = 3  # how many of them may stand between a letter and the last
_LONE = 0.35  # of the height of letters: as small as a dot, a speck where no letter is near
_NEAR = 0.8  # of the height of letters
_EDGE = 2  # pixels: the grey edge of a speck is darker than paper, too
_SMALLEST = 4  # pixels: lower "letters" say nothing about the height of letters


def darkness(grey: NDArray[np.uint8]) -> float:
    """Return the grey below which a pixel is ink: half way to paper, so that pale thin strokes do not break."""
    ink = grey[grey < _PALE]
    return max(_DARK, (255 + float(np.percentile(ink, _FULL))) / 2) if len(ink) else _DARK


def cleaned(picture: Image) -> Image:
    """Return a greyscale picture on white paper and without specks."""
    from PIL import Image as Images
    from scipy import ndimage

    grey = np.asarray(picture.convert("L"))
    paper = max(float(np.median(grey)), _DARK)
    grey = np.minimum(255, grey * (255 / paper)).astype(np.uint8)
    labels, _ = ndimage.label(grey < darkness(grey), structure=np.ones((3, 3)))
    places = ndimage.find_objects(labels)
    heights = np.array([rows.stop - rows.start for rows, _ in places])
    heights = heights[heights >= _SMALLEST]
    if not len(heights):
        return picture
    letters = float(np.median(heights[heights >= np.median(heights)]))
    extents = np.array([max(rows.stop - rows.start, columns.stop - columns.start) for rows, columns in places])
    small = np.concatenate([[False], extents <= _LONE * letters])
    reach = 2 * round(_NEAR * letters) + 1
    numbers = np.arange(1, len(places) + 1)

    def beside(marks: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Tell of each piece whether one of those marked is near."""
        near = ndimage.maximum_filter(((labels > 0) & marks[labels]).astype(np.uint8), size=reach)
        return np.asarray(ndimage.maximum(near, labels, numbers) > 0)

    kept, whole = ~small, ~small
    kept[1:] |= beside(whole) & (extents > _SPECK * letters)
    for _ in range(_CHAIN):  # the last zero of ٠٠٠ has a letter near by only by way of the others
        whole[1:] |= beside(whole) & (extents > _DOT * letters)
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
