"""The cards of the cited passages."""

from __future__ import annotations

from dataclasses import replace

from page.conversation import Turn, converse, sources_panel
from page.sources import cards
from page.wording import WORDING
from rag.types import WordMatch
from tests.support.markup import soup
from tests.support.scripted_chat import (
    ARABIC,
    ENGLISH,
    FRENCH,
    HOW_MANY,
    SOURCES,
    WHO,
    ScriptedAssistant,
    answer,
    quoted,
)


def test_a_card_shows_the_whole_passage_with_the_exact_words_marked() -> None:
    shown = soup(cards(answer(HOW_MANY, [quoted(1, FRENCH, "Au total, 111 personnes se sont connectées.")]), 1))
    card = shown.select_one("article")
    assert (card["lang"], card["dir"]) == ("fr", "ltr")
    assert card.blockquote.get_text() == FRENCH.text
    assert [mark.get_text() for mark in card.select("mark")] == ["Au total, 111 personnes se sont connectées."]
    assert card.h3.get_text() == SOURCES["workshop-2020.fr"].title
    place = card.select_one(".dalil-place").get_text()
    assert "para. 2, p. iv" in place
    assert "Introduction" in place
    assert "French" in place
    assert card.select_one("time").get_text() == "13 August 2020"
    link = card.footer.a
    assert link["href"] == "https://example.org/workshop?lang=fr&id=2"
    assert set(link["rel"]) == {"noopener", "noreferrer"}


def test_an_arabic_card_runs_from_right_to_left_and_its_place_is_in_the_reader_s_language() -> None:
    shown = soup(cards(answer("Qui a parlé pour le Maroc ?", [quoted(1, ARABIC, "2018")]), 1))
    card = shown.select_one("article")
    assert card["dir"] == card.blockquote["dir"] == card.h3["dir"] == "rtl"
    assert card.select_one(".dalil-place").attrs["lang"] == "fr"
    assert "par. 6" in card.select_one(".dalil-place").get_text()
    assert card.footer.a is None


def test_a_card_in_another_language_shows_which_words_met() -> None:
    shown = answer(HOW_MANY, [quoted(1, ARABIC, "2018")])
    matches = (WordMatch("Morocco", "المغرب", 0.4), WordMatch("2018", "2018", 0.1), WordMatch("<i>", "حقوق", 0.1))
    shown = replace(shown, hits=tuple(replace(hit, matches=matches) for hit in shown.hits))
    line = soup(cards(shown, 1)).select_one(".dalil-matched")
    assert [pair.get_text() for pair in line.select("span")] == ["Morocco ↔ المغرب", "<i> ↔ حقوق"]
    assert line.select("bdi")[1]["dir"] == "rtl"


def test_a_card_in_the_question_s_own_language_shows_no_words() -> None:
    shown = answer(HOW_MANY, [quoted(1, ENGLISH, "111 people")])
    matches = (WordMatch("people", "participants", 0.4),)
    shown = replace(shown, hits=tuple(replace(hit, matches=matches) for hit in shown.hits))
    assert soup(cards(shown, 1)).select_one(".dalil-matched") is None


def test_citations_of_one_passage_share_a_card() -> None:
    sentences = [
        quoted(1, FRENCH, "111 personnes"),
        quoted(2, ENGLISH, "111 people"),
        quoted(3, FRENCH, "27 parlaient au nom d'un gouvernement"),
    ]
    shown = soup(cards(answer(HOW_MANY, sentences), 1))
    first, second = shown.select("article")
    assert [number.get_text() for number in first.select(".dalil-number")] == ["[1]", "[3]"]
    assert [mark.get_text() for mark in first.select("mark")] == [
        "1111 personnes",
        "327 parlaient au nom d'un gouvernement",
    ]
    assert [number.get_text() for number in first.select("mark sup")] == ["1", "3"]
    for number in first.select("sup"):
        number.decompose()
    assert first.blockquote.get_text() == FRENCH.text
    assert [mark.get_text() for mark in second.select("mark")] == ["111 people"]


def test_overlapping_quotes_are_marked_once() -> None:
    sentences = [quoted(1, ENGLISH, "The August meeting drew 111"), quoted(2, ENGLISH, "meeting drew 111 people.")]
    shown = soup(cards(answer(HOW_MANY, sentences), 1))
    (mark,) = shown.select("mark")
    assert mark.get_text() == "12The August meeting drew 111 people."
    assert shown.blockquote.get_text() == f"12{ENGLISH.text}"


