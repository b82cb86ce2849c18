"""Pictures of pages turned into lines of text by Tesseract, where it is installed.

A page is read with the data of its main language: the one given, else the better of Arabic and French or English by
Tesseract's own confidence. It is then read with those of the others, to take over words of another script and to check
the numbers (`agreement.py`). What was recognised is kept by the hash of the picture, so that a page is not recognised
twice.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context
from dataclasses import astuple, dataclass, replace
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag.reading.agreement import Word, agreed, is_arabic, latin_lines
from rag.reading.digit_groups import grouped, joined
from rag.reading.drawn_commas import with_commas
from rag.reading.drawn_numbers import DrawnLine, drawn_in, without
from rag.reading.lone_digits import believed, lost
from rag.reading.mending import mended, once
from rag.reading.pictures import cleaned
from rag.reading.punctuation import punctuated
from rag.reading.segmentation import Strip, strips_of
from rag.reading.surroundings import surroundings

if TYPE_CHECKING:
    from PIL.Image import Image

DPI = 300
_FORM = 2  # of what is kept: one more whenever the same picture gives other words
_MODES = (7, 13)  # a picture is one line; where Tesseract rejects it as noise, read it all the same
_CORES = 2
_SECONDS = 90.0  # for one page
_NOISE = 20.0  # of 100: below, a "word" without letters and digits is a speck
_UNSURE = 0.75  # of 1: below, a page of a French or English report may be in Arabic
_SURE = 0.5  # of 1: below, a number in the digits ٠ to ٩ is named as doubtful
_LATIN = ("fra", "eng")

_NOT_TEXT = re.compile("[\u200e\u200f\u202a-\u202e|]")  # signs of direction, and lines of tables

_FINAL_COMMA = re.compile(',(?=[»)"]?$)')

INSTALL = "install Tesseract with its data for Arabic, French and English (Debian: tesseract-ocr-ara, -fra and -eng)"


@dataclass(frozen=True, slots=True)
class RecognisedLine:
    """A line as recognised; `gap` tells that a new block of text begins."""

    text: str
    gap: bool


@dataclass(frozen=True, slots=True)
class Recognised:
    """The lines of a page, how sure Tesseract is of its words (0 to 1), and the words with numbers in doubt."""

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
    return bool(languages() & {"ara", *_LATIN})


def recognise(picture: Image, likely: str | None = None) -> Recognised | None:
    """Return what stands in the picture of a page, None when Tesseract fails; `likely` is the report's language."""
    strips = strips_of(cleaned(picture))
    if not strips:
        return None
    codes = [code for code in _LATIN if code in languages()]
    if likely == "en":
        codes.reverse()
    also = ["ara"] if "ara" in languages() else []
    at_once = [] if likely in ("fr", "en") else also
    readings = _readings(strips, [*at_once, *codes])
    latin = {code: read for code in codes if (read := readings[code]) is not None}
    sure = latin and not at_once and _confidence(next(iter(latin.values()))) >= _UNSURE
    if not at_once and not sure:
        readings |= _readings(strips, also)
    arabic = readings.get("ara", ())
    if not latin and not arabic:
        return None
    words = agreed(arabic or (), list(latin.values()))
    if is_arabic(words):
        words = _with_drawn(strips, arabic or (), latin)
        words.sort(key=lambda word: strips[word.line].turn)
    words = grouped(words, [strip.picture for strip in strips])
    return _summed_up(words, [strip.gap for strip in strips])


def _with_drawn(strips: Sequence[Strip], arabic: Sequence[Word], latin: Mapping[str, Sequence[Word]]) -> list[Word]:
    """The words of a page of Arabic, its numbers checked by their shapes.

    Those in the digits ٠ to ٩ and the marks behind words are taken out of the picture, which is read again: Tesseract
    would make letters of them.
    """
    foreign = latin_lines(arabic, list(latin.values()))
    shapes = [
        DrawnLine([], [], []) if line in foreign else drawn_in(strip.picture, strip.cell)
        for line, strip in enumerate(strips)
    ]
    numbers = with_commas(believed([own.numbers for own in shapes], arabic))
    missed = lost([own.spare for own in shapes], arabic)
    drawn = [
        Word(number.text if number.is_arabic else number.visual, 100 * number.sure, line, number.left, number.right,
             number.is_arabic and not (number.twice and number.sure >= _SURE))
        for line, own in enumerate(numbers) for number in own
    ]  # fmt: skip
    taken = {line: [sign for number in own if number.is_arabic for sign in number.signs]
             for line, own in enumerate(numbers)}  # fmt: skip
    signs = {line: [mark.sign for mark in own.marks] for line, own in enumerate(shapes)}
    lines = [line for line in taken if taken[line] or signs[line]]
    left = [replace(strips[line], picture=without(strips[line].picture, taken[line] + signs[line])) for line in lines]
    again = [replace(word, line=lines[word.line]) for word in (_cached(left, "ara") if left else None) or ()]
    arabic = mended(arabic, again, taken, signs)
    words = once(agreed(arabic, list(latin.values()), drawn, rtl=True), [*latin.values(), drawn])
    words = joined(words, [strip.cell for strip in strips])
    words = punctuated(words, [own.marks for own in shapes])
    return [replace(word, doubtful=True) if _is_missed(word, missed) else word for word in words]


