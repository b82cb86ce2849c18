"""Footnotes: lifted from the foot of the page, where they cut sentences in two, and set behind what calls them.

A line at the foot is a note when it begins with the next number, stands apart or in smaller letters, and the same page
calls that number: right behind a word, raised, or in brackets. What is called nowhere stays where it stands. A note
that breaks off in mid-sentence goes on above the notes of the next page, in what stands apart there too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.reading import markers
from rag.reading.lines import Hint, Line, Page, Piece
from rag.reading.wrapped import written
from rag.text.normalise import fold

_BEGINS = re.compile(r"[\[(]?(\d{1,3})(?:[\])]|\s?/)?\s*(?=[^\W\d_]|[«“\"'(])")
_FULL = 0.75  # of the longest line of the page
_MOST_LINES = 12  # of a note at the end of a text without pages
_RULE = re.compile(r"[_\-–—=]{3,}")


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: its number and its lines."""

    number: int
    lines: tuple[Line, ...]


def lift(pages: Sequence[Sequence[Line]]) -> tuple[list[list[Line]], list[Note]]:
    """Return the pages without their footnotes, and the footnotes in order."""
    bodies: list[list[Line]] = []
    notes: list[Note] = []
    expected = 1
    for page in pages:
        body, found = _lift_page(page, expected)
        if notes and (more := _going_on(body, notes[-1])):
            body = _without_rule(body[: -len(more)])
            more, below = _parted(more, expected, body)
            notes[-1] = replace(notes[-1], lines=(*notes[-1].lines, *more))
            found = below + found
        if found:
            expected = found[-1].number + 1
        bodies.append(body)
        notes += found
    return bodies, notes


def _lift_page(page: Sequence[Line], expected: int) -> tuple[list[Line], list[Note]]:
    for start in range(1, len(page)):
        number = _number(page[start])
        if page[start].seat or number not in (expected, 1) or not _stands_apart(page, start):
            continue
        notes = _parse(page[start:], number)
        if page[start].page is None and not _are_last(notes):
            continue
        body = _without_rule(page[:start])
        if _all_called(body, notes):
            return body, notes
    return list(page), []


def _are_last(notes: Sequence[Note]) -> bool:
    """Tell whether nothing follows the notes of a text that has no pages: no line apart, none that is too long."""
    apart = any(line.gap for note in notes for line in note.lines[1:])
    return not apart and all(len(note.lines) <= _MOST_LINES for note in notes)


def _without_rule(body: Sequence[Line]) -> list[Line]:
    ruled = bool(body) and bool(_RULE.fullmatch(body[-1].text.strip()))
    return list(body[:-1] if ruled else body)


def _going_on(body: Sequence[Line], note: Note) -> Sequence[Line]:
    """The last lines of a page's body if the note of an earlier page goes on in them."""
    last = note.lines[-1]
    start = next((place for place in range(len(body) - 1, 0, -1) if _stands_apart(body, place)), 0)
    while start > 1 and body[start].emphasis < 1 and body[start - 1].emphasis < 1:
        start -= 1
    if not start or last.page is None or body[0].page is None or body[0].page.number != last.page.number + 1:
        return ()
    text = body[start].text.strip()
    if markers.ends_sentence(last.text) or markers.opens(text):
        return ()
    marked = body[start].emphasis < 1 or bool(_RULE.fullmatch(body[start - 1].text.strip()))
    # Without capitals only a full last line tells that the note breaks off.
    width = max(len(line.text.strip()) for line in body)
    runs_on = bool(markers.ARABIC.match(text)) and len(last.text.strip()) >= _FULL * width
    return body[start:] if marked or markers.begins_lower(text) or runs_on else ()


def _parted(lines: Sequence[Line], number: int, body: Sequence[Line]) -> tuple[Sequence[Line], list[Note]]:
    """The end of a note, and the notes below it that the body of the page calls."""
    for place in range(1, len(lines)):
        if _number(lines[place]) == number:
            below = _parse(lines[place:], number)
            if _all_called(body, below):
                return lines[:place], below
    return lines, []


def _all_called(body: Sequence[Line], notes: Sequence[Note]) -> bool:
    text = fold(" ".join(line.text for line in body))
    return all(calls(text, note.number) for note in notes)


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
    text, turns = written(note.lines)
    return Piece(text, Hint.NOTE, page=note.lines[0].page, turns=turns)
