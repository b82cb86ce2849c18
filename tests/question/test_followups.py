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
    assert _as_expected(turns, expected), resolve(question, history)


def _as_expected(turns: str, expected: str) -> bool:
    *history, question = turns.split(" | ")
    full = resolve(question, history)
    if expected.startswith("= "):
        return full == expected.removeprefix("= ")
    pieces = expected.split(";")
    return all((piece[1:] not in full) if piece.startswith("-") else piece in full for piece in pieces)


def test_without_a_conversation_nothing_changes() -> None:
    assert resolve("And in 2004?") == "And in 2004?"


@pytest.mark.parametrize("question", ["?", "...", "()", "و", "(a) (b)", "\u064b"])
def test_what_is_no_question_breaks_nothing(question: str) -> None:
    assert isinstance(resolve(question, [question, "Who spoke (for Syria)?", question]), str)


def test_a_long_conversation_does_not_grow_its_questions() -> None:
    history = ["Who spoke for Syria at the meeting?"] + ["What did he say about that?"] * 30
    assert len(resolve("And why?", history).split()) < 40


def test_a_second_batch_of_conversations_written_after_the_rules() -> None:
    lines = (Path(__file__).parent / "conversations_second.tsv").read_text(encoding="utf-8").splitlines()
    wrong = [turns for turns, expected in (line.split("\t") for line in lines) if not _as_expected(turns, expected)]
    assert len(lines) >= 25
    assert len(wrong) <= 0.1 * len(lines), wrong


@pytest.mark.parametrize(
    "question",
    [
        "What are coronaviruses?",
        "ماهو المرصد؟",
        "Mansour a-t-elle signé ?",
        "Qu'est-ce qu'il y avait à la place du siège actuel ?",
        "Dans quel but les États ont-ils interdit la vente à d'autres pays ?",
        "في عام 2012، ماذا حدث لمعدل النمو؟",
        "Why is it impossible to count the victims?",
    ],
)
def test_what_only_looks_like_a_follow_up_stands_alone(question: str) -> None:
    assert resolve(question, ["Who chaired the second session?"]) == question
