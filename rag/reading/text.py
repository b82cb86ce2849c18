"""Plain text files: lines joined back into paragraphs, whatever their encoding (`encodings.py`) and line breaks."""

from __future__ import annotations

import re

from rag.reading.encodings import decode
from rag.reading.flags import Flag
from rag.reading.lines import Contents, Page
from rag.reading.pagination import pieces_of_pages
from rag.reading.wrapped import join, lines_of
from rag.text.normalise import tidy


def read_text(data: bytes, path: str) -> Contents:
    """Return the pieces of a text file; form feeds part pages. Raises ReadingError when it is no text."""
    text, flags = decode(data, path)
    sheets = text.split("\f")
    if len(sheets) == 1:
        return Contents(tuple(join(lines_of(_tidy(text)))), flags=flags)
    if not sheets[-1].strip():
        sheets.pop()  # a form feed ends the last page too
    pages = [lines_of(_tidy(sheet), Page(number)) for number, sheet in enumerate(sheets, 1)]
    empty = tuple(str(Flag("is empty", page=str(number))) for number, page in enumerate(pages, 1) if not page)
    return Contents(tuple(pieces_of_pages(pages)), pages=len(pages), flags=flags + empty)


def _tidy(text: str) -> str:
    """Tidy the text but keep soft hyphens at line ends, which say that the word goes on."""
    return "\u00ad\n".join(tidy(part) for part in re.split("\u00ad[ \t]*\r?\n", text))
