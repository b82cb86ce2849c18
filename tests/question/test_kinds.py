"""Kinds of questions against two labelled batches, both written before any of their errors was seen."""

from pathlib import Path

import pytest

from rag.question import kind_of
from rag.types import QuestionKind

HERE = Path(__file__).parent


def batch(name: str) -> list[tuple[str, str]]:
    lines = (HERE / f"kinds_{name}.tsv").read_text(encoding="utf-8").splitlines()
    return [(question, kind) for kind, question in (line.split("\t") for line in lines)]


@pytest.mark.parametrize(("question", "kind"), batch("first"))
def test_each_question_of_the_first_batch(question: str, kind: str) -> None:
    assert kind_of(question) is QuestionKind(kind)


def test_the_second_batch_judges_the_rules_and_none_was_written_for_it() -> None:
    asked = batch("second")
    right = sum(kind_of(question) is QuestionKind(kind) for question, kind in asked)
    assert right / len(asked) >= 0.95
    assert {kind for _, kind in asked} == {kind.value for kind in QuestionKind}


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Who chaired it, and when?", QuestionKind.PERSON),
        ("When was it, and who chaired it?", QuestionKind.DATE),
        ("Les pays qui ont signé sont-ils nombreux ?", QuestionKind.YES_NO),
        ("كَمْ عَدَدُ المُشَارِكِينَ؟", QuestionKind.NUMBER),
        ("متي صدر التقرير", QuestionKind.DATE),
        ("فى اى عام صدر القانون؟", QuestionKind.DATE),
        ("WHERE WAS IT HELD", QuestionKind.PLACE),
        ("", QuestionKind.OTHER),
    ],
)
def test_the_first_ask_word_decides_whatever_the_spelling(question: str, kind: QuestionKind) -> None:
    assert kind_of(question) is kind
