"""PDF files: pages in order, running headers and page numbers removed, printed labels kept, no page lost.

How one page becomes lines is `extraction.py`. A page that could not be read, or of which that is doubtful, is flagged
in plain words; a file in which no page could be read is refused.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from rag.errors import ReadingError
from rag.reading import recognition
from rag.reading.extraction import ExtractedPage, extract
from rag.reading.labels import printed_labels, with_printed_labels
from rag.reading.letter_tables import with_own_letters, with_rising_ranges
from rag.reading.lines import Contents, Line, Page
from rag.reading.pages import without_running_lines
from rag.reading.pagination import joined
from rag.reading.surroundings import Progress, surroundings
from rag.reading.wrapped import lines_of
from rag.text.language import detect
from rag.text.normalise import tidy
from rag.types import PageReading

if TYPE_CHECKING:
    from pypdf import PdfReader

_SURE = 0.85  # below, a recognised page is flagged by itself
_AGAIN = "then run `dalil index --full`"


def read_pdf(data: bytes, path: str) -> Contents:
    """Return the pieces of a PDF; raises ReadingError for encrypted files and for files without any text."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    reader = _open(data, path)
    own = with_own_letters(reader, data)
    if own is not data:
        reader = _open(own, path)
    pages = _as_printed(_pages(reader, own, path))
    if own is not data:
        pages = [replace(page, lines=tuple(map(_with_rising, page.lines))) for page in pages]
    kept = without_running_lines([page.lines for page in pages])
    if not any(kept):
        raise ReadingError(path, _no_text(pages), _mend(pages))
    return Contents(
        tuple(joined(kept)),
        title=_title(reader),
        pages=len(pages),
        flags=_flags(pages, kept),
        readings=tuple(page.reading for page in pages),
    )


def _with_rising(line: Line) -> Line:
    return replace(line, text=with_rising_ranges(line.text))


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


def _pages(reader: PdfReader, data: bytes, path: str) -> list[ExtractedPage]:
    """Read all pages; where pdfium cannot open the file or a page, pypdf reads it alone."""
    import pypdfium2

    labels = _labels(reader)
    try:
        document = pypdfium2.PdfDocument(data)
        count = len(document)
    except pypdfium2.PdfiumError:
        document, count = None, len(reader.pages)
    pages: list[ExtractedPage] = []
    try:
        for number in range(1, count + 1):
            label = labels[number - 1] if number <= len(labels) else None
            place = Page(number, label or str(number))
            plain = partial(_plain, reader, number)
            announce = partial(_announce, number, count, path)
            pages.append(_page(document, place, plain, partial(_language, pages), announce))
    finally:
        if document is not None:
            document.close()
    return pages


def _as_printed(pages: Sequence[ExtractedPage]) -> list[ExtractedPage]:
    """Give pages that the file does not label the label that is printed on them."""
    lines = [page.lines for page in pages]
    printed = printed_labels(lines)
    labelled = []
    for page, relabelled in zip(pages, with_printed_labels(lines), strict=True):
        reading = page.reading
        if reading.label in (None, str(reading.number)):
            reading = replace(reading, label=printed.get(reading.number, reading.label))
        labelled.append(replace(page, lines=tuple(relabelled), reading=reading))
    return labelled


def _page(
    document: Any, place: Page, plain: partial[str], likely: partial[str | None], announce: partial[None]
) -> ExtractedPage:
    import pypdfium2

    page = None
    try:
        if document is not None:
            page = document[place.number - 1]
            return extract(page, place, plain, likely, announce)
    except pypdfium2.PdfiumError:
        pass
    finally:
        if page is not None:
            page.close()
    lines = tuple(lines_of(tidy(plain()), place))
    doubt = "it is damaged: only one of two programs could read it" if lines else "it is damaged"
    extractor, confidence = ("pypdf", 0.5) if lines else ("none", 0.0)
    return ExtractedPage(lines, PageReading(place.number, place.label, extractor, confidence, (doubt,)), seen=True)


def _plain(reader: PdfReader, number: int) -> str:
    """A page as pypdf reads it; nothing where it fails, as it does in many ways on damaged pages."""
    with suppress(Exception):
        return str(reader.pages[number - 1].extract_text())
    return ""


def _language(pages: Sequence[ExtractedPage]) -> str | None:
    """The language of the last pages that have text."""
    text = "\n".join(line.text for page in pages[-3:] for line in page.lines)
    return detect(text) if len(text.split()) >= 20 else None


def _announce(number: int, count: int, path: str) -> None:
    surroundings().tell(Progress(number, count, f"recognising page {number} of {PurePath(path).name}"))


def _flags(pages: Sequence[ExtractedPage], kept: Sequence[Sequence[Line]]) -> tuple[str, ...]:
    """What a reader must know of the pages, in plain words; a page that gave no text to the report is always named."""
    flags: list[str] = []
    unread = [page for page in pages if page.seen and page.reading.extractor == "none"]
    if unread:
        reason = "not recognised" if recognition.can_recognise() else f"not read; {_mend(pages)}"
        flags.append(f"{_named(unread)} without a text layer, probably scans: {reason}")
    recognised = [page for page in pages if page.reading.extractor == "tesseract"]
    if recognised:
        sure = sum(page.reading.confidence for page in recognised) / len(recognised)
        flags.append(f"{_named(recognised)} read from pictures by Tesseract ({sure:.0%} sure)")
    for page, lines in zip(pages, kept, strict=True):
        label = page.reading.label or str(page.reading.number)
        if not page.lines and not page.seen:
            flags.append(f"page {label} is empty")
        elif page.lines and not lines:
            flags.append(f"page {label} holds nothing but its header or its number")
        elif page.lines and page.reading.doubts:
            flags.append(f"page {label} is doubtful: {'; '.join(page.reading.doubts)}")
        elif page.reading.extractor == "tesseract" and page.reading.confidence < _SURE:
            flags.append(f"page {label} is doubtful: it was hard to recognise ({page.reading.confidence:.0%} sure)")
    return tuple(flags)


def _named(pages: Sequence[ExtractedPage]) -> str:
    """How many pages and which: "2 pages (iv, 3)"."""
    labels = ", ".join(page.reading.label or str(page.reading.number) for page in pages)
    return f"{len(pages)} page{'s' if len(pages) > 1 else ''} ({labels})"


def _no_text(pages: Sequence[ExtractedPage]) -> str:
    count = f"{len(pages)} page{'s' if len(pages) > 1 else ''}"
    if not any(page.seen for page in pages):
        return f"is empty ({count})."
    return f"has no text layer ({count}); it is probably a scan."


def _mend(pages: Sequence[ExtractedPage]) -> str:
    if recognition.can_recognise() or not any(page.seen for page in pages):
        return "Scan it again more sharply, or add a text layer with an OCR program (for example ocrmypdf)."
    return f"{recognition.INSTALL}, {_AGAIN}"
