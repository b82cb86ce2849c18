"""Conversations and what their last question stands for.

A line of the table holds the turns, and the full question ("= …") or pieces that it must hold ("-…": must not).
"""

from pathlib import Path

import pytest

from rag.question.followups import resolve

TABLE = (Path(__file__).parent / "conversations.tsv").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(("turns", "expected"), [line.split("\t") for line in TABLE])
def test_a_follow_up_becomes_a_full_question(turns: str, expected: str) -> None:
    *history, question = turns.split(" | ")
    full = resolve(question, history)
    if expected.startswith("= "):
        assert full == expected.removeprefix("= ")
        return
    pieces = expected.split(";")
    assert [piece for piece in pieces if not piece.startswith("-") and piece not in full] == []
    assert [piece for piece in pieces if piece.startswith("-") and piece[1:] in full] == []


def test_without_a_conversation_nothing_changes() -> None:
    assert resolve("And in 2004?") == "And in 2004?"


@pytest.mark.parametrize("question", ["?", "...", "()", "و", "(a) (b)", "\u064b"])
def test_what_is_no_question_breaks_nothing(question: str) -> None:
    assert isinstance(resolve(question, [question, "Who spoke (for Syria)?", question]), str)


def test_a_long_conversation_does_not_grow_its_questions() -> None:
    history = ["Who spoke for Syria at the meeting?"] + ["What did he say about that?"] * 30
    assert len(resolve("And why?", history).split()) < 40
