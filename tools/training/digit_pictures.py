"""Draws lines of Arabic text with numbers in many fonts, spoilt as scans are, and says what each of their signs is.

Words are made up from letters by how often they occur. Numbers are drawn sign by sign, so that the place of each is
known; a sign that was broken or grew together with another is told from the share of its ink.
"""

from __future__ import annotations

import io
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from random import Random

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from rag.reading.digit_network import ARABIC, CLASSES, LATIN, OTHER, TOUCHING
from rag.reading.pictures import blackened
from rag.reading.signs import Described, describe

TRAINING = (
    "AlArabiya", "AlBattar", "AlHor", "AlManzomah", "AlYarmook", "Alkalami", "Amiri", "Arab", "DejaVu Sans",
    "DejaVu Sans Mono", "Dimnah", "Electron", "FreeFarsi", "FreeFarsi Monospace", "FreeMono", "Furat", "Granada",
    "Graph", "Hani", "Haramain", "Harmattan", "Homa", "Hor", "Jet", "KacstBook", "KacstLetter", "KacstNaskh",
    "KacstOffice", "KacstOne", "KacstScreen", "KacstTitle", "Kayrawan", "Lemonada", "Mashq", "Metal", "Nada", "Nagham",
    "Nice", "Noto Naskh Arabic", "Noto Naskh Arabic UI", "Noto Nastaliq Urdu", "Noto Sans Arabic",
    "Noto Sans Arabic UI", "Ouhod", "Petra", "Rasheeq", "Rehan", "Salem", "Sharjah", "Sindbad", "Tarablus", "Tholoth",
    "Titr",
)  # fmt: skip
SCORING = ("FreeSerif", "PakType Naqsh", "PakType Naskh Basic", "PakType Tehreer", "Thabit")
_INDIC_LATIN = "KacstOne"  # draws 0 to 9 as ٠ to ٩
_LATIN_FONTS = ("DejaVu Sans", "Liberation Sans", "Liberation Serif", "FreeSerif", "Noto Sans", "Noto Serif")
_OFTEN = {
    "ا": 14,
    "ل": 12,
    "ي": 7,
    "م": 6,
    "ن": 6,
    "و": 6,
    "ر": 5,
    "ت": 5,
    "ب": 4,
    "ع": 4,
    "ه": 3,
    "د": 3,
    "س": 3,
    "ف": 3,
}
_FREQUENCIES = (list(_OFTEN), list(_OFTEN.values()))
_LATIN_WORDS = "WHO UNICEF COVID Plan de I V l o".split()
_BESIDE = (
    [("", "")] * 7
    + [("،", "")] * 3
    + [(".", "")] * 2
    + [("(", ")"), (")", ""), ("", "("), ("؛", ""), (":", ""), ("-", "")]
)
_RARE = "كقحجشصخطضذغزثظءأإآؤئىة"
_PERSIAN = str.maketrans("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹")
_SAME = str.maketrans("۰۱۲۳۴۵۶۷۸۹٫", "٠١٢٣٤٥٦٧٨٩,")
_FOOT = 0.08  # of the size of the font: lower than this no zero stands
_WHOLE = 0.6  # of a sign's ink must be there
_IN_PIECES = f"%٪{OTHER}"  # what may consist of pieces side by side
_ALONE = 0.85  # of a sign's ink must be its own
_KINDS = "text date percent decimal grouped range item bracketed year lone".split()


