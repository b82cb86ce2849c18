"""Rows of numbers of different lengths in one flat array; nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Ragged:
    """Row i is `flat[starts[i]:starts[i + 1]]`."""

    flat: NDArray[np.int32]
    starts: Ints

    @classmethod
    def of(cls, rows: Sequence[Sequence[int]]) -> Ragged:
        """Packs rows of numbers."""
        lengths = np.fromiter((len(row) for row in rows), dtype=np.int64, count=len(rows))
        starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        flat = np.fromiter((number for row in rows for number in row), dtype=np.int32, count=int(starts[-1]))
        return cls(flat, starts)

    def take(self, rows: Ints) -> tuple[Ints, Ints]:
        """The numbers of the given rows, flat, and the offset at which each begins."""
        lengths = self.starts[rows + 1] - self.starts[rows]
        offsets = np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.int64)
        places = np.arange(int(lengths.sum())) + np.repeat(self.starts[rows] - offsets, lengths)
        return self.flat[places].astype(np.int64), offsets
