"""The page's texts in three languages, and the choice between them."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

import page
from page.wording import WORDING, browser_language


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "en"),
        ("", "en"),
        ("fr-FR,fr;q=0.9,en;q=0.8", "fr"),
        ("ar", "ar"),
        ("de,es;q=0.9", "en"),
        ("de, fr;q=0.3, AR-EG;q=0.7", "ar"),
        ("fr;q=0, ar;q=nonsense", "en"),
    ],
)
def test_the_browser_says_its_language(header: str | None, language: str) -> None:
    assert browser_language(header) == language


def test_every_text_is_there_in_three_languages() -> None:
    assert set(WORDING) == {"fr", "ar", "en"}
    for wording in WORDING.values():
        assert all(getattr(wording, field.name) for field in fields(wording))
        assert set(wording.languages) == set(WORDING)
        assert set(wording.stages) == set(WORDING["en"].stages)
        assert "{name}" in wording.sent
        assert "{file}" in wording.thanks
        assert "{file}" in wording.thanks_wrong
    differing = [field.name for field in fields(WORDING["en"]) if field.name not in ("chat", "sources", "index")]
    for name in differing:
        assert len({str(getattr(wording, name)) for wording in WORDING.values()}) == 3, name


def test_what_a_screen_reader_hears_of_the_thumbs_and_the_chat_is_the_page_s_wording() -> None:
    script = (Path(page.__file__).parent / "behaviour.js").read_text(encoding="utf-8")
    for language, wording in WORDING.items():
        heard = f'{language}: {{ log: "{wording.chat}", wrong: "{wording.is_wrong}", right: "{wording.is_right}" }}'
        assert heard in script
