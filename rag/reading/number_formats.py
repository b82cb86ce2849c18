"""Numbers and dates of spreadsheets as their number format shows them: "0.0%" makes "12.5%" of an eighth.

What a format says of places, percentages, scaling, currencies and words is followed, after ECMA-376 part 1, section
18.8.31. How a program writes points and thousands depends on its user's language, so that numbers are written in one
way: a decimal point, a space between thousands. Dates are ISO dates, cut to what the format shows. Fractions and
conditions ("[<100]") are not followed; such numbers are written in full.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from rag.text.normalise import tidy

_PLAIN = ("", "general", "standard", "@")
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_(?P<blank>.)|\*.|\[\$(?P<currency>[^\]\-]*)(?:-[^\]]*)?\]|\[[^\]]*\]'
    r"|(?P<digits>[0#?][0#?.,\s]*(?<=[0#?.,])(?:[eE][+-]0+)?)|(?P<percent>%)|(?P<other>.)",
    re.DOTALL,
)
_SECTION = re.compile(r'(?:"[^"]*"|\\.|\[[^\]]*\]|[^;])+|(?<=;)(?=;)')
_SIGNS = "-+()"


@dataclass(frozen=True, slots=True)
class _Pattern:
    """One section of a format: what stands before and after the number, and how the number is written."""

    before: str
    digits: str
    after: str
    percents: int


def shown(value: object, number_format: str) -> str:
    """Return a cell's value as its format shows it; without a format in full, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _number(value, number_format)
    if isinstance(value, datetime | date | time):
        return _moment(value, number_format)
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02d}"
    return " ".join(tidy(str(value)).split())


def _number(value: float, number_format: str) -> str:
    if number_format.strip().lower() in _PLAIN or not math.isfinite(value):
        return _in_full(value)
    sections = _sections(number_format)
    own_negative = value < 0 and len(sections) > 1
    section = sections[1] if own_negative else sections[2] if value == 0 and len(sections) > 2 else sections[0]
    pattern = _pattern(section)
    if pattern is None:
        return _in_full(value)
    if not pattern.digits:  # a section of words alone
        return pattern.before.strip() or _in_full(value)
    written = _written(abs(value) * 100**pattern.percents, pattern.digits)
    minus = "-" if value < 0 and any(char in "123456789" for char in written) else ""
    return tidy(f"{minus}{pattern.before}{written}{pattern.after}").strip()


@lru_cache(1024)
def _sections(number_format: str) -> list[str]:
    """The parts of a format for positive and negative numbers, nothing and words, as far as it has them."""
    return _SECTION.findall(number_format) or [""]


@lru_cache(1024)
def _pattern(section: str) -> _Pattern | None:
    """The parts of a section; None where it holds something that is not followed."""
    before, digits, after, percents = "", "", "", 0
    for token in _TOKEN.finditer(section):
        kind = token.lastgroup
        if kind == "digits":
            if digits:
                return None
            digits = token["digits"]
            continue
        if kind == "other" and (token["other"] == "/" or token["other"].lower() in "general"):
            return None
        words = "%" if kind == "percent" else " " if kind == "blank" else token[kind] if kind else ""
        percents += kind == "percent"
        words = "" if kind == "other" and words in _SIGNS else words
        before, after = (before, after + words) if digits else (before + words, after)
    return _Pattern(before, digits, after.rstrip(), percents)


def _written(value: float, digits: str) -> str:
    """A number without its sign in the places that a run of digit signs gives it."""
    mantissa, power, _ = re.sub(r"\s", ",", digits).partition("E" if "E" in digits else "e")
    whole, _, places = mantissa.partition(".")
    scaled = mantissa.rstrip(",")
    value /= 1000 ** (len(mantissa) - len(scaled))
    least, most = places.count("0"), sum(char in "0#?" for char in places)
    if power:
        return f"{value:.{most}E}"
    rounded = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-most), rounding=ROUND_HALF_UP)
    ones, _, tenths = f"{rounded:f}".partition(".")
    ones = ones.zfill(whole.count("0"))
    if "," in whole.rstrip(","):
        ones = f"{int(ones):,}".replace(",", " ")
    tenths = tenths[:least] + tenths[least:].rstrip("0")
    return f"{ones}.{tenths}" if tenths else ones


def _in_full(value: float) -> str:
    if isinstance(value, int):
        return str(value)
    return str(int(value)) if math.isfinite(value) and value.is_integer() else f"{value:.15g}"


def _moment(value: datetime | date | time, number_format: str) -> str:
    bare = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", number_format).lower()
    if isinstance(value, time):
        return value.isoformat("seconds" if "s" in bare else "minutes")
    timed = isinstance(value, datetime) and (
        "h" in bare if any(sign in bare for sign in "ymdh") else value.time() != time()
    )
    if timed and isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    day = value.date() if isinstance(value, datetime) else value
    if "y" in bare and "d" not in bare:
        return f"{day:%Y-%m}" if "m" in bare else f"{day:%Y}"
    return day.isoformat()
