import pytest

from rag.text.tokens import stems, words


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("l'élaboration", "elaborations", "fr"),
        ("régularisés", "régularisation", "fr"),
        ("الهجرة", "والهجرات", "ar"),
        ("للمهاجرين", "مهاجراً", "ar"),
        ("المغربية", "المغرب", "ar"),
        ("والاستعراضات", "استعراض", "ar"),
        ("networks", "network", "en"),
    ],
)
def test_forms_of_a_word_share_their_stem(one: str, other: str, language: str) -> None:
    assert stems(one, language) == stems(other, language) != []


def test_function_words_and_elisions_are_no_stems() -> None:
    assert stems("Qu'est-ce que c'est que l'atelier ?", "fr") == stems("atelier", "fr")


def test_words_are_folded_and_complete() -> None:
    assert words("L’Été à 20h, في 2020") == ["l", "ete", "a", "20h", "في", "2020"]
