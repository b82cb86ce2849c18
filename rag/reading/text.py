"""Plain text files, whatever their encoding and line breaks.

UTF-8 and UTF-16 are recognised by their form; other Arabic text is taken for windows-1256 or ISO-8859-6, other Latin
text for windows-1252. Other eight-bit encodings come out wrong and are flagged as guessed.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence

from rag.errors import ReadingError
from rag.reading.flags import Flag
from rag.reading.labels import with_printed_labels
from rag.reading.lines import Contents, Line, Page
from rag.reading.pages import without_running_lines
from rag.reading.pagination import joined
from rag.reading.wrapped import join, lines_of
from rag.text.normalise import tidy

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ARABIC = re.compile("[\u0621-\u064a]")
_ARTICLE = re.compile(r"(?:(?<=\s)|^)(?:[وبكف]?ال|لل)[\u0621-\u064a]")
_LETTER = re.compile(r"[^\W\d_]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def read_text(data: bytes, path: str) -> Contents:
    """Return the pieces of a text file; form feeds part pages. Raises ReadingError when it is no text."""
    text, flags = decode(data, path)
    sheets = text.split("\f")
    if len(sheets) == 1:
        return Contents(tuple(join(lines_of(_tidy(text)))), flags=flags)
    if not sheets[-1].strip():
        sheets.pop()  # a form feed ends the last page too
    pages = [lines_of(_tidy(sheet), Page(number)) for number, sheet in enumerate(sheets, 1)]
    bare = without_running_lines(with_printed_labels(pages))
    return Contents(tuple(joined(bare)), pages=len(pages), flags=(*flags, *_blank(pages, bare)))


def _blank(pages: Sequence[Sequence[Line]], bare: Sequence[Sequence[Line]]) -> Iterator[str]:
    """A flag for each page that gives the report nothing, so that every page is either read or named."""
    for number, (page, kept) in enumerate(zip(pages, bare, strict=True), 1):
        if not kept:
            reason = "holds nothing but its header or its number" if page else "is empty"
            yield str(Flag(reason, pages=(str(number),)))


def _tidy(text: str) -> str:
    """Tidy the text but keep soft hyphens at line ends, which say that the word goes on."""
    return "\u00ad\n".join(tidy(part) for part in re.split("\u00ad[ \t]*\r?\n", text))


def decode(data: bytes, path: str) -> tuple[str, tuple[str, ...]]:
    """Return the text of `data` and a flag when its encoding was guessed; raises ReadingError for what is no text."""
    encoding = next((name for mark, name in _BYTE_ORDER_MARKS if data.startswith(mark)), None) or _wide(data)
    flags: tuple[str, ...] = ()
    try:
        text = data.decode(encoding or "utf-8")
    except UnicodeDecodeError:
        text, guessed = _eight_bit(data)
        flags = (f"the encoding is not stated; read as {guessed}",)
    if len(_CONTROL.findall(text)) * 200 > len(text):
        raise ReadingError(path, "is not text.", "Give it the suffix of its real format, or save it as UTF-8 text.")
    return text, flags


def _wide(data: bytes) -> str | None:
    """UTF-16 without a byte order mark: Latin text in it has a zero in every other byte."""
    sample = data[:2000]
    if sample[1::2].count(0) * 5 > len(sample):
        return "utf-16-le"
    return "utf-16-be" if sample[0::2].count(0) * 5 > len(sample) else None


def _eight_bit(data: bytes) -> tuple[str, str]:
    """Of the two Arabic encodings the right one has words that begin with the article; without Arabic it is Latin."""
    arabic = {name: data.decode(name, errors="replace") for name in ("windows-1256", "iso-8859-6")}
    best = max(arabic, key=lambda name: len(_ARTICLE.findall(arabic[name])))
    text = arabic[best]
    if len(_ARABIC.findall(text)) * 3 > len(_LETTER.findall(text)) and _ARTICLE.search(text):
        return text, best
    return data.decode("windows-1252", errors="replace"), "windows-1252"
