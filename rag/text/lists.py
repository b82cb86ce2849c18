"""Lists as texts show them: lines under the line that announces them, or items told one after the other in a sentence.

A list of lines is announced by a colon, or by a line with another sign before it, and goes on while its lines begin
with the same sign; lines under an item that ends with a colon belong to that item. How many items a sentence tells is
often open ("rights and inclusion, and trade"), so all counts that it may have are given. What a list is about is not
looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.text.number_words import is_number_word, read_number
from rag.text.sentences import beginning, split
from rag.text.tokens import words

_SIGN = re.compile(
    r"(?:(?P<bullet>[▪■●•✓✔➢◦‣·*–—-])\s+|(?P<number>\(?\d{1,3}\s?[.)-](?!\d)\s*)|(?P<letter>\(?[a-zA-Z]\)\s+))(?=\S)"
)
# A line without any sign is an item only if it is short.
_LONGEST_PLAIN = 30
_STOPS = " .!?؟…"
_COMMA = re.compile(r"[,،]\s+")
_HEAD = re.compile(r"[,،:]\s")
_SEMICOLON = re.compile(r"[;؛]\s*")
_AND = re.compile(r"(?:^|\s)(?:and|et|or|ou)\s", re.IGNORECASE)
# "And" is written together with the next word, of which it may be the first letter; before the article it is none.
_AND_THE = re.compile(r"\sو(?=ال)")
_OPENS_WITH_AND = re.compile(r"\s*(?:(?:and|et|or|ou)\s|و)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of lines, as offsets into its text: from its announcing line, where it has one, to its last item.

    `items` are the spans of the items without their signs.
    """

    start: int
    end: int
    items: tuple[tuple[int, int], ...]
    announced: bool

    def holds(self, start: int, end: int) -> bool:
        """Tell whether a span lies in the list."""
        return self.start <= start and end <= self.end


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    sign: str
    announces: bool


def announces(text: str) -> bool:
    """Tell whether a line says that items follow."""
    return text.rstrip().endswith((":", "：")) and any(letter.isalnum() for letter in text)


def listings(text: str) -> list[Listing]:
    """Return the lists of lines in a text, each with two items at least, by where they begin; an item may hold another.

    The first line of a text may have lost its sign, as passages begin after it.
    """
    lines = list(_lines(text))
    found: list[Listing] = []
    covered = 0
    for place, line in enumerate(lines):
        announced = line.announces or _heads(text, lines[place : place + 3])
        if place < covered and not announced:
            continue
        items, after = _items(text, lines, place + announced, above=line.sign if announced else "")
        if len(items) > 1:
            start = _last_sentence(text, line) if announced else items[0][0]
            found.append(Listing(start, items[-1][1], tuple(items), announced))
            covered = max(covered, after)
    return found


def counts(sentence: str) -> frozenset[int]:
    """Return how many items a sentence may tell one after the other; nothing where it tells none."""
    _, colon, tail = sentence.rstrip(_STOPS).rpartition(": ")
    told = tail if colon else sentence.rstrip(_STOPS)
    if len(parts := _SEMICOLON.split(told)) > 1:
        return frozenset({len(parts)} if colon or len(parts) > 2 else ())
    chunks = _COMMA.split(told)
    found = {_run(chunks)}
    if len(chunks) > 2 and _OPENS_WITH_AND.match(chunks[-1]):
        found.add(len(chunks))
    else:
        found |= {len(_AND_THE.split(chunks[0])), len(_AND_THE.split(told))}
    return frozenset(count for count in found if count > 1)


def tells(sentence: str, count: int) -> bool:
    """Tell whether a sentence enumerates so many things: after a colon, or after naming their number.

    Where it names the number, our own count may be off by one.
    """
    found = counts(sentence)
    if count in _numbers(_HEAD.split(sentence, maxsplit=1)[0]):
        return bool(found & {count - 1, count, count + 1})
    return ": " in sentence and count in found


def _numbers(text: str) -> set[int]:
    said = words(text)
    in_words = {read[0] for word in said if is_number_word(word) and (read := read_number([word]))}
    return in_words | {int(word) for word in said if word.isdecimal()}


def _run(chunks: Sequence[str]) -> int:
    """Items up to the "and" that closes the enumeration: "a, b and c, which …" has three."""
    for place, chunk in enumerate(chunks):
        if _OPENS_WITH_AND.match(chunk) and place:
            return place + 1
        if _AND.search(chunk):
            return place + 2
    return 0


def _lines(text: str) -> Iterator[_Line]:
    for match in re.finditer(r"[^\n\f]*\S", text):
        start, end = match.start() + len(match.group()) - len(match.group().lstrip()), match.end()
        sign = _SIGN.match(text, start, end)
        kind = (sign["bullet"] or str(sign.lastgroup)) if sign else ""
        yield _Line(start, end, kind, announces(text[start:end]))


def _items(text: str, lines: Sequence[_Line], first: int, above: str) -> tuple[list[tuple[int, int]], int]:
    """Return the items of the list that begins at a line, and the line after it; `above` is its announcer's sign."""
    if first >= len(lines):
        return [], first
    sign = lines[first].sign
    if not first and not sign and len(lines) > 1:
        sign = lines[1].sign
    items: list[tuple[int, int]] = []
    announcing = False
    for place in range(first, len(lines)):
        line = lines[place]
        if place == first or line.sign == sign:
            if not sign and (line.announces or not _is_plain_item(text, line)):
                return items, place
            announcing = line.announces
            items.append((_past_sign(text, line), line.end))
        elif announcing and line.sign and line.sign != above:
            items[-1] = (items[-1][0], line.end)
        else:
            return items, place
    return items, len(lines)


def _heads(text: str, lines: Sequence[_Line]) -> bool:
    """Tell whether the first of three lines stands, with a sign of its own, above two that share another."""
    if len(lines) < 3 or not lines[0].sign or not lines[1].sign:
        return False
    return lines[0].sign != lines[1].sign == lines[2].sign and len(split(text[lines[0].start : lines[0].end])) == 1


def _is_plain_item(text: str, line: _Line) -> bool:
    said = text[line.start : line.end]
    return len(said.split()) <= _LONGEST_PLAIN and len(split(said)) == 1


def _past_sign(text: str, line: _Line) -> int:
    sign = _SIGN.match(text, line.start, line.end)
    return sign.end() if sign else line.start


def _last_sentence(text: str, line: _Line) -> int:
    start, end = split(text[line.start : line.end])[-1]
    return beginning(text, line.start + start, line.start + end)
