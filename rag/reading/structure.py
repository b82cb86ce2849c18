"""Pieces understood: title, headings, numbered paragraphs, questions with answers, lists, each with its place.

The same rules for every format. The place is what people cite: the paragraph number, the question ("III.c") or, where
nothing is numbered, the ordinal of the body paragraph. What follows a numbered paragraph or a question belongs to it
until the next one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.reading import markers
from rag.reading.front import head_of_letter, title_indices
from rag.reading.lines import Hint, Piece
from rag.reading.numbering import Numbering, Style, asks, find
from rag.reading.outline import Outline
from rag.reading.words import is_column_header, names_contents, names_section, names_summary
from rag.text.language import detect
from rag.text.normalise import fold
from rag.types import BlockKind

_LONGEST_HEADING = 22  # words
_QUESTION_NAMES = {"fr": "question", "en": "question", "ar": "السؤال"}
_KINDS = {Hint.LIST_ITEM: BlockKind.LIST_ITEM, Hint.TABLE_ROW: BlockKind.TABLE_ROW, Hint.QUESTION: BlockKind.QUESTION}


@dataclass(frozen=True, slots=True)
class Placed:
    """A piece with its kind (None: kept in the text, but not content), the place people cite, section and headings."""

    piece: Piece
    kind: BlockKind | None
    paragraph: str | None = None
    section: str | None = None
    headings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Structure:
    """The placed pieces in reading order, and what is doubtful about them."""

    placed: tuple[Placed, ...]
    flags: tuple[str, ...]


def understand(pieces: Sequence[Piece], style: str | None = None) -> Structure:
    """Return the structure of the pieces; `style` is the catalogue's word for how the report is cited, or None."""
    pieces = _without_contents(_rejoin([piece for piece in pieces if piece.text.strip()]))
    numbering = find(pieces, style)
    pieces, titles = head_of_letter(pieces, numbering, title_indices(pieces, numbering))
    headings = _headings(pieces, numbering, titles)
    tongues = [numbering.languages.get(index) for index in range(len(pieces))]  # each is a report of its own
    labellers = {tongue: _Labeller(pieces, numbering, titles, headings) for tongue in set(tongues)}
    placed = tuple(labellers[tongue].place(index) for index, tongue in enumerate(tongues))
    return Structure(placed, tuple(map(str, numbering.doubts)))


def _without_contents(pieces: Sequence[Piece]) -> list[Piece]:
    """Mark the lines of a table of contents, and its name, as no content: they would be taken for headings."""
    kept = list(pieces)
    for index, piece in enumerate(pieces):
        if piece.hint is not Hint.NOTE and markers.leads_to_page(piece.text):
            kept[index] = replace(piece, hint=Hint.FURNITURE)
            if index and names_contents(pieces[index - 1].text):
                kept[index - 1] = replace(pieces[index - 1], hint=Hint.FURNITURE)
    return kept


def _rejoin(pieces: Sequence[Piece]) -> list[Piece]:
    """Join what a page break tore apart: a piece that ends in mid-sentence and the next that goes on with it.

    A note may stand between the two parts, or a column in another script.
    """
    joined: list[Piece] = []
    last: dict[bool, int] = {}  # by script, of those that are no notes
    before = -1
    for piece in pieces:
        script = bool(markers.ARABIC.search(piece.text))
        above = last.get(script, -1)
        if above in (-1, before) or not _is_torn(joined[above], piece):
            above = before if before >= 0 and _goes_on(joined[before], piece) else -1
        if above >= 0:
            joined[above] = _joined(joined[above], piece)
            continue
        joined.append(piece)
        if piece.hint is not Hint.NOTE:
            before = last[script] = len(joined) - 1
    return joined


def _is_torn(first: Piece, second: Piece) -> bool:
    """Tell whether a column of a page goes on at the top of that column on the next one."""
    plain = first.hint is second.hint is Hint.PLAIN and markers.paragraph_number(first.text) is not None
    if not plain or first.last_page is None or second.page is None or first.last_page.number + 1 != second.page.number:
        return False
    return not markers.ends_clause(first.text) and not markers.opens(second.text)


