"""What a text claims in figures and its sources do not state."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rag.text.claims import foreign
from rag.text.quotations import misquoted


def test_claims_are_named_as_a_person_would_write_them():
    text = "Le 13 août 2020, 9 % de 33.443 dossiers, loi 14-27."
    assert foreign(text, [("Rien.", "fr")]) == ("13", "14-27", "2020", "2020-08-13", "33443", "9", "9 %")


def test_each_claim_may_stand_in_another_source():
    assert foreign("5 of 12", [("cinq", "fr"), ("اثنا عشر", "ar")]) == ()


def test_of_two_readings_the_one_that_is_borne_out_counts():
    assert foreign("It met on 05/08/2020.", [("Réunion du 5 août 2020.", "fr")]) == ()
    assert foreign("It met on 05/08/2020.", [("Réunion du 8 mai 2020.", "fr")]) == ()
    assert foreign("It met on 05/08/2020.", [("Réunion du 8 août 2020.", "fr")]) != ()


def test_without_sources_every_figure_is_foreign():
    assert foreign("Deux villes", []) == ("2",)


@settings(deadline=None)
@given(st.text(max_size=80), st.sampled_from(["fr", "ar", "en", ""]))
def test_a_slice_of_its_source_claims_nothing_else(text, language):
    assert foreign(text, [(f"Avant. {text} Après.", language)]) == ()


@settings(deadline=None)
@given(st.integers(10, 10**6), st.integers(10, 10**6))
@example(10, 576310)
@example(576, 576310)
def test_a_number_is_borne_out_by_itself_alone(said, stated):
    assert (foreign(f"{said} cas", [(f"Il y a {stated} cas.", "fr")]) == ()) is (said == stated)


def test_quotations_are_compared_word_by_word():
    source = "Le comité s'est réuni à Rabat, en 2020."
    assert misquoted('«s’est réuni à RABAT» “en 2020.” "Le comité … en 2020"', [source]) == ()
    assert misquoted("« s'est réunie » et “Rab”", [source]) == ("s'est réunie", "Rab")
    assert misquoted('Le "comité', [source]) == ()


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("10 cas", "Il y a 576310 cas."),
        ("10 cas", "Il y a 3.10 cas."),
        ("Il y a 57", "Il y a 576310 cas."),
        ("Il y a 3", "Il y a 3,5 cas."),
    ],
)
def test_words_that_begin_or_end_within_a_figure_do_not_bear_it_out(claim: str, source: str) -> None:
    assert foreign(claim, [(source, "fr")]) != ()
