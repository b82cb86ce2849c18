"""What every embedding model is to the rest of Dalil, and what the models here share; it loads none of them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

USE_BUNDLED = 'Or use the model that comes with Dalil: DALIL_EMBEDDING="bundled".'

Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """What the index and the search need of an embedding model; every vector is a unit vector, or zero for no text."""

    @property
    def fingerprint(self) -> str:
        """Names the model and its exact content; vectors of different fingerprints must not be compared."""

    @property
    def dimension(self) -> int:
        """The length of every vector."""

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Embeds passages: one row per text."""

    def embed_question(self, text: str) -> Vectors:
        """Embeds a question: one vector."""


def unit(vectors: Vectors) -> Vectors:
    """Scales rows to length 1; rows of zeros stay zero."""
    norms = np.linalg.norm(vectors, axis=-1, keepdims=True)
    scaled: Vectors = (vectors / np.where(norms > 0, norms, 1)).astype(np.float32, copy=False)
    return scaled


@lru_cache(maxsize=64)
def _sha256(path: str, size: int, modified: int) -> str:
    """SHA-256 of a file, kept while its size and time of change stay (they are in the cache's key)."""
    with Path(path).open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def folder_fingerprint(folder: Path) -> str:
    """One hash over the content of all files of a folder that can change its vectors."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix != ".md" and not path.name.startswith("."):
            facts = path.stat()
            content = _sha256(str(path), facts.st_size, facts.st_mtime_ns)
            digest.update(f"{path.relative_to(folder).as_posix()} {content}\n".encode())
    return digest.hexdigest()[:16]
