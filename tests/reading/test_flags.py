"""Doubts say where they belong, and are taken apart again as they were put together."""

from __future__ import annotations

import pytest

from rag.reading.flags import Flag, parse
from rag.types import Locator, PageTurn

FLAGS = [
    (Flag("read by OCR", pages=("iv",)), "p. iv: read by OCR"),
    (Flag("read by OCR", pages=("iv", "3")), "pp. iv, 3: read by OCR"),
    (Flag("this number occurs more than once", paragraph="12"), "para. 12: this number occurs more than once"),
    (Flag("missing between 3 and 17", paragraph="4–16"), "paras. 4–16: missing between 3 and 17"),
    (Flag("out of order, after 2", paragraph="3 مكرر"), "para. 3 مكرر: out of order, after 2"),
    (Flag("the encoding is guessed: windows-1256"), "the encoding is guessed: windows-1256"),
]


@pytest.mark.parametrize(("flag", "text"), FLAGS)
def test_a_flag_and_its_words(flag: Flag, text: str) -> None:
    assert str(flag) == text
    assert parse(text) == flag


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("page iv is empty", Flag("is empty", pages=("iv",))),
        ("2 pages (iv, 3) read from pictures", Flag("read from pictures", pages=("iv", "3"))),
        ("pages are missing", Flag("pages are missing")),
    ],
)
def test_pages_named_in_running_words(text: str, flag: Flag) -> None:
    assert parse(text) == flag


def test_whom_a_flag_concerns() -> None:
    place = Locator(0, 9, "12", page_label="iv", page_number=6, turns=(PageTurn(5, "v", 7),))
    concerned = [Flag("x", pages=("iv",)), Flag("x", pages=("v",)), Flag("x", paragraph="12"), Flag("x")]
    others = [Flag("x", pages=("vi",)), Flag("x", pages=("6",)), Flag("x", paragraph="13"), Flag("x", paragraph="4–16")]
    assert all(flag.concerns(place) for flag in concerned)
    assert not any(flag.concerns(place) for flag in others)


def test_a_page_without_a_label_is_known_by_its_number() -> None:
    assert Flag("x", pages=("6",)).concerns(Locator(0, 9, page_number=6))
