"""The numbers of a line found by their shapes, where Tesseract knows no digits ٠ to ٩ and misses others.

Neighbouring signs that `digit_network.py` takes for digits and what stands by them make a number; its digits are all
of one script. A letter close by makes it unsure: it is then named and not believed. Numbers stand from left to right
in every script.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from rag.reading.bidi import reading_order
from rag.reading.digit_network import ARABIC, CLASSES, LATIN, OTHER, TOUCHING, likelihoods
from rag.reading.number_spelling import spelt
from rag.reading.punctuation import MARKS, Mark
from rag.reading.signs import Described, Floats, Sign, cut, describe

if TYPE_CHECKING:
    from PIL.Image import Image

_DIRT = 0.125  # of the height of signs: no point or zero is that small
_CUTS = (0.35, 0.42, 0.5, 0.58, 0.65)  # of the width of two digits that touch each other
_HALF = 0.5  # how sure both halves of them must be
_TELLING = re.compile(r"\d.*\d|[٪%٫]|\d[,٬/]|[,٬/]\d")  # more than a letter can be taken for
_MAYBE = 0.2  # how likely what stands close to a digit must be one
_LONE = 0.4  # how sure a single digit must be: many letters look like one
_ALONE = 0.2  # of the height of signs: and so much white beside it
_PITCH = 1.5  # of the height of signs: further apart are the middles of no two digits of a number
_INSIDE = 0.6  # of the height of signs: so much white may be around a comma in a number, behind one there is more
_GAP = 0.35  # of the distance of digits: wider white may part two numbers
_SPACE = 0.2  # of the height of signs: narrower white parts no two numbers, however narrow the digits
_CELL = 0.95  # of the white between two cells: so much parts two numbers in any font
_NEARER = 0.6  # of the white before it: a sign so close to a letter belongs to its word
_WIDER = 1.3  # times the distance of digits: so far apart are the middles of two that belong to two numbers
_LETTER = 0.4  # of the height of signs: what is lower is no letter
_CLOSE = 0.3  # of the height of signs: no word ends at a gap this narrow
_CROWDED = 0.5  # how sure a number is beside which a letter stands so close
_SMALLER = 0.75  # of the size of the picture: its signs are cut and seen a little differently
_STOP = 0.1  # how likely a zero before a whole number must be a full stop to be taken for one
_LEADING = re.compile(f"{ARABIC[0]}[{ARABIC}]{{1,4}}")
_NO_DIGIT = re.compile(r"\D")
_ZERO = 0.9  # how sure a zero must be that is a number of its own
_MARK = 0.8  # how sure a mark behind a word must be
_EDGE = 2  # pixels: the grey edge of a sign
_PERCENT = "٪%"
_WITHIN = ".,٬:/-"  # what may stand between two digits
_FIRST = frozenset("٪%،؛(")  # what stands at the left end of a number and what belongs to it
_LAST = frozenset("و)")  # and at its right end
_DIGITS = frozenset(ARABIC + LATIN + TOUCHING)
_INDICES = {script: np.array([CLASSES.index(digit) for digit in script]) for script in (ARABIC, LATIN)}
_LEAST = 1e-4  # how unlikely at most one sign makes a script
_ANY_DIGIT = [CLASSES.index(digit) for digit in ARABIC + LATIN]
_MIRRORED = str.maketrans("()", ")(")


@dataclass(frozen=True, slots=True)
class DrawnNumber:
    """A number with what stands close beside it: `visual` from left to right, and its signs' places.

    `sure` (0 to 1) is that of its most doubtful sign; `twice` tells that a smaller picture gives the same digits.
    """

    visual: str
    sure: float
    signs: tuple[Sign, ...]
    twice: bool = False

    @property
    def left(self) -> int:
        """Where it begins, in pixels."""
        return self.signs[0].left

    @property
    def right(self) -> int:
        """Where it ends, in pixels."""
        return self.signs[-1].right

    @property
    def is_arabic(self) -> bool:
        """Whether its digits are ٠ to ٩."""
        return any(sign in ARABIC for sign in self.visual)

    @property
    def text(self) -> str:
        """The number as it is read in a line of Arabic."""
        order = reading_order(list(self.visual), rtl=True, after_arabic=True)
        return "".join(self.visual[index] for index in order).translate(_MIRRORED)


class DrawnLine(NamedTuple):
    """What is found in a line: its numbers from left to right, and the marks that stand by no Arabic one.

    `spare` are single digits that are not believed because a letter stands close by.
    """

    numbers: list[DrawnNumber]
    marks: list[Mark]
    spare: list[DrawnNumber]


def drawn_in(picture: Image, cell: int) -> DrawnLine:
    """Return what is found in the picture of a line; `cell` is how many pixels of white are left between two cells."""
    described, shares = _cut_apart(picture)
    numbers, spare = _numbers(described, shares, cell)
    smaller = picture.resize([max(1, round(_SMALLER * length)) for length in picture.size])
    again = _numbers(*_cut_apart(smaller), _SMALLER * cell)[0] if numbers else []
    numbers = [replace(number, twice=any(_is_same(number, other) for other in again)) for number in numbers]
    own = {sign for number in numbers if number.is_arabic for sign in number.signs}
    own |= {sign for number in numbers for sign in _between_digits(number)}
    digits = shares[:, _ANY_DIGIT].sum(axis=1) >= _MAYBE
    marks = [
        Mark(CLASSES[int(row.argmax())], sign)
        for index, (sign, row) in enumerate(zip(described.signs, shares, strict=True))
        if sign not in own
        and CLASSES[int(row.argmax())] in MARKS
        and row.max() >= _MARK
        and not (0 < index < len(digits) - 1 and digits[index - 1] and digits[index + 1])
    ]
    return DrawnLine([number for number in numbers if not _is_dirt(number, numbers)], marks, spare)


def _is_dirt(number: DrawnNumber, numbers: Sequence[DrawnNumber]) -> bool:
    """Tell whether a lone dot is rather dirt than the number zero, which stands among other numbers."""
    if _NO_DIGIT.sub("", number.visual) != ARABIC[0]:
        return False
    others = any(other.is_arabic and other is not number for other in numbers)
    return not (others and number.twice and number.sure >= _ZERO)


def _is_same(number: DrawnNumber, smaller: DrawnNumber) -> bool:
    """Tell whether a number of a smaller picture has the same digits at the same place."""
    across = min(number.right, smaller.right / _SMALLER) - max(number.left, smaller.left / _SMALLER)
    digits, others = (_NO_DIGIT.sub("", own.visual) for own in (number, smaller))
    return digits == others and 2 * across > number.right - number.left


def _between_digits(number: DrawnNumber) -> Sequence[Sign]:
    """The signs of a number from its first digit to its last."""
    places = [place for place, sign in enumerate(number.visual) if sign in _DIGITS]
    spare = len(number.visual) - len(number.signs)  # signs that are spelt as one
    return number.signs[places[0] : places[-1] + 1 - min(0, spare)]


def _numbers(described: Described, shares: Floats, cell: float) -> tuple[list[DrawnNumber], list[DrawnNumber]]:
    """The numbers of a line, and the single digits that are not believed."""
    signs = described.signs
    known = _known(signs, shares, described.size)
    found: list[DrawnNumber] = []
    spare: list[DrawnNumber] = []
    for start, end in _runs(signs, known, described.size, cell):
        visual, sure = _read(known[start:end], shares[start:end])
        white = _white(signs, known, start, end, described.size)
        if not _TELLING.search(visual) and (white < _ALONE * described.size or sure < _LONE):
            spare.append(DrawnNumber(visual, sure, signs[start:end]))  # a letter, or a full stop
            continue
        sure *= 1.0 if white > _CLOSE * described.size else _CROWDED
        found.append(DrawnNumber(visual, sure, signs[start:end]))
    return found, spare


def _cut_apart(picture: Image) -> tuple[Described, Floats]:
    """The signs of a line without dirt; digits that touch each other are cut where the halves are likeliest digits."""
    described = describe(picture)
    shares = likelihoods(described)
    for index in reversed(range(len(described.signs))):
        if CLASSES[int(shares[index].argmax())] != TOUCHING:
            continue
        trials = [cut(picture, described, index, share) for share in _CUTS]
        read = [likelihoods(trial) for trial in trials]
        sure = [float(row[index : index + 2, _ANY_DIGIT].max(axis=1).min()) for row in read]
        best = int(np.argmax(sure))
        if sure[best] >= _HALF:
            described, shares = trials[best], read[best]
    large = [max(sign.right - sign.left, sign.height) > _DIRT * described.size for sign in described.signs]
    signs = tuple(sign for sign, kept in zip(described.signs, large, strict=True) if kept)
    return replace(described, signs=signs), shares[np.array(large, dtype=bool)]


def _known(signs: Sequence[Sign], shares: Floats, size: float) -> list[str]:
    """What each sign is likeliest to be; what stands close to a digit is rather one, or a mark between two."""
    known = [CLASSES[index] for index in shares.argmax(axis=1)]
    for index, sign in enumerate(known):
        digits = shares[index, _ANY_DIGIT]
        beside = [place for place in (index - 1, index + 1) if 0 <= place < len(known) and known[place] in _DIGITS]
        close = any(_between(signs[index], signs[place]) < _CLOSE * size for place in beside)
        if sign == OTHER and close and digits.sum() >= _MAYBE:
            known[index] = (ARABIC + LATIN)[int(digits.argmax())]
    for index in range(1, len(signs) - 1):
        enclosed = {known[index - 1], known[index + 1]} <= _DIGITS
        white = signs[index + 1].left - signs[index - 1].right - (signs[index].right - signs[index].left)
        widest = size if known[index] == OTHER else _INSIDE * size
        if known[index] in (OTHER, "،") and enclosed and signs[index].height < size and white < widest:
            known[index] = max(_WITHIN, key=lambda sign: shares[index, CLASSES.index(sign)])
    return known


def _runs(signs: Sequence[Sign], known: Sequence[str], size: float, cell: float) -> Iterator[tuple[int, int]]:
    """The stretches of neighbouring signs that make a number, with what stands close beside it."""
    pitch = _pitch(signs, known, size)
    start = 0
    for end in range(1, len(signs) + 1):
        together = end < len(signs) and _belong(known[end - 1], known[end])
        in_cell = end < len(signs) and signs[end].left - signs[end - 1].right < _CELL * cell
        if together and in_cell and not _apart(signs[end - 1], signs[end], pitch, size):
            continue
        if any(sign in _DIGITS for sign in known[start:end]):
            yield _without_letters(signs, known, start, end, size)
        start = end


def _without_letters(signs: Sequence[Sign], known: Sequence[str], start: int, end: int, size: float) -> tuple[int, int]:
    """A run without a letter at one of its ends that was taken for a digit: it stands closer to other letters."""
    for own, inner, outer in ((start, start + 1, start - 1), (end - 1, end - 2, end)):
        if end - start < 2 or not 0 <= outer < len(signs) or known[outer] != OTHER or known[own] not in _DIGITS:
            continue
        white = _between(signs[own], signs[inner])
        if white > _SPACE * size and _between(signs[own], signs[outer]) < _NEARER * white:
            start, end = start + (own == start), end - (own == end - 1)
    return start, end


def _belong(before: str, behind: str) -> bool:
    """Tell whether two neighbouring signs may stand in one number."""
    if before == behind and before in _PERCENT:
        return True  # its rings beside its stroke
    return OTHER not in (before, behind) and before not in _LAST and behind not in _FIRST


def _pitch(signs: Sequence[Sign], known: Sequence[str], size: float) -> float:
    """How far the middles of a number's digits are apart on this line at most, in pixels."""
    steps = [
        second.middle - first.middle
        for (first, second), kinds in zip(pairwise(signs), pairwise(known), strict=True)
        if _DIGITS.issuperset(kinds) and second.left - first.right < size
    ]
    near = [step for step in steps if step <= _WIDER * np.median(steps)]
    return min(_PITCH * size, float(np.percentile(near, 80))) if near else size


