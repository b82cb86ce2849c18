"""Turns texts into vectors: the bundled trilingual model, or any sentence-transformers model by folder or hub name.

This room neither stores vectors nor searches them.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from rag.embedding.base import Embedder, Vectors
from rag.embedding.static import StaticModel
from rag.embedding.transformer import SentenceTransformerEmbedder, load_transformer

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
    return load_bundled() if name.strip() in {"", BUNDLED} else load_transformer(name.strip())


def as_langchain(embedder: Embedder) -> Embeddings:
    """The same model as LangChain `Embeddings`."""
    from langchain_core.embeddings import Embeddings

    class EmbedderEmbeddings(Embeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return [[float(value) for value in row] for row in embedder.embed_passages(texts)]

        def embed_query(self, text: str) -> list[float]:
            return [float(value) for value in embedder.embed_question(text)]

    return EmbedderEmbeddings()
