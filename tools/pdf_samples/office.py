"""Sample PDFs exported by LibreOffice Writer from a DOCX, written again by cairo, and set by XeTeX."""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph

from tools.pdf_samples.texts import Text, is_arabic

_FONTS = {"fr": "Liberation Serif", "ar": "Noto Naskh Arabic"}
_WITH_LIGATURES = {"fr": "Liberation Serif", "ar": "Noto Sans Arabic"}
_SIZES = {"title": 16.0, "heading": 13.0}


def libreoffice(text: Text, target: Path) -> None:
    """Export with LibreOffice (Debian package libreoffice-writer)."""
    _export(text, target, _FONTS)


def ligatures(text: Text, target: Path) -> None:
    """Export with LibreOffice in a font that draws lam and alef as one glyph."""
    _export(text, target, _WITH_LIGATURES)


def justified(text: Text, target: Path) -> None:
    """Export with LibreOffice in full lines and a title with its letters set apart, which stretches Arabic words."""
    _export(text, target, _WITH_LIGATURES, justified=True)


def _export(text: Text, target: Path, fonts: Mapping[str, str], *, justified: bool = False) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, f"{target.stem}.docx")
        document = _docx(text, fonts)
        for paragraph in document.paragraphs if justified else ():
            _justify(paragraph)
        document.save(str(source))
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
        subprocess.run([*command, "--outdir", str(target.parent), str(source)], check=True, capture_output=True)


def _justify(paragraph: Paragraph) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    for run in paragraph.runs:
        if run.font.size == Pt(_SIZES["title"]):
            spacing = OxmlElement("w:spacing")
            spacing.set(qn("w:val"), "6")
            run._element.get_or_add_rPr().append(spacing)


def _docx(text: Text, fonts: Mapping[str, str]) -> Document:
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(148), Mm(210)
    section.left_margin = section.right_margin = Mm(14)
    if text.columns == 2:
        columns = section._sectPr.find(qn("w:cols"))
        columns.set(qn("w:num"), "2")
        columns.set(qn("w:space"), "450")
    table: Table | None = None
    for kind, words in text.paragraphs:
        if kind != "row":
            table = None
            language = "ar" if is_arabic(words) else "fr"
            paragraph = document.add_paragraph(style="List Bullet" if kind == "item" else None)
            _fill(paragraph, kind, words, language, fonts[language])
            continue
        cells = words.split(" | ")
        if table is None:
            table = document.add_table(rows=0, cols=len(cells), style="Table Grid")
            if text.language == "ar":
                table._tblPr.append(OxmlElement("w:bidiVisual"))
        for cell, content in zip(table.add_row().cells, cells, strict=True):
            _fill(cell.paragraphs[0], kind, content, text.language, fonts[text.language])
    return document


def _fill(paragraph: Paragraph, kind: str, words: str, language: str, font: str) -> None:
    run = paragraph.add_run(words)
    run.font.name, run.font.size = font, Pt(_SIZES.get(kind, 11))
    run.bold = kind in _SIZES
    properties = run._element.get_or_add_rPr()
    properties.get_or_add_rFonts().set(qn("w:cs"), font)
    size = OxmlElement("w:szCs")
    size.set(qn("w:val"), str(round(2 * _SIZES.get(kind, 11))))
    properties.append(size)
    if language == "ar":
        paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
        if is_arabic(words):
            properties.append(OxmlElement("w:rtl"))


def cairo(text: Text, target: Path) -> None:
    """Write LibreOffice's PDF again with cairo (pdftocairo, of poppler-utils)."""
    with tempfile.TemporaryDirectory() as folder:
        first = Path(folder, "first.pdf")
        libreoffice(text, first)
        subprocess.run(["pdftocairo", "-pdf", str(first), str(target)], check=True, capture_output=True)


_PREAMBLE = r"""
\pdfpagewidth=148mm \pdfpageheight=210mm \hoffset=-11.4mm \voffset=-9.4mm
\hsize=120mm \vsize=178mm \parindent=0pt \parskip=6pt plus 2pt \tolerance=4000 \emergencystretch=30pt \nopagenumbers
\TeXXeTstate=1 \XeTeXlinebreaklocale "%(language)s"
\font\body="%(font)s" at 11pt \font\head="%(font)s:embolden=2" at 13pt \font\large="%(font)s:embolden=2" at 16pt
\font\latin="Liberation Serif" at 11pt \baselineskip=%(leading)s \body
"""


_LEFT_TO_RIGHT = re.compile(r"[A-Za-z][\w.\-]*(?: [A-Za-z][\w.\-]*)*(?:[ -]\d+)?|\d[\d.,/٬٫]*\d|\d")


def xetex(text: Text, target: Path) -> None:
    """Set with plain XeTeX (Debian package texlive-xetex); columns are set as one."""
    font, leading = ("Amiri:script=arab", "18pt") if text.language == "ar" else ("Liberation Serif", "15pt")
    source = [_PREAMBLE % {"language": text.language, "font": font, "leading": leading}]
    fonts = {"title": r"\large", "heading": r"\head"}
    for kind, words in text.paragraphs:
        arabic = is_arabic(words)
        line = re.sub(r"([%&#$_])", r"\\\1", words)
        ending = r"\endR" if arabic else ""
        marker = r"\char8226\ " if kind == "item" else ""
        if arabic:
            line = _LEFT_TO_RIGHT.sub(lambda match: r"{\beginL %s\endL}" % match[0], line)  # noqa: UP031
        line = line.replace(" | ", r"\hskip 9mm ")
        start = r"\everypar{\setbox0\lastbox \beginR \box0 }" if arabic else r"\everypar{}\latin "
        source.append(f"{{{start}{fonts.get(kind, '')} {marker}{line}{ending}\\par}}")
    source.append(r"\bye")
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "sample.tex").write_text("\n\n".join(source), encoding="utf-8")
        command = ["xetex", "-interaction=batchmode", "sample.tex"]
        subprocess.run(command, cwd=folder, check=False, capture_output=True)
        target.write_bytes(Path(folder, "sample.pdf").read_bytes())
