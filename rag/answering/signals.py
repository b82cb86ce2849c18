"""What speaks for each sentence of a passage, and against it, as the answer to a question: a row of readable signals.

Most are shares of the question that are met, by a word of the text or its translation; others tell that something is
missing which an answer must have: a number beside what is counted, a name, the year that was asked about. How much each
counts is learned (`choosing`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields

import numpy as np
from numpy.typing import NDArray

from rag.answering.evidence import Evidence, Meeting
from rag.answering.impossible import is_elsewhere, is_impossible
from rag.answering.kinds import holds_kind
from rag.answering.quantities import ordinals
from rag.answering.standing import Standing, among
from rag.answering.wants import Wants
from rag.answering.words import Bools, Words
from rag.text.countries import spoken_of
from rag.text.normalise import fold
from rag.text.numbers import numbers
from rag.types import Hit, Passage, Question, QuestionKind, Source

Floats = NDArray[np.float32]
Spans = tuple[tuple[int, int], ...]

# What neighbours and headings cover counts a little less than what the sentence covers itself.
_NEIGHBOUR = 0.7
# How many words after a number, and before it, tell what it counts.
_COUNTED_AFTER, _COUNTED_BEFORE = 3, 2
# What stands before a number is less often what it counts.
_BEFORE = 0.8
# From here on what is counted stands beside a number.
_IS_COUNTED = 0.35
# Words that far from what could be the answer still belong to it.
_REACH = 7
# A sentence that meets less of the question than this is hardly about it.
_HARDLY = 0.3
# Two neighbouring words of the question are met as a phrase within so many words.
_PHRASE = 3
_TYPED = (QuestionKind.NUMBER, QuestionKind.DATE, QuestionKind.PERSON, QuestionKind.PLACE)


@dataclass(frozen=True, slots=True)
class Signals:
    """What was seen of one sentence; shares are 0 to 1, and what is missing is 1.

    `coverage` is the share of the question that the sentence meets, `surroundings` what its neighbours and headings
    add, `hardly_met` how far it stays below a share that is little already, `phrases` what it meets side by side.
    `focus` and `counted` are how the words that tell what is asked for are met, anywhere and beside a number.
    `scattered` is what it meets far from anything that could be the answer, `alike` the cosine of the mean vectors.
    `found` is the score of the passage, `length` that of the question (the logarithm of its content words). `across`
    and `arabic` tell that passage and question differ in language, and that the question is in Arabic: less is met
    then. `telling` and `said_before` are those of `standing`. What is `impossible` cannot be the answer (see that
    module).
    """

    coverage: float
    surroundings: float
    hardly_met: float
    phrases: float
    focus: float
    counted: float
    scattered: float
    alike: float
    found: float
    length: float
    arabic: float
    coverage_across: float
    found_across: float
    no_number: float
    no_date: float
    no_place: float
    no_reason: float
    no_list: float
    no_unit: float
    nothing_counted: float
    no_name: float
    no_full_name: float
    no_name_in_arabic: float
    no_city: float
    names_missing: float
    country_missing: float
    year_missing: float
    another_ordinal: float
    telling: float
    said_before: float
    impossible: float

    def values(self) -> dict[str, float]:
        """Return the signals by name."""
        return asdict(self)


# What is learned to count for or against a sentence; what rules it out is not weighed.
NAMES = tuple(field.name for field in fields(Signals) if field.name != "impossible")
_MISSING_KIND = {
    QuestionKind.DATE: "no_date",
    QuestionKind.PLACE: "no_place",
    QuestionKind.REASON: "no_reason",
    QuestionKind.LIST: "no_list",
}


@dataclass(frozen=True, slots=True)
class _Read:
    """A passage against a question: its words, how they are met, and what each sentence (and the context) meets.

    `alike` tells how near each sentence is as a whole, `elsewhere` that nothing is said of the question's countries.
    """

    passage: Passage
    spans: Spans
    words: Words
    meeting: Meeting
    sentences: Floats
    above: Floats
    alike: Floats
    source: Source
    elsewhere: bool


def signals_of(
    question: Question, wanted: Wants, hits: Sequence[tuple[Hit, Spans, Source]], evidence: Evidence
) -> list[list[Signals]]:
    """Return the signals of each sentence of each hit; hits come with their sentences and their reports."""
    texts = [(hit.passage.text, hit.passage.language, spans) for hit, spans, _ in hits]
    contexts = [
        (hit.passage.context, hit.passage.language, ((0, len(hit.passage.context)),) if hit.passage.context else ())
        for hit, _, _ in hits
    ]
    meetings = evidence.meetings(wanted.words, [*texts, *contexts], question.text)
    alike = evidence.alike(question.text, texts)
    reads = []
    for place, (hit, spans, source) in enumerate(hits):
        words, meeting = evidence.words(*texts[place]), meetings[place]
        above = meetings[len(hits) + place].met.max(axis=1, initial=0)
        met, elsewhere = _by_sentence(meeting, words), is_elsewhere(question, hit.passage, source)
        reads.append(_Read(hit.passage, spans, words, meeting, met, above, alike[place], source, elsewhere))
    standings = among([read.sentences for read in reads])
    return [
        [_signals(question, wanted, hit, read, at, standing) for at, standing in enumerate(of_passage)]
        for (hit, _, _), read, of_passage in zip(hits, reads, standings, strict=True)
    ]


def _by_sentence(meeting: Meeting, words: Words) -> Floats:
    """How each sentence meets each word of the question: (words x sentences)."""
    columns = [meeting.met[:, start:end].max(axis=1, initial=0) for start, end in words.sentences]
    return np.array(columns, np.float32).reshape(len(columns), len(meeting.weights)).T


def _signals(question: Question, wanted: Wants, hit: Hit, read: _Read, at: int, standing: Standing) -> Signals:
    weights, own = read.meeting.weights, read.sentences[:, at]
    start, end = read.words.sentences[at]
    met = read.meeting.met[:, start:end]
    asked = np.array([word in wanted.held for word in read.words.folded[start:end]], np.bool_)
    answers = _could_answer(question.kind, read.words, start, end) & ~asked
    coverage = float(weights @ own)
    counted = _counted(met, wanted.focus, answers) if question.kind is QuestionKind.NUMBER else 0.0
    across = float(read.passage.language != wanted.language)
    typed = question.kind in _TYPED
    missing = _missing(question, wanted, read, at, asked)
    missing["nothing_counted"] = float(wanted.counts and counted < _IS_COUNTED)
    text = read.passage.text[slice(*read.spans[at])]
    return Signals(
        coverage=coverage,
        surroundings=float(weights @ _with_neighbours(read, at)) - coverage,
        hardly_met=max(0.0, 1 - coverage / _HARDLY),
        phrases=_phrases(met, weights),
        focus=float(own[list(wanted.focus)].max(initial=0)),
        counted=counted,
        scattered=max(0.0, coverage - _near(met, weights, answers)) if typed else 0.0,
        alike=float(read.alike[at]),
        found=hit.score,
        length=float(np.log1p(len(wanted.words))),
        arabic=float(wanted.language == "ar"),
        coverage_across=across * coverage,
        found_across=across * hit.score,
        telling=standing.telling,
        said_before=standing.said_before,
        impossible=float(read.elsewhere or is_impossible(question, text, missing)),
        **missing,
    )


def _could_answer(kind: QuestionKind, words: Words, start: int, end: int) -> Bools:
    """Which words of a sentence are of the kind that is asked for."""
    match kind:
        case QuestionKind.NUMBER:
            return words.counting[start:end]
        case QuestionKind.DATE:
            return words.dating[start:end]
        case QuestionKind.PERSON:
            return words.naming[start:end]
        case QuestionKind.PLACE:
            return words.placing[start:end]
        case _:
            return np.zeros(end - start, np.bool_)


def _with_neighbours(read: _Read, at: int) -> Floats:
    beside = [read.above]
    beside += [read.sentences[:, place] for place in (at - 1, at + 1) if 0 <= place < len(read.spans)]
    nearby = np.float32(_NEIGHBOUR) * np.array(beside, np.float32).max(axis=0)
    return np.asarray(np.maximum(read.sentences[:, at], nearby), np.float32)


def _counted(met: Floats, focus: Sequence[int], numbers_at: Bools) -> float:
    """How surely a number of the sentence counts what the question wants counted."""
    of_focus = met[list(focus)].max(axis=0, initial=0) if focus else np.zeros(met.shape[1], np.float32)
    best = 0.0
    for place in np.flatnonzero(numbers_at).tolist():
        after = of_focus[place + 1 : place + 1 + _COUNTED_AFTER].max(initial=0)
        before = of_focus[max(0, place - _COUNTED_BEFORE) : place].max(initial=0)
        best = max(best, float(after), _BEFORE * float(before))
    return best


def _near(met: Floats, weights: Floats, answers: Bools) -> float:
    """The share of the question that is met near something that could be the answer."""
    windows = (met[:, max(0, at - _REACH) : at + _REACH + 1] for at in np.flatnonzero(answers).tolist())
    return max((float(weights @ window.max(axis=1)) for window in windows), default=0.0)


def _phrases(met: Floats, weights: Floats) -> float:
    """The share of the question's pairs of neighbouring words that are met side by side."""
    total = 0.0
    for first in range(len(weights) - 1 if met.shape[1] else 0):
        at = int(met[first].argmax())
        second = met[first + 1, max(0, at - _PHRASE) : at + _PHRASE + 1].max()
        total += float((weights[first] + weights[first + 1]) * min(met[first, at], second))
    return total / 2