def _joined(first: Piece, second: Piece) -> Piece:
    hint = Hint.PLAIN if first.hint is Hint.HEADING else first.hint
    start = len(first.text) + 1
    turned = ((start, second.page),) if second.page is not None and second.page != first.last_page else ()
    later = tuple((start + offset, page) for offset, page in second.turns)
    return replace(first, text=f"{first.text} {second.text}", hint=hint, turns=(*first.turns, *turned, *later))


def _goes_on(first: Piece, second: Piece) -> bool:
    if second.hint is not Hint.PLAIN or markers.ends_clause(first.text) or markers.opens(second.text):
        return False
    if second.text.startswith(":"):
        return first.hint is not Hint.TABLE_ROW
    if first.hint not in (Hint.PLAIN, Hint.LIST_ITEM):
        return False
    if markers.begins_lower(second.text):
        return True
    without_case = bool(markers.ARABIC.search(second.text[:1]))
    return without_case and markers.word_count(first.text) > 25 and markers.word_count(second.text) > 8


def _headings(pieces: Sequence[Piece], numbering: Numbering, titles: frozenset[int]) -> frozenset[int]:
    hinted = any(piece.hint is Hint.HEADING for index, piece in enumerate(pieces) if index not in titles)
    found: set[int] = set()
    for index in range(len(pieces) - 1, -1, -1):
        piece = pieces[index]
        if index in titles or index in numbering.questions:
            continue
        marked = index in numbering.parts or (piece.hint is Hint.HEADING and index not in numbering.numbers)
        unmarked = index not in numbering.numbers and _heads_what_follows(pieces, index, numbering, found, hinted)
        if marked or unmarked:
            found.add(index)
    return frozenset(found)


def _could_head(text: str) -> bool:
    bare = text.rstrip(" *_")
    return (
        markers.word_count(text) <= _LONGEST_HEADING
        and any(map(str.isalpha, text))
        and not markers.begins_lower(text)
        and not markers.ends_sentence(bare)
        and not bare.endswith((";", ",", "؛", "،"))
        and not markers.is_source_line(text)
        and not is_column_header(text)
    )


def _heads_what_follows(
    pieces: Sequence[Piece], index: int, numbering: Numbering, found: set[int], hinted: bool
) -> bool:
    """Tell whether a short line without a full stop is a heading, by what stands after it."""
    if index + 1 >= len(pieces) or pieces[index].hint is not Hint.PLAIN or not _could_head(pieces[index].text):
        return False
    text, following = pieces[index].text, pieces[index + 1]
    if names_section(text):
        return True
    if numbering.style is Style.NUMBERED:
        return index + 1 in numbering.numbers or (index + 1 in found and not text.endswith(":"))
    if numbering.style is Style.QUESTIONNAIRE or hinted or text.endswith(":"):
        return False
    after_sentence = index == 0 or markers.ends_clause(pieces[index - 1].text) or index - 1 in found
    before_body = following.hint is Hint.PLAIN and markers.ends_clause(following.text)
    return after_sentence and markers.word_count(text) <= 12 and (before_body or following.hint is Hint.LIST_ITEM)


