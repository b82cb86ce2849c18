"""Facts from JSON lines, one file or a folder of them, checked; an error names the file, the line and the reason.

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
_OPTIONAL = ("note", "history")
_LONGEST_HISTORY = 4
_MEND = "Correct the line; docs/evaluation.md shows the form of a fact."


class _WrongFactError(ValueError):
    """What is wrong with one line."""


def load_facts(path: Path) -> tuple[Fact, ...]:
    """Return the facts of a file, or of the *.jsonl of a folder, in their order; empty lines are skipped.

    Raises:
        UsageError: a file cannot be read or holds no fact, a line is wrong, or an id is used twice in all the files.
    """
    facts: list[Fact] = []
    used: dict[str, str] = {}
    for file in facts_files(path):
        before = len(facts)
        for number, line in enumerate(_lines(file), start=1):
            if not line.strip():
                continue
            try:
                fact = _fact(line)
                if fact.id in used:
                    raise _WrongFactError(f"the id {fact.id!r} was already used in {used[fact.id]}")
            except _WrongFactError as error:
                raise UsageError(f"{file}, line {number}: {error}.", _MEND) from error
            used[fact.id] = f"{file.name}, line {number}"
            facts.append(fact)
        if len(facts) == before:
            raise UsageError(
                f"{file} holds no facts.", "Write one JSON object a line; docs/evaluation.md shows the form."
            )
    return tuple(facts)


def facts_files(path: Path) -> tuple[Path, ...]:
    """Return the files that facts are loaded from: the path itself, or the *.jsonl of a folder in order of name.

    Raises:
        UsageError: the folder has no such file.
    """
    if not path.is_dir():
        return (path,)
    files = tuple(sorted(path.glob("*.jsonl")))
    if not files:
        raise UsageError(f"{path} holds no facts: it has no *.jsonl.", "Name a file of facts, or their folder.")
    return files


def _lines(file: Path) -> list[str]:
    try:
        # Not splitlines: a question may hold the other line separators of Unicode.
        return file.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{file} cannot be read: {getattr(error, 'strerror', None) or error}.",
            "Give a file of facts, JSON lines in UTF-8.",
        ) from error


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
        history=_history(fields["history"]) if "history" in fields else (),
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


def _history(turns: Any) -> tuple[str, ...]:
    if not isinstance(turns, list) or not all(isinstance(turn, str) and turn.strip() for turn in turns):
        raise _WrongFactError('"history" is not a list of questions')
    if not 1 <= len(turns) <= _LONGEST_HISTORY:
        raise _WrongFactError(f'"history" has {len(turns)} questions, not 1 to {_LONGEST_HISTORY}')
    return tuple(turns)


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
