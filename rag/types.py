"""The nouns that travel between the rooms: reports, passages, questions, hits, answers.

Plain frozen data, with facts that follow from it; nothing here reads a file, scores or decides anything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
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


class QuestionKind(StrEnum):
    """The kind of answer that a question asks for."""

    PERSON = "who"
    DATE = "when"
    NUMBER = "how many"
    PLACE = "where"
    LIST = "list"
    REASON = "why"
    YES_NO = "yes/no"
    DEFINITION = "definition"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood: what is searched for and what kind of answer is wanted.

    `countries` are ISO 3166 codes of the countries it names; `numbers` are normalised (no separators, ASCII digits).
    `wanted` is how many things the question says it wants ("which five areas"), None where it does not say.
    """

    text: str
    language: str
    kind: QuestionKind = QuestionKind.OTHER
    countries: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    wanted: int | None = None


@dataclass(frozen=True, slots=True)
class Filters:
    """Which passages to search; values of one part are alternatives, an empty part filters nothing.

    `languages` are those of the passages ("fr"), `countries` ISO 3166 codes of the countries a report is about,
    `reports` ids, `years` those of the reports' dates ("2020"); `publishers` and `kinds` are written as in the
    catalogue, whatever their case and accents.
    """

    languages: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WordMatch:
    """Words of a question and the words of a passage that match them: "networks", "réseaux".

    `weight` is the part of the question that this covers, 0 to 1.
    """

    asked: str
    found: str
    weight: float


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a question.

    `why` holds what each voice said (ranks among the candidates and scores, by name), `matches` which words met, the
    weightiest first.
    """

    passage: Passage
    score: float
    rank: int
    why: Mapping[str, float] = field(default_factory=dict)
    matches: tuple[WordMatch, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim slice of a report: `report.text[quote_start:quote_end] == quote`."""

    marker: int
    report_id: str
    passage_id: str
    locator: Locator
    quote: str
    quote_start: int
    quote_end: int


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """One sentence of an answer with the citations that carry it."""

    text: str
    citations: tuple[Citation, ...]

    @property
    def marked(self) -> str:
        """The sentence with its markers: "… [1][2]"."""
        return " ".join([self.text, "".join(f"[{citation.marker}]" for citation in self.citations)]).strip()


@dataclass(frozen=True, slots=True)
class Considered:
    """A sentence that was weighed as the answer, its score, and the signals behind it by name."""

    passage_id: str
    text: str
    score: float
    signals: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Usage:
    """The tokens that a language model says it read and wrote."""

    read: int
    written: int


@dataclass(frozen=True, slots=True)
class Draft:
    """What an answerer proposes before it is verified; no sentences means that it found no answer.

    `confidence` is the probability, 0 to 1, that an answer stands in the passages, also where it was too low to give
    one; `considered` holds the best sentences that were weighed, best first; `usage` is what a language model reports.
    """

    sentences: tuple[AnswerSentence, ...]
    answerer: str
    notes: tuple[str, ...] = ()
    confidence: float | None = None
    considered: tuple[Considered, ...] = ()
    usage: Usage | None = None


class Status(StrEnum):
    """How the asking ended."""

    ANSWERED = "answered"
    NOT_FOUND = "not_found"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Provenance:
    """What made an answer: the index generation, the embedding model, the answerer, and how long it took."""

    generation: str
    model: str
    answerer: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Trace:
    """What led to an answer, apart from its hits: the question as understood, what was weighed, what was struck.

    `parts` holds the questions that it was taken apart into, none where it asks for one thing.
    `struck` holds sentences with the reason why verification took them out; `failures` says what did not work on the
    way and was done without (a language model, a reranker); the rest is as in Draft.
    """

    question: Question
    considered: tuple[Considered, ...] = ()
    struck: tuple[tuple[str, str], ...] = ()
    confidence: float | None = None
    usage: Usage | None = None
    failures: tuple[str, ...] = ()
    parts: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """A verified answer with its evidence; `language` is the reader's, sentences keep their own."""

    question: str
    language: str
    status: Status
    sentences: tuple[AnswerSentence, ...]
    hits: tuple[Hit, ...]
    sources: Mapping[str, Source]
    notes: tuple[str, ...]
    provenance: Provenance
    trace: Trace | None = None

    @property
    def text(self) -> str:
        """The sentences with their markers, as one string."""
        return " ".join(sentence.marked for sentence in self.sentences)

    @property
    def understood(self) -> str | None:
        """The full question that a follow-up was taken for; None where it was taken as it stands."""
        if self.trace is None or self.trace.question.text == " ".join(self.question.split()):
            return None
        return self.trace.question.text

    @property
    def citations(self) -> Sequence[Citation]:
        """The citations in the order of their markers, each once."""
        by_marker = {citation.marker: citation for sentence in self.sentences for citation in sentence.citations}
        return [by_marker[marker] for marker in sorted(by_marker)]

    @property
    def cited_reports(self) -> Sequence[str]:
        """Ids of the cited reports, in the order of first citation."""
        return list(dict.fromkeys(citation.report_id for citation in self.citations))

    def passage(self, passage_id: str) -> Passage | None:
        """The passage of that id among the hits."""
        return next((hit.passage for hit in self.hits if hit.passage.id == passage_id), None)
