"""Which pieces open a numbered paragraph, a part or a question: decided over the whole report.

A number counts when it continues a run that starts at 1 (in an excerpt, at a later number); a letter when it continues
the letters of its part. What looks like a marker and continues nothing ("1. …" in a list within an answer) is a list
item, except a number that plainly belongs to the run but is out of order or occurs twice: it counts and is doubtful.
From these runs follows the report's style: how people cite its places.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from rag.reading import flags, markers
from rag.reading.decimals import Decimals
from rag.reading.decimals import follow as decimals_of
from rag.reading.lines import Hint, Piece
from rag.reading.parallel import languages_of
from rag.reading.runs import follow

_LONGEST_PART_NAME = 40  # words
_FEWEST = 3  # numbered paragraphs by which a report is cited
_LEAST_SHARE = 0.35  # of the body that they make up


class Style(StrEnum):
    """How people cite a report's places; the values are those of the catalogue."""

    NUMBERED = "numbered"
    QUESTIONNAIRE = "questionnaire"
    ORDINAL = "ordinal"


@dataclass(frozen=True, slots=True)
class Numbering:
    """The style, and by index of the piece: paragraph numbers, part numbers and question labels ("III.c").

    `suffixes` are those of numbers put in later ("bis"); `displaced` are the numbers that do not follow their run.
    Where paragraphs are numbered within chapters, `decimals` says their numbers ("2.13"), `numbers` only their order.
    `languages` tells those of the pieces of a text in several languages, each of which has its own numbers.
    """

    style: Style
    numbers: Mapping[int, int] = field(default_factory=dict)
    parts: Mapping[int, int] = field(default_factory=dict)
    questions: Mapping[int, str] = field(default_factory=dict)
    suffixes: Mapping[int, str] = field(default_factory=dict)
    displaced: frozenset[int] = frozenset()
    decimals: Decimals = field(default_factory=Decimals)
    languages: Mapping[int, str] = field(default_factory=dict)

    def opens(self, index: int) -> bool:
        """Tell whether the piece opens a numbered paragraph, a part or a question."""
        return index in self.numbers or index in self.parts or index in self.questions

    def label(self, index: int) -> str:
        """Return the paragraph number as people cite it: "12", "12 bis"."""
        if index in self.decimals.labels:
            return self.decimals.labels[index]
        suffix = self.suffixes.get(index)
        return f"{self.numbers[index]} {suffix}" if suffix else str(self.numbers[index])

    @property
    def doubts(self) -> list[flags.Flag]:
        """What is doubtful about the runs: numbers that are missing, out of order or there more than once."""
        tongues = dict.fromkeys(self.languages.values()) or (None,)
        return [*self.decimals.gaps, *(doubt for tongue in tongues for doubt in self._doubts_of(tongue))]

    def _doubts_of(self, tongue: str | None) -> list[flags.Flag]:
        numbers = {index: number for index, number in self.numbers.items() if self.languages.get(index) == tongue}
        found: list[flags.Flag] = []
        before, present = 0, {numbers[index] for index in self.displaced if index in numbers}
        for index, number in numbers.items():
            if index in self.displaced:
                found.append(self._displacement(numbers, index, before))
                continue
            lost = [missed for missed in range(before + 1, number) if missed not in present] if before else []
            if lost:
                place = str(lost[0]) if len(lost) == 1 else f"{lost[0]}–{lost[-1]}"
                found.append(flags.Flag(flags.MISSING.format(before, number), paragraph=place))
            before = number
        return found

    def _displacement(self, numbers: Mapping[int, int], index: int, before: int) -> flags.Flag:
        run = [number for other, number in numbers.items() if other not in self.displaced]
        reason = flags.TWICE if numbers[index] in run else flags.OUT_OF_ORDER.format(before)
        return flags.Flag(reason, paragraph=str(numbers[index]))


def find(pieces: Sequence[Piece], style: str | None = None) -> Numbering:
    """Return what numbers the pieces; `style` is the catalogue's word, which counts unless nothing bears it out."""
    parts = _parts(pieces)
    languages = languages_of(pieces)
    run = follow(pieces, languages)
    decimals = decimals_of(pieces)
    questions = _questions(pieces, parts)
    if style in (None, Style.NUMBERED) and len(decimals.labels) >= _FEWEST and _number_most(pieces, decimals.labels):
        decimals.join(pieces, run.numbers)
        order = {index: place for place, index in enumerate(decimals.labels, 1)}
        return Numbering(Style.NUMBERED, order, parts, decimals=decimals)
    numbers = run.numbers
    chosen = _style(pieces, numbers, parts, questions)
    if style and {Style.NUMBERED: numbers, Style.QUESTIONNAIRE: questions}.get(Style(style), pieces):
        chosen = Style(style)
    if chosen is Style.NUMBERED:
        return Numbering(chosen, numbers, parts, {}, run.suffixes, frozenset(run.displaced), languages=languages)
    if chosen is Style.QUESTIONNAIRE:
        return Numbering(chosen, {}, parts, questions)
    return Numbering(chosen, {}, parts)


