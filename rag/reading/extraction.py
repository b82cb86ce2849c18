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
from itertools import pairwise
from typing import Any

from rag.reading import forward, recognition, rows
from rag.reading.characters import Characters, characters_of
from rag.reading.glyphs import has_wrong_letters
from rag.reading.layout import lines_of_rows
from rag.reading.lines import Line, Page
from rag.reading.ordering import ARABIC, texts_of
from rag.reading.pdfium_calls import drawn_on
from rag.reading.quality import Doubt, Verdict, is_reversed, judge
from rag.reading.raised import with_calls
from rag.reading.rules import rules_of
from rag.reading.seating import seated
from rag.reading.slope import slopes
from rag.reading.wrapped import lines_of
from rag.text.normalise import tidy
from rag.types import PageReading

_SPACES = re.compile(r"\s+")
_STRETCH = re.compile(rf"(?<![^\s{ARABIC.pattern[1:]})\u0640+(?={ARABIC.pattern})")  # within a word or before it
_LIGATURES = re.compile("[\ufb00-\ufb06]")  # ff, fi, fl, … as one character
_GOOD = 0.6  # how sure text must be for nothing else to be tried
_PICTURE = 0.6  # of the page: a picture this large holds what there is to read
_STAMP = 120  # letters at most on a page that is one picture: a stamp or a page number, not its text
_OUTLINES = 300  # drawn shapes from which on a page without text may hold letters as outlines
_PATH, _IMAGE = 2, 3  # FPDF_PAGEOBJ_PATH, FPDF_PAGEOBJ_IMAGE


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
    page: Any, place: Page, plain: Callable[[], str], likely: Callable[[], str | None], announce: Callable[[], None]
) -> ExtractedPage:
    """Read one pypdfium2 page.

    `plain` returns its text as pypdf reads it, `likely` the language of the pages before; `announce` is called
    before the page is recognised, which takes seconds.
    """
    attempts = [_by_glyphs(page, place, plain)]
    sloped = Doubt.SLOPED in attempts[0].verdict.doubts
    own_fault = sloped or Doubt.WRONG_LETTERS in attempts[0].verdict.doubts  # which every program would follow
    pictured = _picture_share(page) >= _PICTURE
    stamped = pictured and len(attempts[0].text) < _STAMP
    if attempts[0].verdict.confidence < _GOOD and attempts[0].lines and not own_fault:
        attempts.append(_attempt("pypdf", lines_of(plain(), place), ()))
    best = max(attempts, key=lambda attempt: attempt.verdict.confidence)
    seen = bool(best.lines) or pictured or _is_drawn(page)
    if (best.verdict.confidence < _GOOD or stamped) and seen and recognition.can_recognise():
        announce()
        recognised = _by_recognition(page, place, likely())
        if recognised is not None and (stamped or recognised.verdict.confidence > best.verdict.confidence):
            best = recognised
    elif stamped:
        best = replace(best, verdict=Verdict(0.1, (*best.verdict.doubts, Doubt.PICTURE)))
    if sloped and Doubt.SLOPED not in best.verdict.doubts:
        best = replace(best, verdict=replace(best.verdict, doubts=(Doubt.SLOPED, *best.verdict.doubts)))
    doubts = (*map(str, best.verdict.doubts), *_named(best.numbers))
    reading = PageReading(place.number, place.label, best.extractor, best.verdict.confidence, doubts)
    if not best.lines:
        reading = PageReading(place.number, place.label, "none", 0.0, (str(Doubt.EMPTY),))
    return ExtractedPage(best.lines, reading, seen)


def _by_glyphs(page: Any, place: Page, plain: Callable[[], str]) -> _Attempt:
    characters = characters_of(page)
    way = forward if forward.goes_forward(characters) else rows
    found = seated(with_calls(way.rows_of(characters)), rules_of(page))
    texts = texts_of(found)
    if is_reversed("\n".join(texts)):
        turned = texts_of(found, flipped=True)
        texts = texts if is_reversed("\n".join(turned)) else turned
    attempt = _attempt("pdfium", lines_of_rows(found, texts, place), _others(characters, plain))
    if has_wrong_letters(found):
        return _doubted(attempt, Doubt.WRONG_LETTERS, 0.1)
    return _doubted(attempt, Doubt.SLOPED, 0.2) if slopes(characters) else attempt


def _doubted(attempt: _Attempt, doubt: Doubt, confidence: float) -> _Attempt:
    return replace(attempt, verdict=Verdict(confidence, (doubt, *attempt.verdict.doubts)))


def _others(characters: Characters, plain: Callable[[], str]) -> Iterator[str]:
    """The page in pdfium's own order, then as pypdf reads it."""
    yield characters.own_order
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
    kept = tuple(line for line in _tidied(lines) if line.text and (line.seat or not _is_stray(line.text)))
    return _Attempt(extractor, kept, judge(_as_shown(kept), others))


def _as_shown(lines: Sequence[Line]) -> str:
    """The text of a page with the cells of a row on one line: other programs run their numbers together."""
    parts = [line.text for line in lines[:1]]
    for before, line in pairwise(lines):
        one = _row_of(before) is not None and _row_of(before) == _row_of(line)
        parts.append(f"{' ' if one else chr(10)}{line.text}")
    return "".join(parts)


def _row_of(line: Line) -> tuple[int, int] | None:
    return (line.seat.table, line.seat.row) if line.seat is not None else None


def _tidied(lines: Sequence[Line]) -> Iterator[Line]:
    texts = _tidy("\n".join(line.text for line in lines)).split("\n")
    if len(texts) != len(lines):
        texts = [_tidy(line.text) for line in lines]
    for line, text in zip(lines, texts, strict=True):
        tidied = _SPACES.sub(" ", text).strip()
        yield line if tidied == line.text else replace(line, text=tidied)


def _tidy(text: str) -> str:
    shown = _LIGATURES.sub(lambda match: unicodedata.normalize("NFKC", match.group()), tidy(text))
    return _STRETCH.sub("", shown)


def _is_stray(text: str) -> bool:
    """Lone Arabic letters are no line: browsers leave them at the foot of a page where they cut it."""
    return not text.isascii() and all(len(word) == 1 and ARABIC.match(word) for word in text.split())


def _named(numbers: Sequence[str]) -> tuple[str, ...]:
    """What is doubtful of the numbers of a recognised page: some themselves, others may be missing by a word."""
    uncertain = ", ".join(number for number in numbers if any(map(str.isdigit, number)))
    beside = ", ".join(word for word in numbers if any(map(str.isalpha, word)) and not any(map(str.isdigit, word)))
    named = ("uncertain numbers", uncertain), ("numbers may be missing at", beside)
    return tuple(f"{what}: {words}" for what, words in named if words)


def _picture_share(page: Any) -> float:
    """The largest picture's share of the page."""
    width, height = page.get_size()
    shares = [0.0]
    for item in drawn_on(page, _IMAGE):
        left, bottom, right, top = item.get_bounds()
        shares.append((right - left) * (top - bottom) / (width * height))
    return max(shares)


def _is_drawn(page: Any) -> bool:
    """Tell whether a page without text has pictures, or as many shapes as letters drawn as outlines would make."""
    if next(drawn_on(page, _IMAGE), None) is not None:
        return True
    return sum(1 for _ in drawn_on(page, _PATH)) >= _OUTLINES
