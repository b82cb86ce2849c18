"""Passage vectors in FAISS: inner products of unit rows, so scores are cosines.

Up to `EXACT_UP_TO` vectors the search is exact; above, it visits the nearest cells only (see `rag.stores.cells`). It
embeds nothing and knows no passage: a row number goes in, a row number comes out. Files are FAISS's own format
(`write_index`), which holds no code, with a line of JSON beside that says what kind of index it is. FAISS does not
notice bit rot; the generation's checksums do.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.stores.arrays import damage_named
from rag.stores.cells import Cells, cell_index

Rows = NDArray[np.int64]
Floats = NDArray[np.float32]

# An exact search of so many takes some 4 ms.
EXACT_UP_TO = 50_000
# Vectors that are decoded at once.
_DECODED = 65_536


class FaissVectors:
    """Vectors by row; safe to search from several threads as long as none of them adds or removes."""

    def __init__(self, index: Any, cells: Cells | None = None) -> None:
        self._index = index
        self._cells = cells

    @classmethod
    def build(cls, vectors: Floats) -> FaissVectors:
        """Index unit rows (n x dimension); an empty array keeps its dimension. Raises ValueError for other shapes."""
        if vectors.ndim != 2 or not vectors.shape[1]:
            raise ValueError(f"vectors must be rows of one dimension, not of shape {vectors.shape}")
        return cls(*_index(vectors))

    @classmethod
    def load(cls, path: Path) -> FaissVectors:
        """Read what `save` wrote; raises IndexDamagedError when it is no FAISS file or does not say its kind."""
        faiss = _faiss()
        with damage_named(path, RuntimeError):
            index = faiss.read_index(str(path))
        return cls(index, _cells(path))

    def save(self, path: Path) -> None:
        """Write the vectors to `path`, and their kind beside it; raises OSError when they cannot be written."""
        try:
            _faiss().write_index(self._index, str(path))
        except RuntimeError as error:
            raise OSError(f"{path}: {error}") from error
        about = {"cells": None if self._cells is None else asdict(self._cells)}
        _about(path).write_text(json.dumps(about) + "\n", encoding="utf-8")

    def __len__(self) -> int:
        """Return the number of rows."""
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """The length of each vector."""
        return int(self._index.d)

    @property
    def kind(self) -> str:
        """How it searches: "exact", or the cells, how many are visited, and the recall that was measured."""
        return _named(self._cells)

    def search(self, vector: Floats, k: int, rows: Rows | None = None) -> tuple[Rows, Floats]:
        """Return the `k` best rows and their scores, best first; equal scores stand in row order.

        `rows` restricts the search itself, which is then exact: as many come back as there are, up to `k`.
        """
        mask = np.full(len(self), rows is None)
        if rows is not None:
            mask[rows] = True
        allowed = int(np.count_nonzero(mask))
        k = min(k, allowed)
        if k <= 0:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        selector = None
        if allowed < len(self):
            selector = _faiss().IDSelectorBitmap(np.packbits(mask, bitorder="little"))
        # The rows that a filter leaves may all stand in far cells, so then every cell is visited.
        scores, found = self._found(vector, k, selector, everywhere=selector is not None)
        if found.min() < 0:  # the cells visited hold fewer than k
            scores, found = self._found(vector, k, selector, everywhere=True)
        order = np.lexsort((found, -scores))
        return found[order], scores[order]

    def scores(self, vector: Floats, rows: Rows | None = None) -> Floats:
        """Return the score of every row, in row order, or of `rows`, in theirs."""
        question = _one_row(vector)[0]
        if self._cells is None:
            return np.asarray((self._view if rows is None else self._view[rows]) @ question, np.float32)
        wanted = np.arange(len(self)) if rows is None else rows
        parts = [self._decoded(wanted[at : at + _DECODED]) @ question for at in range(0, len(wanted), _DECODED)]
        return np.concatenate([*parts, np.empty(0, np.float32)])

    def vectors(self, rows: Rows | None = None) -> Floats:
        """Return a copy of all vectors in row order (what a next generation carries over), or of `rows`.

        Those of an approximate index are 16-bit floats; indexed again they stay what they are.
        """
        if self._cells is None:
            return self._view.copy() if rows is None else self._view[rows]
        return self._decoded(np.arange(len(self)) if rows is None else rows)

    def add(self, vectors: Floats) -> None:
        """Append unit rows."""
        self.__dict__.pop("_view", None)
        self._index.add(np.ascontiguousarray(vectors, dtype=np.float32))

    def remove(self, rows: Rows) -> None:
        """Remove rows; the later ones move up."""
        if self._cells is not None:
            # FAISS would leave gaps in the numbering of the cells' rows.
            self._index, self._cells = _index(np.delete(self.vectors(), rows, axis=0))
            return
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

    def _decoded(self, rows: Rows) -> Floats:
        vectors: Floats = self._index.reconstruct_batch(np.ascontiguousarray(rows, dtype=np.int64))
        return vectors

    def _found(self, vector: Floats, k: int, selector: Any, everywhere: bool) -> tuple[Floats, Rows]:
        faiss = _faiss()
        if self._cells is None:
            parameters = faiss.SearchParameters(sel=selector)
        else:
            probes = self._cells.cells if everywhere else self._cells.probes
            parameters = faiss.SearchParametersIVF(sel=selector, nprobe=probes)
        scores, found = self._index.search(_one_row(vector), k, params=parameters)
        return scores[0], found[0]


def kind_of(path: Path) -> str:
    """Return the kind of the vectors that `save` wrote, without reading them; raises IndexDamagedError."""
    return _named(_cells(path))


def _index(vectors: Floats) -> tuple[Any, Cells | None]:
    faiss, rows = _faiss(), np.ascontiguousarray(vectors, dtype=np.float32)
    if len(rows) > EXACT_UP_TO:
        return cell_index(faiss, rows)
    index = faiss.IndexFlatIP(rows.shape[1])
    index.add(rows)
    return index, None


def _named(cells: Cells | None) -> str:
    return "exact" if cells is None else str(cells)


def _about(path: Path) -> Path:
    return path.with_suffix(".json")


def _cells(path: Path) -> Cells | None:
    with damage_named(_about(path), TypeError):
        said = json.loads(_about(path).read_text(encoding="utf-8"))["cells"]
        return None if said is None else Cells(**said)


def _one_row(vector: Floats) -> Floats:
    return np.ascontiguousarray(vector, dtype=np.float32).reshape(1, -1)


def _faiss() -> Any:
    import faiss

    # Threads of one search wait for each other; on busy cores they are slower than one. The limit belongs to the
    # calling thread, and questions come from many.
    faiss.omp_set_num_threads(1)
    return faiss
