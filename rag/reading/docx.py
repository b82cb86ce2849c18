"""Word files (.docx): paragraphs and tables in the order of the body, with the numbers that Word computes.

Final text of tracked changes. Footnotes and endnotes stand behind the paragraph that calls them, those of a heading or
a table behind what follows it; text boxes behind the paragraph they are anchored in. Headers, footers and comments are
not read. Page numbers do not exist in the file, so blocks have no page.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from rag.errors import ReadingError
from rag.reading import decimals, markers
from rag.reading.archives import open_archive
from rag.reading.docx_layout import sets_side_by_side, side_by_side
from rag.reading.docx_numbering import Label, WordNumbering, w
from rag.reading.docx_text import (
    ALTERNATIVES,
    CHOICE,
    ListedContents,
    Notes,
    boxes,
    end_is_deleted,
    is_deleted_row,
    shows_placeholder,
    switched_on,
    text_of,
)
from rag.reading.front import with_one_title
from rag.reading.lines import Contents, Hint, Piece, Properties
from rag.reading.strict import as_usual
from rag.reading.tables import ABOVE, BESIDE, Cell, table_pieces
from rag.text.normalise import tidy

# Word writes the English names whatever its language; other programs and templates write their own.
_HEADING_STYLE = re.compile(r"(?:heading|titre|(?:ال)?عنوان) ?([1-9١-٩])", re.IGNORECASE)
_TITLE_STYLES = frozenset(("title", "titre", "العنوان", "عنوان"))
_SUBTITLE_STYLES = frozenset(("subtitle", "sous-titre", "العنوان الفرعي", "عنوان فرعي"))
_CONTENTS_STYLE = re.compile(r"toc \d|toc heading|table of figures|table des mati|contents \d|tm \d", re.IGNORECASE)
_BOLD_HEADING_LEVEL = 7
_HOLDERS = frozenset([*map(w, ("sdt", "sdtContent", "ins", "moveTo", "customXml")), ALTERNATIVES, CHOICE])
_MOST_COLUMNS = 100  # that a cell may span


def read_docx(data: bytes, path: str) -> Contents:
    """Return the pieces of a Word file; raises ReadingError for encrypted, old (.doc) and truncated ones."""
    import docx

    with open_archive(data, path, "Word") as archive:
        data = as_usual(archive, data)
    try:
        document = docx.Document(io.BytesIO(data))
    except (KeyError, ValueError) as error:
        reason = f"is damaged, cut off or no Word file ({error})."
        raise ReadingError(path, reason, "Copy it again, or open it in Word or LibreOffice and save it.") from error
    body = _Body(WordNumbering(document), Notes(document), ListedContents(document.element.body))
    pieces = with_one_title([*body.pieces(document.element.body), *body.waiting])
    properties = _properties(document.core_properties)
    title = properties.title if properties.title and _is_title(properties.title, pieces) else None
    title = _styled_title(body) or title
    return Contents(tuple(pieces), title=title, flags=_flags(document.element.body), properties=properties)


def _flags(body: Any) -> tuple[str, ...]:
    count = sum(1 for _ in body.iter(w("altChunk")))
    reason = f"{count} parts in another format within the file were not read: open it in Word and save it again"
    return (reason,) if count else ()


def _properties(core: Any) -> Properties:
    """What the file says of itself; who last saved it is no publisher, and its language that of a template."""
    when = core.modified or core.created
    title = " ".join(tidy(core.title or "").split())
    return Properties(title or None, when.date().isoformat() if when else None, None, core.language or None)


def _styled_title(body: _Body) -> str | None:
    return " ".join(body.titles) or None


def _is_title(title: str, pieces: list[Piece]) -> bool:
    """Tell whether the file's title property is one: templates leave old titles there, converters file names."""
    start = " ".join(piece.text for piece in pieces[:6]).lower()
    return markers.word_count(title) >= 2 and title.lower() in start


