"""Any sentence-transformers model, from a folder or from the hub; torch is imported only when one is opened.

It runs on a GPU where there is one. It does not rerank (see `rag.reranking`).
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from rag.embedding.base import USE_BUNDLED, Vectors, folder_fingerprint, unit
from rag.embedding.hub import Kind, Opened, is_cross_encoder, open_model
from rag.embedding.prompts import Prompts, prompts_of
from rag.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

logger = logging.getLogger(__name__)

_KIND = Kind("embedding model", owner="sentence-transformers", way_out=USE_BUNDLED)
_BATCH_ON_CPU, _BATCH_ON_GPU = 32, 256


class SentenceTransformerEmbedder:
    """Any sentence-transformers model, with the words that it wants before questions and before passages.

    Safe to share between threads. A text longer than the model reads counts by its beginning.
    """

    def __init__(self, model: SentenceTransformer, name: str, prompts: Prompts) -> None:
        self._model = model
        self._name = name
        self._prompts = prompts
        self._lock = Lock()  # the tokenizers of transformers are not safe to share
        self._told = False

    @property
    def fingerprint(self) -> str:
        """The model's name with a hash of its files or its revision on the hub, and the prompts in use."""
        return self._name if self._prompts == Prompts() else f"{self._name}, {self._prompts}"

    @cached_property
    def dimension(self) -> int:
        """The length of every vector."""
        return int(self.embed_question("?").shape[0])

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Embeds passages: len(texts) x dimension, unit rows; a blank text is a row of zeros."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        self._tell_of_long_ones(texts)
        return self._embed(texts, self._prompts.passage, "document")

    def embed_question(self, text: str) -> Vectors:
        """Embeds a question: one vector."""
        vector: Vectors = self._embed([text], self._prompts.question, "query")[0]
        return vector

    def _embed(self, texts: Sequence[str], prompt: str, task: str) -> Vectors:
        batch = _BATCH_ON_CPU if self._model.device.type == "cpu" else _BATCH_ON_GPU
        # Not encode_query and encode_document: these take a passage's prompt only from where it is called "document".
        with self._lock:
            vectors = self._model.encode(
                list(texts), prompt=prompt, task=task, batch_size=batch, show_progress_bar=False
            )
        embedded = unit(np.asarray(vectors, dtype=np.float32))
        embedded[[row for row, text in enumerate(texts) if not text.strip()]] = 0
        return embedded

    def _tell_of_long_ones(self, texts: Sequence[str]) -> None:
        limit = self._model.max_seq_length
        if limit is None or self._told:
            return
        # A token is seldom shorter than three letters: only what may be too long is counted.
        suspects = [text for text in texts if len(text) > 3 * limit]
        with self._lock:
            longest = max(
                (len(self._model.tokenizer(text, verbose=False)["input_ids"]) for text in suspects), default=0
            )
        if longest > limit:
            self._told = True
            logger.warning("%s reads %d tokens of a passage; some have up to %d", self._name, limit, longest)


def load_transformer(name: str) -> SentenceTransformerEmbedder:
    """Loads a model by folder, or by its name on the hub: from the local cache where it is there.

    Raises:
        ModelError: when there is none or a broken one, or the hub may not or cannot be asked.
    """
    opened = open_model(name, _KIND, _open)
    if is_cross_encoder(opened.folder):
        raise ModelError(
            f"The model {name} scores pairs of texts and gives no vectors: it is a reranker.",
            f"Name it in DALIL_RERANKER. {USE_BUNDLED}",
        )
    prompts = prompts_of(_published_name(opened), opened.model.prompts)
    embedder = SentenceTransformerEmbedder(opened.model, _content(opened), prompts)
    logger.info("embedding with %s on %s", embedder.fingerprint, opened.model.device)
    return embedder


def _open(name: str, local: bool) -> SentenceTransformer:
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(name, local_files_only=local, trust_remote_code=False)


def _content(opened: Opened[SentenceTransformer]) -> str:
    """Name the model and its exact content."""
    if opened.revision:
        return f"{opened.name}@{opened.revision[:16]}"
    return f"{opened.name}:{folder_fingerprint(opened.folder)}"


def _published_name(opened: Opened[SentenceTransformer]) -> str:
    """The name under which the makers know it; a folder of the hub's cache is named after a revision."""
    folder = opened.folder.resolve()
    cached = opened.revision is None and folder.parent.name == "snapshots"
    return folder.parent.parent.name if cached else opened.name
