"""One text in several languages: the columns of a table that say the same, and the paragraphs of each language.

Such a table is read down each column, because its rows only keep the languages level. What shows it are numbers: in
both languages paragraphs have the same ones. A glossary, whose cells are words, keeps its rows; a text in two languages
without numbers is not told from a table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from rag.reading import markers
from rag.reading.lines import Hint, Piece
from rag.reading.words import names_language
from rag.text.language import detect, detect_part

_FEWEST = 3  # numbered paragraphs in each language
_ALIKE = 0.6  # of the paragraphs of one language have the number of one in the other
_IN_ORDER = 0.8  # of the numbers of a language are the next ones of it

_RUNNING = 6  # words of a cell, on average, from which on it holds a text and not a term
_CLOSING = " .)-–"

Column = Sequence[Piece]
Row = Sequence[Column]


def columns_apart(rows: Sequence[Row]) -> list[Piece]:
    """Return the pieces of a table column by column if its columns are one text in several languages, else none."""
    rows = _numbers_given(rows)
    width = max(map(len, rows))
    columns = [[piece for row in rows for piece in (row[place] if place < len(row) else ())] for place in range(width)]
    if width < 2 or not all(columns):
        return []
    tongues = {detect(" ".join(piece.text for piece in column)) for column in columns}
    if len(tongues) < width or not _are_alike([_numbers(column) for column in columns]):
        return []
    return [_named(piece) for column in columns for piece in column]


def _numbers_given(rows: Sequence[Row]) -> Sequence[Row]:
    """The rows without a column of mere numbers, which the texts beside it begin with instead."""
    if len({len(row) for row in rows}) > 1 or len(rows[0]) < 3:
        return rows
    for place in range(len(rows[0])):
        own = [row[place][0].text.strip(_CLOSING) if len(row[place]) == 1 else "" for row in rows]
        if sum(map(str.isdecimal, own)) >= _FEWEST and all(text.isdecimal() for text in own[1:]):
            others = [[*row[:place], *row[place + 1 :]] for row in rows]
            words = [markers.word_count(cell[0].text) if cell else 0 for row in others for cell in row]
            if sum(words) < _RUNNING * len(words):
                return rows
            return [[_begun(cell, number) for cell in row] for number, row in zip(own, others, strict=True)]
    return rows


def _begun(cell: Column, number: str) -> Column:
    if not cell or not number.isdecimal():
        return cell
    return [replace(cell[0], text=f"{number}. {cell[0].text}"), *cell[1:]]


def _named(piece: Piece) -> Piece:
    """The name of a column's language is shown, but no content."""
    return replace(piece, hint=Hint.FURNITURE) if names_language(piece.text) else piece


def languages_of(pieces: Sequence[Piece]) -> Mapping[int, str]:
    """Return by index the language of each piece of a text in several ones; nothing for a text in one language."""
    numbered: dict[str, list[int]] = {}
    for piece in pieces:
        if piece.hint in (Hint.PLAIN, Hint.HEADING) and (number := markers.paragraph_number(piece.text)) is not None:
            numbered.setdefault(detect(piece.text), []).append(number)
    most = max(map(len, numbered.values()), default=0)
    told = {language: numbers for language, numbers in numbered.items() if len(numbers) >= _ALIKE * most}
    if len(told) < 2 or not _are_alike(list(told.values())):
        return {}
    found: dict[int, str] = {}
    last = next(iter(told))
    for index, piece in enumerate(pieces):
        language = detect_part(piece.text, last)
        found[index] = last = language if language in told else last
    return found


def _numbers(column: Column) -> list[int]:
    numbers = (markers.paragraph_number(piece.text) for piece in column)
    return [number for number in numbers if number is not None]


def _are_alike(counts: Sequence[Sequence[int]]) -> bool:
    """Tell whether paragraphs in each of several languages count up, and most have a number that the others have."""
    if min(map(len, counts)) < _FEWEST or len({numbers[0] for numbers in counts}) > 1:
        return False
    for numbers in counts:
        following = sum(second == first + 1 for first, second in pairwise(numbers))
        if following < _IN_ORDER * (len(numbers) - 1):
            return False
    shared = set(counts[0]).intersection(*counts[1:])
    return len(shared) >= _ALIKE * max(len(set(numbers)) for numbers in counts)
