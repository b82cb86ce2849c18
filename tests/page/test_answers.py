"""Questions and answers as they stand in the chat."""

from __future__ import annotations

from dataclasses import replace

import pytest

from page.answers import failed, finished, growing, question_bubble
from page.conversation import Turn, sources_panel
from page.sources import cards
from page.wording import WORDING
from rag.errors import DalilError
from rag.types import AnswerSentence, Locator, Metadata, Passage, Question, Status, Trace
from tests.support.markup import HOSTILE, soup, through_markdown
from tests.support.scripted_chat import (
    ARABIC,
    ENGLISH,
    FRENCH,
    HOW_MANY,
    SOURCES,
    WHO,
    answer,
    citation,
    quoted,
)


def test_a_question_stands_in_its_own_direction() -> None:
    assert soup(question_bubble(WHO, "en")).div.attrs == {"lang": "ar", "dir": "rtl"}
    assert soup(question_bubble(HOW_MANY, "ar")).div.attrs == {"lang": "en", "dir": "ltr"}
    assert soup(question_bubble("COVID-19?", "fr")).div.attrs == {"lang": "fr", "dir": "ltr"}


def test_each_sentence_keeps_its_language_and_its_marker_leads_to_its_card() -> None:
    mixed = answer(
        HOW_MANY, [quoted(1, FRENCH, "Au total, 111 personnes se sont connectées."), quoted(2, ARABIC, "23 هدفاً")]
    )
    shown = soup(finished(mixed, 3))
    said = shown.select(".dalil-said")
    assert [(piece["lang"], piece["dir"]) for piece in said] == [("fr", "ltr"), ("ar", "rtl")]
    links = shown.select("a")
    assert [link.get_text() for link in links] == ["[1]", "[2]"]
    targets = [link["href"].removeprefix("#") for link in links]
    assert [tag["id"] for tag in soup(cards(mixed, 3)).select("[id]")] == targets


def test_a_sentence_without_words_of_its_own_has_its_passage_s_language() -> None:
    assert soup(finished(answer(HOW_MANY, [quoted(1, ARABIC, "2018")]), 1)).select_one(".dalil-said")["lang"] == "ar"


def test_an_answer_says_whether_it_is_quoted_or_written() -> None:
    verbatim = answer(HOW_MANY, [quoted(1, ENGLISH, "The August meeting drew 111 people.")])
    written = answer(HOW_MANY, [AnswerSentence("111 people came.", (citation(1, ENGLISH, "111 people"),))])
    assert WORDING["en"].verbatim in soup(finished(verbatim, 1)).get_text()
    assert WORDING["en"].written in soup(finished(written, 1)).get_text()


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_not_found_is_said_in_the_reader_s_language(language: str) -> None:
    nothing = answer("?", language=language, notes=("a note",))
    shown = soup(finished(nothing, 1))
    assert shown.select_one(".dalil-not-found").get_text() == WORDING[language].not_found
    assert shown.select_one(".dalil-not-found")["lang"] == language
    assert shown.select_one(".dalil-note").get_text() == "a note"
    assert not shown.select(".dalil-origin")


def test_a_failed_answer_shows_why() -> None:
    assert "Empty." in finished(answer("?", status=Status.FAILED, notes=("Empty.",), language="en"), 1).replace(
        "&#46;", "."
    )
    assert soup(finished(answer("?", status=Status.FAILED, language="fr"), 1)).get_text() == WORDING["fr"].broken


def test_a_growing_answer_without_a_sentence_is_no_verdict() -> None:
    shown = soup(growing(answer(HOW_MANY), 1))
    assert shown.get_text() == WORDING["en"].searching
    assert not shown.select(".dalil-not-found")


