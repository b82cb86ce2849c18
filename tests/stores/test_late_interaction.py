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

# Every passage has a language and the ids of its tokens.
passages_of_ids = st.lists(
    st.tuples(st.sampled_from(["en", "fr"]), st.lists(st.integers(0, VOCABULARY - 1), max_size=9)), max_size=9
)
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
    languages = [language for language, _ in passages]
    return LateInteraction.build([ids(*tokens) for _, tokens in passages], VOCABULARY, languages)


def english(*passages):
    return [("en", list(tokens)) for tokens in passages]


def spoken(language, passages):
    return [tokens for other, tokens in passages if other == language]


def rarity(token, passages):
    held_by = sum(token in tokens for tokens in passages)
    return math.log(1 + (len(passages) - held_by + 0.5) / (held_by + 0.5))


def cosine(one, other):
    norms = float(np.linalg.norm(one) * np.linalg.norm(other))
    return float(one @ other) / norms if norms else 0.0


def length_factor(tokens, passages):
    mean = sum(map(len, passages)) / len(passages) if any(passages) else 1
    return (0.5 + 0.5 * len(tokens) / mean) ** 0.3


def oracle(question, passages, table):
    scores = []
    for language, tokens in passages:
        siblings = spoken(language, passages)
        total = 0.0
        for asked in question:
            near = ((cosine(table[asked], table[token]), token) for token in set(tokens))
            best = max((near_by * rarity(token, siblings) for near_by, token in near if near_by >= 0.3), default=0.0)
            total += float(np.linalg.norm(table[asked])) * best
        scores.append(total / length_factor(tokens, siblings))
    return scores


def most(question, passages, table):
    """What the question could reach among passages of one language."""
    total, present = 0.0, sorted(set().union(*passages))
    for asked in question:
        cosines = {token: cosine(table[asked], table[token]) for token in present}
        near = [by * rarity(token, passages) for token, by in cosines.items() if by >= 0.3]
        total += float(np.linalg.norm(table[asked])) * max(near, default=rarity(-1, passages))
    return total


@settings(max_examples=150, deadline=None)
@given(passages=passages_of_ids, question=questions, seed=st.integers(0, 99))
def test_scores_are_those_of_the_formula(passages, question, seed):
    table, store = vectors(seed), build(passages)
    expected = oracle(question, passages, table)
    assert store.scores(ids(*question), table) == pytest.approx(expected, rel=1e-4, abs=1e-5)
    reach = [most(question, spoken(language, passages), table) for language, _ in passages]
    shares = [score / limit if limit else 0 for score, limit in zip(expected, reach, strict=True)]
    assert store.share(ids(*question), table) == pytest.approx(shares, rel=1e-4, abs=1e-5)
    assert store.share(ids(*question), table).dtype == np.float32


@settings(max_examples=60, deadline=None)
@given(passages=passages_of_ids, question=questions, seed=st.integers(0, 99))
def test_the_explanation_adds_up_to_the_score(passages, question, seed):
    table, store = vectors(seed), build(passages)
    for row, score in enumerate(store.scores(ids(*question), table)):
        language, tokens = passages[row]
        matches = store.explain(ids(*question), table, row)
        total = sum(match.weight * question.count(match.question_token) for match in matches)
        factor = length_factor(tokens, spoken(language, passages))
        assert total / factor == pytest.approx(score, rel=1e-4, abs=1e-5)
        assert all(match.passage_token in tokens for match in matches)
        assert [match.weight for match in matches] == sorted((match.weight for match in matches), reverse=True)


@settings(max_examples=60, deadline=None)
@given(passages=passages_of_ids, question=questions)
def test_rarity_is_the_lowest_of_the_languages_and_highest_for_what_was_never_seen(passages, question):
    store = build(passages)
    corpora = [spoken(language, passages) for language in ("en", "fr")]
    never = max(rarity(-1, corpus) for corpus in corpora)
    expected = [
        min((rarity(token, corpus) for corpus in corpora if any(token in tokens for tokens in corpus)), default=never)
        for token in question
    ]
    assert store.rarity(ids(*question)) == pytest.approx(expected, rel=1e-5)
    assert (store.rarity(ids(*range(VOCABULARY))) <= never + 1e-5).all()


