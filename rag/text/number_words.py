"""Numbers written as words in French, English and Arabic, read as their value: "dix-sept" 17, "خمسة وعشرون" 25.

Whole numbers below a billion, as sentences write them. "One" alone is no number here, because in all three languages it
is first of all an article; neither are ordinals ("fifth", "cinquième", "خامس").
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from rag.text.names import is_arabic
from rag.text.normalise import fold

_UNITS = {
    0: "zero zéro صفر",
    2: "deux two اثنان اثنين اثنتان اثنتين اثنا اثني اثنتا اثنتي",
    3: "trois three ثلاث ثلاثة",
    4: "quatre four أربع أربعة",
    5: "cinq five خمس خمسة",
    6: "six ست ستة",
    7: "sept seven سبع سبعة",
    8: "huit eight ثمان ثماني ثمانية",
    9: "neuf nine تسع تسعة",
    10: "dix ten عشر عشرة",
    11: "onze eleven",
    12: "douze twelve",
    13: "treize thirteen",
    14: "quatorze fourteen",
    15: "quinze fifteen",
    16: "seize sixteen",
    17: "seventeen",
    18: "eighteen",
    19: "nineteen",
    20: "vingt vingts twenty عشرون عشرين",
    30: "trente thirty ثلاثون ثلاثين",
    40: "quarante forty أربعون أربعين",
    50: "cinquante fifty خمسون خمسين",
    60: "soixante sixty ستون ستين",
    70: "septante seventy سبعون سبعين",
    80: "huitante octante eighty ثمانون ثمانين",
    90: "nonante ninety تسعون تسعين",
    200: "مائتا مئتا مائتان مائتين مئتان مئتين",
    **{
        n * 100: f"{stem}مائة {stem}مئة"
        for n, stem in zip(range(3, 10), "ثلاث أربع خمس ست سبع ثمان تسع".split(), strict=True)
    },
}
_SCALES = {
    100: "hundred cent cents مائة مئة",
    1_000: "thousand mille ألف آلاف ألفا",
    1_000_000: "million millions مليون ملايين مليونا",
    1_000_000_000: "billion billions milliard milliards مليار مليارات مليارا",
}
_VALUES = {fold(word): value for value, words in _UNITS.items() for word in words.split()}
SCALES = {fold(word): scale for scale, words in _SCALES.items() for word in words.split()}
ONES = frozenset(fold(word) for word in "un une one واحد واحدة أحد إحدى".split())

# The feminine of six spells other words once a preposition is attached (لست, "I am not").
_NO_PREPOSITION = frozenset({"ست"})
_DUALS = {
    fold(word): scale
    for word, scale in (("ألفان", 1_000), ("ألفين", 1_000), ("مليونان", 1_000_000), ("مليونين", 1_000_000))
}
# At the head of a number the dual of a thousand; after another number its accusative: "12 ألفا".
_TWO_THOUSAND = fold("ألفا")
# Arabic says "one million" without "one".
_ALONE = frozenset(map(fold, ("مليون", "مليار")))
_HUNDRED_AND = frozenset({"and"})


@lru_cache(maxsize=50_000)
def is_number_word(word: str) -> bool:
    """Tell whether a folded word can stand in a number, clitics apart."""
    bare, _ = _without_clitics(word, linkable=True)
    return _is_known(bare)


def read_number(words: Sequence[str]) -> tuple[int, int] | None:
    """Return the value of the number at the head of folded `words`, and how many words it takes; None if there is none.

    `words` must be neighbours: nothing but spaces and hyphens between them.
    """
    reader = _Reader()
    taken = 0
    position = 0
    while position < len(words):
        if reader.started and _is_link(words, position, reader):
            position += 1
        if position == len(words) or not reader.take(words[position], words[position + 1 : position + 2]):
            break
        position += 1
        taken = position
    return (reader.value, taken) if reader.started else None


def value_of(word: str) -> int | None:
    """Return the number that one folded word, or several parted by spaces, says in digits or letters; else None."""
    if word.isdecimal():
        return int(word)
    said = read_number(word.split())
    return said[0] if said else None


def _is_link(words: Sequence[str], position: int, reader: _Reader) -> bool:
    following = words[position + 1] if position + 1 < len(words) else ""
    if words[position] in _HUNDRED_AND:
        return (reader.small >= 100 or (reader.total > 0 and not reader.small)) and (
            following in _VALUES or following in ONES
        )
    # "vingt et un", "soixante et onze": nowhere else does "et" stand inside a number.
    return words[position] == "et" and reader.small % 100 in range(20, 71, 10) and following in ONES | {"onze"}


class _Reader:
    """Adds up number words from left to right, refusing a word that cannot continue the number."""

    def __init__(self) -> None:
        self.started = False
        self.total = 0
        self.small = 0  # what stands below the next scale word

    @property
    def value(self) -> int:
        return self.total + self.small

    def take(self, word: str, following: Sequence[str]) -> bool:
        word, linked = _without_clitics(word, self.started)
        if word in _DUALS or (word == _TWO_THOUSAND and not self.started):
            taken = self._dual(_DUALS.get(word, 1_000))
        elif word in SCALES:
            taken = self._scale(SCALES[word], alone=word in _ALONE)
        elif word in ONES:
            taken = self._one(following)
        else:
            taken = word in _VALUES and self._add(_VALUES[word], word, linked)
        self.started = self.started or taken
        return taken

    def _dual(self, scale: int) -> bool:
        if self.small:
            return False
        self.small = 2
        self.started = True
        return self._scale(scale)

    def _scale(self, scale: int, *, alone: bool = False) -> bool:
        if scale == 100 and 10 < self.small < 100 and self.small % 10 and not self.total:
            # "fifteen hundred", "quinze cents"
            self.small *= 100
            return True
        if scale == 100 and (self.small >= 10 or not self.started):
            # "cent" and "hundred" alone stand for one hundred only where they open the number.
            if self.started and self.small:
                return False
            self.small = 100
            return True
        if scale == 100:
            self.small = max(self.small, 1) * 100
            return True
        if not self.started and scale > 1_000 and not alone:
            return False
        if self.total and self.total % (scale * 1_000):
            return False
        self.total += max(self.small, 1) * scale
        self.small = 0
        return True

    def _one(self, following: Sequence[str]) -> bool:
        if self.started:
            return self._add(1, "", linked=False)
        follows = _without_clitics(following[0], linkable=True)[0] if following else ""
        # "one hundred", "un million", "أحد عشر", "واحد وعشرون"
        if follows in SCALES or (following and _VALUES.get(follows, 0) in range(10, 100, 10) and is_arabic(follows)):
            self.small = 1
            return True
        return False

    def _add(self, value: int, word: str, linked: bool) -> bool:
        if not self.started:
            self.small = value
            return True
        tail = self.small % 100
        fits = (
            (tail == 0 and (self.small >= 100 or self.total > 0) and value < (100 if self.small else 1_000))
            or (tail in range(20, 100, 10) and 0 < value < 10)
            or (tail in (60, 80) and 10 <= value < 20 and not linked)
            or (tail in (10, 70, 90) and value in (7, 8, 9) and not is_arabic(word))
            or (0 < tail < 10 and value == 10 and is_arabic(word) and not linked)
            or (0 < tail < 10 and linked and value in range(20, 100, 10))
        )
        if fits:
            self.small += value
        elif tail == 4 and word in ("vingt", "vingts"):
            self.small += 76
        else:
            return False
        return True


def _is_known(word: str) -> bool:
    return word in _VALUES or word in SCALES or word in ONES or word in _DUALS


def _without_clitics(word: str, linkable: bool) -> tuple[str, bool]:
    """Cut "and", a preposition and the article off an Arabic number word; also says whether there was an "and"."""
    if not is_arabic(word) or _is_known(word):
        return word, False
    bare, linked = (word[1:], linkable) if word.startswith(("و", "ف")) else (word, False)
    for prefix in ("", "ال", "بال", "لل", "ب", "ل", "ك"):
        rest = bare.removeprefix(prefix) if bare.startswith(prefix) else ""
        if _is_known(rest) and not (rest in _NO_PREPOSITION and prefix in ("ب", "ل", "ك")):
            return rest, linked
    return word, False
