"""A world small enough to check by hand: five passages in three languages and a token model of one axis a meaning.

`SmallModel` gives a word the axis of its meaning, so that "réseaux", "networks" and "شبكات" are one and the same, and
any other word an axis of its own by spelling. All rarities are 1.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rag.text.normalise import fold
from rag.text.tokens import FUNCTION_WORDS, words
from rag.types import Hit, Locator, Metadata, Passage, Source

DIMENSION = 256
_MEANINGS = (
    ("reseaux", "networks", "شبكات", "شبكه"),
    ("demanteles", "dismantled", "تفكيك"),
    ("migrants", "migrant", "مهاجر", "مهاجرين"),
    ("rapatries", "returned", "repatriated"),
    ("represente", "represented", "مثل", "ممثله", "representante", "spoke", "parle"),
    ("maroc", "morocco", "المغرب"),
    ("atelier", "workshop", "الورشه"),
    ("depuis", "since", "منذ"),
)
_FUNCTION_WORDS = frozenset().union(*FUNCTION_WORDS.values()) - {"depuis"}


class SmallModel:
    """A token model: whole words, unit vectors."""

    fingerprint = "small"
    dimension = DIMENSION

    def __init__(self) -> None:
        self._ids: dict[str, int] = {fold(word): axis for axis, forms in enumerate(_MEANINGS) for word in forms}
        self.vectors: NDArray[np.float32] = np.eye(DIMENSION, dtype=np.float32)

    def token_ids(self, texts: Sequence[str]) -> list[NDArray[np.int32]]:
        return [
            np.array([self._id(word) for word in words(text) if word not in _FUNCTION_WORDS], np.int32)
            for text in texts
        ]

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        sums = np.array([self.vectors[ids].sum(axis=0) for ids in self.token_ids(texts)], np.float32)
        return sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)

    def embed_question(self, text: str) -> NDArray[np.float32]:
        return self.embed_passages([text])[0]

    def _id(self, word: str) -> int:
        return self._ids.setdefault(word, len(_MEANINGS) + len(self._ids) % (DIMENSION - len(_MEANINGS)))


def rarity(ids: NDArray[np.int32]) -> NDArray[np.float32]:
    return np.ones(len(ids), np.float32)


SOURCES = {
    "review": Source("review", "Examen national", "review.docx", "fr", Metadata(countries=("MA",), date="2020")),
    "workshop": Source("workshop", "Rapport de l'atelier", "workshop.pdf", "ar", Metadata(countries=("MA", "DZ"))),
}


def passage(passage_id: str, report: str, text: str, paragraph: str, start: int = 0) -> Passage:
    return Passage(
        passage_id, report, text, Locator(start, start + len(text), paragraph=paragraph), SOURCES[report].language
    )


PASSAGES = (
    passage("p1", "review", "Au total, 111 réseaux ont été démantelés. Le comité s'est réuni deux fois.", "I.f", 50),
    passage("p2", "review", "Depuis 2004, 33.443 migrants ont été rapatriés.", "I.f", 200),
    passage("p3", "workshop", "تحدثت السيدة حنان بوارورو ممثلة المغرب في الورشة.", "6", 300),
    passage("p4", "workshop", "شارك في الورشة 15 بلداً منها قطر.", "2", 10),
    passage("p5", "review", "Domaines prioritaires :\nDroits.\nEmploi.\nCoopération.", "V.a", 900),
)
HITS = tuple(Hit(each, 1.0 - rank / 10, rank) for rank, each in enumerate(PASSAGES, start=1))
