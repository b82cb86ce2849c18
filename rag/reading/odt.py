"""OpenDocument text (.odt): headings, paragraphs, lists with their numbers, tables, notes behind their paragraphs.

Final text of tracked changes. Headers, footers and comments are not read.
Page numbers are the office program's affair and not in the file, so blocks have no page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import Any

from rag.reading import decimals, markers
from rag.reading.front import with_one_title
from rag.reading.lines import Contents, Hint, Piece
from rag.reading.odt_changes import remove_deleted
from rag.reading.odt_lists import Counter, Lists
from rag.reading.open_document import (
    BOXES,
    STYLE,
    TABLE,
    TEXT,
    UNREAD,
    below,
    cells_of,
    elements,
    line_of,
    load,
    properties_of,
    rows_of,
    shown,
    spans_of,
    text_of,
)
from rag.reading.tables import spread, table_pieces
from rag.text.normalise import tidy

_FO = "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
_LISTINGS = frozenset(
    (TEXT, name)
    for name in (
        "table-of-content user-index alphabetical-index illustration-index object-index table-index bibliography"
    ).split()
)
_NOTES = frozenset([(TEXT, "note")])
_PARAGRAPHS = ((TEXT, "p"), (TEXT, "h"))
_HEADING_STYLE = re.compile(r"(?:Heading|Titre|العنوان|عنوان)(?:_20_| )?(\d)")
_TITLE_STYLES = frozenset(("Title", "Subtitle"))
_BOLD_HEADING_LEVEL = 7


def read_odt(data: bytes, path: str) -> Contents:
    """Return the pieces of an OpenDocument text; raises ReadingError for encrypted, damaged and other files."""
    document, text = load(data, path, "text", ".odt")
    remove_deleted(text)
    body = _Body(document)
    pieces = with_one_title([*body.pieces(text), *body.waiting])
    return Contents(tuple(pieces), title=" ".join(body.titles) or None, properties=properties_of(document))


class _Body:
    """Walks through a document; keeps what the Title style marks, and notes that must wait for the next paragraph."""

    def __init__(self, document: Any) -> None:
        styles = [*elements(document.styles), *elements(document.automaticstyles)]
        self._styles = {style.attributes.get((STYLE, "name")): style for style in styles if style.attributes}
        self._lists = Lists(iter(styles))
        self._in_table = 0
        self.titles: list[str] = []
        self.waiting: list[Piece] = []

    def pieces(self, container: Any) -> list[Piece]:
        found: list[Piece] = []
        for node in elements(container):
            found += self._with_notes(self._piece(node))
        return found

    def _with_notes(self, found: list[Piece]) -> list[Piece]:
        """Let the notes that wait follow, unless a heading or a table is still to be finished."""
        if not found or self._in_table or found[-1].hint in (Hint.HEADING, Hint.FURNITURE):
            return found
        waiting, self.waiting = self.waiting, []
        return found + waiting

    def _piece(self, node: Any) -> list[Piece]:
        kind = node.qname
        if kind in _PARAGRAPHS:
            return self._paragraph(node)
        if kind == (TEXT, "list"):
            return self._list(node, self._lists.counter(node), 1)
        if kind == (TABLE, "table"):
            return self._table(node)
        if kind in _LISTINGS:
            return [Piece(text, Hint.FURNITURE) for each in _paragraphs(node) if (text := line_of(each))]
        return self.pieces(node) if kind not in UNREAD or kind in BOXES else []

    def _paragraph(self, node: Any, label: str | None = None) -> list[Piece]:
        lines = [" ".join(line.split()) for line in tidy(text_of(node)).split("\n")]
        text = " ".join(line for line in lines if line)
        boxed = [piece for box in below(node, BOXES) for piece in self.pieces(box)]
        own = self._own(node, text, [line for line in lines if line], label) if text else []
        self.waiting += [piece for note in below(node, _NOTES) for piece in _note(note)]
        return own + boxed

    def _own(self, node: Any, text: str, lines: list[str], label: str | None) -> list[Piece]:
        names = list(self._style_names(node))
        if _TITLE_STYLES.intersection(names):
            self.titles += [text] if "Title" in names else []
            return [Piece(text, Hint.TITLE)]
        level = self._heading_level(node, names, text)
        if level and node.qname == (TEXT, "h") and label is None:
            label = self._lists.outline.next(level)
        if level and not markers.is_body(text):
            return [Piece(f"{label} {text}" if label else text, Hint.HEADING, level=level)]
        if label is None:
            return [_marked(line) for line in markers.grouped(lines)]
        return [Piece(f"{label} {text}") if label else Piece(text, Hint.LIST_ITEM, marker="•")]

    def _style_names(self, node: Any) -> Iterator[str]:
        """The style of a paragraph and the styles it is made from; "_20_" stands for a space."""
        name = node.attributes.get((TEXT, "style-name"))
        seen: set[str] = set()
        while name and name not in seen:
            seen.add(name)
            yield name
            style = self._styles.get(name)
            name = style.attributes.get((STYLE, "parent-style-name")) if style is not None else None

    def _heading_level(self, node: Any, names: list[str], text: str) -> int:
        if node.qname == (TEXT, "h"):
            return int(node.attributes.get((TEXT, "outline-level")) or 1)
        found = next((match for name in names if (match := _HEADING_STYLE.fullmatch(name))), None)
        if found:
            return int(found.group(1))
        short = markers.word_count(text) <= 20 and not markers.ends_sentence(text)
        return _BOLD_HEADING_LEVEL if short and not markers.opens(text) and self._is_bold(node) else 0

    def _is_bold(self, node: Any) -> bool:
        if any(self._bolds(name) for name in self._style_names(node)):
            return True
        bold = [part for part in elements(node) if self._bolds(part.attributes.get((TEXT, "style-name")))]
        parts = [child for child in node.childNodes if shown(child).strip()]
        return bool(parts) and all(part in bold for part in parts)

    def _bolds(self, name: str | None) -> bool:
        style = self._styles.get(name)
        properties = elements(style) if style is not None else ()
        return any((each.attributes or {}).get((_FO, "font-weight")) == "bold" for each in properties)

    def _list(self, node: Any, counter: Counter, depth: int) -> list[Piece]:
        found: list[Piece] = []
        for item in elements(node):
            start = item.attributes.get((TEXT, "start-value"))
            for place, child in enumerate(elements(item)):
                if child.qname == (TEXT, "list"):
                    found += self._list(child, counter, depth + 1)
                elif child.qname in _PARAGRAPHS and place == 0 and item.qname == (TEXT, "list-item"):
                    label = counter.next(depth, int(start) if start else None)
                    found += self._with_notes([_nested(piece, depth) for piece in self._paragraph(child, label)])
                else:
                    found += self._with_notes(self._piece(child))
        return found

    def _table(self, node: Any) -> list[Piece]:
        self._in_table += 1
        headed = any(child.qname == (TABLE, "table-header-rows") for child in elements(node))
        rows = [[(self.pieces(cell), *spans_of(cell)) for cell in cells_of(row)] for row in rows_of(node)]
        self._in_table -= 1
        return table_pieces(spread(rows), headed=headed)


def _nested(piece: Piece, depth: int) -> Piece:
    if piece.hint is not Hint.PLAIN or markers.letter(piece.text) is not None or decimals.number(piece.text):
        return piece
    return Piece(piece.text, Hint.LIST_ITEM) if depth > 1 else piece


def _marked(text: str) -> Piece:
    bullet, rest = markers.split_bullet(text)
    return Piece(rest, Hint.LIST_ITEM, marker=bullet) if bullet and rest else Piece(text)


def _note(note: Any) -> Iterator[Piece]:
    mark = next((line_of(child) for child in elements(note) if child.qname == (TEXT, "note-citation")), "")
    body = (child for child in elements(note) if child.qname == (TEXT, "note-body"))
    texts = [text for each in chain.from_iterable(map(_paragraphs, body)) if (text := line_of(each))]
    for place, text in enumerate(texts):
        yield Piece(text, Hint.NOTE, marker="" if place else mark)


def _paragraphs(node: Any) -> Iterator[Any]:
    for child in elements(node):
        if child.qname in _PARAGRAPHS:
            yield child
        elif child.qname not in UNREAD:
            yield from _paragraphs(child)
