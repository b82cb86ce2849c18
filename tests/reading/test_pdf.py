"""PDF files: reading order, page labels, running lines, and what cannot be read."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from bidi import get_display
from pypdf import PdfReader, PdfWriter
from reportlab.lib.pagesizes import A5
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageBreak, PageTemplate, Paragraph

from rag.errors import ReadingError
from rag.reading import read
from rag.types import BlockKind
from tests.reading.texts import ARABIC, FRENCH, places

BODY = ParagraphStyle("body", fontName="Times-Roman", fontSize=11, leading=14, spaceAfter=7)
HEADING = ParagraphStyle("heading", parent=BODY, fontName="Times-Bold", fontSize=14, leading=18)


def found(report):
    return [(block.paragraph, report.text[block.start : block.end]) for block in report.blocks]


def latin_pdf(path: Path, report, breaks_before: tuple[str, ...] = ()) -> Path:
    """Set a report with a running header and page numbers; the first page is numbered i, the others from 1."""

    def furnish(canvas, document):
        canvas.drawString(60, A5[1] - 30, "Mission d'étude sur les ports")
        canvas.drawCentredString(A5[0] / 2, 20, "i" if document.page == 1 else str(document.page - 1))

    document = BaseDocTemplate(str(path), pagesize=A5, title="Rapport de la mission d'étude")
    document.addPageTemplates(PageTemplate(frames=[Frame(50, 45, A5[0] - 100, A5[1] - 110)], onPage=furnish))
    story = []
    for place, text in report:
        if text in breaks_before:
            story.append(PageBreak())
        story.append(Paragraph(text, HEADING if place in (None, "title") else BODY))
    document.build(story)
    reader = PdfReader(path)
    writer = PdfWriter(clone_from=reader)
    writer.set_page_label(0, 0, style="/r", start=1)
    writer.set_page_label(1, len(reader.pages) - 1, style="/D", start=1)
    writer.write(path)
    return path


def arabic_pdf(path: Path, report) -> Path:
    """Set Arabic lines in visual order, as simple producers do: base letters from left to right."""
    try:
        pdfmetrics.registerFont(TTFont("Arabic", "DejaVuSans.ttf"))
    except TTFError:
        pytest.skip("no font with Arabic letters (DejaVu Sans) is installed")
    canvas = Canvas(str(path), pagesize=A5)
    height = A5[1] - 50
    for place, text in report:
        canvas.setFont("Arabic", 14 if place in (None, "title") else 10)
        line = ""
        for word in [*text.split(), None]:
            longer = f"{line} {word}".strip()
            if word is None or pdfmetrics.stringWidth(longer, "Arabic", canvas._fontsize) > A5[0] - 80:
                canvas.drawRightString(A5[0] - 40, height, get_display(line, base_dir="R"))
                height -= 16
                longer = word or ""
            line = longer
        height -= 12
        if height < 60:
            canvas.showPage()
            height = A5[1] - 50
    canvas.save()
    return path


def test_a_french_report(tmp_path):
    report = read(latin_pdf(tmp_path / "ports.pdf", FRENCH, breaks_before=("Introduction", "Suite à donner")))
    assert found(report) == places(FRENCH)
    assert report.title == "Rapport de la mission d'étude"
    assert report.pages == 3 and report.flags == ()
    assert report.language == "fr"
    first = {block.paragraph: block for block in reversed(report.blocks)}
    assert (first["summary"].page_label, first["summary"].page_number) == ("i", 1)
    assert (first["1"].page_label, first["1"].page_number) == ("1", 2)
    assert first["5"].page_number == 3
    assert [block.kind for block in report.blocks[:3]] == [BlockKind.TITLE, BlockKind.TITLE, BlockKind.HEADING]


def test_a_paragraph_across_pages_is_one_block(tmp_path):
    words = "La mission a visité le port, puis la halle et le quai, et elle a noté ce que les pêcheurs en disent. "
    report = read(
        latin_pdf(tmp_path / "long.pdf", [("1", f"1. {words * 30}"), ("2", f"2. {words}"), ("3", f"3. {words}")])
    )
    assert [block.paragraph for block in report.blocks] == ["1", "2", "3"]
    assert report.blocks[0].page_number == 1 and report.blocks[1].page_number == report.pages
    assert report.text[report.blocks[0].start : report.blocks[0].end] == f"1. {words * 30}".strip()


def test_an_arabic_report_comes_out_in_reading_order(tmp_path):
    report = read(arabic_pdf(tmp_path / "maktabat.pdf", ARABIC))
    assert found(report) == places(ARABIC)
    assert report.language == "ar"


def blank_pdf(*texts: str) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    for text in texts:
        canvas.rect(100, 100, 50, 50)
        canvas.drawString(100, 700, text)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def test_a_file_without_text_is_refused_and_a_page_without_text_flagged(tmp_path):
    path = tmp_path / "scan.pdf"
    path.write_bytes(blank_pdf("", ""))
    with pytest.raises(ReadingError, match=r"is empty \(2 pages\)"):
        read(path)
    path.write_bytes(blank_pdf("Le texte de la page.", "", "Le texte de la fin."))
    report = read(path)
    assert report.flags == ("page 2 is empty",) and report.pages == 3


def test_an_encrypted_file_is_refused_unless_its_password_is_empty(tmp_path):
    path = tmp_path / "secret.pdf"
    for password, readable in (("x", False), ("", True)):
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(blank_pdf("Le texte de la page."))))
        writer.encrypt(password, "owner", algorithm="RC4-128")
        writer.write(path)
        if readable:
            assert "Le texte de la page." in read(path).text
        else:
            with pytest.raises(ReadingError, match="is encrypted") as caught:
                read(path)
            assert "password" in caught.value.mend


def test_titles_that_programs_invent_are_not_used(tmp_path):
    path = tmp_path / "x.pdf"
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(blank_pdf("Le texte de la page."))))
    writer.add_metadata({"/Title": "Microsoft Word - rapport final.docx"})
    writer.write(path)
    assert read(path).title == "Le texte de la page."
