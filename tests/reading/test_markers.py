"""What the beginnings and ends of lines say."""

from __future__ import annotations

import pytest

from rag.reading import markers
from rag.reading.words import is_column_header, is_dateline, names_section, names_summary, repeats


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12. Le conseil", 12),
        ("12- Le conseil", 12),
        ("12 – Le conseil", 12),
        ("12) Le conseil", 12),
        ("5.Moyens", 5),
        ("٣- رحب المشاركون", 3),
        ("١٢. رحب المشاركون", 12),
        ("۳. متن", 3),
        ("3. «Oui», a-t-il dit", 3),
        ("27.01.2023 Maroc", None),
        ("1.5 million", None),
        ("14-27 relative à la traite", None),
        ("2020. L'objectif", None),
        ("12 pays", None),
        ("1er décembre", None),
    ],
)
def test_paragraph_numbers(text, number):
    assert markers.paragraph_number(text) == number


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a) Qui ?", 0),
        ("(c) Who?", 2),
        ("b. Qui ?", 1),
        ("أ) من؟", 0),
        ("(ب) من؟", 1),
        ("ج- من؟", 2),
        ("هـ) من؟", 4),
        ("و- من؟", 5),
        ("M. Belkacem", None),
        ("وقال السيد", None),
        ("a été créé", None),
        ("à) non", None),
    ],
)
def test_question_letters(text, place):
    assert markers.letter(text) == place


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("I.- Questions", 1),
        ("II. The workshops", 2),
        ("IV - Moyens", 4),
        ("Part III", 3),
        ("Partie II : les moyens", 2),
        ("Part 4: means", 4),
        ("القسم الأول: المنهجية", 1),
        ("ثانياً- السياسات", 2),
        ("رابعا: الوسائل", 4),
        ("Il a dit", None),
        ("M. Belkacem", None),
        ("أولئك الذين", None),
        ("Introduction", None),
        ("I have seen", None),
    ],
)
def test_parts(text, number):
    assert markers.part(text) == number


def test_roman_numerals():
    assert [markers.roman(number) for number in (1, 4, 9, 14, 39)] == ["I", "IV", "IX", "XIV", "XXXIX"]


@pytest.mark.parametrize(
    ("text", "split"),
    [
        ("▪ Oui", ("▪", "Oui")),
        ("✓  Oui", ("✓", "Oui")),
        ("- Oui", ("-", "Oui")),
        ("– Oui", ("–", "Oui")),
        ("o Oui", ("o", "Oui")),
        ("* Oui", ("*", "Oui")),
        ("on va", ("", "on va")),
        ("-12 degrés", ("", "-12 degrés")),
    ],
)
def test_bullets(text, split):
    assert markers.split_bullet(text) == split


def test_sentence_ends_look_through_closing_quotes():
    assert markers.ends_sentence("c'est «fini.» ")
    assert markers.ends_sentence("هل انتهى؟")
    assert not markers.ends_sentence("les axes suivants :")
    assert markers.ends_clause("les axes suivants :")
    assert not markers.ends_clause("leurs gouvernements")


def test_sentence_ends_look_through_the_call_of_a_footnote():
    assert markers.ends_sentence("la halle est fermée.12")
    assert markers.ends_sentence("la halle est « fermée ».[3]")
    assert not markers.ends_sentence("la version 3.12")
    assert not markers.ends_sentence("la halle12")


def test_source_lines():
    assert markers.is_source_line("Source : <https://example.org/article/12>")
    assert markers.is_source_line("https://example.org/article/12")
    assert markers.is_source_line("المصدر: وكالة الأنباء")
    assert not markers.is_source_line("Le rapport, publié sur https://example.org, dit que tout va bien.")
    assert not markers.is_source_line("Sources de financement de la commune")


def test_names_of_sections():
    assert names_summary("Résumé :") and names_summary("موجز") and names_summary("I. Executive Summary")
    assert not names_summary("Résumé des débats")
    assert names_section("المقدمة") and names_section("Annexe 2 : liste des participants")
    assert not names_section("Mots de bienvenue")
    assert is_column_header("Questions Réponses") and is_column_header("الأسئلة | الأجوبة")
    assert not is_column_header("Questions sur la méthode")


def test_datelines_and_repeated_titles():
    assert is_dateline("Tunis, 14 mai 2021") and is_dateline("13 آب/أغسطس 2020") and is_dateline("27.01.2023")
    assert not is_dateline("En 2021, la commune a construit trois écoles et deux ponts sur la rivière")
    assert repeats("27.01.2023 Maroc : le dialogue commence", "Maroc : le dialogue commence")
    assert not repeats("Le dialogue", "Maroc : le dialogue commence")
