"""The kept PDFs of many producers: how exactly each is read, and that no page is lost."""

from __future__ import annotations

import re
from functools import cache

import pytest

from rag.reading import pdf, read, recognition
from rag.text.normalise import fold
from tools.bench_reading import score
from tools.make_pdf_samples import FOLDER, SCORING, TUNING
from tools.pdf_samples.texts import TEXTS

BY_NAME = {text.name: text for text in TEXTS}
TURNED = "mixed.weasyprint"  # lines set from the wrong side, in which the place of a number cannot be told
EXACT = [
    f"{name}.{producer}"
    for producer in (*TUNING, *SCORING)
    for name in BY_NAME
    if producer != "image-scan" and f"{name}.{producer}" != TURNED
]
ALL = sorted(file.name for file in FOLDER.glob("*.pdf"))
LIMITS = {"fr": 0.002, "ar": 0.005}


@cache
def report(name: str):
    return read(FOLDER / name)


@cache
def scored(name: str):
    return score(FOLDER / f"{name}.pdf", BY_NAME[name.partition(".")[0]])


def needs_recognition(name: str) -> bool:
    return "image-scan" in name


def test_at_least_sixty_pages_of_eight_producers():
    assert len(ALL) == len(TEXTS) * len({**TUNING, **SCORING}) and not set(TUNING) & set(SCORING)
    assert sum(report(name).pages for name in ALL if not needs_recognition(name)) > 45


@pytest.mark.parametrize("name", EXACT)
def test_text_is_exact(name):
    found = scored(name)
    assert found.errors / found.letters <= LIMITS[BY_NAME[name.partition(".")[0]].language] + 1 / found.letters
    assert found.numbers_right == found.numbers


@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize("producer", [*TUNING, *SCORING])
def test_text_of_each_producer_is_within_the_limits(producer, language):
    if producer == "image-scan":
        pytest.skip("read from pictures: see below")
    found = [scored(f"{text.name}.{producer}") for text in TEXTS if text.language == language]
    assert sum(item.errors for item in found) <= LIMITS[language] * sum(item.letters for item in found)


@pytest.mark.parametrize("name", [f"{name}.pdf" for name in EXACT])
def test_good_pages_raise_no_flag(name):
    found = report(name)
    assert found.flags == ()
    assert {reading.extractor for reading in found.readings} == {"pdfium"}
    assert min(reading.confidence for reading in found.readings) > 0.9


@pytest.mark.parametrize("name", ["arabic.chromium", "arabic.xetex", "mixed.libreoffice", "french.reversed-letters"])
def test_every_page_is_indexed_or_flagged(name):
    found = report(f"{name}.pdf")
    assert [reading.number for reading in found.readings] == list(range(1, found.pages + 1))
    shown = {block.page_number for block in found.blocks}
    flagged = {reading.number for reading in found.readings if reading.extractor == "none"}
    assert shown | flagged == set(range(1, found.pages + 1)) and not shown & flagged


@pytest.mark.skipif(not {"ara", "fra"} <= recognition.languages(), reason="Tesseract with ara and fra is not installed")
@pytest.mark.parametrize(
    ("name", "most"), [("french.image-scan", 0.02), ("arabic-columns.image-scan", 0.03), ("mixed.image-scan", 0.03)]
)
def test_what_has_no_right_text_is_recognised_and_says_so(name, most):
    found = report(f"{name}.pdf")
    assert {reading.extractor for reading in found.readings} == {"tesseract"}
    assert re.match(r"\d pages? \([1, 2]+\) read from pictures by Tesseract \(\d\d% sure\)", found.flags[0])
    result = scored(name)
    assert result.errors / result.letters <= most


@pytest.mark.parametrize("name", ["arabic-columns.image-scan", "mixed.weasyprint"])
def test_without_tesseract_a_page_without_right_text_is_never_silent(name, monkeypatch):
    monkeypatch.setattr(recognition, "languages", frozenset)
    monkeypatch.setattr(pdf, "with_own_letters", lambda reader, data: data)
    if "scan" in name:
        with pytest.raises(Exception, match=r"no text layer .*install Tesseract .*dalil index --full"):
            read(FOLDER / f"{name}.pdf")
    else:
        (flag,) = read(FOLDER / f"{name}.pdf").flags
        assert flag.startswith("page 1 is doubtful: the file's own table of its letters is wrong")


def test_a_scanned_page_among_others_is_flagged_with_advice(tmp_path, monkeypatch):
    from pypdf import PdfWriter

    monkeypatch.setattr(recognition, "languages", frozenset)
    writer = PdfWriter()
    for name in ("french-columns.libreoffice", "french-columns.image-scan"):
        writer.append(str(FOLDER / f"{name}.pdf"))
    writer.write(tmp_path / "both.pdf")
    found = read(tmp_path / "both.pdf")
    assert found.readings[1].extractor == "none" and found.readings[1].confidence == 0
    (flag,) = found.flags
    assert flag.startswith("1 page (2) without a text layer, probably scans: not read; install Tesseract")


def test_a_turned_page_is_read_like_an_upright_one(tmp_path):
    from pypdf import PdfReader, PdfWriter

    source = FOLDER / "arabic-columns.libreoffice.pdf"
    writer = PdfWriter(clone_from=PdfReader(source))
    writer.pages[0].rotate(90)
    writer.write(tmp_path / "turned.pdf")
    assert fold(read(tmp_path / "turned.pdf").text) == fold(report(source.name).text)
