"""Makes the PDFs by which the reading of tables is measured: the texts of `tools/structure_samples/tables.py`.

    python -m tools.make_table_samples               writes tests/reading/table_pdfs/

The producers and texts of `TUNING` were looked at while rules were made, those of `SCORING` were not. Debian packages:
chromium, weasyprint, libreoffice-writer, fonts-noto-core, fonts-dejavu, fonts-liberation. The made files are kept.
"""

from __future__ import annotations

import html
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import docx
from bidi import get_display
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph as DocxParagraph
from reportlab.lib.pagesizes import A5
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table

from tools.pdf_samples.drawn import shaped
from tools.structure_samples.tables import ABOVE, BESIDE, TableText, header_rows, paragraphs_of, text_of

FOLDER = Path(__file__).parents[1] / "tests" / "reading" / "table_pdfs"

_FONT = "DejaVuSans"
_PAGE = "@page { size: A5; margin: 15mm } body { font: 10pt/1.4 'Liberation Serif', 'Noto Naskh Arabic' } "
_CELLS = "table { border-collapse: collapse; width: 100% } td, th { padding: 1mm 2mm; vertical-align: top } "
RULED = f"{_PAGE}{_CELLS}td, th {{ border: 0.5pt solid #777 }} td + td:not(.answer) {{ text-align: right }}"
STRIPED = f"{_PAGE}{_CELLS}tr:nth-child(odd) td {{ background: #e4e8ee }} th {{ border-bottom: 1pt solid black }}"
OPEN = f"{_PAGE}{_CELLS}table {{ border-top: 1pt solid; border-bottom: 1pt solid }} tr {{ border-bottom: 0.4pt solid }}"

Producer = Callable[[TableText, Path], None]


def page(text: TableText, style: str) -> str:
    """Return a report as a web page."""
    parts = []
    for mark, rows in text.tables:
        if mark in "##":
            parts += [f"<h{len(mark)}>{html.escape(row[0])}</h{len(mark)}>" for row in rows]
            continue
        head = header_rows(rows) if mark == "|" else 0
        written = [_tr(rows, place, "th" if place < head else "td", mark) for place in range(len(rows))]
        parts.append(f"<table><thead>{''.join(written[:head])}</thead>{''.join(written[head:])}</table>")
    direction = "rtl" if text.language == "ar" else "ltr"
    return (
        f'<!doctype html><html lang="{text.language}" dir="{direction}"><meta charset="utf-8"><style>{style}</style>'
        f"<body>{''.join(parts)}</body></html>"
    )


def _tr(rows: Sequence[Sequence[str]], place: int, tag: str, mark: str) -> str:
    cells = []
    for column, cell in enumerate(rows[place]):
        if cell in (BESIDE, ABOVE):
            continue
        wide = 1 + sum(1 for _ in _going_on(rows[place][column + 1 :], BESIDE))
        deep = 1 + sum(1 for _ in _going_on([row[column] for row in rows[place + 1 :]], ABOVE))
        spans = f' colspan="{wide}" rowspan="{deep}"' if wide * deep > 1 else ""
        answer = ' class="answer"' if mark == "?" and column else ""
        cells.append(f"<{tag}{spans}{answer}>{_inner(cell)}</{tag}>")
    return f"<tr>{''.join(cells)}</tr>"


def _going_on(cells: Sequence[str], mark: str) -> Iterator[str]:
    for cell in cells:
        if cell != mark:
            return
        yield cell


def _inner(cell: str) -> str:
    paragraphs = paragraphs_of(cell)
    if len(paragraphs) == 1:
        return html.escape(cell)
    return "".join(
        f"<ul><li>{html.escape(words[2:])}</li></ul>" if words.startswith("▪ ") else f"<p>{html.escape(words)}</p>"
        for words in paragraphs
    )


def chromium(text: TableText, target: Path, style: str) -> None:
    """Print the page with Chromium."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "page.html")
        source.write_text(page(text, style), encoding="utf-8")
        command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
        subprocess.run([*command, f"--print-to-pdf={target}", source.as_uri()], check=True, capture_output=True)


def weasyprint(text: TableText, target: Path, style: str) -> None:
    """Print the page with WeasyPrint."""
    command = ["weasyprint", "-", str(target)]
    subprocess.run(command, input=page(text, style).encode(), check=True, capture_output=True)


def libreoffice(text: TableText, target: Path, *, by: str, grid: bool) -> None:
    """Export a Word file, an OpenDocument made of it, or a web page with LibreOffice; `grid`: with lines."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, f"{target.stem}.{'html' if by == 'html' else 'docx'}")
        if by == "html":
            source.write_text(page(text, RULED if grid else ""), encoding="utf-8")
        else:
            _word(text, grid).save(str(source))
        if by == "odt":
            _convert(source, Path(folder), folder, "odt")
            source = source.with_suffix(".odt")
        _convert(source, target.parent, folder, "pdf:writer_web_pdf_Export" if by == "html" else "pdf")


def _convert(source: Path, into: Path, folder: str, form: str) -> None:
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", form]
    subprocess.run([*command, "--outdir", str(into), str(source)], check=True, capture_output=True)


