"""Wrapped lines are joined whatever their width and whatever blank lines mean."""

from __future__ import annotations

import pytest

from rag.reading.lines import Hint, Line
from rag.reading.wrapped import glue, join, lines_of
from tests.reading.texts import ARABIC, FRENCH, QUESTIONNAIRE, wrap

SPACINGS = {"tight": ("\n", "\n"), "paragraphs apart": ("\n", "\n\n"), "every line apart": (" \n\n", " \n\n")}


def joined(text: str) -> list[str]:
    return [f"{piece.marker} {piece.text}".strip() for piece in join(lines_of(text))]


@pytest.mark.parametrize("spacing", SPACINGS.values(), ids=SPACINGS)
@pytest.mark.parametrize("width", [60, 76, 92])
@pytest.mark.parametrize("report", [FRENCH, ARABIC, QUESTIONNAIRE], ids=["French", "Arabic", "questionnaire"])
def test_lines_become_paragraphs_again(report, width, spacing):
    assert joined(wrap(report, width, *spacing)) == [text for _, text in report]


@pytest.mark.parametrize("report", [FRENCH, ARABIC, QUESTIONNAIRE], ids=["French", "Arabic", "questionnaire"])
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_unwrapped_text_stays_as_it_is(report, between):
    assert joined(between.join(text for _, text in report)) == [text for _, text in report]


def test_a_number_that_wrapping_put_first_in_a_line_opens_nothing():
    text = """\
1. Le conseil s'est réuni une première fois au printemps et a fixé la liste des
17. travaux les plus pressés. Il a ensuite choisi les entreprises, dont celle de la
2020. Cette année-là, la commune avait déjà payé les travaux du pont et de la halle
- couverte, ainsi que ceux de la place, avec l'aide de la province et de la région.
2. Le second point de la réunion concernait les écoles du quartier, où les classes
sont trop nombreuses pour les maîtres que la commune peut loger à ses frais."""
    assert [piece.text[:12] for piece in join(lines_of(text))] == ["1. Le consei", "2. Le second"]


def test_a_page_break_in_mid_sentence_does_not_end_the_paragraph():
    text = wrap(FRENCH, 76, " \n\n", " \n\n")
    first, second = text.split("l'avance aux", 1)
    broken = first.rstrip() + "\n   l'avance aux" + second
    assert joined(broken) == [text for _, text in FRENCH]


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("à Addis-", "Abeba en janvier", "à Addis-Abeba en janvier"),
        ("la Covid-", "19 a tout changé", "la Covid-19 a tout changé"),
        ("le sous-", "sol est vide", "le sous-sol est vide"),
        ("la migra-", "tion régulière", "la migration régulière"),
        ("la sous-", "région du nord", "la sous-région du nord"),
        ("un inventaire exhaus-", "tif des ports", "un inventaire exhaustif des ports"),
        ("les pays non-accompa-", "gnés de", "les pays non-accompagnés de"),
        ("c'est-à-", "dire trois", "c'est-à-dire trois"),
        ("a-t-", "elle dit", "a-t-elle dit"),
        ("ceux-", "ci ont", "ceux-ci ont"),
        ("a follow-", "up visit", "a follow-up visit"),
        ("an imple-", "mentation plan", "an implementation plan"),
        ("États sol-", "sous", "États sol-sous"),
        ("le pays -", "un désert - a", "le pays - un désert - a"),
        ("deux", "mots", "deux mots"),
    ],
)
def test_hyphens_at_line_ends(first, second, whole):
    assert glue(first, second, vocabulary=frozenset({"migration", "sol", "sous"})) == whole


def test_a_soft_hyphen_at_a_line_end_joins_the_word():
    assert [line.text for line in lines_of("un exa\u00ad\nmen complet")] == ["un examen complet"]


def test_a_marker_alone_on_its_line_belongs_to_the_next():
    lines = [Line(text) for text in ("▪", "La régie", "12.", "Le conseil", "b)", "Qui paie ?")]
    assert [(piece.marker, piece.text) for piece in join(lines)] == [
        ("▪", "La régie"),
        ("", "12. Le conseil"),
        ("", "b) Qui paie ?"),
    ]


def test_lines_set_in_columns_are_rows():
    text = wrap(FRENCH, 76, "\n", "\n\n") + "\n   Mars 2021      première visite\n   Avril 2021  deuxième visite\n"
    rows = [piece.text for piece in join(lines_of(text)) if piece.hint is Hint.TABLE_ROW]
    assert rows == ["Mars 2021: première visite", "Avril 2021: deuxième visite"]


def test_no_lines_no_pieces():
    assert join(lines_of("\n \n")) == []
