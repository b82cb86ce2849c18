"""Question → Hits: three voices, fused.

Token-by-token late interaction finds across languages, BM25 over stems finds the exact word within one, and the mean
vector (of whatever embedding model is set) finds the drift. Each voice speaks as a share of what it could say at
most, so that the lexical voice is silent, not wrong, where question and passage share no language. Nothing here
judges whether a hit answers the question.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from rag.types import Filters, Hit, Passage, Question, Source

Floats = NDArray[np.float32]
Ids = NDArray[np.int32]
Rows = NDArray[np.int64]

# How loud each voice is; see docs/retrieval.md for how they were chosen and on which public sets.
LATE, LEXICAL, DENSE = 1.0, 0.5, 0.25
# How far the best passage of every language is lifted towards the best of all, 0 not at all, 1 to the same score.
LEVELLED = 0.7


class TokenModel(Protocol):
    """A static model: token ids of texts, and one vector a token (vocabulary x dimension)."""

    @property
    def vectors(self) -> Floats: ...  # noqa: D102

    def token_ids(self, texts: Sequence[str]) -> list[Ids]: ...  # noqa: D102


class QuestionEmbedder(Protocol):
    """What turns a question into a unit vector."""

    def embed_question(self, text: str) -> Floats: ...  # noqa: D102


class LateStore(Protocol):
    """Token-level scores of all rows, as a share of what the question could reach."""

    def share(self, question: Ids, token_vectors: Floats) -> Floats: ...  # noqa: D102


class LexicalStore(Protocol):
    """BM25 scores of all rows, as a share of what the question could reach in each row's language."""

    def share(self, question: str) -> Floats: ...  # noqa: D102


class VectorStore(Protocol):
    """Cosines of all rows."""

    def scores(self, vector: Floats) -> Floats: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Voices:
    """What is searched: row i of every store is `passages[i]`."""

    passages: Sequence[Passage]
    sources: Mapping[str, Source]
    late: LateStore
    lexical: LexicalStore
    vectors: VectorStore
    token_model: TokenModel
    embedder: QuestionEmbedder


class HybridRetriever:
    """Finds the passages that may answer a question; `rag.chain.PassageRetriever` is its LangChain form."""

    def __init__(self, voices: Voices, k: int = 10) -> None:
        self._voices = voices
        self._k = k
        self._languages = np.array([passage.language for passage in voices.passages])

    def hits(self, question: Question, filters: Filters | None = None, k: int | None = None) -> tuple[Hit, ...]:
        """Return the best `k` passages, best first; fewer when the filters leave fewer."""
        rows = self._allowed(filters or Filters())
        if not len(rows):
            return ()
        spoken = self.listen(question.text)
        fused = self.fused(spoken, rows)
        best = rows[np.argsort(-fused[rows], kind="stable")[: k or self._k]]
        ranks = {voice: _ranks(scores, rows) for voice, scores in spoken.items()}
        return tuple(
            Hit(
                passage=self._voices.passages[row],
                score=float(fused[row]),
                rank=rank,
                why={voice: round(float(scores[row]), 4) for voice, scores in spoken.items()}
                | {f"{voice}_rank": int(ranks[voice][row]) for voice in spoken},
            )
            for rank, row in enumerate(best.tolist(), start=1)
        )

    def listen(self, text: str) -> dict[str, Floats]:
        """Return what each voice says of every row."""
        voices = self._voices
        (ids,) = voices.token_model.token_ids([text])
        return {
            "late": voices.late.share(ids, voices.token_model.vectors),
            "lexical": voices.lexical.share(text),
            "dense": voices.vectors.scores(voices.embedder.embed_question(text)),
        }

    def fused(self, spoken: Mapping[str, Floats], rows: Rows) -> Floats:
        """Return the fused score of every row, of which only `rows` may be found.

        A translated word comes less near than the word itself, so in a mixed corpus the question's own language would
        fill the first ranks whether it holds the answer or not: the other languages are lifted towards it.
        """
        heard = LATE * spoken["late"] + LEXICAL * spoken["lexical"] + DENSE * np.maximum(spoken["dense"], 0)
        best = {
            language: float(heard[rows][self._languages[rows] == language].max())
            for language in np.unique(self._languages[rows]).tolist()
        }
        lifted = np.asarray(heard, np.float32)
        for language, top in best.items():
            if top > 0:
                lifted[self._languages == language] *= (max(best.values()) / top) ** LEVELLED
        return lifted

    def _allowed(self, filters: Filters) -> Rows:
        voices = self._voices
        if filters == Filters():
            return np.arange(len(voices.passages))
        reports = {
            source.id
            for source in voices.sources.values()
            if (not filters.reports or source.id in filters.reports)
            and (not filters.countries or set(filters.countries) & set(source.metadata.countries))
        }
        return np.array(
            [
                row
                for row, passage in enumerate(voices.passages)
                if passage.report_id in reports and (not filters.languages or passage.language in filters.languages)
            ],
            np.int64,
        )


def _ranks(scores: Floats, rows: Rows) -> Rows:
    """The rank of every row among the allowed ones, 1 for the best."""
    ranks = np.zeros(len(scores), np.int64)
    ranks[rows[np.argsort(-scores[rows], kind="stable")]] = np.arange(1, len(rows) + 1)
    return ranks
