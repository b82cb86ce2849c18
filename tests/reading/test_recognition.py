"""Recognised pages: kept by the hash of the picture, sure of themselves or not, announced one by one."""

from __future__ import annotations

import pytest
from PIL import Image

from rag.reading import recognition
from rag.reading.process import ReadingProcess
from rag.reading.recognition import Recognised, RecognisedLine, recognise
from rag.reading.surroundings import Surroundings, within
from tools.make_pdf_samples import FOLDER

needs_tesseract = pytest.mark.skipif("fra" not in recognition.languages(), reason="Tesseract with fra is not installed")


@pytest.fixture
def scripted(monkeypatch):
    """Tesseract as a table of results by language; what was asked of it is returned."""
    asked: list[str] = []
    results: dict[str, Recognised | None] = {}

    def recognised(picture, code):
        asked.append(code)
        return results.get(code)

    monkeypatch.setattr(recognition, "languages", lambda: frozenset({"ara", "fra", "eng"}))
    monkeypatch.setattr(recognition, "_version", lambda: "5")
    monkeypatch.setattr(recognition, "_recognised", recognised)
    return results, asked


def result(text: str, confidence: float) -> Recognised:
    return Recognised((RecognisedLine(text, False),), confidence, ())


PICTURE = Image.new("L", (20, 20), 255)


def test_the_surer_of_two_languages_is_taken_where_none_is_likely(scripted):
    results, asked = scripted
    results |= {"fra": result("bonjour", 0.3), "ara": result("سلام", 0.9)}
    assert recognise(PICTURE) == results["ara"] and asked == ["fra", "ara"]


def test_the_likely_language_is_enough_when_it_is_sure(scripted):
    results, asked = scripted
    results |= {"fra": result("bonjour", 0.9), "ara": result("سلام", 0.2)}
    assert recognise(PICTURE, likely="fr") == results["fra"] and asked == ["fra"]


def test_a_page_is_recognised_once(scripted, tmp_path):
    results, asked = scripted
    results["fra"] = result("bonjour", 0.9)
    with within(Surroundings(tmp_path / "kept")):
        assert recognise(PICTURE, "fr") == recognise(PICTURE, "fr") == results["fra"]
        assert asked == ["fra"]
        next((tmp_path / "kept").iterdir()).write_text("{}")
        assert recognise(PICTURE, "fr") == results["fra"] and asked == ["fra", "fra"]


def test_words_with_digits_that_are_unsure_are_named():
    words = [((1, 1, 1), "page", 96.0), ((1, 1, 1), "2o20", 41.0), ((1, 2, 1), "fin", 30.0)]
    found = recognition._summed_up(words)
    assert found.doubtful == ("2o20",)
    assert found.lines == (RecognisedLine("page 2o20", False), RecognisedLine("fin", True))
    assert 0.3 < found.confidence < 0.96


@needs_tesseract
def test_the_child_tells_of_each_page_and_keeps_what_it_recognised(tmp_path):
    told: list[tuple[int, int, str]] = []
    with ReadingProcess(cache=tmp_path / "kept", progress=lambda *step: told.append(step)) as reader:
        first = reader.read(FOLDER / "french-columns.image-scan.pdf")
        assert reader.read(FOLDER / "french-columns.image-scan.pdf") == first
    assert told == [(1, 1, "recognising page 1 of french-columns.image-scan.pdf")] * 2
    assert first.readings[0].extractor == "tesseract" and list((tmp_path / "kept").iterdir())
