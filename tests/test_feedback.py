"""What readers say, kept in a file of lines."""

from __future__ import annotations

import json
import multiprocessing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from rag.errors import UsageError
from rag.feedback import Opinion, Spot, Verdict, append, given, read, reader_line
from rag.types import Locator
from tests.support.scripted_chat import ARABIC, ENGLISH, FRENCH, HOW_MANY, answer, quoted

DAY = date(2026, 2, 3)
ANSWER = answer(HOW_MANY, [quoted(1, ENGLISH, "The August meeting drew 111 people.")])
WRONG = Opinion(Verdict.WRONG, "112", Spot("workshop-2020.fr", "2"))


def test_a_line_holds_the_answer_and_the_opinion_and_nothing_of_the_reader() -> None:
    line = reader_line(given(ANSWER, ("Earlier?",)), WRONG, DAY)
    assert json.loads(json.dumps(line)) == {
        "id": line["id"],
        "from": "reader",
        "day": "2026-02-03",
        "question": HOW_MANY,
        "language": "en",
        "history": ["Earlier?"],
        "status": "answered",
        "answer": "The August meeting drew 111 people. [1]",
        "citations": [
            {"report": "regional-brief.en", "paragraph": "4", "quote": "The August meeting drew 111 people."}
        ],
        "hits": [
            {"report": "workshop-2020.fr", "paragraph": "2"},
            {"report": "workshop-2020.ar", "paragraph": "6"},
            {"report": "regional-brief.en", "paragraph": "4"},
        ],
        "generation": "gen-000001",
        "model": "scripted",
        "answerer": "extractive",
        "verdict": "wrong",
        "correction": "112",
        "place": {"report": "workshop-2020.fr", "paragraph": "2"},
    }


def test_what_is_said_of_one_answer_on_one_day_shares_an_id() -> None:
    ids = [reader_line(given(ANSWER), opinion, DAY)["id"] for opinion in (WRONG, Opinion(Verdict.RIGHT))]
    assert ids[0] == ids[1]
    assert reader_line(given(ANSWER, ("Earlier?",)), WRONG, DAY)["id"] != ids[0]
    assert reader_line(given(ANSWER), WRONG, date(2026, 2, 4))["id"] != ids[0]


def test_places_to_choose_from_begin_with_those_cited_and_have_a_name() -> None:
    nameless = replace(FRENCH, id="nameless", locator=Locator(0, 5))
    kept = given(answer(HOW_MANY, [quoted(1, ENGLISH, "111 people")], (nameless, ARABIC, ENGLISH)))
    assert [(spot.report, spot.paragraph) for spot in kept.spots] == [
        ("regional-brief.en", "4"),
        ("workshop-2020.ar", "6"),
    ]


def test_lines_are_added_and_read_in_their_order(tmp_path: Path) -> None:
    path = tmp_path / "new" / "candidates.jsonl"
    assert read(path) == ([], [])
    append(path, [{"id": "a", "said": "\u0646\u0639\u0645\u2028"}])
    append(path, [{"id": "b"}, {"id": "c"}])
    lines, broken = read(path)
    assert ([line["id"] for line in lines], broken) == (["a", "b", "c"], [])
    assert lines[0]["said"] == "\u0646\u0639\u0645\u2028"


def test_half_a_line_costs_no_other_line(tmp_path: Path) -> None:
    path = tmp_path / "candidates.jsonl"
    append(path, [{"id": "a"}])
    with path.open("ab") as file:
        file.write('{"id": "b", "said": "\u0646'.encode()[:-1])
    append(path, [{"id": "c"}])
    lines, broken = read(path)
    assert ([line["id"] for line in lines], broken) == (["a", "c"], [2])


@pytest.mark.parametrize("line", ["[1]", "{}", '{"id": 3}', '{"id": "a", "from": "reader", "question": null}'])
def test_a_line_without_what_it_must_hold_is_passed_over(tmp_path: Path, line: str) -> None:
    path = tmp_path / "candidates.jsonl"
    path.write_text(f"\n{line}\n", encoding="utf-8")
    assert read(path) == ([], [2])


def test_what_cannot_be_written_is_an_error_with_a_mend(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="DALIL_CANDIDATES"):
        append(tmp_path / "file" / "candidates.jsonl", [{"id": "a"}])


def test_writers_at_the_same_time_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "candidates.jsonl"
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=_write_many, args=(path, name)) for name in "ab"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    lines, broken = read(path)
    assert broken == []
    assert sorted(line["id"] for line in lines) == sorted(f"{name}{number}" for name in "ab" for number in range(30))


def _write_many(path: Path, name: str) -> None:
    for number in range(30):
        append(path, [{"id": f"{name}{number}", "said": "x" * 5000}])
