"""Short blocks beside each other that are no rows of a table: two signatures, two columns of items.

Few lines do not show by their look alone whether they are read down or across. What they begin with does: both blocks
with the words of a signature, or every line on both sides with the same bullet, or with numbers that go on from the
first column to the second. Items under a header on both sides, addresses and lists of bare names look like a table,
and are left to be one.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from rag.reading import markers
from rag.reading.words import signs

_LEAST = 2  # lines with text on both sides


def are_blocks(pairs: Sequence[tuple[str, str]], *, headed: bool = False) -> bool:
    """Tell whether lines, each as (first column, second column) without spaces around, are two blocks.

    `headed` tells that the line above has text on both sides too.
    """
    if not pairs or not may_open(pairs[0]):
        return False
    both = [pair for pair in pairs if all(pair)]
    if len(both) < _LEAST or pairs[0] != both[0] or not all(map(_has_words, pairs)):
        return False
    return all(map(signs, both[0])) or (not headed and _are_items(both))


def may_open(pair: tuple[str, str]) -> bool:
    """Tell whether two blocks may begin with a line; so it is with few, and this costs least."""
    return all(map(signs, pair)) or all(map(markers.opens, pair))


def _has_words(pair: tuple[str, str]) -> bool:
    return all(not text or (sum(map(str.isalpha, text)) >= 2 and not text.endswith(":")) for text in pair)


def _are_items(both: Sequence[tuple[str, str]]) -> bool:
    """Tell whether both sides are items of one list, which is read down the first column, then down the second."""
    bullets = {markers.split_bullet(text)[0] for pair in both for text in pair}
    if len(bullets) == 1 and "" not in bullets:
        return True
    numbers = [markers.paragraph_number(pair[side]) for side in (0, 1) for pair in both]
    return all(first is not None and second is not None and second == first + 1 for first, second in pairwise(numbers))
