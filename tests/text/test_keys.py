"""Keys: what a text says in any of the three languages that needs no translation."""

from __future__ import annotations

import pytest

from rag.text.acronyms import Acronyms
from rag.text.keys import is_proper, keys
from rag.text.written import written


def told(text: str) -> list[str]:
    return [mention.key for mention in keys(text, Acronyms()).mentions]


@pytest.mark.parametrize(
    "text",
    [
        "Le Maroc et l'OIM ont aidé 33.443 personnes",
        "Morocco and IOM helped 33,443 persons",
        "ساعد المغرب والمنظمة الدولية للهجرة ٣٣٬٤٤٣ شخصاً",
    ],
)
def test_one_statement_has_the_same_keys_in_every_language(text):
    assert told(text) == ["country:MA", "acronym:iom", "number:33443"]


def test_a_mention_tells_where_it_stands():
    text = "Selon la Ligue des États arabes, 133 274 étrangers résident au Maroc."
    assert [text[held.start : held.end] for held in keys(text, Acronyms()).mentions] == [
        "Ligue des États arabes",
        "133 274",
        "Maroc",
    ]


def test_small_numbers_and_bodies_with_a_country_code_are_no_keys_of_their_own():
    assert told("3 objectifs, paragraphe 12") == []
    assert told("the European Union") == ["acronym:eu"]


def test_content_words_outside_the_keys_remain_as_possible_names():
    words = keys("Qui est Fawzi Al-Zioud, du Maroc ?", Acronyms()).words
    assert [word.word for word in words] == ["Fawzi", "Al", "Zioud"]


def test_a_capital_counts_for_a_name_where_no_sentence_begins():
    text = "Réunion à Agadir. Le Forum – Dialogue"
    assert [word.word for word in written(text) if is_proper(text, word)] == ["Agadir", "Forum"]


def test_marks_and_stretching_do_not_part_words():
    assert [word.folded for word in written("مُحَمَّد مـحـمـد ـــ l’OIM")] == ["محمد", "محمد", "l", "oim"]
