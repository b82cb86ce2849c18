"""The queue, and what facts its candidates may become."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from eval.candidates import Candidate, Decision, add_drafts, decide, load
from eval.proposing import free_id, problems, proposed
from eval.types import Fact, FactKind
from rag import feedback
from tests.eval import world
from tests.eval.reports import PLACES

DAY = date(2026, 2, 3)
QUOTED = {"report": "port.fr", "paragraph": "2", "quote": "Le port compte 12 quais et son directeur est Karim Saadi."}


def line(**changed: Any) -> dict[str, Any]:
    said = {
        "id": "a1",
        "from": "reader",
        "day": "2026-02-03",
        "question": "How many quays does the port have?",
        "language": "en",
        "history": [],
        "status": "answered",
        "answer": "Le port compte 12 quais et son directeur est Karim Saadi. [1]",
        "citations": [QUOTED],
        "hits": [{"report": "port.fr", "paragraph": "3"}, {"report": "port.fr", "paragraph": None}],
        "verdict": "wrong",
        "correction": "",
        "place": None,
    }
    return said | changed


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "candidates.jsonl"


def waiting(path: Path) -> list[tuple[str, str]]:
    return [(candidate.id, candidate.line.get("correction", "")) for candidate in load(path).waiting]


def test_the_last_opinion_counts_but_a_bare_thumb_does_not_undo_a_correction(path: Path) -> None:
    feedback.append(path, [line(), line(id="b2", verdict="right"), line(correction="13"), line()])
    assert waiting(path) == [("a1", "13"), ("b2", "")]
    feedback.append(path, [line(verdict="right"), line(id="b2", verdict="withdrawn")])
    assert waiting(path) == [("a1", "")]


def test_a_decision_holds_until_a_reader_says_something_else(path: Path) -> None:
    feedback.append(path, [line(correction="13"), line(id="b2")])
    before = path.read_bytes()
    decide(path, load(path).waiting[0], Decision.ACCEPTED, DAY, "u-001")
    assert path.read_bytes().startswith(before)
    assert (waiting(path), load(path).decided) == ([("b2", "")], 1)
    feedback.append(path, [line(correction="13"), line()])
    assert waiting(path) == [("b2", "")]
    feedback.append(path, [line(correction="14")])
    assert waiting(path) == [("a1", "14"), ("b2", "")]


def test_drafts_wait_once_even_when_drafted_again(path: Path) -> None:
    fact = {"id": "draft-1", "question": "Who?", "expect": [["x"]]}
    assert add_drafts(path, [fact], DAY) == 1
    decide(path, load(path).waiting[0], Decision.REJECTED, DAY)
    assert add_drafts(path, [fact, {**fact, "id": "draft-2"}], DAY) == 1
    (candidate,) = load(path).waiting
    assert (candidate.id, candidate.question, candidate.verdict) == ("draft-2", "Who?", "draft")


def propose(**changed: Any) -> dict[str, Any]:
    said = line(**changed)
    return proposed(Candidate(said["id"], said), PLACES)


FRENCH_2 = [{"doc": "port.fr", "at": "2"}]


@pytest.mark.parametrize(
    ("changed", "kind", "expect", "evidence"),
    [
        ({"correction": "12"}, "number", [["12"]], FRENCH_2),
        ({"correction": "It has 12 quays."}, "number", [["12"]], FRENCH_2),
        ({"correction": "111"}, "number", [["111"]], [{"doc": "port.fr", "at": "3"}]),
        ({"correction": "5"}, "number", [["5"]], []),
        ({"verdict": "right"}, "number", [["12"]], FRENCH_2),
        ({"verdict": "not in reports"}, "unanswerable", [], []),
        ({"verdict": "right", "status": "not_found"}, "unanswerable", [], []),
        ({}, "number", [], []),
        (
            {"correction": "5", "place": {"report": "port.en", "paragraph": "2"}},
            "number",
            [["5"]],
            [{"doc": "port.en", "at": "2"}],
        ),
        (
            {"correction": "12", "place": {"report": "port.fr", "paragraph": "3"}},
            "number",
            [["12"]],
            [{"doc": "port.fr", "at": "3"}, *FRENCH_2],
        ),
        ({"question": "Who leads it?", "correction": "Karim Saadi"}, "name", [["Karim Saadi"]], FRENCH_2),
        ({"question": "Who leads it?", "verdict": "right"}, "name", [["Karim Saadi"]], FRENCH_2),
        ({"question": "Is it big?", "correction": "27 %"}, "number", [["27 %"]], []),
        (
            {"question": "List the ports.", "correction": "Marsa, Tangier and Sfax."},
            "list",
            [["Marsa"], ["Tangier"], ["Sfax"]],
            [],
        ),
        ({"question": "When?", "correction": "le 3 mai 1931"}, "date", [["3 mai 1931"]], []),
    ],
)
def test_what_a_candidate_may_become(
    changed: dict[str, Any], kind: str, expect: list[list[str]], evidence: list[dict[str, str]]
) -> None:
    fields = propose(**changed)
    assert (fields["kind"], fields["expect"], fields["evidence"]) == (kind, expect, evidence)
    assert (fields["lang"], fields["id"]) == ("en", "")


def test_a_follow_up_keeps_the_last_questions_before_it() -> None:
    assert propose(history=list("abcdef"))["history"] == list("cdef")
    assert "history" not in propose()


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({}, ""),
        ({"expect": [["99"]]}, "does not stand in port.fr, 2"),
        ({"expect": []}, '"expect" is empty'),
        ({"kind": "unanswerable", "expect": [], "evidence": []}, ""),
        ({"evidence": [{"doc": "port.fr", "at": "9"}]}, "port.fr has no place '9'; it has 1, 2, 3, 4."),
        ({"evidence": [{"doc": "port.de", "at": "2"}]}, "'port.de' is not indexed"),
        ({"evidence": "port.fr"}, '"evidence" is not a list'),
        ({"id": "quays"}, "'quays' is already used"),
        ({"question": "quays?"}, "already asked by quays"),
    ],
)
def test_what_keeps_fields_from_being_a_fact(changed: dict[str, Any], problem: str) -> None:
    fields = {**propose(correction="12"), "id": "u-001"} | changed
    found = problems(fields, PLACES, world.FACTS)
    assert (problem in " ".join(found)) if problem else (found == [])


def test_the_next_free_id() -> None:
    assert free_id(()) == "u-001"
    taken = [Fact(name, "en", "?", FactKind.UNANSWERABLE, (), ()) for name in ("u-009", "u-x", "s-010")]
    assert free_id(taken) == "u-010"
