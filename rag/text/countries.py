"""Which countries a text names, in any of the three languages, by name or by demonym ("Maroc", "Moroccan").

The names are the Unicode CLDR's (through babel). Demonyms are found as the name's stem with one of the language's
endings, so irregular ones are missed unless listed here. Cities and regions are not countries; but a report may say
"Rabat" of the government there, so cities tell which countries a text speaks of (`spoken_of`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from babel import Locale
from babel.core import get_global

from rag.text.normalise import fold

_WORDS = re.compile(r"[^\W\d_]+")
_ENDINGS = {
    "fr": "ien|ienne|iens|iennes|ain|aine|ains|aines|ais|aise|aises|ois|oise|oises|ite|ites|i|ie|is|ies|n|nne|ns|nnes",
    "en": "ian|ians|ean|eans|an|ans|n|ns|ese|i|is|ish|ic",
    "ar": "ي|يه|يين|يون|يات",
}
# The article, with the conjunctions and prepositions that Arabic writes together with it; or one of these alone.
_ARTICLE = re.compile("^[وف]?(?:لل|[بكل]?ال)(?=...)")
_PREPOSITION = re.compile("^[وفبكل](?=...)")
_TWO_PREFIXES = re.compile("^[وف][بكل](?=...)")
# Everyday words and names of persons that look like a country's name or a city's once they are folded.
_EVERYDAY = frozenset("chad georgia jersey man niue reunion us هند".split())
# Oman in Arabic, and Amman.
_AMBIGUOUS = _EVERYDAY | {"عمان"}
# Named like countries, but none: what is said of the United Nations is said of no country.
UNIONS = frozenset({"EU", "EZ", "UN"})
_USUAL = {
    "US": ("united states", "usa", "etats unis", "الولايات المتحده"),
    "GB": ("united kingdom", "british", "royaume uni", "britannique", "المملكه المتحده"),
    "SY": ("syria", "syrie", "syrian", "syrien", "سوريا", "سوريه", "سوري"),
    "PS": ("palestine", "palestinian", "palestinien", "فلسطين", "فلسطيني", "فلسطينيه"),
    "KM": ("comoros", "comores", "comorien", "comorian", "جزر القمر", "القمر المتحده"),
    "OM": ("سلطنه عمان",),
    "AE": ("emirates", "emirats", "الامارات"),
    "SA": ("saudi", "saoudite", "saoudien", "السعوديه", "سعودي"),
    "TR": ("turkey", "turkiye", "turquie", "turkish", "turc", "تركيا", "تركي"),
    "FR": ("france", "french", "francais", "francaise", "فرنسا", "فرنسي"),
    "DE": ("germany", "german", "allemagne", "allemand", "المانيا", "الماني"),
}
# Seats of government after which no time zone is named.
_SEATS = {
    "MA": "Rabat الرباط", "AE": "أبوظبي", "TR": "Ankara أنقرة", "US": "Washington واشنطن", "EG": "Cairo Caire القاهرة",
    "LY": "Tripoli طرابلس", "SD": "Khartoum الخرطوم", "CN": "Beijing Pékin بكين", "CH": "Genève Geneva جنيف",
}  # fmt: skip
# "The country office": the adjective of Qatar is that of "country" as well.
_COUNTRY_LEVEL = frozenset(map(fold, "المكتب المكاتب الفريق الأفرقة البرنامج المستوى الصعيد".split()))
_OF_COUNTRIES = frozenset(map(fold, ("القطري", "القطرية")))


@lru_cache(maxsize=10_000)
def countries(text: str) -> tuple[str, ...]:
    """Return the ISO 3166 codes of the countries that `text` names, in the order of first mention, each once."""
    named = (code for code, _, _ in named_countries(_WORDS.findall(fold(text))))
    return tuple(dict.fromkeys(code for code in named if code not in UNIONS))


@lru_cache(maxsize=20_000)
def spoken_of(text: str) -> frozenset[str]:
    """Return the codes of the countries that `text` names or means by one of their great cities."""
    words = _WORDS.findall(fold(text))
    cities = (code for word in words for form in _readings(word) if (code := _cities().get(form)))
    return frozenset((*(code for code, _, _ in named_countries(words)), *cities)) - UNIONS


def named_countries(words: Sequence[str]) -> list[tuple[str, int, int]]:
    """Return (code, first word, word after the last) of each country that the folded words name, in their order."""
    found = []
    for position in range(len(words)):
        country = _country_at(words, position)
        if country:
            found.append((country[0], position, country[1]))
    return found


def _country_at(words: Sequence[str], position: int) -> tuple[str, int] | None:
    """The code of the country whose name begins there, and the place after the name."""
    single, multiple = _names()
    if words[position] in _OF_COUNTRIES and {*words[max(0, position - 1) : position]} & _COUNTRY_LEVEL:
        return None
    for form in _readings(words[position]):
        for tail, code in multiple.get(form, ()):
            end = position + 1 + len(tail)
            if list(words[position + 1 : end]) == tail:
                return code, end
        if form in single:
            return single[form], position + 1
    return None


def _readings(word: str) -> list[str]:
    """The word, and in Arabic what may be left of it without article or preposition."""
    if not "\u0620" <= word[0] <= "\u064a":
        return [word]
    return list(dict.fromkeys([word, *(prefix.sub("", word) for prefix in (_ARTICLE, _PREPOSITION, _TWO_PREFIXES))]))


@lru_cache(maxsize=1)
def _cities() -> dict[str, str]:
    """Codes by the cities of one word that the CLDR names time zones after, and seats of government besides."""
    countries_of = get_global("zone_territories")
    found = {fold(word): code for code, names in _SEATS.items() for word in names.split()}
    for language in _ENDINGS:
        for zone, named in Locale(language).time_zones.items():
            words = _WORDS.findall(fold(named.get("city", zone.rpartition("/")[2]).partition(" (")[0]))
            words = _without_article(words)
            if len(words) == 1 and zone in countries_of and words[0] not in _EVERYDAY:
                found.setdefault(_ARTICLE.sub("", words[0]), countries_of[zone])
    return found


@lru_cache(maxsize=1)
def _names() -> tuple[dict[str, str], dict[str, list[tuple[list[str], str]]]]:
    """Codes by single word, and by first word the remaining words of longer names."""
    single: dict[str, str] = {}
    multiple: dict[str, list[tuple[list[str], str]]] = {}

    def add(words: list[str], code: str) -> None:
        if len(words) > 1:
            multiple.setdefault(words[0], []).append((words[1:], code))
        else:
            single.setdefault(words[0], code)

    for code, forms in _USUAL.items():
        for form in forms:
            add([_ARTICLE.sub("", form.split()[0]), *form.split()[1:]], code)
    for language, endings in _ENDINGS.items():
        for code, name in Locale(language).territories.items():
            words = _without_article(_WORDS.findall(fold(name)))
            words[0] = _ARTICLE.sub("", words[0])
            if len(code) == 2 and code.isalpha() and words[0] not in _AMBIGUOUS:
                for variant in _forms(words, endings.split("|"), language):
                    add(variant, code)
    return single, multiple


def _without_article(words: list[str]) -> list[str]:
    return words[1:] if words[:1] in (["le"], ["la"]) else words


def _forms(words: list[str], endings: list[str], language: str) -> list[list[str]]:
    """The name itself; for a name of one word also its demonyms: "Tunisie" -> "tunis" + "ien"."""
    if len(words) > 1:
        return [words]
    (name,) = words
    stem = re.sub("(?:يا|ا)$" if language == "ar" else "(?:on|ie|ia|es|e|a|o|y|s)$", "", name)
    shortest = 3 if language == "ar" else 4
    return [[name]] + [[base + ending] for base in (name, stem) if len(base) >= shortest for ending in endings]