def test_a_quote_whose_passage_is_not_among_the_hits_is_shown_by_itself() -> None:
    shown = soup(cards(answer(HOW_MANY, [quoted(1, ARABIC, "23 هدفاً")], (FRENCH,)), 1))
    assert shown.blockquote.get_text() == "23 هدفاً"
    assert shown.blockquote["dir"] == "rtl"


def test_where_the_reports_do_not_say_the_nearest_passages_are_shown_under_a_heading_that_says_so() -> None:
    (*_, turns) = converse(ScriptedAssistant(), "Quelle est la capitale de la France ?", (), "en")
    shown = soup(sources_panel(turns, "en"))
    assert shown.h2.get_text() == WORDING["fr"].nearest
    assert len(shown.select("article")) == 3
    assert not shown.select("mark, .dalil-number")


def test_sources_of_earlier_answers_are_kept_folded_and_no_id_occurs_twice() -> None:
    turns: tuple[Turn, ...] = ()
    for question in (HOW_MANY, WHO, HOW_MANY):
        (*_, turns) = converse(ScriptedAssistant(), question, turns, "en")
    shown = soup(sources_panel(turns, "en"))
    ids = [tag["id"] for tag in shown.select("[id]")]
    assert ids == ["source-3-1", "source-3-2", "source-2-1", "source-1-1", "source-1-2"]
    assert [summary.get_text() for summary in shown.select("summary")] == [WHO, HOW_MANY]
    assert shown.select_one("summary")["dir"] == "rtl"


def test_a_card_says_what_was_doubtful_where_it_stands() -> None:
    flags = ("p. iv: read with OCR", "para. 2: this number occurs more than once", "p. 9: is empty", "<b>guessed</b>")
    asked = answer(HOW_MANY, [quoted(1, FRENCH, "Au total, 111 personnes se sont connectées.")])
    source = replace(SOURCES["workshop-2020.fr"], flags=flags)
    for language in ("en", "fr", "ar"):
        shown = soup(cards(replace(asked, language=language, sources={source.id: source}), 1))
        wording = WORDING[language]
        assert [line.get_text() for line in shown.select(".dalil-doubt")] == [
            f"{wording.doubted_page} read with OCR",
            f"{wording.doubted_paragraph} {wording.reasons[flags[1].partition(': ')[2]]}",
            f"{wording.doubted_report} <b>guessed</b>",
        ]
        assert shown.select_one(".dalil-doubt bdi")["lang"] == "en"
    assert not soup(cards(asked, 1)).select(".dalil-doubt")


def test_a_place_in_two_languages_is_one_card() -> None:
    french = quoted(1, FRENCH, "111 personnes")
    (arabic,) = quoted(2, ARABIC, "2018").citations
    arabic = replace(arabic, locator=replace(arabic.locator, paragraph=FRENCH.locator.paragraph, page_label=None))
    shown = answer(HOW_MANY, [replace(french, citations=(*french.citations, arabic))])
    version = SOURCES[ARABIC.report_id]
    joined = replace(version, metadata=replace(version.metadata, version_of=FRENCH.report_id))
    shown = replace(shown, sources={**SOURCES, ARABIC.report_id: joined})
    (card,) = soup(cards(shown, 1)).select("article")
    assert [number.get_text() for number in card.select(".dalil-number")] == ["[1]", "[2]"]
    assert [quote["dir"] for quote in card.select("blockquote")] == ["ltr", "rtl"]
    assert card.select_one(".dalil-version")["lang"] == "ar"
    assert card.select_one(".dalil-version .dalil-place") is None


def test_a_translation_stands_below_its_quote_labelled_and_in_the_reader_s_direction() -> None:
    cited = quoted(1, ARABIC, "2018")
    translated = replace(cited, citations=(replace(cited.citations[0], translation="En 2018 <b>"),))
    shown = soup(cards(answer("Qui a parlé pour le Maroc ?", [translated]), 1))
    beside = shown.select_one("blockquote + .dalil-translation")
    assert (beside["lang"], beside["dir"]) == ("fr", "ltr")
    assert beside.get_text() == "Traduction automatique En 2018 <b>"
    assert shown.blockquote.get_text() == ARABIC.text
    assert soup(cards(answer(HOW_MANY, [quoted(1, FRENCH, "111")]), 1)).select(".dalil-translation") == []
