from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from eval.run import judge
from eval.traces import FORMAT, asked, find, line, read
from eval.types import Fact, Outcome
from rag.errors import UsageError
from rag.types import Answer, Considered, Hit, Metadata, Question, QuestionKind, Source, Trace, Usage, WordMatch
from tests.eval import world

SOURCE = Source("port.fr", "Le port", "port.fr.md", "fr", Metadata(countries=("MA",), date="2020-08", publisher=("A",)))


def full_answer() -> Answer:
    """An answer with everything that an answer may carry."""
    answer = world.script()["quays?"]
    hits = tuple(
        replace(hit, why={"late": 0.51, "late_rank": 3.0}, matches=(WordMatch("quays", "quais", 0.4),))
        for hit in answer.hits
    )
    question = Question("Where? quays?", "en", QuestionKind.NUMBER, ("MA",), ("12",))
    weighed = Considered("port.fr#1", "Le port compte 12 quais.", 0.7, {"coverage": 1 / 3, "kind": 1.0})
    trace = Trace(question, (weighed,), (("13 quays.", "13"),), 0.8125, Usage(700, 8), ("The reranker failed.",))
    return replace(answer, hits=hits, sources={"port.fr": SOURCE}, notes=("A note.",), trace=trace)


def judged(fact: Fact, answer: Answer, seconds: float = 0.25) -> Outcome:
    return judge(fact, answer, world.FakeReports(), seconds)


def written(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "traces.jsonl"
    path.write_text("".join(lines), encoding="utf-8")
    return path


def test_a_line_holds_the_whole_answer_and_reads_back_as_it_was(tmp_path: Path) -> None:
    answer = full_answer()
    text = line(judged(world.QUAYS, answer), answer, "abc")
    (trace,) = read(written(tmp_path, text))
    again = trace.answer()
    assert again == replace(answer, provenance=replace(answer.provenance, seconds=0.25))
    assert [type(hit) for hit in again.hits] == [Hit] * 3
    assert (trace.id, trace.made_by, trace.asked) == ("quays", "abc", asked(world.QUAYS))
    assert line(judged(world.QUAYS, again), again, "abc") == text


def test_a_line_tells_all_that_led_to_the_answer_and_the_seconds_last() -> None:
    fact = replace(world.QUAYS, history=("Where is the port?",))
    answer = full_answer()
    fields = json.loads(line(judged(fact, answer), answer, "abc"))
    assert list(fields) == ["format", "made_by", "fact", "answer", "judgement", "seconds"]
    assert fields["fact"]["history"] == ["Where is the port?"]
    assert fields["answer"]["trace"]["question"] == {
        "text": "Where? quays?",
        "language": "en",
        "kind": "how many",
        "countries": ["MA"],
        "numbers": ["12"],
        "wanted": None,
        "focus": [],
    }
    assert fields["answer"]["hits"][0]["why"] == {"late": 0.51, "late_rank": 3.0}
    assert fields["answer"]["trace"]["considered"][0]["signals"]["coverage"] == 1 / 3
    assert fields["answer"]["trace"]["struck"] == [["13 quays.", "13"]]
    assert fields["answer"]["trace"]["failures"] == ["The reranker failed."]
    assert fields["judgement"]["verdict"] == "supported"
    assert fields["judgement"]["matched"] == ["12"]
    assert fields["judgement"]["right_hits"] == [2, 3]
    assert [cited["right_place"] for cited in fields["judgement"]["citations"]] == [True, False]
    assert fields["seconds"] == 0.25


def test_seconds_are_nowhere_else() -> None:
    answer = full_answer()
    quick = line(
        judged(world.QUAYS, answer, 0.1), replace(answer, provenance=replace(answer.provenance, seconds=1)), ""
    )
    slow = line(judged(world.QUAYS, answer, 0.9), replace(answer, provenance=replace(answer.provenance, seconds=2)), "")
    assert quick.replace('"seconds": 0.1}\n', '"seconds": 0.9}\n') == slow


def test_torn_lines_and_those_of_another_format_are_left_out(tmp_path: Path) -> None:
    answer = full_answer()
    good = line(judged(world.QUAYS, answer), answer, "abc")
    other = good.replace(f'{{"format": {FORMAT}', '{"format": 99')
    path = written(tmp_path, good[:300] + "\n", other, good, "7\n", good.rstrip("\n"))
    assert [trace.id for trace in read(path)] == ["quays"]
    assert list(read(tmp_path / "absent.jsonl")) == []


def test_an_answer_in_another_form_is_refused(tmp_path: Path) -> None:
    answer = full_answer()
    path = written(
        tmp_path, line(judged(world.QUAYS, answer), answer, "").replace('"status": "answered"', '"status": 7')
    )
    with pytest.raises(UsageError, match="another version"):
        find(path, "quays").answer()


def test_an_unknown_id_is_told_with_near_ones(tmp_path: Path) -> None:
    lines = [line(judged(fact, world.refusal()), world.refusal(), "") for fact in (world.PRICE, world.WEATHER)]
    with pytest.raises(UsageError) as caught:
        find(written(tmp_path, *lines), "pirce")
    assert "'pirce'" in caught.value.reason
    assert "price" in caught.value.mend
    with pytest.raises(UsageError, match="no traces"):
        find(tmp_path / "absent.jsonl", "price")
