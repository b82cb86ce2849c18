"""Reports: their pages, blocks and passages, and where each stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


class BlockKind(StrEnum):
    """What a piece of a report's own structure is."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    QUESTION = "question"
    LIST_ITEM = "list_item"
    TABLE_ROW = "table_row"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class PageTurn:
    """Where a page begins in the midst of a span: an offset into the report's text, and that page."""

    start: int
    page_label: str | None = None
    page_number: int | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a report's own structure, as a slice of the report's text.

    `paragraph` is the place as people cite it: "12" for a numbered paragraph (and for the unnumbered ones that
    continue it), "III.c" for question c of part III and everything in its answer, "title" for the title, "summary"
    for an unnumbered summary, "row 12" for a row of a spreadsheet, the ordinal of the body paragraph where nothing is
    numbered; None where no such name
    exists.
    `section` is the nearest heading above, `headings` all that it stands under, the outermost first.
    `page_label` is the label printed on the page ("iv"), `page_number` counts from 1; both are None for formats without
    pages. They are those of the block's start; `turns` says where in it further pages begin.
    """

    kind: BlockKind
    start: int
    end: int
    paragraph: str | None = None
    section: str | None = None
    page_label: str | None = None
    page_number: int | None = None
    turns: tuple[PageTurn, ...] = ()
    headings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the catalogue says of a report, or the file itself where that is sure; every part may be missing."""

    countries: tuple[str, ...] = ()
    date: str | None = None
    publisher: tuple[str, ...] = ()
    kind: str | None = None
    source_url: str | None = None
    version_of: str | None = None

    @property
    def year(self) -> str | None:
        """The year of `date`, an ISO date or its beginning."""
        return self.date[:4] if self.date else None


@dataclass(frozen=True, slots=True)
class PageReading:
    """How one page was read: by which program ("none" where there is no text), how sure that is (0 to 1), and doubts.

    `number` counts from 1, `label` is the one printed on the page; `doubts` are plain words for a reader.
    """

    number: int
    label: str | None
    extractor: str
    confidence: float
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """One report, read: its whole normalised text and its structure; `readings` where the format has pages."""

    id: str
    title: str
    path: str
    sha256: str
    language: str
    metadata: Metadata
    text: str
    blocks: tuple[Block, ...]
    pages: int | None = None
    flags: tuple[str, ...] = ()
    readings: tuple[PageReading, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A report without its text: what a page needs to name it."""

    id: str
    title: str
    path: str
    language: str
    metadata: Metadata
    flags: tuple[str, ...] = ()

    @property
    def work(self) -> str:
        """What all language versions of one report have in common: the id of the report that they are versions of."""
        return self.metadata.version_of or self.id


@dataclass(frozen=True, slots=True)
class Locator:
    """Where a span of a report stands, as people cite it; the fields are those of Block."""

    start: int
    end: int
    paragraph: str | None = None
    section: str | None = None
    page_label: str | None = None
    page_number: int | None = None
    turns: tuple[PageTurn, ...] = ()
    headings: tuple[str, ...] = ()

    @property
    def pages(self) -> tuple[PageTurn, ...]:
        """The pages that the span touches, in the order of the text; none for formats without pages."""
        first = PageTurn(self.start, self.page_label, self.page_number)
        known = self.page_label is not None or self.page_number is not None
        return (*((first,) if known else ()), *self.turns)

    def within(self, start: int, end: int) -> Locator:
        """Return the locator of a part of the span, with the page on which that part begins."""
        before = [turn for turn in self.turns if turn.start <= start]
        first = before[-1] if before else PageTurn(start, self.page_label, self.page_number)
        turns = tuple(turn for turn in self.turns if start < turn.start < end)
        return replace(
            self, start=start, end=end, page_label=first.page_label, page_number=first.page_number, turns=turns
        )


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit of retrieval: `report.text[locator.start:locator.end] == text`.

    `context` holds the words under which the passage stands (the report's title, headings, the question it answers); it
    is indexed with the passage but never quoted.
    """

    id: str
    report_id: str
    text: str
    locator: Locator
    language: str
    context: str = ""
