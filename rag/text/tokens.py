"""Words and stems for lexical matching in French, Arabic and English.

Text is folded first, so that what is typed without accents, hamza or diacritics meets what is printed with them. French
elisions (l', d', qu') are cut off. Stems are keys for comparing, never shown.
"""

from __future__ import annotations

import re
import threading
from functools import lru_cache

import Stemmer

from rag.text.normalise import fold

_WORDS = re.compile(r"[^\W_]+")
_ALGORITHMS = {"fr": "french", "ar": "arabic", "en": "english"}
_ELIDED = frozenset("l d c j m n s t qu jusqu lorsqu puisqu quoiqu aujourd".split())

FUNCTION_WORDS: dict[str, frozenset[str]] = {
    "fr": frozenset(
        """a ai ainsi alors au aucun aura aux avait avec avoir ayant c ce ceci cela celle celles celui ces cet cette
        ceux chaque comme comment dans de des dont du elle elles en entre est et etaient etait etant ete etre eu eux
        furent fut ici il ils je la le les leur leurs lors lui mais me meme mes mon ne ni nos notre nous on ont ou
        par pas pendant peu peut plus pour pourquoi qu quand que quel quelle quelles quels qui quoi sa sans se selon
        sera ses si soit son sont sous sur ta tandis te tel telle tels tes ton tous tout toute toutes tres tu un une
        vers vos votre vous y afin combien depuis eut aussi lequel laquelle lesquels lesquelles auquel duquel""".split()
    ),
    "en": frozenset(
        """a about after all also am an and any are as at be because been before being between both but by can could did
        do does doing during each for from had has have having he her here hers him his how i if in into is it its many
        me more most much my no nor not of on only or other our out over own s she so some such than that the their them
        then there these they this those through to too under until up us very was we were what when where which while
        who whom whose why will with would you your""".split()
    ),
    "ar": frozenset(
        fold(
            """في من على إلى الى عن مع هذا هذه ذلك تلك التي الذي الذين اللذان اللتان ما ماذا متى أين كيف كم هل لماذا
            أي أية أو ثم أن إن كان كانت يكون تكون قد لقد لا لم لن ليس ليست هو هي هم هما كل بعض بين حول خلال عند منذ بعد
            قبل حيث كما لكن بل إذا إذ و ف ب ل ك به بها فيه فيها منه منها له لها عليه عليها وهو وهي مثل غير ضمن لدى حتى
            تم وقد ولا وما بأن أنه أنها لأن وذلك وفي ومن وعلى التى الى مما عما"""
        ).split()
    ),
}

_ANY_FUNCTION_WORD = frozenset().union(*FUNCTION_WORDS.values())

_local = threading.local()


def words(text: str) -> list[str]:
    """Return the folded words of `text`, function words included."""
    return _WORDS.findall(fold(text))


def stems(text: str, language: str) -> list[str]:
    """Return the stems of the content words of `text`, by the stemmer of `language`, in order with repeats."""
    function_words = FUNCTION_WORDS[language]
    return [stem(word, language) for word in words(text) if word not in function_words and word not in _ELIDED]


def is_function_word(word: str) -> bool:
    """Tell whether a folded word is a function word, or an elided one, in any of the languages."""
    return word in _ANY_FUNCTION_WORD or word in _ELIDED


def content_words(text: str) -> list[str]:
    """Return the folded words of `text` that are function words in none of the languages, each once, in order."""
    return list(dict.fromkeys(word for word in words(text) if not is_function_word(word)))


@lru_cache(maxsize=200_000)
def stem(word: str, language: str) -> str:
    """Return the stem of one folded word."""
    # Snowball stemmers keep state, so each thread has its own.
    stemmers = _local.__dict__.setdefault("stemmers", {})
    if language not in stemmers:
        stemmers[language] = Stemmer.Stemmer(_ALGORITHMS[language])
    return _arabic_stem(word, stemmers["ar"]) if language == "ar" else str(stemmers[language].stemWord(word))


def _arabic_stem(word: str, stemmer: Stemmer.Stemmer) -> str:
    # Snowball's Arabic keeps the conjunction before an article and the alif of a cut -at, and knows the feminine ending
    # only in its own letter, which folding has replaced.
    if word.startswith(("وال", "فال")) and len(word) > 5:
        word = word[1:]
    if word.endswith("ه"):
        word = word[:-1] + "ة"
    stemmed = str(stemmer.stemWord(word))
    return stemmed[:-1] if stemmed.endswith("ا") and len(stemmed) > 3 else stemmed
