"""Plain text files: lines joined back into paragraphs, whatever their encoding (`encodings.py`) and line breaks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.reading.cell_lines import tabled
from rag.reading.encodings import decode
from rag.reading.flags import Flag
from rag.reading.labels import with_printed_labels
from rag.reading.lines import Contents, Line, Page
from rag.reading.pages import without_running_lines
from rag.reading.pagination import joined
from rag.reading.side_by_side import one_below_the_other
from rag.reading.wrapped import lines_of
from rag.text.normalise import tidy


def read_text(data: bytes, path: str) -> Contents:
    """Return the pieces of a text file; form feeds part pages. Raises ReadingError when it is no text."""
    text, flags = decode(data, path)
    sheets = text.split("\f")
    if len(sheets) == 1:
        return Contents(tuple(tabled(joined([lines_of(_ordered(text))]))), flags=flags)
    if not sheets[-1].strip():
        sheets.pop()  # a form feed ends the last page too
    pages = [lines_of(_ordered(sheet), Page(number)) for number, sheet in enumerate(sheets, 1)]
    bare = without_running_lines(with_printed_labels(pages))
    return Contents(tuple(tabled(joined(bare))), pages=len(pages), flags=(*flags, *_blank(pages, bare)))


def _blank(pages: Sequence[Sequence[Line]], bare: Sequence[Sequence[Line]]) -> Iterator[str]:
    """A flag for each page that gives the report nothing, so that every page is either read or named."""
    for number, (page, kept) in enumerate(zip(pages, bare, strict=True), 1):
        if not kept:
            reason = "holds nothing but its header or its number" if page else "is empty"
            yield str(Flag(reason, pages=(str(number),)))


def _ordered(text: str) -> str:
    return one_below_the_other(_tidy(text))


def _tidy(text: str) -> str:
    """Tidy the text but keep soft hyphens at line ends, which say that the word goes on."""
    return "\u00ad\n".join(tidy(part) for part in re.split("\u00ad[ \t]*\r?\n", text))
