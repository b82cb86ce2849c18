"""Pages that draw two columns line by line across both, in Latin and Arabic letters, and tables drawn the same way."""

from __future__ import annotations

from pathlib import Path

import pytest
from bidi import get_display
from reportlab.lib.pagesizes import A5
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.pdfgen.canvas import Canvas

from rag.reading import read

FIRST = "La mission a visité le port puis la halle et les quais où elle a rencontré des pêcheurs de tout âge. " * 3
SECOND = "Le comité propose de réparer la digue avant les pluies et de mesurer chaque mois la hauteur de l'eau. " * 3
ARABIC_FIRST = (
    "زار الفريق الميناء والسوق القديم واستمع إلى الصيادين الذين عرضوا ما يعانونه من نقص في الوقود والثلج. " * 3
)
ARABIC_SECOND = (
    "تقترح اللجنة إصلاح السد قبل موسم الأمطار وقياس ارتفاع المياه كل شهر ونشر النتائج على أهالي القرية. " * 3
)


def wrapped(text: str, font: str, width: float) -> list[str]:
    lines, line = [], ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if pdfmetrics.stringWidth(longer, font, 10) > width:
            lines.append(line)
            longer = word
        line = longer
    return [*lines, line]


def across(path: Path, columns: list[list[str]], font: str, rtl: bool = False) -> Path:
    """Draw the first line of each column, then the second of each, and so on."""
    canvas = Canvas(str(path), pagesize=A5)
    width = (A5[0] - 80 - 24) / 2
    for number in range(max(map(len, columns))):
        canvas.setFont(font, 10)
        for place, lines in enumerate(columns):
            if number < len(lines):
                left = 40 + (1 - place if rtl else place) * (width + 24)
                if rtl:
                    shown = str(get_display(lines[number], base_dir="R"))
                    canvas.drawRightString(left + width, A5[1] - 60 - 15 * number, shown)
                else:
                    canvas.drawString(left, A5[1] - 60 - 15 * number, lines[number])
    canvas.save()
    return path


def test_latin_columns_are_read_one_after_the_other(tmp_path):
    width = (A5[0] - 80 - 24) / 2
    columns = [wrapped(text, "Helvetica", width) for text in (FIRST, SECOND)]
    text = " ".join(read(across(tmp_path / "x.pdf", columns, "Helvetica")).text.split())
    assert FIRST.strip() in text and SECOND.strip() in text and text.index("mission") < text.index("comité")


def test_arabic_columns_are_read_from_the_right(tmp_path):
    try:
        pdfmetrics.registerFont(TTFont("Arabic", "DejaVuSans.ttf"))
    except TTFError:
        pytest.skip("no font with Arabic letters (DejaVu Sans) is installed")
    width = (A5[0] - 80 - 24) / 2
    columns = [wrapped(text, "Arabic", width) for text in (ARABIC_FIRST, ARABIC_SECOND)]
    text = " ".join(read(across(tmp_path / "x.pdf", columns, "Arabic", rtl=True)).text.split())
    assert ARABIC_FIRST.strip() in text and ARABIC_SECOND.strip() in text and text.index("زار") < text.index("تقترح")


def test_a_table_keeps_its_rows(tmp_path):
    names = ["Tolga", "Sidi Amar la Grande", "Aïn Bida", "Oued Lahmar du Nord", "Beni Ali", "Tamart", "Ksar"]
    values = [f"{number * 37} forages" for number in range(1, 8)]
    text = read(across(tmp_path / "x.pdf", [names, values], "Helvetica")).text
    for name, value in zip(names, values, strict=True):
        assert f"{name}; {value}" in text.split("\n")
