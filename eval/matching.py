"""Does an answer hold what it must contain? Groups of alternatives, compared unit by unit after normalisation.

An alternative is held when its units stand in the answer one after the other (`rag.text.comparable` says what is equal,
for the verification of answers as well). A number is held only as a whole number: "11" is not in "111", nor "9" in
"9,5", nor "19" in "COVID-19". Words match whole; Arabic ones with or without the conjunction, preposition or article
written onto them. A country is held under its name in any language, a name of a person or place in either script.
Nothing is stemmed and no other word translated: a fact lists the wordings that are right.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from eval.names import holds_country, holds_name
from rag.text.comparable import Reading, readings
from rag.text.names import is_arabic
from rag.text.number_words import ONES
from rag.text.units import Unit

_CLITICS = tuple(
    sorted(("", "ال", "و", "ف", "ب", "ل", "ك", "وال", "فال", "بال", "كال", "لل", "ولل", "وبال", "وب", "ول"), key=len)
)
_SHORTEST_STEM = 3


class Match(NamedTuple):
    """The alternative that was found; `ambiguous` says that another reading of the same figures would not hold it."""

    alternative: str
    ambiguous: bool


def holds(answer: str, expect: Sequence[Sequence[str]], language: str = "") -> bool:
    """Return whether the answer holds one alternative of every group."""
    return all(found is not None for found in held(answer, expect, language))


def held(answer: str, expect: Sequence[Sequence[str]], language: str = "") -> tuple[str | None, ...]:
    """Return for each group the alternative that `matches` finds, or None."""
    return tuple(found.alternative if found else None for found in matches(answer, expect, language))


def matches(answer: str, expect: Sequence[Sequence[str]], language: str = "") -> tuple[Match | None, ...]:
    """Return for each group the first alternative that the answer holds, or None.

    One held for certain goes before one in another script or language, and an ambiguous one comes last.
    Every line of the answer is read by the conventions of its own language, or of `language` where it shows none.
    """
    return tuple(_first(answer, group, language) for group in expect)


def is_comparable(alternative: str) -> bool:
    """Return whether there is anything in the alternative to compare."""
    return any(readings(alternative))


def _first(answer: str, group: Sequence[str], language: str) -> Match | None:
    found = [match for option in group if (match := _match(answer, option, language))]
    certain = next((match for match in found if not match.ambiguous), None)
    if certain:
        return certain
    named = (option for option in group if holds_country(answer, option, language) or holds_name(answer, option))
    return next((Match(option, ambiguous=False) for option in named), found[0] if found else None)


def _match(answer: str, option: str, language: str) -> Match | None:
    said = readings(answer, default=language)
    verdicts = [_contains(each, wanted) for each in said for wanted in readings(option)]
    held = [verdict for verdict in verdicts if verdict]
    if not held:
        return None
    return Match(option, ambiguous=len(held) < len(verdicts) and not any(verdict.alike for verdict in held))


class _Held(NamedTuple):
    """The alternative is held, with every figure written as in the answer if `alike`."""

    alike: bool


def _contains(said: Reading, wanted: Reading) -> _Held | None:
    if not wanted:
        return None
    found = None
    for start in range(len(said) - len(wanted) + 1):
        window = said[start : start + len(wanted)]
        if all(_same(*pair, alone=len(wanted) == 1) for pair in zip(window, wanted, strict=True)):
            found = _Held(all(one.raw == other.raw for one, other in zip(window, wanted, strict=True)))
            if found.alike:
                return found
    return found


def _same(said: Unit, wanted: Unit, *, alone: bool) -> bool:
    if said.key == wanted.key:
        return True
    if {said.kind, wanted.kind} <= {"word", "month"} and said.raw == wanted.raw:
        return True
    if not alone and _is_one(said) and _is_one(wanted):
        return True
    return (
        said.kind == wanted.kind == "word" and is_arabic(wanted.key) and bool(_stems(said.key) & _own_forms(wanted.key))
    )


def _is_one(unit: Unit) -> bool:
    return unit.key == "1" or unit.key in ONES


def _own_forms(word: str) -> frozenset[str]:
    return frozenset({word, _cut(word, "ال")})


@lru_cache(maxsize=20_000)
def _stems(word: str) -> frozenset[str]:
    return frozenset(_cut(word, prefix) for prefix in _CLITICS)


def _cut(word: str, prefix: str) -> str:
    rest = word.removeprefix(prefix)
    return rest if len(rest) >= _SHORTEST_STEM else word
