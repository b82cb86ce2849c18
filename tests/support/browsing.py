"""A page served on loopback and a headless Chromium that looks at it.

Chromium is the one found on PATH; Playwright's own downloads are not used. What the browser asks of anyone but this
computer is collected, and nothing of it gets out.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request, expect, sync_playwright

import app
from page.opening import Opening
from rag.settings import Settings

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
HERE = ("127.0.0.1", "localhost")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the Chromium on PATH; skips the test where there is none."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip(f"no Chromium is here: none of {', '.join(NAMES)} is on PATH")
    # A page may take its time on a busy machine; how fast it is, is for a benchmark.
    expect.set_options(timeout=30_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def served(opening: Opening, settings: Settings | None = None) -> Iterator[str]:
    """Serve the page while the block runs; yields its address."""
    blocks = app.build_page(opening, settings or Settings())
    try:
        yield app.serve(blocks)
    finally:
        blocks.close(verbose=False)


@dataclass
class Visit:
    """A visitor's tab, with what it asked of others, what its console complained of, and its dialogs."""

    tab: Page
    outside: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def ask(self, question: str, answers: int = 1) -> None:
        """Ask with the keyboard, and wait until that many answers are finished."""
        box = self.tab.locator("#dalil-question textarea:enabled")
        box.fill(question)
        box.press("Enter")
        self.finished(answers)

    def finished(self, answers: int) -> None:
        """Wait until that many answers are finished."""
        ends = ".dalil-origin, .dalil-not-found, .dalil-error"
        self.tab.locator(f"#dalil-chat :is({ends})").nth(answers - 1).wait_for()

    def text(self, selector: str) -> str:
        """Return the text of the first such element."""
        return self.tab.locator(selector).first.inner_text()

    def style(self, selector: str, name: str) -> str:
        """Return the computed style of the first such element."""
        found = self.tab.locator(selector).first.evaluate("(element, name) => getComputedStyle(element)[name]", name)
        return str(found)


@contextmanager
def visiting(browser: Browser, address: str, **context: Any) -> Iterator[Visit]:
    """Open the page in a tab of its own."""
    context = {"viewport": {"width": 1280, "height": 800}, "locale": "en-GB"} | context
    with browser.new_context(**context) as opened:
        visit = Visit(opened.new_page())

        def watch(request: Request) -> None:
            if request.url.startswith("http") and urlsplit(request.url).hostname not in HERE:
                visit.outside.append(request.url)

        visit.tab.on("request", watch)
        visit.tab.on("console", lambda said: visit.complaints.append(said.text) if said.type == "error" else None)
        visit.tab.on("pageerror", lambda error: visit.complaints.append(str(error)))
        visit.tab.on("dialog", lambda dialog: (visit.complaints.append(dialog.message), dialog.dismiss()))
        visit.tab.goto(address)
        yield visit
