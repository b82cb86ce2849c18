"""The numbers that Word computes for numbered paragraphs and never writes into them ("12.", "a)", "III.-").

A paragraph names a list (w:numId) and a level (w:ilvl), itself or through its style; the list points to an abstract
list whose levels say how to count and how to write ("%1.", "%2)"). Lists that share an abstract list share its counters
unless a w:startOverride starts them again. After ECMA-376 part 1, section 17.9. Pictures as bullets and legal numbering
are not told apart from ordinary ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rag.reading.markers import roman

if TYPE_CHECKING:
    from docx.document import Document

_BULLETS = ("bullet", "none")
_ARABIC_LETTERS = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"
_ABJAD = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"


@dataclass(frozen=True, slots=True)
class Label:
    """What Word shows before a paragraph: `text` ("12."), "" for a bullet; `depth` counts levels from 0."""

    text: str
    depth: int


@dataclass(slots=True)
class _Level:
    style: str = "decimal"
    pattern: str = "%1."
    start: int = 1


@dataclass(slots=True)
class _List:
    levels: dict[int, _Level] = field(default_factory=dict)
    counters: dict[int, int] = field(default_factory=dict)


def w(name: str) -> str:
    """Return a WordprocessingML name as lxml writes it."""
    return f"{{http://schemas.openxmlformats.org/wordprocessingml/2006/main}}{name}"


class WordNumbering:
    """Counts through a document; `label` is to be called once for each paragraph, in document order."""

    def __init__(self, document: Document) -> None:
        self._styles = {str(style.get(w("styleId"))): style for style in document.styles.element.findall(w("style"))}
        self._abstract: dict[str, _List] = {}
        self._lists: dict[str, tuple[str, dict[int, int]]] = {}
        self._begun: set[tuple[str, int]] = set()
        root = _numbering_root(document)
        if root is not None:
            self._load(root)

    def _load(self, root: Any) -> None:
        for abstract in root.findall(w("abstractNum")):
            levels = {int(level.get(w("ilvl"))): _level(level) for level in abstract.findall(w("lvl"))}
            self._abstract[str(abstract.get(w("abstractNumId")))] = _List(levels)
        for number in root.findall(w("num")):
            overrides = {
                int(override.get(w("ilvl"))): int(start.get(w("val")))
                for override in number.findall(w("lvlOverride"))
                if (start := override.find(w("startOverride"))) is not None
            }
            abstract_id = str(number.find(w("abstractNumId")).get(w("val")))
            self._lists[str(number.get(w("numId")))] = (abstract_id, overrides)

    def label(self, paragraph: Any) -> Label | None:
        """Return what Word shows before the w:p element, or None where it is not numbered."""
        number, depth = self._place(paragraph)
        abstract_id, overrides = self._lists.get(number or "", ("", {}))
        counted = self._abstract.get(abstract_id)
        if number is None or counted is None:
            return None
        level = counted.levels.get(depth, _Level())
        self._count(counted, number, depth, overrides)
        if level.style in _BULLETS:
            return Label("", depth) if level.style == "bullet" else None
        return Label(self._written(counted, level), depth)

    def _count(self, counted: _List, number: str, depth: int, overrides: dict[int, int]) -> None:
        first = counted.levels.get(depth, _Level()).start
        if depth in overrides and (number, depth) not in self._begun:
            counted.counters[depth] = overrides[depth]
        else:
            counted.counters[depth] = counted.counters.get(depth, first - 1) + 1
        self._begun.add((number, depth))
        for deeper in [key for key in counted.counters if key > depth]:
            del counted.counters[deeper]

    def _written(self, counted: _List, level: _Level) -> str:
        def written(match: re.Match[str]) -> str:
            depth = int(match.group(1)) - 1
            other = counted.levels.get(depth, _Level())
            return _write(counted.counters.get(depth, other.start), other.style)

        return re.sub(r"%(\d)", written, level.pattern)

    def _place(self, paragraph: Any) -> tuple[str | None, int]:
        """The list and level of a paragraph; what it does not say itself, its style or the style's ancestors say."""
        number: str | None = None
        depth: int | None = None
        for properties in self.properties(paragraph):
            found = properties.find(w("numPr"))
            if found is None:
                continue
            number = number or _value(found, "numId")
            level = _value(found, "ilvl")
            depth = depth if depth is not None or level is None else int(level)
            if number is not None:
                break
        return (None if number == "0" else number), depth or 0

    def properties(self, paragraph: Any) -> Iterator[Any]:
        """Yield the w:pPr of a paragraph, then those of its style and of the styles it is based on."""
        own = paragraph.find(w("pPr"))
        if own is not None:
            yield own
        for style in self.styles(paragraph):
            properties = style.find(w("pPr"))
            if properties is not None:
                yield properties

    def styles(self, paragraph: Any) -> Iterator[Any]:
        """Yield the style of a paragraph and the styles it is based on."""
        own = paragraph.find(w("pPr"))
        style_id = _value(own, "pStyle") if own is not None else None
        seen: set[str] = set()
        while style_id and style_id in self._styles and style_id not in seen:
            seen.add(style_id)
            yield self._styles[style_id]
            style_id = _value(self._styles[style_id], "basedOn")


def _numbering_root(document: Document) -> Any:
    """The numbering part, or None: python-docx would make an empty one from a template."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering"
    relations = document.part.rels.values()
    return next((relation.target_part.element for relation in relations if relation.reltype == kind), None)


def _level(element: Any) -> _Level:
    level = _Level(_value(element, "numFmt") or "decimal", _value(element, "lvlText") or "")
    level.start = int(_value(element, "start") or 1)
    return level


def _value(parent: Any, name: str) -> str | None:
    element = parent.find(w(name))
    return None if element is None else element.get(w("val"))


def _write(number: int, style: str) -> str:
    if style in ("upperRoman", "lowerRoman"):
        numeral = roman(number) if 0 < number < 40 else str(number)
        return numeral if style == "upperRoman" else numeral.lower()
    alphabets = {
        "lowerLetter": "abcdefghijklmnopqrstuvwxyz",
        "upperLetter": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "arabicAlpha": _ARABIC_LETTERS,
        "arabicAbjad": _ABJAD,
    }
    if style in alphabets and number > 0:
        alphabet = alphabets[style]
        return alphabet[(number - 1) % len(alphabet)] * ((number - 1) // len(alphabet) + 1)
    if style == "hindiNumbers":
        return "".join("٠١٢٣٤٥٦٧٨٩"[int(digit)] for digit in str(number))
    return f"{number:02d}" if style == "decimalZero" else str(number)
