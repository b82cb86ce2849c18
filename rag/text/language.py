"""Which of the three languages a text is in, and which way it runs.

The script decides for Arabic; between French and English the frequent short words and the accents do. It does not tell
other languages apart: a text in Spanish comes out as the nearer of the two.
"""

from __future__ import annotations

import re

from rag.text.normalise import fold

LANGUAGES: tuple[str, ...] = ("fr", "ar", "en")

_ARABIC = re.compile("[\u0620-\u064a\u0671-\u06d3\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")
_LATIN = re.compile("[A-Za-zÀ-ÖØ-öø-ÿŒœ]")
_WORDS = re.compile(r"[^\W\d_]+")

_FRENCH_MARKS = re.compile(r"[àâçèéêëîïôùûœ]|\b(?:[ldcnj]|qu)['’](?=\w)")

_FRENCH = frozenset(
    """le la les un une des du de et est sont a au aux en dans par pour sur avec que qui quoi quel quelle quels
    quelles ou quand comment combien pourquoi ce cette ces se il elle ils elles ne pas plus ont ete son sa ses leur
    leurs depuis selon entre nous vous je a on""".split()
)
_ENGLISH = frozenset(
    """the a an of and is are was were be been to in on at by for from with that which who whom whose what when where
    how many much why this these those it its he she they their his her not has have had did do does will would or as
    about into than there we you i""".split()
)


_ENOUGH_WORDS = 12
_A_NAME = 3  # words: so few may be a name in another language


def detect(text: str, default: str = "en") -> str:
    """Return "fr", "ar" or "en"; `default` when nothing speaks for any of them."""
    if _ARABIC.search(text) and len(_ARABIC.findall(text)) * 2 >= len(_LATIN.findall(text)):
        return "ar"
    lead = _lead_of_french(text)
    if not lead:
        return default
    return "fr" if lead > 0 else "en"


def _lead_of_french(text: str) -> float:
    """How many more frequent words and marks of French than of English the text has."""
    words = _WORDS.findall(fold(text))
    french = sum(map(_FRENCH.__contains__, words)) + len(_FRENCH_MARKS.findall(text.lower())) / 2
    return french - sum(map(_ENGLISH.__contains__, words))


def detect_part(text: str, whole: str) -> str:
    """Return the language of a part of a text in `whole`: a heading, a row, a sentence.

    A few words speak for another script at once, for another language of the same script by one frequent word of it
    more than of its own, and where they may be a name by two.
    """
    if len(words := _WORDS.findall(text)) >= _ENOUGH_WORDS:
        return detect(text, whole)
    if len(_ARABIC.findall(text)) * 2 >= max(1, len(_LATIN.findall(text))):
        return "ar"
    if whole == "ar":
        return detect(text) if _LATIN.search(text) else whole
    lead = _lead_of_french(text)
    return detect(text, whole) if abs(lead) >= (1 if len(words) > _A_NAME else 2) else whole


def is_right_to_left(language: str) -> bool:
    """Tell whether text in that language runs from right to left."""
    return language == "ar"
