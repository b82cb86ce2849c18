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


def detect(text: str, default: str = "en") -> str:
    """Return "fr", "ar" or "en"; `default` when nothing speaks for any of them."""
    arabic, latin = len(_ARABIC.findall(text)), len(_LATIN.findall(text))
    if arabic and arabic * 2 >= latin:
        return "ar"
    words = _WORDS.findall(fold(text))
    french = sum(word in _FRENCH for word in words) + len(_FRENCH_MARKS.findall(text.lower())) / 2
    english = sum(word in _ENGLISH for word in words)
    if french == english:
        return default
    return "fr" if french > english else "en"


def detect_part(text: str, whole: str) -> str:
    """Return the language of a part of a text in `whole`; a few words speak for another one by their script only."""
    if len(_WORDS.findall(text)) >= _ENOUGH_WORDS:
        return detect(text, whole)
    arabic = len(_ARABIC.findall(text)) * 2 >= max(1, len(_LATIN.findall(text)))
    if arabic:
        return "ar"
    return detect(text) if whole == "ar" and _LATIN.search(text) else whole


def is_right_to_left(language: str) -> bool:
    """Tell whether text in that language runs from right to left."""
    return language == "ar"