def _word(text: TableText, grid: bool) -> Document:
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(148), Mm(210)
    section.left_margin = section.right_margin = Mm(15)
    rtl = text.language == "ar"
    for mark, rows in text.tables:
        if mark in "##":
            for row in rows:
                _fill(document.add_paragraph(), row[0], 15.0 if mark == "#" else 12.0, rtl, bold=True)
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
                cell = table.cell(place, column)
                if words == BESIDE:
                    table.cell(place, column - 1).merge(cell)
                elif words == ABOVE:
                    table.cell(place - 1, column).merge(cell)
                else:
                    for number, paragraph in enumerate(paragraphs_of(words)):
                        own = cell.paragraphs[0] if not number else cell.add_paragraph()
                        _fill(own, paragraph.replace("▪", "•"), 10.0, rtl, bold=place < head)
    return document


def _fill(paragraph: DocxParagraph, words: str, size: float, rtl: bool, *, bold: bool) -> None:
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


def reportlab(text: TableText, target: Path, *, grid: bool) -> None:
    """Set tables with reportlab; Arabic as the shapes of letters, from left to right."""
    pdfmetrics.registerFont(TTFont(_FONT, f"{_FONT}.ttf"))
    rtl = text.language == "ar"
    parts: list[Flowable] = []
    width = A5[0] - 80
    for mark, rows in text.tables:
        if mark in "##":
            size = 14 if mark == "#" else 11
            parts += [Spacer(1, 8), *(_paragraph(row[0], size, width, rtl) for row in rows), Spacer(1, 6)]
            continue
        columns = len(rows[0])
        widths = [width * 0.4, width * 0.6] if columns == 2 else [width / columns] * columns
        cells = [[_cell(words, wide - 12, rtl) for words, wide in zip(row, widths, strict=True)] for row in rows]
        if rtl:  # what spans columns is given with the leftmost of them
            for row, words in zip(cells, rows, strict=True):
                for column in range(1, len(row)):
                    if words[column] == BESIDE:
                        row[column], row[column - 1] = row[column - 1], ""
            cells, widths = [row[::-1] for row in cells], widths[::-1]
        style = [("VALIGN", (0, 0), (-1, -1), "TOP"), *([("GRID", (0, 0), (-1, -1), 0.5, "#000000")] if grid else [])]
        head = header_rows(rows) if mark == "|" else 0
        parts.append(Table(cells, colWidths=widths, style=[*style, *_spans(rows, rtl)], repeatRows=head))
    SimpleDocTemplate(str(target), pagesize=A5, leftMargin=40, rightMargin=40, topMargin=40, bottomMargin=40).build(
        parts
    )


def _spans(rows: Sequence[Sequence[str]], rtl: bool) -> Iterator[tuple[object, ...]]:
    last = len(rows[0]) - 1
    for place, row in enumerate(rows):
        for column, words in enumerate(row):
            if words == BESIDE and row[column - 1] != BESIDE:
                first, second = (last - column, last - column + 1) if rtl else (column - 1, column)
                yield "SPAN", (first, place), (second, place)
            elif words == ABOVE:
                own = last - column if rtl else column
                yield "SPAN", (own, place - 1), (own, place)


def _cell(words: str, width: float, rtl: bool) -> list[Flowable] | str:
    if words in (BESIDE, ABOVE):
        return ""
    return [_paragraph(each.replace("▪", "•"), 9, width, rtl) for each in paragraphs_of(words)]


def _paragraph(words: str, size: float, width: float, rtl: bool) -> Paragraph:
    style = ParagraphStyle("own", fontName=_FONT, fontSize=size, leading=1.35 * size, alignment=2 if rtl else 0)
    if not rtl:
        return Paragraph(html.escape(words), style)
    lines, line = [], ""
    for word in words.split():
        longer = f"{line} {word}".strip()
        if line and pdfmetrics.stringWidth(shaped(longer), _FONT, size) > width - 2:
            lines.append(line)
            longer = word
        line = longer
    shown = [html.escape(str(get_display(shaped(each), base_dir="R"))) for each in [*lines, line]]
    return Paragraph("<br/>".join(shown), style)


_FIRST, _SECOND = ("french_1", "english_1", "arabic_1"), ("french_2", "english_2", "arabic_2")
TUNING: dict[str, tuple[Producer, tuple[str, ...]]] = {
    "word-grid": (partial(libreoffice, by="docx", grid=True), _FIRST),
    "word-open": (partial(libreoffice, by="docx", grid=False), _FIRST),
    "chromium-ruled": (partial(chromium, style=RULED), _FIRST),
    "reportlab-grid": (partial(reportlab, grid=True), _FIRST),
}
SCORING: dict[str, tuple[Producer, tuple[str, ...]]] = {
    "odt-open": (partial(libreoffice, by="odt", grid=False), _SECOND),
    "html-ruled": (partial(libreoffice, by="html", grid=True), _SECOND),
    "chromium-level": (partial(chromium, style=OPEN), _SECOND),
    "weasyprint-striped": (partial(weasyprint, style=STRIPED), _SECOND[:2]),  # its Arabic has wrong letters
    "reportlab-open": (partial(reportlab, grid=False), _SECOND),
}


def samples() -> Iterator[tuple[str, TableText, Path]]:
    """Yield (producer, text, file) for each kept PDF."""
    for producer, (_, names) in {**TUNING, **SCORING}.items():
        for name in names:
            yield producer, text_of(name), FOLDER / f"{name}.{producer}.pdf"


def main() -> None:
    """Write the files."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for producer, text, target in samples():
        {**TUNING, **SCORING}[producer][0](text, target)
        print(target.name)


if __name__ == "__main__":
    main()
