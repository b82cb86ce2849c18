"""LateInteraction against its formula, walked pair by pair."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.errors import IndexDamagedError
from rag.stores.late_interaction import LateInteraction

VOCABULARY = 24

passages_of_ids = st.lists(st.lists(st.integers(0, VOCABULARY - 1), max_size=9), max_size=9)
questions = st.lists(st.integers(0, VOCABULARY - 1), max_size=6)


def vectors(seed, dimension=3):
    """Few dimensions, so that cosines on both sides of the threshold are common; token 0 has no vector at all."""
    rows = np.random.default_rng(seed).normal(size=(VOCABULARY, dimension)).astype(np.float32)
    rows *= np.random.default_rng(seed + 1).uniform(0.2, 3, size=(VOCABULARY, 1)).astype(np.float32)
    rows[0] = 0
    return rows


def ids(*tokens):
    return np.array(tokens, np.int32)


def build(passages):
    return LateInteraction.build([ids(*tokens) for tokens in passages], VOCABULARY)


def rarity(token, passages):
    held_by = sum(token in tokens for tokens in passages)
    return math.log(1 + (len(passages) - held_by + 0.5) / (held_by + 0.5))


def cosine(one, other):
    norms = float(np.linalg.norm(one) * np.linalg.norm(other))
    return float(one @ other) / norms if norms else 0.0


def oracle(question, passages, table):
    mean = sum(map(len, passages)) / len(passages) if any(passages) else 1
    scores = []
    for tokens in passages:
        total = 0.0
        for asked in question:
            near = ((cosine(table[asked], table[token]), token) for token in set(tokens))
            best = max((near_by * rarity(token, passages) for near_by, token in near if near_by >= 0.3), default=0.0)
            total += float(np.linalg.norm(table[asked])) * best
        scores.append(total / (0.5 + 0.5 * len(tokens) / mean) ** 0.3)
    return scores


@settings(max_examples=150, deadline=None)
@given(passages=passages_of_ids, question=questions, seed=st.integers(0, 99))
def test_scores_are_those_of_the_formula(passages, question, seed):
    table = vectors(seed)
    expected = oracle(question, passages, table)
    store = build(passages)
    assert store.scores(ids(*question), table) == pytest.approx(expected, rel=1e-4, abs=1e-5)
    most = sum(float(np.linalg.norm(table[token])) * rarity(token, passages) for token in question)
    shares = [score / most if most else 0 for score in expected]
    assert store.most(ids(*question), table) == pytest.approx(most, rel=1e-5)
    assert store.share(ids(*question), table) == pytest.approx(shares, rel=1e-4, abs=1e-5)


@settings(max_examples=60, deadline=None)
@given(passages=passages_of_ids.filter(any), question=questions, seed=st.integers(0, 99))
def test_the_explanation_adds_up_to_the_score(passages, question, seed):
    table, store = vectors(seed), build(passages)
    mean = sum(map(len, passages)) / len(passages)
    for row, score in enumerate(store.scores(ids(*question), table)):
        matches = store.explain(ids(*question), table, row)
        total = sum(match.weight * question.count(match.question_token) for match in matches)
        assert total / (0.5 + 0.5 * len(passages[row]) / mean) ** 0.3 == pytest.approx(score, rel=1e-4, abs=1e-5)
        assert all(match.passage_token in passages[row] for match in matches)
        assert [match.weight for match in matches] == sorted((match.weight for match in matches), reverse=True)


@settings(max_examples=60, deadline=None)
@given(passages=passages_of_ids, question=questions)
def test_rarity_is_counted_in_passages_and_highest_for_what_was_never_seen(passages, question):
    store = build(passages)
    assert store.rarity(ids(*question)) == pytest.approx([rarity(token, passages) for token in question], rel=1e-5)
    assert (store.rarity(ids(*range(VOCABULARY))) <= rarity(-1, passages) + 1e-5).all()


def test_a_worked_example():
    # Tokens 1 and 2 point almost the same way (cosine 0.8), token 3 stands across; the question says 1 twice.
    table = np.zeros((VOCABULARY, 2), np.float32)
    table[1], table[2], table[3] = (2, 0), (0.8, 0.6), (0, 1)
    store = build([[2, 3], [3, 3], [1, 3]])
    one_of_three, unseen = math.log(1 + 2.5 / 1.5), math.log(1 + 3.5 / 0.5)
    assert store.scores(ids(1, 1), table) == pytest.approx([2 * 2 * 0.8 * one_of_three, 0, 2 * 2 * one_of_three])
    assert store.share(ids(1, 1), table) == pytest.approx([0.8, 0, 1])
    assert store.most(ids(4), table + 1) == pytest.approx(math.sqrt(2) * unseen)
    (match,) = store.explain(ids(1, 1), table, 0)
    assert (match.question_token, match.passage_token) == (1, 2)
    assert match.weight == pytest.approx(2 * 0.8 * one_of_three)


def test_rows_restrict_what_is_scored_in_their_order():
    table, store = vectors(3), build([[1, 2], [3], [4, 5, 6], [1]])
    every = store.scores(ids(1, 4), table)
    assert store.scores(ids(1, 4), table, np.array([3, 0])).tolist() == every[[3, 0]].tolist()
    assert store.share(ids(1, 4), table, np.array([], np.int64)).tolist() == []


@settings(max_examples=30, deadline=None)
@given(passages=passages_of_ids, question=questions)
def test_what_is_loaded_is_what_was_built(tmp_path_factory, passages, question):
    folder = tmp_path_factory.mktemp("late") / "late"
    built, table = build(passages), vectors(5)
    built.save(folder)
    loaded = LateInteraction.load(folder)
    assert loaded.scores(ids(*question), table).tolist() == built.scores(ids(*question), table).tolist()
    assert [loaded.token_ids(row).tolist() for row in range(len(loaded))] == passages


def test_another_model_is_another_set_of_vectors():
    store = build([[1, 2], [3]])
    first, second = vectors(1), vectors(2)
    assert store.scores(ids(1), first).tolist() != store.scores(ids(1), second).tolist()
    assert store.scores(ids(1), first).tolist() == build([[1, 2], [3]]).scores(ids(1), first).tolist()
    with pytest.raises(ValueError, match="7 token vectors for a vocabulary of 24"):
        store.scores(ids(1), first[:7])


def test_ids_outside_the_vocabulary_are_refused():
    with pytest.raises(ValueError, match="vocabulary of 24"):
        build([[1], [VOCABULARY]])


def test_files_are_plain_arrays_and_damage_is_named(tmp_path):
    build([[1, 2], [3]]).save(tmp_path / "late")
    for path in (tmp_path / "late").iterdir():
        assert np.load(path, allow_pickle=False).dtype.kind == "i"
    (tmp_path / "late" / "postings.npy").write_bytes(b"no array")
    with pytest.raises(IndexDamagedError, match=r"postings\.npy.*dalil index --full"):
        LateInteraction.load(tmp_path / "late")
    np.save(tmp_path / "late" / "postings.npy", np.zeros(99, np.int32))
    with pytest.raises(IndexDamagedError, match="do not fit together"):
        LateInteraction.load(tmp_path / "late")
