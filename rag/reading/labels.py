"""The labels printed on pages, told from the numbers at their edges: page 6 of a file may be printed "iv", or "3".

A number counts when it runs with the pages of the file: the same distance between the two on most of the pages that
bear one. A page without a printed number between two that have one is counted on. What a file itself says of its labels
is not looked at here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from rag.reading.lines import Line, Page
from rag.text.normalise import fold

_EDGE = 2  # lines at the top and at the bottom of a page
_LEAST_IN_WORDS = 3  # pages on which a number beside other words must run
_LABEL = re.compile(
    r"\W*(?:page|p|ص|صفحه|الصفحه)?\W*(?P<label>\d{1,4}|[ivxl]{1,7})(?:\W*(?:of|sur|de|/|من)\W*\d{1,4})?\W*"
)
_AT_EDGE = re.compile(r"^(\d{1,4})\b(?![.,)\-])|(?<![.,\d/])\b(\d{1,4})$")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}


def with_printed_labels(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Return the pages, their lines labelled as printed where a running number is found; others stay as they are."""
    labels = printed_labels(pages)
    return [[_labelled(line, labels.get(line.page.number)) if line.page else line for line in page] for page in pages]


def _labelled(line: Line, label: str | None) -> Line:
    if label is None or line.page is None or line.page.label not in (None, str(line.page.number)):
        return line
    return replace(line, page=Page(line.page.number, label))


def printed_labels(pages: Sequence[Sequence[Line]]) -> Mapping[int, str]:
    """Return the printed label by the number of the page in the file."""
    alone, romans, beside = {}, {}, {}
    for page in pages:
        number = next((line.page.number for line in page if line.page), None)
        if number is None:
            continue
        ends = [line for line in [*page[:_EDGE], *page[-_EDGE:]] if line.seat is None or line.seat.height <= _EDGE]
        edges = [fold(line.text).strip() for line in ends]
        bare = [match["label"] for text in edges if (match := _LABEL.fullmatch(text))]
        alone[number] = {int(label) for label in bare if label.isdigit()}
        romans[number] = {value for label in bare if (value := roman_value(label))}
        beside[number] = {int(one or other) for text in edges for one, other in _AT_EDGE.findall(text)}
    arabic = _running(alone, least=2) or _running(beside, least=_LEAST_IN_WORDS)
    front = {number: found for number, found in romans.items() if not arabic or number < min(arabic)}
    return {number: roman_numeral(value) for number, value in _running(front, least=1 if arabic else 2).items()} | {
        number: str(value) for number, value in arabic.items()
    }


def _running(numbers: Mapping[int, set[int]], least: int) -> dict[int, int]:
    """Printed number by number of the page, for the distance that most pages with a number have."""
    counts = Counter(value - number for number, found in numbers.items() for value in found)
    bearing = sum(bool(found) for found in numbers.values())
    if not counts:
        return {}
    distance, count = counts.most_common(1)[0]
    if count < least or count * 2 <= bearing or count * 3 < len(numbers):
        return {}
    printed = [number for number, found in numbers.items() if number + distance in found]
    return {number: number + distance for number in numbers if printed[0] <= number <= printed[-1]}


def roman_value(label: str) -> int | None:
    """Return the value of a small Roman numeral as pages bear it, or None for letters that are none."""
    if not label or any(char not in _ROMAN for char in label):
        return None
    values = [_ROMAN[char] for char in label]
    value = sum(-one if one < max(values[place:]) else one for place, one in enumerate(values))
    return value if roman_numeral(value) == label else None


def roman_numeral(value: int) -> str:
    """Write a number from 1 to 89 in small Roman numerals."""
    tens = ("", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx")
    units = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
    return tens[value // 10] + units[value % 10] if 0 < value < 90 else ""
