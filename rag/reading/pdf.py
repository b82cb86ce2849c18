"""PDF files that carry text: pages in order, running headers and page numbers removed, printed page labels kept.

Latin pages are extracted plainly. On pages in Arabic script pypdf's plain mode swaps segments around digits and
brackets; its layout mode gives whole lines as they stand on the page, which the Unicode bidirectional algorithm (UAX
#9), run over each line with a right-to-left base, turns back into the order in which they are read. Scans are not read:
a file without text is refused, a page without text is flagged.
"""

from __future__ import annotations

import io
import logging
import re
import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from rag.errors import ReadingError
from rag.reading.layout import PageLines
from rag.reading.lines import Contents, Line, Page
from rag.reading.pagination import pieces_of_pages
from rag.reading.visual import logical
from rag.text.normalise import tidy

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

_ARABIC = re.compile("[\u0620-\u064a\u0671-\u06d3\ufb50-\ufdff\ufe70-\ufefc]")
_LETTER = re.compile(r"[^\W\d_]")
_ARABIC_SHARE = 0.1  # of the letters of a page
_SPACES = re.compile(r"\s+")
_LIGATURES = re.compile("[\ufb00-\ufb06]")  # ff, fi, fl, … as one character
_OCR = "Add a text layer with an OCR program (for example ocrmypdf) and index the result."


def read_pdf(data: bytes, path: str) -> Contents:
    """Return the pieces of a PDF; raises ReadingError for encrypted files and for files without any text."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    reader = _open(data, path)
    labels = _labels(reader)
    pages: list[list[Line]] = []
    flags: list[str] = []
    for number, page in enumerate(reader.pages, 1):
        label = labels[number - 1] if number <= len(labels) else None
        lines = _lines(page, Page(number, label or str(number)))
        if not lines:
            flags.append(_why_empty(page, number))
        pages.append(lines)
    if not any(pages):
        raise ReadingError(path, f"has no text layer ({len(pages)} pages); it is probably a scan.", _OCR)
    return Contents(tuple(pieces_of_pages(pages)), title=_title(reader), pages=len(pages), flags=tuple(flags))


def _open(data: bytes, path: str) -> PdfReader:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError

    encrypted = ReadingError(path, "is encrypted.", "Save a copy without a password and index that.")
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted:
        try:
            opened = reader.decrypt("")
        except (DependencyError, NotImplementedError) as error:
            raise encrypted from error
        if not opened:
            raise encrypted
    return reader


def _labels(reader: PdfReader) -> Sequence[str]:
    """The labels printed on the pages ("iv"); none when the file's table of them is damaged."""
    with suppress(Exception):
        return list(reader.page_labels)
    return []


def _title(reader: PdfReader) -> str | None:
    """The title from the file's properties, unless it is the name of a file or of a program's empty document."""
    title = ""
    with suppress(Exception):
        title = " ".join(tidy((reader.metadata and reader.metadata.title) or "").split())
    dubious = re.search(
        r"\.(?:docx?|pdf|indd|odt|qxd|html?)$|^(?:microsoft word|untitled|sans titre|anonymous)", title, re.I
    )
    return title if len(title.split()) >= 2 and not dubious else None


def _lines(page: PageObject, place: Page) -> list[Line]:
    collected = PageLines()
    page.extract_text(visitor_text=collected.visit)
    lines = collected.lines(place)
    if _is_arabic(collected.text):
        lines = _in_reading_order(page, lines)
    tidied = [replace(line, text=_SPACES.sub(" ", _tidy(line.text)).strip()) for line in lines]
    return [line for line in tidied if line.text and not _is_stray(line.text)]


def _tidy(text: str) -> str:
    return _LIGATURES.sub(lambda match: unicodedata.normalize("NFKC", match.group()), tidy(text))


def _is_stray(text: str) -> bool:
    """Lone Arabic letters are no line: browsers leave them at the foot of a page where they cut it."""
    return all(len(word) == 1 and _ARABIC.match(word) for word in text.split())


def _is_arabic(text: str) -> bool:
    arabic = len(_ARABIC.findall(text))
    return arabic > 0 and arabic >= _ARABIC_SHARE * len(_LETTER.findall(text))


def _in_reading_order(page: PageObject, plain: Sequence[Line]) -> list[Line]:
    """The lines of layout mode in logical order, with distance and emphasis of the plain lines of the same letters."""
    known: dict[str, list[Line]] = {}
    for line in plain:
        known.setdefault(_letters(line.text), []).append(line)
    lines: list[Line] = []
    gap = False
    for text in logical(page.extract_text(extraction_mode="layout").split("\n")):
        if text.strip():
            same = known.get(_letters(text))
            twin = same.pop(0) if same else Line(text, gap and bool(lines), plain[0].page if plain else None)
            lines.append(replace(twin, text=text))
        gap = not text.strip()
    return lines


def _letters(text: str) -> str:
    return "".join(sorted(char for char in text if char.isalnum()))


def _why_empty(page: PageObject, number: int) -> str:
    scanned = False
    with suppress(Exception):
        scanned = any(True for _ in page.images)
    return (
        f"page {number} has no text layer: it is a picture, probably a scan" if scanned else f"page {number} is empty"
    )
