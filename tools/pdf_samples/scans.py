"""Scans of pages of Arabic with many numbers, in fonts of one's choice: what recognition is tried and scored on.

Numbers are put between the words of a text, and a table of them behind it. Pages are set by Pillow, turned, made grey
or black and white, and spoilt as scanners do. What a page says is known word by word. Nothing is read here.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from rag.reading.digit_network import ARABIC, LATIN
from tools.training.digit_pictures import Typeface, typefaces

_SIZE = (5.8, 8.3)  # inches: A5
_MARGIN = 0.6  # inches
_OFTEN = 7  # words between two numbers
_LETTERS = "ابتجدرسعفقكلمنهوي"
_NARROW = "\u00a0"  # the space between groups that keeps them in order
_KINDS = ("plain", "plain", "year", "lone", "percent", "decimal", "grouped", "grouped", "date", "range", "bracketed")
_CELLS = ("short", "long", "grouped", "percent")
_INDIC = str.maketrans(LATIN + ",.%", ARABIC + "٬٫٪")
_PLAIN = str.maketrans("٬٫٪", ",.%")  # for fonts that lack them


@dataclass(frozen=True, slots=True)
class Scan:
    """A page: its picture and its dots an inch, and its lines as they should be read."""

    picture: Image.Image
    dpi: int
    lines: tuple[str, ...]


def scan(family: str, digits: str, sentences: Sequence[str], seed: int) -> Scan:
    """Set a page in a font with the digits `ARABIC` or `LATIN` and spoil it; raises ValueError where it lacks them."""
    draw = Random(seed)  # noqa: S311
    faces = [face for face in typefaces((family,)) if {*map(ord, digits + _LETTERS)} <= face.codes]
    if not faces:
        raise ValueError(f"{family} is not installed or lacks the digits {digits}")
    face = draw.choice(faces)
    dpi = draw.choice([200, 250, 300])
    words = [_drawable(word, face) for word in _words(draw, digits, sentences)]
    rows = [[_drawable(cell, face) for cell in row] for row in _rows(draw, digits, sentences)]
    picture, lines = _set(face, dpi, draw.uniform(10, 14), [word for word in words if word], rows)
    return Scan(_spoilt(draw, picture), dpi, tuple(lines))


def _words(draw: Random, digits: str, sentences: Sequence[str]) -> Iterator[str]:
    """The words of sentences in a random order, without numbers of their own, and numbers among them."""
    for sentence in draw.sample(list(sentences), len(sentences)):
        for word in sentence.split():
            if not any(map(str.isdigit, word)):
                yield word
                if draw.random() < 1 / _OFTEN and word[-1].isalpha():
                    yield _number(draw, digits, draw.choice(_KINDS))


def _rows(draw: Random, digits: str, sentences: Sequence[str]) -> list[list[str]]:
    """The rows of a table: a name and three numbers, each column of one kind."""
    names = [word for sentence in sentences for word in sentence.split() if word.isalpha() and len(word) > 3]
    kinds = [draw.choice(_CELLS) for _ in range(3)]
    return [[name, *(_number(draw, digits, kind) for kind in kinds)] for name in draw.sample(names, 7)]


def _number(draw: Random, digits: str, kind: str) -> str:
    def some(least: int, most: int) -> str:
        count = draw.randint(least, most)
        return str(draw.randint(10 ** (count - 1), 10**count - 1))

    match kind:
        case "year":
            text = f"{draw.choice(('19', '20'))}{draw.randint(0, 99):02}"
        case "lone":
            text = str(draw.randint(1, 9))
        case "percent":
            text = f"{some(1, 2)}{draw.choice(('', f'.{draw.randint(1, 9)}'))}%"
        case "decimal":
            text = f"{some(1, 3)}.{draw.randint(0, 99):02}".removesuffix("0")
        case "grouped":
            sign = draw.choice((",", ",", _NARROW))
            text = sign.join([some(1, 3), *(f"{draw.randint(0, 999):03}" for _ in range(draw.randint(1, 2)))])
        case "date":
            text = f"{draw.randint(1, 28):02}/{draw.randint(1, 12):02}/{draw.randint(1990, 2030)}"
        case "range":
            first = draw.randint(2, 60)
            text = f"{first}-{first + draw.randint(1, 30)}"
        case "bracketed":
            text = f"({some(1, 3)})"
        case "short":
            text = some(1, 2)
        case "long":
            text = some(4, 5)
        case _:
            text = some(1, 5)
    return text.translate(_INDIC) if digits == ARABIC else text


def _drawable(word: str, face: Typeface) -> str:
    """A word without the signs that a font lacks."""
    known = (char if ord(char) in face.codes else char.translate(_PLAIN) for char in word)
    return "".join(char for char in known if ord(char) in face.codes)


@cache
def _font(face: Typeface, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(face.path, size, index=face.index)


def _set(
    face: Typeface, dpi: int, points: float, words: Sequence[str], rows: Sequence[Sequence[str]]
) -> tuple[Image.Image, list[str]]:
    """Set words line by line from the right, and the rows below them; what does not fit is left out."""
    font = _font(face, round(points * dpi / 72))
    width, height = (round(length * dpi) for length in _SIZE)
    picture = Image.new("L", (width, height), 255)
    pen, margin = ImageDraw.Draw(picture), round(_MARGIN * dpi)
    ascent, descent = font.getmetrics()
    step = max(round(1.7 * points * dpi / 72), round(1.1 * (ascent + descent)))
    lines: list[str] = []
    row = margin + ascent

    def write(text: str, right: int) -> None:
        pen.text((right, row), text, font=font, fill=0, anchor="rs", direction="rtl")

    for line in _wrapped(words, font, width - 2 * margin):
        if row > height - margin - (len(rows) + 1) * step:
            break
        write(line, width - margin)
        lines.append(line)
        row += step
    row += step // 2
    for cells in rows:
        if row <= height - margin and all(cells):
            for number, cell in enumerate(cells):
                write(cell, width - margin - number * (width - 2 * margin) // len(cells))
            lines.append(" ".join(cells))
            row += step
    return picture, lines


def _wrapped(words: Sequence[str], font: ImageFont.FreeTypeFont, width: int) -> Iterator[str]:
    line = ""
    for word in words:
        longer = f"{line} {word}".strip()
        if line and font.getlength(longer, direction="rtl") > width:
            yield line
            longer = word
        line = longer


def _spoilt(draw: Random, picture: Image.Image) -> Image.Image:
    """Make a clean page look scanned: turned, pale, noisy, black and white or packed with losses."""
    turned = picture.rotate(draw.uniform(-0.6, 0.6), resample=Image.Resampling.BICUBIC, fillcolor=255)
    soft = turned.filter(ImageFilter.GaussianBlur(draw.uniform(0.3, 0.8)))
    if draw.random() < 0.4:
        return soft.point(lambda value: 255 if value > 150 else 0, mode="1")
    pale = draw.choice([0, 0, 90])
    noise = np.random.default_rng(draw.randrange(1 << 30)).normal(0, draw.uniform(3, 12), soft.size[::-1])
    grey = pale + np.asarray(soft, dtype=np.float64) * (1 - pale / 255) + noise
    file = io.BytesIO()
    Image.fromarray(grey.clip(0, 255).astype(np.uint8)).save(file, "JPEG", quality=draw.randint(45, 80))
    return Image.open(file).convert("L")
