"""Names across scripts: how likely it is that "Bouarourou" and "بوارورو" are one name.

A name goes from one script to the other letter by letter, each with a few usual counterparts: "g" becomes غ, ج, ق or ك,
short vowels are left out, "p" becomes ب. Coarse keys of consonants find the candidates, and `likeness` judges them: the
best alignment of their letters, counted as evidence for one name against evidence for chance. It does not
know what a name means: "Varsovie" is not "Warsaw" here, and any two words may be compared.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Codes = NDArray[np.uint8]

# Latin letters (or groups that stand for one sound): their usual Arabic counterparts, and those seen now and then.
_COUNTERPARTS = """
b:ب: p:ب:ف t:تط:ثد th:ثت:ذطد d:دض:ذط dh:ذدض:ظ j:ج:يغش g:غج:قك gh:غ:جقه h:هح:خع kh:خ:كق ch:شچ:خكج sh:ش:چس
k:كق:خ q:قك:ت qu:كق: c:كق:سشص ç:س:صش s:سص:زشث z:ز:ظجسذت f:ف: v:ف:وب w:و:ف r:ر:غ l:ل: m:م: n:ن:
a:ا:عهي e:ي:اعه i:ي:اع o:و:اع ou:و: u:و:ايع y:ي:اوه
"""
VOWELS = frozenset("a e i o ou u y w".split())
_GROUPED = (
    ("sch", "sh"), ("tch", "ch"), ("dj", "j"), ("zh", "j"), ("ph", "f"), ("ck", "k"), ("ee", "i"), ("oo", "ou"),
    ("x", "ks"), ("ce", "çe"), ("ci", "çi"), ("cy", "çy"),
)  # fmt: skip
_LATIN_UNIT = re.compile("th|dh|gh|kh|ch|sh|qu|ou|[a-zç]")
_ARABIC_GROUPED = (("تش", "چ"), ("دج", "ج"))

# What a pair of letters says for one name against chance, about the logarithm of how much likelier it makes it.
_USUAL, _SEEN, _UNLIKE = 2.8, 1.0, -4.0
_USUAL_VOWEL, _SEEN_VOWEL = 1.0, 0.0
# A letter without counterpart on the other side: short vowels are not written in Arabic, "h" is silent in French.
_LEFT_OUT = {"vowel": -0.2, "h": -0.8, "consonant": -2.5}
_PUT_IN = {"ا": -1.0, "ع": -1.0, "ء": 0.0, "ه": -1.2, "ي": -1.2, "و": -1.5}
_PUT_IN_CONSONANT = -3.0
# Evidence per square root of length: below the first as good as chance, from the second on as good as certain. Between
# them chance is met more often than names, hence the power.
_CHANCE, _CERTAIN, _POWER = 2.5, 4.3, 3

# Sounds that spellings of one name confuse share a class; vowels, h, ع and the half-vowels are no part of a skeleton.
_CLASSES = {
    letter: sounds[0]
    for sounds, letters in (
        ("b", "b p f v ب ف"), ("t", "t th d dh ت ط ث د ض ذ"), ("s", "s z sh ç س ص ش ز ظ"),
        ("k", "k q qu c g gh j kh ك ق غ ج خ"), ("r", "r ر"), ("l", "l ل"), ("m", "m م"), ("n", "n ن"),
    )
    for letter in letters.split()
}  # fmt: skip
_TWO_SOUNDS = frozenset(("ch", "چ"))
# In letters or groups of them; what is longer is compared by its beginning.
LONGEST_WORD = 20
_ARTICLE = re.compile("^[وف]?(?:لل|[بكل]?ال)(?=...)")
_PREFIX = re.compile("^[وفبكل](?=....)")


def is_arabic(word: str) -> bool:
    """Tell whether a word begins in Arabic script."""
    return "\u0620" <= word[:1] <= "\u06d3"


def readings(word: str) -> tuple[str, ...]:
    """Return a folded word and, in Arabic, what is left of it without the article and particles written with it."""
    if not is_arabic(word):
        return (word,)
    bare = _ARTICLE.sub("", word)
    return tuple(dict.fromkeys((word, bare, *((_PREFIX.sub("", word),) if bare == word else ()))))


def keys_held(word: str) -> list[str]:
    """Return the keys under which a folded word is kept, to be found by `keys_sought` of a word in the other script.

    A key is the word's consonants by class, whole ("=") or with one of four or more left out ("-"). None for fewer than
    two consonants.
    """
    wholes = _skeletons(word)
    return [f"={whole}" for whole in wholes] + [f"-{short}" for short in _shortened(wholes)]


def keys_sought(word: str) -> list[str]:
    """Return the keys that hold the words which may be the name that the folded `word` is in the other script."""
    wholes = _skeletons(word)
    return [f"{mark}{whole}" for whole in wholes for mark in "=-"] + [f"={short}" for short in _shortened(wholes)]


@lru_cache(maxsize=200_000)
def _skeletons(word: str) -> tuple[str, ...]:
    wholes = [""]
    for unit in units(word):
        ends = ("s", "k") if unit in _TWO_SOUNDS else (_CLASSES.get(unit, ""),)
        wholes = [whole + end for whole in wholes for end in ends][:4]
    return tuple(sorted(set(wholes) - {""}))


def _shortened(wholes: Sequence[str]) -> list[str]:
    return sorted(
        {whole[:place] + whole[place + 1 :] for whole in wholes if len(whole) >= 4 for place in range(len(whole))}
    )


def units(word: str) -> tuple[str, ...]:
    """Return the letters, or groups of letters for one sound, of a folded word; doubled ones once."""
    if is_arabic(word):
        for group, single in _ARABIC_GROUPED:
            word = word.replace(group, single)
        found = list(word)
    else:
        for group, single in _GROUPED:
            word = word.replace(group, single)
        found = _LATIN_UNIT.findall(word)
    return tuple(unit for place, unit in enumerate(found) if not place or found[place - 1] != unit)


def usual(unit: str) -> str:
    """Return the Arabic letters that a Latin unit usually becomes; none for what is no unit."""
    return _counterparts().get(unit, ("", ""))[0]


def seldom(unit: str) -> str:
    """Return the Arabic letters that a Latin unit becomes now and then."""
    return _counterparts().get(unit, ("", ""))[1]


@lru_cache(maxsize=1)
def _counterparts() -> dict[str, tuple[str, str]]:
    return {unit: (usually, rarely) for unit, usually, rarely in (each.split(":") for each in _COUNTERPARTS.split())}


def spelled(words: Sequence[str]) -> Codes:
    """Return the letters of folded words as codes for `likeness`: (words x LONGEST_WORD), 0 where there are no more."""
    _, latin, arabic = _table()
    codes = np.zeros((len(words), LONGEST_WORD), np.uint8)
    for row, word in enumerate(words):
        of_script = arabic if is_arabic(word) else latin
        line = [of_script[unit] for unit in units(word) if unit in of_script][:LONGEST_WORD]
        codes[row, : len(line)] = line
    return codes


def likeness(latin: Codes, arabic: Codes) -> Floats:
    """Return how sure it is that each Latin word and the Arabic word beside it are one name: 0 to 1.

    Both are (pairs x LONGEST_WORD). The best global alignment (Needleman and Wunsch, 1970) over the table of
    counterparts, all pairs at once.
    """
    table, _, _ = _table()
    lengths = np.maximum((latin > 0).sum(axis=1), (arabic > 0).sum(axis=1))
    width = int(lengths.max(initial=1))
    latin, arabic = latin[:, :width], arabic[:, :width]
    put_in = np.zeros((len(latin), width + 1), np.float32)
    np.cumsum(table[0][arabic], axis=1, out=put_in[:, 1:])
    best = put_in.copy()
    for column in latin.T:
        step = best + table[column, 0][:, None]
        np.maximum(step[:, 1:], best[:, :-1] + table[column[:, None], arabic], out=step[:, 1:])
        # The best way to reach a letter with some of those before it put in, in one running maximum.
        best = put_in + np.maximum.accumulate(step - put_in, axis=1)
    # Padding costs nothing, so the last column is the whole alignment.
    evidence = best[:, -1] / np.sqrt(np.maximum(lengths, 1))
    return np.asarray(np.clip((evidence - _CHANCE) / (_CERTAIN - _CHANCE), 0, 1) ** _POWER, np.float32)


@lru_cache(maxsize=1)
def _table() -> tuple[Floats, dict[str, int], dict[str, int]]:
    """What each Latin unit says to each Arabic letter, code 0 on either side being nothing; and the codes."""
    entries = [entry.split(":") for entry in _COUNTERPARTS.split()]
    latin = {unit: code for code, (unit, _, _) in enumerate(entries, start=1)}
    arabic = {letter: code for code, letter in enumerate("ءابتثجچحخدذرزسشصضطظعغفقكلمنهوي", start=1)}
    table = np.full((len(latin) + 1, len(arabic) + 1), _UNLIKE, np.float32)
    table[0] = _PUT_IN_CONSONANT
    table[0, 0] = 0
    for letter, cost in _PUT_IN.items():
        table[0, arabic[letter]] = cost
    for unit, usual, seen in entries:
        vowel = unit in VOWELS
        line = table[latin[unit]]
        line[0] = _LEFT_OUT["vowel" if vowel else "h" if unit == "h" else "consonant"]
        line[[arabic[letter] for letter in seen]] = _SEEN_VOWEL if vowel else _SEEN
        line[[arabic[letter] for letter in usual]] = _USUAL_VOWEL if vowel else _USUAL
    return table, latin, arabic
