"""Is a name held by an answer in another script, or a country in another language? "Belbeisi" by "بلبيسي".

Only what is surely a name is compared so: every word of the alternative begins with a capital, or is in Arabic script,
which has none, and then the answer's word must. Names of one script are compared as words (`eval.matching`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from rag.text.country_names import countries_called, country_called
from rag.text.language import detect
from rag.text.names import is_arabic
from rag.text.same_name import is_particle, is_same_name, tells
from rag.text.tokens import FUNCTION_WORDS
from rag.text.written import Written, written

_LEAST_LETTERS = 4
_NOT_NAMES = FUNCTION_WORDS["fr"] | FUNCTION_WORDS["en"]
_SERVANT_OF = frozenset(("abd", "abdul", "abdel", "عبد"))
# What may stand between the words of a name; any other sign ends it.
_WITHIN = re.compile(r"[\s'’ʼ-]*")


def holds_country(answer: str, option: str, language: str) -> bool:
    """Return whether `option` is the name of a country that the answer calls by any of its names."""
    code = country_called(option)
    return code is not None and any(
        code in countries_called(line, _languages(line, language)) for line in answer.splitlines()
    )


def holds_name(answer: str, option: str) -> bool:
    """Return whether `option` is a name that stands in the answer in the other script."""
    wanted = _name(option)
    return bool(wanted) and country_called(option) is None and any(_starts(wanted, run) for run in _runs(answer))


def _languages(line: str, default: str) -> tuple[str, ...]:
    """A line may name countries in Latin and in Arabic letters; which Latin language it is in may not show."""
    language = detect(line, default=default)
    return (language, "ar") if language in ("fr", "en") else ("fr", "en", "ar")


@lru_cache(maxsize=20_000)
def _name(option: str) -> tuple[str, ...]:
    words = written(option)
    if not words or not all(_WITHIN.fullmatch(gap) for gap in _gaps(option, words)):
        return ()
    name = tuple(word.folded for word in words if not is_particle(word.folded))
    capitals = all(_may_be_name(word) for word in words if word.folded in name)
    long = any(len(word) >= _LEAST_LETTERS for word in name)
    one_script = len({is_arabic(word) for word in name}) == 1
    return name if capitals and long and one_script and tells(name) else ()


def _may_be_name(word: Written) -> bool:
    """A capital makes a name, but the one of a sentence's first word may be any word's ("There")."""
    return is_arabic(word.folded) or (word.word[0].isupper() and word.folded not in _NOT_NAMES)


def _gaps(text: str, words: Sequence[Written]) -> list[str]:
    """Return what stands before, between and after the words."""
    starts, ends = [word.start for word in words], [word.end for word in words]
    return [text[end:start] for end, start in zip([0, *ends], [*starts, len(text)], strict=True)]


def _runs(answer: str) -> list[tuple[str, ...]]:
    """Return from each word on the folded words that may be one name with it, particles left out."""
    words = written(answer)
    between = _gaps(answer, words)[1:]
    runs = []
    for start in range(len(words)):
        run = []
        for word, gap in zip(words[start : start + 6], between[start : start + 6], strict=True):
            if not (_may_be_name(word) or is_particle(word.folded)):
                break
            run += [] if is_particle(word.folded) else [word.folded]
            if not _WITHIN.fullmatch(gap):
                break
        runs.append(tuple(run))
    return runs


def _starts(wanted: Sequence[str], said: Sequence[str]) -> bool:
    """Return whether `said` begins with the name; one script may write in one word what the other writes in two."""
    if not wanted:
        return True
    # "Abdul Rahman" and "عبد الرحمن" are two words each, but part them in different places.
    parted = bool(said) and not {wanted[0], said[0]}.isdisjoint(_SERVANT_OF)
    for taken, given in ((1, 1), (1, 2), (2, 1), *(((2, 2),) if parted else ())):
        if taken > len(wanted) or given > len(said):
            continue
        one, other = "".join(wanted[:taken]), "".join(said[:given])
        latin, arabic = (other, one) if is_arabic(one) else (one, other)
        if is_same_name(latin, arabic) and _starts(wanted[taken:], said[given:]):
            return True
    return False
