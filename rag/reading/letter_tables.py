"""Wrong tables of letters in PDFs put right from the fonts that the file carries.

Some programs say of an Arabic glyph that it is all the words behind it (WeasyPrint up to version 57), while the font in
the file still tells which letter each glyph is. Glyphs that a font does not name are told by their outline, by the
glyph that they are made of with signs on it, or, as the two halves of lam and alef, by standing side by side; what is
left is called unknown, so that its page is not trusted. Tables without such faults, and fonts that are no TrueType
fonts, are left alone.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from rag.reading.glyphs import LONGEST_LIGATURE

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont
    from pypdf import PdfReader

_LONG = re.compile(rb"<((?:[0-9A-Fa-f]{4}){%d,})>" % (LONGEST_LIGATURE + 1))
_UNKNOWN = "\ufffd"
_NOTHING = "\ufffe"  # a vowel sign without a name: nobody is told of it
_FORMS = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]")  # Arabic presentation forms
_SINGLE = re.compile(rb"(?m)^<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]{4})>\r?$")
_ENOUGH = 10  # glyphs on whose names two fonts must agree
_RANGE = re.compile(r"(?<![\d/.,-])(\d{4})-(\d{4})(?![\d/.,-])")
_MARK = 3  # in a font's table of glyph classes
_MOST = 100  # entries in one block of a table
_LAM, _ALEF = "ل", "ا"
_HEAD = (
    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Own def /CMapType 2 def "
    "1 begincodespacerange <0000> <ffff> endcodespacerange"
)
_FOOT = "endcmap CMapName currentdict /CMap defineresource pop end end"


@dataclass(frozen=True, slots=True)
class _Outline:
    """A glyph of a font: its outline put to its left edge, and the glyphs that it is made of."""

    points: tuple[Any, ...]
    parts: tuple[int, ...]
    wide: bool
    is_mark: bool


def with_own_letters(reader: PdfReader, data: bytes) -> bytes:
    """Return a PDF with the tables of its fonts put right; the file itself where none is wrong or can be."""
    with suppress(Exception):  # damaged in one of many ways; what can be read of it is read without this
        if any(_is_wrong(font) for font in _fonts(reader.pages)):
            return _mended(data)
    return data


def _fonts(pages: Iterable[Any]) -> Iterator[Any]:
    """The composite fonts of the pages, each once."""
    seen: set[int] = set()
    for page in pages:
        resources = page["/Resources"].get_object() if "/Resources" in page else {}
        fonts = resources["/Font"].get_object() if "/Font" in resources else {}
        for reference in fonts.values():
            font = reference.get_object()
            if id(font) not in seen and font.get("/Subtype") == "/Type0":
                seen.add(id(font))
                yield font


def _is_wrong(font: Any) -> bool:
    """Tell whether a font's table says of a glyph that it is more letters than any ligature has."""
    table = font.get("/ToUnicode")
    if table is None or font.get("/Encoding") != "/Identity-H":
        return False
    texts = (bytes.fromhex(code.decode()).decode("utf-16-be", "ignore") for code in _LONG.findall(table.get_data()))
    return any(sum(map(str.isalpha, text)) > LONGEST_LIGATURE for text in texts)


def _mended(data: bytes) -> bytes:
    from fontTools.ttLib import TTFont
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import NameObject, StreamObject

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    fonts = [(font, file) for font in _fonts(writer.pages) if (file := _file(font)) is not None]
    names = [names_of(TTFont(io.BytesIO(file)), list(_drawn(writer.pages, font))) for font, file in fonts]
    for (font, _), own in zip(fonts, names, strict=True):
        table = StreamObject()
        table.set_data(_table(_with_likes(own, names) | _single(font)).encode())
        font[NameObject("/ToUnicode")] = writer._add_object(table)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def _file(font: Any) -> bytes | None:
    """The font's file, if it is a TrueType font whose glyphs pages name by their index."""
    inner = font["/DescendantFonts"][0].get_object()
    file = inner["/FontDescriptor"].get_object().get("/FontFile2")
    plain = font.get("/Encoding") == "/Identity-H" and inner.get("/CIDToGIDMap", "/Identity") == "/Identity"
    return file.get_data() if plain and file is not None else None


def _single(font: Any) -> dict[int, str]:
    """What the file's own table says of the glyphs that it takes for one letter."""
    table = font["/ToUnicode"].get_data() if "/ToUnicode" in font else b""
    return {int(glyph, 16): chr(int(code, 16)) for glyph, code in _SINGLE.findall(table)}


def _with_likes(own: Mapping[int, str], others: Sequence[Mapping[int, str]]) -> dict[int, str]:
    """The names with those that fonts have whose glyphs are counted alike, as the weights of a family often are."""
    found = dict(own)
    for other in others:
        shared = [glyph for glyph, name in own.items() if name != _UNKNOWN and other.get(glyph, _UNKNOWN) != _UNKNOWN]
        if len(shared) >= _ENOUGH and all(own[glyph] == other[glyph] for glyph in shared):
            found |= {glyph: other.get(glyph, _UNKNOWN) for glyph, name in found.items() if name == _UNKNOWN}
    return found


def _drawn(pages: Iterable[Any], font: Any) -> Iterator[list[int]]:
    """The glyphs that the pages draw in this font, command by command."""
    from pypdf.generic import ContentStream

    for page in pages:
        own = {name for name, other in page["/Resources"]["/Font"].items() if other.get_object() is font}
        chosen = False
        for operands, operator in ContentStream(page["/Contents"].get_object(), page.pdf).operations:
            if operator == b"Tf":
                chosen = operands[0] in own
            elif chosen and operator in (b"Tj", b"TJ"):
                parts = operands[0] if operator == b"TJ" else operands
                codes = b"".join(part.original_bytes for part in parts if hasattr(part, "original_bytes"))
                yield [int.from_bytes(codes[place : place + 2]) for place in range(0, len(codes), 2)]


