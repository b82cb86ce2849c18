"""Is this Latin word that Arabic word? A strict reading of one script in the other, for judging, not for finding.

`rag.text.names.likeness` says how likely two words are one name; here they must also agree sound by sound, so that
"Salman" is سلمان and not سليمان, "Hassan" not حسين, "Karim" not كريمة. Every consonant has its counterpart, every long
vowel of the Arabic word stands in the Latin one, and a Latin diphthong or last vowel stands in the Arabic one. Only
short vowels may be missing: Arabic does not write them.

What differs in the length of a vowel alone is not told apart ("Nasr" may be ناصر), since Latin letters do not show it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from rag.text.names import VOWELS, is_arabic, readings, seldom, units, usual
from rag.text.normalise import fold

_PARTICLES = frozenset("al el ال".split())
# "Mr" and "Mrs" before every second name; letter by letter they are "Said" and "Saida".
_TITLES = frozenset(fold("سيد السيد سيدة السيدة والسيد والسيدة").split())
# A vowel at the head of a word leans on alif or ain; a long one is written with two letters there ("Enas", إيناس).
_AT_HEAD = {
    "a": ("ا", "ع", "عا", "اع"),
    "e": ("ا", "ع", "اي", "عي"),
    "i": ("ا", "ع", "اي", "عي"),
    "o": ("ا", "ع", "او", "عو"),
    "u": ("ا", "ع", "او", "عو"),
    "ou": ("و", "ا", "ع", "او", "عو"),
    "y": ("ي", "اي"),
    "w": ("و",),
}
_INSIDE = {
    "a": ("ا", "ع", "عا", "اع", "اء"),
    "e": ("ي", "ا", "ع"),
    "i": ("ي", "عي"),
    "o": ("و", "ا"),
    "u": ("و",),
    "ou": ("و", "او", "عو"),
    "y": ("ي",),
    "w": ("و",),
}
_AT_END = {"a": ("ا", "ه", "ي", "اء", "اع", "ع"), "e": ("ي", "ا"), "i": ("ي",), "y": ("ي",)}
# As names of Morocco are spelled: "Agadir" أكادير, "Nador" الناظور.
_MAGHREBI = {"g": "كق", "d": "ظ"}
_GAF = str.maketrans("گڭݣ", "ككك")
# Vowels that may be short, and so not written.
_SHORT = frozenset("a e i o u ou".split())
# A long name may have one consonant with a rarer counterpart ("Casablanca", كازابلانكا).
_CONSONANTS_FOR_A_SLIP = 5


@lru_cache(maxsize=50_000)
def is_same_name(latin: str, arabic: str) -> bool:
    """Tell whether two words, as written or folded, are surely one name in the two scripts."""
    latin, arabic = fold(latin), fold(arabic).translate(_GAF)
    if is_arabic(latin) or not is_arabic(arabic) or arabic in _TITLES:
        return False
    # "Abdul" and "Abdel" are "servant of" with the article, whose vowel is spelled in any way.
    said = without_article(latin).replace("abdul", "abdel")
    return any(_spells(units(said), form) for form in readings(arabic))


def without_article(latin: str) -> str:
    """Return a folded Latin name without the Arabic article written onto it ("alrakkad")."""
    return latin[2:] if latin.startswith(("al", "el")) and len(consonants(latin[2:])) >= 2 and len(latin) > 6 else latin


def tells(words: Sequence[str]) -> bool:
    """Tell whether a name of these folded words is long enough not to be met by chance in the other script.

    Arabic has no capitals to say that a word is a name, so it takes one more consonant there.
    """
    sounds = sum(len(consonants(word)) for word in words)
    return sounds >= 3 or (sounds == 2 and not is_arabic(words[0]) and sum(map(len, words)) >= 5)


def consonants(word: str) -> tuple[str, ...]:
    """Return the consonants of a folded word, in either script; a last "h" is mute."""
    if is_arabic(word):
        return tuple(letter for letter in word.removesuffix("ه") if letter not in "اويءع")
    found = units(word)
    return tuple(
        unit for place, unit in enumerate(found) if unit not in VOWELS and not (unit == "h" and place == len(found) - 1)
    )


def is_particle(word: str) -> bool:
    """Tell whether a folded word is an article that stands by itself in one script only ("El Fergany")."""
    return word in _PARTICLES


def _spells(latin: Sequence[str], arabic: str) -> bool:
    """Tell whether the Arabic letters spell the Latin units, unwritten vowels apart."""
    letters = "".join(units(arabic))

    @cache
    def fits(place: int, at: int, state: _State) -> bool:
        if place == len(latin):
            return at == len(letters)
        unit, last = latin[place], place == len(latin) - 1
        for form in _forms(unit, place, last=last):
            long = state.long or (unit == "a" and place > 0 and form == "ا")
            if letters.startswith(form, at) and fits(
                place + 1, at + len(form), state._replace(silent=False, long=long)
            ):
                return True
        if state.slips and letters[at : at + 1] and letters[at] in seldom(unit):
            return fits(place + 1, at + 1, state._replace(silent=False, slips=state.slips - 1))
        return _droppable(latin, place, state) and fits(place + 1, at, state._replace(silent=unit in VOWELS))

    sounds = sum(unit not in VOWELS for unit in latin)
    return fits(0, 0, _State(False, False, int(sounds >= _CONSONANTS_FOR_A_SLIP)))


class _State(NamedTuple):
    """After a vowel left out (`silent`), after an "a" that was written (`long`), and rarer spellings still allowed."""

    silent: bool
    long: bool
    slips: int


def _droppable(latin: Sequence[str], place: int, state: _State) -> bool:
    """Tell whether the unit may be unwritten: a short vowel, or a silent "h" at the end."""
    unit, before, after = latin[place], latin[place - 1] if place else "", latin[place + 1 :]
    if unit == "h":
        return not after
    if unit not in _SHORT or not place or state.silent or (not after and unit != "e"):
        return False
    # Two vowels beside each other are one long sound; "Kamal" is كمال, not كامل; "Mahmoud" is محمود.
    if (before in VOWELS - {"w", "y"} and unit != "e") or (unit == "i" and after and after[0] in VOWELS):
        return False
    ends = VOWELS.isdisjoint(after)
    return not (ends and (unit == "ou" or (unit == "a" and state.long)))


def _forms(unit: str, place: int, *, last: bool) -> Sequence[str]:
    if unit not in VOWELS:
        return usual(unit) + _MAGHREBI.get(unit, "")
    if place == 0:
        return _AT_HEAD.get(unit, ())
    return (*_INSIDE.get(unit, ()), *(_AT_END.get(unit, ()) if last else ()))
