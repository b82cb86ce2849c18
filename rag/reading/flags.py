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

_PLACE = re.compile(r"(?P<kind>p|pp|para|paras)\. (?P<place>[^:]{1,200}): (?P<reason>.+)", re.DOTALL)
# As readers say it in running words: "page iv is empty", "2 pages (iv, 3) read from pictures".
_PAGES = re.compile(r"(?:page (?P<one>[^\s:(]+)|\d+ pages? \((?P<several>[^)]+)\)) (?P<reason>.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Flag:
    """One doubt: the reason in English, and the labels of the pages or the paragraph that it concerns."""

    reason: str
    pages: tuple[str, ...] = ()
    paragraph: str | None = None

    def __str__(self) -> str:
        """Return the flag as reports carry it."""
        if self.pages:
            return f"{'p' if len(self.pages) == 1 else 'pp'}. {', '.join(self.pages)}: {self.reason}"
        if self.paragraph is not None:
            return f"{'paras' if '–' in self.paragraph else 'para'}. {self.paragraph}: {self.reason}"
        return self.reason

    @property
    def has_place(self) -> bool:
        """Whether it concerns a page or a paragraph, and not the whole report."""
        return bool(self.pages) or self.paragraph is not None

    def concerns(self, locator: Locator) -> bool:
        """Tell whether a reader of that place should know: a flag without a place concerns every one."""
        if self.pages:
            return not {page.page_label or str(page.page_number) for page in locator.pages}.isdisjoint(self.pages)
        return self.paragraph is None or self.paragraph == locator.paragraph


def parse(text: str) -> Flag:
    """Return the flag that the words spell; words without a place are a flag of the whole report."""
    if match := _PLACE.fullmatch(text):
        if match["kind"] in ("p", "pp"):
            return Flag(match["reason"], pages=tuple(match["place"].split(", ")))
        return Flag(match["reason"], paragraph=match["place"])
    if match := _PAGES.fullmatch(text):
        return Flag(match["reason"], pages=tuple((match["one"] or match["several"]).split(", ")))
    return Flag(text)
