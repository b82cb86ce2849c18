"""Arrays on disk: written without pickles, read memory-mapped, by one thread at a time."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from rag.errors import IndexDamagedError
from rag.stores import arrays
from rag.stores.arrays import load_array, save_array


def test_an_array_comes_back_read_only(tmp_path):
    save_array(tmp_path / "a.npy", np.arange(5))
    array = load_array(tmp_path / "a.npy")
    assert array.tolist() == [0, 1, 2, 3, 4]
    assert not array.flags.writeable


def test_what_is_no_array_is_named(tmp_path):
    (tmp_path / "a.npy").write_bytes(b"nothing")
    with pytest.raises(IndexDamagedError, match=r"a\.npy"):
        load_array(tmp_path / "a.npy")


def test_threads_never_read_two_heads_at_once(tmp_path, monkeypatch):
    save_array(tmp_path / "a.npy", np.arange(5))
    load, inside, most = np.load, [], []

    def watched(*arguments, **options):
        inside.append(1)
        most.append(len(inside))
        time.sleep(0.002)
        inside.pop()
        return load(*arguments, **options)

    monkeypatch.setattr(arrays.np, "load", watched)
    with ThreadPoolExecutor(8) as threads:
        read = list(threads.map(lambda _: load_array(tmp_path / "a.npy").sum(), range(40)))
    assert read == [10] * 40
    assert max(most) == 1
