"""Names across scripts: a key that "Bouarourou" and "بوارورو" share.

The key keeps the consonants, merged where Arabic and Latin spellings differ (b/p, g/j/ch, k/q, …). It is coarse on
purpose: it serves to recognise a name that is looked for, not to tell all names apart.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rag.text.normalise import fold

_ARABIC = {
    letter: key
    for letters, key in (
        ("ب", "b"), ("تثط", "t"), ("ج", "j"), ("حخه", "h"), ("دذض", "d"), ("ر", "r"), ("زظ", "z"), ("سشص", "s"),
        ("غ", "g"), ("ف", "f"), ("قك", "k"), ("ل", "l"), ("م", "m"), ("ن", "n"),
    )
    for letter in letters
}  # fmt: skip
_LATIN_GROUPS = (
    ("tch", "s"), ("sch", "s"), ("ch", "s"), ("sh", "s"), ("kh", "h"), ("dh", "d"), ("th", "t"), ("ph", "f"),
    ("ou", ""), ("qu", "k"), ("x", "ks"), ("ck", "k"),
)  # fmt: skip
_LATIN = {**{letter: letter for letter in "bdfhjklmnrstz"}, "c": "k", "q": "k", "p": "b", "v": "f", "g": "g"}


@lru_cache(maxsize=50_000)
def name_key(word: str) -> str:
    """Return the consonant key of one word in Latin or Arabic script; "" when fewer than two consonants remain."""
    folded = fold(word)
    if re.search("[\u0620-\u064a]", folded):
        folded = re.sub("^ال(?=..)", "", folded).removesuffix("ه")
        key = "".join(_ARABIC.get(letter, "") for letter in folded)
    else:
        folded = re.sub("^(?:al|el)-?(?=....)", "", folded) if "-" in folded else folded
        for group, single in _LATIN_GROUPS:
            folded = folded.replace(group, single)
        folded = folded.replace("g", "j").replace("jh", "g")
        key = "".join(_LATIN.get(letter, "") for letter in folded)
    key = re.sub(r"(.)\1+", r"\1", key)
    return key if len(key) >= 2 else ""
