"""Acronyms: one key for the short and the long forms of a thing in three languages, known or defined by the texts."""

from __future__ import annotations

import pytest

from rag.text.acronyms import Acronyms
from rag.text.written import written


def named(text: str, acronyms: Acronyms | None = None) -> list[tuple[str, str]]:
    words = written(text)
    things = (acronyms or Acronyms()).find(words)
    return [(thing.key, text[words[thing.first].start : words[thing.last - 1].end]) for thing in things]


@pytest.mark.parametrize(
    "text",
    [
        "OIM",
        "IOM",
        "l'iom",
        "the International Organization for Migration",
        "l’Organisation Internationale pour les Migrations",
        "والمنظمة الدولية للهجرة",
    ],
)
def test_one_body_has_one_key_in_three_languages(text):
    assert [key for key, _ in named(text)] == ["iom"]


def test_half_a_name_counts_where_it_has_a_capital():
    assert named("Le Pacte et the Compact") == [("gcm", "Pacte"), ("gcm", "Compact")]
    assert named("un pacte, a compact car, PACTE") == []


def test_the_longest_name_counts():
    text = "Haut Commissariat des Nations Unies aux droits de l'homme"
    assert named(text) == [("ohchr", text)]
    assert named("الاتفاق العالمي بشأن اللاجئين") == [("gcr", "الاتفاق العالمي بشأن اللاجئين")]


@pytest.mark.parametrize(
    "text", ["un pays qui a eu lieu", "the people who lea", "LES PAYS ET LA LEA", "موجز عن الهجرة"]
)
def test_everyday_words_are_no_acronyms(text):
    assert named(text) == []


def test_an_everyday_word_in_capitals_is_an_acronym():
    assert named("according to WHO and the UN") == [("who", "WHO"), ("un", "UN")]


@pytest.mark.parametrize(
    ("definition", "long_form"),
    [
        ("le Fonds vert des communes (FVC), créé en 2019", "fonds vert des communes"),
        ("FVC (Fonds vert des communes)", "fonds vert des communes"),
        ("the Forum for Village Councils (FVC)", "Forum for Village Councils"),
        ("الصندوق الأخضر للبلديات (FVC)", "والصندوق الأخضر للبلديات"),
    ],
)
def test_what_the_texts_define_is_learned(definition, long_form):
    learned = Acronyms.learn([definition])
    assert named(f"{long_form}", learned) == [("fvc", long_form)]
    assert named("la FVC", learned) == [("fvc", "FVC")]
    assert named(long_form) == named("la FVC") == []


def test_a_known_thing_under_another_name_or_acronym_keeps_its_key():
    learned = Acronyms.learn(["l'Office international des migrants (OIM)", "Pacte mondial migrations (PMM)"])
    assert named("Office international des migrants", learned) == [("iom", "Office international des migrants")]
    assert [key for key, _ in named("Banque mondiale, la BM", Acronyms.learn(["la Banque mondiale (BM)"]))] == [
        "worldbank",
        "worldbank",
    ]


@pytest.mark.parametrize("text", ["il a dit oui (NON)", "a figure (III)", "voir plus haut (12)", "()", "(OIM)"])
def test_brackets_that_define_nothing_teach_nothing(text):
    assert Acronyms.learn([text]) == Acronyms()
