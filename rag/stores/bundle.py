"""All stores of one generation, written and opened through one place.

`Stores.write` is the only writer of these files and `Stores.open` their only reader, so what is written together is
what is opened together. It knows neither generations nor models; it checks only that the rows of all stores agree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.errors import IndexDamagedError
from rag.stores import documents
from rag.stores.arrays import REBUILD
from rag.stores.documents import Documents, indexed_text
from rag.stores.faiss import FaissVectors, kind_of
from rag.stores.keys import KeyIndex
from rag.stores.late_interaction import LateInteraction
from rag.stores.lexical import Lexical
from rag.stores.words import Words
from rag.types import Passage, Report

_DOCUMENTS = "documents.sqlite"
_VECTORS = "vectors.faiss"
_LEXICAL = "lexical"
_LATE = "tokens"
_KEYS = "keys"
_WORDS = "words"


@dataclass(frozen=True)
class Contents:
    """Everything that a generation holds; item i of the last three belongs to passage i.

    `vectors` is (passages x dimension), unit rows; `token_ids` the token model's ids of each passage's indexed text;
    `vocabulary` the size of the token model's vocabulary.
    """

    reports: Sequence[Report]
    passages: Sequence[Passage]
    vectors: NDArray[np.float32]
    token_ids: Sequence[NDArray[np.int32]]
    vocabulary: int


@dataclass(frozen=True)
class Stores:
    """The opened stores: row i of every one of them is passage i of `documents`. Safe to share between threads."""

    documents: Documents
    lexical: Lexical
    vectors: FaissVectors
    late: LateInteraction
    keys: KeyIndex
    words: Words

    @staticmethod
    def write(folder: Path, contents: Contents) -> None:
        """Write all stores into an existing empty folder; raises ValueError when the rows of `contents` disagree."""
        count = len(contents.passages)
        if not count == len(contents.vectors) == len(contents.token_ids):
            raise ValueError(
                f"{count} passages, {len(contents.vectors)} vectors, {len(contents.token_ids)} token lists"
            )
        documents.write(folder / _DOCUMENTS, contents.reports, contents.passages)
        FaissVectors.build(contents.vectors).save(folder / _VECTORS)
        Lexical.build(contents.passages).save(folder / _LEXICAL)
        languages = [passage.language for passage in contents.passages]
        LateInteraction.build(contents.token_ids, contents.vocabulary, languages).save(folder / _LATE)
        KeyIndex.build([indexed_text(passage) for passage in contents.passages], languages).save(folder / _KEYS)
        Words.build(contents.passages).save(folder / _WORDS)

    @classmethod
    def open(cls, folder: Path) -> Stores:
        """Open what `write` wrote; raises IndexDamagedError when a file is missing or the rows disagree."""
        stores = cls(
            Documents(folder / _DOCUMENTS),
            Lexical.load(folder / _LEXICAL),
            FaissVectors.load(folder / _VECTORS),
            LateInteraction.load(folder / _LATE),
            KeyIndex.load(folder / _KEYS),
            Words.load(folder / _WORDS),
        )
        counted = (stores.documents, stores.lexical, stores.vectors, stores.late, stores.keys, stores.words)
        rows = {len(store) for store in counted}
        if len(rows) > 1:
            raise IndexDamagedError(
                f"The stores in {folder} hold different numbers of passages: {sorted(rows)}.", REBUILD
            )
        return stores

    @staticmethod
    def open_documents(folder: Path) -> Documents:
        """Open the reports and passages of what `write` wrote and no other store; raises IndexDamagedError."""
        return Documents(folder / _DOCUMENTS)

    @staticmethod
    def vector_kind(folder: Path) -> str:
        """Return `FaissVectors.kind` of what `write` wrote, opening no store; raises IndexDamagedError."""
        return kind_of(folder / _VECTORS)

    @property
    def passages(self) -> tuple[Passage, ...]:
        """All passages, by row."""
        return self.documents.passages()

    def close(self) -> None:
        """Close what holds a file open."""
        self.documents.close()
