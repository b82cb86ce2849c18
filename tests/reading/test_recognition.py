"""Recognised pages: kept by the hash of the picture, sure of themselves or not, announced one by one."""

from __future__ import annotations

import pytest
from PIL import Image

from rag.reading import recognition
from rag.reading.agreement import Word
from rag.reading.process import ReadingProcess
from rag.reading.recognition import Recognised, recognise
from rag.reading.surroundings import Surroundings, within
from tools.make_pdf_samples import FOLDER

needs_tesseract = pytest.mark.skipif("fra" not in recognition.languages(), reason="Tesseract with fra is not installed")


@pytest.fixture
def scripted(monkeypatch):
    """Tesseract as a table of words by language; what was asked of it is returned."""
    asked: list[str] = []
    results: dict[str, tuple[Word, ...] | None] = {}

    def recognised(strips, code):
        asked.append(code)
        return results.get(code)

    monkeypatch.setattr(recognition, "languages", lambda: frozenset({"ara", "fra", "eng"}))
    monkeypatch.setattr(recognition, "_version", lambda: "5")
    monkeypatch.setattr(recognition, "_recognised", recognised)
    return results, asked


def word(text: str, sure: float, line: int = 0, left: int = 0) -> Word:
    return Word(text, sure, line, left, left + 10 * len(text))


def picture() -> Image.Image:
    """A page with two bars as high as letters, one above the other."""
    page = Image.new("L", (200, 200), 255)
    page.paste(0, (50, 40, 56, 60))
    page.paste(0, (50, 120, 56, 140))
    return page


def text_of(found: Recognised | None) -> list[str]:
    return [line.text for line in found.lines] if found else []


def test_each_line_is_taken_from_the_data_for_its_script(scripted):
    results, asked = scripted
    results |= {
        "ara": (word("مرحبا", 92), word("1051101", 20, 1)),
        "fra": (word("Lys", 20), word("bonjour", 93, 1)),
        "eng": (word("Lyo", 10), word("bonjour", 90, 1)),
    }
    assert text_of(recognise(picture())) == ["مرحبا", "bonjour"] and set(asked) == {"ara", "fra", "eng"}


def test_a_sure_page_of_a_french_report_is_not_read_in_arabic(scripted):
    results, asked = scripted
    results |= {"fra": (word("bonjour", 93),), "eng": (word("bonjour", 90),)}
    assert text_of(recognise(picture(), likely="fr")) == ["bonjour"] and sorted(asked) == ["eng", "fra"]


def test_a_white_page_holds_nothing(scripted):
    assert recognise(Image.new("L", (200, 200), 255)) is None


def test_a_page_is_recognised_once(scripted, tmp_path):
    results, asked = scripted
    results |= {"fra": (word("bonjour", 93),), "eng": ()}
    with within(Surroundings(tmp_path / "kept")):
        first = recognise(picture(), "fr")
        assert recognise(picture(), "fr") == first and text_of(first) == ["bonjour"]
        assert sorted(asked) == ["eng", "fra"]
        for file in (tmp_path / "kept").iterdir():
            file.write_text("{}")
        assert recognise(picture(), "fr") == first and sorted(asked) == ["eng", "eng", "fra", "fra"]


@needs_tesseract
def test_the_child_tells_of_each_page_and_keeps_what_it_recognised(tmp_path):
    told: list[tuple[int, int, str]] = []
    with ReadingProcess(cache=tmp_path / "kept", progress=lambda *step: told.append(step)) as reader:
        first = reader.read(FOLDER / "french-columns.image-scan.pdf")
        assert reader.read(FOLDER / "french-columns.image-scan.pdf") == first
    assert told == [(1, 1, "recognising page 1 of french-columns.image-scan.pdf")] * 2
    assert first.readings[0].extractor == "tesseract" and list((tmp_path / "kept").iterdir())
