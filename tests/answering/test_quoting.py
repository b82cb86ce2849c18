"""The quote of a generated sentence: a slice of the passage, the sentence that shares most with it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.answering.quoting import closest_span
from rag.types import Passage
from tests.support.hits import make_hits


def passage(text: str, language: str = "en") -> Passage:
    return make_hits(text, language=language)[0].passage


def quote(sentence: str, text: str, language: str = "en") -> str:
    span = closest_span(sentence, passage(text, language))
    assert span is not None
    return text[slice(*span)]


HARBOUR = "The harbour opened in 1961. The fund paid 4,200 dinars to 17 families. Mr. Adel Rami chairs the board."
PORT = "Le port a ouvert en 1961. Le fonds a versé 4 200 dinars à 17 familles. M. Adel Rami préside le conseil."


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Seventeen families received money from the fund.", "The fund paid 4,200 dinars to 17 families."),
        ("The chair of the board is Adel Rami.", "Mr. Adel Rami chairs the board."),
        ("Opening: 1961.", "The harbour opened in 1961."),
    ],
)
def test_the_sentence_that_shares_most_is_quoted(sentence, expected):
    assert quote(sentence, HARBOUR) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("A sum of 4,200 dinars was paid out.", "Le fonds a versé 4 200 dinars à 17 familles."),
        ("It dates from 1961.", "Le port a ouvert en 1961."),
        ("Adel Rami is in the chair.", "M. Adel Rami préside le conseil."),
        ("تلقت ١٧ أسرة أموالا.", "Le fonds a versé 4 200 dinars à 17 familles."),
    ],
)
def test_across_languages_numbers_and_names_find_the_sentence(sentence, expected):
    assert quote(sentence, PORT, "fr") == expected


def test_neighbours_are_quoted_together_when_each_adds_something():
    assert quote("The harbour opened in 1961 and the fund paid 17 families 4,200 dinars.", HARBOUR) == (
        "The harbour opened in 1961. The fund paid 4,200 dinars to 17 families."
    )


def test_similarity_decides_where_nothing_is_shared():
    def similarity(_text: str, candidates: list[str]) -> list[float]:
        return [0.9 if "rivage" in candidate else 0.1 for candidate in candidates]

    text = "La pêche décline. Le rivage recule vite. La pluie manque."
    assert (
        text[slice(*closest_span("The coast is eroding.", passage(text, "fr"), similarity))] == "Le rivage recule vite."
    )
    assert quote("The coast is eroding.", text, "fr") == "La pêche décline."


def test_a_passage_without_words_has_no_quote():
    assert closest_span("Anything.", passage("  \n ")) is None


@given(st.text(max_size=80), st.text(max_size=200), st.sampled_from(["fr", "ar", "en"]))
def test_a_quote_is_always_a_trimmed_slice(sentence, text, language):
    span = closest_span(sentence, passage(text, language))
    if span is None:
        assert not text.strip()
    else:
        quoted = text[slice(*span)]
        assert quoted
        assert quoted == quoted.strip()


@pytest.mark.parametrize("label", ["12. ", "3) ", "• ", "– ", ""])
def test_the_number_or_bullet_before_a_sentence_is_not_quoted(label):
    assert quote("It paid 17 families.", f"{label}The fund paid 17 families.") == "The fund paid 17 families."
