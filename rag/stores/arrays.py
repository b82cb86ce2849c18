"""Arrays on disk as plain .npy files: written without pickles, read memory-mapped.

Knows nothing of what the numbers mean. Damage is found by the generation's checksums; what still cannot be read here
becomes IndexDamagedError.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.errors import IndexDamagedError

REBUILD = "Run `dalil index --full` to build the index again."

# NumPy reads the head of a file with Python's own parser, which two threads can upset in Python 3.11 (SystemError "AST
# constructor recursion depth mismatch", CPython issue 106905): whoever reads arrays, reads alone.
READING = threading.RLock()


@contextmanager
def damage_named(path: Path, *foreign: type[Exception]) -> Iterator[None]:
    """Turn the errors with which a library refuses `path` into IndexDamagedError.

    `foreign` names what that library raises besides OSError and ValueError.
    """
    refusals: tuple[type[Exception], ...] = (OSError, ValueError, KeyError, EOFError, *foreign)
    try:
        yield
    except refusals as error:
        raise IndexDamagedError(f"{path} cannot be read: {error}.", REBUILD) from error


def save_array(path: Path, array: NDArray[Any]) -> None:
    """Write an array of numbers; an array of objects is refused with ValueError."""
    np.save(path, array, allow_pickle=False)


def load_array(path: Path) -> NDArray[Any]:
    """Open an array memory-mapped and read-only; raises IndexDamagedError when it cannot be read."""
    with damage_named(path), READING:
        array: NDArray[Any] = np.load(path, mmap_mode="r", allow_pickle=False)
    # The bare array view of the map: numpy's memmap class costs microseconds at every slice.
    return array.view(np.ndarray)


def ranges(starts: NDArray[np.int64], lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the concatenation of arange(start, start + length) over all pairs, without a loop."""
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    positions: NDArray[np.int64] = np.arange(total, dtype=np.int64)
    positions += np.repeat(starts - (ends - lengths), lengths)
    return positions
