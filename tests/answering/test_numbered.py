import pytest

from rag.answering.words import read
from rag.text.sentences import split


def counting(text: str, language: str) -> list[str]:
    words = read(text, language, split(text))
    return [word for word, counts in zip(words.folded, words.counting, strict=True) if counts]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("La 8ème conférence, le 2e atelier et le 1er dialogue.", "fr"),
        ("The 21st session of the 5+5 Dialogue.", "en"),
        ("Le Dialogue 5 + 5 a repris.", "fr"),
        ("La loi n° 27-14, l'article 3 et l'objectif 15.", "fr"),
        ("Law No. 27.14 and resolution 73/195 apply.", "en"),
        ("Phase 2 of COVID-19 relief.", "en"),
        ("القانون رقم 27.14 والمادة 3 وبالهدف ١٥", "ar"),
        ("في الدورة 8 من الحوار 5+5", "ar"),
        ("12. Les participants ont parlé.", "fr"),
        ("١٢- تحدث المشاركون.", "ar"),
    ],
)
def test_a_number_that_names_or_places_something_counts_nothing(text: str, language: str) -> None:
    assert counting(text, language) == []


@pytest.mark.parametrize(
    ("text", "language", "counted"),
    [
        ("L'article 3 a protégé 120 familles.", "fr", ["120"]),
        ("Le rapport cite 12 pays, dont 5 voisins.", "fr", ["12", "5"]),
        ("Under goal 10 there were 4 projects.", "en", ["4"]),
        ("شارك في الدورة 8 نحو 15 وفداً و70 خبيراً.", "ar", ["15", "و70"]),
        ("Three of the 12 pages were blank.", "en", ["three", "12"]),
    ],
)
def test_a_number_beside_what_it_counts_counts(text: str, language: str, counted: list[str]) -> None:
    assert counting(text, language) == counted
