"""FaissVectors against an exact oracle: numpy over the same vectors."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.errors import IndexDamagedError
from rag.stores.faiss import EXACT_UP_TO, FaissVectors, kind_of


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


def test_all_scores_come_in_row_order_and_some_in_the_order_asked():
    vectors = unit_rows(30)
    rows = np.array([7, 2, 7])
    assert FaissVectors.build(vectors).scores(vectors[3], rows) == pytest.approx(vectors[rows] @ vectors[3], abs=1e-6)
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


MANY = EXACT_UP_TO + 200


@pytest.fixture(scope="module")
def many():
    """More vectors than are searched exactly, in groups as texts are."""
    centres = unit_rows(300, 16, seed=1)
    rows = np.repeat(centres, MANY // 300 + 1, axis=0)[:MANY] + 0.4 * unit_rows(MANY, 16, seed=2)
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture(scope="module")
def approximate(many, tmp_path_factory):
    path = tmp_path_factory.mktemp("many") / "vectors.faiss"
    FaissVectors.build(many).save(path)
    return path


def test_many_vectors_are_searched_approximately_with_the_recall_that_is_told(approximate, many):
    store, questions = FaissVectors.load(approximate), unit_rows(300, 16, seed=3)
    cells, probes, recall = re.fullmatch(
        r"IVF, ([\d,]+) cells, (\d+) probes, recall@10 (\d\.\d{3})", store.kind
    ).groups()
    assert int(probes) < int(cells.replace(",", ""))
    assert float(recall) >= 0.98
    found = []
    for question in questions:
        rows, scores = store.search(question, 10)
        oracle = many @ question
        assert scores == pytest.approx(oracle[rows], abs=2e-3)
        found.append(len(set(rows) & set(np.argsort(-oracle)[:10])) / 10)
    assert np.mean(found) >= 0.97


def test_the_kind_is_told_without_reading_the_vectors(approximate, tmp_path):
    assert kind_of(approximate) == FaissVectors.load(approximate).kind
    FaissVectors.build(unit_rows(3)).save(tmp_path / "vectors.faiss")
    assert kind_of(tmp_path / "vectors.faiss") == FaissVectors.load(tmp_path / "vectors.faiss").kind == "exact"
    (tmp_path / "vectors.json").write_text("{}")
    for ask in (kind_of, FaissVectors.load):
        with pytest.raises(IndexDamagedError, match=r"vectors\.json.*dalil index --full"):
            ask(tmp_path / "vectors.faiss")


@pytest.mark.parametrize("allowed", [1, 7, 400, 20_000, MANY - 1])
@pytest.mark.parametrize("k", [10, 5000])
def test_among_many_vectors_a_filter_never_returns_fewer_than_there_are(approximate, many, allowed, k):
    store, question = FaissVectors.load(approximate), many[17]
    # The least alike of all: they stand in the cells that come last.
    rows = np.sort(np.argsort(many @ question)[:allowed])
    found, scores = store.search(question, k, rows)
    assert len(found) == len(set(found)) == min(k, allowed)
    assert np.isin(found, rows).all()
    assert (np.diff(scores) <= 0).all()
    best = rows[np.argsort(-(many[rows] @ question))[:k]]
    assert len(set(found) & set(best)) >= 0.9 * len(best)


def test_whoever_asks_for_all_of_many_vectors_gets_them(approximate, many):
    found, scores = FaissVectors.load(approximate).search(many[0], MANY + 1)
    assert sorted(found.tolist()) == list(range(MANY))
    assert scores == pytest.approx(many[found] @ many[0], abs=2e-3)


def test_all_of_many_vectors_have_scores(approximate, many):
    store, rows = FaissVectors.load(approximate), np.array([MANY - 1, 3, 3, 70])
    assert store.scores(many[5]) == pytest.approx(many @ many[5], abs=2e-3)
    assert store.scores(many[5], rows) == pytest.approx(many[rows] @ many[5], abs=2e-3)
    assert store.scores(many[5], rows[:0]).tolist() == []


def test_many_vectors_are_carried_over_again_and_again_without_loss(approximate, many):
    carried = FaissVectors.load(approximate).vectors()
    assert carried == pytest.approx(many, abs=1e-3)
    # Another corpus makes other cells; what was carried over stays what it was.
    again = FaissVectors.build(np.concatenate([unit_rows(500, 16, seed=9), carried]))
    assert np.array_equal(again.vectors(np.arange(500, 500 + MANY)), carried)


def test_adding_to_and_removing_from_many_vectors_keep_the_order_of_the_rest(many):
    store, extra = FaissVectors.build(many), unit_rows(2, 16, seed=12)
    store.add(extra)
    assert store.search(extra[1], 1)[0].tolist() == [MANY + 1]
    store.remove(np.array([0, 40_000]))
    assert len(store) == MANY
    assert store.search(extra[1], 1)[0].tolist() == [MANY - 1]
    assert store.scores(extra[0], np.array([0, 39_999])) == pytest.approx(many[[1, 40_001]] @ extra[0], abs=2e-3)
    store.remove(np.arange(10, MANY))
    assert store.kind == "exact"
    assert store.vectors() == pytest.approx(many[1:11], abs=1e-3)
