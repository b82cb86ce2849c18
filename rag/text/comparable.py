"""A text as units that can be compared with those of another text, in any of the three languages.

Numbers, percentages and dates have one form however they are written: "trente-trois mille", "33 000" and "٣٣٬٠٠٠" are
"33000"; "August 13, 2020" and "13 آب/أغسطس 2020" are "13", "month 8", "2020". What can be read in two ways is read in
both. Both the judge of answers and the verification of answers read texts here, so that they agree.

Worked example: `readings("He returned 33,443 people on 05/08/2020", "en")` has two readings, one with the 5th of August
and one with the 8th of May; the figure is thirty-three thousand in both.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import product

from rag.text.dates import is_year, with_dates
from rag.text.figures import values
from rag.text.language import detect
from rag.text.number_words import SCALES, is_number_word, read_number
from rag.text.units import ORDER, SEPARATOR, Unit, scan

Reading = tuple[Unit, ...]


@lru_cache(maxsize=20_000)
def readings(text: str, language: str | None = None, default: str = "") -> tuple[Reading, ...]:
    """Return every reading of `text`, the likeliest first; most texts have one.

    A text keeps to one convention: all its ambiguous separators group thousands, or all set off decimals, and so with
    the order of its dates. `language` is that of the text; without it each line is taken by its own, and a line that
    shows none by `default`. "" is no language: then every convention counts.
    """
    lines = [text] if language is not None else text.splitlines()
    units = [
        unit for line in lines for unit in scan(line, detect(line, default=default) if language is None else language)
    ]
    doubts = [doubt for doubt in (SEPARATOR, ORDER) if any(unit.doubt == doubt for unit in units)]
    chosen = [
        [unit._replace(key=unit.other) if unit.doubt in others else unit for unit in units]
        for others in _subsets(doubts)
    ]
    return tuple(tuple(with_dates(_numbers(each))) for each in chosen)


def _subsets(doubts: Sequence[str]) -> list[frozenset[str]]:
    return [
        frozenset(doubt for doubt, taken in zip(doubts, choice, strict=True) if taken)
        for choice in product((False, True), repeat=len(doubts))
    ]


def _numbers(found: Sequence[Unit]) -> list[Unit]:
    """Replace number words by their value, and figures before "thousand" or "million" by the product."""
    read: list[Unit] = []
    position = 0
    while position < len(found):
        unit = found[position]
        number = _number_at(found, position)
        if number:
            value, length = number
            words = " ".join(each.raw for each in found[position : position + length])
            read.append(Unit(str(value), words, "number", unit.joined))
            position += length
        elif unit.kind == "number" and position + 1 < len(found) and _multiplies(found[position + 1]):
            read.append(_times(unit, found[position + 1]))
            position += 2
        else:
            read.append(unit)
            position += 1
    return read


def _number_at(found: Sequence[Unit], position: int) -> tuple[int, int] | None:
    unit = found[position]
    if unit.kind != "word" or not is_number_word(unit.key) or _is_september(found, position):
        return None
    return read_number(_run(found, position))


def _is_september(found: Sequence[Unit], position: int) -> bool:
    """Tell whether "sept" is the month: after a day in figures ("13 sept. 2020") or before a year."""
    after_day = position > 0 and found[position - 1].kind == "number" and found[position].joined
    return found[position].key == "sept" and (after_day or any(map(is_year, found[position + 1 : position + 2])))


def _multiplies(unit: Unit) -> bool:
    return unit.kind == "word" and unit.joined and SCALES.get(unit.key, 0) >= 1_000


def _times(number: Unit, multiplier: Unit) -> Unit:
    product_of = f"{float(number.key) * SCALES[multiplier.key]:f}"
    return number._replace(key=values(product_of, "en")[0], raw=f"{number.raw} {multiplier.raw}")


def _run(found: Sequence[Unit], start: int) -> list[str]:
    """Return the words from `start` on that nothing but spaces and hyphens separates."""
    end = start + 1
    while end < len(found) and found[end].kind == "word" and found[end].joined:
        end += 1
    return [unit.key for unit in found[start:end]]
