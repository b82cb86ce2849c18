"""The numbers that Word computes for numbered paragraphs and never writes into them ("12.", "a)", "III.-").

A paragraph names a list (w:numId) and a level (w:ilvl), itself or through its style; the list points to an abstract
list whose levels say how to count and how to write ("%1.", "%2)"). Lists that share an abstract list share its counters
unless a w:startOverride starts them again. After ECMA-376 part 1, section 17.9. Pictures as bullets are not told from
ordinary ones; numbers in words ("Article premier") are written in digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rag.reading.counters import written_as

if TYPE_CHECKING:
    from docx.document import Document


@dataclass(frozen=True, slots=True)
class Label:
    """What Word shows before a paragraph: `text` ("12."), "" for a bullet; `depth` counts levels from 0.

    `roman` tells a numeral such as "i)" from the ninth letter.
    """

    text: str
    depth: int
    roman: bool = False


@dataclass(slots=True)
class _Level:
    style: str = "decimal"
    pattern: str = "%1."
    start: int = 1
    decimals: bool = False  # legal numbering: the other levels are written in digits here
    restarts_after: int | None = None  # only levels up to this one start it again, 0: none does


@dataclass(slots=True)
class _List:
    levels: dict[int, _Level] = field(default_factory=dict)
    counters: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Use:
    """A list that uses an abstract one: where it starts again, and the levels that it writes in its own way."""

    abstract_id: str
    starts: Mapping[int, int]
    levels: Mapping[int, _Level]


def w(name: str) -> str:
    """Return a WordprocessingML name as lxml writes it."""
    return f"{{http://schemas.openxmlformats.org/wordprocessingml/2006/main}}{name}"


class WordNumbering:
    """Counts through a document; `label` is to be called once for each paragraph, in document order."""

    def __init__(self, document: Document) -> None:
        self._styles = {str(style.get(w("styleId"))): style for style in document.styles.element.findall(w("style"))}
        self._abstract: dict[str, _List] = {}
        self._lists: dict[str, _Use] = {}
        self._begun: set[tuple[str, int]] = set()
        root = _numbering_root(document)
        if root is not None:
            self._load(root)

    def _load(self, root: Any) -> None:
        for abstract in root.findall(w("abstractNum")):
            levels = {int(level.get(w("ilvl"))): _level(level) for level in abstract.findall(w("lvl"))}
            self._abstract[str(abstract.get(w("abstractNumId")))] = _List(levels)
        for number in root.findall(w("num")):
            starts, levels = {}, {}
            for override in number.findall(w("lvlOverride")):
                depth = int(override.get(w("ilvl")))
                if start := _value(override, "startOverride"):
                    starts[depth] = int(start)
                if (level := override.find(w("lvl"))) is not None:
                    levels[depth] = _level(level)
            abstract_id = str(number.find(w("abstractNumId")).get(w("val")))
            self._lists[str(number.get(w("numId")))] = _Use(abstract_id, starts, levels)
        for abstract in root.findall(w("abstractNum")):
            if linked := self._linked(abstract):
                self._abstract[str(abstract.get(w("abstractNumId")))] = linked

    def _linked(self, abstract: Any) -> _List | None:
        """The list that an abstract list without levels borrows from a numbering style."""
        style = self._styles.get(_value(abstract, "numStyleLink") or "")
        number = style.find(f"{w('pPr')}/{w('numPr')}") if style is not None else None
        use = self._lists.get(_value(number, "numId") or "") if number is not None else None
        return self._abstract.get(use.abstract_id) if use else None

    def label(self, paragraph: Any) -> Label | None:
        """Return what Word shows before the w:p element, or None where it is not numbered."""
        number, depth = self._place(paragraph)
        use = self._lists.get(number or "")
        counted = self._abstract.get(use.abstract_id) if use else None
        if number is None or use is None or counted is None:
            return None
        levels = {**counted.levels, **use.levels}
        level = levels.get(depth, _Level())
        self._count(counted, levels, number, depth)
        if level.style == "none" and not level.pattern.strip():
            return None
        if level.style == "bullet":
            return Label("", depth) if level.pattern.strip() else None
        return Label(_written(counted, levels, level), depth, "Roman" in level.style)

    def _count(self, counted: _List, levels: Mapping[int, _Level], number: str, depth: int) -> None:
        starts = self._lists[number].starts
        first = levels.get(depth, _Level()).start
        if depth in starts and (number, depth) not in self._begun:
            counted.counters[depth] = starts[depth]
        else:
            counted.counters[depth] = counted.counters.get(depth, first - 1) + 1
        self._begun.add((number, depth))
        for deeper in [key for key in counted.counters if key > depth]:
            after = levels.get(deeper, _Level()).restarts_after
            if after is None or depth < after:
                del counted.counters[deeper]

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
        """Return the style of a paragraph and the styles it is based on."""
        return self._styled(paragraph, "pPr", "pStyle")

    def table_styles(self, table: Any) -> Iterator[Any]:
        """Return the style of a table and the styles it is based on."""
        return self._styled(table, "tblPr", "tblStyle")

    def _styled(self, element: Any, properties: str, name: str) -> Iterator[Any]:
        own = element.find(w(properties))
        style_id = _value(own, name) if own is not None else None
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
    restart = _value(element, "lvlRestart")
    return _Level(
        _value(element, "numFmt") or "decimal",
        _value(element, "lvlText") or "",
        int(_value(element, "start") or 1),
        decimals=element.find(w("isLgl")) is not None,
        restarts_after=int(restart) if restart else None,
    )


def _value(parent: Any, name: str) -> str | None:
    element = parent.find(w(name))
    return None if element is None else element.get(w("val"))


def _written(counted: _List, levels: Mapping[int, _Level], level: _Level) -> str:
    def written(match: re.Match[str]) -> str:
        depth = int(match.group(1)) - 1
        other = levels.get(depth, _Level())
        style = "decimal" if level.decimals else other.style
        return written_as(counted.counters.get(depth, other.start), style)

    text = re.sub(r"%(\d)", written, level.pattern).strip()
    return text if any(map(str.isalnum, text)) else ""
