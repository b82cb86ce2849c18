"""Answers without a language model: the sentences of the best passages that answer the question, word for word.

Each sentence is given a probability to be the answer by what speaks for it (`signals`, `choosing`). As many are quoted
as it takes to hold the answer most probably; where it is too improbable that any of them does, there is no answer.
Nothing is rephrased, joined or translated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rag.answering.choosing import learned
from rag.answering.evidence import Evidence
from rag.answering.listing import announced_by, has_items, held_together, is_another, units
from rag.answering.signals import Signals, signals_of
from rag.answering.wants import wants
from rag.text.tokens import content_words
from rag.types import AnswerSentence, Citation, Considered, Draft, Hit, Passage, Question, Source

# Sentences are quoted until they hold the answer with this probability, if it is there at all.
_ENOUGH = 0.8
_MOST_SENTENCES = 3
# A sentence that is less probable than this share of the best one's probability is not worth reading.
_WORTH_QUOTING = 0.15
# A sentence that another covers so far says the same, for instance in a version in another language.
_SAYS_THE_SAME = 0.6
# As many of the sentences weighed are told as `dalil ask --json` shows passages.
_TOLD = 10


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may answer, with what speaks for it and the probability that it does."""

    passage: Passage
    start: int
    end: int
    chance: float
    signals: Signals

    @property
    def span(self) -> tuple[int, int]:
        """Where it stands in its passage."""
        return self.start, self.end

    @property
    def text(self) -> str:
        """The sentence, as it stands in its passage."""
        return self.passage.text[self.start : self.end]


class ExtractiveAnswerer:
    """Chooses sentences, about `words` words; `confidence` is the least probability at which there is an answer."""

    name = "extractive"

    def __init__(self, evidence: Evidence, sources: Mapping[str, Source], *, confidence: float, words: int) -> None:
        self._evidence = evidence
        self._sources = sources
        self._confidence = confidence
        self._words = words

    def draft(self, question: Question, hits: Sequence[Hit]) -> Draft:
        """Return the best sentences of the hits, each with one citation; none when the evidence is too weak."""
        candidates = self.candidates(question, hits)
        sure = certainty(candidates)
        chosen = self._choose(question, candidates) if candidates and sure >= self._confidence else ()
        return Draft(
            tuple(_cited(candidate, marker) for marker, candidate in enumerate(chosen, start=1)),
            self.name,
            confidence=sure,
            considered=tuple(map(_told, candidates[:_TOLD])),
        )

    def candidates(self, question: Question, hits: Sequence[Hit]) -> list[Candidate]:
        """Return every sentence of the hits with its probability and its signals, the most probable first."""
        spans = [units(hit.passage.text, lists=question.asks_for_list) for hit in hits]
        read = [
            (hit, units, self._sources[hit.passage.report_id]) for hit, units in zip(hits, spans, strict=True) if units
        ]
        signals = signals_of(question, wants(question), read, self._evidence)
        flat = [each for of_hit in signals for each in of_hit]
        places = [(hit.passage, *span) for hit, units, _ in read for span in units]
        weighed = zip(places, learned().chances(flat).tolist(), flat, strict=True)
        found = [Candidate(passage, start, end, chance, seen) for (passage, start, end), chance, seen in weighed]
        return sorted(found, key=lambda candidate: -candidate.chance)

    def _choose(self, question: Question, candidates: Sequence[Candidate]) -> list[Candidate]:
        """What is quoted: of a question for so many things the best list that has as many, else the best sentences."""
        worth = [each for each in candidates[:_TOLD] if each.chance >= _WORTH_QUOTING * candidates[0].chance]
        if (wanted := question.wanted) is not None:
            for each in worth:
                if has_items(each.passage.text, each.span, wanted):
                    return [_whole(each, held_together(each.passage.text, [each.span]))]
            worth = worth[:1] + [each for each in worth[1:] if not is_another(each.passage.text, each.span, wanted)]
        return _with_lists(question, self._best(worth, _ENOUGH * certainty(candidates)))

    def _best(self, candidates: Sequence[Candidate], wanted: float) -> list[Candidate]:
        """The most probable sentences, until they hold the answer most probably; what is said already is not repeated.

        What a repeated sentence adds to the probability counts for the one that says the same.
        """
        chosen: list[Candidate] = []
        words, held = 0, 0.0
        for candidate in candidates:
            if held >= wanted or len(chosen) == _MOST_SENTENCES:
                break
            held += candidate.chance
            longer = words + len(candidate.text.split())
            if not chosen or (longer <= self._words and not self._is_said(candidate, chosen)):
                chosen.append(candidate)
                words = longer
        return chosen

    def _is_said(self, candidate: Candidate, chosen: Sequence[Candidate]) -> bool:
        if any(candidate.text == other.text for other in chosen):
            return True
        asked = content_words(candidate.text)
        texts = [(other.text, other.passage.language, ((0, len(other.text)),)) for other in chosen]
        return any(
            float(meeting.met.max(axis=1, initial=0) @ meeting.weights) >= _SAYS_THE_SAME
            for meeting in self._evidence.meetings(asked, texts)
        )


def certainty(candidates: Sequence[Candidate]) -> float:
    """Return the probability, 0 to 1, that one of the sentences answers."""
    return min(1.0, sum(candidate.chance for candidate in candidates))


def _with_lists(question: Question, chosen: Sequence[Candidate]) -> list[Candidate]:
    """Return the chosen sentences, lists whole: one that a sentence announces, and one that several of them stand in.

    Where a list is asked for and the best sentence stands in one, that list is the answer.
    """
    told: list[Candidate] = []
    for candidate in chosen:
        text = candidate.passage.text
        if any(other.passage.id == candidate.passage.id and other.end >= candidate.end > other.start for other in told):
            continue
        whole = announced_by(text, candidate.span)
        if whole is None and question.asks_for_list:
            beside = [other.span for other in chosen if other.passage.id == candidate.passage.id]
            whole = held_together(text, beside) if len(beside) > 1 else None
        told.append(_whole(candidate, whole))
        if whole and question.asks_for_list and len(told) == 1:
            break
    return told


def _whole(candidate: Candidate, span: tuple[int, int] | None) -> Candidate:
    return replace(candidate, start=span[0], end=span[1]) if span else candidate


def _told(candidate: Candidate) -> Considered:
    """Return the candidate with what was weighed."""
    weighed = {name: round(value, 4) for name, value in candidate.signals.values().items() if value}
    return Considered(candidate.passage.id, candidate.text, round(candidate.chance, 4), weighed)


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
