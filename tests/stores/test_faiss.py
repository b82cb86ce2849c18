"""FaissVectors against an exact oracle: numpy over the same vectors."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.errors import IndexDamagedError
from rag.stores.faiss import FaissVectors


def unit_rows(count, dimension=8, seed=0):
    rows = np.random.default_rng(seed).normal(size=(count, dimension)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@settings(max_examples=40, deadline=None)
@given(
    count=st.integers(1, 60),
    k=st.integers(1, 70),
    seed=st.integers(0, 1000),
    kept=st.one_of(st.none(), st.sets(st.integers(0, 59))),
)
def test_the_filtered_search_finds_exactly_what_the_oracle_finds(count, k, seed, kept):
    vectors, question = unit_rows(count, seed=seed), unit_rows(1, seed=seed + 1)[0]
    rows = None if kept is None else np.array(sorted(row for row in kept if row < count), np.int64)
    found, scores = FaissVectors.build(vectors).search(question, k, rows)
    candidates = np.arange(count) if rows is None else rows
    oracle = sorted(candidates, key=lambda row: -float(vectors[row] @ question))[:k]
    assert found.tolist() == oracle
    assert scores == pytest.approx(vectors[oracle] @ question, abs=1e-6)


def test_a_filter_never_returns_fewer_than_there_are():
    vectors = unit_rows(500)
    # The least alike of all: filtering after a search for the best ten would return none of them.
    worst = np.argsort(vectors @ vectors[0])[:10].astype(np.int64)
    found, _ = FaissVectors.build(vectors).search(vectors[0], 10, worst)
    assert set(found) == set(worst)


def test_equal_scores_stand_in_row_order():
    found, _ = FaissVectors.build(np.tile(unit_rows(1), (9, 1))).search(unit_rows(1)[0], 9)
    assert found.tolist() == list(range(9))


def test_all_scores_come_in_row_order():
    vectors = unit_rows(30)
    assert FaissVectors.build(vectors).scores(vectors[3]) == pytest.approx(vectors @ vectors[3], abs=1e-6)


def test_what_is_loaded_is_what_was_built_byte_for_byte(tmp_path):
    vectors = unit_rows(20)
    FaissVectors.build(vectors).save(tmp_path / "vectors.faiss")
    loaded = FaissVectors.load(tmp_path / "vectors.faiss")
    assert loaded.vectors().tobytes() == vectors.tobytes()
    assert (len(loaded), loaded.dimension) == (20, 8)


def test_an_empty_index_has_a_dimension_and_finds_nothing(tmp_path):
    FaissVectors.build(np.empty((0, 8), np.float32)).save(tmp_path / "vectors.faiss")
    loaded = FaissVectors.load(tmp_path / "vectors.faiss")
    assert loaded.dimension == 8
    assert loaded.vectors().shape == (0, 8)
    assert loaded.search(unit_rows(1)[0], 5)[0].tolist() == []
    assert loaded.scores(unit_rows(1)[0]).tolist() == []


def test_adding_and_removing_keep_the_order_of_the_rest():
    vectors = unit_rows(6)
    store = FaissVectors.build(vectors[:4])
    assert len(store.scores(vectors[0])) == 4
    store.add(vectors[4:])
    store.remove(np.array([1, 3]))
    assert np.array_equal(store.vectors(), vectors[[0, 2, 4, 5]])
    assert store.scores(vectors[5]) == pytest.approx(vectors[[0, 2, 4, 5]] @ vectors[5], abs=1e-6)


def test_threads_search_one_index():
    vectors = unit_rows(200)
    store = FaissVectors.build(vectors)
    with ThreadPoolExecutor(8) as threads:
        best = list(threads.map(lambda row: int(store.search(vectors[row], 1)[0][0]), range(200)))
    assert best == list(range(200))


def test_shapes_that_are_no_vectors_are_refused():
    with pytest.raises(ValueError, match=r"\(0,\)"):
        FaissVectors.build(np.empty(0, np.float32))


@pytest.mark.parametrize("content", [None, b"", b"hello, this is no index"])
def test_a_missing_or_foreign_file_is_named(tmp_path, content):
    path = tmp_path / "vectors.faiss"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(IndexDamagedError, match=r"vectors\.faiss.*dalil index --full"):
        FaissVectors.load(path)
