"""The numbers that a text states, in one normal form.

"33.443", "33 443" and "٣٣٬٤٤٣" are all "33443"; "cinq" and "خمس" are "5".

A separator before a group of exactly three digits groups thousands, as the reports of this field write them; any
other one is a decimal sign. "One" is left out: in all three languages it is first of all an article.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from rag.text.normalise import fold

# Digits with thousands groups (one kind of separator throughout), or digits with an optional decimal part.
_NUMBER = re.compile(r"(?<!\d)(?:\d{1,3}([ .,'])\d{3}(?:\1\d{3})*(?![.,]?\d)|(?<!\d[.,])\d+[.,]\d+(?![.,]?\d)|\d+)")
_DIGITS = {code: str(unicodedata.digit(chr(code))) for code in range(0x10000) if chr(code).isdecimal()} | {
    ord("٬"): ",",
    ord("٫"): ".",
    ord("’"): "'",
    ord("\u00a0"): " ",
    ord("\u202f"): " ",
}
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")

_WORDS: dict[str, tuple[str, ...]] = {
    "2": ("deux", "two", "اثنان", "اثنين", "اثنتان", "اثنتين"),
    "3": ("trois", "three", "ثلاث", "ثلاثة"),
    "4": ("quatre", "four", "أربع", "أربعة"),
    "5": ("cinq", "five", "خمس", "خمسة"),
    "6": ("six", "ست", "ستة"),
    "7": ("sept", "seven", "سبع", "سبعة"),
    "8": ("huit", "eight", "ثماني", "ثمانية", "ثمان"),
    "9": ("neuf", "nine", "تسع", "تسعة"),
    "10": ("dix", "ten", "عشر", "عشرة"),
    "11": ("onze", "eleven"),
    "12": ("douze", "twelve"),
    "13": ("treize", "thirteen"),
    "14": ("quatorze", "fourteen"),
    "15": ("quinze", "fifteen"),
    "16": ("seize", "sixteen"),
    "17": ("dix-sept", "seventeen"),
    "18": ("dix-huit", "eighteen"),
    "19": ("dix-neuf", "nineteen"),
    "20": ("vingt", "twenty", "عشرون", "عشرين"),
    "30": ("trente", "thirty", "ثلاثون", "ثلاثين"),
    "40": ("quarante", "forty", "أربعون", "أربعين"),
    "50": ("cinquante", "fifty", "خمسون", "خمسين"),
    "60": ("soixante", "sixty", "ستون", "ستين"),
    "70": ("soixante-dix", "seventy", "سبعون", "سبعين"),
    "80": ("quatre-vingts", "quatre-vingt", "eighty", "ثمانون", "ثمانين"),
    "90": ("quatre-vingt-dix", "ninety", "تسعون", "تسعين"),
    "100": ("cent", "hundred", "مائة", "مئة"),
}
_VALUE_OF_WORD = {fold(word): value for value, forms in _WORDS.items() for word in forms}


@lru_cache(maxsize=20_000)
def numbers(text: str) -> frozenset[str]:
    """Return the numbers of `text` in normal form: ASCII digits, no grouping, "." before decimals, no leading zeros."""
    return figures(text) | frozenset(
        _VALUE_OF_WORD[word] for word in _WORD.findall(fold(text)) if word in _VALUE_OF_WORD
    )


def figures(text: str) -> frozenset[str]:
    """Return only the numbers that `text` writes in digits, in the same normal form."""
    return frozenset(_normal(match) for match in _NUMBER.finditer(fold(text)))


def stated_figures(text: str) -> list[tuple[str, int, int]]:
    """Return (number in normal form, start, end) of each number that `text` writes in digits, in order."""
    # One character for one, so that the places are those of the text itself.
    plain = text.translate(_DIGITS)
    return [(_normal(match), *match.span()) for match in _NUMBER.finditer(plain)]


def _normal(match: re.Match[str]) -> str:
    if match.group(1):
        return match.group().replace(match.group(1), "").lstrip("0") or "0"
    whole, _, decimals = match.group().replace(",", ".").partition(".")
    whole = whole.lstrip("0") or "0"
    return f"{whole}.{decimals}" if decimals else whole
