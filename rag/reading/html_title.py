"""The title of a web page: what its headings and its head say, and what office programs write instead of both.

A site says <h1> of its title; an office program says it of each section, and sets the title above as a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from rag.reading.front import may_be_front, stated_title, with_one_title
from rag.reading.html_notes import NOTE
from rag.reading.lines import Hint, Piece
from rag.text.normalise import tidy

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

_SITE_NAME = re.compile(r"\s+[|•·»]\s+[^|•·»]+$|\s+[-–—]\s+[^-–—|]{1,30}$")
_OFFICE_PROGRAM = re.compile("libreoffice|openoffice|microsoft word|abiword|calligra", re.IGNORECASE)


def title_of(soup: BeautifulSoup) -> str | None:
    """Return the words of the first <h1> without calls of notes, else the <title> without the name of the site."""
    heading = soup.find("h1")
    parts = heading.find_all(string=True) if heading is not None else []
    if text := _line(" ".join(str(part) for part in parts if part.find_parent(NOTE) is None)):
        return text
    return stated_title(_SITE_NAME.sub("", _line(soup.title.get_text()))) if soup.title else None


def is_of_office_program(soup: BeautifulSoup) -> bool:
    """Tell whether the page says that an office program made it."""
    named = re.compile(r"generator|dcterms\.source", re.IGNORECASE)
    return any(
        _OFFICE_PROGRAM.search(str(said["content"]))
        for said in soup.find_all("meta", attrs={"name": named, "content": True})
    )


def with_title(pieces: Sequence[Piece], title: str | None, office: bool) -> list[Piece]:
    """Mark the title of a page that says <h1> of its sections too, as office programs write them."""
    tops = [index for index, piece in enumerate(pieces) if piece.hint is Hint.HEADING and piece.level == 1]
    titled = any(piece.hint is Hint.TITLE for piece in pieces)
    if not titled and tops and (len(tops) > 1 or office):
        first = pieces[0]
        above = tops[0] > 0 and first.hint is Hint.PLAIN and may_be_front(first)
        if above:
            pieces = [replace(first, hint=Hint.TITLE), *pieces[1:]]
    return with_one_title(pieces)


def _line(text: str) -> str:
    return " ".join(tidy(text).split())
