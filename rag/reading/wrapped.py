"""Hard-wrapped lines joined back into paragraphs, headings and list items.

A line break that only the page width made is told from one that the author made by the width of the lines around it
(would the next word have fitted?), by sentence ends, capital letters and markers ("12.", "a)", "▪"). Blank lines end a
paragraph unless the document puts one after nearly every line, as some converters do. A text whose lines are whole
paragraphs is left as it is. Nothing here depends on a language beyond the existence of lower case.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from functools import partial

from rag.reading import markers
from rag.reading.habits import Habits, habits_of, in_capitals, spare, width_around
from rag.reading.hyphens import is_broken
from rag.reading.lines import Hint, Line, Page, Piece
from rag.reading.paged_tables import seated_pieces
from rag.reading.sequence import Expected, is_numbered_later
from rag.reading.words import abbreviates_number, leads_on
from rag.text.language import detect_part

_LONGEST_HEADING = 30  # words
_ENOUGH_WORDS = 3  # to tell the script of a line
_NARROWEST = 0.6  # of the width of most columns
_CONTINUATIONS = ("?", "!", ":", ";", ",", ".", "»", ")", "؟", "؛", "،")
_CALL = re.compile(r"[\[(]\d{1,3}[\])]")  # of a footnote, alone on its line
_SPACES = re.compile(r"\s+")
_SOFT_HYPHEN_BREAK = re.compile("\u00ad[ \t]*\n\\s*")
_ATTACHED = re.compile(r"[^\W_][-/]$|[(\[{]$")
_BROKEN_WORD = re.compile(r"([^\W\d_]+)-$")


def lines_of(text: str, page: Page | None = None) -> list[Line]:
    """Return the lines of `text` that are not blank."""
    lines: list[Line] = []
    gap = False
    for raw in _SOFT_HYPHEN_BREAK.sub("", text).expandtabs(4).split("\n"):
        if raw.strip():
            lines.append(Line(raw.rstrip(), gap and bool(lines), page))
            gap = False
        else:
            gap = True
    return lines


def join(lines: Sequence[Line]) -> list[Piece]:
    """Return the pieces that the lines make up, in their order; a piece has the page of its first line."""
    running = [line for line in lines if line.seat is None]
    tables: dict[int, list[Line]] = {}  # by index of the running line before which they stand
    passed = 0
    for line in lines:
        if line.seat is None:
            passed += 1
        else:
            tables.setdefault(passed, []).append(line)
    if not running:
        return seated_pieces(lines, partial(_cell_pieces, vocabulary=frozenset()))
    habits = habits_of(running)
    cell_pieces = partial(_cell_pieces, vocabulary=habits.vocabulary)
    pieces: list[Piece] = []
    for group in _groups(running, habits, tables):
        pieces += seated_pieces(tables.get(group[0], ()), cell_pieces)
        pieces.append(_piece([running[index] for index in group], group[0] in habits.columns, habits))
    return pieces + seated_pieces(tables.get(passed, ()), cell_pieces)


def _groups(lines: Sequence[Line], habits: Habits, after_table: Container[int]) -> list[list[int]]:
    """The indices of the lines of each piece."""
    counters = Expected()
    groups: list[list[int]] = []
    for index, line in enumerate(lines):
        if not groups or index in after_table or _begins_piece(lines, index, groups[-1], habits, counters):
            groups.append([index])
            counters.see(line.text.strip())
        else:
            groups[-1].append(index)
    return groups


def _cell_pieces(lines: Sequence[Line], vocabulary: frozenset[str]) -> list[Piece]:
    """The pieces of one cell of a table: a line with room for the first word of the next was ended by its author."""
    width = max(len(line.text.strip()) for line in lines)
    column = min((line.measure.column for line in lines if line.measure is not None), default=None)
    none: frozenset[int] = frozenset()
    habits = Habits(
        wrapped=True,
        doubled=False,
        spaced=False,
        width=width,
        exact=None,
        column=column,
        columns=none,
        alone=none,
        vocabulary=vocabulary,
    )
    return [_piece([lines[index] for index in group], False, habits) for group in _groups(lines, habits, none)]


def _begins_piece(lines: Sequence[Line], index: int, group: Sequence[int], habits: Habits, counters: Expected) -> bool:
    line, before = lines[index], lines[index - 1]
    text, previous = line.text.strip(), before.text.strip()
    if markers.is_bare_marker(previous) and len(group) == 1:
        return False
    if not habits.wrapped or markers.strong_bullet(text) or markers.is_bare_marker(text) or _is_beside(line, before):
        return True
    if {index, index - 1} & habits.alone or (line.gap and not habits.doubled) or markers.leads_to_page(previous):
        return True
    if markers.opens(text) and _marker_counts(lines, index, group, habits, counters):
        return True
    if (
        text.startswith(_CONTINUATIONS)
        or _CALL.fullmatch(text)
        or (markers.begins_lower(text) and not markers.ends_clause(previous))
    ):
        return False
    if _is_other(line, before) or _is_short(lines, index, habits) or _heads_in_capitals(lines, group, text):
        return True
    if line.seat is not None and _closes_list(lines, group):
        return True
    return (
        markers.ends_sentence(previous) and index + 1 < len(lines) and _heads_after_stop(lines, index, habits, counters)
    )


def _closes_list(lines: Sequence[Line], group: Sequence[int]) -> bool:
    """Tell whether a list item ended with a full stop after others without one: a cell then goes on behind it."""
    item, last = lines[group[0]].text.strip(), lines[group[-1]].text.strip()
    above = lines[group[0] - 1].text.strip() if group[0] else ""
    return bool(markers.split_bullet(item)[0]) and markers.ends_sentence(last) and above.endswith((";", ",", "؛", "،"))


def _heads_after_stop(lines: Sequence[Line], index: int, habits: Habits, counters: Expected) -> bool:
    """Tell whether a line is a heading that stands below a full line: in capitals, or a marker comes next."""
    previous, text, following = (lines[place].text.strip() for place in (index - 1, index, index + 1))
    alone = in_capitals(text) and not in_capitals(previous) and not in_capitals(following)
    if alone and _is_short(lines, index + 1, habits):
        return True
    return _is_heading_before(text, following, habits, counters)


def _is_beside(line: Line, before: Line) -> bool:
    """Tell whether a line stands in a column in another script than the one before: a number begins it, or a page."""
    text, previous = line.text.strip(), before.text.strip()
    if line.page == before.page and markers.paragraph_number(text) is None:
        return False
    enough = min(markers.word_count(text), markers.word_count(previous)) >= _ENOUGH_WORDS
    return enough and (detect_part(text, "en") == "ar") != (detect_part(previous, "en") == "ar")


def _is_other(line: Line, before: Line) -> bool:
    """Tell whether a line is set in other letters than the one before."""
    return abs(line.emphasis - before.emphasis) > 0.005


def _heads_in_capitals(lines: Sequence[Line], group: Sequence[int], text: str) -> bool:
    """Tell whether a piece in capitals ended before a line; a name in capitals may fill a line of a paragraph."""
    previous = lines[group[-1]].text.strip()
    goes_on = leads_on(previous) or previous.endswith((",", ";", "-"))
    return not goes_on and not in_capitals(text) and all(in_capitals(lines[place].text.strip()) for place in group)


def _marker_counts(lines: Sequence[Line], index: int, group: Sequence[int], habits: Habits, counters: Expected) -> bool:
    """Tell a marker from a number or dash that the wrapping happened to put at the beginning of a line."""
    line, before = lines[index], lines[index - 1]
    text, previous = line.text.strip(), before.text.strip()
    indent = len(line.text) - len(text) - (len(before.text) - len(previous))
    if indent < 2 and not _is_other(line, before) and not _is_short(lines, index, habits):
        if leads_on(previous) or (abbreviates_number(previous) and not counters.expects(text)):
            return False
        if not markers.ends_clause(previous) and (
            (len(group) > 1 and counters.is_first(text)) or is_numbered_later(lines, index)
        ):
            return False
    return (
        markers.ends_clause(previous)
        or counters.expects(text)
        or len(previous) < 0.6 * habits.width
        or indent >= 2
        or bool(markers.split_bullet(previous)[0] and markers.split_bullet(text)[0])
    )


def _is_short(lines: Sequence[Line], index: int, habits: Habits) -> bool:
    """Tell whether the line before `index` ended well before the page width, so that its author ended it."""
    previous, text = lines[index - 1].text.strip(), lines[index].text.strip()
    left = _spare(lines[index - 1], lines[index], habits)
    if left is not None:
        return left > _least_spare(previous, habits.spaced)
    if len(previous) > 1.15 * habits.width:
        return False
    if habits.exact is not None and lines[index - 1].emphasis == 1:
        return len(lines[index - 1].text) + 1 + len(text.split()[0]) <= habits.exact
    width = width_around(lines, index, habits.width)
    reach = (len(previous) + 1 + len(text.split()[0])) * lines[index - 1].emphasis
    if habits.spaced and lines[index - 1].page == lines[index].page:
        return reach < 0.6 * width
    if markers.ends_sentence(previous) or previous.endswith(":"):
        return reach < 0.92 * width
    if previous.endswith((",", ";", "،", "؛")):
        return reach < 0.65 * width
    return reach < 0.78 * width


def _spare(before: Line, line: Line, habits: Habits) -> float | None:
    """What is spare at the end of a line, where that tells anything: in a column, not behind a lone short line."""
    if habits.column is None or before.measure is None or before.measure.column < _NARROWEST * habits.column:
        return None
    return spare(before, line)


def _least_spare(previous: str, spaced: bool) -> float:
    """How much must be spare for the author to have ended the line; programs do break a little early."""
    if markers.ends_clause(previous):
        return 0.05
    if previous.endswith((",", "،")):
        return 0.35
    return 0.4 if spaced else 0.22


def _is_heading_before(text: str, following: str, habits: Habits, counters: Expected) -> bool:
    """Tell whether a line that follows a full line is a heading: short, no sentence, and a marker comes next."""
    return (
        len(text) < 0.8 * habits.width
        and not markers.begins_lower(text)
        and not markers.ends_sentence(text)
        and counters.expects(following)
    )


def _piece(group: Sequence[Line], in_columns: bool, habits: Habits) -> Piece:
    page = group[0].page
    if in_columns:
        cells = [_SPACES.sub(" ", cell) for cell in re.split(r" {2,}", group[0].text.strip())]
        return Piece((": " if len(cells) == 2 else "; ").join(cells), Hint.TABLE_ROW, page=page)
    text, turns = written(group, habits.vocabulary)
    marker, rest = markers.split_bullet(text)
    if marker and rest:
        cut = len(text) - len(rest)
        later = tuple((max(0, offset - cut), turn) for offset, turn in turns)
        return Piece(rest, Hint.LIST_ITEM, marker=marker, page=page, turns=later)
    emphasis = min(line.emphasis for line in group)
    if emphasis > 1 and markers.word_count(text) <= _LONGEST_HEADING and not markers.ends_sentence(text):
        return Piece(text, Hint.HEADING, level=_heading_level(emphasis), page=page, turns=turns)
    return Piece(text, page=page, turns=turns)


def written(
    group: Sequence[Line], vocabulary: frozenset[str] = frozenset()
) -> tuple[str, tuple[tuple[int, Page], ...]]:
    """Return the lines joined, and at which offsets of the text a new page begins; `vocabulary` as for `glue`."""
    text, page = "", group[0].page
    turns: list[tuple[int, Page]] = []
    for line in group:
        following = _SPACES.sub(" ", line.text.strip())
        text = glue(text, following, vocabulary)
        if line.page is not None and line.page != page:
            page = line.page
            turns.append((len(text) - len(following), page))
    return text, tuple(turns)


def _heading_level(emphasis: float) -> int:
    """The larger the letters, the higher the heading: 1 from twice the usual size, 7 where they are only bold."""
    return max(1, min(7, round(7 - 6 * (emphasis - 1))))


def glue(text: str, following: str, vocabulary: frozenset[str] = frozenset()) -> str:
    """Join two halves of a line break; a hyphen keeps the word together and goes if it only broke it there.

    `vocabulary` holds the document's folded words.
    """
    if not text:
        return following
    broken = _BROKEN_WORD.search(text) if text.endswith("-") else None
    if broken is None:
        attached = bool(_ATTACHED.search(text[-2:]))
        return text + ("" if attached else " ") + following
    rest = re.match(r"[^\W\d_]+", following)
    if rest and rest.group().islower() and is_broken(broken.group(1), rest.group(), vocabulary):
        return text[:-1] + following
    return text + following
