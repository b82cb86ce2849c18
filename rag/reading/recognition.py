"""Pictures of pages turned into lines of text by Tesseract, where it is installed.

One language a page: the one given, else the better of Arabic and French or English by Tesseract's own confidence, since
more than one at a time adds nothing. What was recognised is kept by the hash of the picture, so that a page is not
recognised twice.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from rag.reading.surroundings import surroundings

if TYPE_CHECKING:
    from PIL.Image import Image

DPI = 250
_SECONDS = 90.0  # for one page
_DOUBTFUL = 75.0  # of 100: below, a word with digits is named
_NOISE = 20.0  # of 100: below, a "word" without letters and digits is a speck
_UNSURE = 0.75  # of 1: below, another language is tried
_CODES = {"ar": ("ara",), "fr": ("fra", "eng"), "en": ("eng", "fra")}

_DIRECTIONS = re.compile("[\u200e\u200f\u202a-\u202e]")

INSTALL = "install Tesseract with its data for Arabic, French and English (Debian: tesseract-ocr-ara, -fra and -eng)"


@dataclass(frozen=True, slots=True)
class RecognisedLine:
    """A line as recognised; `gap` tells that a new block of text begins."""

    text: str
    gap: bool


@dataclass(frozen=True, slots=True)
class Recognised:
    """The lines of a page, how sure Tesseract is of its words (0 to 1), and the words with digits that it is not."""

    lines: tuple[RecognisedLine, ...]
    confidence: float
    doubtful: tuple[str, ...]


@cache
def languages() -> frozenset[str]:
    """The language data of Tesseract ("ara", "fra", "eng"); none where it is not installed."""
    try:
        import pytesseract
    except ImportError:
        return frozenset()
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # its threads only wait for each other
    with suppress(pytesseract.TesseractNotFoundError, pytesseract.TesseractError, OSError):
        return frozenset(pytesseract.get_languages()) - {"osd"}
    return frozenset()


def can_recognise() -> bool:
    """Tell whether any of the three languages can be recognised."""
    return any(code in languages() for codes in _CODES.values() for code in codes)


def recognise(picture: Image, likely: str | None = None) -> Recognised | None:
    """Return what stands in the picture of a page, None when Tesseract fails; `likely` is the report's language."""
    order = [likely, "ar", "fr"] if likely else ["fr", "ar"]
    codes = list(dict.fromkeys(filter(None, (_code(language) for language in order))))
    found: list[Recognised] = []
    for code in codes:
        result = _cached(picture, code)
        if result is not None:
            found.append(result)
            if result.confidence >= _UNSURE and likely and code == codes[0]:
                break
    return max(found, key=lambda result: result.confidence, default=None)


def _code(language: str | None) -> str | None:
    return next((code for code in _CODES.get(language or "", ()) if code in languages()), None)


def _cached(picture: Image, code: str) -> Recognised | None:
    folder = surroundings().cache
    if folder is None:
        return _recognised(picture, code)
    name = hashlib.sha256(f"{_version()} {code} {DPI} {picture.size} ".encode() + picture.tobytes()).hexdigest()
    file = folder / f"{name}.json"
    with suppress(OSError, ValueError, TypeError, KeyError):
        return _from_json(json.loads(file.read_text(encoding="utf-8")))
    result = _recognised(picture, code)
    if result is not None:
        with suppress(OSError):  # a full disk costs time, not the report
            folder.mkdir(parents=True, exist_ok=True)
            unfinished = file.with_suffix(".new")
            unfinished.write_text(json.dumps(asdict(result), ensure_ascii=False), encoding="utf-8")
            unfinished.replace(file)
    return result


def _from_json(values: dict[str, Any]) -> Recognised:
    lines = tuple(RecognisedLine(**line) for line in values["lines"])
    return Recognised(lines, float(values["confidence"]), tuple(values["doubtful"]))


@cache
def _version() -> str:
    import pytesseract

    return str(pytesseract.get_tesseract_version())


def _recognised(picture: Image, code: str) -> Recognised | None:
    import pytesseract

    try:
        table = pytesseract.image_to_data(
            picture, lang=code, config=f"--dpi {DPI}", output_type=pytesseract.Output.DICT, timeout=_SECONDS
        )
    except (pytesseract.TesseractError, RuntimeError, OSError):
        return None
    places = zip(table["block_num"], table["par_num"], table["line_num"], strict=True)
    words: list[tuple[tuple[int, ...], str, float]] = []
    for place, word, sure in zip(places, table["text"], map(float, table["conf"]), strict=True):
        text = _DIRECTIONS.sub("", word).strip()
        if text and not (sure < _NOISE and not any(map(str.isalnum, text))):
            words.append((place, text, sure))
    return _summed_up(words)


def _summed_up(words: Sequence[tuple[tuple[int, ...], str, float]]) -> Recognised:
    by_line: dict[tuple[int, ...], list[str]] = {}
    for place, text, _ in words:
        by_line.setdefault(place, []).append(text)
    lines: list[RecognisedLine] = []
    before: tuple[int, ...] = ()
    for place, texts in by_line.items():
        lines.append(RecognisedLine(" ".join(texts), gap=bool(before) and place[:2] != before))
        before = place[:2]
    letters = sum(len(text) for _, text, _ in words)
    confidence = sum(sure * len(text) for _, text, sure in words) / letters / 100 if letters else 0.0
    doubtful = [text for _, text, sure in words if sure < _DOUBTFUL and any(map(str.isdigit, text))]
    return Recognised(tuple(lines), round(confidence, 3), tuple(dict.fromkeys(doubtful)))
