from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from eval.loading import load_facts
from eval.types import FactKind, Place
from rag.errors import UsageError
from tests.conftest import SHARED

GOOD: dict[str, Any] = {
    "id": "q1",
    "lang": "fr",
    "question": "Combien de quais ?",
    "kind": "number",
    "expect": [["12", "douze"]],
    "evidence": [{"doc": "port.fr", "at": "1"}],
}


def written(folder: Path, *lines: object) -> Path:
    path = folder / "facts.jsonl"
    text = "\n".join(line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_fact_as_written(tmp_path: Path) -> None:
    (fact,) = load_facts(written(tmp_path, "", GOOD | {"note": "seen twice"}, ""))
    assert (fact.id, fact.lang, fact.kind) == ("q1", "fr", FactKind.NUMBER)
    assert fact.expect == (("12", "douze"),)
    assert fact.evidence == (Place("port.fr", "1"),)
    assert fact.note == "seen twice"
    assert fact.answerable


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "not JSON"),
        ("[]", "not a JSON object"),
        ({key: GOOD[key] for key in GOOD if key != "kind"}, '"kind" is missing'),
        (GOOD | {"answer": "12"}, '"answer" is not a field'),
        (GOOD | {"id": 7}, '"id" is not a text'),
        (GOOD | {"question": " "}, '"question" is not a text'),
        (GOOD | {"lang": "de"}, "not one of fr, ar, en"),
        (GOOD | {"kind": "figure"}, "'figure', not one of number"),
        (GOOD | {"expect": "12"}, '"expect" is not a list of groups'),
        (GOOD | {"expect": [[]]}, '"expect" is not a list of groups'),
        (GOOD | {"expect": [["12", "…"]]}, "alternative without words or numbers: '…'"),
        (GOOD | {"expect": [[12]]}, "alternative without words or numbers: 12"),
        (GOOD | {"expect": []}, '"expect" is empty'),
        (GOOD | {"evidence": []}, '"evidence" is empty'),
        (GOOD | {"evidence": [{"doc": "port.fr"}]}, '"evidence" has a place'),
        (GOOD | {"evidence": [{"doc": "port.fr", "at": 1}]}, '"evidence" has a place'),
        (GOOD | {"kind": "unanswerable"}, "neither"),
        (GOOD, "the id 'q1' was already used"),
    ],
)
def test_an_error_names_file_line_and_reason(tmp_path: Path, line: object, reason: str) -> None:
    path = written(tmp_path, GOOD, "", line)
    with pytest.raises(UsageError) as caught:
        load_facts(path)
    assert f"{path}, line 3: " in str(caught.value)
    assert reason in str(caught.value)


def test_a_file_without_facts(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no facts"):
        load_facts(written(tmp_path, "", " "))
    with pytest.raises(UsageError, match=r"absent\.jsonl cannot be read"):
        load_facts(tmp_path / "absent.jsonl")
    (tmp_path / "latin.jsonl").write_bytes("é".encode("latin-1"))
    with pytest.raises(UsageError, match=r"latin\.jsonl cannot be read"):
        load_facts(tmp_path / "latin.jsonl")


def test_line_separators_inside_a_question_do_not_split_a_line(tmp_path: Path) -> None:
    (fact,) = load_facts(written(tmp_path, GOOD | {"question": "Un\u2028deux ?"}))
    assert fact.question == "Un\u2028deux ?"


def test_the_sample_facts_load() -> None:
    facts = load_facts(Path(__file__).parents[2] / "eval" / "facts" / "sample.jsonl")
    assert {fact.lang for fact in facts} == {"fr", "ar", "en"}
    assert any(not fact.answerable for fact in facts)


def test_the_development_facts_load() -> None:
    path = SHARED / "eval" / "dev.jsonl"
    if not path.is_file():
        pytest.skip("the development facts are not here: ../shared/eval/dev.jsonl is absent")
    facts = load_facts(path)
    assert len({fact.id for fact in facts}) == len(facts) > 50
