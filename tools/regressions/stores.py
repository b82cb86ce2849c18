"""Bugs in what is stored and how words are compared: vectors, tokens, stems, folding, rarity."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import Any

import numpy as np

from rag.text.tokens import FUNCTION_WORDS
from tools.regressions.base import Make, Regression, instead, swapped, swapped_everywhere

_SEED = 5


def _shuffled(of_passages: Any) -> Any:
    """The rows, each another passage's."""

    def broken(self: Any, passages: Sequence[Any]) -> Any:
        rows = of_passages(self, passages)
        order = np.random.default_rng(_SEED).permutation(len(rows))
        return rows[order] if isinstance(rows, np.ndarray) else [rows[place] for place in order]

    return broken


def _common_is_rare(rarity: Any) -> Any:
    # Of as many rows as there are, as many hold the word as do not.
    return lambda held_by, rows: rarity(rows - held_by, rows)


def _keys_common_is_rare(rarity: Any) -> Any:
    return lambda self, rows: np.float32(1) / (np.float32(0.1) + rarity(self, rows))


def _other_language(stem: Any) -> Any:
    wrong = {"fr": "en", "en": "ar", "ar": "fr"}
    return lambda word, language: stem(word, wrong[language])


def _ascii_only(folded: dict[int, Any]) -> dict[int, Any]:
    return {code: to for code, to in folded.items() if not chr(code).isdecimal()}


def _words_as_written(_stem: Any) -> Any:
    return lambda word, _stemmer: word


def _itself_only(_readings: Any) -> Any:
    return lambda word: [word]


def _broken_everywhere(name: str, make: Make) -> Callable[[], AbstractContextManager[None]]:
    return lambda: swapped_everywhere(name, make)


@contextmanager
def _articles_kept() -> Iterator[None]:
    with ExitStack() as stack:
        stack.enter_context(swapped(("rag.text.tokens._arabic_stem", _words_as_written)))
        for name in ("rag.text.names.readings", "rag.text.countries._readings"):
            stack.enter_context(swapped_everywhere(name, _itself_only))
        yield


REGRESSIONS = (
    Regression(
        "vectors shuffled",
        "each passage has the vector of another",
        lambda: swapped(("rag.indexing.carrying.Embedding.vectors", _shuffled)),
        reindex=True,
    ),
    Regression(
        "tokens shuffled",
        "each passage has the tokens of another",
        lambda: swapped(("rag.indexing.carrying.Embedding.token_ids", _shuffled)),
        reindex=True,
    ),
    Regression(
        "rarity inverted",
        "common words weigh more than rare ones",
        lambda: swapped(
            ("rag.stores.words._rarity", _common_is_rare),
            ("rag.stores.postings._rarity", _common_is_rare),
            ("rag.stores.keys.KeyIndex._rarity", _keys_common_is_rare),
        ),
        reindex=True,
    ),
    Regression(
        "wrong language's stemmer",
        "a question is stemmed as English for French passages, as Arabic for English ones, as French for Arabic ones",
        lambda: swapped(("rag.answering.evidence.stem", _other_language), ("rag.stores.words.stem", _other_language)),
    ),
    Regression(
        "accents and letter variants kept",
        "folding only lowers the case",
        _broken_everywhere("rag.text.normalise.fold", instead(str.lower)),
        reindex=True,
    ),
    Regression(
        "function words kept",
        "“the” and “of” are words like any others",
        lambda: swapped(
            ("rag.text.tokens.FUNCTION_WORDS", instead(dict.fromkeys(FUNCTION_WORDS, frozenset()))),
            ("rag.text.tokens._ANY_FUNCTION_WORD", instead(frozenset())),
        ),
        reindex=True,
    ),
)

FAINT = (
    Regression(
        "Arabic digits not folded",
        "digits other than ASCII's are no digits",
        lambda: swapped(("rag.text.normalise._FOLDED", _ascii_only), ("rag.text.numbers._DIGITS", instead({}))),
        reindex=True,
    ),
    Regression(
        "Arabic articles kept", "the article stays on the word that it is written onto", _articles_kept, reindex=True
    ),
)
