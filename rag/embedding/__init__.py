"""Turns texts into vectors: the bundled trilingual model, or any sentence-transformers model by folder or hub name.

This room neither stores vectors nor searches them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from rag.embedding.base import USE_BUNDLED, Embedder, Vectors
from rag.embedding.static import StaticModel
from rag.embedding.transformer import SentenceTransformerEmbedder, load_folder, load_from_hub
from rag.errors import ModelError

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

__all__ = [
    "BUNDLED",
    "Embedder",
    "SentenceTransformerEmbedder",
    "StaticModel",
    "Vectors",
    "as_langchain",
    "load_bundled",
    "load_embedder",
]

BUNDLED = "bundled"
_BUNDLED_FOLDER = Path(__file__).parents[1] / "models" / "dalil-static"
_HUB_NAME = re.compile(r"[A-Za-z0-9][\w.-]*(/[A-Za-z0-9][\w.-]*)?")


@lru_cache(maxsize=1)
def load_bundled() -> StaticModel:
    """The model that comes with Dalil, loaded once.

    Raises:
        ModelError: when its files are missing or damaged.
    """
    return StaticModel.load(_BUNDLED_FOLDER)


def load_embedder(name: str) -> Embedder:
    """The embedding model of that name: "bundled", a sentence-transformers folder, or a name on the hub.

    Raises:
        ModelError: when there is no such model or the hub cannot be reached.
    """
    if name.strip() in {"", BUNDLED}:
        return load_bundled()
    folder = Path(name).expanduser()
    if folder.is_dir():
        return load_folder(folder)
    if not _HUB_NAME.fullmatch(name):
        raise ModelError(f"There is no folder {name} with an embedding model.", f"Check the path. {USE_BUNDLED}")
    return load_from_hub(name)


def as_langchain(embedder: Embedder) -> Embeddings:
    """The same model as LangChain `Embeddings`."""
    from langchain_core.embeddings import Embeddings

    class EmbedderEmbeddings(Embeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return [[float(value) for value in row] for row in embedder.embed_passages(texts)]

        def embed_query(self, text: str) -> list[float]:
            return [float(value) for value in embedder.embed_question(text)]

    return EmbedderEmbeddings()
