"""Footnotes: lifted from the foot of the page, where they cut sentences in two, and set behind what calls them.

A line at the foot is a note when it begins with the next number, stands apart or in smaller letters, and the same page
calls that number: right behind a word, raised, or in brackets. What is called nowhere stays where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.reading.lines import Hint, Line, Page, Piece
from rag.reading.wrapped import glue
from rag.text.normalise import fold

_BEGINS = re.compile(r"[\[(]?(\d{1,3})(?:[\])]|\s?/)?\s*(?=[^\W\d_]|[«“\"'(])")
_RULE = re.compile(r"[_\-–—=]{3,}")


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: its number and its lines."""

    number: int
    lines: tuple[Line, ...]


def lift(pages: Sequence[Sequence[Line]]) -> tuple[list[list[Line]], list[Note]]:
    """Return the pages without their footnotes, and the footnotes in order."""
    bodies, notes = [], []
    expected = 1
    for page in pages:
        body, found = _lift_page(page, expected)
        if found:
            expected = found[-1].number + 1
        bodies.append(body)
        notes += found
    return bodies, notes


def _lift_page(page: Sequence[Line], expected: int) -> tuple[list[Line], list[Note]]:
    for start in range(1, len(page)):
        number = _number(page[start])
        if number not in (expected, 1) or not _stands_apart(page, start):
            continue
        notes = _parse(page[start:], number)
        body = list(page[:start])
        if body and _RULE.fullmatch(body[-1].text.strip()):
            body.pop()
        if all(calls(fold(" ".join(line.text for line in body)), note.number) for note in notes):
            return body, notes
    return list(page), []


def _number(line: Line) -> int | None:
    match = _BEGINS.match(fold(line.text).strip())
    return int(match.group(1)) if match else None


def _stands_apart(page: Sequence[Line], start: int) -> bool:
    line, before = page[start], page[start - 1]
    return line.gap or line.emphasis < 1 or bool(_RULE.fullmatch(before.text.strip()))


def _parse(lines: Sequence[Line], first: int) -> list[Note]:
    """The lines down to the page's end as notes: each goes on until a line begins with the next number."""
    notes = [[lines[0]]]
    for line in lines[1:]:
        if _number(line) == first + len(notes):
            notes.append([line])
        else:
            notes[-1].append(line)
    return [Note(first + place, tuple(own)) for place, own in enumerate(notes)]


def calls(folded: str, number: int) -> bool:
    """Tell whether the folded text calls the note of that number."""
    behind = r"(?<!\d[.,])(?:(?<=[^\W\d_])|(?<=[.,;:!?»”\"')\]%،؛؟])|(?<=[»”\"] ))"
    return bool(re.search(rf"{behind}{number}(?![\w%]|[.,]\d)|[\[(]{number}[\])]", folded))


def attach(pieces: Sequence[Piece], notes: Sequence[Note]) -> list[Piece]:
    """Return the pieces with each note behind the piece that calls it, else behind the last piece of its page."""
    behind: dict[int, list[Piece]] = {}
    for note in notes:
        page = note.lines[0].page
        own = [place for place, piece in enumerate(pieces) if page in _pages(piece)]
        calling = [place for place in own if calls(fold(pieces[place].text), note.number)]
        place = calling[0] if calling else (own or [len(pieces) - 1])[-1]
        behind.setdefault(place, []).append(_piece(note))
    attached: list[Piece] = list(behind.get(-1, []))
    for place, piece in enumerate(pieces):
        attached += [piece, *behind.get(place, [])]
    return attached


def _pages(piece: Piece) -> set[Page | None]:
    return {piece.page, *(page for _, page in piece.turns)}


def _piece(note: Note) -> Piece:
    text = ""
    for line in note.lines:
        text = glue(text, " ".join(line.text.split()))
    return Piece(text, Hint.NOTE, page=note.lines[0].page)
