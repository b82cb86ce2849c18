import pytest

from rag.text.given_names import is_given_name
from rag.text.normalise import fold


@pytest.mark.parametrize("word", ["حنان", "وحنان", "لأنطونيو", "عبد", "وليد"])
def test_a_given_name_is_known_alone_and_behind_a_particle(word: str) -> None:
    assert is_given_name(fold(word))


@pytest.mark.parametrize("word", ["آمنة", "وآمنة", "رشيدة", "لتيسير", "توفيق", "أسماء", "رائد", "كريمة", "هجرة", ""])
def test_an_everyday_word_of_reports_names_nobody(word: str) -> None:
    assert not is_given_name(fold(word))
