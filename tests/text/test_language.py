import pytest

from rag.text.language import detect, is_right_to_left


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Combien de personnes ont participé ?", "fr"),
        ("Qui est Fawzi Al-Zioud ?", "fr"),
        ("D'où viennent les fonds ?", "fr"),
        ("How many people took part?", "en"),
        ("Which country's experience inspired Libya's strategy?", "en"),
        ("What is the PMM?", "en"),
        ("من مثّل المغرب في الورشة؟", "ar"),
        ("ما هو دور OIM في المغرب؟", "ar"),
    ],
)
def test_language_of_a_question(text: str, language: str) -> None:
    assert detect(text) == language


def test_what_says_nothing_gets_the_default() -> None:
    assert detect("12 + 5", default="fr") == "fr"


def test_only_arabic_runs_from_right_to_left() -> None:
    assert [is_right_to_left(language) for language in ("fr", "ar", "en")] == [False, True, False]