def _apart(first: Sign, second: Sign, pitch: float, size: float) -> bool:
    """Tell whether the white between two signs is that between words: a narrow digit has white of its own."""
    return (
        second.left - first.right > max(_GAP * pitch, _SPACE * size) and second.middle - first.middle > _WIDER * pitch
    )


def _read(known: Sequence[str], shares: Floats) -> tuple[str, float]:
    """The likeliest signs, their digits of one script, and how sure the most doubtful one between two digits is."""
    rows = shares[[sign in ARABIC + LATIN for sign in known]]
    scripts = np.log(np.stack([rows[:, _INDICES[script]].sum(axis=1) for script in (ARABIC, LATIN)]) + _LEAST)
    script = (ARABIC, LATIN)[int(scripts.sum(axis=1).argmax())]
    signs, sure = [], []
    for sign, row in zip(known, shares, strict=True):
        if sign in _DIGITS:
            digit = int(row[_INDICES[script]].argmax())
            signs.append(script[digit])
            shapes = sum(float(row[_INDICES[own][digit]]) for own in (ARABIC, LATIN))  # some look the same in both
            sure.append(0.0 if sign == TOUCHING else shapes)
        else:
            signs.append(sign)
            sure.append(float(row[CLASSES.index(sign)]))
    if _LEADING.fullmatch("".join(signs)) and shares[0][CLASSES.index(".")] >= _STOP:
        signs[0] = "."
    places = [place for place, sign in enumerate(signs) if sign in _DIGITS]
    return spelt("".join(signs)), min(sure[places[0] : places[-1] + 1])


def _white(signs: Sequence[Sign], known: Sequence[str], start: int, end: int, size: float) -> float:
    """The least white in pixels between a number and a letter beside it."""
    beside = [(start, start - 1)] if start else []
    beside += [(end - 1, end)] if end < len(signs) else []
    whites = [
        _between(signs[own], signs[other])
        for own, other in beside
        if known[other] == OTHER and signs[other].height >= _LETTER * size
    ]
    return min(whites, default=size)


def _between(first: Sign, second: Sign) -> int:
    """The white between two signs in pixels, below zero where they overlap."""
    return max(first.left, second.left) - min(first.right, second.right)


def without(picture: Image, signs: Iterable[Sign]) -> Image:
    """Return the picture of a line with white in place of these signs."""
    white = picture.copy()
    for sign in signs:
        white.paste(255, (sign.left - _EDGE, sign.top - _EDGE, sign.right + _EDGE, sign.bottom + _EDGE))
    return white
