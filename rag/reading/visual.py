"""Lines of Arabic as they stand on the page (from left to right) turned into the order in which they are read.

The order comes from the Unicode bidirectional algorithm (UAX #9) with a right-to-left base, which is its own inverse
for ordinary lines. It mirrors brackets; some PDF producers had already done so, which shows as pairs that close before
they open. Diacritics may end up one letter off.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_ARABIC = re.compile("[\u0620-\u064a\u0671-\u06d3\ufb50-\ufdff\ufe70-\ufefc]")
_PAIRS = ("()", "[]", "«»", "‹›", "{}")
_FARTHEST = 160  # characters within which a bracket closes
_LONELY = 3  # the cost of a bracket without its partner; that of a pair the wrong way round is 2


def logical(lines: Sequence[str]) -> list[str]:
    """Return the lines of one page in reading order; lines without Arabic letters are left as they are."""
    from bidi import get_display

    texts = [line.strip() for line in lines]
    turned = [str(get_display(text, base_dir="R")) if _ARABIC.search(text) else text for text in texts]
    page = "\n".join(turned)
    for pair in _PAIRS:
        page = _righted(page, pair)
    return page.split("\n")


def _righted(text: str, pair: str) -> str:
    """Turn round the brackets of pairs that close before they open.

    A dynamic programme over the brackets in order: each is lonely or makes a pair with the next one, and a pair the
    wrong way round is the better explanation than two lonely brackets.
    """
    opening, closing = pair[0], pair[1]
    places = [place for place, char in enumerate(text) if char in pair]
    costs: list[float] = [0.0]
    choices: list[str] = [""]
    for index, place in enumerate(places):
        options = {"lonely": costs[index] + _LONELY}
        before = places[index - 1] if index else -_FARTHEST - 1
        if place - before <= _FARTHEST and text[before] != text[place]:
            kind = "pair" if text[before] == opening else "mirrored"
            options[kind] = costs[index - 1] + (0 if kind == "pair" else 2)
        choice = min(options, key=lambda name: options[name])
        costs.append(options[choice])
        choices.append(choice)
    chars = list(text)
    index = len(places)
    while index > 0:
        if choices[index] == "mirrored":
            chars[places[index - 2]], chars[places[index - 1]] = opening, closing
        index -= 1 if choices[index] == "lonely" else 2
    return "".join(chars)
