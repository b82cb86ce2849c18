"""Pages of lines turned into one run of pieces, as if the report had been written on a single sheet.

Printed labels are read, running headers and footers go, footnotes move behind their call, and paragraphs that a page
break cut are whole again; every piece still knows on which page each of its words stands.
"""

from __future__ import annotations

from collections.abc import Sequence

from rag.reading.labels import with_printed_labels
from rag.reading.lines import Line, Piece
from rag.reading.notes import attach, lift
from rag.reading.pages import without_running_lines
from rag.reading.wrapped import join


def pieces_of_pages(pages: Sequence[Sequence[Line]]) -> list[Piece]:
    """Return the pieces of the pages, in reading order."""
    return joined(without_running_lines(with_printed_labels(pages)))


def joined(bare: Sequence[Sequence[Line]]) -> list[Piece]:
    """Return the pieces of pages that are rid of their running lines."""
    bodies, notes = lift(bare)
    return attach(join([line for body in bodies for line in body]), notes)
