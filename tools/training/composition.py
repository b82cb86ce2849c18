"""What pieces of the vocabulary share: words of one stem, words that begin alike, a word with and without a clitic.

While it is trained, a piece's vector is the sum of its own row and the rows of its parts, so that a word met three
times learns from its relatives; afterwards each piece keeps one plain vector. It learns no weights itself. After
fastText (Bojanowski et al. 2017, Enriching Word Vectors with Subword Information), with stems and beginnings in the
place of n-grams.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from rag.text.tokens import stem
from tools.training.ragged import Ragged

_ARABIC = re.compile("[\u0621-\u064a]")
_WORD_MARK = "▁"
# Lengths of beginnings that count as a part: Arabic roots are short.
_BEGINNINGS = {True: (3, 4, 5), False: (4, 5, 6, 7)}
_FEWEST = 2  # pieces that share a part


def parts_of(piece: str) -> Iterator[str]:
    """Yields the names of what a piece may share with others; numbers and short pieces share nothing."""
    word = piece.removeprefix(_WORD_MARK)
    if not word.isalpha() or len(word) < 3:
        return
    whole = piece.startswith(_WORD_MARK)
    yield f"word:{word}"
    if not whole:
        return
    arabic = bool(_ARABIC.search(word))
    stems = {language: stem(word, language) for language in (("ar",) if arabic else ("en", "fr"))}
    yield from (f"{language}:{key}" for language, key in stems.items())
    base = stems.get("ar", word)
    yield from (f"begins:{base[:length]}" for length in _BEGINNINGS[arabic] if len(base) >= length)


def compose(pieces: Sequence[str]) -> tuple[Ragged, int]:
    """Return for each piece the numbers of its rows, its own first, and how many rows there are.

    A piece's own row has its number in the vocabulary; only parts that at least two pieces have are rows.
    """
    named = [list(dict.fromkeys(parts_of(piece))) for piece in pieces]
    held = Counter(name for names in named for name in names)
    shared = (name for name, count in held.items() if count >= _FEWEST)
    numbers = {name: number for number, name in enumerate(shared, start=len(pieces))}
    rows = [[own, *(numbers[name] for name in names if name in numbers)] for own, names in enumerate(named)]
    return Ragged.of(rows), len(pieces) + len(numbers)
