"""Whether the text of a page can be what stands on it: signs of a broken text layer, told from the text alone.

A font without a table of its letters, letters in reverse, words torn apart or run together, digits that another way of
reading the page does not find. The signs do not say what the right text is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from string import ascii_lowercase

from rag.text.normalise import fold

_WORD = re.compile(r"[^\W\d_]+")
_ARABIC_WORD = re.compile("[\u0621-\u064a]{4,}")
_NUMBER = re.compile(r"\d+")
_ROW_OF_NUMBERS = re.compile(r"\d+(?: \d+){1,11}")
_ARABIC_LETTERS = re.compile("[\u0621-\u064a]+")
# No word has an alef before an alef with a sign on it; those with "لا" in them do where their letters are turned round.
_TURNED_LAM = re.compile("[اأإآ][أإآ]|اال")
# Arabic vowel signs, which are no letters: what parts two of them is not the end of a word.
_VOWEL_SIGNS = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed]")
_SIGN_INSIDE = re.compile("(?<=[\u0621-\u064a])[؝؟؛](?=[\u0621-\u064a])")
_FEW = 3
_MISPRINTS = 0.01  # of the words
_VOWELS = frozenset("aeiouy")
_ENOUGH = 12  # words below which shares mean nothing
_LONGEST = 30  # letters
_LONE_ARABIC = frozenset("وبكلفسأ")  # letters that may stand by themselves where a writer leaves a space


class Doubt(StrEnum):
    """What may be wrong with a page."""

    EMPTY = "it has no text"
    REVERSED = "its Arabic words are in reverse"
    TURNED_LIGATURES = "the letters of its ligatures are in reverse"
    UNKNOWN_LETTERS = "some of its letters are unknown"
    WRONG_LETTERS = "the file's own table of its letters is wrong"
    SLOPED = "its words slope, as in Nastaliq, and its letters may be out of order"
    BROKEN_WORDS = "its words are torn apart or run together"
    NO_WORDS = "its letters make no words"
    PICTURE = "it is a picture with hardly any text on it"
    NUMBERS = "its numbers are read differently by another program"


@dataclass(frozen=True, slots=True)
class Verdict:
    """How sure a page's text is, 0 to 1, and why not more."""

    confidence: float
    doubts: tuple[Doubt, ...] = ()


_WORTH = {
    Doubt.EMPTY: 0.0,
    Doubt.REVERSED: 0.1,
    Doubt.TURNED_LIGATURES: 0.3,
    Doubt.UNKNOWN_LETTERS: 0.4,
    Doubt.BROKEN_WORDS: 0.5,
    Doubt.NO_WORDS: 0.2,
    Doubt.PICTURE: 0.1,
    Doubt.NUMBERS: 0.8,
}


def judge(text: str, others: Iterable[str] = ()) -> Verdict:
    """Judge the text of one page; `others` are the same page as other programs read it, for its numbers.

    They are taken one after another and only as far as needed.
    """
    if not text.strip():
        return Verdict(0.0, (Doubt.EMPTY,))
    bare = _VOWEL_SIGNS.sub("", text)
    signs = {
        Doubt.REVERSED: is_reversed(bare),
        Doubt.TURNED_LIGATURES: _has_turned_ligatures(bare),
        Doubt.UNKNOWN_LETTERS: _unknown(text) > 0 or _has_signs_inside(bare),
        Doubt.BROKEN_WORDS: _is_torn(bare),
        Doubt.NO_WORDS: _has_no_words(text),
        Doubt.NUMBERS: bool(missing_numbers(text, others)),
    }
    doubts = tuple(doubt for doubt, present in signs.items() if present)
    return Verdict(min((_WORTH[doubt] for doubt in doubts), default=0.99), doubts)


def is_reversed(text: str) -> bool:
    """Tell whether Arabic words stand in reverse: a third begins with the article, in reverse they end in it."""
    words = _ARABIC_WORD.findall(_VOWEL_SIGNS.sub("", unicodedata.normalize("NFKC", text)))
    begin = sum(word.startswith("ال") for word in words)
    end = sum(word.endswith("لا") for word in words)
    return bool(end >= 3 and end > 2 * begin)


def _has_turned_ligatures(text: str) -> bool:
    """Tell whether lam and alef are turned round: "الأولى" is read as "األولى", and "الاجتماع" as "االجتماع"."""
    return _is_common(_TURNED_LAM, text)


def _has_signs_inside(text: str) -> bool:
    """Tell whether signs stand between Arabic letters, as they do for ligatures to which a file gives a wrong name."""
    return _is_common(_SIGN_INSIDE, text)


def missing_numbers(text: str, others: Iterable[str]) -> frozenset[str]:
    """The digit strings of `text` that occur in none of the others; none when there are no others.

    Other programs run the cells of a table together: numbers side by side may also occur as one.
    """
    missing = _numbers(text)
    compared = False
    for other in others:
        compared = True
        missing -= (found := _numbers(other))
        if missing:
            missing -= (found := found | _turned_numbers(other))
        if missing:
            joined = _side_by_side(text)
            missing -= {number for whole in found & joined.keys() for number in joined[whole]}
        if not missing:
            break
    return missing if compared else frozenset()


def _side_by_side(text: str) -> dict[str, list[str]]:
    """What neighbouring numbers with nothing but space between them would make as one, with the numbers themselves."""
    joined: dict[str, list[str]] = {}
    for row in _ROW_OF_NUMBERS.findall(fold(text)):
        numbers = row.split()
        for start in range(len(numbers)):
            for end in range(start + 2, len(numbers) + 1):
                part = numbers[start:end]
                joined["".join(part)] = joined["".join(part[::-1])] = part
    return joined


def _numbers(text: str) -> frozenset[str]:
    return frozenset(_NUMBER.findall(fold(text)))


def _turned_numbers(text: str) -> frozenset[str]:
    """Numbers in Arabic digits, turned round: other programs take those digits for letters that run to the left."""
    return frozenset(fold(number)[::-1] for number in _NUMBER.findall(text) if not number.isascii())


def _is_common(sign: re.Pattern[str], text: str) -> bool:
    """Tell whether a sign of damage occurs in more Arabic words than misprints make likely."""
    count = len(sign.findall(text))
    return count >= _FEW and count > _MISPRINTS * len(_ARABIC_LETTERS.findall(text))


def _unknown(text: str) -> int:
    unknown = {char for char in set(text) if char == "\ufffd" or unicodedata.category(char) in ("Co", "Cn")}
    return sum(map(text.count, unknown - {"\uf0b7"}))


def _is_torn(text: str) -> bool:
    words = _WORD.findall(unicodedata.normalize("NFC", text))
    if len(words) < _ENOUGH:
        return False
    lone = sum(len(word) == 1 and word not in _LONE_ARABIC and not word.isupper() for word in words)
    endless = sum(len(word) > _LONGEST for word in words)
    return lone > 0.3 * len(words) or endless > 0.05 * len(words)


def _has_no_words(text: str) -> bool:
    """Tell whether Latin letters have hardly any vowels or hardly anything else, as when a font maps them at random."""
    folded = fold(text)
    letters, vowels = (sum(map(folded.count, signs)) for signs in (ascii_lowercase, _VOWELS))
    return letters >= 10 * _ENOUGH and not 0.2 <= vowels / letters <= 0.65
