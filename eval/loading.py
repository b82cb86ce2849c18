"""Facts from a file of JSON lines, checked; an error names the file, the line and the reason.

Whether a fact is true is not checked here: that needs the reports.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from eval.matching import is_comparable
from eval.types import Fact, FactKind, Place
from rag.errors import UsageError
from rag.text.language import LANGUAGES

_REQUIRED = ("id", "lang", "question", "kind", "expect", "evidence")
_OPTIONAL = ("note",)
_MEND = "Correct the line; eval/README.md shows the form of a fact."


class _WrongFactError(ValueError):
    """What is wrong with one line."""


def load_facts(path: Path) -> tuple[Fact, ...]:
    """Return the facts of a file in its order; empty lines are skipped.

    Raises:
        UsageError: the file cannot be read, holds no fact, or a line is wrong.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{path} cannot be read: {getattr(error, 'strerror', None) or error}.",
            "Give a file of facts, JSON lines in UTF-8.",
        ) from error
    facts: dict[str, Fact] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            fact = _fact(line)
            if fact.id in facts:
                raise _WrongFactError(f"the id {fact.id!r} was already used")
        except _WrongFactError as error:
            raise UsageError(f"{path}, line {number}: {error}.", _MEND) from error
        facts[fact.id] = fact
    if not facts:
        raise UsageError(f"{path} holds no facts.", "Write one JSON object a line; eval/README.md shows the form.")
    return tuple(facts.values())


def _fact(line: str) -> Fact:
    try:
        fields = json.loads(line)
    except json.JSONDecodeError as error:
        raise _WrongFactError(f"not JSON ({error.msg} at column {error.colno})") from error
    return fact_of(fields)


def fact_of(fields: Any) -> Fact:
    """Return the fact that a JSON object states.

    Raises:
        ValueError: something is missing or wrong; names the field.
    """
    if not isinstance(fields, dict):
        raise _WrongFactError("not a JSON object")
    for name in _REQUIRED:
        if name not in fields:
            raise _WrongFactError(f'"{name}" is missing')
    for name in fields:
        if name not in _REQUIRED + _OPTIONAL:
            raise _WrongFactError(f'"{name}" is not a field of a fact')
    fact = Fact(
        id=_text(fields, "id"),
        lang=_one_of(fields, "lang", LANGUAGES),
        question=_text(fields, "question"),
        kind=FactKind(_one_of(fields, "kind", tuple(kind.value for kind in FactKind))),
        expect=_expected(fields["expect"]),
        evidence=_places(fields["evidence"]),
        note=_text(fields, "note") if "note" in fields else "",
    )
    if fact.answerable and not (fact.expect and fact.evidence):
        missing = "evidence" if fact.expect else "expect"
        raise _WrongFactError(f'"{missing}" is empty, which only an unanswerable fact may have')
    if not fact.answerable and (fact.expect or fact.evidence):
        raise _WrongFactError('an unanswerable fact has neither "expect" nor "evidence"')
    return fact


def _text(fields: dict[str, Any], name: str) -> str:
    value = fields[name]
    if not isinstance(value, str) or not value.strip():
        raise _WrongFactError(f'"{name}" is not a text')
    return value


def _one_of(fields: dict[str, Any], name: str, allowed: tuple[str, ...]) -> str:
    value = _text(fields, name)
    if value not in allowed:
        raise _WrongFactError(f'"{name}" is {value!r}, not one of {", ".join(allowed)}')
    return value


def _expected(groups: Any) -> tuple[tuple[str, ...], ...]:
    if not isinstance(groups, list) or not all(isinstance(group, list) and group for group in groups):
        raise _WrongFactError('"expect" is not a list of groups, each a list of alternatives')
    for alternative in (alternative for group in groups for alternative in group):
        if not isinstance(alternative, str) or not is_comparable(alternative):
            raise _WrongFactError(f'"expect" has an alternative without words or numbers: {alternative!r}')
    return tuple(tuple(group) for group in groups)


def _places(places: Any) -> tuple[Place, ...]:
    if not isinstance(places, list):
        raise _WrongFactError('"evidence" is not a list of places')
    for place in places:
        named = isinstance(place, dict) and set(place) == {"doc", "at"}
        if not named or not all(isinstance(part, str) and part for part in place.values()):
            raise _WrongFactError('"evidence" has a place that is not {"doc": "…", "at": "…"}')
    return tuple(Place(place["doc"], place["at"]) for place in places)
