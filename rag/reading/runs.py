"""Which numbers at the beginnings of pieces are paragraph numbers: those that follow each other through the report.

A run starts at 1 (in an excerpt, at a later number), may start again under a heading, and is told from the lists within
paragraphs by what comes next. Whether the report is cited by these numbers is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from rag.reading import markers
from rag.reading.lines import Hint, Piece
from rag.reading.words import names_annex

_LARGEST_GAP = 3  # a run may skip a number or two (lost in conversion) without further proof
_LARGEST_LOSS = 60  # so many if the numbers after them continue: whole pages may be lost
_WEAK_HEADING = 7  # the level that readers give to lines which are only bold


def follow(pieces: Sequence[Piece], languages: Mapping[int, str] = MappingProxyType({})) -> Run:
    """Return the run of paragraph numbers through the pieces; one for each language of a text in several."""
    if not languages:
        return Run(pieces).follow()
    whole = Run(())
    for language in dict.fromkeys(languages.values()):
        run = Run(pieces, [index for index in range(len(pieces)) if languages[index] == language]).follow()
        whole.numbers |= run.numbers
        whole.suffixes |= run.suffixes
        whole.displaced |= run.displaced
    whole.numbers = dict(sorted(whole.numbers.items()))
    return whole


class Run:
    """What was found: by index of the piece its number, its suffix ("bis"), and which numbers do not follow the run."""

    def __init__(self, pieces: Sequence[Piece], among: Sequence[int] | None = None) -> None:
        self._pieces = pieces
        self._candidates = [
            (index, number)
            for index in (range(len(pieces)) if among is None else among)
            if pieces[index].hint in (Hint.PLAIN, Hint.HEADING)
            and (number := markers.paragraph_number(pieces[index].text)) is not None
        ]
        self._expected, self._nested = _first([number for _, number in self._candidates]), 0
        self._used: set[int] = set()
        self.numbers: dict[int, int] = {}
        self.suffixes: dict[int, str] = {}
        self.displaced: set[int] = set()

    def follow(self) -> Run:
        """Go through all candidates and return itself."""
        for place, (index, number) in enumerate(self._candidates):
            self._meet(index, number, [later for _, later in self._candidates[place + 1 :]])
        return self

    def _meet(self, index: int, number: int, later: Sequence[int]) -> None:
        expected, nested = self._expected, self._nested
        suffix = markers.paragraph_suffix(self._pieces[index].text)
        if suffix:
            if number == expected - 1:
                self.numbers[index], self.suffixes[index] = number, suffix
        elif number == nested and (number != expected or _comes_again(expected, later)):
            self._nested += 1
        elif number == expected or _continues_after_gap(number, expected, later):
            self._accept(index, number)
        elif number == 1 and _restarts(self._pieces, index, expected, later):
            self._used = set()
            self._accept(index, 1)
        elif number == 1:
            self._nested = 2
        elif not nested and self._is_displaced(index, number, later):
            self.numbers[index] = number
            self.displaced.add(index)
            self._used.add(number)

    def _accept(self, index: int, number: int) -> None:
        self.numbers[index] = number
        self._used.add(number)
        self._expected, self._nested = number + 1, 0
        while self._expected in self._used:
            self._expected += 1

    def _is_displaced(self, index: int, number: int, later: Sequence[int]) -> bool:
        """Tell whether a number belongs to the run though it does not come next: too early, too late, or again."""
        near = self._used and abs(number - self._expected) <= _LARGEST_GAP
        if not near or self._pieces[index].text.endswith((";", "؛", ",", "،")):
            return False
        return number < self._expected or self._expected in _upcoming(later)


def _first(numbers: Sequence[int]) -> int:
    """The number with which the run begins: 1, or in an excerpt the first that two others follow before any 1."""
    for place, number in enumerate(numbers):
        upcoming = _upcoming(numbers[place + 1 :])
        if number == 1:
            return 1
        if number + 1 in upcoming and number + 2 in upcoming:
            return number
    return 1


def _upcoming(later: Sequence[int]) -> Sequence[int]:
    """The numbers before another list or run begins."""
    return later[: later.index(1)] if 1 in later else later


def _comes_again(number: int, later: Sequence[int]) -> bool:
    """Tell whether the number comes once more before another list begins: then it belonged to this list."""
    return number in _upcoming(later)


def _continues_after_gap(number: int, expected: int, later: Sequence[int]) -> bool:
    if not 1 < expected < number or expected in later:
        return False
    proven = number + 1 in _upcoming(later) and number + 2 in _upcoming(later)
    return number <= expected + (_LARGEST_LOSS if proven else _LARGEST_GAP)


def _restarts(pieces: Sequence[Piece], index: int, expected: int, later: Sequence[int]) -> bool:
    """A run may start again under a heading; where the heading is doubtful, only if the old run does not go on."""
    if index == 0:
        return False
    before = pieces[index - 1]
    if names_annex(before.text) or (before.hint is Hint.HEADING and before.level < _WEAK_HEADING):
        return True
    short = markers.word_count(before.text) <= 12 and not markers.ends_clause(before.text)
    return short and before.hint in (Hint.HEADING, Hint.PLAIN) and expected not in later
