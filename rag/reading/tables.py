"""Tables turned into pieces: rows with their headers, or questions each followed by its answer.

A table cell is a list of pieces, as the format reader found them in it. A cell that is merged over several rows counts
in each of them, so that no value comes under another column's name; as a question it is asked once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from rag.reading import markers
from rag.reading.lines import Hint, Page, Piece
from rag.reading.parallel import columns_apart
from rag.reading.words import is_column_header

Cell = Sequence[Piece]
Row = Sequence[Cell]

# What a format reader puts where a cell that is merged over several rows, or over several columns, goes on.
ABOVE: Cell = (Piece(""),)
BESIDE: Cell = (Piece(" "),)
_MOST_COLUMNS = 100  # that a file may say a cell spans
_LONGEST_HEADER = 12  # words
_LEAST_ABOVE = 2  # questions that stand above their answers, for a table to be made of such


def spread(rows: Iterable[Iterable[tuple[Cell, int, int]]]) -> list[Row]:
    """Return rows in which each cell stands in its own column, from cells with the columns and rows that they span."""
    found: list[Row] = []
    held: dict[int, int] = {}  # rows still covered from above, by column
    for cells in rows:
        row: list[Cell] = []
        below: dict[int, int] = {}
        for cell, columns, depth in cells:
            _cover(row, held, below)
            for column in range(min(max(columns, 1), _MOST_COLUMNS)):
                if depth > 1:
                    below[len(row)] = depth - 1
                row.append(BESIDE if column else cell)
        _cover(row, held, below)
        held = below
        found.append(row)
    return found


def _cover(row: list[Cell], held: dict[int, int], below: dict[int, int]) -> None:
    """Fill the next columns of a row that are covered from above."""
    while depth := held.pop(len(row), 0):
        if depth > 1:
            below[len(row)] = depth - 1
        row.append(ABOVE)


def table_pieces(rows: Sequence[Row], page: Page | None = None, *, headed: bool = False) -> list[Piece]:
    """Return the pieces of a table; `headed` tells that the format itself marks the first row as a header."""
    rows = [row for row in rows if any(cell and not _goes_on(cell) for cell in row)]
    if not rows:
        return []
    once = [[[] if _goes_on(cell) else cell for cell in row] for row in rows]
    if _asks_above(once):
        return _questions_above(once)
    if max(_width(row) for row in once) == 1:
        return [piece for row in once for cell in row for piece in cell]
    if apart := columns_apart(once):
        return apart
    asking = _labels_joined(once)
    if _asks(asking):
        return _questions(asking)
    return _records(rows, page, headed)


def _goes_on(cell: Cell) -> bool:
    return cell is ABOVE or cell is BESIDE


def _width(row: Row) -> int:
    """Up to the last cell that is filled."""
    return max((place for place, cell in enumerate(row, 1) if cell), default=0)


def _repeated(rows: Sequence[Row]) -> list[Row]:
    """The rows with cells that are merged over several rows said in each of them."""
    found: list[Row] = []
    for row in rows:
        above = found[-1] if found else ()
        said = [
            (above[place] if place < len(above) else []) if cell is ABOVE else cell for place, cell in enumerate(row)
        ]
        found.append([[] if cell is BESIDE else cell for cell in said])
    return found


def _labels_joined(rows: Sequence[Row]) -> Sequence[Row]:
    """The rows with a first column of mere numbers or letters joined to the second: "a)" and the question it counts."""
    labelled = [row for row in rows if len(row) == 3 and row[0] and row[1] and _is_label(_text(row[0]))]
    if len(labelled) * 2 < len(rows):
        return rows
    return [_label_joined(row) if len(row) == 3 else row for row in rows]


def _label_joined(row: Row) -> Row:
    label, (asked, *more) = _text(row[0]), row[1] or [Piece("")]
    closed = label if markers.is_bare_marker(label) or not _is_label(label) else f"{label}."
    return [[replace(asked, text=f"{closed} {asked.text}".strip()), *more], row[2]]


def _is_label(text: str) -> bool:
    return markers.is_bare_marker(text) or (text.isalnum() and len(text) <= 2)


def _text(cell: Cell) -> str:
    return " ".join(piece.text for piece in cell)


def _asks(rows: Sequence[Row]) -> bool:
    """Tell whether the left of two columns asks what the right one answers."""
    filled = [row for row in rows if len(row) == 2 and row[0] and row[1]]
    asking = sum(_is_asking(row[0]) for row in filled)
    return asking >= 1 and asking * 2 >= len(filled)


def _is_asking(cell: Cell) -> bool:
    text = _text(cell)
    return markers.is_question(text) or markers.letter(text) is not None


def _questions(rows: Sequence[Row]) -> list[Piece]:
    pieces: list[Piece] = []
    for number, row in enumerate(rows):
        left, right = row[0], [piece for cell in row[1:] for piece in cell]
        short = all(markers.word_count(_text(cell)) <= 3 for cell in row)
        if is_column_header(" ".join(_text(cell) for cell in row)) or (number == 0 and short and not _is_asking(left)):
            pieces.append(Piece(" ".join(_text(cell) for cell in row), Hint.FURNITURE, page=_page(left)))
        elif right:
            asked = markers.is_question(_text(left)) and markers.letter(_text(left)) is None
            pieces += [replace(piece, hint=Hint.QUESTION) if asked else piece for piece in left] + right
        else:
            pieces += left
    return pieces


def _asks_above(rows: Sequence[Row]) -> bool:
    """Tell whether rows that hold nothing but a question each stand above rows that answer it."""
    asking = [_is_lone_question(row) for row in rows]
    twice = any(first and second for first, second in pairwise(asking))
    return sum(asking) >= _LEAST_ABOVE and not twice and not asking[-1]


def _is_lone_question(row: Row) -> bool:
    filled = [cell for cell in row if cell]
    return len(filled) == 1 and markers.is_question(_text(filled[0]))


def _questions_above(rows: Sequence[Row]) -> list[Piece]:
    pieces: list[Piece] = []
    for row in rows:
        asked = _is_lone_question(row)
        for cell in row:
            text = _text(cell)
            hint = Hint.QUESTION if asked and markers.letter(text) is None else None
            hint = Hint.FURNITURE if is_column_header(text) else hint
            pieces += [replace(piece, hint=hint) if hint is not None else piece for piece in cell]
    return pieces


def _page(cell: Cell) -> Page | None:
    return cell[0].page if cell else None


def _records(rows: Sequence[Row], page: Page | None, headed: bool) -> list[Piece]:
    """Rows as "header: cell; header: cell"; without a header, the cells alone."""
    captions: list[Piece] = []
    while len(rows) > 2 and _own_width(rows[0]) == 1 < len(rows[0]) and _own_width(rows[1]) > 1:
        captions += [replace(piece, hint=Hint.ASIDE) for piece in rows[0][0]]
        rows = rows[1:]
    count = _header_rows(rows, headed)
    names = [_name(rows[:count], place) for place in range(max(map(len, rows)))]
    said = list(zip(rows, _repeated(rows), strict=True))[count:]
    records = [piece for own, row in said for piece in _row_pieces(own, row, names, page)]
    first = [Piece("; ".join(filter(None, names)), Hint.FURNITURE, page=page or _first_page(rows[0]))] if count else []
    return captions + first + [record for record in records if record.text]


def _row_pieces(own: Row, row: Row, names: Sequence[str], page: Page | None) -> list[Piece]:
    """A row; the rows of a table within one of its cells, with the few words of the other cells before each."""
    inner = [_rows_within(cell) for cell in own]
    outer = _record([_without_rows(cell) for cell in row], names, page)
    alone = sum(map(bool, inner)) != 1 or markers.word_count(outer.text) > _LONGEST_HEADER
    lead = f"{outer.text}; " if outer.text and not alone else ""
    led = (
        replace(piece, text=lead + piece.text) if piece.hint is Hint.TABLE_ROW else piece
        for cell in inner
        for piece in cell
    )
    return [*([outer] if alone else []), *led]


def _rows_within(cell: Cell) -> Cell:
    nested = any(piece.hint is Hint.TABLE_ROW for piece in cell)
    return [piece for piece in cell if nested and piece.hint in (Hint.TABLE_ROW, Hint.FURNITURE)]


def _without_rows(cell: Cell) -> Cell:
    rows = _rows_within(cell)
    return [piece for piece in cell if piece not in rows]


def _own_width(row: Row) -> int:
    return _width([[] if _goes_on(cell) else cell for cell in row])


def _header_rows(rows: Sequence[Row], headed: bool) -> int:
    """How many rows at the top name the columns: a row whose cells span columns is read with the one below it."""
    if (
        len(rows) > 2
        and BESIDE in rows[0]
        and _names_columns([_name(rows[:2], place) for place in range(len(rows[0]))])
    ):
        return 2
    names = [_text(cell) for cell in rows[0]]
    if any(map(_rows_within, rows[0])):
        return 0
    return int(headed or (len(rows) > 1 and all(names) and _names_columns(names)))


def _names_columns(names: Sequence[str]) -> bool:
    """Tell whether cells name columns: short, each with its own words, no figures; the first may be empty."""
    short = all(name and markers.word_count(name) <= _LONGEST_HEADER for name in names[1:])
    return (
        short
        and markers.word_count(names[0]) <= _LONGEST_HEADER
        and len(set(names)) == len(names)
        and not _has_figures(names)
    )


def _name(header: Sequence[Row], place: int) -> str:
    """The words over a column, those of a cell that spans several before those of each."""
    found: list[str] = []
    for row in header:
        own = place
        while own > 0 and own < len(row) and row[own] is BESIDE:
            own -= 1
        if own < len(row) and row[own] is not ABOVE and (text := _text(row[own]).strip()) and text not in found:
            found.append(text)
    return ", ".join(found)


def _record(row: Row, names: Sequence[str], page: Page | None) -> Piece:
    """A row with its columns named, and where in it the pages of its cells begin."""
    text, current = "", page or _first_page(row)
    turns: list[tuple[int, Page]] = []
    for place, cell in enumerate(row):
        said = _text(cell).strip()
        if not said:
            continue
        name = names[place] if place < len(names) else ""
        text += ("; " if text else "") + (f"{name}: " if name else "")
        for number, piece in enumerate(cell):
            text += " " if number else ""
            for start, turned in ((0, piece.page), *piece.turns):
                if turned is not None and turned != current and page is None:
                    current = turned
                    turns.append((len(text) + start, turned))
            text += piece.text
    return Piece(text, Hint.TABLE_ROW, page=page or _first_page(row), turns=tuple(turns))


def _first_page(row: Row) -> Page | None:
    return next((piece.page for cell in row for piece in cell if piece.page is not None), None)


def _has_figures(header: Sequence[str]) -> bool:
    """A first row whose cells are figures is data; years are usual headers."""
    figures = [name for name in header[1:] if name[:1].isdigit() and not (len(name) == 4 and name.isdigit())]
    return bool(figures)
