"""The sample reports as web pages: headings, lists, tables, and footnotes at the foot with links to and from them."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import groupby

from tools.structure_samples.texts import Part

_ELEMENTS = {"#": "h1", "##": "h2", "=": "h2", "###": "h3"}


def report(parts: Sequence[Part]) -> bytes:
    """Return a sample report as a page in UTF-8 that says so."""
    notes: list[str] = []
    body = "\n".join(_group(mark, list(group), notes) for mark, group in groupby(parts, key=lambda part: part.mark))
    foot = "".join(
        f'<p id="fn{number}"><a href="#call{number}">{number}</a> {escape(words)}</p>'
        for number, words in enumerate(notes, 1)
    )
    page = f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body><main>{body}{foot}</main></body></html>'
    return page.encode()


def _group(mark: str, parts: Sequence[Part], notes: list[str]) -> str:
    if mark in "|?":
        rows = ["".join(f"<td>{escape(cell)}</td>" for cell in part.cells) for part in parts]
        return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"
    if mark == "-":
        return f"<ul>{''.join(f'<li>{escape(part.words)}</li>' for part in parts)}</ul>"
    return "\n".join(_element(part, notes) for part in parts)


def _element(part: Part, notes: list[str]) -> str:
    name = _ELEMENTS.get(part.mark, "p")
    call = ""
    if part.note:
        notes.append(part.note)
        call = f'<sup><a id="call{len(notes)}" href="#fn{len(notes)}">{len(notes)}</a></sup>'
    return f"<{name}>{escape(part.words)}{call}</{name}>"
