"""What every format reader hands over: physical lines, or pieces (paragraphs, headings, list items, table rows).

A piece is a unit that the format itself, or the joining of wrapped lines, made out. Whether it is a numbered paragraph,
a question or a title is decided later (`structure.py`), in the same way for all formats.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from rag.types import PageReading


class Hint(StrEnum):
    """What the format says of a piece."""

    PLAIN = "plain"
    HEADING = "heading"
    LIST_ITEM = "list item"
    TABLE_ROW = "table row"
    QUESTION = "question"
    ASIDE = "aside"  # part of the report but not of its run of paragraphs: a caption, a source line
    FURNITURE = (
        "furniture"  # shown on the page and kept in the text, but no content: column headers, a table of contents
    )


@dataclass(frozen=True, slots=True)
class Page:
    """A page by its number, from 1, and the label printed on it ("iv"), where there is one."""

    number: int
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A physical line, indentation kept.

    `gap` tells that a blank line or more than the usual space stands before it on the same page; `emphasis` is the size
    of its letters relative to most of the page's, slightly above 1 where the line is only bolder.
    """

    text: str
    gap: bool = False
    page: Page | None = None
    emphasis: float = 1.0


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a report; `level` is a heading's depth, `marker` a bullet that stands before the text."""

    text: str
    hint: Hint = Hint.PLAIN
    level: int = 0
    marker: str = ""
    page: Page | None = None


@dataclass(frozen=True, slots=True)
class Contents:
    """What a format reader understood of a file: pieces in reading order, the document's own title, pages, doubts.

    `readings` says how each page was read, in formats that have pages.
    """

    pieces: tuple[Piece, ...]
    title: str | None = None
    pages: int | None = None
    flags: tuple[str, ...] = ()
    readings: tuple[PageReading, ...] = ()


# A format reader: the bytes of a file and its path (for messages) to its contents. It may raise ReadingError for what
# it recognises; anything else that it raises is mapped by `rag.reading.read`.
Reader = Callable[[bytes, str], Contents]
