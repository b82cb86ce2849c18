"""Reports with tables as Word files, OpenDocument files and web pages, exported by LibreOffice."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.table import WD_ALIGN_VERTICAL
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from tools.structure_samples.tables import (
    ABOVE,
    BESIDE,
    TableText,
    header_rows,
    is_figure,
    one_below_the_other,
    paragraphs_of,
)
from tools.table_samples.web import RULED, page


def libreoffice(
    text: TableText, target: Path, *, by: str, grid: bool, style: str | None = None, figures: str = ""
) -> None:
    """Export a Word file, an OpenDocument made of it, or a web page with LibreOffice.

    `grid`: with lines; `style` is that of the web page; `figures` ("right", "center") is how figures are set, and what
    is in cells is then centred upright.
    """
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, f"{target.stem}.{'html' if by == 'html' else 'docx'}")
        if by == "html":
            source.write_text(page(text, style if style is not None else RULED if grid else ""), encoding="utf-8")
        else:
            _word(text, grid, figures).save(str(source))
        if by == "odt":
            _convert(source, Path(folder), folder, "odt")
            source = source.with_suffix(".odt")
        _convert(source, target.parent, folder, "pdf:writer_web_pdf_Export" if by == "html" else "pdf")


def _convert(source: Path, into: Path, folder: str, form: str) -> None:
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", form]
    subprocess.run([*command, "--outdir", str(into), str(source)], check=True, capture_output=True)


def _word(text: TableText, grid: bool, figures: str) -> Document:
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(148), Mm(210)
    section.left_margin = section.right_margin = Mm(15)
    rtl = text.language == "ar"
    for mark, rows in map(one_below_the_other, text.tables):
        if mark in "##=~":
            size = {"#": 15.0, "##": 12.0}.get(mark, 10.0)
            for row in rows:
                _fill(document.add_paragraph(), row[0], size, rtl, bold=mark in "##")
            continue
        table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid" if grid else None)
        if rtl:
            table._tblPr.append(OxmlElement("w:bidiVisual"))
        head = header_rows(rows) if mark == "|" else 0
        for place, row in enumerate(rows):
            if place < head:
                repeated = table.rows[place]._tr.get_or_add_trPr()
                repeated.append(OxmlElement("w:tblHeader"))
            for column, words in enumerate(row):
                _set(table, place, column, words, rtl, bold=place < head, figures=figures)
                if mark == "!" and place % 2 == 0:
                    _shade(table.cell(place, column))
    return document


def _set(table: Table, place: int, column: int, words: str, rtl: bool, *, bold: bool, figures: str) -> None:
    cell = table.cell(place, column)
    if words == BESIDE:
        table.cell(place, column - 1).merge(cell)
        return
    if words == ABOVE:
        table.cell(place - 1, column).merge(cell)
        return
    for number, paragraph in enumerate(paragraphs_of(words)):
        own = cell.paragraphs[0] if not number else cell.add_paragraph()
        _fill(own, paragraph.replace("▪", "•"), 10.0, rtl, bold=bold)
        if figures and bold:
            own.alignment = WD_ALIGN_PARAGRAPH.CENTER
        elif figures and is_figure(words):
            right = WD_ALIGN_PARAGRAPH.LEFT if rtl else WD_ALIGN_PARAGRAPH.RIGHT
            own.alignment = right if figures == "right" else WD_ALIGN_PARAGRAPH.CENTER
    if figures:
        cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER


def _shade(cell: _Cell) -> None:
    ground = OxmlElement("w:shd")
    ground.set(qn("w:val"), "clear")
    ground.set(qn("w:fill"), "D9D9D9")
    cell._tc.get_or_add_tcPr().append(ground)


def _fill(paragraph: Paragraph, words: str, size: float, rtl: bool, *, bold: bool) -> None:
    run = paragraph.add_run(words)
    run.font.name, run.font.size, run.bold = "Liberation Serif", Pt(size), bold
    properties = run._element.get_or_add_rPr()
    properties.get_or_add_rFonts().set(qn("w:cs"), "Noto Naskh Arabic")
    own_size = OxmlElement("w:szCs")
    own_size.set(qn("w:val"), str(round(2 * size)))
    properties.append(own_size)
    paragraph.paragraph_format.space_after = Pt(0)
    if rtl:
        paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
        properties.append(OxmlElement("w:rtl"))
