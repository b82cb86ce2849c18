"""Questions and the parts that they are made of; a line without parts asks for one thing."""

from pathlib import Path

import pytest

from rag.question import parts, understand
from rag.types import QuestionKind

TABLE = (Path(__file__).parent / "parts.tsv").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(("text", "expected"), [line.split("\t") for line in TABLE])
def test_a_question_is_taken_apart(text: str, expected: str) -> None:
    question = understand(text)
    assert [part.text for part in parts(understand(text))] == (expected.split(" | ") if expected else [question.text])


def test_each_part_knows_what_it_asks_for_in_the_readers_language() -> None:
    who, when = parts(understand("Qui a parlé pour la Jordanie et quand le Maroc a-t-il signé ?", language="ar"))
    assert (who.kind, when.kind) == (QuestionKind.PERSON, QuestionKind.DATE)
    assert (who.countries, when.countries) == (("JO",), ("MA",))
    assert {who.language, when.language} == {"ar"}


def test_every_part_of_a_follow_up_carries_its_topic() -> None:
    question = understand("When was it created and by whom?", history=["What does the observatory publish?"])
    assert [part.text for part in parts(question)] == [
        "When was it created (the observatory publish)?",
        "By whom (it created, the observatory publish)?",
    ]
