"""Footnotes of Markdown: "[^1]" where one is called, "[^1]: …" where it stands, "^[…]" for both in one place.

CommonMark does not know them; this is the way in which pandoc, GitHub and most other programs write them. Definitions
are taken out before the text is parsed, notes are set behind the paragraph that calls them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest

from rag.reading.lines import Hint, Piece

_DEFINITION = re.compile(r" {0,3}\[\^([^\]\s]+)\]:[ \t]*(.*)")
_INLINE = re.compile(r"\^\[((?:[^\[\]]|\[[^\[\]]*\])+)\]")
_CALL = re.compile(r"\[\^([^\]\s]+)\]")
_INDENTED = re.compile(r"(?: {2,}|\t)")
_FENCE = re.compile(r" {0,3}(?:```|~~~)")


def take_out(text: str) -> tuple[str, dict[str, str]]:
    """Return the text without the definitions of notes, and these by their names, in Markdown."""
    kept: list[str] = []
    notes: dict[str, list[str]] = {}
    current: list[str] | None = None
    fenced = False
    for line in text.split("\n"):
        fenced ^= bool(_FENCE.match(line))
        found = None if fenced else _DEFINITION.match(line)
        if found:
            current = notes.setdefault(found[1], [])
            current.append(found[2])
        elif current is not None and (_INDENTED.match(line) or not line.strip() or current[-1]):
            current.append(line.strip())
        else:
            current = None
            kept.append(line)
            continue
        if not found and not line.strip():
            kept.append("")
    named = {name: "\n".join(lines).strip() for name, lines in notes.items()}

    def in_its_place(match: re.Match[str]) -> str:
        name = f"inline-{len(named)}"
        named[name] = match[1]
        return f"[^{name}]"

    return _INLINE.sub(in_its_place, "\n".join(kept)), named


def placed(pieces: Sequence[Piece], notes: Mapping[str, Iterable[str]]) -> list[Piece]:
    """Return the pieces with each note, given as its paragraphs, behind the piece that calls it.

    Those of a heading or a table wait until the next paragraph, or the table, is over; those called nowhere stand last.
    """
    found: list[Piece] = []
    waiting: list[Piece] = []
    numbers: dict[str, int] = {}

    def called(match: re.Match[str]) -> str:
        name = match[1]
        if name not in notes:
            return match[0]
        if name not in numbers:
            numbers[name] = len(numbers) + 1
            waiting.extend(_note(notes[name], str(numbers[name])))
        return ""

    for piece, following in zip_longest(pieces, pieces[1:]):
        found.append(replace(piece, text=_CALL.sub(called, piece.text).strip()))
        in_table = piece.hint is Hint.TABLE_ROW and following is not None and following.hint is Hint.TABLE_ROW
        if piece.hint not in (Hint.HEADING, Hint.TITLE, Hint.FURNITURE) and not in_table:
            found += waiting
            waiting.clear()
    uncalled = (note for name in notes if name not in numbers for note in _note(notes[name], name))
    return [*found, *waiting, *uncalled]


def _note(paragraphs: Iterable[str], mark: str) -> list[Piece]:
    return [Piece(text, Hint.NOTE, marker="" if place else mark) for place, text in enumerate(paragraphs)]
