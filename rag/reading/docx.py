"""Word files (.docx): paragraphs and tables in the order of the body, with the numbers that Word computes.

Final text of tracked changes (insertions kept, deletions dropped). Headers, footers, footnotes, comments and text boxes
are not read. Page numbers do not exist in the file, so blocks have no page.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from rag.errors import ReadingError
from rag.reading import markers
from rag.reading.docx_numbering import Label, WordNumbering, w
from rag.reading.lines import Contents, Hint, Piece
from rag.reading.tables import table_pieces
from rag.text.normalise import tidy

_SKIPPED = frozenset(
    w(name) for name in ("del", "moveFrom", "pPr", "rPr", "txbxContent", "instrText", "footnoteReference")
)
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_HEADING_STYLE = re.compile(r"heading (\d)", re.IGNORECASE)
_CONTENTS_STYLE = re.compile(r"toc \d|toc heading|table of figures", re.IGNORECASE)
_COMPOUND_FILE = b"\xd0\xcf\x11\xe0"  # what old .doc files and encrypted .docx files begin with
_BOLD_HEADING_LEVEL = 7


def read_docx(data: bytes, path: str) -> Contents:
    """Return the pieces of a Word file; raises ReadingError for encrypted, old (.doc) and truncated ones."""
    import docx

    if data.startswith(_COMPOUND_FILE):
        reason = "is protected by a password, or is an old .doc file."
        raise ReadingError(path, reason, "Open it in Word or LibreOffice and save it as .docx without a password.")
    try:
        document = docx.Document(io.BytesIO(data))
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        reason = f"is damaged, cut off or no Word file ({error})."
        raise ReadingError(path, reason, "Copy it again, or open it in Word or LibreOffice and save it.") from error
    body = _Body(WordNumbering(document))
    pieces = body.pieces(document.element.body)
    title = " ".join(tidy(document.core_properties.title or "").split())
    return Contents(tuple(pieces), title=_styled_title(body) or (title if _is_title(title, pieces) else None))


def _styled_title(body: _Body) -> str | None:
    return " ".join(body.titles) or None


def _is_title(title: str, pieces: list[Piece]) -> bool:
    """Tell whether the file's title property is one: templates leave old titles there, converters file names."""
    start = " ".join(piece.text for piece in pieces[:6]).lower()
    return markers.word_count(title) >= 2 and title.lower() in start


class _Body:
    """Walks through body, content controls and tables; keeps what the Title style marks."""

    def __init__(self, numbering: WordNumbering) -> None:
        self._numbering = numbering
        self.titles: list[str] = []

    def pieces(self, container: Any) -> list[Piece]:
        found: list[Piece] = []
        for element in _blocks(container):
            if element.tag == w("tbl"):
                found += self._table(element)
            else:
                found += self._paragraph(element)
        return found

    def _paragraph(self, element: Any) -> list[Piece]:
        label = self._numbering.label(element)
        lines = [" ".join(line.split()) for line in tidy(_text(element)).split("\n")]
        text = " ".join(line for line in lines if line)
        if not text:
            return []
        style = self._style(element)
        if _CONTENTS_STYLE.match(style):
            return [Piece(text, Hint.FURNITURE)]
        if style.lower() == "title":
            self.titles.append(text)
        level = self._heading_level(element, style, text)
        if level:
            return [Piece(f"{label.text} {text}" if label and label.text else text, Hint.HEADING, level=level)]
        if label:
            return [_numbered(label, text)]
        return [_marked(line) for line in markers.grouped([line for line in lines if line])]

    def _style(self, element: Any) -> str:
        style = next(self._numbering.styles(element), None)
        name = style.find(w("name")) if style is not None else None
        return str(name.get(w("val"))) if name is not None else ""

    def _heading_level(self, element: Any, style: str, text: str) -> int:
        """1 to 9 for headings, by style or outline level; a short paragraph in bold throughout is a weak heading."""
        if style.lower() in ("title", "subtitle"):
            return 1 if style.lower() == "title" else 2
        for ancestor in self._numbering.styles(element):
            name = ancestor.find(w("name"))
            if name is not None and (match := _HEADING_STYLE.match(str(name.get(w("val"))))):
                return int(match.group(1))
        for properties in self._numbering.properties(element):
            outline = properties.find(w("outlineLvl"))
            if outline is not None and int(outline.get(w("val"))) < 9:
                return int(outline.get(w("val"))) + 1
        short = markers.word_count(text) <= 20 and not markers.ends_sentence(text)
        return _BOLD_HEADING_LEVEL if short and not markers.opens(text) and _is_bold(element) else 0

    def _table(self, element: Any) -> list[Piece]:
        rows = []
        for row in element.iter(w("tr")):
            if next(row.iterancestors(w("tbl"))) is element:
                rows.append([self.pieces(cell) for cell in _children(row, "tc") if not _continues_merge(cell)])
        return table_pieces(rows)


def _blocks(container: Any) -> Iterator[Any]:
    """Paragraphs and tables in order, looking into content controls and insertions."""
    for child in container:
        if child.tag in (w("p"), w("tbl")):
            yield child
        elif child.tag in (w("sdt"), w("sdtContent"), w("ins"), w("moveTo"), w("customXml")):
            yield from _blocks(child)


def _children(parent: Any, name: str) -> Iterator[Any]:
    for child in parent:
        if child.tag == w(name):
            yield child
        elif child.tag in (w("sdt"), w("sdtContent")):
            yield from _children(child, name)


def _continues_merge(cell: Any) -> bool:
    """Tell whether a cell only continues one that is merged over several rows."""
    merge = cell.find(f"{w('tcPr')}/{w('vMerge')}")
    return merge is not None and merge.get(w("val")) != "restart"


def _text(element: Any) -> str:
    """The visible text of a paragraph; line breaks as line ends."""
    parts: list[str] = []
    for child in element:
        if child.tag in _SKIPPED or child.tag == _FALLBACK:
            continue
        if child.tag == w("t"):
            parts.append(child.text or "")
        elif child.tag == w("tab"):
            parts.append("\t")
        elif child.tag in (w("br"), w("cr")):
            parts.append("\n" if child.get(w("type")) != "page" else " ")
        elif child.tag == w("noBreakHyphen"):
            parts.append("-")
        else:
            parts.append(_text(child))
    return "".join(parts)


def _numbered(label: Label, text: str) -> Piece:
    if not label.text:
        return Piece(text, Hint.LIST_ITEM, marker="•")
    nested = label.depth > 0 and markers.letter(f"{label.text} x") is None
    return Piece(f"{label.text} {text}", Hint.LIST_ITEM if nested else Hint.PLAIN)


def _marked(text: str) -> Piece:
    bullet, rest = markers.split_bullet(text)
    return Piece(rest, Hint.LIST_ITEM, marker=bullet) if bullet and rest else Piece(text)


def _is_bold(element: Any) -> bool:
    runs = [run for run in element.iter(w("r")) if _text(run).strip()]
    return bool(runs) and all(_run_is_bold(run) for run in runs)


def _run_is_bold(run: Any) -> bool:
    properties = run.find(w("rPr"))
    for name in ("b", "bCs"):
        mark = properties.find(w(name)) if properties is not None else None
        if mark is not None and mark.get(w("val")) not in ("0", "false", "off"):
            return True
    return False
