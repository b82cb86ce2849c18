"""The words that Word shows of a paragraph, and what hangs on it: notes by their calls, text boxes, a deleted end.

Final text of tracked changes: insertions and moved text where it went are kept, deletions and hidden text dropped.
Comments and field codes are not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from rag.reading.docx_numbering import w

if TYPE_CHECKING:
    from docx.document import Document

_SKIPPED = frozenset(
    w(name) for name in ("del", "moveFrom", "pPr", "rPr", "txbxContent", "instrText", "delText", "rt", "rubyPr")
)
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
ALTERNATIVES, CHOICE, _FALLBACK = (_COMPATIBILITY + name for name in ("AlternateContent", "Choice", "Fallback"))
_GALLERY = "/".join(map(w, ("sdtPr", "docPartObj", "docPartGallery")))
_LISTS = re.compile(r"\s*(?:TOC|INDEX|TOA)\b")
_FORMULA_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_BREAKS = (w("br"), w("cr"))
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_OFF = ("0", "false", "off")


def text_of(element: Any) -> str:
    """Return the visible text of a paragraph or run; line breaks as line ends."""
    parts: list[str] = []
    for child in element:
        if child.tag in _SKIPPED or child.tag == _FALLBACK or is_hidden(child) or shows_placeholder(child):
            continue
        if child.tag in (w("t"), _FORMULA_TEXT):
            parts.append(child.text or "")
        elif child.tag in (w("tab"), w("ptab")):
            parts.append("\t")
        elif child.tag in _BREAKS:
            parts.append("\n" if child.get(w("type")) != "page" else " ")
        elif child.tag == w("noBreakHyphen"):
            parts.append("-")
        elif child.tag == w("sym"):
            parts.append(chr(int(str(child.get(w("char"))), 16)))
        else:
            parts.append(text_of(child))
    return "".join(parts)


def shows_placeholder(control: Any) -> bool:
    """Tell whether a content control still shows the words that ask to fill it in."""
    return control.tag == w("sdt") and switched_on(control.find(w("sdtPr")), "showingPlcHdr")


class ListedContents:
    """Which paragraphs of a body are a table of contents that Word made: those in its control, or in its field."""

    def __init__(self, body: Any) -> None:
        self._paragraphs: set[Any] = set()
        fields: list[list[Any] | None] = []  # begun and not ended: the paragraphs of one that lists contents
        paragraph: Any = None
        for element in body.iter(*map(w, ("p", "t", "fldChar", "instrText"))):
            if element.tag == w("p"):
                paragraph = element
            elif element.tag == w("t"):
                for listed in fields:
                    if listed is not None:
                        listed.append(paragraph)
            elif element.tag == w("instrText"):
                if fields and _LISTS.match(element.text or ""):
                    fields[-1] = []
            elif element.get(w("fldCharType")) == "begin":
                fields.append(None)
            elif element.get(w("fldCharType")) == "end" and fields:
                # A field that is never ended lists nothing, or the rest of the document would be lost.
                self._paragraphs.update(fields.pop() or ())

    def holds(self, paragraph: Any) -> bool:
        """Tell whether the paragraph is part of one."""
        galleries = (control.find(_GALLERY) for control in paragraph.iterancestors(w("sdt")))
        return paragraph in self._paragraphs or any(
            each is not None and each.get(w("val")) == "Table of Contents" for each in galleries
        )


def is_hidden(element: Any) -> bool:
    """Tell whether a run is formatted as hidden text."""
    return bool(element.tag == w("r") and switched_on(element.find(w("rPr")), "vanish"))


def switched_on(properties: Any, name: str) -> bool:
    """Tell whether a property such as w:b stands there and is not switched off."""
    mark = properties.find(w(name)) if properties is not None else None
    return mark is not None and mark.get(w("val")) not in _OFF


def end_is_deleted(paragraph: Any) -> bool:
    """Tell whether a tracked change deletes the paragraph's end, so that it runs on into the next one."""
    marks = paragraph.find(f"{w('pPr')}/{w('rPr')}")
    return marks is not None and (marks.find(w("del")) is not None or marks.find(w("moveFrom")) is not None)


def is_deleted_row(row: Any) -> bool:
    """Tell whether a tracked change deletes the table row."""
    return row.find(f"{w('trPr')}/{w('del')}") is not None


def boxes(paragraph: Any) -> Iterator[Any]:
    """Yield the contents of the text boxes anchored in a paragraph, each once (old forms of one are alternatives)."""
    for box in paragraph.iter(w("txbxContent")):
        holders = list(box.iterancestors(w("txbxContent"), _FALLBACK, w("p"), w("del"), w("moveFrom")))
        if holders and holders[0] is paragraph:
            yield box


class Notes:
    """The footnotes and endnotes of a document, found by their calls in the order of the text."""

    def __init__(self, document: Document) -> None:
        self._notes: dict[tuple[str, str], Any] = {}
        self._called = {"footnote": 0, "endnote": 0}
        for relation in document.part.rels.values():
            kind = relation.reltype.removeprefix(_RELATION).removesuffix("s")
            if kind in self._called and not relation.is_external:
                self._load(kind, relation.target_part.blob)

    def _load(self, kind: str, blob: bytes) -> None:
        from docx.oxml import parse_xml

        for note in parse_xml(blob):
            if note.get(w("type")) in (None, "normal"):
                self._notes[kind, str(note.get(w("id")))] = note

    def called_in(self, paragraph: Any) -> list[tuple[str, Any]]:
        """Return (mark, note element) for each call in the visible text of a paragraph; to be asked once for each."""
        return [found for call in self._calls(paragraph) if (found := self._note(call)) is not None]

    def _calls(self, element: Any) -> Iterator[Any]:
        for child in element:
            if child.tag in (w("footnoteReference"), w("endnoteReference")):
                yield child
            elif child.tag not in _SKIPPED and child.tag != _FALLBACK and not is_hidden(child):
                yield from self._calls(child)

    def _note(self, call: Any) -> tuple[str, Any] | None:
        kind = "footnote" if call.tag == w("footnoteReference") else "endnote"
        note = self._notes.get((kind, str(call.get(w("id")))))
        if note is None:
            return None
        if call.get(w("customMarkFollows")) not in (None, *_OFF):
            return "*", note
        self._called[kind] += 1
        return str(self._called[kind]), note
