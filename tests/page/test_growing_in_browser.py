"""An answer of a language model as a reader sees it come: markers that lead somewhere, then translations."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGenerationChunk
from playwright.sync_api import Browser, expect

from page.opening import Opening
from page.wording import WORDING
from tests.support.browsing import chromium, served, visiting
from tests.support.hits import make_hits, make_sources
from tests.support.scripted_model import ANSWER, ScriptedModel, kind_of
from tests.test_injection import assistant

FRENCH = ("Le fonds a versé 4 200 dinars à 17 familles.", "Adel Rami préside le conseil.")
SCRIPT = {
    "en": (
        "How many families did the fund pay?",
        ["The fund paid 17 families [", "1", "]. Adel Rami chairs", " the board [2]."],
        "[1] The fund paid 4,200 dinars to 17 families.\n[2] Adel <b>Rami</b> chairs the board.",
    ),
    "ar": (
        "كم أسرة دفع لها الصندوق؟",
        ["دفع الصندوق إلى 17 أسرة [", "١", "]. يرأس عادل رامي", " المجلس [٢]."],
        "[1] دفع الصندوق 4200 دينار إلى 17 أسرة.\n[2] يرأس عادل رامي المجلس.",
    ),
}


class Gated(ScriptedModel):
    """Streams its answer in pieces and then a translation, each when a test lets it."""

    pieces: list[str]
    translation: str
    step: Any

    def _stream(self, messages: list[BaseMessage], *_: Any, **__: Any) -> Iterator[ChatGenerationChunk]:
        answering = kind_of(str(messages[0].content)) == ANSWER
        for piece in self.pieces if answering else [self.translation]:
            yield ChatGenerationChunk(message=AIMessageChunk(piece))
            if answering:
                assert self.step.acquire(timeout=30)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.mark.parametrize("language", ["en", "ar"])
def test_citations_resolve_as_they_arrive_and_translations_follow(browser: Browser, language: str) -> None:
    question, pieces, translation = SCRIPT[language]
    hits = make_hits(*FRENCH, language="fr")
    step = threading.Semaphore(0)
    model = Gated(script=str, pieces=pieces, translation=translation, step=step)
    made = assistant(model, hits, make_sources(hits))
    opening = Opening(lambda: made, lambda: True, lambda _: [])
    with served(opening) as address, visiting(browser, address) as visit:
        tab = visit.tab
        box = tab.locator("#dalil-question textarea:enabled")
        box.fill(question)
        box.press("Enter")
        expect(tab.locator(".dalil-pending")).to_be_visible()
        assert tab.locator("#dalil-chat a").count() == 0
        step.release(2)
        marker = tab.locator("#dalil-chat a.dalil-marker")
        expect(marker).to_have_text("[1]")
        assert visit.style(".dalil-said", "direction") == ("rtl" if language == "ar" else "ltr")
        expect(tab.locator("#dalil-sources mark")).to_have_text(FRENCH[0])
        marker.click()
        expect(tab.locator(".dalil-card:has(:target) blockquote")).to_have_text(FRENCH[0])
        assert tab.locator(".dalil-origin").count() == 0
        step.release(2)
        visit.finished(1)
        expect(marker).to_have_text(["[1]", "[2]"])
        assert tab.locator("#dalil-sources mark").all_inner_texts() == list(FRENCH)
        beside = tab.locator("#dalil-sources .dalil-translation")
        said = [line.split("] ", 1)[1].replace("<b>", "").replace("</b>", "") for line in translation.splitlines()]
        label = WORDING[language].translated
        assert beside.all_inner_texts() == [f"{label} {each}" for each in said]
        assert visit.style(".dalil-translation", "direction") == ("rtl" if language == "ar" else "ltr")
        assert visit.style("article blockquote", "direction") == "ltr"
        assert visit.style(".dalil-translation", "textAlign") == "start"
        assert visit.complaints == []
        assert visit.outside == []