def _is_missed(word: Word, missed: Sequence[Word]) -> bool:
    return any(word.line == other.line and other.covers(word) for other in missed)


def _readings(strips: Sequence[Strip], codes: Sequence[str]) -> dict[str, tuple[Word, ...] | None]:
    """The page as read with the data for each language, some at the same time: Tesseract uses one core for each."""
    with ThreadPoolExecutor(_CORES) as pool:
        runs = {code: pool.submit(copy_context().run, _cached, strips, code) for code in codes}
    return {code: run.result() for code, run in runs.items()}


def _cached(strips: Sequence[Strip], code: str) -> tuple[Word, ...] | None:
    folder = surroundings().cache
    if folder is None:
        return _recognised(strips, code)
    digest = hashlib.sha256(f"{_version()} {_FORM} {code} {DPI} ".encode())
    for strip in strips:
        digest.update(f"{strip.picture.size} ".encode() + strip.picture.tobytes())
    name = digest.hexdigest()
    file = folder / f"{name}.json"
    with suppress(OSError, ValueError, TypeError, KeyError):
        return _from_json(json.loads(file.read_text(encoding="utf-8")))
    result = _recognised(strips, code)
    if result is not None:
        with suppress(OSError):  # a full disk costs time, not the report
            folder.mkdir(parents=True, exist_ok=True)
            unfinished = file.with_suffix(".new")
            unfinished.write_text(json.dumps([astuple(word) for word in result], ensure_ascii=False), encoding="utf-8")
            unfinished.replace(file)
    return result


def _from_json(values: Any) -> tuple[Word, ...]:
    if not isinstance(values, list):
        raise TypeError("not a list of words")
    return tuple(Word(*fields) for fields in values)


@cache
def _version() -> str:
    import pytesseract

    return str(pytesseract.get_tesseract_version())


def _recognised(strips: Sequence[Strip], code: str) -> tuple[Word, ...] | None:
    import pytesseract

    words: list[Word] = []
    with tempfile.TemporaryDirectory() as folder:
        left: Sequence[int] = range(len(strips))
        for number in left:
            strips[number].picture.save(Path(folder, f"{number}.png"))
        for mode in _MODES:
            try:
                words += _read(Path(folder), left, code, mode)
            except (pytesseract.TesseractError, RuntimeError, OSError):
                return None
            read = {word.line for word in words}
            left = [number for number in left if number not in read]
    return tuple(sorted(words, key=lambda word: word.line))


def _read(folder: Path, numbers: Sequence[int], code: str, mode: int) -> Iterator[Word]:
    """The words of the lines with these numbers; raises pytesseract's errors and RuntimeError when time is up."""
    import pytesseract

    if not numbers:
        return
    listing = folder / "lines.txt"
    listing.write_text("\n".join(str(folder / f"{number}.png") for number in numbers), encoding="utf-8")
    config = f"--dpi {DPI} --psm {mode}"
    table = pytesseract.image_to_data(
        str(listing), lang=code, config=config, output_type=pytesseract.Output.DICT, timeout=_SECONDS
    )
    columns = ("text", "conf", "page_num", "left", "width")
    before: Word | None = None
    for word, sure, page, left, width in zip(*(table[name] for name in columns), strict=True):
        text = _NOT_TEXT.sub("", str(word)).strip()
        if code == "ara":
            text = _FINAL_COMMA.sub("،", text)  # its data have no sign for the Arabic comma
        if text and not (float(sure) < _NOISE and not any(map(str.isalnum, text))):
            found = Word(text, float(sure), numbers[page - 1], left, left + width)
            if before and before.line == found.line and left < before.left < found.right:
                found = replace(found, right=before.left)  # a box that reaches over the words before it
            before = found
            yield found


def _confidence(words: Sequence[Word]) -> float:
    """How sure Tesseract is of the letters of a page, 0 to 1."""
    letters = sum(len(word.text) for word in words)
    return sum(word.sure * len(word.text) for word in words) / letters / 100 if letters else 0.0


def _summed_up(words: Sequence[Word], gaps: Sequence[bool]) -> Recognised:
    lines = [
        RecognisedLine(" ".join(word.text for word in group), gaps[line])
        for line, group in groupby(words, key=lambda word: word.line)
    ]
    doubtful = dict.fromkeys(word.text for word in words if word.doubtful)
    return Recognised(tuple(lines), round(_confidence(words), 3), tuple(doubtful))