class _Body:
    """Walks through body, content controls and tables; keeps what the Title style marks, and notes that must wait."""

    def __init__(self, numbering: WordNumbering, notes: Notes, listed: ListedContents) -> None:
        self._numbering, self._notes = numbering, notes
        self._listed = listed
        self._in_table = 0
        self._run_on = ""
        self.titles: list[str] = []
        self.waiting: list[Piece] = []

    def pieces(self, container: Any) -> list[Piece]:
        found: list[Piece] = []
        for element in _blocks(container):
            if element.tag == w("tbl"):
                self._in_table += 1
                found += self._table(element)
                self._in_table -= 1
            else:
                found += self._paragraph(element)
            if found and not self._in_table and found[-1].hint not in (Hint.HEADING, Hint.FURNITURE):
                found += self.waiting
                self.waiting = []
        return found

    def _paragraph(self, element: Any) -> list[Piece]:
        calls = self._notes.called_in(element)
        boxed = [piece for box in boxes(element) for piece in self.pieces(box)]
        text = self._run_on + text_of(element)
        if end_is_deleted(element):
            self._run_on = text
            own = []
        else:
            self._run_on = ""
            own = self._own(element, text)
        self.waiting += [note for mark, element in calls for note in _note(mark, element)]
        return own + boxed

    def _own(self, element: Any, raw: str) -> list[Piece]:
        label, listed = self._numbering.label(element), self._listed.holds(element)
        lines = [" ".join(line.split()) for line in tidy(raw).split("\n")]
        text = " ".join(line for line in lines if line)
        if not text:
            return []
        style = self._style(element)
        if listed or _CONTENTS_STYLE.match(style):
            return [Piece(text, Hint.FURNITURE)]
        if style.lower() in _TITLE_STYLES | _SUBTITLE_STYLES:
            self.titles += [text] if style.lower() in _TITLE_STYLES else []
            return [Piece(text, Hint.TITLE)]
        level = self._heading_level(element, text)
        if level and not markers.is_body(text):
            return [Piece(f"{label.text} {text}" if label and label.text else text, Hint.HEADING, level=level)]
        if label:
            return [_numbered(label, text)]
        return [_marked(line) for line in markers.grouped([line for line in lines if line])]

    def _style(self, element: Any) -> str:
        style = next(self._numbering.styles(element), None)
        name = style.find(w("name")) if style is not None else None
        return str(name.get(w("val"))) if name is not None else ""

    def _heading_level(self, element: Any, text: str) -> int:
        """1 to 9 for headings, by style or outline level; a short paragraph in bold throughout is a weak heading."""
        for ancestor in self._numbering.styles(element):
            name = ancestor.find(w("name"))
            if name is not None and (match := _HEADING_STYLE.match(str(name.get(w("val"))))):
                return int(match.group(1))
        for properties in self._numbering.properties(element):
            outline = properties.find(w("outlineLvl"))
            if outline is not None:
                if int(outline.get(w("val"))) < 9:
                    return int(outline.get(w("val"))) + 1
                break
        short = markers.word_count(text) <= 20 and not markers.ends_sentence(text)
        return _BOLD_HEADING_LEVEL if short and not markers.opens(text) and _is_bold(element) else 0

    def _table(self, element: Any) -> list[Piece]:
        rows = []
        for row in element.iter(w("tr")):
            if next(row.iterancestors(w("tbl"))) is element and not is_deleted_row(row):
                rows.append([cell for element in _children(row, "tc") for cell in self._cell(element)])
        pieces = table_pieces(rows)
        one_row = len(pieces) == 1 and pieces[0].hint is Hint.TABLE_ROW
        return side_by_side(rows) if one_row and sets_side_by_side(element, self._numbering) else pieces

    def _cell(self, element: Any) -> list[Cell]:
        """A cell, marks for the other columns that it spans; none where a tracked change deletes it."""
        properties = element.find(w("tcPr"))
        if properties is not None and properties.find(w("cellDel")) is not None:
            return []
        span = properties.find(w("gridSpan")) if properties is not None else None
        own = ABOVE if _continues_merge(element) else self.pieces(element)
        columns = int(span.get(w("val")) or 1) if span is not None else 1
        return [own, *(BESIDE for _ in range(min(columns, _MOST_COLUMNS) - 1))]


def _blocks(container: Any) -> Iterator[Any]:
    """Paragraphs and tables in order, looking into content controls, insertions and the first of alternatives."""
    for child in container:
        if child.tag in (w("p"), w("tbl")):
            yield child
        elif child.tag in _HOLDERS and not shows_placeholder(child):
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


def _note(mark: str, element: Any) -> list[Piece]:
    """The paragraphs of a footnote or endnote; only the first is preceded by its mark."""
    texts = [" ".join(tidy(text_of(paragraph)).split()) for paragraph in element.iter(w("p"))]
    return [Piece(text, Hint.NOTE, marker="" if place else mark) for place, text in enumerate(filter(None, texts))]


def _numbered(label: Label, text: str) -> Piece:
    if not label.text:
        return Piece(text, Hint.LIST_ITEM, marker="•")
    # "(ت)" is the third in one order of the Arabic letters and none of those that count questions.
    one_letter = len(label.text.strip(" .)(-")) == 1 and bool(markers.ARABIC.search(label.text))
    if decimals.number(f"{label.text} x"):
        return Piece(f"{label.text} {text}")
    lettered = markers.letter(f"{label.text} x") is not None and not label.roman
    nested = not lettered and (label.depth > 0 or one_letter or label.text.endswith("°"))
    return Piece(f"{label.text} {text}", Hint.LIST_ITEM if nested else Hint.PLAIN)


def _marked(text: str) -> Piece:
    bullet, rest = markers.split_bullet(text)
    return Piece(rest, Hint.LIST_ITEM, marker=bullet) if bullet and rest else Piece(text)


def _is_bold(element: Any) -> bool:
    runs = [run for run in element.iter(w("r")) if next(run.iterancestors(w("p"))) is element and text_of(run).strip()]
    return bool(runs) and all(
        switched_on(run.find(w("rPr")), "b") or switched_on(run.find(w("rPr")), "bCs") for run in runs
    )
