"""The measuring command: ranks are honest, and one run prints every table with its baselines and goals."""

import gzip
import json
import sys
from pathlib import Path

import numpy as np
import pytest

from rag.types import Hit, Locator, Passage
from tools import bench
from tools.benchmarks.answers import BASELINE, area_under_curve
from tools.benchmarks.paragraphs import public_paragraphs
from tools.benchmarks.rankers import Stems, gain, rank_by_hits, rank_by_scores
from tools.question_sets import halves

TOPICS = {
    "en": ("The library opens at nine.", "The bridge was repaired in spring.", "Farmers sell apples at the market."),
    "ar": ("تفتح المكتبة في الساعة التاسعة.", "تم إصلاح الجسر في الربيع.", "يبيع المزارعون التفاح في السوق."),
    "fr": ("La bibliothèque ouvre à neuf heures.", "Le pont fut réparé au printemps.", "On vend des pommes au marché."),
}
QUESTIONS = {
    "en": ("When does the library open?", "What was repaired?", "What do farmers sell?"),
    "ar": ("متى تفتح المكتبة؟", "ما الذي تم إصلاحه؟", "ماذا يبيع المزارعون؟"),
    "fr": ("Quand ouvre la bibliothèque ?", "Qu'a-t-on réparé ?", "Que vend-on au marché ?"),
}


def passage(name: str, text: str = "A text.", language: str = "en") -> Passage:
    return Passage(name, name, text, Locator(0, len(text)), language)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    for folder in ("bitext", "qa"):
        (tmp_path / folder).mkdir()
    for language, file in (("en", "xquad.en.json"), ("ar", "xquad.ar.json"), ("fr", "piaf.fr.json")):
        (tmp_path / "bitext" / f"flores.devtest.{language}").write_text("\n".join(TOPICS[language]) + "\n")
        paragraphs = [
            {"context": text, "qas": [{"id": str(number), "question": question, "answers": [{"text": text[:8]}]}]}
            for number, (text, question) in enumerate(zip(TOPICS[language], QUESTIONS[language], strict=True))
        ]
        # Of French questions only those of every second article are measured.
        articles = [{"paragraphs": []}, {"paragraphs": paragraphs}]
        (tmp_path / "qa" / file).write_text(json.dumps({"data": articles}))
    return tmp_path


def test_a_half_that_is_learned_from_is_not_measured(tmp_path: Path) -> None:
    asked = [[{"id": f"{number}", "question": "?", "answers": [{"text": "T"}]}] for number in range(5)]
    articles = [{"paragraphs": [{"context": f"Text {n}.", "qas": each}]} for n, each in enumerate(asked)]
    path = tmp_path / "set.json"
    path.write_text(json.dumps({"data": articles}))
    learned, measured = halves(path, "fr")
    assert [asked.id for asked in learned.questions] == ["0", "2", "4"]
    assert [each.text for each in learned.passages] == ["Text 0.", "Text 2.", "Text 4."]
    assert [asked.id for asked in measured.questions] == ["1", "3"]
    assert len(measured.passages) == 5


def test_equal_scores_count_against_the_ranker() -> None:
    scores = np.array([0.5, 0.5, 0.9, 0.1], np.float32)
    assert [rank_by_scores(scores, row) for row in range(4)] == [3, 3, 1, 4]
    assert rank_by_scores(scores, 0, hidden=2) == 2
    assert rank_by_scores(scores, 0, hidden=3) == 3
    hits = [
        Hit(passage(name), score, rank) for rank, (name, score) in enumerate([("a", 0.7), ("b", 0.7), ("c", 0.2)], 1)
    ]
    assert [rank_by_hits(hits, name) for name in "abcd"] == [2, 2, 3, None]


def test_only_the_first_ten_gain() -> None:
    assert [gain(rank) for rank in (1, 3, 11, None)] == [1.0, 0.5, 0.0, 0.0]


def test_a_ranker_without_a_known_word_finds_nothing() -> None:
    stems = Stems([passage("a", "The bridge was repaired."), passage("b", "Le pont fut réparé.", "fr")])
    assert stems("repairing bridges").argmax() == 0
    assert stems("réparer le pont").argmax() == 1
    assert stems("متى").tolist() == [0, 0]


