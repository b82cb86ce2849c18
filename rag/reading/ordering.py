"""Rows of glyphs written out as lines of text in the order in which they are read.

Direction is decided line by line: a page in Arabic may quote French, and the other way round. Brackets are taken by the
side on which they hug a word, because producers disagree on whether the letter or its mirrored shape is stored.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from rag.reading.bidi import reading_order
from rag.reading.glyphs import Glyph, Row

ARABIC = re.compile("[\u0620-\u064a\u0671-\u06d3\ufb50-\ufdff\ufe70-\ufefc]")
_LATIN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿŒœ]")
_PAIRS = {"(": ")", "[": "]", "{": "}", "«": "»", "‹": "›"}
_BRACKET = re.compile("[" + re.escape("".join(_PAIRS) + "".join(_PAIRS.values())) + "]")
_FINAL = ".،؛"  # what ends a sentence or a part of it, and begins none
_FEWEST_ENDS = 3  # lines that show from which side the paragraphs of a page are set
_BEFORE_OPENING = " \n-–—/:\"'"
_AFTER_CLOSING = " \n-–—/:\"'.,;!?،؛؟"


def texts_of(rows: Sequence[Row], flipped: bool = False) -> list[str]:
    """Return the text of each row.

    `flipped` says that the letters of each text object stand in reading order from left to right, as the hidden text of
    some scans does.
    """
    whole = "".join(glyph.text for row in rows for glyph in row.glyphs)
    if _LATIN.search(whole) and not ARABIC.search(whole):
        written = (" ".join("".join(glyph.text for glyph in cell) for cell in row.cells) for row in rows)
        return _with_brackets("\n".join(written)).split("\n")
    arabic_page = len(ARABIC.findall(whole)) * 2 >= len(_LATIN.findall(whole))
    from_left = arabic_page and _set_from_left(rows)
    texts = []
    after_arabic = False
    for above, row in zip((None, *rows), rows, strict=False):
        rtl = _is_rtl(row, arabic_page, above) and (not from_left or _ends_at(row, 0))
        cells = [_elements(cell, flipped) for cell in (row.cells[::-1] if rtl else row.cells)]
        texts.append(" ".join(_read(cell, rtl, after_arabic) for cell in cells))
        letters = re.findall(r"[^\W\d_]", texts[-1])
        after_arabic = bool(ARABIC.match(letters[-1])) if letters else after_arabic
    return _with_brackets("\n".join(texts)).split("\n") if texts else []


def _is_rtl(row: Row, arabic_page: bool, above: Row | None) -> bool:
    """Tell which way a row runs; one without letters goes on as the one above it does."""
    if _ends_at(row, -1):
        return False  # some programs set a line of Arabic that begins with Latin letters from the left
    text = "".join(glyph.text for glyph in row.glyphs)
    arabic, latin = len(ARABIC.findall(text)), len(_LATIN.findall(text))
    if arabic == latin == 0:
        below = above is not None and above.glyphs[0].left <= row.glyphs[0].left <= above.glyphs[-1].right
        return _is_rtl(above, arabic_page, None) if above is not None and below else arabic_page
    return arabic > 0 and arabic * (4 if arabic_page else 1) >= latin


def _ends_at(row: Row, side: int) -> bool:
    """Tell whether a row of one cell ends with its full stop at a side, 0 the left one and -1 the right one."""
    text = "".join(glyph.text for glyph in row.glyphs)
    return len(row.cells) == 1 and text[side] in _FINAL and text[-1 - side] not in _FINAL


def _set_from_left(rows: Sequence[Row]) -> bool:
    """Tell whether paragraphs in Arabic are set as if they were Latin ones, as by programs that know one direction."""
    arabic = [row for row in rows if any(ARABIC.search(glyph.text) for glyph in row.glyphs)]
    right, left = (sum(_ends_at(row, side) for row in arabic) for side in (-1, 0))
    return right >= _FEWEST_ENDS and right > _FEWEST_ENDS * left


def _elements(cell: Sequence[Glyph], flipped: bool) -> list[str]:
    """The elements of a cell from left to right; in flipped text each text object is one, as it stands."""
    if not flipped:
        return [glyph.text for glyph in cell]
    objects = groupby(cell, key=lambda glyph: glyph.run)
    return ["".join(glyph.text for glyph in group) for _, group in objects]


def _read(elements: Sequence[str], rtl: bool, after_arabic: bool) -> str:
    if not rtl and not any(ARABIC.search(text) for text in elements):
        return "".join(elements)
    return "".join(elements[index] for index in reading_order(elements, rtl, after_arabic))


def _with_brackets(text: str) -> str:
    """Write each bracket as the opening or closing one of its kind, in pages of lines parted by line ends."""
    closing = {value: key for key, value in _PAIRS.items()}
    chars = list(text)
    open_since = dict.fromkeys(_PAIRS, False)
    for match in _BRACKET.finditer(text):
        place, char = match.start(), match.group()
        kind = closing.get(char, char)
        before = text[place - 1] if place else "\n"
        after = text[place + 1] if place + 1 < len(text) else "\n"
        may_open = before in _BEFORE_OPENING or bool(_BRACKET.match(before))
        may_close = after in _AFTER_CLOSING or bool(_BRACKET.match(after))
        opens = may_open if may_open != may_close else not open_since[kind]
        chars[place] = kind if opens else _PAIRS[kind]
        open_since[kind] = opens
    return "".join(chars)
