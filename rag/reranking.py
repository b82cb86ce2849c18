"""Hits, put into a better order by a cross-encoder that reads question and passage together.

Optional: such a model is slow and is not bundled. It never finds a passage that retrieval did not, and the scale of the
scores stays that of retrieval, so that whoever reads a score may go on reading it.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from rag.embedding.hub import Kind, is_cross_encoder, open_model
from rag.errors import ModelError, RerankingError
from rag.stores.documents import indexed_text
from rag.types import Filters, Hit, Question

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

Floats = NDArray[np.float32]

logger = logging.getLogger(__name__)

# How many hits are read again: enough to hold what fusion put too low, few enough for a processor without a GPU.
CANDIDATES = 30

_WITHOUT = "Or leave DALIL_RERANKER unset: passages are then ranked by the search alone."
_KIND = Kind("reranker", owner="cross-encoder", way_out=_WITHOUT)
_BATCH_ON_CPU, _BATCH_ON_GPU = 16, 128


class Reranker(Protocol):
    """What tells how well each text answers a question."""

    def scores(self, question: str, texts: Sequence[str]) -> Floats:
        """Return one score a text, on any scale; more is better."""


class Retriever(Protocol):
    """What finds hits, best first."""

    def hits(self, question: Question, filters: Filters | None = None, k: int | None = None) -> tuple[Hit, ...]:
        """Return the best `k` passages that the filters allow."""


class CrossEncoderReranker:
    """A cross-encoder of the sentence-transformers library; safe to share between threads."""

    def __init__(self, model: CrossEncoder) -> None:
        self._model = model
        self._lock = Lock()  # the tokenizers of transformers are not safe to share

    def scores(self, question: str, texts: Sequence[str]) -> Floats:
        """Return the model's own score of each text with the question; a text longer than it reads is cut off."""
        if not texts:
            return np.zeros(0, np.float32)
        batch = _BATCH_ON_CPU if self._model.device.type == "cpu" else _BATCH_ON_GPU
        with self._lock:
            scores = self._model.predict(
                [(question, text) for text in texts], batch_size=batch, show_progress_bar=False
            )
        return np.asarray(scores, np.float32)


class RerankingRetriever:
    """Finds more hits than are asked for, and returns the best of them by the reranker's word.

    `Hit.why["reranker"]` is what the reranker said and `why["fused"]` what the search had said; `Hit.score` is the
    search's score at that rank, so that scores fall with the rank and keep their scale.
    """

    def __init__(self, retriever: Retriever, reranker: Reranker, k: int = 10, candidates: int = CANDIDATES) -> None:
        self._retriever = retriever
        self._reranker = reranker
        self._k = k
        self._candidates = candidates

    def hits(self, question: Question, filters: Filters | None = None, k: int | None = None) -> tuple[Hit, ...]:
        """Return the best `k` passages, best first; fewer when the filters leave fewer.

        Raises:
            RerankingError: when the reranker fails; holds the hits as the search ranked them.
        """
        wanted = k or self._k
        found = self._retriever.hits(question, filters, max(wanted, self._candidates))
        texts = [indexed_text(hit.passage) for hit in found]
        try:
            scores = self._reranker.scores(question.text, texts)
            if scores.shape != (len(texts),) or not np.isfinite(scores).all():
                raise ValueError("it gave no score for some passage")
        except Exception as error:  # memory, a device, a damaged model: the libraries below raise errors of many kinds
            logger.warning("the reranker failed: %s", error)
            raise RerankingError(f"The reranker failed: {error}.", _WITHOUT, found[:wanted]) from error
        order = np.argsort(-scores, kind="stable")[:wanted].tolist()
        return tuple(
            replace(
                found[row],
                rank=rank,
                score=found[rank - 1].score,
                why={**found[row].why, "fused": found[row].score, "reranker": round(float(scores[row]), 4)},
            )
            for rank, row in enumerate(order, start=1)
        )


def load_reranker(name: str) -> CrossEncoderReranker:
    """Load a cross-encoder by folder, or by its name on the hub.

    Raises:
        ModelError: when there is none or a broken one, it is no reranker, or the hub may not or cannot be asked.
    """
    opened = open_model(name, _KIND, _open)
    if not is_cross_encoder(opened.folder):
        raise ModelError(
            f"The model {name} is no cross-encoder: it has not learned to score a question with a passage.",
            f"Name a reranker. {_WITHOUT}",
        )
    if opened.model.num_labels != 1:
        raise ModelError(
            f"The cross-encoder {name} gives {opened.model.num_labels} scores for a question with a passage, not one.",
            f"Name a reranker. {_WITHOUT}",
        )
    logger.info("reranking with %s on %s", opened.name, opened.model.device)
    return CrossEncoderReranker(opened.model)


def _open(name: str, local: bool) -> CrossEncoder:
    from sentence_transformers import CrossEncoder

    model: CrossEncoder = CrossEncoder(name, local_files_only=local, trust_remote_code=False)
    return model
