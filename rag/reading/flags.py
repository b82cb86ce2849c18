"""Doubts about a report, in plain words that begin with their place: "p. iv: …", "para. 12: …", "paras. 12–16: …".

A flag without a place concerns the whole report. Reports carry the words; this builds them and takes them apart again,
so that a reader of one page or paragraph can be told what concerns it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.types import Locator

MISSING = "missing between {} and {}"
OUT_OF_ORDER = "out of order, after {}"
TWICE = "this number occurs more than once"

_PLACE = re.compile(r"(?P<kind>p|para|paras)\. (?P<place>[^:]{1,24}): (?P<reason>.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Flag:
    """One doubt: the reason in English, and the label of the page or the paragraph that it concerns."""

    reason: str
    page: str | None = None
    paragraph: str | None = None

    def __str__(self) -> str:
        """Return the flag as reports carry it."""
        if self.page is not None:
            return f"p. {self.page}: {self.reason}"
        if self.paragraph is not None:
            return f"{'paras' if '–' in self.paragraph else 'para'}. {self.paragraph}: {self.reason}"
        return self.reason

    def concerns(self, locator: Locator) -> bool:
        """Tell whether a reader of that place should know: a flag without a place concerns every one."""
        if self.page is not None:
            return self.page in {page.page_label or str(page.page_number) for page in locator.pages}
        return self.paragraph is None or self.paragraph == locator.paragraph


def parse(text: str) -> Flag:
    """Return the flag that the words spell; words without a place are a flag of the whole report."""
    match = _PLACE.fullmatch(text)
    if match is None:
        return Flag(text)
    if match["kind"] == "p":
        return Flag(match["reason"], page=match["place"])
    return Flag(match["reason"], paragraph=match["place"])