def _table(names: Mapping[int, str]) -> str:
    entries = [f"<{glyph:04x}> <{name.encode('utf-16-be').hex()}>" for glyph, name in sorted(names.items())]
    blocks = [entries[start : start + _MOST] for start in range(0, len(entries), _MOST)]
    return "\n".join([_HEAD, *(f"{len(own)} beginbfchar\n{chr(10).join(own)}\nendbfchar" for own in blocks), _FOOT])


def names_of(font: TTFont, drawn: Sequence[Sequence[int]]) -> dict[int, str]:
    """Return what each glyph of a font is, by its index; `drawn` are the glyphs of each piece of text."""
    outlines = _outlines(font)
    names = _named(font)
    _by_outline(names, outlines)
    names |= _halves(names, outlines, drawn)
    _by_parts(names, outlines)
    for glyph, outline in outlines.items():
        names.setdefault(glyph, _NOTHING if outline.is_mark else _UNKNOWN)
    return names


def _named(font: TTFont) -> dict[int, str]:
    """What the font itself says of its glyphs: letters instead of their forms, and none for private use."""
    names: dict[int, str] = {}
    for code, glyph in sorted((font.getBestCmap() or {}).items()):
        char = chr(code)
        if unicodedata.category(char) != "Co":
            form = unicodedata.normalize("NFKC", char) if _FORMS.match(char) else char
            names.setdefault(font.getGlyphID(glyph), form)
    return names


def _outlines(font: TTFont) -> dict[int, _Outline]:
    """The glyphs with anything to see."""
    glyphs, order = font["glyf"], font.getGlyphOrder()
    classes = font["GDEF"].table.GlyphClassDef if "GDEF" in font else None
    kinds = classes.classDefs if classes is not None else {}
    found: dict[int, _Outline] = {}
    for index, name in enumerate(order):
        glyph = glyphs[name]
        if not glyph.numberOfContours or index == 0:
            continue
        coordinates, ends, flags = glyph.getCoordinates(glyphs)
        left = min(x for x, _ in coordinates)
        points = (tuple((x - left, y) for x, y in coordinates), tuple(ends), bytes(flag & 1 for flag in flags))
        parts = tuple(font.getGlyphID(part.glyphName) for part in glyph.components) if glyph.isComposite() else ()
        found[index] = _Outline(points, parts, font["hmtx"][name][0] > 0, kinds.get(name) == _MARK)
    return found


def _by_outline(names: dict[int, str], outlines: Mapping[int, _Outline]) -> None:
    """Name glyphs that look as named ones do at the same height."""
    known = {outlines[glyph].points: name for glyph, name in names.items() if glyph in outlines}
    for glyph, outline in outlines.items():
        if glyph not in names and outline.points in known:
            names[glyph] = known[outline.points]


def _by_parts(names: dict[int, str], outlines: Mapping[int, _Outline]) -> None:
    """Name glyphs made of a named one and of signs that others show to be those on letters, as in أ."""
    signs: dict[int, str] = {}
    for glyph, outline in outlines.items():
        letters = unicodedata.normalize("NFD", names.get(glyph, _UNKNOWN))
        if len(letters) > 1 and len(outline.parts) == 2 and names.get(outline.parts[0]) == letters[0]:
            signs[outline.parts[1]] = letters[1:]
    for glyph, outline in outlines.items():
        if glyph not in names and outline.parts and outline.parts[0] in names and signs.keys() >= {*outline.parts[1:]}:
            marks_on = "".join(signs[part] for part in outline.parts[1:])
            names[glyph] = unicodedata.normalize("NFC", names[outline.parts[0]] + marks_on)


def _halves(
    names: Mapping[int, str], outlines: Mapping[int, _Outline], drawn: Iterable[Sequence[int]]
) -> dict[int, str]:
    """The glyphs of which lam and alef are put together: two without a name, always side by side, one without width.

    No other two letters of Arabic must be joined so; where lam and alef are also drawn by names, these are others.
    """
    followers: dict[int, set[int]] = defaultdict(set)
    leaders: dict[int, set[int]] = defaultdict(set)
    for line in drawn:
        bare = [glyph if glyph in names else _base(glyph, outlines) for glyph in line]
        for first, second in pairwise([-1, *bare, -1]):
            followers[first].add(second)
            leaders[second].add(first)
    nameless = {glyph for glyph in followers if glyph in outlines and glyph not in names}
    alefs = {glyph for glyph in nameless if not outlines[glyph].wide and not outlines[glyph].is_mark}
    lams = {glyph for glyph in nameless if outlines[glyph].wide and leaders[glyph] <= alefs}
    by_name = any(
        names.get(first) == _ALEF and names.get(second) == _LAM for first, own in followers.items() for second in own
    )
    if by_name or not all(followers[glyph] <= lams for glyph in alefs):
        return {}
    return dict.fromkeys(alefs, _ALEF) | dict.fromkeys(lams, _LAM)


def _base(glyph: int, outlines: Mapping[int, _Outline]) -> int:
    parts = outlines[glyph].parts if glyph in outlines else ()
    return parts[0] if parts else glyph


def with_rising_ranges(text: str) -> str:
    """Return a line with the ends of its ranges in rising order: the same programs set them from left to right."""
    return _RANGE.sub(lambda match: "-".join(sorted(match.groups())), text)
