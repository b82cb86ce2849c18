"""Which paragraph number, question letter and part come next: what tells a marker from a number in running text.

Only lines one after the other are looked at; which numbers count as paragraphs of the report is told in `numbering.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from rag.reading import markers
from rag.reading.lines import Line

_FAR = 1000  # lines: a paragraph ends before


class Expected:
    """The number, letter and part that would come next; to be shown the beginning of each piece."""

    def __init__(self) -> None:
        self.number = self.letter = self.part = 0

    def see(self, text: str) -> None:
        """Count the marker of a piece if it is the next of its kind."""
        if self.expects(text):
            if (number := markers.paragraph_number(text)) is not None:
                self.number = number
            elif (part := markers.part(text)) is not None:
                self.part, self.letter = part, 0
            else:
                self.letter += 1

    def expects(self, text: str) -> bool:
        """Tell whether a marker is the next of its kind."""
        number, letter, part = markers.paragraph_number(text), markers.letter(text), markers.part(text)
        inserted = markers.paragraph_suffix(text) is not None and number == self.number
        return (
            (number is not None and number == self.number + 1)
            or inserted
            or (part is not None and part == self.part + 1)
            or (letter is not None and letter == self.letter)
        )

    def is_first(self, text: str) -> bool:
        """Tell whether a marker would be the first of its kind."""
        number, letter, part = markers.paragraph_number(text), markers.letter(text), markers.part(text)
        return self.expects(text) and (number == 1 or part == 1 or letter == 0)


def is_numbered_later(lines: Sequence[Line], index: int) -> bool:
    """Tell whether the number that a line begins with opens a later one, before the next number does."""
    number = markers.paragraph_number(lines[index].text.strip())
    if number is None:
        return False
    for before, line in pairwise(lines[index : index + _FAR]):
        found = markers.paragraph_number(line.text.strip())
        if found in (number, number + 1) and markers.ends_clause(before.text.strip()):
            return found == number
    return False
