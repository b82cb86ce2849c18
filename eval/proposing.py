"""A candidate → the fact that it may become, as fields to be looked at, and what is wrong with them.

The kind follows from the question, what is expected from the correction or the confirmed answer, the place from what
was chosen or cited. What cannot be told is left empty for a person; nothing here accepts anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from eval.candidates import Candidate
from eval.loading import fact_of
from eval.matching import holds
from eval.places import Places
from eval.types import Fact, FactKind, Place
from eval.values import values
from rag.feedback import Verdict
from rag.question import kind_of
from rag.text.numbers import numbers
from rag.types import QuestionKind, Status

Fields = dict[str, Any]

_KINDS = {
    QuestionKind.NUMBER: FactKind.NUMBER,
    QuestionKind.DATE: FactKind.DATE,
    QuestionKind.PERSON: FactKind.NAME,
    QuestionKind.PLACE: FactKind.NAME,
    QuestionKind.LIST: FactKind.LIST,
}
# Longer wordings are never met again word for word.
_LONGEST = 8
_HISTORY = 4
_ITEMS = re.compile(r"\s*[,،;؛]\s*|\s+(?:et|and)\s+")
_MARKERS = re.compile(r"\s*\[\d+\]")
_CAPITALISED = re.compile(r"[A-ZÀ-ÖØ-Þ][\w’'-]+(?: (?:(?:al|el|de|du|des|von|ben|bin|of|for) )?[A-ZÀ-ÖØ-Þ][\w’'-]+)+")


def proposed(candidate: Candidate, places: Places) -> Fields:
    """Return the fields of the fact that the candidate may become; its id is still empty."""
    if candidate.drafted is not None:
        return {**candidate.drafted, "id": ""}
    line = candidate.line
    question = str(line["question"])
    fields: Fields = {"id": "", "lang": line["language"], "question": question}
    history = list(line.get("history") or ())[-_HISTORY:]
    if _says_nothing(line):
        fields |= {"kind": FactKind.UNANSWERABLE.value, "expect": [], "evidence": []}
    else:
        said = _said(line)
        kind = _kind(question, said)
        expect = _expected(kind, question, said)
        spots = _spots(line)
        # What the reader chose counts even where the words do not stand there, so that a person sees it.
        chosen = spots[:1] if line.get("place") else []
        holding = [place for place in spots if expect and holds(places.text(place) or "", expect)]
        fields |= {
            "kind": kind.value,
            "expect": expect,
            "evidence": [{"doc": place.doc, "at": place.at} for place in dict.fromkeys(chosen + holding)],
        }
    return fields | ({"history": history} if history else {})


def problems(fields: Mapping[str, Any], places: Places, known: Iterable[Fact]) -> list[str]:
    """Return what keeps the fields from being a fact; empty when they are one.

    Each place must be in the index and hold what is expected; id and question must be new among the `known` facts.
    """
    try:
        fact = fact_of(dict(fields))
    except ValueError as error:
        return [f"{error}."]
    found = []
    for other in known:
        if other.id == fact.id:
            found.append(f"The id {fact.id!r} is already used.")
        if (other.question, other.lang, other.history) == (fact.question, fact.lang, fact.history):
            found.append(f"The question is already asked by {other.id}.")
    return found + [wrong for place in fact.evidence if (wrong := _wrong_place(fact, place, places))]


def free_id(known: Iterable[Fact]) -> str:
    """Return the next free id for a fact that came from use: "u-001", then "u-002"."""
    used = [int(match[1]) for fact in known if (match := re.fullmatch(r"u-(\d+)", fact.id))]
    return f"u-{max(used, default=0) + 1:03d}"


def _wrong_place(fact: Fact, place: Place, places: Places) -> str:
    names = places.of(place.doc)
    if names is None:
        return f"The report {place.doc!r} is not indexed."
    text = places.text(place)
    if text is None:
        return f"{place.doc} has no place {place.at!r}; it has {', '.join(names[:12])}{', …' if names[12:] else ''}."
    return "" if holds(text, fact.expect) else f"What is expected does not stand in {place.doc}, {place.at}."


def _says_nothing(line: Mapping[str, Any]) -> bool:
    if line["verdict"] == Verdict.NOT_IN_REPORTS:
        return True
    return bool(line["verdict"] == Verdict.RIGHT and line["status"] == Status.NOT_FOUND)


def _said(line: Mapping[str, Any]) -> str:
    """What the right answer says: the correction, or the answer that was confirmed; empty where nobody said it."""
    if line["verdict"] == Verdict.RIGHT:
        return _MARKERS.sub("", line["answer"])
    return str(line.get("correction") or "").strip()


def _spots(line: Mapping[str, Any]) -> list[Place]:
    """The places where it may stand: the chosen one first, then those cited, then those found."""
    chosen = [line["place"]] if line.get("place") else []
    spots = [*chosen, *(line.get("citations") or ()), *(line.get("hits") or ())]
    named = [Place(spot["report"], spot["paragraph"]) for spot in spots if spot.get("paragraph")]
    return list(dict.fromkeys(named))


def _kind(question: str, said: str) -> FactKind:
    asked = _KINDS.get(kind_of(question), FactKind.TEXT)
    found = values(said)
    if asked is FactKind.TEXT and len(found) == 1 and len(said.split()) <= 4:
        return found[0].kind
    return asked


def _expected(kind: FactKind, question: str, said: str) -> list[list[str]]:
    if not said:
        return []
    if kind in (FactKind.NUMBER, FactKind.DATE):
        asked = numbers(question)
        of_kind = [value.text for value in values(said) if value.kind is kind and not numbers(value.text) <= asked]
        return [of_kind[:1]] if of_kind else _short(said)
    if kind is FactKind.NAME:
        return _short(said) or [[name] for name in _CAPITALISED.findall(said) if name not in question][:1]
    if kind is FactKind.LIST:
        items = [item for item in _ITEMS.split(said.strip(" .")) if item]
        return [[item] for item in items] if _all_short(items) else []
    return _short(said)


def _short(said: str) -> list[list[str]]:
    return [[said.strip(" .")]] if _all_short([said]) else []


def _all_short(texts: Sequence[str]) -> bool:
    return all(0 < len(text.split()) <= _LONGEST for text in texts)
