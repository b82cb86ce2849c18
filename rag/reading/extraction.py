"""One page of a PDF by whichever way of reading it gives text that can be right: pdfium, pypdf, then recognition.

pdfium gives each glyph with its place, so that Arabic comes out in reading order whatever program made the file, and is
some times faster than pypdf. Where its text cannot be right, pypdf is tried, then Tesseract on a picture of the page.
Which one was used, how sure it is and what remains doubtful goes into the report.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rag.reading import recognition
from rag.reading.columns import parted
from rag.reading.glyphs import has_wrong_letters, rows_of
from rag.reading.layout import lines_of_rows
from rag.reading.lines import Line, Page
from rag.reading.ordering import ARABIC, texts_of
from rag.reading.quality import Doubt, Verdict, is_reversed, judge
from rag.reading.wrapped import lines_of
from rag.text.normalise import tidy
from rag.types import PageReading

_SPACES = re.compile(r"\s+")
_LIGATURES = re.compile("[\ufb00-\ufb06]")  # ff, fi, fl, … as one character
_GOOD = 0.6  # how sure text must be for nothing else to be tried
_PICTURE = 0.6  # of the page: a picture this large holds what there is to read
_STAMP = 120  # letters at most on a page that is one picture: a stamp or a page number, not its text
_OUTLINES = 300  # drawn shapes from which on a page without text may hold letters as outlines
_IMAGE, _PATH = 3, 2  # FPDF_PAGEOBJ_IMAGE, FPDF_PAGEOBJ_PATH


@dataclass(frozen=True, slots=True)
class ExtractedPage:
    """The lines of a page and how they were read; `seen` tells that there is something to see on the page."""

    lines: tuple[Line, ...]
    reading: PageReading
    seen: bool


@dataclass(frozen=True, slots=True)
class _Attempt:
    extractor: str
    lines: tuple[Line, ...]
    verdict: Verdict
    numbers: tuple[str, ...] = ()  # recognised but doubtful

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


def extract(
    page: Any, place: Page, plain: Callable[[], str], likely: str | None, announce: Callable[[], None]
) -> ExtractedPage:
    """Read one pypdfium2 page.

    `plain` returns its text as pypdf reads it, `likely` is the language of the pages before; `announce` is called
    before the page is recognised, which takes seconds.
    """
    attempts = [_by_glyphs(page, place, plain)]
    own_fault = Doubt.WRONG_LETTERS in attempts[0].verdict.doubts  # which every program would follow
    pictured = _picture_share(page) >= _PICTURE
    stamped = pictured and len(attempts[0].text) < _STAMP
    if attempts[0].verdict.confidence < _GOOD and attempts[0].lines and not own_fault:
        attempts.append(_attempt("pypdf", lines_of(plain(), place), ()))
    best = max(attempts, key=lambda attempt: attempt.verdict.confidence)
    seen = bool(best.lines) or pictured or _is_drawn(page)
    if (best.verdict.confidence < _GOOD or stamped) and seen and recognition.can_recognise():
        announce()
        recognised = _by_recognition(page, place, likely)
        if recognised is not None and (stamped or recognised.verdict.confidence > best.verdict.confidence):
            best = recognised
    elif stamped:
        best = replace(best, verdict=Verdict(0.1, (*best.verdict.doubts, Doubt.PICTURE)))
    doubts = (*map(str, best.verdict.doubts), *_named(best.numbers))
    reading = PageReading(place.number, place.label, best.extractor, best.verdict.confidence, doubts)
    if not best.lines:
        reading = PageReading(place.number, place.label, "none", 0.0, (str(Doubt.EMPTY),))
    return ExtractedPage(best.lines, reading, seen)


def _by_glyphs(page: Any, place: Page, plain: Callable[[], str]) -> _Attempt:
    rows = parted(rows_of(page))
    texts = texts_of(rows)
    if is_reversed("\n".join(texts)):
        turned = texts_of(rows, flipped=True)
        texts = texts if is_reversed("\n".join(turned)) else turned
    attempt = _attempt("pdfium", lines_of_rows(rows, texts, place), _others(page, plain))
    if has_wrong_letters(rows):
        return replace(attempt, verdict=Verdict(0.1, (Doubt.WRONG_LETTERS, *attempt.verdict.doubts)))
    return attempt


def _others(page: Any, plain: Callable[[], str]) -> Iterator[str]:
    """The page in pdfium's own order, then as pypdf reads it."""
    textpage = page.get_textpage()
    try:
        yield textpage.get_text_range()
    finally:
        textpage.close()
    yield plain()


def _by_recognition(page: Any, place: Page, likely: str | None) -> _Attempt | None:
    bitmap = page.render(scale=recognition.DPI / 72, grayscale=True)
    try:
        found = recognition.recognise(bitmap.to_pil(), likely)
    finally:
        bitmap.close()
    if found is None:
        return None
    attempt = _attempt("tesseract", [Line(line.text, line.gap, place) for line in found.lines], ())
    confidence = min(found.confidence, attempt.verdict.confidence)
    return replace(attempt, verdict=Verdict(confidence, attempt.verdict.doubts), numbers=found.doubtful)


def _attempt(extractor: str, lines: Sequence[Line], others: Iterator[str] | tuple[str, ...]) -> _Attempt:
    tidied = [replace(line, text=_SPACES.sub(" ", _tidy(line.text)).strip()) for line in lines]
    kept = tuple(line for line in tidied if line.text and not _is_stray(line.text))
    return _Attempt(extractor, kept, judge("\n".join(line.text for line in kept), others))


def _tidy(text: str) -> str:
    return _LIGATURES.sub(lambda match: unicodedata.normalize("NFKC", match.group()), tidy(text))


def _is_stray(text: str) -> bool:
    """Lone Arabic letters are no line: browsers leave them at the foot of a page where they cut it."""
    return all(len(word) == 1 and ARABIC.match(word) for word in text.split())


def _named(numbers: Sequence[str]) -> tuple[str, ...]:
    if not numbers:
        return ()
    return (f"uncertain numbers: {', '.join(numbers)}",)


def _picture_share(page: Any) -> float:
    """The largest picture's share of the page."""
    width, height = page.get_size()
    shares = [0.0]
    for item in page.get_objects(filter=[_IMAGE], max_depth=4):
        left, bottom, right, top = item.get_bounds()
        shares.append((right - left) * (top - bottom) / (width * height))
    return max(shares)


def _is_drawn(page: Any) -> bool:
    """Tell whether a page without text has pictures, or as many shapes as letters drawn as outlines would make."""
    if next(page.get_objects(filter=[_IMAGE], max_depth=4), None) is not None:
        return True
    return sum(1 for _ in page.get_objects(filter=[_PATH], max_depth=4)) >= _OUTLINES
