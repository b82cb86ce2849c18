"""One place in several languages, as a reader is told it."""

from __future__ import annotations

import pytest

from rag.text.citing import cite_together, written_date
from rag.types import Locator

NINE = Locator(0, 1, paragraph="9")


def on_page(label: str) -> Locator:
    return Locator(0, 1, paragraph="9", page_label=label)


@pytest.mark.parametrize(
    ("language", "same", "pages"),
    [
        ("en", "para. 9, fr and ar", "para. 9, fr (p. 3) and ar (p. 2)"),
        ("fr", "par. 9, fr et ar", "par. 9, fr (p. 3) et ar (p. 2)"),
        ("ar", "الفقرة 9، بالفرنسية والعربية", "الفقرة 9، بالفرنسية (ص 3) والعربية (ص 2)"),
    ],
)
def test_a_place_in_two_languages_is_one(language: str, same: str, pages: str) -> None:
    assert cite_together([(NINE, "fr"), (NINE, "ar")], language) == same
    assert cite_together([(on_page("3"), "fr"), (on_page("2"), "ar")], language) == pages


def test_three_languages_are_listed() -> None:
    places = [(NINE, "fr"), (NINE, "ar"), (NINE, "en")]
    assert cite_together(places, "en") == "para. 9, fr, ar and en"
    assert cite_together(places, "ar") == "الفقرة 9، بالفرنسية والعربية والإنجليزية"


def test_places_that_differ_are_named_apart() -> None:
    assert (
        cite_together([(NINE, "fr"), (Locator(0, 1, paragraph="10"), "ar")], "en") == "para. 9 (fr) and para. 10 (ar)"
    )


def test_dates_are_written_as_far_as_they_are_known() -> None:
    assert written_date("2020-08-13", "fr") == "13 août 2020"
    assert written_date("2020", "ar") == "2020"
    assert written_date(None, "en") == ""
