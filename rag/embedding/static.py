"""A static embedding model: a tokenizer and one vector per piece; a text is the mean of its pieces' vectors.

Runs on tokenizers, safetensors and numpy, without torch. It does not train (see tools/train_model.py).
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from rag.embedding.base import Vectors, folder_fingerprint, unit
from rag.errors import ModelError

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_BATCH = 256


class StaticModel:
    """A static embedding model without torch; an Embedder that also shows its single tokens.

    `vectors` is vocabulary x dimension, float32, not normalised: training made the length of a token's vector a measure
    of how much the token says.
    """

    def __init__(self, name: str, tokenizer: Tokenizer, vectors: Vectors, fingerprint: str) -> None:
        self.name = name
        self.vectors = vectors
        self._tokenizer = tokenizer
        self._fingerprint = fingerprint
        self._speaks: NDArray[np.bool_] = np.asarray(np.any(vectors, axis=1))

    @classmethod
    def load(cls, folder: Path) -> StaticModel:
        """Loads a folder in the format of sentence-transformers or model2vec (a tokenizer and one matrix).

        Raises:
            ModelError: when a file is missing or cannot be understood.
        """
        # Threads of ours instead of the tokenizer's own: those print a warning in, and may lock up, a forked child.
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        try:
            tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            vectors = _matrix(load_file(folder / "model.safetensors"))
        except Exception as error:  # both libraries raise bare Exceptions of many kinds
            raise ModelError(
                f"The embedding model in {folder} cannot be loaded: {error}.",
                "Restore its files tokenizer.json and model.safetensors (with git, or by installing Dalil again).",
            ) from error
        tokenizer.no_padding()
        tokenizer.no_truncation()
        if tokenizer.get_vocab_size() > len(vectors):
            raise ModelError(
                f"The embedding model in {folder} has {len(vectors)} vectors for a tokenizer of "
                f"{tokenizer.get_vocab_size()} pieces.",
                "Restore both files from the same version of the model.",
            )
        return cls(folder.name, tokenizer, vectors, f"{folder.name}:{folder_fingerprint(folder)}")

    @property
    def fingerprint(self) -> str:
        """The folder's name and a hash of its files."""
        return self._fingerprint

    @property
    def dimension(self) -> int:
        """The length of every vector."""
        return int(self.vectors.shape[1])

    def token_ids(self, texts: Sequence[str]) -> list[NDArray[np.int32]]:
        """The ids of each text's tokens in order, without special tokens and without pieces that say nothing."""
        return [ids for batch in self._batches(texts) for ids in batch]

    def pieces(self, ids: Sequence[int] | NDArray[np.int32]) -> list[str]:
        """The readable form of tokens; a word's first token begins with "▁"."""
        return [self._tokenizer.id_to_token(int(token)) or "" for token in ids]

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Embeds passages: len(texts) x dimension, unit rows; a text without known tokens is a row of zeros."""
        rows = [self._means(batch) for batch in self._batches(texts)]
        return unit(np.concatenate(rows)) if rows else np.zeros((0, self.dimension), dtype=np.float32)

    def embed_question(self, text: str) -> Vectors:
        """Embeds a question: one vector; questions and passages are embedded alike."""
        vector: Vectors = self.embed_passages([text])[0]
        return vector

    def _batches(self, texts: Sequence[str]) -> Iterator[list[NDArray[np.int32]]]:
        chunks = [list(texts[at : at + _BATCH]) for at in range(0, len(texts), _BATCH)]
        if len(chunks) < 4:
            yield from map(self._encode, chunks)
            return
        with ThreadPoolExecutor(min(4, os.cpu_count() or 1)) as threads:
            yield from threads.map(self._encode, chunks)

    def _encode(self, texts: list[str]) -> list[NDArray[np.int32]]:
        encodings = self._tokenizer.encode_batch_fast(texts, add_special_tokens=False)
        rows = (np.asarray(encoding.ids, dtype=np.int32) for encoding in encodings)
        return [row[self._speaks[row]] for row in rows]

    def _means(self, rows: list[NDArray[np.int32]]) -> Vectors:
        # Sums do for means: the rows become unit vectors.
        sums = np.zeros((len(rows), self.dimension), dtype=np.float32)
        filled = [index for index, row in enumerate(rows) if len(row)]
        if filled:
            lengths = [len(rows[index]) for index in filled]
            starts = np.cumsum([0, *lengths[:-1]])
            sums[filled] = np.add.reduceat(self.vectors[np.concatenate([rows[index] for index in filled])], starts)
        return sums


def _matrix(tensors: dict[str, NDArray[np.generic]]) -> Vectors:
    """The float matrix of a static model, from plain rows or from 8-bit rows with a scale per piece."""
    if "embedding.weight" in tensors:
        return tensors["embedding.weight"].astype(np.float32)
    vectors = tensors["embeddings"].astype(np.float32)
    if "mapping" in tensors:
        vectors = vectors[tensors["mapping"].astype(np.int64)]
    if "weights" in tensors:
        vectors *= tensors["weights"].astype(np.float32)[:, None]
    return vectors
