from pathlib import Path

import pytest

from rag.question.wanted import wanted

TABLE = (Path(__file__).parent / "wanted.tsv").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(("number", "question"), [line.split("\t") for line in TABLE])
def test_how_many_things_a_question_wants(number: str, question: str) -> None:
    assert wanted(question) == (int(number) or None)
