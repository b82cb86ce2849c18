"""Countries by their names alone, for judging: "Maroc" is "Morocco" and "المغرب", a Moroccan is neither.

The names are the Unicode CLDR's (through babel) and a few in everyday use. `rag.text.countries` finds countries by
demonym too, and more freely; here a name must stand whole, in the language of its text, and not within the name of
another country. Names that are also everyday words are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from babel import Locale

from rag.text.language import LANGUAGES
from rag.text.normalise import fold

_WORDS = re.compile(r"[^\W\d_]+")
_ALSO: dict[str, dict[str, tuple[str, ...]]] = {
    "US": {"en": ("usa",)},
    "PS": {"fr": ("Palestine",), "en": ("Palestine",), "ar": ("فلسطين",)},
    "SY": {"ar": ("سورية",)},
    "AE": {"fr": ("Émirats",), "en": ("Emirates",), "ar": ("الإمارات",)},
    "SA": {"ar": ("السعودية",)},
    "TR": {"en": ("Turkey",)},
    "KM": {"ar": ("القمر المتحدة",)},
    "OM": {"ar": ("سلطنة عمان",)},
    "CI": {"en": ("Ivory Coast",), "ar": ("كوت ديفوار",)},
    "CD": {"fr": ("République démocratique du Congo",), "en": ("Democratic Republic of the Congo",)},
    # No countries, but the name of one stands in theirs.
    "-maghreb": {"ar": ("المغرب العربي",)},
    "-city": {"fr": ("Nouveau-Mexique",), "en": ("New Mexico", "Mexico City")},
}
# عمان is Amman too, مالي "financial", بنين "sons"; Chad, Georgia and Jersey are also given names and places.
_EVERYDAY = frozenset(map(fold, ("chad", "georgia", "jersey", "man", "عمان", "مالي", "بنين", "الهند")))
_LONGEST = 7
_PREFIXES = ("و", "ف", "ب", "ل", "ك")


def country_called(name: str) -> str | None:
    """Return the ISO 3166 code of the country that `name` is the name of, in any language; None for all else."""
    words = tuple(_WORDS.findall(fold(name)))
    codes = {code for language in LANGUAGES if (code := _names()[language].get(words))}
    return codes.pop() if len(codes) == 1 and not min(codes).startswith("-") else None


def countries_called(text: str, languages: Iterable[str]) -> frozenset[str]:
    """Return the codes of the countries that `text` calls by a name of one of the languages."""
    words = _WORDS.findall(fold(text))
    return frozenset(code for language in languages for code in _called(words, _names()[language]))


def _called(words: Sequence[str], names: dict[tuple[str, ...], str]) -> list[str]:
    found = []
    position = 0
    while position < len(words):
        code, length = _longest_at(words, position, names)
        if code and not code.startswith("-"):
            found.append(code)
        position += length
    return found


def _longest_at(words: Sequence[str], position: int, names: dict[tuple[str, ...], str]) -> tuple[str | None, int]:
    for length in range(min(_LONGEST, len(words) - position), 0, -1):
        for first in _forms(words[position]):
            code = names.get((first, *words[position + 1 : position + length]))
            if code:
                return code, length
    return None, 1


def _forms(word: str) -> list[str]:
    """The word as it is, and in Arabic without conjunction and preposition; the article is part of the name."""
    forms = [word]
    if "\u0620" <= word[0] <= "\u064a":
        for form in forms:
            if form.startswith("لل"):
                forms.append("ال" + form[2:])
            if form.startswith(_PREFIXES) and len(form) > 3 and len(forms) < 4:
                forms.append(form[1:])
    return forms


@lru_cache(maxsize=1)
def _names() -> dict[str, dict[tuple[str, ...], str]]:
    names: dict[str, dict[tuple[str, ...], str]] = {}
    for language in LANGUAGES:
        official = [(name, code) for code, name in Locale(language).territories.items() if len(code) == 2]
        usual = [(name, code) for code, forms in _ALSO.items() for name in forms.get(language, ())]
        names[language] = {
            words: code
            for name, code in official + usual
            if code.isalpha() or code.startswith("-")
            if (words := tuple(_WORDS.findall(fold(name)))) and not (len(words) == 1 and words[0] in _EVERYDAY)
        }
    return names