class _Labeller:
    """Walks through the pieces once and remembers where it stands: section, number or question, count of paragraphs."""

    def __init__(
        self, pieces: Sequence[Piece], numbering: Numbering, titles: frozenset[int], headings: frozenset[int]
    ) -> None:
        self._pieces, self._numbering, self._titles, self._headings = pieces, numbering, titles, headings
        self._section: str | None = None
        self._outline = Outline()
        self._asks = asks(pieces, numbering.numbers)
        self._current: str | None = None
        self._ordinal = self._asked = 0
        self._part_level = 0
        self._in_question = self._after_heading = False
        counts = Counter(fold(piece.text) for piece in pieces if markers.word_count(piece.text) <= 6)
        self._repeated = {text for text, count in counts.items() if count > 1}

    def place(self, index: int) -> Placed:
        """Return the piece with its kind and place; to be called once for each piece, in order."""
        piece = self._pieces[index]
        if piece.hint is Hint.NOTE:
            return self._placed(piece, BlockKind.NOTE, self._current)
        if index in self._titles:
            return Placed(piece, BlockKind.TITLE, "title")
        if self._is_furniture(index):
            return self._placed(piece, None)
        if index in self._headings:
            return self._heading(index)
        self._outline.pass_body()
        if index in self._numbering.questions:
            self._current, self._in_question = self._numbering.questions[index], True
            return self._placed(piece, BlockKind.QUESTION, self._current)
        if self._in_question and piece.hint is Hint.PLAIN and markers.is_question(piece.text[-3:]):
            return self._placed(piece, BlockKind.QUESTION, self._current)
        self._in_question = False
        return self._body(index)

    def _placed(self, piece: Piece, kind: BlockKind | None, paragraph: str | None = None) -> Placed:
        return Placed(piece, kind, paragraph, self._section, self._outline.path)

    def _is_furniture(self, index: int) -> bool:
        """Column headers: marked as such by the format, named so, or a short line repeated under each part."""
        piece = self._pieces[index]
        under_part = index - 1 in self._numbering.parts and index + 1 in self._numbering.questions
        return (
            piece.hint is Hint.FURNITURE
            or (piece.hint is Hint.PLAIN and is_column_header(piece.text))
            or (under_part and fold(piece.text) in self._repeated)
        )

    def _heading(self, index: int) -> Placed:
        piece = self._pieces[index]
        self._section = piece.text.strip().rstrip(" :*_").strip("*_ ")
        self._outline.enter(piece, self._section, is_part=index in self._numbering.parts)
        within_answer = (
            bool(self._numbering.questions)
            and index not in self._numbering.parts
            and piece.level > self._part_level
            and not names_section(piece.text)
        )
        if index in self._numbering.parts:
            self._part_level = piece.level
        self._asked = 0
        if not (within_answer and self._current):
            numbered = self._numbering.style is not Style.ORDINAL
            self._current = "summary" if numbered and names_summary(piece.text) else None
        self._in_question, self._after_heading = False, True
        return self._placed(piece, BlockKind.HEADING, self._current if within_answer else None)

    def _body(self, index: int) -> Placed:
        piece = self._pieces[index]
        kind = _KINDS.get(piece.hint, BlockKind.PARAGRAPH)
        if piece.hint is Hint.ASIDE or markers.is_source_line(piece.text):
            return self._placed(piece, BlockKind.PARAGRAPH)
        if piece.place is not None:
            return self._placed(piece, kind, piece.place)
        if index in self._numbering.numbers:
            self._current = self._numbering.label(index)
            if self._asks and markers.is_question(piece.text[-3:]):
                kind = BlockKind.QUESTION
        elif (
            kind is BlockKind.QUESTION
            and self._numbering.style is Style.NUMBERED
            and (self._asked or not self._current)
        ):
            self._asked += 1
            self._current = self._asked_place(piece)
        elif kind is BlockKind.PARAGRAPH and markers.opens(piece.text):
            kind = BlockKind.LIST_ITEM
        if self._numbering.style is Style.ORDINAL:
            self._count(kind)
        self._after_heading = False
        return self._placed(piece, kind, self._current)

    def _asked_place(self, piece: Piece) -> str:
        """The place of a question under a heading without numbers: as printed ("Q2"), else counted, and the heading."""
        label = markers.question_label(piece.text)
        label = label or f"{_QUESTION_NAMES[detect(piece.text)]} {self._asked}"
        return f"{label}, {self._section}" if self._section else label

    def _count(self, kind: BlockKind) -> None:
        """Count a body paragraph; a list or table counts as one where no paragraph introduces it, a question never."""
        if kind is BlockKind.QUESTION:
            self._current = str(self._ordinal + 1)
            return
        introduced = kind in (BlockKind.LIST_ITEM, BlockKind.TABLE_ROW) and not self._after_heading and self._ordinal
        if not introduced:
            self._ordinal += 1
        self._current = str(self._ordinal)