def _missing(question: Question, wanted: Wants, read: _Read, at: int, asked: Bools) -> dict[str, float]:
    """What an answer must have and the sentence has not, nor, for country and year, what stands before it."""
    start, end = read.spans[at]
    text = read.passage.text[start:end]
    first, last = read.words.sentences[at]
    before = f"{read.passage.text[read.spans[max(0, at - 1)][0] : start]} {read.passage.context}"
    latin = read.passage.language != "ar"
    found = dict.fromkeys(_MISSING_KIND.values(), 0.0)
    number = question.kind is QuestionKind.NUMBER
    if question.kind in _MISSING_KIND:
        found[_MISSING_KIND[question.kind]] = float(not holds_kind(question, text))
    person = question.kind is QuestionKind.PERSON
    names, full_names = (flags[first:last] & ~asked for flags in (read.words.naming, read.words.in_full))
    places = read.words.placing[first:last] & read.words.naming[first:last] & ~asked
    held = np.maximum(read.sentences.max(axis=1, initial=0), read.above)[list(wanted.names)]
    folded = fold(text)
    return found | {
        "no_number": float(number and not (read.words.counting[first:last] & ~asked).any()),
        "no_unit": float(any(not unit.search(folded) for unit in wanted.units)),
        "no_name": float(person and latin and not names.any()),
        "no_full_name": float(person and latin and not full_names.any()),
        "no_name_in_arabic": float(person and not latin and not names.any()),
        "no_city": float(wanted.city and latin and not places.any()),
        "names_missing": float(1 - held.mean()) if len(held) else 0.0,
        "country_missing": _lacks_country(question, read, at),
        "year_missing": _lacks_year(wanted, f"{before} {text}", read.source),
        "another_ordinal": _another_ordinal(wanted, read, at),
    }


