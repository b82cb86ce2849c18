"""OpenDocument text (.odt): headings, paragraphs, lists with their numbers, tables, notes behind their paragraphs.

Final text of tracked changes. Headers, footers and comments are not read.
Page numbers are the office program's affair and not in the file, so blocks have no page.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from itertools import chain
from typing import Any

from rag.errors import ReadingError
from rag.reading import markers
from rag.reading.archives import open_archive
from rag.reading.lines import Contents, Hint, Piece, Properties
from rag.reading.odt_changes import remove_deleted
from rag.reading.odt_lists import STYLE, TEXT, Counter, Lists
from rag.reading.tables import spread, table_pieces
from rag.text.normalise import tidy

_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_DRAW = "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
_FO = "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
_DC = "http://purl.org/dc/elements/1.1/"
_TEXT_NODE = 3
_LISTINGS = frozenset(
    (TEXT, name)
    for name in (
        "table-of-content user-index alphabetical-index illustration-index object-index table-index bibliography"
    ).split()
)
_UNREAD = frozenset(
    [(TEXT, name) for name in ("note", "tracked-changes", "ruby-text", "hidden-text", "note-citation")]
    + [(_OFFICE, "annotation"), (_OFFICE, "annotation-end"), (_DRAW, "text-box")]
    + [(_OFFICE, "forms"), (TEXT, "sequence-decls"), (TEXT, "variable-decls")]
)
_PARAGRAPHS = ((TEXT, "p"), (TEXT, "h"))
_HEADING_STYLE = re.compile(r"(?:Heading|Titre|العنوان|عنوان)(?:_20_| )?(\d)")
_BOLD_HEADING_LEVEL = 7
_MOST_REPEATED = 1000  # cells that a file may say to repeat


def read_odt(data: bytes, path: str) -> Contents:
    """Return the pieces of an OpenDocument text; raises ReadingError for encrypted, damaged and other files."""
    from odf.opendocument import load

    with open_archive(data, path, "OpenDocument") as archive:
        names = archive.namelist()
        if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise ReadingError(path, "is protected by a password.", "Save a copy without a password and index that.")
        if "content.xml" not in names:
            raise ReadingError(path, "is no OpenDocument text.", "Open it in its own program and save it as .odt.")
    document = load(io.BytesIO(data))
    if not hasattr(document, "text"):
        raise ReadingError(path, "is no OpenDocument text.", "Save it in the format of its kind, or as .odt.")
    remove_deleted(document.text)
    body = _Body(document)
    pieces = body.pieces(document.text)
    return Contents((*pieces, *body.waiting), title=" ".join(body.titles) or None, properties=_properties(document))


def _properties(document: Any) -> Properties:
    found = {node.qname: str(node).strip() for node in document.meta.childNodes}
    return Properties(
        title=found.get((_DC, "title")),
        date=(found.get((_DC, "date")) or "")[:10] or None,
        publisher=found.get((_DC, "publisher")),
        language=found.get((_DC, "language")),
    )


class _Body:
    """Walks through a document; keeps what the Title style marks, and notes that must wait for the next paragraph."""

    def __init__(self, document: Any) -> None:
        styles = [*document.styles.childNodes, *document.automaticstyles.childNodes]
        self._styles = {style.attributes.get((STYLE, "name")): style for style in styles if style.attributes}
        self._lists = Lists(iter(styles))
        self._in_table = 0
        self.titles: list[str] = []
        self.waiting: list[Piece] = []

    def pieces(self, container: Any) -> list[Piece]:
        found: list[Piece] = []
        for node in container.childNodes:
            found += self._with_notes(self._piece(node))
        return found

    def _with_notes(self, found: list[Piece]) -> list[Piece]:
        """Let the notes that wait follow, unless a heading or a table is still to be finished."""
        if not found or self._in_table or found[-1].hint in (Hint.HEADING, Hint.FURNITURE):
            return found
        waiting, self.waiting = self.waiting, []
        return found + waiting

    def _piece(self, node: Any) -> list[Piece]:
        kind = node.qname if node.nodeType != _TEXT_NODE else None
        if kind in _PARAGRAPHS:
            return self._paragraph(node)
        if kind == (TEXT, "list"):
            return self._list(node, self._lists.counter(node), 1)
        if kind == (_TABLE, "table"):
            return self._table(node)
        if kind in _LISTINGS:
            return [Piece(text, Hint.FURNITURE) for each in _paragraphs(node) if (text := _line(each))]
        return self.pieces(node) if kind is not None and kind not in _UNREAD else []

    def _paragraph(self, node: Any, label: str | None = None) -> list[Piece]:
        lines = [" ".join(line.split()) for line in tidy(_text(node)).split("\n")]
        text = " ".join(line for line in lines if line)
        boxed = [piece for box in _below(node, (_DRAW, "text-box")) for piece in self.pieces(box)]
        own = self._own(node, text, [line for line in lines if line], label) if text else []
        self.waiting += [piece for note in _below(node, (TEXT, "note")) for piece in _note(note)]
        return own + boxed

    def _own(self, node: Any, text: str, lines: list[str], label: str | None) -> list[Piece]:
        names = list(self._style_names(node))
        if "Title" in names:
            self.titles.append(text)
        level = self._heading_level(node, names, text)
        if level:
            if node.qname == (TEXT, "h") and label is None:
                label = self._lists.outline.next(level)
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
        if "Title" in names or "Subtitle" in names:
            return 1 if "Title" in names else 2
        found = next((match for name in names if (match := _HEADING_STYLE.fullmatch(name))), None)
        if found:
            return int(found.group(1))
        short = markers.word_count(text) <= 20 and not markers.ends_sentence(text)
        return _BOLD_HEADING_LEVEL if short and not markers.opens(text) and self._is_bold(node) else 0

    def _is_bold(self, node: Any) -> bool:
        if any(self._bolds(name) for name in self._style_names(node)):
            return True
        parts = [child for child in node.childNodes if _inline(child).strip()]
        return bool(parts) and all(
            part.nodeType != _TEXT_NODE and self._bolds(part.attributes.get((TEXT, "style-name"))) for part in parts
        )

    def _bolds(self, name: str | None) -> bool:
        style = self._styles.get(name)
        properties = style.childNodes if style is not None else []
        return any((each.attributes or {}).get((_FO, "font-weight")) == "bold" for each in properties)

    def _list(self, node: Any, counter: Counter, depth: int) -> list[Piece]:
        found: list[Piece] = []
        for item in node.childNodes:
            if item.nodeType == _TEXT_NODE:
                continue
            start = item.attributes.get((TEXT, "start-value"))
            for place, child in enumerate(child for child in item.childNodes if child.nodeType != _TEXT_NODE):
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
        headed = any(child.qname == (_TABLE, "table-header-rows") for child in node.childNodes)
        rows = [[(self.pieces(cell), *_spans(cell)) for cell in _cells(row)] for row in _rows(node)]
        self._in_table -= 1
        return table_pieces(spread(rows), headed=headed)


def _nested(piece: Piece, depth: int) -> Piece:
    if depth > 1 and piece.hint is Hint.PLAIN and markers.letter(piece.text) is None:
        return Piece(piece.text, Hint.LIST_ITEM)
    return piece


def _marked(text: str) -> Piece:
    bullet, rest = markers.split_bullet(text)
    return Piece(rest, Hint.LIST_ITEM, marker=bullet) if bullet and rest else Piece(text)


def _note(note: Any) -> Iterator[Piece]:
    mark = next((_line(child) for child in note.childNodes if child.qname == (TEXT, "note-citation")), "")
    body = (child for child in note.childNodes if child.qname == (TEXT, "note-body"))
    texts = [text for each in chain.from_iterable(map(_paragraphs, body)) if (text := _line(each))]
    for place, text in enumerate(texts):
        yield Piece(text, Hint.NOTE, marker="" if place else mark)


def _line(node: Any) -> str:
    return " ".join(tidy(_text(node)).split())


def _text(node: Any) -> str:
    return "".join(_inline(child) for child in node.childNodes)


def _inline(node: Any) -> str:
    if node.nodeType == _TEXT_NODE:
        return re.sub(r"\s+", " ", node.data)
    if node.qname in _UNREAD:
        return ""
    if node.qname == (TEXT, "s"):
        return " "
    if node.qname == (TEXT, "tab"):
        return "\t"
    if node.qname == (TEXT, "line-break"):
        return "\n"
    return _text(node)


def _below(node: Any, kind: tuple[str, str]) -> Iterator[Any]:
    """Elements of a kind within a paragraph, not within one another; none in comments."""
    for child in node.childNodes:
        if child.nodeType == _TEXT_NODE or child.qname == (_OFFICE, "annotation"):
            continue
        if child.qname == kind:
            yield child
        elif child.qname not in _UNREAD:
            yield from _below(child, kind)


def _paragraphs(node: Any) -> Iterator[Any]:
    for child in node.childNodes:
        if child.nodeType == _TEXT_NODE:
            continue
        if child.qname in _PARAGRAPHS:
            yield child
        elif child.qname not in _UNREAD:
            yield from _paragraphs(child)


def _rows(node: Any) -> Iterator[Any]:
    for child in node.childNodes:
        if child.nodeType == _TEXT_NODE:
            continue
        if child.qname == (_TABLE, "table-row"):
            yield child
        elif child.qname[1] in ("table-header-rows", "table-rows", "table-row-group"):
            yield from _rows(child)


def _cells(row: Any) -> Iterator[Any]:
    for cell in row.childNodes:
        if cell.nodeType != _TEXT_NODE and cell.qname == (_TABLE, "table-cell"):
            repeated = int(cell.attributes.get((_TABLE, "number-columns-repeated")) or 1)
            yield from [cell] * min(repeated, _MOST_REPEATED)


def _spans(cell: Any) -> tuple[int, int]:
    """Over how many columns and rows a cell is merged."""
    columns, rows = (cell.attributes.get((_TABLE, f"number-{name}-spanned")) for name in ("columns", "rows"))
    return int(columns or 1), int(rows or 1)
