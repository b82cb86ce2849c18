"""The sample reports as OpenDocument text: headings, lists that count the paragraphs, tables and footnotes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from odf import table, text
from odf.opendocument import OpenDocumentText

from tools.structure_samples.texts import Part

_LEVELS = {"##": 1, "=": 1, "###": 2}


def report(parts: Sequence[Part]) -> bytes:
    """Return a sample report as an .odt file; numbers are part of the words, as they are in converted files."""
    document = OpenDocumentText()
    bullets = text.ListStyle(name="Bullets")
    bullets.addElement(text.ListLevelStyleBullet(level="1", bulletchar="•"))
    document.automaticstyles.addElement(bullets)
    rows: Any = None
    count = 0
    for part in parts:
        if part.mark in "|?":
            rows = rows or _added(document.text, table.Table())
            rows.addElement(_row(part.cells))
            continue
        rows = None
        if part.mark in _LEVELS:
            document.text.addElement(text.H(outlinelevel=_LEVELS[part.mark], text=part.words))
            continue
        paragraph = text.P(stylename="Title" if part.mark == "#" else "Standard", text=part.words)
        if part.note:
            count += 1
            paragraph.addElement(_note(str(count), part.note))
        if part.mark == "-":
            item = _added(_added(document.text, text.List(stylename="Bullets")), text.ListItem())
            item.addElement(paragraph)
        else:
            document.text.addElement(paragraph)
    written = io.BytesIO()
    document.write(written)
    return written.getvalue()


def _added(parent: Any, child: Any) -> Any:
    parent.addElement(child)
    return child


def _row(cells: Sequence[str]) -> Any:
    row = table.TableRow()
    for words in cells:
        _added(row, table.TableCell()).addElement(text.P(text=words))
    return row


def _note(mark: str, words: str) -> Any:
    note = text.Note(noteclass="footnote")
    note.addElement(text.NoteCitation(text=mark))
    _added(note, text.NoteBody()).addElement(text.P(text=words))
    return note
