"""Web pages: the article's headings, paragraphs, lists, tables and notes, without what stands around it.

What is content is decided in `html_main.py`, what the page says of itself is read in `html_properties.py`.
"""

from __future__ import annotations

import re
import warnings
from dataclasses import replace
from typing import TYPE_CHECKING

from rag.errors import ReadingError
from rag.reading import markers
from rag.reading.counters import written_as
from rag.reading.encodings import decode, decode_stated
from rag.reading.html_main import reduce_to_content
from rag.reading.html_notes import NOTE, place_notes
from rag.reading.html_properties import properties_of
from rag.reading.html_title import is_of_office_program, title_of, with_title
from rag.reading.lines import Contents, Hint, Piece
from rag.reading.tables import spread, table_pieces
from rag.text.normalise import tidy

if TYPE_CHECKING:
    from bs4 import BeautifulSoup
    from bs4.element import Tag

_ASIDES = frozenset("figcaption address time caption".split())
_ASIDE_CLASSES = re.compile(
    r"(?:^|[-_\s])(?:byline|author|caption|credits?|date|dateline|published|timestamp)(?:$|[-_\s])"
)
_BLOCKS = frozenset(
    """address article blockquote body center dd details div dl dt fieldset figcaption figure h1 h2 h3 h4 h5 h6 header
    hr html li main ol p pre section summary table tbody td tfoot th thead time tr ul caption hgroup
    """.split()
)
_NOISE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffd]")
_STATED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:\-]+)", re.IGNORECASE)
# How a list counts, by its type attribute or its style, in the names of OOXML.
_FORMS = {
    **{"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"},
    **{"lower-alpha": "lowerLetter", "upper-alpha": "upperLetter", "lower-latin": "lowerLetter"},
    **{"upper-latin": "upperLetter", "lower-roman": "lowerRoman", "upper-roman": "upperRoman"},
    **{"arabic-indic": "hindiNumbers", "decimal-leading-zero": "decimalZero"},
}
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)")
_SET_APART = re.compile(r"display\s*:\s*block|float\s*:")
_TITLE_CLASSES = frozenset(("title", "subtitle", "msotitle", "msosubtitle"))
_BOLD_HEADING_LEVEL = 7


def read_html(data: bytes, path: str) -> Contents:
    """Return the pieces of a web page and its title (the <h1>, else the <title> without the site's name).

    Raises ReadingError for bytes that are no page in any encoding.
    """
    soup, flags = _parsed(data, path)
    _refuse_noise(soup.get_text(), path)
    properties = properties_of(soup)
    place_notes(soup)
    title, office = title_of(soup), is_of_office_program(soup)
    if office:  # it states when the file was made
        properties = replace(properties, published=False)
    _gather(soup)
    root = reduce_to_content(soup)
    walker = _Walker()
    if root is not None:
        heading = soup.find("h1")
        if heading is not None and root.find("h1") is None:
            walker.walk(heading)
        walker.walk(root)
    walker.flush()
    pieces = with_title([*walker.pieces, *walker.waiting], title, office)
    marked = next((piece.text for piece in pieces if piece.hint is Hint.TITLE), None)
    return Contents(tuple(pieces), title=marked or title, flags=flags, properties=properties)


def _parsed(data: bytes, path: str) -> tuple[BeautifulSoup, tuple[str, ...]]:
    from bs4 import BeautifulSoup, XMLParsedAsHTMLWarning

    stated = _STATED.search(data[:4096])
    source, flags = decode_stated(data, stated[1].decode(), path) if stated else decode(data, path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)  # a page may be written as XML
        return BeautifulSoup(source, "lxml"), flags


def _refuse_noise(text: str, path: str) -> None:
    """Any bytes can be parsed as a page; those that decode to control and replacement characters are none."""
    if len(_NOISE.findall(text)) * 50 > len(text):
        raise ReadingError(path, "is no web page.", "Give it the suffix of its real format, or save the page again.")


