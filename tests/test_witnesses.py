"""One report in two languages is one witness; sources that differ, in figures or in kind, are told apart.

Asked of an index of small reports in three languages: a port in French and Arabic, a ministry's statement, a newspaper.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from rag.assistant import Assistant
from rag.exchange import answer_as_json
from rag.settings import Settings
from rag.telling import told
from rag.types import Answer
from rag.wiring import build_index, index_status, open_assistant
from tests.support.scripted_model import TRANSLATION, kind_of, saying
from tests.support.sidra import indexed


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return indexed(tmp_path_factory.mktemp("sidra"))


@pytest.fixture(scope="module")
def assistant(settings: Settings) -> Assistant:
    return open_assistant(settings)


def cited(answer: Answer) -> list[list[tuple[str, str | None]]]:
    return [[(each.report_id, each.locator.paragraph) for each in group] for group in answer.cited_together]


def test_versions_are_found_by_what_the_reports_say(settings: Settings, assistant: Assistant) -> None:
    works = {report: source.work for report, source in assistant.sources.items()}
    assert works["port.fr"] == works["port.ar"]
    assert len(set(works.values())) == 3
    remarks = {row.id: row.remarks for row in index_status(settings).reports}
    assert remarks["port.fr"] == ("another language version of port.ar",)
    assert remarks["ministry.en"] == ()


@pytest.mark.parametrize(
    "question",
    ["Combien de quais compte le port de Sidra ?", "How many fishing vessels were repaired?", "من افتتح المنارة؟"],
)
def test_a_version_takes_no_place_of_its_own(assistant: Assistant, question: str) -> None:
    hits = assistant.ask(question).hits
    places = [(assistant.sources[hit.passage.report_id].work, hit.passage.locator.paragraph) for hit in hits]
    assert len(set(places)) == len(places) == 10
    assert [hit.rank for hit in hits] == list(range(1, 11))
    assert {(version.passage.locator.paragraph, version.rank) for version in hits[0].versions} <= {
        (hits[0].passage.locator.paragraph, 1)
    }


def test_a_filter_holds_for_versions_too(assistant: Assistant) -> None:
    from rag.types import Filters

    answer = assistant.ask("Combien de quais compte le port ?", filters=Filters(languages=("fr",)))
    assert {hit.passage.language for hit in answer.hits} == {"fr"}
    assert not any(hit.versions for hit in answer.hits)
    assert cited(answer)[0] == [("port.fr", "1")]


@pytest.mark.parametrize(
    ("question", "place", "said"),
    [
        ("Qui a inauguré le phare ?", "par. 3, fr et ar", "Karim Haddad"),
        ("من افتتح المنارة؟", "الفقرة 3، بالعربية والفرنسية", "كريم حداد"),
    ],
)
def test_versions_that_agree_are_cited_together_in_the_readers_language(
    assistant: Assistant, question: str, place: str, said: str
) -> None:
    answer = assistant.ask(question)
    assert said in answer.sentences[0].text
    assert sorted(cited(answer)[0]) == [("port.ar", "3"), ("port.fr", "3")]
    written = answer_as_json(answer)["citations"]
    assert [each["cited_as"] for each in written[:2]] == [place, place]
    assert [each["versions"] for each in written[:2]] == [[2], [1]]
    comma = place[place.index("3") + 1]
    assert any(f"{comma} {place} (" in line for line, _ in told(answer))
    assert answer.notes == ()


@pytest.mark.parametrize(
    ("question", "language", "said"),
    [
        ("Combien de navires de pêche ont été réparés en 2021 ?", "fr", "divergent"),
        ("How many fishing vessels were repaired in 2021?", "en", "differ"),
        ("كم سفينة صيد أُصلحت في عام 2021؟", "ar", "تختلف"),
    ],
)
def test_versions_that_differ_in_a_figure_are_both_quoted_with_a_note(
    assistant: Assistant, question: str, language: str, said: str
) -> None:
    answer = assistant.ask(question)
    assert answer.language == language
    assert sorted(cited(answer)[:2]) == [[("port.ar", "4")], [("port.fr", "4")]]
    (note,) = answer.notes
    assert said in note
    assert "45" in note
    assert "54" in note


def test_what_only_one_version_says_is_noted(assistant: Assistant) -> None:
    (note,) = assistant.ask("Qui a planté un jardin derrière la capitainerie ?").notes
    assert note == (
        "Pour « Rapport sur le port de Sidra », par. 6, seule la version française le dit ; "
        "la version arabe n’en dit rien."
    )


def test_a_paragraph_that_only_one_version_has_is_noted(assistant: Assistant) -> None:
    answer = assistant.ask("How many works does the maritime library hold?", language="en")
    assert cited(answer)[0] == [("port.fr", "7")]
    assert answer.notes == (
        "In “Rapport sur le port de Sidra”, para. 7, only the French version says this; the Arabic version does not.",
    )


@pytest.mark.parametrize(
    ("question", "differ", "kinds"),
    [
        (
            "How many passengers did the ferry to Malta carry in 2021?",
            "different figures",
            "the press (The Sidra Gazette",
        ),
        ("Combien de passagers le ferry vers Malte a-t-il transportés en 2021 ?", "chiffres différents", "[2] presse"),
        ("كم مسافراً نقلت العبارة إلى مالطا في عام 2021؟", "أرقاماً مختلفة", "الصحافة"),
    ],
)
def test_figures_that_contradict_each_other_stand_side_by_side_with_kind_and_date(
    assistant: Assistant, question: str, differ: str, kinds: str
) -> None:
    answer = assistant.ask(question)
    assert sorted(cited(answer)[:2]) == [[("gazette.en", "1")], [("ministry.en", "3")]]
    figures, provenance = answer.notes
    assert differ in figures
    assert "18,400" in figures
    assert "21,900" in figures
    assert kinds in provenance
    assert "2022" in provenance


def test_dates_that_contradict_each_other_stand_side_by_side(assistant: Assistant) -> None:
    answer = assistant.ask("When did the tower of Sidra open?")
    assert sorted(cited(answer)[:2]) == [[("gazette.en", "4")], [("ministry.en", "7")]]
    assert "different dates" in answer.notes[0]
    assert "4 May 2021" in answer.notes[0]
    assert "6 May 2021" in answer.notes[0]


@pytest.mark.parametrize(
    ("why", "question"),
    [
        ("another year", "How many passengers did the ferry to Malta carry in 2020?"),
        ("another thing counted", "How many trees did the port authority plant?"),
        ("a rough figure", "How many divers trained at the Sidra school?"),
        ("the same figure", "How many quays does the port of Sidra have?"),
        ("another event", "When did the regatta of Sidra take place?"),
    ],
)
def test_figures_that_only_look_different_are_not_noted(assistant: Assistant, why: str, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.sentences, why
    assert not [note for note in answer.notes if "different" in note], why


def test_the_json_keeps_its_keys_and_tells_versions(assistant: Assistant) -> None:
    written = json.loads(json.dumps(answer_as_json(assistant.ask("Qui a inauguré le phare ?"))))
    first = written["hits"][0]
    assert {"report", "paragraph", "page", "text", "score", "matches", "versions"} == set(first)
    assert [version["paragraph"] for version in first["versions"]] == ["3"]


@pytest.mark.parametrize(
    ("language", "said", "translations"),
    [
        ("fr", "Karim Haddad a inauguré le phare le 4 mai 2021.", 0),
        ("en", "Karim Haddad opened the lighthouse on 4 May 2021.", 1),
    ],
)
def test_a_language_models_sentence_cites_both_versions_and_they_are_translated_where_neither_can_be_read(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, language: str, said: str, translations: int
) -> None:
    def reply(prompt: str) -> str:
        sent = re.search(r"passage (\d+)>>>(?:(?!<<<).)*(?:Haddad|حداد)", prompt, re.DOTALL)
        return f"{said} [{sent.group(1)}]" if sent else "NOT_IN_REPORTS"

    model = saying(answer=reply, translation="[1] Minister Karim Haddad opened the lighthouse on 4 May 2021.")
    monkeypatch.setattr("rag.wiring._language_model", lambda _: model)
    asking = open_assistant(settings.model_copy(update={"llm": "scripted"}))
    answer = asking.ask("Qui a inauguré le phare ?", language=language)
    assert [sentence.text for sentence in answer.sentences] == [said]
    assert sorted(cited(answer)[0]) == [("port.ar", "3"), ("port.fr", "3")]
    asked = [prompt for prompt in model.prompts if kind_of(prompt) == TRANSLATION]
    assert len(asked) == translations
    assert all("le phare" in prompt and "المنارة" in prompt for prompt in asked)
    assert sum(line.startswith("    Machine translation: Minister") for line, _ in told(answer)) == translations


def test_reports_that_share_a_topic_and_a_form_are_no_versions(tmp_path: Path) -> None:
    french = [("Tunis", 14, 300), ("Sfax", 9, 120), ("Gabès", 22, 80), ("Bizerte", 31, 65), ("Sousse", 17, 410)]
    arabic = [("طرابلس", 18, 900), ("بنغازي", 11, 75), ("مصراتة", 27, 640), ("درنة", 38, 210), ("سبها", 13, 505)]
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    lines = (f"{n}. Le port de {city} compte {a} quais et {b} dockers." for n, (city, a, b) in enumerate(french, 1))
    (corpus / "first.fr.txt").write_text("Les ports de Tunisie\n\n" + "\n\n".join(lines), encoding="utf-8")
    lines = (f"{n}. يضم ميناء {city} {a} رصيفاً و{b} عاملاً في الشحن." for n, (city, a, b) in enumerate(arabic, 1))
    (corpus / "second.ar.txt").write_text("موانئ ليبيا\n\n" + "\n\n".join(lines), encoding="utf-8")
    settings = Settings(corpus=corpus, index=tmp_path / "index")
    build_index(settings)
    works = [source.work for source in open_assistant(settings).sources.values()]
    assert sorted(works) == ["first.fr", "second.ar"]