def _another_ordinal(wanted: Wants, read: _Read, at: int) -> float:
    """Whether the second is asked for and the first spoken of, by the sentence or, where it is silent, above it."""
    if not wanted.ordinals:
        return 0.0
    start, end = read.spans[at]
    named = ordinals(read.passage.text[start:end]) or ordinals(f"{read.source.title} {read.passage.context}")
    return float(bool(named) and wanted.ordinals.isdisjoint(named))


def _lacks_country(question: Question, read: _Read, at: int) -> float:
    """Whether a country of the question is neither spoken of there nor before nor above, nor the report's own."""
    if not question.countries:
        return 0.0
    text, spans = read.passage.text, read.spans
    own = spoken_of(text[slice(*spans[at])])
    before = (spoken_of(text[slice(*span)]) for span in reversed(spans[:at]))
    # Several countries set no topic; what is said of one goes on until another is named.
    topic = next((named for named in (*before, spoken_of(read.passage.context)) if named), frozenset[str]())
    about = read.source.metadata.countries if len(read.source.metadata.countries) == 1 else ()
    return float(
        not set(question.countries) <= {*own, *(topic if len(topic) <= len(question.countries) else ()), *about}
    )


def _lacks_year(wanted: Wants, near: str, source: Source) -> float:
    """Whether a year of the question stands neither there nor in the date of the report."""
    return float(bool(wanted.years) and not wanted.years <= numbers(f"{source.metadata.date or ''} {near}"))