def _gather(soup: BeautifulSoup) -> None:
    """Put what a page says behind the end of its body into it, where browsers show it."""
    body = soup.body
    for outer in (body, soup.html) if body is not None else ():
        for behind in list(outer.next_siblings) if outer is not None else ():
            if body is not None:
                body.append(behind.extract())


def _line(text: str) -> str:
    return " ".join(tidy(text).split())


class _Walker:
    """Collects pieces in reading order; loose text between block elements becomes a paragraph."""

    def __init__(self, notes: list[Piece] | None = None, *, hold: bool = False) -> None:
        self.pieces: list[Piece] = []
        self.waiting: list[Piece] = [] if notes is None else notes
        self._loose: list[str] = []
        self._hold = hold

    def flush(self) -> None:
        """End the paragraph of loose text, if there is one; two line breaks in a row end a paragraph as well."""
        for paragraph in re.split(r"\n\s*\n", "".join(self._loose)):
            lines = [line for line in (_line(part) for part in paragraph.split("\n")) if line]
            for group in markers.grouped(lines):
                self._add(group)
        self._loose = []
        # Within tables notes wait until the outer walker goes on.
        if self.pieces and self.pieces[-1].hint not in (Hint.HEADING, Hint.TITLE) and not self._hold:
            self.pieces += self.waiting
            self.waiting.clear()

    def _add(self, text: str, hint: Hint = Hint.PLAIN) -> None:
        bullet, rest = markers.split_bullet(text)
        if bullet and rest and hint is Hint.PLAIN:
            self.pieces.append(Piece(rest, Hint.LIST_ITEM, marker=bullet))
        else:
            self.pieces.append(Piece(text, hint))

    def walk(self, tag: Tag) -> None:
        """Add the pieces of a block element."""
        self.flush()
        if tag.name in ("h1", "p") and _TITLE_CLASSES.intersection(_classes(tag)):
            if text := self._without_notes(tag):
                self.pieces.append(Piece(text, Hint.TITLE))
        elif re.fullmatch("h[1-6]", tag.name):
            if text := self._without_notes(tag):
                self.pieces.append(Piece(text, Hint.HEADING, level=int(tag.name[1])))
        elif tag.name in ("ul", "ol"):
            self._list(tag)
        elif tag.name == "table":
            self._table(tag)
        elif tag.name in _ASIDES or _is_aside(tag):
            if text := self._without_notes(tag):
                self.pieces.append(Piece(text, Hint.ASIDE))
        elif tag.name == "p" and _is_bold(tag):
            self.pieces.append(Piece(_line(tag.get_text(" ")), Hint.HEADING, level=_BOLD_HEADING_LEVEL))
        else:
            self._children(tag)
        self.flush()

    def _without_notes(self, tag: Tag) -> str:
        for note in tag.find_all(NOTE):
            self.waiting.append(_note(note.extract()))
        return _line(tag.get_text(" "))

    def _children(self, tag: Tag) -> None:
        from bs4.element import NavigableString
        from bs4.element import Tag as TagType

        for child in tag.children:
            if isinstance(child, TagType):
                if child.name == NOTE:
                    self.waiting.append(_note(child))
                elif child.name == "br":
                    self._loose.append("\n")
                elif child.name in _BLOCKS and not (child.name == "time" and "".join(self._loose).strip()):
                    self.walk(child)
                else:
                    apart = " " if _SET_APART.search(str(child.get("style") or "")) else ""
                    self._loose.append(apart)
                    self._children(child)
                    self._loose.append(apart)
            elif isinstance(child, NavigableString):
                self._loose.append(str(child) if tag.name == "pre" else re.sub(r"\s+", " ", str(child)))

    def _list(self, tag: Tag) -> None:
        start = str(tag.get("start") or "1")
        number = int(start) if start.lstrip("-").isdigit() else 1
        nested = tag.find_parent("li") is not None
        items: list[tuple[int, list[Piece]]] = []
        for item in tag.find_all("li", recursive=False):
            inner = _Walker(self.waiting, hold=self._hold)
            inner._children(item)
            inner.flush()
            value = str(item.get("value") or "")
            number = int(value) if value.isdigit() else number
            items.append((number, inner.pieces))
            number += 1
        # Some programs write the numbers out, and hide those of the list.
        written = all(pieces and markers.opens(pieces[0].text) for _, pieces in items)
        for number, (first, *rest) in ((number, pieces) for number, pieces in items if pieces):
            self.pieces.append(_own_number(first, nested) if written else _item(first, tag, number, nested))
            self.pieces += rest

    def _table(self, tag: Tag) -> None:
        if tag.find(re.compile("h[1-6]")):  # the table only places parts of the page side by side
            self._children(tag)
            return
        rows = [
            [
                (_cell(cell, self.waiting), _span(cell, "colspan"), _span(cell, "rowspan"))
                for cell in row.find_all(["td", "th"], recursive=False)
            ]
            for row in tag.find_all("tr")
            if row.find_parent("table") is tag
        ]
        self.pieces += table_pieces(spread(rows), headed=_is_headed(tag))


