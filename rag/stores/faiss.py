"""Passage vectors in FAISS: exact inner products of unit rows, so scores are cosines.

It embeds nothing and knows no passage: a row number goes in, a row number comes out. Files are FAISS's own format
(`write_index`), which holds no code. FAISS does not notice bit rot; the generation's checksums do.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.stores.arrays import damage_named

Rows = NDArray[np.int64]
Floats = NDArray[np.float32]


class FaissVectors:
    """Vectors by row; safe to search from several threads as long as none of them adds or removes."""

    def __init__(self, index: Any) -> None:
        self._index = index

    @classmethod
    def build(cls, vectors: Floats) -> FaissVectors:
        """Index unit rows (n x dimension); an empty array keeps its dimension. Raises ValueError for other shapes."""
        if vectors.ndim != 2 or not vectors.shape[1]:
            raise ValueError(f"vectors must be rows of one dimension, not of shape {vectors.shape}")
        store = cls(_faiss().IndexFlatIP(vectors.shape[1]))
        store.add(vectors)
        return store

    @classmethod
    def load(cls, path: Path) -> FaissVectors:
        """Read what `save` wrote; raises IndexDamagedError when it is no FAISS file."""
        faiss = _faiss()
        with damage_named(path, RuntimeError):
            return cls(faiss.read_index(str(path)))

    def save(self, path: Path) -> None:
        """Write the vectors to one file; raises OSError when it cannot be written."""
        try:
            _faiss().write_index(self._index, str(path))
        except RuntimeError as error:
            raise OSError(f"{path}: {error}") from error

    def __len__(self) -> int:
        """Return the number of rows."""
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """The length of each vector."""
        return int(self._index.d)

    def search(self, vector: Floats, k: int, rows: Rows | None = None) -> tuple[Rows, Floats]:
        """Return the `k` best rows and their scores, best first; equal scores stand in row order.

        `rows` restricts the search itself, so that as many come back as there are, up to `k`.
        """
        candidates = len(self) if rows is None else len(np.unique(rows))
        k = min(k, candidates)
        if k <= 0:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        faiss = _faiss()
        restriction = None if rows is None else faiss.SearchParameters(sel=self._selector(rows))
        scores, found = self._index.search(_one_row(vector), k, params=restriction)
        order = np.lexsort((found[0], -scores[0]))
        return found[0][order], scores[0][order]

    def scores(self, vector: Floats) -> Floats:
        """Return the score of every row, in row order."""
        scores: Floats = self._view @ _one_row(vector)[0]
        return scores

    def vectors(self, rows: Rows | None = None) -> Floats:
        """Return a copy of all vectors in row order (what a next generation carries over), or of `rows`."""
        return self._view.copy() if rows is None else self._view[rows]

    def add(self, vectors: Floats) -> None:
        """Append unit rows."""
        self.__dict__.pop("_view", None)
        self._index.add(np.ascontiguousarray(vectors, dtype=np.float32))

    def remove(self, rows: Rows) -> None:
        """Remove rows; the later ones move up."""
        self.__dict__.pop("_view", None)
        self._index.remove_ids(_faiss().IDSelectorBatch(np.ascontiguousarray(rows, dtype=np.int64)))

    @cached_property
    def _view(self) -> Floats:
        # FAISS's own memory, not a copy: at a million vectors a copy would be a gigabyte.
        faiss, size = _faiss(), len(self) * self.dimension
        if not size:
            return np.empty((0, self.dimension), np.float32)
        flat: Floats = faiss.rev_swig_ptr(self._index.get_xb(), size)
        return flat.reshape(len(self), self.dimension)

    def _selector(self, rows: Rows) -> Any:
        mask = np.zeros(len(self), dtype=bool)
        mask[rows] = True
        return _faiss().IDSelectorBitmap(np.packbits(mask, bitorder="little"))


def _one_row(vector: Floats) -> Floats:
    return np.ascontiguousarray(vector, dtype=np.float32).reshape(1, -1)


def _faiss() -> Any:
    import faiss

    # Threads of one search wait for each other; on busy cores they are slower than one. The limit belongs to the
    # calling thread, and questions come from many.
    faiss.omp_set_num_threads(1)
    return faiss
