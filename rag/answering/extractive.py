"""Answers without a language model: the sentences of the best passages that answer the question, word for word.

A sentence is ranked by how much of the question it covers itself, how much its passage covers with it, and whether it
holds the kind of thing asked for. How sure the choice is decides between an answer and none. Nothing is rephrased,
joined or translated.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rag.answering.confidence import Signals, probability
from rag.answering.evidence import Evidence
from rag.answering.kinds import MISSING_RATIO, holds_kind
from rag.text.countries import countries
from rag.text.language import detect
from rag.text.numbers import numbers
from rag.text.sentences import split
from rag.types import AnswerSentence, Citation, Considered, Draft, Hit, Passage, Question, QuestionKind, Source

# The share that the sentence itself covers weighs somewhat more than that of its surroundings; the score of its
# passage is added with a weight of its own; what is missing counts by how telling that is, softened. Chosen on public
# question sets, where neighbouring values do as well; see docs/answers.md.
_OWN = 0.6
_RETRIEVAL = 0.4
_SOFTENED = 0.25
_WRONG_COUNTRY = 0.85
# A sentence in another language covers a question less exactly than one in its own that says as much. Between what a
# mixed corpus gains (more) and wrong answers where there is none (less), settled on XQuAD and on the known facts.
_ACROSS = 1.2
# A further sentence must come this near to the best one.
_NEARLY_AS_GOOD = 0.85
_MOST_SENTENCES = 3
# As many of the sentences weighed are told as `dalil ask --json` shows passages.
_TOLD = 10
_LABEL = re.compile(r"(?:\d{1,3}\s?[.)-](?!\d)\s*|[▪•✓◦‣·*–-]\s+)+(?=\S)")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may answer, with what speaks for it."""

    passage: Passage
    start: int
    end: int
    score: float
    signals: Signals

    @property
    def text(self) -> str:
        """The sentence, as it stands in its passage."""
        return self.passage.text[self.start : self.end]


class ExtractiveAnswerer:
    """Chooses sentences; `confidence` is the least probability at which there is an answer at all."""

    name = "extractive"

    def __init__(self, evidence: Evidence, sources: Mapping[str, Source], *, confidence: float, words: int) -> None:
        self._evidence = evidence
        self._sources = sources
        self._confidence = confidence
        self._words = words

    def draft(self, question: Question, hits: Sequence[Hit]) -> Draft:
        """Return the best sentences of the hits, each with one citation; none when the evidence is too weak."""
        candidates = self.candidates(question, hits)
        sure = probability(candidates[0].signals) if candidates else 0.0
        chosen = self._choose(question, candidates) if candidates and sure >= self._confidence else ()
        found = {hit.passage.id: hit.score for hit in hits}
        return Draft(
            tuple(_cited(candidate, marker) for marker, candidate in enumerate(chosen, start=1)),
            self.name,
            confidence=sure,
            considered=tuple(_told(candidate, found[candidate.passage.id]) for candidate in candidates[:_TOLD]),
        )

    def candidates(self, question: Question, hits: Sequence[Hit]) -> list[Candidate]:
        """Return every sentence of the hits with its score and signals, best first."""
        spans = [_units(question, hit.passage.text) for hit in hits]
        texts = [hit.passage.text[start:end] for hit, units in zip(hits, spans, strict=True) for start, end in units]
        languages = [hit.passage.language for hit, units in zip(hits, spans, strict=True) for _ in units]
        nearness = self._evidence.nearness(
            question.text,
            [*texts, *(_surroundings(hit.passage) for hit in hits)],
            [*languages, *(hit.passage.language for hit in hits)],
        )
        sentences = iter(nearness.near)
        found = []
        for row, (hit, units) in enumerate(zip(hits, spans, strict=True)):
            common = self._common(question, hit.passage, float(nearness.near[len(texts) + row] @ nearness.weights))
            for (start, end), near in zip(units, sentences, strict=False):
                kind = holds_kind(question, hit.passage.text[start:end])
                signals = replace(common, coverage=float(near @ nearness.weights), kind=kind)
                found.append(Candidate(hit.passage, start, end, _score(question, signals, hit), signals))
        return sorted(found, key=lambda candidate: -candidate.score)

    def _common(self, question: Question, passage: Passage, covered: float) -> Signals:
        """The signals that all sentences of one passage have in common."""
        surroundings = _surroundings(passage)
        metadata = self._sources[passage.report_id].metadata
        return Signals(
            coverage=0.0,
            surroundings=covered,
            places=_agrees(question.countries, countries(surroundings), metadata.countries),
            figures=set(question.numbers) <= numbers(f"{metadata.date} {surroundings}"),
            kind=False,
            within=passage.language == detect(question.text),
        )

    def _choose(self, question: Question, candidates: Sequence[Candidate]) -> list[Candidate]:
        chosen = [candidates[0]]
        words = len(candidates[0].text.split())
        for candidate in candidates[1:]:
            near_enough = candidate.score >= _NEARLY_AS_GOOD * candidates[0].score
            longer = words + len(candidate.text.split())
            if len(chosen) >= _MOST_SENTENCES or not near_enough:
                break
            if longer <= self._words and all(candidate.text != other.text for other in chosen):
                chosen.append(candidate)
                words = longer
        return chosen


def _surroundings(passage: Passage) -> str:
    return f"{passage.context}\n{passage.text}"


def _score(question: Question, signals: Signals, hit: Hit) -> float:
    score = _OWN * signals.coverage + (1 - _OWN) * signals.surroundings + _RETRIEVAL * hit.score
    if not signals.kind:
        score *= MISSING_RATIO[question.kind] ** _SOFTENED
    if not signals.within:
        score *= _ACROSS
    return score if signals.places else score * _WRONG_COUNTRY


def _units(question: Question, text: str) -> list[tuple[int, int]]:
    """Sentences without the number or bullet before them; for a list, a line that announces items goes with them."""
    units: list[tuple[int, int]] = []
    announced = False
    for start, end in split(text):
        if announced and question.kind is QuestionKind.LIST and not text[start:end].endswith(":"):
            units[-1] = (units[-1][0], end)
            continue
        label = _LABEL.match(text, start, end)
        units.append((label.end() if label else start, end))
        announced = text[start:end].endswith(":")
    return units


def _agrees(asked: Sequence[str], held: Sequence[str], report: Sequence[str]) -> bool:
    """Every country asked for is named there, or the report is about that one country alone."""
    return set(asked) <= set(held) | (set(report) if len(report) == 1 else set())


def _told(candidate: Candidate, found: float) -> Considered:
    """Return the candidate with what was weighed; `found` is the score of its passage."""
    signals = candidate.signals
    weighed = signals.values() | {"within": float(signals.within), "hit": found}
    return Considered(candidate.passage.id, candidate.text, candidate.score, weighed)


def _cited(candidate: Candidate, marker: int) -> AnswerSentence:
    passage = candidate.passage
    citation = Citation(
        marker=marker,
        report_id=passage.report_id,
        passage_id=passage.id,
        locator=passage.locator,
        quote=candidate.text,
        quote_start=passage.locator.start + candidate.start,
        quote_end=passage.locator.start + candidate.end,
    )
    return AnswerSentence(candidate.text, (citation,))
