"""Answers beside what contradicts them: each report is quoted with its own figure, and a note says that they differ.

Nothing is merged and nothing decided. Of an answer in the reports' own words the first sentence is held against the
other reports, of a language model's every sentence that cites one. What counts as a contradiction, is told in
`conflicts`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rag.answering import Answerer
from rag.answering.conflicts import FIGURES, Conflict, Conflicts, Statement, note
from rag.text.language import detect
from rag.text.sentences import beginning, split
from rag.types import AnswerSentence, Draft, Hit, Passage, Question


class WithConflicts:
    """An answerer whose drafts also quote the reports that give another figure for the thing asked, with a note.

    `words` is the length that an answer has at most; what is said further makes way for what contradicts.
    """

    def __init__(self, answerer: Answerer, conflicts: Conflicts, *, words: int) -> None:
        self.name = answerer.name
        self._answerer = answerer
        self._conflicts = conflicts
        self._words = words

    def draft(self, question: Question, hits: Sequence[Hit]) -> Draft:
        """Return the draft of the answerer, with the sentences that contradict its first one beside it."""
        draft = self._answerer.draft(question, hits)
        if not draft.sentences:
            return draft
        passages = {hit.passage.id: hit.passage for hit in hits}
        cited = draft.sentences[0].citations[0]
        first = self._conflicts.statement(passages.get(cited.passage_id), draft.sentences[0].text)
        found = self._conflicts.found(question, first, draft.considered, passages) if first else []
        if not found:
            return draft
        told = [draft.sentences[0], *(each.other.sentence for each in found)]
        notes = (*draft.notes, note(question, found))
        return replace(draft, sentences=self._brief(told, draft.sentences[1:]), notes=notes)

    def _brief(self, told: Sequence[AnswerSentence], further: Sequence[AnswerSentence]) -> tuple[AnswerSentence, ...]:
        """What must be told, and of the rest as much as keeps the answer brief."""
        kept = list(told)
        length = sum(len(sentence.text.split()) for sentence in kept)
        for sentence in further:
            length += len(sentence.text.split())
            if length <= self._words and all(sentence.text != other.text for other in kept):
                kept.append(sentence)
        return tuple(kept)


@dataclass(frozen=True, slots=True)
class Beside:
    """What is set beside a language model's answer: quotes that contradict it, and the notes on them."""

    sentences: tuple[AnswerSentence, ...] = ()
    notes: tuple[str, ...] = ()


class Contradictions:
    """Finds what contradicts a language model's sentences; `answerer` weighs the sentences of the other reports."""

    def __init__(self, answerer: Answerer, conflicts: Conflicts) -> None:
        self._answerer = answerer
        self._conflicts = conflicts

    def beside(self, questions: Sequence[Question], sentences: Sequence[AnswerSentence], hits: Sequence[Hit]) -> Beside:
        """Return the figures of other reports that contradict verified sentences, each pair once.

        `questions` are the parts of the question. A figure that the answer cites already has only its note.
        """
        passages = {hit.passage.id: hit.passage for hit in hits}
        stated = list(self._stated(sentences, passages))
        told: list[Conflict] = []
        quoted: dict[str, AnswerSentence] = {}
        notes: list[str] = []
        for question in questions:
            if question.kind not in FIGURES or not stated:
                continue
            considered = self._answerer.draft(question, hits).considered
            for sentence, statement in stated:
                found = [
                    each
                    for each in self._conflicts.found(question, statement, considered, passages)
                    if _says(sentence, each, question) and not any(each.same_as(other) for other in told)
                ]
                told += found
                notes += [note(question, found)] if found else []
                unquoted = [each.other for each in found if not _is_cited(each, question, stated)]
                quoted |= {other.text: other.sentence for other in unquoted}
        return Beside(tuple(quoted.values()), tuple(notes))

    def _stated(
        self, sentences: Sequence[AnswerSentence], passages: Mapping[str, Passage]
    ) -> Iterator[tuple[AnswerSentence, Statement]]:
        """Each sentence of the answer with each sentence of the reports that it rests on."""
        for sentence in sentences:
            for cited in sentence.citations:
                for start, end in split(cited.quote):
                    text = cited.quote[beginning(cited.quote, start, end) : end]
                    if statement := self._conflicts.statement(passages.get(cited.passage_id), text):
                        yield sentence, statement


def _says(sentence: AnswerSentence, conflict: Conflict, question: Question) -> bool:
    """Tell whether the model's sentence says the figure: its source may hold more than it makes use of."""
    figures = FIGURES[question.kind](sentence.text, detect(sentence.text, question.language))
    return any(figure.values & conflict.mine.values for figure in figures)


def _is_cited(conflict: Conflict, question: Question, stated: Sequence[tuple[AnswerSentence, Statement]]) -> bool:
    """Tell whether the answer cites the other figure itself, in whatever language version of its report."""
    return any(
        figure.values & conflict.theirs.values
        for _, statement in stated
        if statement.source.work == conflict.other.source.work
        for figure in FIGURES[question.kind](statement.text, statement.passage.language)
    )