@dataclass(frozen=True, slots=True)
class Typeface:
    """A font's files and what it can draw."""

    path: str
    index: int
    family: str
    codes: frozenset[int]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line as it is described, and for each sign its class as an index of `CLASSES`."""

    described: Described
    classes: NDArray[np.int64]


@cache
def typefaces(families: tuple[str, ...]) -> list[Typeface]:
    """Return the installed fonts of these families; those missing are left out."""
    from fontTools.ttLib import TTFont

    listed = subprocess.run(
        ["fc-list", "--format", "%{file}|%{index}|%{family[0]}|%{variable}\n"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    found = []
    for line in sorted(set(listed.stdout.split("\n"))):
        path, index, family, variable = (line.split("|") + [""] * 4)[:4]
        if family in families and variable != "True":
            number = int(index) & 0xFFFF
            found.append(Typeface(path, number, family, frozenset(TTFont(path, fontNumber=number).getBestCmap() or {})))
    return found


def _has_digits(face: Typeface) -> bool:
    return all(ord(digit) in face.codes for digit in ARABIC)


def lines(families: tuple[str, ...], count: int, seed: int) -> Iterator[Drawn]:
    """Draw so many lines, each family as often as the others."""
    draw = Random(seed)  # noqa: S311
    own, latin = [face for face in typefaces(families) if _has_digits(face)], typefaces(_LATIN_FONTS)
    names = sorted({face.family for face in own})
    for _ in range(count):
        family = draw.choice(names)
        face = draw.choice([face for face in own if face.family == family])
        yield _Line(draw, face, draw.choice(latin)).drawn()


@cache
def _font(path: str, index: int, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size, index=index)


class _Line:
    """One line while it is drawn: the ink, and for each pixel the number of the sign that it belongs to."""

    def __init__(self, draw: Random, face: Typeface, latin: Typeface) -> None:
        self._draw, self._face, self._latin = draw, face, latin
        self._dpi = draw.choice([150, 200, 200, 250, 300, 300, 400])
        self._size = round(draw.uniform(8, 17) * self._dpi / 72)
        self._left = self._size
        width, height = round(self._size * draw.uniform(12, 26)), 4 * self._size
        self._ink = Image.new("L", (width, height), 0)
        self._ids = Image.new("I", (width, height), 0)
        self._classes = [CLASSES.index(OTHER)]
        self._foreign = face.family == _INDIC_LATIN or draw.random() < 0.4  # Latin signs from another font
        self._pitch = draw.choice([0.0, 0.0, 0.0, 0.0, 0.04, 0.1, 0.25, -0.03])
        self._low = draw.choice([0.0, 0.0, draw.random()])  # some fonts have the zero hardly above the line's foot

    def drawn(self) -> Drawn:
        """Draw words and numbers until the line is full, and spoil it."""
        digits = self._draw.choice([ARABIC, ARABIC, ARABIC, LATIN])
        persian = digits is ARABIC and self._draw.random() < 0.2
        numbers_only = self._draw.random() < 0.12
        while self._left < self._ink.width - 6 * self._size:
            if numbers_only or self._draw.random() < 0.5:
                token = _number(self._draw, digits, digits is ARABIC)
                self._write(token.translate(_PERSIAN) if persian and ord("۴") in self._face.codes else token)
            else:
                self._word()
            self._left += round(self._size * self._draw.choice([0.25, 0.3, 0.4, 1.5 if numbers_only else 0.3]))
        return self._described()

    def _word(self) -> None:
        if self._draw.random() < 0.08:
            self._put(self._draw.choice(_LATIN_WORDS), OTHER, latin=True)
            return
        letters = "".join(
            self._draw.choice(_RARE) if self._draw.random() < 0.2 else self._draw.choices(*_FREQUENCIES)[0]
            for _ in range(self._draw.randint(1, 7))
        )
        before, after = self._draw.choice(_BESIDE)
        for mark in before:
            self._put(mark, mark)
        self._put(("ال" if self._draw.random() < 0.4 else "") + letters, OTHER)
        for mark in after:
            self._put(mark, mark)

    def _write(self, token: str) -> None:
        """Draw a number as it stands from left to right; a space is narrow."""
        for char in token:
            if char == " ":
                self._left += round(self._size * self._draw.uniform(0.12, 0.25))
            else:
                self._put(char, char.translate(_SAME), latin=char in LATIN)

    def _put(self, text: str, kind: str, latin: bool = False) -> None:
        known = all(ord(char) in self._face.codes for char in text)
        own = known and not (latin and self._foreign)
        face = self._face if own else self._latin
        if not all(ord(char) in face.codes for char in text):
            return
        font = _font(face.path, face.index, self._size)
        low = 0 if kind != ARABIC[0] else self._low * max(0, -font.getbbox(text, anchor="ls")[3] - _FOOT * self._size)
        place = (self._left, 3 * self._ink.height // 5 + round(low))
        direction = "ltr" if len(text) == 1 or latin else "rtl"
        left, top, right, bottom = (round(edge) for edge in font.getbbox(text, anchor="ls", direction=direction))
        box = place[0] + left - 2, place[1] + top - 2, place[0] + right + 2, place[1] + bottom + 2
        layer = Image.new("L", (box[2] - box[0], box[3] - box[1]), 0)
        ImageDraw.Draw(layer).text((2 - left, 2 - top), text, font=font, fill=255, anchor="ls", direction=direction)
        self._ink.paste(ImageChops.lighter(self._ink.crop(box), layer), box)
        self._classes.append(CLASSES.index(kind))
        self._ids.paste(len(self._classes) - 1, box, layer.point(lambda value: 255 if value > 60 else 0))
        self._left += max(1, round(font.getlength(text, direction=direction) + self._pitch * self._size))

    def _described(self) -> Drawn:
        grey, ids = _spoilt(self._draw, ImageChops.invert(self._ink), self._ids)
        factor = 300 / self._dpi
        size = round(grey.width * factor), round(grey.height * factor)
        grey, ids = grey.resize(size, Image.Resampling.BICUBIC), ids.resize(size, Image.Resampling.NEAREST)
        described = describe(blackened(grey))
        return Drawn(described, _classes(described, np.asarray(ids), np.array(self._classes)))


def _classes(described: Described, ids: NDArray[np.int32], kinds: NDArray[np.int64]) -> NDArray[np.int64]:
    """What each sign is: what most of its ink belongs to, if that is whole and alone."""
    total = np.bincount(ids[described.labels > 0], minlength=len(kinds))
    other, touching = CLASSES.index(OTHER), CLASSES.index(TOUCHING)
    found = []
    for sign in described.signs:
        part = np.s_[sign.top : sign.bottom, sign.left : sign.right]
        own = ids[part][np.isin(described.labels[part], sign.pieces)]
        counts = np.bincount(own, minlength=len(kinds))
        counts[0] = 0
        best = int(counts.argmax())
        several = [kinds[number] < 20 for number in np.flatnonzero(counts > 0.3 * total.clip(1))]
        whole = counts[best] >= _WHOLE * total[best] or CLASSES[kinds[best]] in _IN_PIECES
        if counts[best] >= _ALONE * counts.sum() > 0 and whole:
            found.append(int(kinds[best]))
        else:
            found.append(touching if len(several) > 1 and all(several) else other)
    return np.array(found, dtype=np.int64)


def _spoilt(draw: Random, grey: Image.Image, ids: Image.Image) -> tuple[Image.Image, Image.Image]:
    """Make a clean line look scanned; what each pixel belongs to follows it."""
    grown = np.asarray(ids)
    for axis in (0, 1):
        for shift in (1, -1):
            moved = np.roll(grown, shift, axis)
            grown = np.where(grown == 0, moved, grown)
    ids = Image.fromarray(grown)
    angle = draw.choice([0.0, draw.uniform(-0.3, 0.3), draw.uniform(-1, 1)])
    grey = grey.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=255)
    ids = ids.rotate(angle, resample=Image.Resampling.NEAREST, fillcolor=0)
    if draw.random() < 0.5:
        width, slant = draw.uniform(0.85, 1.2), draw.choice([0.0, draw.uniform(-0.1, 0.25)])
        form = (1 / width, slant, -slant * grey.height / 2, 0, 1, 0)
        size = round(grey.width * width), grey.height
        grey = grey.transform(size, Image.Transform.AFFINE, form, Image.Resampling.BICUBIC, fillcolor=255)
        ids = ids.transform(size, Image.Transform.AFFINE, form, Image.Resampling.NEAREST, fillcolor=0)
    spoil = draw.random()
    if spoil < 0.2:
        grey = ImageChops.darker(grey, ImageChops.offset(grey, draw.choice([0, 1]), draw.choice([0, 1])))
    elif spoil < 0.3:
        grey = ImageChops.lighter(grey, ImageChops.offset(grey, draw.choice([0, 1]), draw.choice([0, 1])))
    if draw.random() < 0.5:
        grey = grey.filter(ImageFilter.GaussianBlur(draw.uniform(0.3, 1.0)))
    pale = draw.choice([0, 0, draw.uniform(0, 130)])
    rows = pale + np.asarray(grey, dtype=np.float32) * (1 - pale / 255)
    if draw.random() < 0.5:
        noise = np.random.default_rng(draw.randrange(1 << 30)).normal(0, draw.uniform(4, 28), rows.shape)
        rows = rows + noise.astype(np.float32)
    grey = Image.fromarray(rows.clip(0, 255).astype(np.uint8))
    way = draw.random()
    if way < 0.4:
        limit = draw.randint(round(max(110, pale + 30)), 190)
        grey = grey.point(lambda value: 255 if value > limit else 0)
    elif way < 0.7:
        file = io.BytesIO()
        grey.save(file, "JPEG", quality=draw.randint(30, 80))
        grey = Image.open(file).convert("L")
    return grey, ids


def _number(draw: Random, digits: str, arabic: bool) -> str:
    """A number as it stands from left to right in a line of Arabic, with what may stand beside it."""

    def some(least: int, most: int) -> str:
        return "".join(draw.choice(digits) for _ in range(draw.randint(least, most)))

    percent, point, comma = ("٪%"[draw.random() < 0.3], "٫٫,."[draw.randrange(4)], "٬") if arabic else ("%", ",", ".")
    match draw.choice(_KINDS):
        case "date":
            sign = draw.choice("///.-")
            text = sign.join([some(2, 2), some(2, 2), some(4, 4)])
        case "percent":
            text = percent + some(1, 2) + draw.choice(["", point + some(1, 2)])
        case "decimal":
            text = some(1, 3) + point + some(1, 2)
        case "grouped":
            text = draw.choice([comma, comma, " "]).join([some(1, 3), *(some(3, 3) for _ in range(draw.randint(1, 2)))])
        case "range":
            text = some(1, 4) + "-" + some(1, 4)
        case "item":
            text = draw.choice(["- ", "-", ".", "("]) + some(1, 2)
        case "bracketed":
            text = "(" + some(1, 4) + ")"
        case "year":
            text = digits[1 + draw.randrange(2)] + some(3, 3)
        case "lone":
            text = some(1, 1)
        case _:
            text = some(1, 7)
    return draw.choice(["", "", "", "", "،", ".", "؛", ":"]) + text + draw.choice(["", "", "", "و"])
