"""Which pieces open a numbered paragraph, a part or a question: decided over the whole report.

A number counts when it continues a run that starts at 1; a letter when it continues the letters of its part. What looks
like a marker and continues nothing ("1. …" in a list within an answer) is a list item. From these runs follows the
report's style: how people cite its places.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

from rag.reading import markers
from rag.reading.lines import Hint, Piece
from rag.reading.words import names_annex

_LARGEST_GAP = 3  # a run may skip a number or two (lost in conversion); more is another run
_LONGEST_PART_NAME = 40  # words
_WEAK_HEADING = 7  # the level that readers give to lines which are only bold


class Style(StrEnum):
    """How people cite a report's places; the values are those of the catalogue."""

    NUMBERED = "numbered"
    QUESTIONNAIRE = "questionnaire"
    ORDINAL = "ordinal"


@dataclass(frozen=True, slots=True)
class Numbering:
    """The style, and by index of the piece: paragraph numbers, part numbers and question labels ("III.c")."""

    style: Style
    numbers: Mapping[int, int] = field(default_factory=dict)
    parts: Mapping[int, int] = field(default_factory=dict)
    questions: Mapping[int, str] = field(default_factory=dict)

    def opens(self, index: int) -> bool:
        """Tell whether the piece opens a numbered paragraph, a part or a question."""
        return index in self.numbers or index in self.parts or index in self.questions

    @property
    def missing(self) -> list[int]:
        """The numbers that the runs skip."""
        runs = list(self.numbers.values())
        return [lost for before, after in pairwise(runs) for lost in range(before + 1, after)]


def find(pieces: Sequence[Piece], style: str | None = None) -> Numbering:
    """Return what numbers the pieces; `style` is the catalogue's word, which counts unless nothing bears it out."""
    parts = _parts(pieces)
    numbers = _numbers(pieces)
    questions = _questions(pieces, parts)
    chosen = _style(pieces, numbers, parts, questions)
    if style and {Style.NUMBERED: numbers, Style.QUESTIONNAIRE: questions}.get(Style(style), pieces):
        chosen = Style(style)
    if chosen is Style.NUMBERED:
        return Numbering(chosen, numbers, parts)
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


def _numbers(pieces: Sequence[Piece]) -> dict[int, int]:
    candidates = [
        (index, number)
        for index, piece in enumerate(pieces)
        if piece.hint in (Hint.PLAIN, Hint.HEADING) and (number := markers.paragraph_number(piece.text)) is not None
    ]
    numbers = [number for _, number in candidates]
    found: dict[int, int] = {}
    expected, nested = 1, 0
    for place, (index, number) in enumerate(candidates):
        later = numbers[place + 1 :]
        in_list = number == nested and (number != expected or _comes_again(expected, later))
        if in_list:
            nested += 1
        elif number == expected or _continues_after_gap(number, expected, later):
            found[index] = number
            expected, nested = number + 1, 0
        elif number == 1 and _restarts(pieces, index, expected, later):
            found[index] = 1
            expected, nested = 2, 0
        elif number == 1:
            nested = 2
    return found


def _comes_again(number: int, later: Sequence[int]) -> bool:
    """Tell whether the number comes once more before another list begins: then it belonged to this list."""
    upcoming = later[: later.index(1)] if 1 in later else later
    return number in upcoming


def _continues_after_gap(number: int, expected: int, later: Sequence[int]) -> bool:
    return 1 < expected < number <= expected + _LARGEST_GAP and expected not in later


def _restarts(pieces: Sequence[Piece], index: int, expected: int, later: Sequence[int]) -> bool:
    """A run may start again under a heading; where the heading is doubtful, only if the old run does not go on."""
    if index == 0:
        return False
    before = pieces[index - 1]
    if names_annex(before.text) or (before.hint is Hint.HEADING and before.level < _WEAK_HEADING):
        return True
    short = markers.word_count(before.text) <= 12 and not markers.ends_clause(before.text)
    return short and before.hint in (Hint.HEADING, Hint.PLAIN) and expected not in later


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
    if len(numbers) >= 3 and not _number_headings(pieces, numbers):
        body = sum(len(piece.text) for piece in pieces if piece.hint is not Hint.HEADING)
        numbered = sum(len(pieces[index].text) for index in numbers)
        if numbered >= 0.35 * body:
            return Style.NUMBERED
    return Style.ORDINAL


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