def _parts(pieces: Sequence[Piece]) -> dict[int, int]:
    """Parts count when they follow each other from I and there are at least two, or a heading says so."""
    found: dict[int, int] = {}
    last = 0
    for index, piece in enumerate(pieces):
        number = markers.part(piece.text) if piece.hint in (Hint.PLAIN, Hint.HEADING) else None
        short = markers.word_count(piece.text) <= _LONGEST_PART_NAME and not piece.text.endswith(".")
        if number == last + 1 and short:
            found[index] = last = number
    single = len(found) == 1 and pieces[next(iter(found))].hint is not Hint.HEADING
    return {} if single and not _begins_list(pieces, next(iter(found))) else found


def _begins_list(pieces: Sequence[Piece], index: int) -> bool:
    following = pieces[index + 1].text if index + 1 < len(pieces) else ""
    return markers.letter(following) == 0 or markers.paragraph_number(following) == 1


def _questions(pieces: Sequence[Piece], parts: Mapping[int, int]) -> dict[int, str]:
    found: dict[int, str] = {}
    part, expected, nested = 0, 0, None
    for index, piece in enumerate(pieces):
        if index in parts:
            part, expected, nested = parts[index], 0, None
            continue
        place = markers.letter(piece.text) if piece.hint not in (Hint.FURNITURE, Hint.NOTE) else None
        if place is None:
            continue
        if place == expected and (place != nested or markers.is_question(piece.text)):
            label = chr(ord("a") + place)
            found[index] = f"{markers.roman(part)}.{label}" if part else label
            expected, nested = expected + 1, None
        elif place == 0:
            nested = 1
        elif place == nested:
            nested += 1
    return found


def _style(
    pieces: Sequence[Piece], numbers: Mapping[int, int], parts: Mapping[int, int], questions: Mapping[int, str]
) -> Style:
    if _is_questionnaire(pieces, numbers, parts, questions):
        return Style.QUESTIONNAIRE
    if asks(pieces, numbers):
        return Style.NUMBERED
    if len(numbers) >= _FEWEST and not _number_headings(pieces, numbers) and _number_most(pieces, numbers):
        return Style.NUMBERED
    return Style.ORDINAL


def _number_most(pieces: Sequence[Piece], numbered: Collection[int]) -> bool:
    """Tell whether the numbered pieces make up enough of the body for the report to be cited by their numbers."""
    body = sum(len(piece.text) for piece in pieces if piece.hint is not Hint.HEADING)
    return sum(len(pieces[index].text) for index in numbered) >= _LEAST_SHARE * body


def asks(pieces: Sequence[Piece], numbers: Mapping[int, int]) -> bool:
    """Tell whether the numbers are those of questions: most end with a question mark and something follows them."""
    asking = [index for index in numbers if markers.is_question(pieces[index].text[-3:])]
    answered = [index for index in asking if index + 1 < len(pieces) and index + 1 not in numbers]
    return len(answered) >= 3 and len(answered) * 2 >= len(numbers)


def _is_questionnaire(
    pieces: Sequence[Piece], numbers: Mapping[int, int], parts: Mapping[int, int], questions: Mapping[int, str]
) -> bool:
    """Questions ask, or stand directly under their parts and have answers; and no numbered paragraph comes first."""
    if len(questions) < 3:
        return False
    asking = sum(markers.is_question(pieces[index].text) for index in questions)
    answered = sum(
        index + 1 < len(pieces) and index + 1 not in questions and index + 1 not in parts for index in questions
    )
    openings = [_first_after(part, numbers, questions) for part in parts]
    direct = sum(opening == "question" for opening in openings)
    if openings and direct * 2 < len(openings):
        return False
    return asking * 3 >= len(questions) or (direct >= 2 and answered >= 0.7 * len(questions))


def _first_after(part: int, numbers: Mapping[int, int], questions: Mapping[int, str]) -> str | None:
    number = min((index for index in numbers if index > part), default=None)
    question = min((index for index in questions if index > part), default=None)
    if question is None:
        return None if number is None else "number"
    return "question" if number is None or question < number else "number"


def _number_headings(pieces: Sequence[Piece], numbers: Mapping[int, int]) -> bool:
    """Tell whether the run numbers sections ("1. Introduction") rather than paragraphs."""
    heads = sum(
        pieces[index].hint is Hint.HEADING
        or (markers.word_count(pieces[index].text) <= 12 and not markers.ends_clause(pieces[index].text))
        for index in numbers
    )
    return heads * 2 > len(numbers)
