"""Month names in French, English and Arabic (international, Levantine and Maghrebi), and where they stand in a date.

The names and their short forms are those of the Unicode CLDR (through babel). Only names: months in figures are read by
`rag.text.units`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from babel import Locale

from rag.text.normalise import fold

# Arabic has three sets of month names: the Gulf's and Egypt's, the Levant's, and those of Morocco, Algeria and Tunisia.
_LOCALES = ("fr", "en", "ar", "ar_LB", "ar_MA", "ar_DZ", "ar_TN", "ar_MR")
_SHORT_LOCALES = ("fr", "en")
# Spellings in use that CLDR does not list.
_ALSO = {"كانون ثاني": 1, "شباط": 2, "اذار": 3, "تشرين اول": 10, "تشرين ثاني": 11, "كانون اول": 12, "sep": 9, "sept": 9}

# Words that are more often something else; they are months only next to a figure.
EVERYDAY = frozenset({"mars", "march", "may", "اب", "ماي", "مارس", "sept"})


@lru_cache(maxsize=1)
def month_names() -> dict[tuple[str, ...], int]:
    """Return month numbers 1 to 12 by the folded words of the month's name."""
    names = {tuple(name.split()): number for name, number in _ALSO.items()}
    for locale in _LOCALES:
        for width in ("wide", "abbreviated") if locale in _SHORT_LOCALES else ("wide",):
            for form in ("format", "stand-alone"):
                for number, name in Locale.parse(locale).months[form][width].items():
                    names[tuple(fold(name).rstrip(".").split())] = int(number)
    return names


@lru_cache(maxsize=1)
def short_names() -> frozenset[str]:
    """Return the short forms of months ("aug", "janv"); they too are months only next to a figure."""
    forms = {
        width: {
            fold(name).rstrip(".")
            for each in _SHORT_LOCALES
            for name in Locale.parse(each).months["format"][width].values()
        }
        for width in ("abbreviated", "wide")
    }
    return frozenset(forms["abbreviated"] - forms["wide"] - EVERYDAY | {"sep"})


def month_at(words: Sequence[str], position: int) -> tuple[int, int] | None:
    """Return the month named at `position` and how many words it takes; None if there is none."""
    names = month_names()
    for length in (2, 1):
        named = tuple(words[position : position + length])
        if named in names:
            return names[named], len(named)
    return None
