"""What the sample PDFs say, written for them (*.txt here): paragraphs in French, in Arabic and mixed.

They hold what goes wrong in PDFs: numbers next to Arabic letters, ranges, dates, percentages, brackets, diacritics,
Latin names inside Arabic, lists and a table. A line is a paragraph; "# " opens the title, "## " a heading, "- " an item
of a list, "| " a row of a table, whose cells are parted by " | ".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Text:
    """A text to be set: its language, in how many columns, and its paragraphs as (kind, text).

    Kinds are "title", "heading", "paragraph", "item" and "row".
    """

    name: str
    language: str
    columns: int
    paragraphs: tuple[tuple[str, str], ...]

    @property
    def truth(self) -> list[str]:
        """The paragraphs as they are shown; a row of a table is its cells one after another."""
        return [words.replace(" | ", " ") for _, words in self.paragraphs]

    @property
    def cells(self) -> list[str]:
        """The paragraphs as they should be read where nothing shows the columns of a table: its cells, parted."""
        return [words.replace(" | ", "; ") for _, words in self.paragraphs]

    @property
    def named(self) -> list[str]:
        """The paragraphs as they should be read: a row names its columns, a header its names."""
        found: list[str] = []
        header: list[str] = []
        for before, (kind, words) in zip(("", *(kind for kind, _ in self.paragraphs)), self.paragraphs, strict=False):
            cells = words.split(" | ")
            if kind != "row":
                found.append(words)
            elif before != "row":
                header = cells
                found.append("; ".join(cells))
            else:
                found.append("; ".join(f"{name}: {cell}" for name, cell in zip(header, cells, strict=True)))
        return found


def is_arabic(words: str) -> bool:
    """Tell whether a paragraph is set from right to left."""
    return bool(re.search("[\u0620-\u064a]", words))


def _parse(source: str) -> tuple[tuple[str, str], ...]:
    kinds = {"# ": "title", "## ": "heading", "- ": "item", "| ": "row"}
    found = []
    for line in filter(None, map(str.strip, source.split("\n"))):
        kind = next((name for mark, name in kinds.items() if line.startswith(mark)), "paragraph")
        found.append((kind, line if kind == "paragraph" else line.split(" ", 1)[1]))
    return tuple(found)


def _text(name: str, language: str, columns: int) -> Text:
    source = Path(__file__).with_name(f"{name}.txt").read_text(encoding="utf-8")
    return Text(name, language, columns, _parse(source))


TEXTS = (
    _text("french", "fr", 1),
    _text("arabic", "ar", 1),
    _text("mixed", "ar", 1),
    _text("french-columns", "fr", 2),
    _text("arabic-columns", "ar", 2),
)