def test_a_worked_example():
    # Tokens 1 and 2 point almost the same way (cosine 0.8), token 3 stands across; the question says 1 twice.
    table = np.zeros((VOCABULARY, 2), np.float32)
    table[1], table[2], table[3] = (2, 0), (0.8, 0.6), (0, 1)
    store = build(english([2, 3], [3, 3], [1, 3]))
    one_of_three = math.log(1 + 2.5 / 1.5)
    assert store.scores(ids(1, 1), table) == pytest.approx([2 * 2 * 0.8 * one_of_three, 0, 2 * 2 * one_of_three])
    assert store.share(ids(1, 1), table) == pytest.approx([0.8, 0, 1])
    (match,) = store.explain(ids(1, 1), table, 0)
    assert (match.question_token, match.passage_token) == (1, 2)
    assert match.weight == pytest.approx(2 * 0.8 * one_of_three)


def test_ten_times_more_passages_in_one_language_move_nothing_in_another():
    chance = np.random.default_rng(4)

    def written(language, count, words):
        return [(language, chance.integers(0, VOCABULARY, words).tolist()) for _ in range(count)]

    french, arabic, flood = written("fr", 20, 6), written("ar", 5, 4), written("en", 250, 30)
    table, question = vectors(8), ids(1, 5, 9, 9, 14)
    before, after = build(french + arabic), build(french[:9] + flood + french[9:] + arabic)
    kept = np.r_[0:9, 259:275]
    for ask in ("scores", "share"):
        alone, among = getattr(before, ask)(question, table), getattr(after, ask)(question, table)
        assert alone.any()
        assert among[kept].tolist() == alone.tolist()


@settings(max_examples=60, deadline=None)
@given(passages=passages_of_ids.filter(bool), question=questions, seed=st.integers(0, 99), data=st.data())
def test_rows_restrict_what_is_scored_in_their_order(passages, question, seed, data):
    # Long enough for few rows to be scored otherwise than many.
    table, store = vectors(seed), build(passages * 20)
    rows = np.array(data.draw(st.lists(st.integers(0, len(store) - 1), max_size=4)), np.int64)
    for ask in (store.scores, store.share):
        every = ask(ids(*question), table)
        assert ask(ids(*question), table, rows) == pytest.approx(every[rows], rel=1e-5)
        assert ask(ids(*question), table, np.arange(len(store))[::-1]).tolist() == every[::-1].tolist()


@settings(max_examples=30, deadline=None)
@given(passages=passages_of_ids, question=questions)
def test_what_is_loaded_is_what_was_built(tmp_path_factory, passages, question):
    folder = tmp_path_factory.mktemp("late") / "late"
    built, table = build(passages), vectors(5)
    built.save(folder)
    loaded = LateInteraction.load(folder)
    assert loaded.scores(ids(*question), table).tolist() == built.scores(ids(*question), table).tolist()
    assert [loaded.token_ids(row).tolist() for row in range(len(loaded))] == [tokens for _, tokens in passages]


def test_another_model_is_another_set_of_vectors():
    store = build(english([1, 2], [3]))
    first, second = vectors(1), vectors(2)
    assert store.scores(ids(1), first).tolist() != store.scores(ids(1), second).tolist()
    assert store.scores(ids(1), first).tolist() == build(english([1, 2], [3])).scores(ids(1), first).tolist()
    with pytest.raises(ValueError, match="7 token vectors for a vocabulary of 24"):
        store.scores(ids(1), first[:7])


def test_ids_outside_the_vocabulary_are_refused():
    with pytest.raises(ValueError, match="vocabulary of 24"):
        build(english([1], [VOCABULARY]))


def test_files_are_plain_arrays_and_damage_is_named(tmp_path):
    build(english([1, 2], [3])).save(tmp_path / "late")
    for path in (tmp_path / "late").iterdir():
        assert np.load(path, allow_pickle=False).dtype.kind == "i"
    (tmp_path / "late" / "rows.npy").write_bytes(b"no array")
    with pytest.raises(IndexDamagedError, match=r"rows\.npy.*dalil index --full"):
        LateInteraction.load(tmp_path / "late")
    np.save(tmp_path / "late" / "rows.npy", np.zeros(99, np.int32))
    with pytest.raises(IndexDamagedError, match="do not fit together"):
        LateInteraction.load(tmp_path / "late")
