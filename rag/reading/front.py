"""The front of a report: which of its first pieces are its title, with subtitle, date and place.

Everything before the first paragraph, summary or number is title, except a heading that stands directly over that first
paragraph and is no subtitle. The names of organisations on a cover are taken for title lines too. Of a letter the line
of its subject is the title; letterhead, reference, addressee and salutation are not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rag.reading import markers
from rag.reading.lines import Hint, Piece
from rag.reading.numbering import Numbering
from rag.reading.words import is_dateline, names_section, names_summary, repeats, subject_of
from rag.text.normalise import fold

_LONGEST_HEAD = 16  # pieces before a letter's subject
_NO_TITLES = frozenset(
    fold(title)
    for title in (
        "|unknown|unknown title|untitled|untitled document|no title|no title specified|document|word document|"
        "sans titre|document sans titre|document sans nom|بدون عنوان|مستند بدون عنوان"
    ).split("|")
)


def title_indices(pieces: Sequence[Piece], numbering: Numbering) -> frozenset[int]:
    """Return the indices of the pieces that are the report's title."""
    end = 0
    while end < len(pieces) and not _ends_front(pieces, end, numbering):
        end += 1
    lead = list(range(end))
    while lead and end < len(pieces) and _is_section(pieces, lead, numbering, end):
        lead.pop()
    return frozenset(lead)


def head_of_letter(
    pieces: Sequence[Piece], numbering: Numbering, titles: frozenset[int]
) -> tuple[list[Piece], frozenset[int]]:
    """Return the pieces and which of them are title; in a letter its subject alone, the lines around it aside."""
    subject = _subject(pieces, numbering)
    if subject is None:
        return list(pieces), titles
    end = subject + 1
    while end < len(pieces) and pieces[end].hint is Hint.PLAIN and (end in titles or _salutes(pieces[end])):
        end += 1
    if any(piece.hint is Hint.HEADING for piece in pieces[:subject]) and not _salutes(pieces[end - 1]):
        return list(pieces), titles  # a report that names its subject below its title
    head = [
        piece if index == subject or piece.hint is Hint.NOTE else replace(piece, hint=Hint.ASIDE)
        for index, piece in enumerate(pieces[:end])
    ]
    return [*head, *pieces[end:]], frozenset({subject})


def _subject(pieces: Sequence[Piece], numbering: Numbering) -> int | None:
    """The index of the line that says what a letter is about, if only short lines or cells stand before it."""
    for index, piece in enumerate(pieces[:_LONGEST_HEAD]):
        if piece.hint in (Hint.PLAIN, Hint.HEADING) and subject_of(piece.text):
            return index
        if piece.hint is Hint.TITLE or numbering.opens(index) or markers.is_body(piece.text):
            return None
    return None


def _salutes(piece: Piece) -> bool:
    return not markers.is_body(piece.text) and piece.text.rstrip().endswith((",", "،"))


def stated_title(title: str | None) -> str | None:
    """Return the title that a file states, or None for one that a program put in for want of one."""
    return None if title is None or fold(title).strip(" -–—[]().:") in _NO_TITLES else title


def under_title(pieces: Sequence[Piece], title: str | None) -> list[Piece]:
    """Return the pieces below the title that the file states for all of it, unless they begin with one that is marked.

    A first heading with its words is taken for it, else it is put before them.
    """
    if not title or any(piece.hint is Hint.TITLE for piece in pieces):
        return with_one_title(pieces)
    for index, piece in enumerate(pieces):
        if not may_be_front(piece):
            if piece.hint is Hint.HEADING and fold(piece.text) == fold(title):
                return [*pieces[:index], replace(piece, hint=Hint.TITLE, level=0), *pieces[index + 1 :]]
            break
    return [Piece(title, Hint.TITLE), *pieces]


def with_one_title(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces with what a format marks as title within the report made a heading, as of a chapter."""
    front = next((index for index, piece in enumerate(pieces) if not may_be_front(piece)), len(pieces))
    return [
        replace(piece, hint=Hint.HEADING, level=1) if piece.hint is Hint.TITLE and index > front else piece
        for index, piece in enumerate(pieces)
    ]


def may_be_front(piece: Piece) -> bool:
    """Tell whether a piece may stand before the first heading: a title, or a short line that is no paragraph."""
    if piece.hint is not Hint.PLAIN:
        return piece.hint in (Hint.TITLE, Hint.NOTE)
    return not (markers.is_body(piece.text) or names_section(piece.text) or markers.opens(piece.text))


def title_of(pieces: Sequence[Piece]) -> str | None:
    """Return the title that the title pieces spell: the first heading, with the next line if it is very short."""
    if not pieces:
        return None
    marked = (index for hint in (Hint.TITLE, Hint.HEADING) for index, piece in enumerate(pieces) if piece.hint is hint)
    first = next(marked, 0)
    if subject := subject_of(pieces[first].text):
        return _one_line(subject)
    title = _one_line(pieces[first].text)
    if markers.word_count(title) < 3 and first + 1 < len(pieces):
        following = _one_line(pieces[first + 1].text)
        if not is_dateline(following):
            title = f"{title} {following}"
    return title


def _one_line(text: str) -> str:
    return " ".join(line.strip() for line in text.split("\n"))


def _ends_front(pieces: Sequence[Piece], index: int, numbering: Numbering) -> bool:
    piece = pieces[index]
    if numbering.opens(index) or names_summary(piece.text) or piece.place is not None:
        return True
    if piece.hint is Hint.TITLE:
        return False
    if piece.hint is Hint.HEADING:
        below_title = any(before.hint is Hint.TITLE for before in pieces[:index])
        return below_title or (index > 0 and names_section(piece.text))
    if piece.hint is not Hint.PLAIN or _introduces_list(pieces, index):
        return True
    return markers.is_body(piece.text) or names_section(piece.text)


def _introduces_list(pieces: Sequence[Piece], index: int) -> bool:
    listed = index + 1 < len(pieces) and pieces[index + 1].hint is Hint.LIST_ITEM
    return listed and pieces[index].text.endswith(":")


def _is_section(pieces: Sequence[Piece], lead: Sequence[int], numbering: Numbering, end: int) -> bool:
    """Tell whether the last piece of the lead heads what follows instead of belonging to the title."""
    last = pieces[lead[-1]]
    if is_dateline(last.text) or len(lead) == 1 or last.hint is Hint.TITLE:
        return False
    first = pieces[lead[0]]
    if repeats(last.text, first.text) or names_summary(pieces[end].text) or names_section(pieces[end].text):
        return False
    if any(piece.hint in (Hint.HEADING, Hint.TITLE) for piece in pieces):
        return last.hint is Hint.HEADING and last.level > first.level > 0
    return lead[-1] == end - 1 and end in numbering.numbers and not last.text.endswith(",")
