"""Make docs/screenshot.png: the real page over the sample reports, and one question answered from another language.

The index is built in a folder of its own that is thrown away. Chromium must be on PATH; run it from the root of the
repository: python -m tools.make_screenshot
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

import app
from rag.errors import UsageError
from rag.settings import load_settings
from rag.text.language import detect

QUESTION = "How many networks smuggling migrants were dismantled in 2020?"
LARGEST = 300 * 1024
MILLISECONDS = 180_000
_NAMES = ("chromium", "chromium-browser", "google-chrome")
_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
_ENDS = "#dalil-chat :is(.dalil-origin, .dalil-not-found, .dalil-error)"


def main() -> None:
    """Build the index, serve the page, ask, and keep the picture."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--question", default=QUESTION)
    parser.add_argument("--out", type=Path, default=Path("docs/screenshot.png"))
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings(index=Path(folder) / "index")
        opening = app.opening_of(settings)
        page = app.build_page(opening, settings)
        address = app.serve(page)
        try:
            take(address, arguments.question, arguments.out)
        finally:
            page.close(verbose=False)
    size = arguments.out.stat().st_size
    sys.stdout.write(f"{arguments.out}: {size / 1024:.0f} KiB\n")
    if size > LARGEST:
        raise UsageError(f"{arguments.out} is larger than {LARGEST // 1024} KiB.", "Ask a question with fewer sources.")


def take(address: str, question: str, out: Path) -> None:
    """Ask the question in a browser and write what is then on the screen.

    Raises:
        UsageError: there is no Chromium, or the answer would not show what it is meant to.
    """
    chromium = next(filter(None, map(shutil.which, _NAMES)), None)
    if chromium is None:
        raise UsageError(f"None of {', '.join(_NAMES)} is on PATH.", "Install Chromium.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=_ARGUMENTS)
        try:
            tab = browser.new_page(viewport={"width": 1280, "height": 720}, locale="en-GB", color_scheme="light")
            tab.set_default_timeout(MILLISECONDS)
            tab.goto(address)
            box = tab.locator("#dalil-question textarea:enabled")
            box.fill(question)
            box.press("Enter")
            tab.locator(_ENDS).wait_for()
            _check(tab, question)
            tab.wait_for_timeout(500)
            out.parent.mkdir(parents=True, exist_ok=True)
            tab.screenshot(path=out)
        finally:
            browser.close()


def _check(tab: Page, question: str) -> None:
    languages = {card.get_attribute("lang") for card in tab.locator("article:has(mark)").all()}
    if not languages - {detect(question)}:
        raise UsageError(f"No passage in another language answers {question!r}.", "Give another --question.")


if __name__ == "__main__":
    main()
