"""Hits, drafts and verified answers, with the evidence of each sentence and what led to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from rag.types.questions import Question
from rag.types.reports import Locator, Passage, Source

# What a sentence that is one item of a list begins with.
ITEM_SIGN = "• "


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
    weightiest first. `versions` holds the same place in other language versions of the report, best first: one report
    in two languages is one witness, so they share the rank and take no place of their own. `lacking` names the
    languages of the versions that leave the place out.
    """

    passage: Passage
    score: float
    rank: int
    why: Mapping[str, float] = field(default_factory=dict)
    matches: tuple[WordMatch, ...] = ()
    versions: tuple[Hit, ...] = ()
    lacking: tuple[str, ...] = ()


def with_versions(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """Return the hits, each followed by its versions."""
    return tuple(each for hit in hits for each in (hit, *hit.versions))


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim slice of a report: `report.text[quote_start:quote_end] == quote`.

    `translation` is a language model's, into the language of the answer, None where there is none.
    """

    marker: int
    report_id: str
    passage_id: str
    locator: Locator
    quote: str
    quote_start: int
    quote_end: int
    translation: str | None = None


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """One sentence of an answer with the citations that carry it."""

    text: str
    citations: tuple[Citation, ...]

    @property
    def is_item(self) -> bool:
        """Whether it is one item of a list that was written, not quoted whole."""
        return self.text.startswith(ITEM_SIGN)

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
    one; `considered` holds the best sentences that were weighed, best first; `usage` is what a language model reports;
    `failures` says what did not work on the way and was done without.
    """

    sentences: tuple[AnswerSentence, ...]
    answerer: str
    notes: tuple[str, ...] = ()
    confidence: float | None = None
    considered: tuple[Considered, ...] = ()
    usage: Usage | None = None
    failures: tuple[str, ...] = ()


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
    `struck` holds sentences, and translations of quotes, with the reason why verification took them out; `failures`
    says what did not work on the way and was done without (a language model, a reranker); the rest is as in Draft.
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
        """The sentences with their markers, as one string; lists stand line by line."""
        told = ""
        for before, sentence in zip((None, *self.sentences), self.sentences, strict=False):
            listed = before is not None and (sentence.is_item or before.is_item or "\n" in before.text + sentence.text)
            told += ("\n" if listed else " " if before else "") + sentence.marked
        return told

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

    @property
    def cited_together(self) -> Sequence[tuple[Citation, ...]]:
        """The citations by witness: one place in several languages that carries one sentence is one group.

        Groups stand in the order of their first marker.
        """
        groups: dict[int, list[Citation]] = {}
        for sentence in self.sentences:
            first: dict[tuple[str, str], int] = {}
            for citation in sentence.citations:
                if any(citation in group for group in groups.values()):
                    continue
                source, place = self.sources.get(citation.report_id), citation.locator.paragraph
                work = source.work if source else citation.report_id
                leader = first.setdefault((work, place), citation.marker) if place else citation.marker
                group = groups.setdefault(leader, [])
                if any(citation.report_id == other.report_id for other in group):
                    group = groups.setdefault(citation.marker, [])
                group.append(citation)
        return [tuple(groups[marker]) for marker in sorted(groups)]

    def passage(self, passage_id: str) -> Passage | None:
        """The passage of that id among the hits and their versions."""
        return next((hit.passage for hit in with_versions(self.hits) if hit.passage.id == passage_id), None)
