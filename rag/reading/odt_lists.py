"""The numbers of lists and headings in OpenDocument text, which the file leaves to be counted.

A text:list names a style whose levels say how to count and write; lists nest by level. A list starts again unless it
says that it continues another (text:continue-list, text:continue-numbering). After OASIS OpenDocument 1.3, part 3,
sections 5.3 and 16.31.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from rag.reading.counters import written_as
from rag.reading.open_document import STYLE, TEXT, XML, elements

_FORMS = {
    "1": "decimal",
    "i": "lowerRoman",
    "I": "upperRoman",
    "a": "lowerLetter",
    "A": "upperLetter",
    "ا, ب, ت, ...": "arabicAlpha",
    "ا, ب, ج, ...": "arabicAbjad",
    "١, ٢, ٣, ...": "hindiNumbers",
}


@dataclass(frozen=True, slots=True)
class Level:
    """How a level is written; `form` is an OOXML number format, "" for a bullet, None where nothing is shown."""

    form: str | None
    prefix: str = ""
    suffix: str = ""
    start: int = 1
    shown: int = 1  # how many levels, this one included: 2 writes "1.2"


@dataclass(slots=True)
class Counter:
    """The counts of a list and of the lists that continue it, by level from 1."""

    levels: dict[int, Level]
    counts: dict[int, int] = field(default_factory=dict)
    unsaid: Level = Level("decimal", suffix=".")  # how levels are written that the style says nothing of

    def next(self, depth: int, start: int | None = None) -> str | None:
        """Count one item on and return what is shown before it: "" for a bullet, None for nothing."""
        level = self.levels.get(depth, self.unsaid)
        self.counts[depth] = start if start is not None else self.counts.get(depth, level.start - 1) + 1
        for deeper in [key for key in self.counts if key > depth]:
            del self.counts[deeper]
        if not level.form:
            return level.form
        parts = [self._written(place) for place in range(max(1, depth - level.shown + 1), depth + 1)]
        return f"{level.prefix}{'.'.join(part for part in parts if part)}{level.suffix}".strip()

    def _written(self, depth: int) -> str:
        level = self.levels.get(depth, Level("decimal"))
        return written_as(self.counts.get(depth, level.start), level.form) if level.form else ""


class Lists:
    """The list styles of a document and the lists met so far."""

    def __init__(self, styles: Iterator[Any]) -> None:
        self._levels: dict[str, dict[int, Level]] = {}
        self.outline = Counter({}, unsaid=Level(None))
        self._by_id: dict[str, Counter] = {}
        self._by_style: dict[str, Counter] = {}
        for style in styles:
            levels = {level: read for node in elements(style) for level, read in _levels(node)}
            if style.qname == (TEXT, "list-style"):
                self._levels[str(style.attributes.get((STYLE, "name")))] = levels
            elif style.qname == (TEXT, "outline-style"):
                self.outline = Counter(levels, unsaid=Level(None))

    def counter(self, element: Any) -> Counter:
        """Return the counter of a text:list that stands in no other list."""
        attributes = element.attributes
        style = str(attributes.get((TEXT, "style-name")) or "")
        continued = self._by_id.get(str(attributes.get((TEXT, "continue-list"))))
        if continued is None and attributes.get((TEXT, "continue-numbering")) == "true":
            continued = self._by_style.get(style)
        counter = Counter(self._levels.get(style, {}), continued.counts if continued else {})
        self._by_style[style] = counter
        if identity := attributes.get((XML, "id")):
            self._by_id[str(identity)] = counter
        return counter


def _levels(node: Any) -> Iterator[tuple[int, Level]]:
    kind = node.qname[1]
    if not kind.startswith(("list-level-style-", "outline-level-style")):
        return
    attributes = node.attributes
    depth = int(attributes.get((TEXT, "level")) or 1)
    if kind not in ("list-level-style-number", "outline-level-style"):
        yield depth, Level("")
        return
    form = str(attributes.get((STYLE, "num-format")) or "")
    yield (
        depth,
        Level(
            _FORMS.get(form.replace("أ", "ا"), "decimal") if form else None,
            str(attributes.get((STYLE, "num-prefix")) or ""),
            str(attributes.get((STYLE, "num-suffix")) or ""),
            int(attributes.get((TEXT, "start-value")) or 1),
            int(attributes.get((TEXT, "display-levels")) or 1),
        ),
    )
