"""Sample PDFs drawn line by line with reportlab, as simple programs and scanners' software write them.

Presentation forms: the shapes of letters, from left to right (what arabic-reshaper and python-bidi are used for).
Reversed letters: the letters themselves, from left to right. Scans: pictures of Chromium's pages, black and white, with
hidden text in logical order or with none.
"""

from __future__ import annotations

import random
import tempfile
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pypdfium2
from bidi import get_display
from PIL import Image
from pypdf import PdfReader, PdfWriter
from reportlab.lib.pagesizes import A5
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from tools.pdf_samples.texts import Text, is_arabic
from tools.pdf_samples.web import chromium

_FONT = "DejaVuSans"
_MARGIN = 40.0
_DPI = 200


def presentation_forms(text: Text, target: Path) -> None:
    """Draw the shapes of letters in visual order."""
    _draw(text, target, shaped)


def reversed_letters(text: Text, target: Path) -> None:
    """Draw the letters in visual order."""
    _draw(text, target, lambda line: line)


def shaped(line: str) -> str:
    """Return Arabic letters as presentation forms, in logical order; lam and alef become one."""
    forms: dict[str, dict[str, str]] = {}
    for code in range(0xFE70, 0xFEFD):
        form, *parts = unicodedata.decomposition(chr(code)).split() or [""]
        if form:
            forms.setdefault("".join(chr(int(part, 16)) for part in parts), {})[form] = chr(code)
    units: list[str] = []
    for char in line:
        joined = (units[-1] if units else "") + char
        if len(joined) == 2 and joined[0] == "ل" and joined in forms:
            units[-1] = joined
        else:
            units.append(char)
    letters = [index for index, unit in enumerate(units) if unicodedata.category(unit[0]) != "Mn"]
    shapes = list(units)
    for place, index in enumerate(letters):
        own = forms.get(units[index], {})
        before = place > 0 and "<initial>" in forms.get(units[letters[place - 1]], {})
        after = place + 1 < len(letters) and "<final>" in forms.get(units[letters[place + 1]], {})
        joins = (before and "<final>" in own, after and "<initial>" in own)
        name = {(False, False): "<isolated>", (True, False): "<final>", (False, True): "<initial>"}.get(
            joins, "<medial>"
        )
        shapes[index] = own.get(name, units[index])
    return "".join(shapes)


def _draw(text: Text, target: Path, shape: Callable[[str], str], hidden: bool = False) -> None:
    """Set the lines, or write their words invisibly and in logical order in the same places."""
    pdfmetrics.registerFont(TTFont(_FONT, f"{_FONT}.ttf"))
    canvas = Canvas(str(target), pagesize=A5)
    width = (A5[0] - 2 * _MARGIN - 24 * (text.columns - 1)) / text.columns
    column, height = 0, A5[1] - _MARGIN
    for kind, words in text.paragraphs:
        arabic = is_arabic(words)
        size = {"title": 14.0, "heading": 12.0}.get(kind, 9.5)
        lines = [words] if kind == "row" else list(_wrapped(f"• {words}" if kind == "item" else words, size, width))
        for line in lines:
            if height < _MARGIN + size:
                column, height = (column + 1) % text.columns, A5[1] - _MARGIN
                if column == 0:
                    canvas.showPage()
            canvas.setFont(_FONT, size)
            shift = (text.columns - 1 - column if text.language == "ar" else column) * (width + 24)
            for number, cell in enumerate(line.split(" | ")):
                shown = str(get_display(shape(cell), base_dir="R")) if arabic else cell
                left = _MARGIN + shift + 80 * number
                if arabic:
                    left = _MARGIN + shift + width - 80 * number - pdfmetrics.stringWidth(shown, _FONT, size)
                if hidden:
                    turned = {word: word for word in cell.split()}
                    if arabic:
                        turned = {_shown(shape(word), after): word for word in turned for after in ("", "ا ")}
                    _hide(canvas, shown, turned, left, height, size)
                else:
                    canvas.drawString(left, height, shown)
            height -= 1.5 * size
        height -= 0.8 * size
    canvas.save()


def _shown(word: str, after: str) -> str:
    """A word as it stands on the page; at the beginning of a line numbers are set otherwise than behind a letter."""
    return str(get_display(after + word, base_dir="R")).removesuffix(after[::-1])


def _hide(canvas: Canvas, shown: str, logical: Mapping[str, str], left: float, height: float, size: float) -> None:
    """Write each word where it stands, its letters in logical order from left to right, in text mode 3 (invisible)."""
    for word in shown.split():
        width = pdfmetrics.stringWidth(word, _FONT, size)
        letters = logical.get(word) or str(get_display(unicodedata.normalize("NFKC", word), base_dir="R"))
        writing = canvas.beginText(left, height)
        writing.setTextRenderMode(3)
        writing.setFont(_FONT, size)
        writing.setHorizScale(100 * width / pdfmetrics.stringWidth(letters, _FONT, size))
        writing.textOut(letters)
        canvas.drawText(writing)
        left += width + pdfmetrics.stringWidth(" ", _FONT, size)


def _wrapped(words: str, size: float, width: float) -> Iterator[str]:
    line = ""
    for word in words.split():
        longer = f"{line} {word}".strip()
        if line and pdfmetrics.stringWidth(longer, _FONT, size) > width:
            yield line
            longer = word
        line = longer
    yield line


def image_scan(text: Text, target: Path) -> None:
    """Write pictures of Chromium's pages, slightly turned and dirty, without any text."""
    with tempfile.TemporaryDirectory() as folder:
        printed = Path(folder, "printed.pdf")
        chromium(text, printed)
        _save(_pictures(printed), target)


def searchable_scan(text: Text, target: Path) -> None:
    """Write pictures of drawn pages over hidden words that run from left to right in logical order."""
    with tempfile.TemporaryDirectory() as folder:
        drawn, words, pictures = (Path(folder, f"{name}.pdf") for name in ("drawn", "words", "pictures"))
        presentation_forms(text, drawn)
        _draw(text, words, shaped, hidden=True)
        _save(_pictures(drawn), pictures)
        writer = PdfWriter(clone_from=pictures)
        for page, layer in zip(writer.pages, PdfReader(words).pages, strict=True):
            page.merge_page(layer)
        writer.write(target)


def _save(pictures: Sequence[Image.Image], target: Path) -> None:
    pictures[0].save(target, "PDF", resolution=_DPI, save_all=True, append_images=pictures[1:])


def _pictures(source: Path) -> list[Image.Image]:
    """The pages as a scanner sees them: turned by a third of a degree, with specks, in black and white."""
    pictures = []
    for number, page in enumerate(pypdfium2.PdfDocument(source)):
        picture = (
            page.render(scale=_DPI / 72, grayscale=True)
            .to_pil()
            .rotate(0.3, resample=Image.Resampling.BICUBIC, fillcolor=255)
        )
        dots = random.Random(number)  # noqa: S311
        for _ in range(picture.width * picture.height // 20_000):
            place = dots.randrange(picture.width - 2), dots.randrange(picture.height - 2)
            picture.paste(60, (*place, place[0] + 2, place[1] + 2))
        pictures.append(picture.point(lambda value: 255 if value > 150 else 0, mode="1"))
    return pictures
