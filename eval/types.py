"""The nouns of the evaluation: facts, what came of asking them, and scores with how sure they are.

Plain frozen data with facts that follow from it; nothing here asks, judges or prints.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from rag.types import Status, Usage


class FactKind(StrEnum):
    """What kind of answer a fact is."""

    NUMBER = "number"
    DATE = "date"
    NAME = "name"
    LIST = "list"
    TEXT = "text"
    UNANSWERABLE = "unanswerable"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in a report as people cite it: paragraph "12", question "III.c", "summary", "title", or an ordinal."""

    doc: str
    at: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A question with what its answer must contain (one alternative of every group) and where that stands.

    `history` holds the earlier questions of the conversation, oldest first; most facts have none.
    """

    id: str
    lang: str
    question: str
    kind: FactKind
    expect: tuple[tuple[str, ...], ...]
    evidence: tuple[Place, ...]
    note: str = ""
    history: tuple[str, ...] = ()

    @property
    def answerable(self) -> bool:
        """Whether the reports hold the answer."""
        return self.kind is not FactKind.UNANSWERABLE


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation as judged: does it stand at a right place, and are these the report's own words?

    `witness` is the marker that stands for all language versions of the place which carry the sentence together; None
    where the citation stands alone.
    """

    marker: int
    report: str
    paragraph: str | None
    quote: str
    right_place: bool
    verbatim: bool
    witness: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that was found, by its rank from 1; `beside` are further right places that share the rank.

    Language versions of one place are one hit: it stands at a right place when one of them does, and under its name.
    """

    rank: int
    report: str
    paragraph: str | None
    passage: str
    score: float
    right_place: bool
    beside: tuple[tuple[str, str], ...] = ()

    @property
    def place(self) -> tuple[str, str | None]:
        """The report and the paragraph."""
        return self.report, self.paragraph


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of asking one fact, with everything that its scores follow from.

    `matched` names for each expected group the alternative that was found. `unsupported` holds the sentences, by
    ordinal from 0, that state a number which none of their quotes holds, with those numbers. `error` says why nothing
    came back; such an outcome has the status `failed`. `confidence` is the probability, 0 to 1, that the answerer gave
    the answer, or the one that it withheld; `said_in` the language that the answer is written in, None where nothing
    was said; `usage` what a language model reports. `ambiguous` are those of `matched` whose figures could also be read
    as others.
    """

    fact: Fact
    status: Status
    answer: str
    sentences: tuple[str, ...]
    matched: tuple[str | None, ...]
    citations: tuple[Cited, ...]
    hits: tuple[Found, ...]
    unsupported: Mapping[int, tuple[str, ...]]
    evidence_languages: tuple[str, ...]
    answerer: str
    notes: tuple[str, ...]
    seconds: float
    error: str | None = None
    confidence: float | None = None
    said_in: str | None = None
    usage: Usage | None = None
    ambiguous: tuple[str, ...] = ()

    @property
    def correct(self) -> bool:
        """Whether an answer was given that holds every expected group."""
        return self.fact.answerable and self.status is Status.ANSWERED and all(self.matched)

    @property
    def supported(self) -> bool:
        """Whether the answer is correct and a cited passage stands at a right place."""
        return self.correct and any(citation.right_place for citation in self.citations)

    @property
    def refused(self) -> bool:
        """Whether the answer is that the reports do not say."""
        return self.status is Status.NOT_FOUND

    @property
    def right(self) -> bool:
        """Whether all is well: supported, or refused where there is no answer."""
        return self.supported if self.fact.answerable else self.refused

    @property
    def verdict(self) -> str:
        """What is right or wrong, in a few words."""
        if self.status is Status.FAILED:
            return "failed"
        if self.right:
            return "supported" if self.fact.answerable else "rightly refused"
        if not self.fact.answerable:
            return "answered, though the reports do not say"
        if self.refused:
            return "wrongly refused"
        return "correct, but not cited at a right place" if self.correct else "wrong"

    @property
    def words(self) -> int:
        """The length of the answer in words, markers not counted."""
        return sum(len(sentence.split()) for sentence in self.sentences)

    @property
    def witnesses(self) -> Mapping[int, bool]:
        """Whether each witness stands at a right place, by marker: versions of one report count once."""
        right: dict[int, bool] = {}
        for cited in self.citations:
            marker = cited.marker if cited.witness is None else cited.witness
            right[marker] = right.get(marker, False) or cited.right_place
        return right

    def rank_of_evidence(self) -> int | None:
        """Return the rank of the best passage at a right place; None where no hit is."""
        return next((hit.rank for hit in self.hits if hit.right_place), None)


@dataclass(frozen=True, slots=True)
class Run:
    """One asking of all facts; `made_of` says of what (facts, index generation, models)."""

    outcomes: tuple[Outcome, ...]
    made_of: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """A figure with how sure it is: over `scored` of `n` units, between `low` and `high` with 95 % confidence.

    `value` is None where nothing could be scored; `low` and `high` are None where no interval is given.
    """

    name: str
    unit: str
    n: int
    scored: int
    value: float | None
    low: float | None = None
    high: float | None = None

    @property
    def unscored(self) -> int:
        """How many units the metric does not apply to."""
        return self.n - self.scored
