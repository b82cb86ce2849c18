"""A report for a person to check: places, headings, doubts, and text that is cut between words alone."""

from __future__ import annotations

import io
from dataclasses import replace

from rich.console import Console

from rag.exchange import report_as_json
from rag.showing import listed, rendered
from rag.types import Block, BlockKind, Metadata, PageReading, PageTurn, Report

ARABIC = "١٢. " + "تجتمع اللجنة مرتين في السنة وتنشر محضراً عن كل اجتماع " * 12
TEXT = f"Le rapport\n\n{ARABIC.strip()}"
REPORT = Report(
    id="comite",
    title="Le rapport",
    path="comite.pdf",
    sha256="0" * 64,
    language="ar",
    metadata=Metadata(),
    text=TEXT,
    blocks=(
        Block(BlockKind.TITLE, 0, 10, "title", None, "i", 1),
        Block(BlockKind.PARAGRAPH, 12, len(TEXT), "12", "خاتمة", "iv", 6, (PageTurn(60, "v", 7),), ("Annexe", "خاتمة")),
    ),
    pages=7,
    flags=("p. v: read with OCR", "para. 4: missing between 3 and 5", "the encoding is guessed"),
)


def shown(report: Report, width: int = 60, *, whole: bool = False) -> str:
    console = Console(file=io.StringIO(), width=width, color_system=None)
    console.print(rendered(report, whole=whole), highlight=False)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_places_headings_and_doubts_are_shown() -> None:
    lines = [line.strip() for line in shown(REPORT).splitlines()]
    assert "comite · ar · 2 blocks · 7 pages · places title … 12 (2)" in lines
    assert [line for line in lines if line.startswith("!")] == [
        *(f"! {flag}" for flag in REPORT.flags),
        "! read with OCR",
    ]
    assert "Annexe, para. 12, pp. iv–v (page 6 of the file)  paragraph" in lines
    assert lines[lines.index("Annexe") + 1] == "خاتمة"


def test_how_pages_were_read_is_told() -> None:
    readings = (
        PageReading(1, "i", "pdfium", 0.99),
        PageReading(2, None, "tesseract", 0.8, ("it was hard to recognise",)),
        PageReading(3, None, "pdfium", 0.7),
    )
    report = replace(REPORT, readings=readings)
    assert "pages read by pdfium (2, at least 70% sure), tesseract (1, at least 80% sure)" in shown(report, 100)
    assert report_as_json(report)["readings"][1] == {
        "number": 2,
        "label": None,
        "extractor": "tesseract",
        "confidence": 0.8,
        "doubts": ["it was hard to recognise"],
    }


def test_arabic_is_wrapped_and_cut_between_words() -> None:
    known = set(TEXT.split()) | {"…"}
    for width in (30, 47, 60, 100):
        body = shown(REPORT, width).split("  ! read with OCR")[1]
        assert set(body.split()) <= known and body.split()[-1] == "…"


def test_all_of_the_text_is_shown_when_asked_for() -> None:
    assert "".join(ARABIC.split()) in "".join(shown(REPORT, whole=True).split())


def test_a_report_without_doubts_says_so() -> None:
    assert "nothing doubtful was noticed" in shown(replace(REPORT, flags=()))


def test_many_doubts_are_counted() -> None:
    assert listed([f"p. {number}: x" for number in range(1, 15)]).splitlines()[-2:] == ["p. 10: x", "… and 4 more"]
    assert listed(["p. 1: x"]) == "p. 1: x"
