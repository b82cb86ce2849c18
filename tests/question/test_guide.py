"""The examples of docs/questions.md, run."""

from pathlib import Path

import pytest

from rag.question import parts, understand
from rag.question.followups import resolve

PAGE = (Path(__file__).parents[2] / "docs" / "questions.md").read_text(encoding="utf-8").splitlines()
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in PAGE if line.startswith("| ")]
FOLLOW_UPS = [row for row in ROWS if len(row) == 3 and row[0] != "after"]
PARTS = [row for row in ROWS if len(row) == 2 and " · " in row[1]]


def test_the_guide_holds_examples() -> None:
    assert (len(FOLLOW_UPS), len(PARTS)) == (8, 3)


@pytest.mark.parametrize(("earlier", "said", "full"), FOLLOW_UPS)
def test_a_follow_up_of_the_guide(earlier: str, said: str, full: str) -> None:
    assert resolve(said, [earlier]) == full


@pytest.mark.parametrize(("question", "expected"), PARTS)
def test_the_parts_of_a_question_of_the_guide(question: str, expected: str) -> None:
    assert [part.text for part in parts(understand(question))] == expected.split(" · ")
