"""Month names in French, English and Arabic (international, Levantine and Maghrebi), and where they stand in a date.

Only names: what a date means in figures ("01/02/2020") is not guessed.
"""

from __future__ import annotations

from functools import lru_cache

from babel import Locale

from rag.text.normalise import fold

# Arabic has three sets of month names: the Gulf's and Egypt's, the Levant's, and those of Morocco, Algeria and Tunisia.
_LOCALES = ("fr", "en", "ar", "ar_LB", "ar_MA", "ar_DZ", "ar_TN", "ar_MR")

# Words that are more often something else; they are months only next to a figure.
AMBIGUOUS = frozenset({"mars", "march", "may", "اب", "ماي"})


@lru_cache(maxsize=1)
def month_names() -> dict[tuple[str, ...], int]:
    """Return month numbers 1 to 12 by the folded words of the month's name."""
    names: dict[tuple[str, ...], int] = {}
    for locale in _LOCALES:
        for form in ("format", "stand-alone"):
            for number, name in Locale.parse(locale).months[form]["wide"].items():
                names[tuple(fold(name).split())] = int(number)
    return names


def month_at(words: list[str], position: int) -> tuple[int, int] | None:
    """Return the month named at `position` and how many words it takes; None if there is none."""
    names = month_names()
    for length in (2, 1):
        number = names.get(tuple(words[position : position + length]))
        if number is not None:
            return number, length
    return None
