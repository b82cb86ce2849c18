"""Figures of different reports for the same thing: when two of them contradict each other.

Two figures contradict each other only where both sentences hold the same words of the question, count the same thing by
the same sign, and speak of the same years and countries; rough figures contradict nothing. Dates contradict each other
within a year alone, since what happens again has another date each time. Which of them is right, is for the reader to
judge; how they are shown, is told in `side_by_side`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from rag.answering.evidence import Nearness
from rag.answering.quantities import Quantity, dates, ordinals, quantities, years
from rag.text.citing import written_date
from rag.text.countries import countries
from rag.text.tokens import stem
from rag.types import AnswerSentence, Citation, Considered, Passage, Question, QuestionKind, Source

# From here on a word of the question is held; the same as what readers are shown as a match.
_HELD = 0.45
# What two sentences may contradict each other in, by what is asked.
FIGURES = {QuestionKind.NUMBER: quantities, QuestionKind.DATE: dates}
_DIFFER = {
    "fr": "Les sources donnent des chiffres différents : {figures}.",
    "en": "The sources give different figures: {figures}.",
    "ar": "تورد المصادر أرقاماً مختلفة: {figures}.",
}
_DIFFER_IN_DATE = {
    "fr": "Les sources donnent des dates différentes : {figures}.",
    "en": "The sources give different dates: {figures}.",
    "ar": "تورد المصادر تواريخ مختلفة: {figures}.",
}
_FIGURE = {"fr": "{figure} (« {title} »{date})", "en": "{figure} (“{title}”{date})", "ar": "{figure} («{title}»{date})"}


class Comparison(Protocol):
    """How near texts come to each content word of a question; see `rag.answering.evidence`."""

    def nearness(self, question: str, texts: Sequence[str], languages: Sequence[str]) -> Nearness: ...  # noqa: D102

    def similarity(self, text: str, others: Sequence[str]) -> Sequence[float]: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence in its passage, with the report that it stands in; `start` is an offset into the passage."""

    passage: Passage
    start: int
    text: str
    source: Source

    @property
    def years(self) -> frozenset[str]:
        """The years that it speaks of: its own, or else those of its passage and of what this stands under."""
        language = self.passage.language
        surroundings = f"{self.passage.context}\n{self.passage.text}"
        return years(self.text, language) or years(surroundings, language)

    @property
    def countries(self) -> frozenset[str]:
        """The countries that it speaks of: its own, or else those of its passage, or of its report."""
        surroundings = f"{self.passage.context}\n{self.passage.text}"
        named = countries(self.text) or countries(surroundings) or self.source.metadata.countries
        return frozenset(named)

    @property
    def ordinals(self) -> frozenset[int]:
        """Which of several like things its passage, and what this stands under, speak of."""
        return ordinals(f"{self.passage.context}\n{self.passage.text}")

    @property
    def sentence(self) -> AnswerSentence:
        """The sentence with its citation; verification numbers it."""
        start = self.passage.locator.start + self.start
        place = (self.passage.report_id, self.passage.id, self.passage.locator)
        return AnswerSentence(self.text, (Citation(0, *place, self.text, start, start + len(self.text)),))


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two sentences of different reports, and the figures in which they contradict each other."""

    one: Statement
    other: Statement
    mine: Quantity
    theirs: Quantity

    def same_as(self, another: Conflict) -> bool:
        """Tell whether it is between the same figures of the same two reports, whatever their language and order."""
        here = {self.one.source.work: self.mine.values, self.other.source.work: self.theirs.values}
        there = {another.one.source.work: another.mine.values, another.other.source.work: another.theirs.values}
        return here.keys() == there.keys() and all(here[work] & there[work] for work in here)


class Conflicts:
    """Finds what contradicts a sentence of an answer, by the words that `comparison` finds in both."""

    def __init__(self, comparison: Comparison, sources: Mapping[str, Source]) -> None:
        self._comparison = comparison
        self._sources = sources

    def statement(self, passage: Passage | None, text: str) -> Statement | None:
        """Return a sentence of a passage as a statement; None where it does not stand there."""
        start = passage.text.find(text) if passage else -1
        return Statement(passage, start, text, self._sources[passage.report_id]) if passage and start >= 0 else None

    def found(
        self, question: Question, one: Statement, considered: Iterable[Considered], passages: Mapping[str, Passage]
    ) -> list[Conflict]:
        """Return what contradicts a sentence among the best sentence of each other report, best first.

        Of language versions of a report the first that does is told: words are nearer to each other in some languages.
        `considered` are the sentences that were weighed, best first; `passages` holds theirs by id.
        """
        if question.kind not in FIGURES:
            return []
        found: dict[str, Conflict] = {}
        for other in self._others(one, considered, passages):
            pair = self._contradiction(question, one, other) if other.source.work not in found else None
            if pair:
                found[other.source.work] = Conflict(one, other, *pair)
        return list(found.values())

    def _others(
        self, one: Statement, considered: Iterable[Considered], passages: Mapping[str, Passage]
    ) -> Iterator[Statement]:
        """The best sentence of each other report and of each of its versions."""
        seen = set[str]()
        for each in considered:
            other = self.statement(passages.get(each.passage_id), each.text)
            if other and other.source.work != one.source.work and other.passage.report_id not in seen:
                seen.add(other.passage.report_id)
                yield other

    def _contradiction(self, question: Question, one: Statement, other: Statement) -> tuple[Quantity, Quantity] | None:
        """The two figures of what is asked that contradict each other; nothing where there is any doubt."""
        if not (_same_time(one, other) and _same_countries(one, other) and self._same_words(question, one, other)):
            return None
        pairs = [
            (mine, theirs)
            for mine in self._asked(question, one)
            for theirs in self._asked(question, other)
            if self._counts_the_same(mine, theirs, one, other)
        ]
        agree = any(mine.values & theirs.values or mine.rough or theirs.rough for mine, theirs in pairs)
        if not pairs or agree or _stated(question, pairs[0][0], other) or _stated(question, pairs[0][1], one):
            return None
        return pairs[0]

    def _asked(self, question: Question, statement: Statement) -> list[Quantity]:
        """The dates of a sentence, or the figures that count what the question names; all of them where none does."""
        language = statement.passage.language
        found = FIGURES[question.kind](statement.text, language)
        things = [" ".join(quantity.things) for quantity in found]
        near = self._comparison.nearness(question.text, things, [language] * len(things)).near
        named = [quantity for quantity, words in zip(found, near, strict=True) if words.size and words.max() >= _HELD]
        return named or found

    def _same_words(self, question: Question, one: Statement, other: Statement) -> bool:
        """Tell whether the other sentence holds every word of the question that the one holds, and there are some."""
        languages = [one.passage.language, other.passage.language]
        mine, theirs = self._comparison.nearness(question.text, [one.text, other.text], languages).near
        held = mine >= _HELD
        if question.kind is QuestionKind.DATE and (one.ordinals != other.ordinals or not held.all()):
            return False
        return bool(held.any() and np.all(theirs[held] >= _HELD))

    def _counts_the_same(self, mine: Quantity, theirs: Quantity, one: Statement, other: Statement) -> bool:
        if mine.sign != theirs.sign:
            return False
        if not (mine.things or theirs.things):
            return bool(mine.sign)
        language = one.passage.language
        if language == other.passage.language:
            return bool(
                {stem(word, language) for word in mine.things} & {stem(word, language) for word in theirs.things}
            )
        return any(
            near >= _HELD for word in mine.things for near in self._comparison.similarity(word, list(theirs.things))
        )


def _same_time(one: Statement, other: Statement) -> bool:
    """Tell whether two sentences speak of the same years; of one that names none, the year of its report counts."""
    mine, theirs = one.years, other.years
    if not mine and not theirs:
        return True
    year = (one if not mine else other).source.metadata.year
    return mine == theirs if mine and theirs else (mine or theirs) == {year}


def _same_countries(one: Statement, other: Statement) -> bool:
    mine, theirs = frozenset(countries(one.text)), frozenset(countries(other.text))
    if mine and theirs:
        return mine == theirs
    return not (one.countries and other.countries) or bool(one.countries & other.countries)


def _stated(question: Question, quantity: Quantity, statement: Statement) -> bool:
    """Tell whether the passage of a sentence states the figure too: then the reports say both, of different things."""
    stated = FIGURES[question.kind](statement.passage.text, statement.passage.language)
    return any(quantity.values & other.values for other in stated)


def note(question: Question, conflicts: Sequence[Conflict]) -> str:
    """Return the note, in the reader's language, on what contradicts one sentence: each figure with its report."""
    language = question.language
    figures = [(conflicts[0].mine, conflicts[0].one), *((each.theirs, each.other) for each in conflicts)]
    comma, apart = ("، ", "؛ ") if language == "ar" else (", ", " ; " if language == "fr" else "; ")
    told = []
    for quantity, statement in figures:
        is_date = question.kind is QuestionKind.DATE
        said = written_date(quantity.written, language) if is_date else quantity.written
        known = written_date(statement.source.metadata.date, language)
        date = f"{comma}{known}" if known else ""
        told.append(_FIGURE[language].format(figure=said, title=statement.source.title, date=date))
    wording = _DIFFER_IN_DATE if question.kind is QuestionKind.DATE else _DIFFER
    return wording[language].format(figures=apart.join(told))
