"""The page as a reader meets it: opened from a folder in a browser, on a phone, in the dark and on paper."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from eval.compare import compare
from eval.reporting.page import page
from tests.eval import world
from tests.support.browsing import chromium


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    run = world.asked()
    path = tmp_path_factory.mktemp("out") / "report.html"
    path.write_text(page(run, compare(run, run)), encoding="utf-8")
    return path.as_uri()


def test_nothing_but_the_file_is_asked_for(browser: Browser, address: str) -> None:
    asked, complaints = [], []
    shown = browser.new_page()
    shown.on("request", lambda request: asked.append(request.url))
    shown.on("console", lambda message: complaints.append(message.text))
    shown.goto(address)
    assert asked == [address]
    assert complaints == []
    shown.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_the_page_is_as_wide_as_the_window(browser: Browser, address: str, scheme: str) -> None:
    shown = browser.new_page(viewport={"width": 360, "height": 740}, color_scheme=scheme)
    shown.goto(f"{address}#trace-year")
    assert shown.evaluate("document.documentElement.scrollWidth") == 360
    shown.close()


def test_a_link_to_a_trace_unfolds_it(browser: Browser, address: str) -> None:
    shown = browser.new_page()
    shown.goto(address)
    trace = shown.locator("[id='trace-year']")
    assert not trace.is_visible()
    shown.click("a[href='#trace-year']")
    assert trace.is_visible()
    assert shown.locator("details[open]").count() == 1
    shown.close()


def test_on_paper_no_table_is_cut_off(browser: Browser, address: str) -> None:
    # A4 less the margins, in CSS pixels of 96 an inch.
    shown = browser.new_page(viewport={"width": 688, "height": 1000})
    shown.emulate_media(media="print")
    shown.goto(address)
    wide = (
        "[...document.querySelectorAll('table, svg')].filter(each => each.getBoundingClientRect().right > 689).length"
    )
    assert shown.evaluate(wide) == 0
    assert shown.locator("table").count() > 10
    assert shown.pdf(format="A4").startswith(b"%PDF")
    shown.close()


def test_arabic_is_set_from_right_to_left(browser: Browser, address: str) -> None:
    shown = browser.new_page()
    shown.goto(address)
    quote = shown.locator("blockquote[lang='ar']").first
    assert quote.evaluate("each => getComputedStyle(each).direction") == "rtl"
    assert quote.evaluate("each => getComputedStyle(each).textAlign") == "right"
    shown.close()
