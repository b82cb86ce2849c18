"""OpenDocument files opened: what text and tables of an office program have in common, whatever kind of file it is.

Nothing is decided here of what the words mean; that is the affair of the reader of each kind.
"""

from __future__ import annotations

import contextlib
import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from rag.errors import ReadingError
from rag.reading.archives import open_archive
from rag.reading.lines import Properties
from rag.text.normalise import tidy

TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0"
XML = "http://www.w3.org/XML/1998/namespace"
TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_SVG = "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
DRAW = "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
_TEXT_NODE = 3
BOXES = frozenset(
    (DRAW, name) for name in ("text-box", "custom-shape", "rect", "ellipse", "line", "polygon", "path", "caption")
)
UNREAD = (
    frozenset(
        [(TEXT, name) for name in ("note", "tracked-changes", "ruby-text", "hidden-text", "note-citation")]
        + [(OFFICE, name) for name in ("annotation", "annotation-end", "forms")]
        + [(TEXT, "sequence-decls"), (TEXT, "variable-decls"), (_SVG, "title"), (_SVG, "desc")]
    )
    | BOXES
)
_DC = "http://purl.org/dc/elements/1.1/"
_MOST_REPEATED = 1000  # cells that a file may say to repeat
_XML = ("content.xml", "styles.xml", "meta.xml", "settings.xml", "META-INF/manifest.xml")
_BROKEN_LINE = re.compile(rb"\s*[\r\n]\s*(?=xmlns:)")
_DOCTYPE = re.compile(rb"<!DOCTYPE[^>\[]*>")


def load(data: bytes, path: str, kind: str, suffix: str) -> tuple[Any, Any]:
    """Return an OpenDocument file as odfpy reads it, and the part that holds its `kind`: "text", "spreadsheet".

    Raises ReadingError for encrypted, damaged and other files.
    """
    from odf.opendocument import load as load_with_odfpy

    with open_archive(data, path, "OpenDocument") as archive:
        names = archive.namelist()
        if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise ReadingError(path, "is protected by a password.", "Save a copy without a password and index that.")
        if "content.xml" not in names:
            mend = f"Open it in its own program and save it as {suffix}."
            raise ReadingError(path, f"is no OpenDocument {kind}.", mend)
        data = _mended(archive) or data
    said = io.StringIO()
    with contextlib.redirect_stdout(said):  # odfpy prints the XML that it cannot parse, and goes on without it
        document = load_with_odfpy(io.BytesIO(data))
    if "FAILED TO PARSE" in said.getvalue():
        raise ReadingError(path, "is damaged: its XML is broken.", "Open it in its own program and save it again.")
    body = next((part for part in elements(document.body) if part.qname == (OFFICE, kind)), None)
    if body is None:
        mend = f"Save it in the format of its kind, or as {suffix}."
        raise ReadingError(path, f"is no OpenDocument {kind}.", mend)
    return document, body


def _mended(archive: zipfile.ZipFile) -> bytes | None:
    """The archive without what odfpy stumbles over, or None where it has none of it.

    That are namespaces in lines of their own, which it declares a second time, and names of document types elsewhere.
    """
    parts = {name: archive.read(name) for name in _XML if name in archive.namelist()}
    mended = {name: _DOCTYPE.sub(b"", _BROKEN_LINE.sub(b" ", part)) for name, part in parts.items()}
    if mended == parts:
        return None
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in archive.namelist():
            copy.writestr(name, mended[name] if name in mended else archive.read(name))
    return written.getvalue()


def properties_of(document: Any) -> Properties:
    """Return what the file says of itself."""
    found = {node.qname: str(node).strip() for node in elements(document.meta)}
    return Properties(
        title=found.get((_DC, "title")) or None,
        date=(found.get((_DC, "date")) or "")[:10] or None,
        publisher=found.get((_DC, "publisher")) or None,
        language=found.get((_DC, "language")) or None,
    )


def elements(node: Any) -> Iterator[Any]:
    """Yield the children of a node that are elements."""
    return (child for child in node.childNodes if child.nodeType != _TEXT_NODE)


def line_of(node: Any) -> str:
    """Return the visible words of a node in one line."""
    return " ".join(tidy(text_of(node)).split())


def text_of(node: Any) -> str:
    """Return the visible text of a node; line breaks as line ends."""
    return "".join(map(shown, node.childNodes))


def shown(node: Any) -> str:
    """Return the visible text of a node that may be text itself."""
    if node.nodeType == _TEXT_NODE:
        return re.sub(r"\s+", " ", node.data)
    if node.qname in UNREAD:
        return ""
    return {"s": " ", "tab": "\t", "line-break": "\n"}.get(node.qname[1]) or text_of(node)


def below(node: Any, kinds: frozenset[tuple[str, str]]) -> Iterator[Any]:
    """Yield the elements of some kinds within a paragraph, not within one another; none in comments."""
    for child in elements(node):
        if child.qname in kinds:
            yield child
        elif child.qname not in UNREAD:
            yield from below(child, kinds)


def rows_of(table: Any) -> Iterator[Any]:
    """Yield the rows of a table."""
    for child in elements(table):
        if child.qname == (TABLE, "table-row"):
            yield child
        elif child.qname[1] in ("table-header-rows", "table-rows", "table-row-group"):
            yield from rows_of(child)


def cells_of(row: Any) -> Iterator[Any]:
    """Yield the cells of a row, one that repeats as often as it does; none that a merged cell covers."""
    for cell in elements(row):
        if cell.qname == (TABLE, "table-cell"):
            yield from [cell] * min(repeated(cell, "columns"), _MOST_REPEATED)


def repeated(node: Any, of: str) -> int:
    """Return how often a row ("rows") or a cell ("columns") stands there."""
    return int(node.attributes.get((TABLE, f"number-{of}-repeated")) or 1)


def spans_of(cell: Any) -> tuple[int, int]:
    """Return over how many columns and rows a cell is merged."""
    columns, rows = (cell.attributes.get((TABLE, f"number-{name}-spanned")) for name in ("columns", "rows"))
    return int(columns or 1), int(rows or 1)