def _note(tag: Tag) -> Piece:
    return Piece(_line(tag.get_text()), Hint.NOTE, marker=str(tag["mark"]))


def _cell(tag: Tag, notes: list[Piece]) -> list[Piece]:
    walker = _Walker(notes, hold=True)
    walker._children(tag)
    walker.flush()
    return walker.pieces


def _is_headed(table: Tag) -> bool:
    """Tell whether the first row is all names: by its elements, or as Calc says of each cell whether it is a figure."""
    rows = [row.find_all(["td", "th"]) for row in table.find_all("tr")]
    rows = [cells for cells in rows if sum(bool(_line(cell.get_text())) for cell in cells) > 1]
    figures = [any(cell.has_attr("sdval") for cell in cells) for cells in rows]
    first = table.find("tr")
    marked = first is not None and not first.find("td") and first.find("th") is not None
    return marked or (figures[:1] == [False] and 2 * sum(figures[1:]) > len(figures[1:]))


def _span(cell: Tag, name: str) -> int:
    said = str(cell.get(name) or "")
    return int(said) if said.isdigit() else 1


def _own_number(piece: Piece, nested: bool) -> Piece:
    plain = piece.hint is Hint.PLAIN and not (nested and markers.letter(piece.text) is None)
    return piece if plain else replace(piece, hint=Hint.LIST_ITEM)


def _item(piece: Piece, tag: Tag, number: int, nested: bool) -> Piece:
    if tag.name == "ul":
        return Piece(piece.text, Hint.LIST_ITEM, marker=piece.marker or "•")
    style = _LIST_STYLE.search(str(tag.get("style") or ""))
    form = _FORMS.get(str(tag.get("type") or "")) or _FORMS.get(style[1] if style else "") or "decimal"
    lettered = form.endswith("Letter")
    label = written_as(number, form) + (")" if lettered or form == "lowerRoman" else ".")
    return Piece(f"{label} {piece.text}", Hint.LIST_ITEM if nested and not lettered else Hint.PLAIN)


def _classes(tag: Tag) -> list[str]:
    classes = tag.get("class")
    return [name.lower() for name in classes] if isinstance(classes, list) else []


def _is_aside(tag: Tag) -> bool:
    named = " ".join(_classes(tag))
    return bool(_ASIDE_CLASSES.search(named)) and markers.word_count(tag.get_text(" ")) <= 40


def _is_bold(tag: Tag) -> bool:
    """Tell whether a paragraph is a short line in bold throughout, which writers use as a heading."""
    text = _line(tag.get_text(" "))
    bold = " ".join(_line(part.get_text(" ")) for part in tag.find_all(["strong", "b"]))
    return bool(text) and text == bold and markers.word_count(text) <= 20 and not markers.ends_sentence(text)
