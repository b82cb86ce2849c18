"""Which words of a question a passage holds, and as which words of its own: "networks ↔ réseaux".

For readers, who wonder why a passage in another language was found. It changes no score.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from rag.retrieval.closeness import Held
from rag.stores.documents import indexed_text
from rag.text.tokens import words
from rag.types import Passage, WordMatch

MOST = 8
# A word with its accents and vowel signs, which folding takes away.
_WRITTEN = re.compile(r"(?:[^\W_][\u0300-\u036f\u064b-\u065f\u0670]*)+")


class KeyMatch(Protocol):
    """Words of a question and what a passage holds in their place."""

    @property
    def asked(self) -> str: ...  # noqa: D102
    @property
    def found(self) -> str: ...  # noqa: D102
    @property
    def weight(self) -> float: ...  # noqa: D102


class KeyStore(Protocol):
    """Names, acronyms and numbers of all rows, whatever the language."""

    def share(self, question: str) -> NDArray[np.float32]: ...  # noqa: D102

    def matches(self, question: str, row: int, text: str) -> Sequence[KeyMatch]: ...  # noqa: D102


def matches(
    question: str, rows: Sequence[int], passages: Sequence[Passage], held: Sequence[Sequence[Held]], keys: KeyStore
) -> list[tuple[WordMatch, ...]]:
    """Return what each passage (at its row) holds of the question's words, the weightiest first, each word once.

    `held` is what was found in each passage word by word, in folded form; it is shown as it is written.
    """
    asked_as = _written(question)
    matched = []
    for row, passage, words_held in zip(rows, passages, held, strict=True):
        text = indexed_text(passage)
        found_as = _written(text)
        found = [WordMatch(each.asked, each.found, each.weight) for each in keys.matches(question, row, text)]
        found += [
            WordMatch(asked_as.get(each.asked, each.asked), found_as.get(each.found, each.found), each.weight)
            for each in words_held
        ]
        each_once: dict[str, WordMatch] = {}
        for match in sorted(found, key=lambda match: -match.weight):
            each_once.setdefault(match.asked, match)
        matched.append(tuple(each_once.values())[:MOST])
    return matched


def _written(text: str) -> dict[str, str]:
    """The words of a text as they are first written, by their folded form."""
    as_written, folded = _WRITTEN.findall(text), words(text)
    if len(as_written) != len(folded):
        # Folding cuts some words in two.
        pairs = [(word, each) for each in as_written for word in words(each)]
    else:
        pairs = list(zip(folded, as_written, strict=True))
    return dict(reversed(pairs))
