"""The headings that a piece stands under, the outermost first, told while walking through the report.

A format or the size of letters gives a heading its level; where neither does, parts ("II.") stand above sections with
the usual names, and these above other headings. A heading that directly follows another one of its depth is taken to
stand under it.
"""

from __future__ import annotations

import re

from rag.reading.lines import Piece
from rag.reading.words import names_annex, names_section

_PART, _SECTION, _OTHER = 1, 2, 8
_DECIMAL = re.compile(r"(\d{1,2}(?:\.\d{1,2})+)\.?\s")


class Outline:
    """Where the walk stands: `path` holds the names of the headings above."""

    def __init__(self) -> None:
        self._entered: list[tuple[int, str]] = []
        self._at_heading = False

    @property
    def path(self) -> tuple[str, ...]:
        """The names of the headings above, the outermost first."""
        return tuple(name for _, name in self._entered)

    def enter(self, piece: Piece, name: str, *, is_part: bool) -> None:
        """Pass a heading; `is_part` tells that it opens a numbered part of the report."""
        depth = _depth(piece, is_part)
        if self._at_heading and not piece.level and self._entered and self._entered[-1][0] == depth == _OTHER:
            depth += 1
        while self._entered and self._entered[-1][0] >= depth:
            self._entered.pop()
        self._entered.append((depth, name))
        self._at_heading = True

    def pass_body(self) -> None:
        """Pass a piece that is no heading."""
        self._at_heading = False


def _depth(piece: Piece, is_part: bool) -> int:
    if names_annex(piece.text):
        return _PART
    if piece.level:
        return piece.level
    if is_part:
        return _PART
    if decimal := _DECIMAL.match(piece.text):
        return _SECTION + decimal.group(1).count(".")
    return _SECTION if names_section(piece.text) else _OTHER
