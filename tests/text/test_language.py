import pytest

from rag.text.language import detect, detect_part, is_right_to_left


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Combien de personnes ont participé ?", "fr"),
        ("Qui est Fawzi Al-Zioud ?", "fr"),
        ("D'où viennent les fonds ?", "fr"),
        ("How many people took part?", "en"),
        ("Which of the two ports is the older one?", "en"),
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


@pytest.mark.parametrize(
    ("text", "whole", "language"),
    [
        ("Port: Safi; Prises: 30 t", "fr", "fr"),
        ("الميناء: آسفي", "fr", "ar"),
        ("The port was opened", "ar", "en"),
        ("Le port de la ville", "ar", "fr"),
        ("12,5 %", "ar", "ar"),
        ("12,5 %", "fr", "fr"),
        ("OIM", "fr", "fr"),
        ("The port was opened.", "fr", "en"),
        ("Le port est ouvert.", "en", "fr"),
        ("It rained all week, said the crew.", "fr", "en"),
        ("Port: Safi; Remarks: closed since the flood", "fr", "en"),
        ("Port : Safi ; Observations : fermé depuis la crue", "en", "fr"),
        ("Observations de la délégation", "ar", "fr"),
        ("Remarks by the observers", "ar", "en"),
        ("ملاحظات المراقبين", "en", "ar"),
        ("The Guardian", "fr", "fr"),
        ("La Presse, Tunis", "en", "en"),
        ("Port: Safi; Catch: 30 t", "en", "en"),
    ],
)
def test_a_few_words_may_be_in_another_language_than_the_whole(text, whole, language):
    assert detect_part(text, whole) == language
