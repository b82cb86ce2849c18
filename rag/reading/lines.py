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
    TITLE = "title"  # of the whole report; a format that marks it has its first heading below it
    HEADING = "heading"
    LIST_ITEM = "list item"
    TABLE_ROW = "table row"
    QUESTION = "question"
    NOTE = "note"  # a footnote, moved behind the paragraph that calls it
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
class Measure:
    """How a line fills its column, in points: the column's width, what is free at the line's end, its first word."""

    column: float
    free: float
    first: float


@dataclass(frozen=True, slots=True)
class Seat:
    """The cell of a table in which a line stands; rows and columns are counted in the order in which they are read.

    `rows` and `columns` are those that the cell spans; `left` and `right` are its edges, `edges` those of all columns
    of the table, from left to right, in points. `table` tells apart the tables of a page, `height` counts its rows.
    """

    table: int
    row: int
    column: int
    rows: int
    columns: int
    left: float
    right: float
    edges: tuple[float, ...]
    height: int


@dataclass(frozen=True, slots=True)
class Line:
    """A physical line, indentation kept.

    `gap` tells that a blank line or more than the usual space stands before it on the same page; `emphasis` is the size
    of its letters relative to most of the page's, slightly above 1 where the line is only bolder. `measure` is known
    where the page tells the place of its letters; `cells` tells that they stand in cells below each other. `seat` is
    the cell of a table, where the page shows one; the line then has nothing that stands in others.
    """

    text: str
    gap: bool = False
    page: Page | None = None
    emphasis: float = 1.0
    measure: Measure | None = None
    cells: bool = False
    seat: Seat | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a report; `level` is a heading's depth, `marker` a bullet that stands before the text.

    `page` is that of its beginning; `turns` are the offsets into `text` at which further pages begin.
    """

    text: str
    hint: Hint = Hint.PLAIN
    level: int = 0
    marker: str = ""
    page: Page | None = None
    turns: tuple[tuple[int, Page], ...] = ()
    place: str | None = None  # what the format itself calls its place: "row 12" of a sheet

    @property
    def last_page(self) -> Page | None:
        """The page of its end."""
        return self.turns[-1][1] if self.turns else self.page


@dataclass(frozen=True, slots=True)
class Properties:
    """What a file says of itself outside its text; `date` is ISO 8601 or its beginning, `language` a tag ("fr-MA").

    `published` tells that `date` is that of publication, not only the last time that someone saved the file.
    """

    title: str | None = None
    date: str | None = None
    publisher: str | None = None
    language: str | None = None
    published: bool = False


@dataclass(frozen=True, slots=True)
class Contents:
    """What a format reader understood of a file: pieces in reading order, the document's own title, pages, doubts.

    `title` is one that the reader trusts; what merely stands in the file's properties is in `properties`. `readings`
    says how each page was read, in formats that have pages.
    """

    pieces: tuple[Piece, ...]
    title: str | None = None
    pages: int | None = None
    flags: tuple[str, ...] = ()
    properties: Properties = Properties()
    readings: tuple[PageReading, ...] = ()


# A format reader: the bytes of a file and its path (for messages) to its contents. It may raise ReadingError for what
# it recognises; anything else that it raises is mapped by `rag.reading.read`.
Reader = Callable[[bytes, str], Contents]
