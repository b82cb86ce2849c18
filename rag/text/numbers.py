"""The numbers that a text may be found by, in one normal form; whether it states them is for `rag.text.comparable`.

"33.443", "33 443" and "٣٣٬٤٤٣" are all "33443"; "cinq" and "خمس" are "5"; "14-27" is both 14 and 27.

A separator before a group of exactly three digits groups thousands, as the reports of this field write them; any
other one is a decimal sign. "One" is left out: in all three languages it is first of all an article.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from rag.text.normalise import fold
from rag.text.number_words import is_number_word, read_number
from rag.text.units import without_percent

# Digits with thousands groups (one kind of separator throughout), or digits with an optional decimal part.
_NUMBER = re.compile(r"(?<!\d)(?:\d{1,3}([ .,'])\d{3}(?:\1\d{3})*(?![.,]?\d)|(?<!\d[.,])\d+[.,]\d+(?![.,]?\d)|\d+)")
_DIGITS = {code: str(unicodedata.digit(chr(code))) for code in range(0x10000) if chr(code).isdecimal()} | {
    ord("٬"): ",",
    ord("٫"): ".",
    ord("’"): "'",
    ord("\u00a0"): " ",
    ord("\u202f"): " ",
}
_WORD = re.compile(r"[^\W\d_]+")
_NEIGHBOURS = re.compile(r"[ -]+")


@lru_cache(maxsize=20_000)
def numbers(text: str) -> frozenset[str]:
    """Return the numbers of `text` in normal form: ASCII digits, no grouping, "." before decimals, no leading zeros."""
    return figures(text) | frozenset(_in_words(without_percent(fold(text))))


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


def _in_words(folded: str) -> Iterator[str]:
    """Return the values of the numbers written in words."""
    words = list(_WORD.finditer(folded))
    position = 0
    while position < len(words):
        if not is_number_word(words[position].group()):
            position += 1
            continue
        end = position + 1
        while end < len(words) and _NEIGHBOURS.fullmatch(folded, words[end - 1].end(), words[end].start()):
            end += 1
        number = read_number([word.group() for word in words[position:end]])
        if number:
            yield str(number[0])
        position += number[1] if number else 1