def test_paragraphs_come_in_all_languages_in_turn(tmp_path: Path) -> None:
    (tmp_path / "qa").mkdir()
    names = (
        "arcd_train moodle_title_help docs_heading_passage covid_faq_multi policyqa_en covidqa_en laws_title_passage"
    )
    for name in [*names.split(), "piaf_ml_cnil"]:
        rows = [
            {
                "lang": language,
                "question": "?",
                "context": f"{name} {language} {number}",
                "answer": "",
                "id": f"{number}",
            }
            for language in ("en", "fr", "ar")
            for number in range(3)
        ]
        with gzip.open(tmp_path / "qa" / f"{name}.jsonl.gz", "wt", encoding="utf-8") as stream:
            stream.write("\n".join(map(json.dumps, rows)))
    found = public_paragraphs(tmp_path, 9)
    assert [each.language for each in found] == ["ar", "en", "fr"] * 3
    assert all(each.language in each.text.split() for each in public_paragraphs(tmp_path, 1000))


def test_one_command_prints_every_table(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "figures.json"
    root = Path(__file__).parents[1]
    facts = ["--corpus", str(root / "corpus"), "--facts", str(root / "eval" / "facts" / "sample.jsonl")]
    parts = ["bitext", "facts", "questions", "answers"]
    command = ["bench", "--data", str(data), *facts, "--only", *parts, "--out", str(out)]
    monkeypatch.setattr(sys, "argv", command)
    bench.main()
    printed = capsys.readouterr().out
    tables = {table["title"]: table["rows"] for table in json.loads(out.read_text())}
    assert all(f"### {title}" in printed for title in tables)
    assert [row["name"] for row in tables["Questions and passages"]] == [
        "XQuAD en→en",
        "XQuAD ar→ar",
        "XQuAD ar→en",
        "XQuAD en→ar",
        "PIAF fr, second half",
    ]
    for row in tables["Questions and passages"]:
        assert row["goal"]
        assert [*row["figures"]] == ["BM25", "mean vector", "token by token", "Dalil"]
        assert all(figure["scored"] == 3 for figure in row["figures"].values())
    assert tables["Questions and passages"][0]["figures"]["Dalil"]["value"] == pytest.approx(1.0)
    first = {row["name"]: row["figures"] for row in tables["Answer in the first quote"]}
    assert first["XQuAD en→en"][BASELINE]["value"] == first["XQuAD en→en"]["Dalil"]["value"] == 1
    silence = {row["name"]: row["figures"] for row in tables["Answering or not"]}
    assert silence["XQuAD en→en"]["AUC, Dalil"] == 100
    quoted = {row["name"]: row["figures"] for row in tables["What is quoted"]}
    assert quoted["XQuAD en→en"]["answers"] == 3
    assert (quoted["XQuAD ar→en"]["quotes not verbatim"], quoted["XQuAD ar→en"]["numbers not in their quote"]) == (0, 0)
    assert {row["name"] for row in tables["Known facts about reports"]} >= {"hit@1, all", "hit@5, Arabic"}


def test_a_right_one_that_is_surer_counts_whole_and_a_tie_half() -> None:
    assert area_under_curve([3, 2], [1, 0]) == 1
    assert area_under_curve([0], [1, 2]) == 0
    assert area_under_curve([1], [1, 0]) == pytest.approx(0.75)


def test_a_folder_that_is_not_there_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["bench", "--data", "nowhere"])
    with pytest.raises(SystemExit):
        bench.main()
    assert "nowhere is no folder" in capsys.readouterr().err


def test_absent_reports_are_told_not_measured(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = ["--corpus", "nowhere", "--facts", "nowhere.jsonl"]
    monkeypatch.setattr(sys, "argv", ["bench", "--data", str(data), *missing, "--only", "bitext", "facts"])
    bench.main()
    printed = capsys.readouterr().out
    assert "No facts were asked" in printed
    assert "FLORES" in printed
