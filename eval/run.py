"""Asks every fact as a user would and judges what comes back: answer, citations, hits.

It never looks inside the assistant, and averages nothing (that is `eval.metrics`). The same answers give the same run,
seconds apart.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from eval.matching import held
from eval.types import Cited, Fact, Found, Outcome, Place, Run
from rag.errors import DalilError
from rag.text.claims import foreign
from rag.text.normalise import fold
from rag.types import Answer, AnswerSentence, Citation, Hit, Provenance, Status

logger = logging.getLogger(__name__)

# The ten best passages are what `dalil ask --json` shows too.
HITS = 10

_LABEL = re.compile(r"\s*(\d+)\s*[.)–-]\s*(?=\D)")

Progress = Callable[[int, int, str], None]


class Asks(Protocol):
    """What is evaluated."""

    def ask(self, question: str, *, language: str | None = None) -> Answer:
        """Return the verified answer in the reader's language."""
        ...


class Reports(Protocol):
    """The indexed reports, to hold quotes against."""

    def text(self, report_id: str) -> str | None:
        """Return the whole normalised text of a report; None if it is not indexed."""
        ...

    def language(self, report_id: str) -> str | None:
        """Return the language of a report; None if it is not indexed."""
        ...


def run(
    facts: Sequence[Fact],
    assistant: Asks,
    reports: Reports,
    progress: Progress | None = None,
    *,
    clock: Callable[[], float] = time.perf_counter,
    made_of: Mapping[str, str] | None = None,
) -> Run:
    """Return what came of each fact, in the order of `facts`; the reply is asked for in the fact's language.

    An answer that ends in an exception becomes an outcome with the status `failed`, so that it counts; errors of ours
    (no index, a model that does not load) concern every question and are raised.
    """
    outcomes: list[Outcome] = []
    makers: list[Provenance] = []
    for done, fact in enumerate(facts):
        if progress:
            progress(done, len(facts), fact.id)
        started = clock()
        try:
            answer = assistant.ask(fact.question, language=fact.lang)
        except DalilError:
            raise
        except Exception as error:  # one broken answer must not hide all the others
            # One line a question: where all fail alike, a traceback each would bury the scores.
            logger.warning("%s failed: %r", fact.id, error, exc_info=logger.isEnabledFor(logging.DEBUG))
            outcomes.append(_failed(fact, error, reports, _since(started, clock)))
        else:
            makers.append(answer.provenance)
            outcomes.append(judge(fact, answer, reports, _since(started, clock)))
    if progress:
        progress(len(facts), len(facts), "")
    return Run(tuple(outcomes), {**(made_of or {}), **_made_by(makers)})


def judge(fact: Fact, answer: Answer, reports: Reports, seconds: float) -> Outcome:
    """Return the answer held against the fact and the reports."""
    sentences = tuple(sentence.text for sentence in answer.sentences)
    said = "\n".join(map(_without_label, answer.sentences))
    places = frozenset(fact.evidence)
    return Outcome(
        fact=fact,
        status=answer.status,
        answer=answer.text,
        sentences=sentences,
        matched=held(said, fact.expect, answer.language),
        citations=tuple(_cited(citation, places, reports) for citation in answer.citations),
        hits=tuple(_found(rank, hit, places) for rank, hit in enumerate(answer.hits[:HITS], start=1)),
        unsupported=_unsupported(answer.sentences, reports),
        evidence_languages=_languages(fact, reports),
        answerer=answer.provenance.answerer,
        notes=tuple(answer.notes),
        seconds=seconds,
    )


def _since(started: float, clock: Callable[[], float]) -> float:
    # Rounded here, so that a written run reads back as the same one.
    return round(clock() - started, 4)


def _failed(fact: Fact, error: Exception, reports: Reports, seconds: float) -> Outcome:
    return Outcome(
        fact=fact,
        status=Status.FAILED,
        answer="",
        sentences=(),
        matched=(None,) * len(fact.expect),
        citations=(),
        hits=(),
        unsupported={},
        evidence_languages=_languages(fact, reports),
        answerer="",
        notes=(),
        seconds=seconds,
        error=f"{type(error).__name__}: {error}",
    )


def _without_label(sentence: AnswerSentence) -> str:
    """Return the sentence without the number of its paragraph ("15. The …"), which answers no question."""
    label = _LABEL.match(sentence.text)
    cited = {citation.locator.paragraph for citation in sentence.citations}
    return sentence.text[label.end() :] if label and fold(label[1]) in cited else sentence.text


def _cited(citation: Citation, places: frozenset[Place], reports: Reports) -> Cited:
    text = reports.text(citation.report_id)
    return Cited(
        marker=citation.marker,
        report=citation.report_id,
        paragraph=citation.locator.paragraph,
        quote=citation.quote,
        right_place=_stands_at(citation.report_id, citation.locator.paragraph, places),
        verbatim=text is not None and text[citation.quote_start : citation.quote_end] == citation.quote,
    )


def _found(rank: int, hit: Hit, places: frozenset[Place]) -> Found:
    report, paragraph = hit.passage.report_id, hit.passage.locator.paragraph
    return Found(rank, report, paragraph, hit.passage.id, hit.score, _stands_at(report, paragraph, places))


def _stands_at(report: str, paragraph: str | None, places: frozenset[Place]) -> bool:
    return paragraph is not None and Place(report, paragraph) in places


def _unsupported(sentences: Sequence[AnswerSentence], reports: Reports) -> dict[int, tuple[str, ...]]:
    """Return the numbers, percentages and dates of each sentence that none of its own quotes states."""
    missing = {
        ordinal: foreign(
            sentence.text,
            [(citation.quote, reports.language(citation.report_id) or "") for citation in sentence.citations],
        )
        for ordinal, sentence in enumerate(sentences)
    }
    return {ordinal: figures for ordinal, figures in missing.items() if figures}


def _languages(fact: Fact, reports: Reports) -> tuple[str, ...]:
    known = {reports.language(place.doc) or "unknown" for place in fact.evidence}
    return tuple(sorted(known))


def _made_by(makers: Sequence[Provenance]) -> dict[str, str]:
    return {
        name: ", ".join(sorted({str(getattr(each, name)) for each in makers}))
        for name in ("generation", "model", "answerer")
    }
