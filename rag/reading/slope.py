"""Whether the words of a page slope, as they do in Nastaliq: each letter stands lower than the one before.

What is read of such a page cannot be trusted, for its lines are told by their baselines. It is told here, not mended.
"""

from __future__ import annotations

import unicodedata
from itertools import pairwise

from rag.reading.characters import Characters
from rag.reading.ordering import ARABIC

_NEAR = 1.2  # of the size of letters: so far apart may neighbours in a word be, to the side and in height
_STEP = 0.03  # of the size: from here on two letters are not on one baseline
_SHARE = 0.3  # of the neighbours; Nastaliq has two thirds, all other fonts hardly any
_ENOUGH = 20  # neighbours


def slopes(characters: Characters) -> bool:
    """Tell whether most neighbouring Arabic letters stand on different baselines.

    Where a letter is drawn together with its vowel sign the file may give the place of the sign: these are left out.
    """
    if not ARABIC.search(characters.text):
        return False
    drawn = list(characters.one_by_one())
    signed = {place for place, letter, _, _ in drawn if unicodedata.combining(letter)}
    letters = [place for place, letter, _, _ in drawn if ARABIC.match(letter) and place not in signed]
    steps = [
        abs(second[1] - first[1]) / first[3]
        for first, second in pairwise(letters)
        if 0 < abs(second[0] - first[0]) < _NEAR * first[3] and abs(second[1] - first[1]) < _NEAR * first[3]
    ]
    return len(steps) >= _ENOUGH and sum(step > _STEP for step in steps) > _SHARE * len(steps)
