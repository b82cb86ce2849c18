from collections.abc import Sequence

import numpy as np
import pytest

from rag.answering.words import Words, read
from rag.text.sentences import split


def flagged(text: str, flag: str, language: str = "fr") -> list[str]:
    words = read(text, language, split(text))
    return [word for word, is_set in zip(words.folded, getattr(words, flag), strict=True) if is_set]


@pytest.mark.parametrize(
    ("text", "language", "counting", "dating"),
    [
        ("En 2020, 111 réseaux ont été démantelés.", "fr", ["111"], ["2020"]),
        ("Le 13 août 2020, cinq pays étaient là.", "fr", ["cinq"], ["13", "aout", "2020"]),
        ("On 13 August three delegates spoke of 33,443 returns.", "en", ["three", "33", "443"], ["13", "august"]),
        ("عاد ٤١٤ شخصاً في آذار 2020.", "ar", ["414"], ["اذار", "2020"]),
        ("Une seule personne a répondu.", "fr", [], []),
        ("Les 26 et 27 janvier, 16 pays vinrent.", "fr", ["16"], ["26", "27", "janvier"]),
        ("On 1 and 2 December or January 5 there were 9.", "en", ["9"], ["1", "2", "december", "january", "5"]),
        ("يومي 1 و2 كانون الأول حضر 15 وفداً.", "ar", ["15"], ["1", "و2", "كانون"]),
    ],
)
def test_numbers_that_count_are_told_from_dates(
    text: str, language: str, counting: Sequence[str], dating: Sequence[str]
) -> None:
    assert flagged(text, "counting", language) == list(counting)
    assert flagged(text, "dating", language) == list(dating)


@pytest.mark.parametrize(
    ("text", "language", "naming", "in_full"),
    [
        ("Rana El Khoury a parlé.", "fr", ["rana", "el", "khoury"], ["rana", "el", "khoury"]),
        ("Personne n'a cité Rollo.", "fr", ["rollo"], []),
        ("Le Qatar et le Maroc étaient là.", "fr", [], []),
        ("Hier, M. Hammouda a répondu.", "fr", ["hammouda", "repondu"], ["hammouda", "repondu"]),
        ("وتحدثت السيدة رنا الخوري.", "ar", ["رنا", "الخوري"], ["رنا", "الخوري"]),
        ("وأكد محمد الطرابلسي ذلك.", "ar", ["محمد", "الطرابلسي"], ["محمد", "الطرابلسي"]),
        ("وكان الحل عادلاً وحسناً.", "ar", [], []),
    ],
)
def test_names_are_known_by_capitals_and_titles(
    text: str, language: str, naming: Sequence[str], in_full: Sequence[str]
) -> None:
    assert flagged(text, "naming", language) == list(naming)
    assert flagged(text, "in_full", language) == list(in_full)


def test_each_word_belongs_to_one_sentence() -> None:
    text = "Un mot. Deux mots encore.\nUne ligne"
    words = read(text, "fr", split(text))
    assert [" ".join(words.folded[start:end]) for start, end in words.sentences] == [
        "un mot",
        "deux mots encore",
        "une ligne",
    ]


def test_a_text_without_words_has_none() -> None:
    words = read("— …", "fr", split("— …"))
    assert isinstance(words, Words)
    assert (words.folded, np.size(words.counting)) == ((), 0)
