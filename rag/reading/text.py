"""Plain text files: lines joined back into paragraphs, whatever their encoding (`encodings.py`) and line breaks."""

from __future__ import annotations

import re

from rag.reading.encodings import decode
from rag.reading.lines import Contents, Line, Page
from rag.reading.wrapped import join, lines_of
from rag.text.normalise import tidy


def read_text(data: bytes, path: str) -> Contents:
    """Return the pieces of a text file; form feeds part pages. Raises ReadingError when it is no text."""
    text, flags = decode(data, path)
    sheets = text.split("\f")
    lines: list[Line] = []
    for number, sheet in enumerate(sheets, 1):
        lines += lines_of(_tidy(sheet), Page(number) if len(sheets) > 1 else None)
    return Contents(tuple(join(lines)), pages=len(sheets) if len(sheets) > 1 else None, flags=flags)


def _tidy(text: str) -> str:
    """Tidy the text but keep soft hyphens at line ends, which say that the word goes on."""
    return "\u00ad\n".join(tidy(part) for part in re.split("\u00ad[ \t]*\r?\n", text))
