import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from rag.answering.standing import among

MET = arrays(np.float32, st.tuples(st.just(3), st.integers(0, 6)), elements=st.floats(0, 1, width=32))


def test_what_few_sentences_tell_weighs_more() -> None:
    # Every sentence holds the first word, one the second.
    ((first, second, third),) = among([np.array([[1, 1, 1], [0, 1, 0]], np.float32)])
    assert second.telling == 1
    assert first.telling == third.telling < 0.5


def test_what_nobody_tells_weighs_nothing() -> None:
    ((only,),) = among([np.array([[1], [0]], np.float32)])
    assert only.telling == 1


def test_what_was_said_before_counts_within_its_passage() -> None:
    passages = among([np.array([[1, 0], [0, 1]], np.float32), np.array([[0], [1]], np.float32)])
    assert [round(each.said_before, 3) > 0 for each in passages[0]] == [False, True]
    assert passages[1][0].said_before == 0


@given(st.lists(MET, max_size=4))
def test_both_are_shares(passages: list[np.ndarray]) -> None:
    found = among(passages)
    assert [len(each) for each in found] == [met.shape[1] for met in passages]
    for each in (standing for of_passage in found for standing in of_passage):
        assert 0 <= each.telling <= 1 + 1e-6
        assert 0 <= each.said_before <= 1 + 1e-6
