"""Running headers, footers and page numbers, told by their repetition at the edges of pages.

Only the first and last lines of pages are looked at, from the edge inwards as far as they repeat, and digits count as
equal, so that "Page 3 of 9" repeats. A line in large letters stays on the first page: there it is the report's title,
which the headers of later pages repeat.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from rag.reading import markers
from rag.reading.lines import Line
from rag.text.normalise import fold

_EDGE = 3  # lines at the top and at the bottom of a page
_LEAST_OF_PARAGRAPH = 7  # words: so many after a number are a paragraph, whatever repeats
_TITLE_SIZE = 1.1  # times the size of most of the page
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"\W*(?:page|p|ص|صفحه|الصفحه)?\W*(?:\d{1,4}|[ivxl]{1,6})(?:\W*(?:of|sur|de|/|من)\W*\d{1,4})?\W*"
)


def without_running_lines(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Return the pages without the lines that repeat at the same edge of at least half of them.

    Left and right pages may bear different lines: one that repeats on two thirds of either goes too.
    """
    filled = sum(bool(page) for page in pages)
    if filled < 2:
        return [[line for line in page if not _is_own_number(line)] for page in pages]
    running = {edge: _repeated(pages, edge) for edge in ("top", "bottom")}
    kept = []
    seen: set[str] = set()
    for page in pages:
        gone = _running_places(page, running, seen)
        rest = [line for place, line in enumerate(page) if place not in gone]
        # The first line's distance was measured from what is gone: whether a paragraph begins there is open again.
        kept.append([replace(rest[0], gap=False), *rest[1:]] if rest else [])
    return kept


def _edges(page: Sequence[Line]) -> dict[int, str]:
    """Edge by index of line; on a page too short for two edges the upper lines are the top."""
    last = len(page)
    bottom = dict.fromkeys(range(max(0, last - _EDGE), last), "bottom")
    return bottom | dict.fromkeys(range(min(_EDGE, (last + 1) // 2)), "top")


def _key(line: Line) -> str:
    return _DIGITS.sub("#", fold(line.text).strip())


def _repeated(pages: Sequence[Sequence[Line]], edge: str) -> frozenset[str]:
    """What repeats on half of all pages, or on two thirds of the left or of the right ones."""
    half = _frequent(pages, edge, 1 / 2)
    return half | _frequent(pages[::2], edge, 2 / 3) | _frequent(pages[1::2], edge, 2 / 3)


def _frequent(pages: Sequence[Sequence[Line]], edge: str, share: float) -> frozenset[str]:
    counts: Counter[str] = Counter()
    for page in pages:
        counts.update({_key(page[place]) for place, name in _edges(page).items() if name == edge})
    least = share * sum(bool(page) for page in pages)
    return frozenset(key for key, count in counts.items() if count >= max(least, _least(key)))


def _least(key: str) -> int:
    """How often a line must be there: two pages may end with the same sentence, or the last word of one, by chance."""
    sentence = markers.ends_sentence(key) and (markers.word_count(key) >= 3 or "#" not in key)
    return 3 if sentence else 2


def _running_places(page: Sequence[Line], running: dict[str, frozenset[str]], seen: set[str]) -> set[int]:
    """The indices of lines that go: from each edge inwards, as far as the lines run and none of them comes again."""
    edges = _edges(page)
    gone: set[int] = set()
    for edge, places in (("top", range(len(page))), ("bottom", range(len(page) - 1, -1, -1))):
        met: set[str] = set()
        for place in places:
            key = _key(page[place])
            if edges.get(place) != edge or key in met or not _runs(page[place], edge, running, seen):
                break
            met.add(key)
            gone.add(place)
    # A header that is set in cells goes as a whole.
    kept = {line.seat.table for place, line in enumerate(page) if line.seat is not None and place not in gone}
    return {place for place in gone if (seat := page[place].seat) is None or seat.table not in kept}


def _runs(line: Line, edge: str, running: dict[str, frozenset[str]], seen: set[str]) -> bool:
    """Tell whether a line goes; on the first page one that is set as a title stays, and so do numbered paragraphs."""
    if _is_own_number(line):
        return True
    key = _key(line)
    if key not in running[edge] or _is_paragraph(line) or _is_of_table(line):
        return False
    first = key not in seen
    seen.add(key)
    set_as_title = edge == "top" and line.emphasis >= _TITLE_SIZE
    return not (first and set_as_title and line.page is not None and line.page.number == 1)


def _is_paragraph(line: Line) -> bool:
    """Tell whether a line begins a numbered paragraph or a list item."""
    text = line.text.strip()
    numbered = markers.paragraph_number(text) is not None and markers.word_count(text) >= _LEAST_OF_PARAGRAPH
    return numbered or bool(markers.strong_bullet(text))


def _is_of_table(line: Line) -> bool:
    """Tell whether a line stands in a table that is more than a header set in cells."""
    return line.seat is not None and line.seat.height >= _EDGE


def _is_own_number(line: Line) -> bool:
    """Tell whether a line is the number or label of its own page and nothing else."""
    text = fold(line.text).strip()
    if line.page is None or _is_of_table(line) or not _PAGE_NUMBER.fullmatch(text):
        return False
    own = {str(line.page.number), fold(line.page.label or "")}
    return any(part in own for part in re.findall(r"[a-z0-9]+", text))
