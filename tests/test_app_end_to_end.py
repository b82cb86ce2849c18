"""The chat page in a real browser, asked through a scripted assistant, and once over the sample reports."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

import app
from page.frame import EXAMPLES
from page.opening import Opening, Progress
from page.wording import WORDING
from rag.errors import IndexMismatchError, LanguageModelError, ReadingError
from rag.settings import Settings
from rag.types import Locator, Passage
from tests.support.browsing import Visit, chromium, served, visiting
from tests.support.markup import HOSTILE
from tests.support.scripted_chat import ARABIC, ENGLISH, HOW_MANY, SCRIPT, WHO, ScriptedAssistant, answer, quoted

EVIL = Passage("evil", "regional-brief.en", HOSTILE, Locator(0, len(HOSTILE), "1"), "en")
HOSTILE_QUESTION = "Is <img src=http://evil.example/i.png onerror=alert(1)> **bold** [l](http://evil.example)? $$x$$"
LOST = "Where is the model?"


def scripted(gate: threading.Event | None = None) -> ScriptedAssistant:
    script = dict(SCRIPT)
    script[HOSTILE_QUESTION] = [answer(HOSTILE_QUESTION, [quoted(1, EVIL, HOSTILE)], (EVIL,), notes=(HOSTILE,))]
    return ScriptedAssistant(script | {LOST: LanguageModelError("The model is away.", "Start it.")}, gate=gate)


def opening(assistant: ScriptedAssistant) -> Opening:
    return Opening(lambda: assistant, lambda: True, lambda _: [])


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def assistant() -> ScriptedAssistant:
    return scripted()


@pytest.fixture(scope="module")
def address(browser: Browser, assistant: ScriptedAssistant) -> Iterator[str]:
    with served(opening(assistant)) as address:
        yield address


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    with visiting(browser, address) as visit:
        yield visit
        assert visit.outside == []
        assert visit.complaints == []


def test_a_question_is_answered_with_its_evidence(visit: Visit) -> None:
    visit.ask(HOW_MANY)
    assert visit.text("#dalil-chat [data-testid=user]") == HOW_MANY
    assert visit.tab.locator(".dalil-said").all_inner_texts() == [
        "The August meeting drew 111 people.\u2060[1]",
        "Au total, 111 personnes se sont connectées.\u2060[2]",
    ]
    assert visit.tab.locator(".dalil-said").nth(1).get_attribute("lang") == "fr"
    assert visit.text("#dalil-sources h2") == WORDING["en"].sources
    assert visit.tab.locator("mark").all_inner_texts() == [
        "The August meeting drew 111 people.",
        "Au total, 111 personnes se sont connectées.",
    ]
    assert visit.text("blockquote") == ENGLISH.text
    expect(visit.tab.locator("#dalil-question textarea")).to_have_value("")
    expect(visit.tab.locator("#dalil-examples button")).to_have_count(0)


def test_arabic_is_set_from_right_to_left_in_question_answer_and_source(visit: Visit) -> None:
    visit.ask(WHO)
    for selector in ("[data-testid=user] [lang=ar]", ".dalil-said", "article", "blockquote", ".dalil-place"):
        assert visit.style(selector, "direction") == "rtl", selector
    right = "element => element.getBoundingClientRect().right"
    chat, said = (visit.tab.locator(each).first.evaluate(right) for each in ("#dalil-chat", ".dalil-said"))
    assert chat - said < 40  # a short answer stands at the right too
    assert visit.text("article .dalil-place").startswith("الفقرة 6")
    assert visit.text("blockquote") == ARABIC.text
    assert "Naskh" in visit.style(".dalil-said", "fontFamily")


def test_a_marker_leads_to_its_card_and_opens_the_sources_of_an_earlier_answer(visit: Visit) -> None:
    visit.ask(HOW_MANY)
    visit.tab.locator("a.dalil-marker", has_text="[2]").click()
    assert visit.text(".dalil-card:has(:target) h3").startswith("Préparer")
    visit.ask(WHO, answers=2)
    earlier = visit.tab.locator("#dalil-sources details")
    assert earlier.get_attribute("open") is None
    visit.tab.locator("a.dalil-marker", has_text="[1]").first.click()
    expect(earlier).to_have_attribute("open", "")
    expect(visit.tab.locator(".dalil-card:has(:target)")).to_be_in_viewport()
    assert len(visit.tab.context.pages) == 1


def test_hostile_text_stays_text(visit: Visit) -> None:
    visit.ask(HOSTILE_QUESTION)
    assert visit.text("#dalil-chat [data-testid=user]") == HOSTILE_QUESTION
    assert visit.tab.locator("#dalil-chat :is(img, script, b, strong, em, code, table, h1, .katex)").count() == 0
    assert visit.tab.locator("#dalil-sources :is(img, script, b, strong, em, code, table, h1)").count() == 0
    assert [link.get_attribute("href") for link in visit.tab.locator("#dalil-chat a").all()] == ["#source-1-1"]
    assert '<script>fetch("http://evil.example/")</script>' in visit.text(".dalil-said")
    assert visit.tab.locator("mark").first.text_content() == HOSTILE
    assert "{{value}} ${value}" in visit.text("mark")


def test_where_the_reports_do_not_say_it_is_said_in_the_reader_s_language(visit: Visit) -> None:
    visit.ask("Quelle est la capitale de la France ?")
    assert visit.text(".dalil-not-found") == WORDING["fr"].not_found
    assert visit.text("#dalil-sources h2") == WORDING["fr"].nearest
    assert visit.tab.locator("article").count() == 3
    assert visit.tab.locator("mark").count() == 0


def test_an_error_of_ours_is_shown_with_its_mend(visit: Visit) -> None:
    visit.ask(LOST)
    assert visit.text(".dalil-error") == "The model is away. Start it."


def test_an_empty_question_does_nothing(visit: Visit, assistant: ScriptedAssistant) -> None:
    before = len(assistant.asked)
    box = visit.tab.locator("#dalil-question textarea:enabled")
    box.fill("   ")
    box.press("Enter")
    visit.tab.locator("#dalil-send").click()
    example = visit.tab.locator("#dalil-examples button").first
    question = example.inner_text()
    example.click()
    visit.finished(1)
    assert [asked.question for asked in assistant.asked[before:]] == [question]
    assert visit.tab.locator("[data-testid=user]").all_inner_texts() == [question]


def test_an_example_is_asked_by_a_click_and_a_new_conversation_forgets(
    visit: Visit, assistant: ScriptedAssistant
) -> None:
    example = next(example.question for example in EXAMPLES if example.language == "ar")
    visit.tab.locator("#dalil-examples button", has_text=example).click()
    visit.finished(1)
    visit.ask(HOW_MANY, answers=2)
    assert assistant.asked[-1].history == (example,)
    visit.tab.locator("#dalil-new").click()
    expect(visit.tab.locator("[data-testid=user]")).to_have_count(0)
    expect(visit.tab.locator("article")).to_have_count(0)
    expect(visit.tab.locator("#dalil-examples button", has_text=example)).to_be_visible()
    visit.ask(HOW_MANY)
    assert assistant.asked[-1].history == ()


def test_controls_are_labelled_and_messages_are_read_without_their_markup(visit: Visit) -> None:
    visit.ask(WHO)
    assert visit.tab.get_by_label(WORDING["en"].question).count() == 1
    assert visit.tab.get_by_role("button", name=WORDING["en"].send, exact=True).count() == 1
    assert visit.tab.get_by_role("log", name=WORDING["en"].chat).count() == 1
    assert visit.tab.locator("#dalil-chat [data-testid][aria-label]").count() == 0


@pytest.mark.parametrize(("locale", "direction"), [("fr-FR", "ltr"), ("ar-MA", "rtl")])
def test_the_page_speaks_the_browser_s_language(browser: Browser, address: str, locale: str, direction: str) -> None:
    language = locale[:2]
    with visiting(browser, address, locale=locale) as visit:
        expect(visit.tab.locator("#dalil-send")).to_have_text(WORDING[language].send)
        assert visit.tab.locator("html").get_attribute("lang") == language
        assert WORDING[language].private in visit.text(".dalil-footer")
        assert visit.style("#dalil-columns", "direction") == direction


def test_on_a_phone_the_sources_stand_below_and_nothing_is_cut_off(browser: Browser, address: str) -> None:
    with visiting(browser, address, viewport={"width": 390, "height": 844}) as visit:
        visit.ask(HOW_MANY)
        chat, sources = (visit.tab.locator(name).bounding_box() for name in ("#dalil-chat", "#dalil-sources"))
        assert chat is not None
        assert sources is not None
        assert sources["y"] > chat["y"] + chat["height"]
        assert visit.tab.evaluate("document.documentElement.scrollWidth") <= 390
        visit.ask(WHO, answers=2)
        for number, question in enumerate([HOW_MANY] * 4, start=3):
            visit.ask(question, answers=number)
        expect(visit.tab.locator(".dalil-origin").last).to_be_in_viewport()


def test_the_two_sides_stand_side_by_side_in_the_dark_too(browser: Browser, address: str) -> None:
    with visiting(browser, address, color_scheme="dark") as visit:
        visit.ask(HOW_MANY)
        chat, sources = (visit.tab.locator(name).bounding_box() for name in ("#dalil-chat", "#dalil-sources"))
        assert chat is not None
        assert sources is not None
        assert sources["x"] > chat["x"] + chat["width"]
        assert visit.style("mark", "backgroundColor") != visit.style("article", "backgroundColor")
        assert visit.style("#dalil-chat", "backgroundColor") == visit.style("article", "backgroundColor")


def test_an_answer_is_shown_as_it_grows(browser: Browser) -> None:
    gate = threading.Event()
    with served(opening(scripted(gate))) as address, visiting(browser, address) as visit:
        visit.tab.locator("#dalil-question textarea:enabled").fill(HOW_MANY)
        visit.tab.locator("#dalil-send").click()
        assert visit.text(".dalil-pending") == WORDING["en"].searching
        assert visit.text("#dalil-chat [data-testid=user]") == HOW_MANY
        wrong = visit.tab.get_by_role("button", name=WORDING["en"].is_wrong)
        assert wrong.count() == 0
        gate.set()
        visit.finished(1)
        expect(wrong).to_have_count(1)
        assert visit.tab.locator(".dalil-pending").count() == 0


def test_without_an_index_the_page_builds_it_once_and_then_lets_ask(browser: Browser) -> None:
    go_on, built = threading.Event(), []

    class Unreadable(ReadingError):
        kept = False

    def build(progress: Progress) -> list[Unreadable]:
        built.append(1)
        progress(2, 7, "reading workshop.pdf")
        go_on.wait(30)
        return [Unreadable("corpus/locked.pdf", "It is protected by a password.", "Save it without one.")]

    page = Opening(scripted, lambda: False, build)
    with served(page) as address, visiting(browser, address) as visit, visiting(browser, address) as other:
        for visitor in (visit, other):
            expect(visitor.tab.locator(".dalil-building")).to_contain_text("workshop.pdf")
            assert visitor.tab.locator("progress").get_attribute("value") == "2"
            assert visitor.tab.locator("#dalil-question textarea").is_disabled()
            assert visitor.tab.locator("#dalil-send").is_disabled()
        go_on.set()
        for visitor in (visit, other):
            visitor.ask(HOW_MANY)
            assert "corpus/locked.pdf: It is protected by a password. Save it without one." in visitor.text(
                "#dalil-status"
            )
        assert visit.tab.locator("progress").count() == 0
    assert built == [1]


def test_a_refused_index_is_shown_with_its_mend_and_opened_once_mended(browser: Browser) -> None:
    refusals = [IndexMismatchError("The index was made by another model.", "Run: dalil index --full")]

    def open_assistant() -> ScriptedAssistant:
        if refusals:
            raise refusals.pop()
        return scripted()

    with served(Opening(open_assistant, lambda: True, lambda _: [])) as address, visiting(browser, address) as visit:
        expect(visit.tab.locator("#dalil-status")).to_contain_text("The index was made by another model.")
        assert "Run: dalil index --full" in visit.text("#dalil-status")
        assert visit.tab.locator("#dalil-question textarea").is_disabled()
        visit.tab.reload()
        visit.ask(HOW_MANY)
        assert visit.tab.locator("#dalil-status section").count() == 0


def test_a_wrong_answer_is_put_right_in_arabic_and_kept_without_the_reader(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "kept" / "candidates.jsonl"
    settings = Settings(candidates=file)
    with (
        served(opening(scripted()), settings) as address,
        visiting(browser, address, locale="ar-MA", viewport={"width": 390, "height": 844}) as visit,
    ):
        visit.ask(HOW_MANY)
        visit.ask(WHO, answers=2)
        wrong = visit.tab.get_by_role("button", name=WORDING["ar"].is_wrong).nth(1)
        wrong.press("Enter")
        box = visit.tab.get_by_label(WORDING["ar"].should_say)
        expect(box).to_be_focused()
        expect(wrong).to_have_attribute("aria-pressed", "true")
        assert visit.style("#dalil-correction textarea", "direction") == "rtl"
        assert WHO in visit.text(".dalil-judged")
        visit.tab.locator("#dalil-tell").click()
        expect(visit.tab.locator("#dalil-told")).to_have_text(WORDING["ar"].say_something)
        box.fill("حنان بوعرورو")
        visit.tab.get_by_label(WORDING["ar"].stands_where).click()
        visit.tab.get_by_role("option").nth(1).click()
        assert visit.tab.evaluate("document.documentElement.scrollWidth") <= 390
        visit.tab.locator("#dalil-tell").click()
        expect(visit.tab.locator("#dalil-correcting")).to_be_hidden()
        expect(visit.tab.locator("#dalil-told")).to_contain_text(str(file))
        visit.tab.get_by_role("button", name=WORDING["ar"].is_right).nth(0).click()
        expect(visit.tab.locator("#dalil-told")).to_contain_text(WORDING["en"].thanks.split("{file}")[0].strip())
        assert visit.complaints == []
    thumb, corrected, right = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    assert (thumb["verdict"], thumb["correction"]) == ("wrong", "")
    assert corrected["id"] == thumb["id"] != right["id"]
    assert (corrected["verdict"], corrected["correction"]) == ("wrong", "حنان بوعرورو")
    assert corrected["place"] == {"report": ARABIC.report_id, "paragraph": "6"}
    assert (right["question"], right["verdict"], right["language"]) == (HOW_MANY, "right", "en")


def test_an_opinion_that_cannot_be_kept_is_said_and_an_error_cannot_be_judged(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file, not a folder")
    settings = Settings(candidates=tmp_path / "taken" / "candidates.jsonl")
    with served(opening(scripted()), settings) as address, visiting(browser, address) as visit:
        visit.ask(HOW_MANY)
        visit.tab.get_by_role("button", name=WORDING["en"].is_wrong).click()
        expect(visit.tab.locator("#dalil-told")).to_contain_text(WORDING["en"].not_kept)
        assert "DALIL_CANDIDATES" in visit.text("#dalil-told")
        expect(visit.tab.locator("#dalil-correcting")).to_be_hidden()
        visit.ask(LOST, answers=2)
        expect(visit.tab.locator("#dalil-told p")).to_have_count(0)
        assert visit.tab.get_by_role("button", name=WORDING["en"].is_wrong).count() == 1


def test_the_sample_reports_are_indexed_and_asked(browser: Browser, tmp_path: Path) -> None:
    settings = Settings(corpus=Path(__file__).parents[1] / "corpus", index=tmp_path / "index")
    with served(app.opening_of(settings), settings) as address, visiting(browser, address) as visit:
        expect(visit.tab.locator("#dalil-question textarea")).to_be_enabled(timeout=120_000)
        assert "Reports: 7" in visit.text(".dalil-footer")
        visit.ask("How many people has voluntary return helped since 2004?")
        assert "33,443" in visit.text(".dalil-said")
        assert "33,443" in visit.text("mark")
        assert visit.outside == []
        assert visit.complaints == []
