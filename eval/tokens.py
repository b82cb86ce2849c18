"""Text → tokens for comparing an answer with what it must contain: words, whole numbers, months, percent signs.

"33.443", "33 443", "٣٣٬٤٤٣" and "trente-trois mille quatre cent quarante-trois" are one token, "33443"; "9 %",
"9 pour cent" and "٩ في المائة" are two, "9" and "%"; "August 13, 2020" and "13 آب/أغسطس 2020" are three, "13", month 8,
"2020". It does not stem and does not translate.

A separator before a group of exactly three digits groups thousands; any other is a decimal sign. Figures tied together
("14-27", "5+5", "10:30", "13/08/2020") are one token, unless they are years; so is the figure in a name ("COVID-19").
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from eval.dates import AMBIGUOUS, month_at
from eval.number_words import SCALES, read_number
from rag.text.normalise import fold, tidy

PERCENT = "%"

_SUPERSCRIPT = re.compile("[⁰¹²³⁴-⁹]")
_NUMERO = re.compile(r"\b[nN][º°]\s*|№\s*")
_DASHES = re.compile("[‐‑‒–—―−﹣-]")
_TANWIN = re.compile("\u064bا|ا\u064b")
_PERCENT_PHRASES = re.compile(
    r"(?<!\w)(?:pour[ -]?cent|per ?cent|pourcent|"
    + "|".join(map(fold, ("(?:في |ب)المائة", "(?:في |ب)المئة")))
    + r")(?!\w)"
)
_PART = r"\d+(?:[.,]\d+)*"
_ARABIC = "\u0620-\u065f\u0671-\u06d3\u06d5\u06fa-\u06fc"
_SCAN = re.compile(
    rf"""
      (?P<iso>(?<![\d-])(?P<year>[12]\d{{3}})-(?P<month>0[1-9]|1[0-2])-(?P<day>[0-3]\d)(?![\d-]))
    | (?P<compound>{_PART}(?:(?:[-/:]|[ ]?[+][ ]?){_PART})+)
    | (?P<figure>[1-9]\d{{0,2}}(?P<group>[ .,'])\d{{3}}(?:(?P=group)\d{{3}})*(?:[.,]\d+)?(?!\d|[.,']\d)
        | \d+(?:[.,]\d+)*)
      (?:(?P<ordinal>er|ere|re|eme|ieme|e|nd|nde|st|rd|th)\b|(?P<glued>[^\W\d_{_ARABIC}][^\W_{_ARABIC}]*))?
    | (?P<word>[{_ARABIC}]+|[^\W\d_{_ARABIC}][^\W_{_ARABIC}]*)
      (?P<suffix>-\d+\b)?
    | (?P<percent>%)
    """,
    re.VERBOSE,
)
_THOUSANDS = re.compile(r"[1-9]\d{0,2}([ .,'])\d{3}(?:\1\d{3})*(?:[.,]\d+)?")
_ARABIC_PREFIXES = frozenset({"و", "ف", "ب", "ل", "ك", "ال", "وال", "بال", "لل"})
_AND = frozenset({"et", "and", "و"})
_OF = frozenset({"of", "de", "d", "من"})


class Token(NamedTuple):
    """A unit of comparison: `key` is its normal form; `joined` says that only spaces or hyphens stand before it."""

    key: str
    raw: str
    kind: str
    joined: bool = False


@lru_cache(maxsize=20_000)
def tokens(text: str) -> tuple[Token, ...]:
    """Return the tokens of `text` in order."""
    return tuple(_dates(_numbers(_scan(_prepared(text)))))


def _prepared(text: str) -> str:
    text = _TANWIN.sub("", _NUMERO.sub(" no ", _SUPERSCRIPT.sub("", tidy(text))))
    return _PERCENT_PHRASES.sub(PERCENT, _DASHES.sub("-", fold(text)))


def _scan(text: str) -> list[Token]:
    found: list[Token] = []
    end = 0
    for match in _SCAN.finditer(text):
        joined = not text[end : match.start()].strip(" -\n\t")
        found.extend(token._replace(joined=joined) for token in _tokens_of(match))
        end = match.end()
    return found


def _tokens_of(match: re.Match[str]) -> list[Token]:
    if match["iso"]:
        return [
            _number(match["day"]),
            Token(f"month {int(match['month'])}", match["month"], "month"),
            _number(match["year"]),
        ]
    if match["compound"]:
        compound = match["compound"].replace(" ", "")
        parts = re.split("[-+/:]", compound)
        if all(_is_year(part) for part in parts):
            return [_number(part) for part in parts]
        return [Token(compound, compound, "name")]
    if match["figure"]:
        if match["glued"]:
            return [Token(match.group(), match.group(), "word")]
        return [_number(match["figure"], "ordinal" if match["ordinal"] else "number")]
    if match["percent"]:
        return [Token(PERCENT, PERCENT, "percent")]
    return _word(match["word"], (match["suffix"] or "")[1:])


def _word(word: str, figure: str) -> list[Token]:
    """Return a word and the figure tied to it by a hyphen: part of a name, unless it is a year or the word a prefix."""
    first = Token(word, word, "word")
    if not figure:
        return [first]
    if _is_year(figure) or word in _ARABIC_PREFIXES:
        return [first, _number(figure)]
    return [first, Token(f"-{figure}", f"-{figure}", "name")]


def _is_year(figure: str) -> bool:
    return re.fullmatch(r"[12]\d{3}", figure) is not None


def _number(figure: str, kind: str = "number") -> Token:
    grouped = _THOUSANDS.fullmatch(figure)
    if grouped:
        figure = figure.replace(grouped[1], "")
    value = figure.replace(",", ".")
    if value.count(".") > 1:
        return Token(figure, figure, "name")
    whole, _, decimals = value.partition(".")
    whole, decimals = whole.lstrip("0") or "0", decimals.rstrip("0")
    key = f"{whole}.{decimals}" if decimals else whole
    key = f"{key}°" if kind == "ordinal" else key
    return Token(key, key, kind)


def _numbers(found: list[Token]) -> list[Token]:
    """Replace number words by their value, and figures before "thousand" or "million" by the product."""
    read: list[Token] = []
    position = 0
    while position < len(found):
        token = found[position]
        number = read_number(_run(found, position)) if token.kind == "word" else None
        if number:
            value, length = number
            read.append(Token(str(value), str(value), "number", token.joined))
            position += length
        elif token.kind == "number" and position + 1 < len(found) and _multiplies(found[position + 1]):
            read.append(_times(token, found[position + 1].key))
            position += 2
        else:
            read.append(token)
            position += 1
    return read


def _multiplies(token: Token) -> bool:
    return token.kind == "word" and token.joined and SCALES.get(token.key, 0) >= 1_000


def _times(number: Token, multiplier: str) -> Token:
    key = _number(f"{float(number.key) * SCALES[multiplier]:f}").key
    return number._replace(key=key, raw=key)


def _run(found: list[Token], start: int) -> list[str]:
    """Return the words from `start` on that nothing but spaces and hyphens separates."""
    end = start + 1
    while end < len(found) and found[end].kind == "word" and found[end].joined:
        end += 1
    return [token.key for token in found[start:end]]


def _dates(found: list[Token]) -> list[Token]:
    """Give months one name in all languages, put the day before the month, and read ordinals in dates as days."""
    named = _days_joined(_months(found))
    dated: list[Token] = []
    for position, token in enumerate(named):
        month_near = any(other.kind == "month" for other in (*dated[-1:], *named[position + 1 : position + 4]))
        read = _as_day(token) if token.kind == "ordinal" and month_near else token
        if _is_day(read) and dated and dated[-1].kind == "month" and not (len(dated) > 1 and _is_day(dated[-2])):
            dated.insert(-1, read)
        else:
            dated.append(read)
    return dated


def _months(found: list[Token]) -> list[Token]:
    words = [token.key if token.kind == "word" else "" for token in found]
    named: list[Token] = []
    position = 0
    while position < len(found):
        month = month_at(words, position)
        if not month or (words[position] in AMBIGUOUS and not _has_figure_beside(found, position)):
            named.append(found[position])
            position += 1
            continue
        number, length = month
        token = Token(f"month {number}", " ".join(words[position : position + length]), "month")
        while len(named) > 1 and named[-1].key in _OF and named[-2].kind in ("number", "ordinal"):
            named.pop()
        # "آب/أغسطس" names one month twice.
        if not named or named[-1].key != token.key:
            named.append(token)
        position += length
    return named


def _has_figure_beside(found: list[Token], position: int) -> bool:
    figures = ("number", "ordinal")
    before = position > 0 and found[position].joined and found[position - 1].kind in figures
    after = position + 1 < len(found) and found[position + 1].joined and found[position + 1].kind in figures
    # Arabic writes two names of one month with a stroke between: the other one settles it.
    other = month_at([token.key for token in found[position + 1 : position + 3]], 0)
    return before or after or (other is not None and month_at([found[position].key], 0) == other)


def _days_joined(found: list[Token]) -> list[Token]:
    """Give "26 et 27 janvier", "26-27 January" and "26 و27 يناير" one form: both days, then the month."""
    joined: list[Token] = []
    for token in found:
        if token.kind == "month":
            days = re.fullmatch(r"(\d{1,2})-(\d{1,2})", joined[-1].key) if joined else None
            if days:
                joined[-1:] = [_number(days[1]), _number(days[2])]
            elif len(joined) > 2 and joined[-2].key in _AND and joined[-3].kind in ("number", "ordinal"):
                joined[-3:] = [_as_day(joined[-3]), joined[-1]]
        joined.append(token)
    return joined


def _as_day(token: Token) -> Token:
    return token._replace(key=token.key.rstrip("°"), kind="number")


def _is_day(token: Token) -> bool:
    return token.kind == "number" and token.key.isdecimal() and 1 <= int(token.key) <= 31
