"""Does an answer hold what it must contain? Groups of alternatives, compared token by token after normalisation.

An alternative is held when its tokens stand in the answer one after the other (see `eval.tokens` for what is equal). A
number is held only as a whole number: "11" is not in "111", nor "9" in "9,5", nor "19" in "COVID-19". Words match
whole; Arabic ones with or without the conjunction, preposition or article written onto them. Nothing is stemmed or
translated: a fact lists the wordings that are right.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from eval.number_words import ONES
from eval.tokens import Token, tokens

_CLITICS = tuple(
    sorted(("", "ال", "و", "ف", "ب", "ل", "ك", "وال", "فال", "بال", "كال", "لل", "ولل", "وبال", "وب", "ول"), key=len)
)
_SHORTEST_STEM = 3


def holds(answer: str, expect: Sequence[Sequence[str]]) -> bool:
    """Return whether the answer holds one alternative of every group."""
    return all(found is not None for found in held(answer, expect))


def held(answer: str, expect: Sequence[Sequence[str]]) -> tuple[str | None, ...]:
    """Return for each group the first alternative that the answer holds, or None."""
    said = tokens(answer)
    return tuple(next((option for option in group if _contains(said, tokens(option))), None) for group in expect)


def is_comparable(alternative: str) -> bool:
    """Return whether there is anything in the alternative to compare."""
    return bool(tokens(alternative))


def _contains(said: Sequence[Token], wanted: Sequence[Token]) -> bool:
    if not wanted:
        return False
    last = len(said) - len(wanted)
    return any(
        all(_same(said[start + offset], token, alone=len(wanted) == 1) for offset, token in enumerate(wanted))
        for start in range(last + 1)
    )


def _same(said: Token, wanted: Token, *, alone: bool) -> bool:
    if said.key == wanted.key:
        return True
    if {said.kind, wanted.kind} <= {"word", "month"} and said.raw == wanted.raw:
        return True
    if not alone and _is_one(said) and _is_one(wanted):
        return True
    return (
        said.kind == wanted.kind == "word"
        and _is_arabic(wanted.key)
        and bool(_stems(said.key) & _own_forms(wanted.key))
    )


def _is_one(token: Token) -> bool:
    return token.key == "1" or token.key in ONES


def _is_arabic(word: str) -> bool:
    return "\u0600" <= word[0] <= "\u06ff"


def _own_forms(word: str) -> frozenset[str]:
    return frozenset({word, _cut(word, "ال")})


@lru_cache(maxsize=20_000)
def _stems(word: str) -> frozenset[str]:
    return frozenset(_cut(word, prefix) for prefix in _CLITICS)


def _cut(word: str, prefix: str) -> str:
    rest = word.removeprefix(prefix)
    return rest if len(rest) >= _SHORTEST_STEM else word
