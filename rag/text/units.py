"""Text → units for comparing what two texts say: words, whole figures, percent signs, dates written in figures.

"33.443" in French, "33 443" and "٣٣٬٤٤٣" are one unit, "33443"; "9 %" and "٩ في المائة" are two, "9" and "%";
"13/08/2020" is three, "13", month 8, "2020". Where a figure or a date can be read in two ways, its units carry the
other reading. Number words and the names of months are still words here (`rag.text.comparable` reads them).

Figures tied together ("14-27", "5+5", "10:30") are one unit, unless they are years; so is the figure in a name
("COVID-19"). The places of units in the text are not kept.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from rag.text import figures
from rag.text.normalise import fold, tidy

PERCENT = "%"
POINTS = "% points"
# What may be read in two ways: the separator of a figure, and whether the day or the month of a date comes first.
SEPARATOR, ORDER = "separator", "order"

_SUPERSCRIPT = re.compile("[⁰¹²³⁴-⁹]")
_NUMERO = re.compile(r"\b[nN][º°]\s*|№\s*")
_DASHES = re.compile("[‐‑‒–—―−﹣-]")
_TANWIN = re.compile("\u064bا|ا\u064b")
# Folding would make the Arabic separators and the Latin ones alike. The Arabic comma between digits is a decimal sign
# or groups thousands, as the Latin one.
_ARABIC_SEPARATORS = str.maketrans({"٬": "'", "٫": figures.DECIMAL})
_NO_ZERO = re.compile(r"(?<!\S)\.(?=\d)")
_ARABIC_COMMA = re.compile(r"(?<=\d)،(?=\d)")


def _phrases(*phrases: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(fold, phrases))})(?!\w)")


_POINTS_PHRASES = _phrases(
    "points? (?:de )?pourcentage", "points? de pour ?cent", "percentage points?", "(?:نقطة|نقاط|نقط) مئوية"
)
_PERCENT_PHRASES = _phrases(
    "pour[ -]?cent", "per[ -]?cent", "pourcent", "pct", "(?:في |ب)المائة", "(?:في |ب)المئة", "(?:في |ب)الماية"
)
# One of these is in every such phrase; most texts have none and need no search.
_PERCENT_HINTS = ("cent", "pct", *map(fold, ("مائة", "مئة", "ماية", "مئوي")))
# Private, so that no text has it.
_POINTS_SIGN = "\ue000"
_PART = r"\d+(?:[.,]\d+)*"
_ARABIC = "\u0620-\u065f\u0671-\u06d3\u06d5\u06fa-\u06fc"
_SCAN = re.compile(
    rf"""
      (?P<iso>(?<![\d/.-])(?P<year>[12]\d{{3}})(?P<isosign>[-/.])
        (?P<month>0?[1-9]|1[0-2])(?P=isosign)(?P<day>0?[1-9]|[12]\d|3[01])(?![\d-]))
    | (?P<dated>(?<![\d/.-])(?P<one>0?[1-9]|[12]\d|3[01])(?P<sign>[-/.])(?P<two>0?[1-9]|[12]\d|3[01])
        (?P=sign)(?P<in>[12]\d{{3}})(?![\d/-]))
    | (?P<time>(?<!\d)(?P<hour>[01]?\d|2[0-3])[ ]?h[ ]?(?P<minute>[0-5]\d)(?!\d))
    | (?P<compound>{_PART}(?:(?:[-/:]|[ ]?[+][ ]?){_PART})+)
    | (?P<figure>{figures.GROUPED}|{figures.PLAIN})
      (?:(?P<ordinal>er|ere|re|eme|ieme|e|nd|nde|st|rd|th)\b|(?P<glued>[^\W\d_{_ARABIC}][^\W_{_ARABIC}]*))?
    | (?P<word>[{_ARABIC}]+|[^\W\d_{_ARABIC}][^\W_{_ARABIC}]*)
      (?P<suffix>-\d+\b)?
    | (?P<percent>%(?P<before>(?=[ ]?\d))?)
    | (?P<points>{_POINTS_SIGN})
    """,
    re.VERBOSE,
)
_ARABIC_PREFIXES = frozenset({"و", "ف", "ب", "ل", "ك", "ال", "وال", "بال", "لل"})


class Unit(NamedTuple):
    """A unit of comparison: `key` is its normal form, `raw` what is written, folded.

    `kind` is word, number, ordinal, month, percent or name (figures that count nothing: "14-27"). `joined` says that
    only spaces or hyphens stand before it. `other` is the other reading of `key` where it is in `doubt` (the separator
    of a figure or the order of a date).
    """

    key: str
    raw: str
    kind: str
    joined: bool = False
    other: str = ""
    doubt: str = ""


def scan(text: str, language: str) -> list[Unit]:
    """Return the units of `text` in order; `language` is "" where it is not known."""
    prepared = _prepared(text)
    found: list[Unit] = []
    end = 0
    for match in _SCAN.finditer(prepared):
        joined = not prepared[end : match.start()].strip(" -\n\t")
        found.extend(unit._replace(joined=joined) for unit in _units_of(match, language))
        end = match.end()
    return _percent_after(found)


def without_percent(folded: str) -> str:
    """Return folded text with signs for "per cent" and "percentage points", whose "cent" is no hundred."""
    if not any(hint in folded for hint in _PERCENT_HINTS):
        return folded
    return _PERCENT_PHRASES.sub(PERCENT, _POINTS_PHRASES.sub(_POINTS_SIGN, folded))


def _prepared(text: str) -> str:
    text = _ARABIC_COMMA.sub(",", tidy(text)).translate(_ARABIC_SEPARATORS)
    text = fold(_TANWIN.sub("", _NUMERO.sub(" no ", _SUPERSCRIPT.sub("", text))))
    return without_percent(_NO_ZERO.sub("0.", _DASHES.sub("-", text)))


def _units_of(match: re.Match[str], language: str) -> list[Unit]:
    if match["iso"]:
        return _date(match["day"], match["month"], match["year"])
    if match["dated"]:
        return _date_in_figures(match, language)
    if match["figure"] and not match["glued"]:
        return [_number(match["figure"], language, ordinal=bool(match["ordinal"]))]
    if match["compound"]:
        return _compound(match["compound"].replace(" ", ""), language)
    if match["word"]:
        return _word(match["word"], (match["suffix"] or "")[1:], language)
    return [_sign(match)]


def _sign(match: re.Match[str]) -> Unit:
    if match["percent"]:
        return Unit(PERCENT, PERCENT, "percent before" if match["before"] is not None else "percent")
    if match["points"]:
        return Unit(POINTS, POINTS, "percent")
    if match["time"]:
        return Unit(f"{match['hour']}:{match['minute']}", match.group(), "name")
    return Unit(match.group(), match.group(), "word")


def _compound(written: str, language: str) -> list[Unit]:
    parts = re.split("[-+/:]", written)
    if all(_is_year(part) for part in parts):
        return [_number(part, language) for part in parts]
    return [Unit(written, written, "name")]


def _number(figure: str, language: str, *, ordinal: bool = False) -> Unit:
    read = figures.values(figure, language)
    if not read:
        return Unit(figure, figure, "name")
    if ordinal:
        return Unit(f"{read[0]}°", figure, "ordinal")
    other = read[1] if len(read) > 1 else ""
    return Unit(read[0], figure, "number", other=other, doubt=SEPARATOR if other else "")


def _date(day: str, month: str, year: str) -> list[Unit]:
    number = int(month)
    return [
        Unit(str(int(day)), day, "number"),
        Unit(f"month {number}", month, "month"),
        Unit(year, year, "number"),
    ]


def _date_in_figures(match: re.Match[str], language: str) -> list[Unit]:
    """Read "13/08/2020": the day first, but where the month may come first, as in American English, either."""
    one, two, year = match["one"], match["two"], match["in"]
    if int(two) > 12:
        return [Unit(match.group(), match.group(), "name")] if int(one) > 12 else _date(two, one, year)
    day, month, of = _date(one, two, year)
    if int(one) > 12 or int(one) == int(two) or language in ("fr", "ar") or match["sign"] == ".":
        return [day, month, of]
    other_day, other_month, _ = _date(two, one, year)
    return [
        day._replace(other=other_day.key, doubt=ORDER),
        month._replace(other=other_month.key, doubt=ORDER),
        of,
    ]


def _word(word: str, figure: str, language: str) -> list[Unit]:
    """Return a word and the figure tied to it by a hyphen: part of a name, unless it is a year or the word a prefix."""
    first = Unit(word, word, "word")
    if not figure:
        return [first]
    if _is_year(figure) or word in _ARABIC_PREFIXES:
        return [first, _number(figure, language)]
    return [first, Unit(f"-{figure}", f"-{figure}", "name")]


def _is_year(figure: str) -> bool:
    return re.fullmatch(r"[12]\d{3}", figure) is not None


def _percent_after(found: list[Unit]) -> list[Unit]:
    """Put the percent sign that Arabic writes before its number ("%٩") after it, as everywhere else."""
    ordered: list[Unit] = []
    position = 0
    while position < len(found):
        unit, following = found[position], found[position + 1 : position + 2]
        before = unit.kind == "percent before"
        position += 1
        if before:
            after_number = bool(ordered) and ordered[-1].kind == "number" and unit.joined
            doubled = found[position + 1 : position + 2]
            if not after_number and following and following[0].kind == "number":
                ordered.append(following[0]._replace(joined=unit.joined))
                position += 1
                if doubled and doubled[0].kind == "percent" and doubled[0].joined:
                    position += 1
            unit = unit._replace(kind="percent")
        ordered.append(unit)
    return ordered
