"""Reading order found from the order on the page: the Unicode bidirectional algorithm (UAX #9) run backwards.

A display algorithm goes from logical to visual order, and libraries offer that one alone. The rules that decide which
direction a number or a comma takes look at what is read before it, so a line is resolved from the side where reading
begins; then the runs of the other direction are turned round, which is its own inverse (rule L2). Glyphs stay whole:
a ligature or a letter with its marks is one element.

Where a line could have come from two texts, the likelier one is taken: digits beside Latin letters belong to them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

_STRONG_RIGHT = ("R", "AL")
_NUMBERS = ("EN", "AN")
_BRACKETS = ("()", "[]", "{}", "«»")
_JOINERS = " -–/_'’("  # what may stand between Latin letters and the number that belongs to them


def reading_order(visual: Sequence[str], rtl: bool, after_arabic: bool = False) -> list[int]:
    """Return the indices of `visual`, elements of a line from left to right, in the order in which they are read.

    `rtl` is the direction of the paragraph; `after_arabic` tells that the last letter before the line was Arabic, which
    decides how a number at its beginning is taken.
    """
    classes = [_class(text) for text in visual]
    _join_latin(visual, classes)
    order = list(range(len(visual)))
    if rtl:
        order.reverse()
    _join_brackets(visual, classes, order, ("L",) if rtl else _STRONG_RIGHT)
    levels = _levels([classes[index] for index in order], rtl, after_arabic)
    for level in range(max(levels, default=0), int(rtl), -1):
        _turn(order, levels, level)
    return order


@lru_cache(4096)
def _class(text: str) -> str:
    """The bidirectional class of an element: that of its first letter, else of its first digit, else of its sign."""
    kinds = [unicodedata.bidirectional(char) or "ON" for char in text]
    telling = [kind for kind in kinds if kind in ("L", *_STRONG_RIGHT)] or [kind for kind in kinds if kind in _NUMBERS]
    kind = (telling or kinds)[0]
    return "ON" if kind in ("NSM", "BN", "WS", "S", "B") else kind


def _join_latin(visual: Sequence[str], classes: list[str]) -> None:
    """Make the digits that belong to Latin letters, "COVID-19", "G20", "Article 12", Latin too (rule W7)."""
    before = ""
    for index, kind in enumerate(classes):
        if kind in ("L", *_STRONG_RIGHT, "AN"):
            before = kind
        elif kind == "EN" and before == "L":
            classes[index] = "L"
        elif kind != "EN" and visual[index] not in _JOINERS and classes[index - 1] != "L":
            before = ""
    for index in range(len(visual) - 1, 0, -1):
        if classes[index] == "L" and classes[index - 1] == "EN":
            classes[index - 1] = "L"
        elif classes[index] == "L" and visual[index].isdecimal() and classes[index - 2 : index] == ["EN", "CS"]:
            classes[index - 2 : index] = ["L", "L"]  # "802.11a"


def _join_brackets(visual: Sequence[str], classes: list[str], order: Sequence[int], other: Sequence[str]) -> None:
    """Give brackets the `other` direction than the line's where they and what they follow have it (rule N0).

    So "Fonds des oasis (FOS)" stays together; "(FOS) Fonds des oasis" would look the same. Brackets are paired in turn,
    since producers disagree on their shapes.
    """
    own = {"L", *_STRONG_RIGHT, *(_NUMBERS if "L" in other else ())} - {*other}
    for kind in _BRACKETS:
        places = [place for place, index in enumerate(order) if visual[index] in kind]
        for first, last in zip(places[::2], places[1::2], strict=False):
            inside = {classes[order[place]] for place in range(first + 1, last)}
            behind = (classes[index] for index in order[last + 1 :])
            next_strong = next((each for each in behind if each in ("L", *_STRONG_RIGHT, *_NUMBERS)), "")
            if inside.intersection(other) and inside.isdisjoint(own) and next_strong in other:
                classes[order[first]] = classes[order[last]] = other[0]


def _levels(classes: list[str], rtl: bool, after_arabic: bool) -> list[int]:
    """Rules W2 to N2 and I1, I2 over classes in the order from where reading begins."""
    strong = "AL" if after_arabic else ("R" if rtl else "L")
    for index, kind in enumerate(classes):
        if kind in ("L", *_STRONG_RIGHT):
            strong = kind
        elif kind == "EN" and strong == "AL":
            classes[index] = "AN"
    for index in range(1, len(classes) - 1):
        before, kind, after = classes[index - 1 : index + 2]
        if before == after and ((kind == "CS" and before in _NUMBERS) or (kind == "ES" and before == "EN")):
            classes[index] = before
    _attach_signs(classes)
    _settle_neutrals(classes, "R" if rtl else "L")
    if rtl:
        return [1 if kind in _STRONG_RIGHT else 2 for kind in classes]
    return [{"R": 1, "AL": 1, "AN": 2, "EN": 0}.get(kind, 0) for kind in classes]


def _attach_signs(classes: list[str]) -> None:
    """Rule W5: currency and percent signs belong to a European number beside them; other separators to nothing."""
    for step in (1, -1):
        indices = range(len(classes)) if step == 1 else range(len(classes) - 1, -1, -1)
        for index in indices:
            if classes[index] == "ET" and 0 <= index - step < len(classes) and classes[index - step] == "EN":
                classes[index] = "EN"
    for index, kind in enumerate(classes):
        if kind in ("ET", "ES", "CS"):
            classes[index] = "ON"


def _settle_neutrals(classes: list[str], base: str) -> None:
    """Rules N1 and N2: neutrals between two of one direction take it, others that of the paragraph."""
    index = 0
    while index < len(classes):
        if classes[index] != "ON":
            index += 1
            continue
        end = index
        while end < len(classes) and classes[end] == "ON":
            end += 1
        before = _side(classes[index - 1]) if index else base
        after = _side(classes[end]) if end < len(classes) else base
        classes[index:end] = [before if before == after else base] * (end - index)
        index = end


def _side(kind: str) -> str:
    return "L" if kind == "L" else "R"


def _turn(order: list[int], levels: list[int], level: int) -> None:
    """Rule L2: turn round each stretch at `level` or above, levels along with it."""
    index = 0
    while index < len(order):
        end = index
        while end < len(order) and levels[end] >= level:
            end += 1
        if end > index:
            order[index:end] = order[index:end][::-1]
            levels[index:end] = levels[index:end][::-1]
        index = end + 1
