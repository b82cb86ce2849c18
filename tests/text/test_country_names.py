"""Countries under their names in three languages, and nothing that only looks like one."""

from __future__ import annotations

import pytest

from rag.text.country_names import countries_called, country_called


@pytest.mark.parametrize("name", ["Maroc", "Morocco", "المغرب", "MAROC"])
def test_a_country_has_a_name_in_each_language(name):
    assert country_called(name) == "MA"


@pytest.mark.parametrize("name", ["Rabat", "marocain", "Moroccan", "المغرب العربي", "Mali et Niger", "عمان", ""])
def test_what_is_no_name_of_a_country(name):
    assert country_called(name) is None


@pytest.mark.parametrize(
    ("text", "languages", "codes"),
    [
        ("Le Maroc et la Tunisie", ["fr"], {"MA", "TN"}),
        ("للمغرب وبتونس ولبنان", ["ar"], {"MA", "TN", "LB"}),
        ("South Sudan", ["en"], {"SS"}),
        ("La Guinée-Bissau", ["fr"], {"GW"}),
        ("Mexico", ["fr"], set()),
        ("Mexico", ["en"], {"MX"}),
        ("دول المغرب العربي", ["ar"], set()),
        ("الدعم المالي", ["ar"], set()),
        ("the Libyan coast", ["en"], set()),
    ],
)
def test_countries_that_a_text_calls_by_name(text, languages, codes):
    assert countries_called(text, languages) == codes
