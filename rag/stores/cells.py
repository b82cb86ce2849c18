"""Approximate search for many vectors: FAISS cells (IVF), of which a question visits only the nearest.

The number of visited cells is raised until nearly all of the ten truly nearest are found, measured on the vectors
themselves. Mean vectors of texts fall into no clear groups, so that takes a good part of the cells, yet the search
stays several times faster than an exact one. Vectors are kept as 16-bit floats: half the memory, and writing them
again loses nothing more, however often a generation carries them over (8 bits would do that, and miss more). HNSW
finds as much in two thirds of the time but takes ten times longer to build and serves filters badly.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]
Floats = NDArray[np.float32]

# Real questions are still a little less like the passages than those made up here. Of 0.995 of these, public questions
# (ARCD, CovidQA, CNIL) over 100,000 public paragraphs made 0.974 to 0.981; of 0.997, 0.988.
LEAST_RECALL = 0.997
_NEAREST = 10
_ASKED = 256
_MIXED = 2000  # vectors in one question
_ROUNDS = 10  # of k-means
_SAMPLED = 64  # vectors a cell, for k-means
_SEED = 7


@dataclass(frozen=True, slots=True)
class Cells:
    """How many cells there are, how many of them a search visits, and the recall@10 that was measured with so many."""

    cells: int
    probes: int
    recall: float

    def __str__(self) -> str:
        """Return what `dalil status` says."""
        return f"IVF, {self.cells:,} cells, {self.probes:,} probes, recall@10 {self.recall:.3f}"


def cell_index(faiss: Any, vectors: Floats) -> tuple[Any, Cells]:
    """Return an index of unit rows and how it is to be searched."""
    count, dimension = vectors.shape
    # More cells would take much longer to find and save next to nothing.
    cells = 2 ** int(np.ceil(np.log2(np.sqrt(count))))
    index = faiss.IndexIVFScalarQuantizer(
        faiss.IndexFlatIP(dimension),
        dimension,
        cells,
        faiss.ScalarQuantizer.QT_fp16,
        faiss.METRIC_INNER_PRODUCT,
        False,  # whole vectors, not what is left of them after their cell's centre
    )
    index.cp.niter, index.cp.max_points_per_centroid = _ROUNDS, _SAMPLED
    index.cp.min_points_per_centroid = 1  # a warning on the screen otherwise
    index.train(vectors)
    index.add(vectors)
    index.make_direct_map()
    return index, _measured(faiss, index, vectors)


def _measured(faiss: Any, index: Any, vectors: Floats) -> Cells:
    """Visit more and more cells until the recall is reached."""
    questions = _questions(vectors)
    truth, _ = faiss.knn(questions, vectors, _NEAREST, faiss.METRIC_INNER_PRODUCT)
    probes = max(index.nlist // 16, 1)
    while True:
        parameters = faiss.SearchParametersIVF(nprobe=probes)
        _, found = index.search(questions, _NEAREST, params=parameters)
        scores = np.einsum("qkd,qd->qk", vectors[np.maximum(found, 0)], questions)
        # By score, not by row: of equal vectors any is as good as another.
        recall = float(((scores >= truth[:, -1:] - 1e-6) & (found >= 0)).mean())
        if recall >= LEAST_RECALL or probes >= index.nlist:
            return Cells(index.nlist, probes, recall)
        probes = min(probes + max(probes // 4, 1), index.nlist)


def _questions(vectors: Floats) -> Floats:
    """Return unit vectors that are as unlike single passages as questions are, yet spread as the passages are."""
    # Passages themselves, mixtures of two and passages with noise are all found with far fewer cells than questions.
    chance = np.random.default_rng(_SEED)
    some = vectors[chance.integers(0, len(vectors), _MIXED)]
    mixtures = chance.normal(size=(_ASKED, _MIXED)).astype(np.float32) @ some
    norms = np.linalg.norm(mixtures, axis=1, keepdims=True)
    return np.asarray(mixtures / np.where(norms > 0, norms, 1), np.float32)
