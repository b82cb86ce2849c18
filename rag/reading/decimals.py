"""Paragraphs that are numbered within their chapters: "1.1", "1.2", "2.1", or "1.1.1" under a heading "1.1".

Only the run is found here; whether the report is cited by it is decided in `numbering.py`. Headings that carry such
numbers take part in the run without being paragraphs of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rag.reading import flags, markers
from rag.reading.lines import Hint, Piece
from rag.reading.words import names_annex
from rag.text.normalise import fold

_NUMBER = re.compile(r"(\d{1,3}(?:[.\-]\d{1,3}){1,3})[.)\-]{0,2}\s+(?=[^\W\d_]|[«“\"'(])")
_LARGEST_GAP = 3
_LEAST_WORDS = 12  # of a paragraph that no full stop ends


@dataclass(slots=True)
class Decimals:
    """The numbers of paragraphs by the index of their piece ("2.13"), and the gaps between them."""

    labels: dict[int, str] = field(default_factory=dict)
    gaps: list[flags.Flag] = field(default_factory=list)

    def join(self, pieces: Sequence[Piece], numbers: Mapping[int, int]) -> None:
        """Add those of the run of whole numbers that open a chapter, "3." before "3.1", or stand in an annex."""
        chapters = {index: int(label.partition(".")[0]) for index, label in self.labels.items()}
        annexes = (
            index for index, piece in enumerate(pieces) if piece.hint is Hint.HEADING and names_annex(piece.text)
        )
        annex = next((index for index in annexes if index > max(self.labels)), len(pieces))
        for index, whole in numbers.items():
            if index > annex and _is_paragraph(pieces[index].text):
                self.labels[index] = str(whole)
                continue
            above = max((chapter for other, chapter in chapters.items() if other < index), default=0)
            below = min((chapter for other, chapter in chapters.items() if other > index), default=whole)
            if above < whole <= below and _is_paragraph(pieces[index].text):
                self.labels[index] = str(whole)
        self.labels = dict(sorted(self.labels.items()))


def number(text: str) -> tuple[int, ...]:
    """Return the number of several parts that a text begins with, of whatever script; () where there is none."""
    match = _NUMBER.match(fold(text[:40]))
    return tuple(int(part) for part in re.split(r"[.\-]", match[1])) if match else ()


def follow(pieces: Sequence[Piece]) -> Decimals:
    """Return the run of such numbers through the pieces: each goes on from the last of its chapter."""
    found = Decimals()
    last: dict[tuple[int, ...], int] = {}
    before: tuple[int, ...] = ()
    for index, piece in enumerate(pieces):
        own = number(piece.text) if piece.hint in (Hint.PLAIN, Hint.LIST_ITEM, Hint.HEADING) else ()
        if not own or own <= before:
            continue
        *chapter, place = own
        step = place - last.get(tuple(chapter), 0)
        if not 1 <= step <= _LARGEST_GAP:
            continue
        last[tuple(chapter)] = place
        before = own
        if piece.hint is Hint.HEADING or not _is_paragraph(piece.text):
            continue
        if step > 1 and place > step:
            lost = [_label((*chapter, missed)) for missed in range(place - step + 1, place)]
            reason = flags.MISSING.format(_label((*chapter, place - step)), _label(own))
            found.gaps.append(flags.Flag(reason, paragraph="–".join(dict.fromkeys((lost[0], lost[-1])))))
        found.labels[index] = _label(own)
    return found


def _is_paragraph(text: str) -> bool:
    return markers.ends_clause(text) or markers.word_count(text) > _LEAST_WORDS


def _label(parts: Sequence[int]) -> str:
    return ".".join(map(str, parts))
