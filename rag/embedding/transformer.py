"""Any sentence-transformers model, from a folder or from the hub; torch is imported only when one is opened.

Offline flags are respected and an unreachable hub is told within seconds, with the way out. It does not rerank.
"""

from __future__ import annotations

import logging
import os
import ssl
import urllib.error
import urllib.request
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from rag.embedding.base import USE_BUNDLED, Vectors, folder_fingerprint, unit
from rag.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

logger = logging.getLogger(__name__)

_HUB_PATIENCE = 10.0  # seconds


class SentenceTransformerEmbedder:
    """Any sentence-transformers model; the prompts for questions and passages are those of its own configuration."""

    def __init__(self, model: SentenceTransformer, fingerprint: str) -> None:
        self._model = model
        self._fingerprint = fingerprint

    @property
    def fingerprint(self) -> str:
        """The model's name and a hash of its files, or its name and revision on the hub."""
        return self._fingerprint

    @cached_property
    def dimension(self) -> int:
        """The length of every vector."""
        return int(self.embed_question("?").shape[0])

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Embeds passages: len(texts) x dimension, unit rows; a blank text is a row of zeros."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        vectors = self._model.encode_document(list(texts), batch_size=32, show_progress_bar=False)
        return _blank(texts, unit(np.asarray(vectors, dtype=np.float32)))

    def embed_question(self, text: str) -> Vectors:
        """Embeds a question: one vector."""
        vectors = self._model.encode_query([text], show_progress_bar=False)
        vector: Vectors = _blank([text], unit(np.asarray(vectors, dtype=np.float32)))[0]
        return vector


def _blank(texts: Sequence[str], vectors: Vectors) -> Vectors:
    vectors[[index for index, text in enumerate(texts) if not text.strip()]] = 0
    return vectors


def _open(name: str, *, local: bool) -> SentenceTransformer:
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(name, local_files_only=local)


def load_folder(folder: Path) -> SentenceTransformerEmbedder:
    """Loads a model from a folder.

    Raises:
        ModelError: when the folder holds no model or a broken one.
    """
    if not (folder / "modules.json").is_file() and not (folder / "config.json").is_file():
        raise ModelError(
            f"The folder {folder} holds no sentence-transformers model (no modules.json or config.json).",
            f"Check the path. {USE_BUNDLED}",
        )
    try:
        model = _open(str(folder), local=True)
    except Exception as error:  # the libraries below raise errors of many kinds
        raise ModelError(
            f"The embedding model in {folder} cannot be loaded: {error}.", f"Fetch its files again. {USE_BUNDLED}"
        ) from error
    return SentenceTransformerEmbedder(model, f"{folder.name}:{folder_fingerprint(folder)}")


def load_from_hub(name: str) -> SentenceTransformerEmbedder:
    """Loads from the local cache of the hub, and from the hub itself where that is allowed and reachable.

    Raises:
        ModelError: when the model is in neither, or the hub may not or cannot be asked.
    """
    try:
        return _from_hub(name, local=True)
    except Exception as error:  # not in the cache, or damaged there: ask the hub
        logger.info("%s is not in the local cache: %s", name, error)
        reason = error
    if _offline():
        raise ModelError(
            f"There is no folder {name}, and the embedding model {name} is not in the local cache; "
            "HF_HUB_OFFLINE forbids fetching it.",
            f"Fetch it once with HF_HUB_OFFLINE unset. {USE_BUNDLED}",
        ) from reason
    if not _hub_answers():
        raise ModelError(
            f"There is no folder {name}, and the model hub cannot be reached to fetch the embedding model {name}.",
            f"Check the network, or name a local folder. {USE_BUNDLED}",
        ) from reason
    try:
        return _from_hub(name, local=False)
    except Exception as error:
        raise ModelError(
            f"The embedding model {name} cannot be fetched from the hub: {error}.",
            f"Check its name and your access to it. {USE_BUNDLED}",
        ) from error


def _from_hub(name: str, *, local: bool) -> SentenceTransformerEmbedder:
    from huggingface_hub import snapshot_download

    model = _open(name, local=local)
    full_name = name if "/" in name else f"sentence-transformers/{name}"
    # The snapshot's folder is named after its revision.
    revision = Path(snapshot_download(full_name, local_files_only=True)).name
    return SentenceTransformerEmbedder(model, f"{full_name}@{revision[:16]}")


def _offline() -> bool:
    flags = (os.environ.get(flag, "") for flag in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"))
    return any(flag.strip().upper() in {"1", "TRUE", "YES", "ON"} for flag in flags)


def _hub_answers() -> bool:
    """Asks the hub for a sign of life: without it the libraries below keep trying for more than a minute."""
    from huggingface_hub.constants import ENDPOINT

    try:
        with urllib.request.urlopen(ENDPOINT, timeout=_HUB_PATIENCE):  # noqa: S310 (https, from a constant)
            return True
    except urllib.error.HTTPError:
        return True
    except urllib.error.URLError as error:
        # Certificates are the libraries' affair: they may trust more than Python does.
        return isinstance(error.reason, ssl.SSLError)
    except OSError:
        return False
