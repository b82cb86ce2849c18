from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from eval.documents import fact_fields
from eval.loading import fact_of, facts_files, load_facts
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


def written(folder: Path, *lines: object, name: str = "facts.jsonl") -> Path:
    path = folder / name
    text = "\n".join(line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_fact_as_written(tmp_path: Path) -> None:
    (fact,) = load_facts(written(tmp_path, "", GOOD | {"note": "seen twice"}, ""))
    assert (fact.id, fact.lang, fact.kind) == ("q1", "fr", FactKind.NUMBER)
    assert fact.expect == (("12", "douze"),)
    assert fact.evidence == (Place("port.fr", "1"),)
    assert fact.note == "seen twice"
    assert fact.history == ()
    assert fact.answerable


def test_a_turn_of_a_conversation_as_written(tmp_path: Path) -> None:
    turn = GOOD | {"question": "Et en 2019 ?", "history": ["Combien de quais ?", "Et de grues ?"], "note": "hard"}
    (fact,) = load_facts(written(tmp_path, turn))
    assert fact.history == ("Combien de quais ?", "Et de grues ?")
    assert fact_fields(fact) == turn
    assert fact_of(fact_fields(fact)) == fact


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
        (GOOD | {"history": "Et en 2019 ?"}, '"history" is not a list of questions'),
        (GOOD | {"history": ["Et ici ?", " "]}, '"history" is not a list of questions'),
        (GOOD | {"history": [2019]}, '"history" is not a list of questions'),
        (GOOD | {"history": []}, '"history" has 0 questions, not 1 to 4'),
        (GOOD | {"history": ["Et ici ?"] * 5}, '"history" has 5 questions, not 1 to 4'),
        (GOOD, "the id 'q1' was already used in facts.jsonl, line 1"),
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


def test_a_folder_is_read_in_order_of_name(tmp_path: Path) -> None:
    later = written(tmp_path, GOOD, name="b.jsonl")
    first = written(tmp_path, GOOD | {"id": "q3"}, GOOD | {"id": "q2"}, name="a.jsonl")
    written(tmp_path, "no facts", name="notes.txt")
    assert facts_files(tmp_path) == (first, later)
    assert [fact.id for fact in load_facts(tmp_path)] == ["q3", "q2", "q1"]


def test_an_error_in_a_folder_names_the_file_and_line(tmp_path: Path) -> None:
    written(tmp_path, GOOD | {"id": "q0"}, "", GOOD, name="a.jsonl")
    path = written(tmp_path, GOOD, name="b.jsonl")
    with pytest.raises(UsageError) as caught:
        load_facts(tmp_path)
    assert f"{path}, line 1: the id 'q1' was already used in a.jsonl, line 3" in str(caught.value)


def test_a_folder_without_facts(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"holds no facts: it has no \*\.jsonl"):
        load_facts(tmp_path)
    written(tmp_path, GOOD, name="a.jsonl")
    written(tmp_path, "", name="b.jsonl")
    with pytest.raises(UsageError, match=r"b\.jsonl holds no facts"):
        load_facts(tmp_path)


def test_the_development_facts_load() -> None:
    path = SHARED / "eval" / "dev.jsonl"
    if not path.is_file():
        pytest.skip("the development facts are not here: ../shared/eval/dev.jsonl is absent")
    facts = load_facts(path)
    assert len({fact.id for fact in facts}) == len(facts) > 50
