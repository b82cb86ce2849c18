"""Reports with tables drawn by reportlab; Arabic as the shapes of letters, from left to right."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from pathlib import Path

from bidi import get_display
from reportlab.lib.pagesizes import A5
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table

from tools.pdf_samples.drawn import shaped
from tools.structure_samples.tables import (
    ABOVE,
    BESIDE,
    TableText,
    header_rows,
    is_figure,
    one_below_the_other,
    paragraphs_of,
)

_FONT = "DejaVuSans"
GRID = (("GRID", (0, 0), (-1, -1), 0.5, "#000000"),)
GROUNDS = (("ROWBACKGROUNDS", (0, 0), (-1, -1), ("#ffffff", "#e0e6d8")),)
BELOW_HEAD = (("LINEABOVE", (0, 0), (-1, 0), 1, "#000000"), ("LINEBELOW", (0, -1), (-1, -1), 1, "#000000"))
_SIDES = {"": None, "left": 0, "center": 1, "right": 2}


def reportlab(text: TableText, target: Path, *, lines: Sequence[tuple[object, ...]] = (), figures: str = "") -> None:
    """Set tables with reportlab; `lines` are commands of its tables.

    `figures` ("right", "center") is how figures are set; names are then centred, and cells centred upright.
    """
    pdfmetrics.registerFont(TTFont(_FONT, f"{_FONT}.ttf"))
    rtl = text.language == "ar"
    parts: list[Flowable] = []
    width = A5[0] - 80
    upright = "MIDDLE" if figures else "TOP"
    for mark, rows in map(one_below_the_other, text.tables):
        if mark in "##=~":
            size = {"#": 14, "##": 11}.get(mark, 9)
            parts += [Spacer(1, 8), *(_paragraph(row[0], size, width, rtl) for row in rows), Spacer(1, 6)]
            continue
        columns = len(rows[0])
        widths = [width * 0.4, width * 0.6] if columns == 2 else [width / columns] * columns
        head = header_rows(rows) if mark == "|" else 0
        cells = [
            [
                _cell(words, wide - 12, rtl, _side(words, place < head, figures))
                for words, wide in zip(row, widths, strict=True)
            ]
            for place, row in enumerate(rows)
        ]
        if rtl:  # what spans columns is given with the leftmost of them
            for row, words in zip(cells, rows, strict=True):
                for column in range(1, len(row)):
                    if words[column] == BESIDE:
                        row[column], row[column - 1] = row[column - 1], ""
            cells, widths = [row[::-1] for row in cells], widths[::-1]
        style = [("VALIGN", (0, 0), (-1, -1), upright), *lines]
        if mark == "!":
            style += [("BACKGROUND", (0, place), (-1, place), "#d8d8d8") for place in range(0, len(rows), 2)]
        parts.append(Table(cells, colWidths=widths, style=[*style, *_spans(rows, rtl)], repeatRows=head))
    SimpleDocTemplate(str(target), pagesize=A5, leftMargin=40, rightMargin=40, topMargin=40, bottomMargin=40).build(
        parts
    )


def _side(words: str, names: bool, figures: str) -> str:
    if not figures:
        return ""
    return "center" if names else figures if is_figure(words) else ""


def _spans(rows: Sequence[Sequence[str]], rtl: bool) -> Iterator[tuple[object, ...]]:
    last = len(rows[0]) - 1
    for place, row in enumerate(rows):
        for column, words in enumerate(row):
            if words == BESIDE and row[column - 1] != BESIDE:
                end = column
                while end < last and row[end + 1] == BESIDE:
                    end += 1
                first, second = (last - end, last - column + 1) if rtl else (column - 1, end)
                yield "SPAN", (first, place), (second, place)
            elif words == ABOVE:
                own = last - column if rtl else column
                yield "SPAN", (own, place - 1), (own, place)


def _cell(words: str, width: float, rtl: bool, side: str) -> list[Flowable] | str:
    if words in (BESIDE, ABOVE):
        return ""
    return [_paragraph(each.replace("▪", "•"), 9, width, rtl, side) for each in paragraphs_of(words)]


def _paragraph(words: str, size: float, width: float, rtl: bool, side: str = "") -> Paragraph:
    own = _SIDES[side]
    alignment = own if own is not None else 2 if rtl else 0
    style = ParagraphStyle("own", fontName=_FONT, fontSize=size, leading=1.35 * size, alignment=alignment)
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
