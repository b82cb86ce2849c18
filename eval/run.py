"""Asks every fact as a user would and judges what comes back: answer, citations, hits.

It never looks inside the assistant, averages nothing (that is `eval.metrics`) and stores nothing (`eval.run_folder`).
The same answers give the same run, seconds apart.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from eval.matching import matches
from eval.types import Cited, Fact, Found, Outcome, Place, Run
from rag.errors import DalilError
from rag.text.claims import foreign
from rag.text.language import detect
from rag.text.normalise import fold
from rag.types import Answer, AnswerSentence, Citation, Hit, Provenance, Status

logger = logging.getLogger(__name__)

# The ten best passages are what `dalil ask --json` shows too.
HITS = 10

_LABEL = re.compile(r"\s*(\d+)\s*[.)–-]\s*(?=\D)")

Progress = Callable[[int, int, str], None]


class Asks(Protocol):
    """What is evaluated."""

    def ask(self, question: str, *, language: str | None = None, history: Sequence[str] = ()) -> Answer:
        """Return the verified answer in the reader's language; `history` holds earlier questions, oldest first."""
        ...


class Memory(Protocol):
    """What remembers answers from run to run."""

    def recall(self, fact: Fact) -> tuple[Answer, float] | None:
        """Return the answer to a fact and the seconds that it took; None if it must be asked for."""
        ...

    def keep(self, outcome: Outcome, answer: Answer | None) -> None:
        """Record what came of a fact; there is no answer where asking failed."""
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
    memory: Memory | None = None,
    clock: Callable[[], float] = time.perf_counter,
    made_of: Mapping[str, str] | None = None,
) -> Run:
    """Return what came of each fact, in the order of `facts`; the reply is asked for in the fact's language.

    An answer that `memory` holds is judged again but not asked for. One that ends in an exception becomes an outcome
    with the status `failed`, so that it counts; errors of ours (no index, a model that does not load) concern every
    question and are raised.
    """
    outcomes: list[Outcome] = []
    makers: list[Provenance] = []
    for done, fact in enumerate(facts):
        if progress:
            progress(done, len(facts), fact.id)
        outcome, answer = _recalled(fact, memory, reports) or _asked(fact, assistant, reports, clock)
        outcomes.append(outcome)
        if answer:
            makers.append(answer.provenance)
        if memory:
            memory.keep(outcome, answer)
    if progress:
        progress(len(facts), len(facts), "")
    return Run(tuple(outcomes), {**(made_of or {}), **_made_by(makers)})


def _recalled(fact: Fact, memory: Memory | None, reports: Reports) -> tuple[Outcome, Answer] | None:
    known = memory.recall(fact) if memory else None
    if known is None:
        return None
    answer, seconds = known
    return judge(fact, answer, reports, seconds), answer


def _asked(fact: Fact, assistant: Asks, reports: Reports, clock: Callable[[], float]) -> tuple[Outcome, Answer | None]:
    started = clock()
    try:
        answer = assistant.ask(fact.question, language=fact.lang, history=fact.history)
    except DalilError:
        raise
    except Exception as error:  # one broken answer must not hide all the others
        # One line a question: where all fail alike, a traceback each would bury the scores.
        logger.warning("%s failed: %r", fact.id, error, exc_info=logger.isEnabledFor(logging.DEBUG))
        return _failed(fact, error, reports, _since(started, clock)), None
    return judge(fact, answer, reports, _since(started, clock)), answer


def judge(fact: Fact, answer: Answer, reports: Reports, seconds: float) -> Outcome:
    """Return the answer held against the fact and the reports."""
    sentences = tuple(sentence.text for sentence in answer.sentences)
    said = "\n".join(map(_without_label, answer.sentences))
    places = frozenset(fact.evidence)
    found = matches(said, fact.expect, answer.language)
    together = (group for group in answer.cited_together if len(group) > 1)
    witnesses = {citation.marker: group[0].marker for group in together for citation in group}
    return Outcome(
        fact=fact,
        status=answer.status,
        answer=answer.text,
        sentences=sentences,
        matched=tuple(match.alternative if match else None for match in found),
        citations=tuple(
            _cited(citation, witnesses.get(citation.marker), places, reports) for citation in answer.citations
        ),
        hits=tuple(_found(rank, hit, places) for rank, hit in enumerate(answer.hits[:HITS], start=1)),
        unsupported=_unsupported(answer.sentences, reports),
        evidence_languages=_languages(fact, reports),
        answerer=answer.provenance.answerer,
        notes=tuple(answer.notes),
        seconds=seconds,
        confidence=_confidence(answer),
        said_in=detect(said, default=answer.language) if said.strip() else None,
        usage=answer.trace.usage if answer.trace else None,
        ambiguous=tuple(match.alternative for match in found if match and match.ambiguous),
    )


def _confidence(answer: Answer) -> float | None:
    # Rounded here, so that a written run reads back as the same one.
    sure = answer.trace.confidence if answer.trace else None
    return None if sure is None else round(sure, 6)


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


def _cited(citation: Citation, witness: int | None, places: frozenset[Place], reports: Reports) -> Cited:
    text = reports.text(citation.report_id)
    return Cited(
        marker=citation.marker,
        report=citation.report_id,
        paragraph=citation.locator.paragraph,
        quote=citation.quote,
        right_place=_stands_at(citation.report_id, citation.locator.paragraph, places),
        verbatim=text is not None and text[citation.quote_start : citation.quote_end] == citation.quote,
        witness=witness,
    )


def _found(rank: int, hit: Hit, places: frozenset[Place]) -> Found:
    """Return the hit as judged: a reader who is shown language versions beside each other has found each of them."""
    passages = [each.passage for each in (hit, *hit.versions)]
    right = [each for each in passages if _stands_at(each.report_id, each.locator.paragraph, places)]
    named, *others = right or passages[:1]
    return Found(
        rank,
        named.report_id,
        named.locator.paragraph,
        named.id,
        hit.score,
        bool(right),
        tuple(dict.fromkeys((other.report_id, other.locator.paragraph or "") for other in others)),
    )


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
