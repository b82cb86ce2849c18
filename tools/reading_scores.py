"""How far a text that was read is from the text that stands there, and which of its wrong numbers no flag names."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass

from rag.text.normalise import fold

_GROUP = re.compile(r"(?<=\d) (?=\d{3}\b)")

_MISSING = re.compile("numbers may be missing at: ([^;]*?)(?= page |;|$)")


@dataclass(frozen=True, slots=True)
class NumberScore:
    """Counts of numbers: those of the text, those read right, of these the ones named, and the wrong ones not named.

    `lost` counts those in place of which no other number stands and that no flag names; they are also `unnamed`.
    """

    wanted: int
    right: int
    right_named: int
    unnamed: int
    lost: int


def whole_numbers(text: str) -> list[str]:
    """Return the digit strings of a folded text; groups of three parted by a space are one."""
    return re.findall(r"\d+", _GROUP.sub("", text))


def folded(text: str) -> str:
    """Return a text folded and with its spaces made one."""
    return fold(" ".join(text.split()))


def number_score(wanted: str, found: str, flags: str) -> NumberScore:
    """Compare the numbers of two folded texts; `flags` are what is said to be doubtful."""
    own, read = whole_numbers(wanted), whole_numbers(found)
    named = set(whole_numbers(fold(flags)))
    right = right_named = unnamed = lost = wanted_here = read_here = 0
    for kind, start, end, read_start, read_end in difflib.SequenceMatcher(None, own, read, False).get_opcodes():
        if kind == "equal":
            right += end - start
            right_named += sum(number in named for number in own[start:end])
        if kind == "equal" and end - start > 1:  # one right number among wrong ones does not part them
            lost += max(0, wanted_here - read_here)
            wanted_here = read_here = 0
        elif kind != "equal":
            unnamed += sum(number not in named for number in read[read_start:read_end])
            wanted_here += end - start
            read_here += read_end - read_start
    lost += max(0, wanted_here - read_here)
    lost = max(0, lost - sum(len(words.split(", ")) for words in _MISSING.findall(flags)))
    return NumberScore(len(own), right, right_named, unnamed + lost, lost)


def distance(first: str, second: str) -> int:
    """Return Levenshtein's distance."""
    before = list(range(len(second) + 1))
    for row, char in enumerate(first, 1):
        current = [row]
        for column, other in enumerate(second, 1):
            current.append(min(before[column] + 1, current[-1] + 1, before[column - 1] + (char != other)))
        before = current
    return before[-1]
