"""What stands at a place of a report: the text that a fact's evidence points to."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from eval.types import Place
from rag.types import Report


class Places:
    """The places of the indexed reports; `report` raises KeyError for an id that is not indexed."""

    def __init__(self, report: Callable[[str], Report]) -> None:
        self._report = cache(report)

    def text(self, place: Place) -> str | None:
        """Return all that stands there, a line for each block; None if there is no such report or place."""
        try:
            report = self._report(place.doc)
        except KeyError:
            return None
        blocks = [block for block in report.blocks if block.paragraph == place.at]
        return "\n".join(report.text[block.start : block.end] for block in blocks) or None

    def of(self, doc: str) -> tuple[str, ...] | None:
        """Return the names of the report's places in its order; None if it is not indexed."""
        try:
            blocks = self._report(doc).blocks
        except KeyError:
            return None
        return tuple(dict.fromkeys(block.paragraph for block in blocks if block.paragraph))
