"""Footnotes of web pages and e-books: taken from where they stand and put where they are called.

A call is a link within the page that says it is one (role doc-noteref, epub:type noteref), or a short link set as a
superscript. A link back to the call is not part of the note.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rag.text.normalise import tidy

if TYPE_CHECKING:
    from bs4 import BeautifulSoup
    from bs4.element import Tag

NOTE = "dalil-note"  # the element put in the place of a call
_MARK = re.compile(r"[\[(]?(?:\d{1,3}|[a-z]|[ivx]{1,5}|[*†‡]{1,3}|[٠-٩]{1,3})[\])]?", re.IGNORECASE)
# As Word and LibreOffice name the notes of a page.
_NAMES = re.compile(r"(?:_?(?:ftn|edn)|sd(?:footnote|endnote)|footnote|fn)-?\d+(?:sym)?$", re.IGNORECASE)
_ROLES = ("doc-noteref", "noteref")
_LONGEST = 400  # words; what is longer is a chapter, not a note


def place_notes(soup: BeautifulSoup) -> None:
    """Replace each call by an element that holds the note's mark and words; to be done before anything is dropped."""
    from bs4.element import Tag as TagType

    targets: dict[str, str] = {}
    spent: dict[str, Tag] = {}
    for link in soup.find_all("a", href=re.compile("^#.")):
        identity = str(link["href"])[1:]
        mark = " ".join(tidy(link.get_text()).split())
        if not _is_call(link, identity, mark) or any(parent in spent.values() for parent in link.parents):
            continue
        if identity not in targets:
            # A note stands behind its call; what stands before it is where a link back leads.
            target = link.find_next(id=identity) or link.find_next(attrs={"name": identity})
            if not isinstance(target, TagType) or _whole(target).find(["h1", "h2", "table"]) is not None:
                continue
            targets[identity] = _words(_whole(target), mark)
            spent[identity] = _whole(target)
        words = targets[identity]
        if words and len(words.split()) <= _LONGEST:
            note = soup.new_tag(NOTE, attrs={"mark": mark.strip("[]()")})
            note.string = words
            outer = link.parent if link.parent is not None and link.parent.name == "sup" else link
            outer.replace_with(note)
    for target in spent.values():
        if not target.decomposed:
            target.decompose()


def _is_call(link: Tag, identity: str, mark: str) -> bool:
    said = {str(link.get("role") or ""), str(link.get("epub:type") or "")}
    raised = link.find_parent("sup") is not None or link.find("sup") is not None
    named = bool(_NAMES.match(identity))
    return bool(said & set(_ROLES)) or ((raised or named) and bool(_MARK.fullmatch(mark)))


def _whole(target: Tag) -> Tag:
    """The block of a note, where its id stands on an anchor within it."""
    block = target if target.name not in ("a", "sup", "span") else target.find_parent(["li", "p", "aside", "div"])
    # Office programs put the paragraphs of a note into one element of its name.
    outer = block.parent if block is not None else None
    return outer if outer is not None and _NAMES.match(str(outer.get("id") or "")) else block or target


def _words(target: Tag, mark: str) -> str:
    parts = [
        str(piece)
        for piece in target.find_all(string=True)
        if not (link := piece.find_parent("a")) or not str(link.get("href") or "").startswith("#")
    ]
    text = " ".join(tidy(" ".join(parts)).split())
    return re.sub(rf"^{re.escape(mark)}[\s.):\]]+", "", text).strip(" ↩↑")