def test_hostile_sentences_notes_and_questions_add_no_element() -> None:
    passage = Passage("bad", "bad", HOSTILE, Locator(0, len(HOSTILE), HOSTILE, HOSTILE), "en")
    source = replace(
        SOURCES["regional-brief.en"], id="bad", title=HOSTILE, metadata=Metadata(publisher=(HOSTILE,), date=HOSTILE)
    )
    bad = answer(
        HOSTILE, [quoted(1, passage, HOSTILE)], (passage,), notes=(HOSTILE,), sources={"bad": source}, language="en"
    )
    chat = through_markdown(
        question_bubble(HOSTILE, "en") + finished(bad, 1) + failed(DalilError(HOSTILE, HOSTILE), "en")
    )
    assert {tag.name for tag in chat.find_all()} == {"div", "span", "br", "a"}
    assert [link["href"] for link in chat.find_all("a")] == ["#source-1-1"]
    panel = soup(sources_panel([Turn(HOSTILE, "en", "", cards(bad, 1)), Turn("x", "en", "")], "en"))
    known = set("div h2 details summary article header span h3 p bdi blockquote mark footer time".split())
    assert {tag.name for tag in panel.find_all()} <= known
    assert {name for tag in panel.find_all() for name in tag.attrs} <= {"class", "lang", "dir", "id"}
    assert panel.select_one("mark").get_text() == HOSTILE


def test_a_follow_up_says_how_it_was_understood() -> None:
    understood = Trace(Question("Who spoke for <b>Algeria</b>?", "en"))
    followed = replace(answer("And for Algeria?", [quoted(1, ARABIC, "2018")], language="en"), trace=understood)
    for shown in (finished(followed, 1), growing(followed, 1), finished(replace(followed, status=Status.NOT_FOUND), 1)):
        line = soup(shown).select_one(".dalil-understood")
        assert line.get_text() == "Understood as: Who spoke for <b>Algeria</b>?"
    alone = replace(followed, trace=Trace(Question("And for Algeria?", "en")))
    assert soup(finished(alone, 1)).select_one(".dalil-understood") is None


LISTED = Passage(
    "p-list", "regional-brief.en", "The aims are:\n\n• to hear\n• to learn <b>", Locator(500, 545, "9"), "en"
)


def test_a_list_that_is_quoted_whole_stands_as_a_list_with_one_marker() -> None:
    asked = answer("What are the aims?", [quoted(1, LISTED, LISTED.text)], (LISTED,))
    (said,) = through_markdown(finished(asked, 1)).select(".dalil-said")
    assert said.get_text().startswith("The aims are:")
    assert [item.get_text() for item in said.select("ul > li")] == ["to hear", "to learn <b>\u2060[1]"]
    assert [link.get_text() for link in said.select("a")] == ["[1]"]
    assert said.select("li:last-child a")


def test_the_items_that_a_model_writes_stand_as_a_list() -> None:
    cited = (citation(1, LISTED, LISTED.text),)
    items = [AnswerSentence("• أن نسمع", cited), AnswerSentence("• أن نتعلم", cited)]
    asked = answer("ما هي الأهداف؟", items, (LISTED,))
    (said,) = through_markdown(finished(asked, 1)).select(".dalil-said")
    assert said["dir"] == "rtl"
    assert [item.find("span").get_text() for item in said.select("ul > li")] == ["أن نسمع", "أن نتعلم"]
    assert asked.text == "• أن نسمع [1]\n• أن نتعلم [1]"


def test_a_report_s_words_in_a_written_answer_are_quotes_of_their_own() -> None:
    written = AnswerSentence("111 people came.", (citation(1, FRENCH, "111 personnes"),))
    other = quoted(2, ENGLISH, "The August meeting drew 111 people.")
    shown = through_markdown(finished(answer(HOW_MANY, [written, other]), 1))
    assert [quote.get_text() for quote in shown.select(".dalil-said > div q")] == [other.text]
    assert shown.select_one(".dalil-said").get_text().startswith(written.text)
    assert not through_markdown(finished(answer(HOW_MANY, [other]), 1)).select("q")


@pytest.mark.parametrize(
    ("language", "note", "apart"),
    [
        ("ar", "المصادر: 12 («Sidra, a port»، 9 مايو)؛ 13 (ESCWA، 2020).", ["Sidra, a port", "ESCWA"]),
        ("en", "Sources: 12 (“ميناء سدرة الكبير”, 9 May 2020).", ["ميناء سدرة الكبير"]),
        ("fr", "Les sources : 12 « Le port », 9 mai.", []),
    ],
)
def test_names_that_run_in_the_other_direction_are_set_apart_in_notes(
    language: str, note: str, apart: list[str]
) -> None:
    asked = answer(HOW_MANY, [quoted(1, ENGLISH, "111 people")], notes=(note,), language=language)
    shown = through_markdown(finished(asked, 1)).select_one(".dalil-note")
    assert shown.get_text() == note
    assert [run.get_text() for run in shown.select("bdi")] == apart
