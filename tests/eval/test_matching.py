from __future__ import annotations

import csv
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.matching import held, holds, is_comparable
from rag.text.comparable import readings
from rag.text.months import month_names
from rag.text.number_words import read_number

PAIRS = Path(__file__).with_name("matching_pairs.tsv")


def pairs() -> list[dict[str, str]]:
    with PAIRS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def groups(expect: str) -> list[list[str]]:
    return [group.strip().split("|") for group in expect.split(" & ")]


@pytest.mark.parametrize("pair", pairs(), ids=lambda pair: f"{pair['language']}: {pair['expect']} / {pair['why']}")
def test_labelled_pairs(pair: dict[str, str]) -> None:
    assert pair["held"] in ("yes", "no")
    assert holds(pair["answer"], groups(pair["expect"]), pair["language"]) is (pair["held"] == "yes")


def test_the_table_holds_enough_of_each() -> None:
    table = pairs()
    near_misses = [pair for pair in table if pair["held"] == "no"]
    assert len(table) >= 200
    assert len(near_misses) >= 80
    assert {pair["language"] for pair in near_misses} == {"fr", "en", "ar"}


def test_each_group_names_the_alternative_that_was_found() -> None:
    expect = [["Agadir", "الرباط"], ["décembre 2018", "December 2018"], ["Agadir"]]
    assert held("اجتمعوا في الرباط يوم 3 ديسمبر 2018.", expect) == ("الرباط", "décembre 2018", None)


def test_nothing_expected_is_held_by_anything() -> None:
    assert holds("", [])


def test_an_alternative_of_signs_alone_cannot_be_compared() -> None:
    assert not is_comparable(" … – ")
    assert not holds("… –", [[" … – "]])


@settings(deadline=None)
@given(st.integers(0, 10**9), st.sampled_from([",", ".", " ", "\u00a0", "\u202f", "٬"]))
def test_a_whole_number_is_held_however_it_is_grouped(number: int, separator: str) -> None:
    grouped = f"{number:,}".replace(",", separator)
    assert holds(f"Il y en a {grouped}.", [[str(number)]])
    assert holds(f"Il y en a {number}.", [[grouped]])


@settings(deadline=None)
@given(st.integers(0, 10**7), st.sampled_from(["٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹"]))
def test_digits_of_three_scripts_are_one(number: int, digits: str) -> None:
    written = str(number).translate(str.maketrans("0123456789", digits))
    assert holds(f"بلغ العدد {written}", [[str(number)]])


@settings(deadline=None)
@given(st.integers(0, 99_999), st.integers(0, 99_999))
def test_a_number_holds_only_itself(said: int, wanted: int) -> None:
    assert holds(f"Total : {said} cas.", [[str(wanted)]]) is (said == wanted)


@settings(deadline=None)
@given(st.text(max_size=80))
def test_any_text_holds_itself_whatever_its_case_and_form(text: str) -> None:
    if not is_comparable(text):
        return
    assert holds(text, [[text]])
    assert holds(unicodedata.normalize("NFD", text), [[text]])
    assert holds(text, [["certainly not said"], [text]]) is holds(text, [["certainly not said"]])


@settings(deadline=None)
@given(st.lists(st.sampled_from("le port de Rabat compte 12 quais neufs depuis 1931".split()), min_size=1, max_size=8))
def test_every_run_of_words_is_held_by_the_whole(words: list[str]) -> None:
    sentence = " ".join(words)
    for start in range(len(words)):
        assert holds(f"« {sentence} »", [[words[start]]])


FRENCH = {21: "vingt et un", 29: "vingt-neuf", 71: "soixante et onze", 80: "quatre-vingts", 91: "quatre-vingt-onze"}
ENGLISH = {13: "thirteen", 40: "forty", 99: "ninety-nine", 101: "one hundred and one", 2020: "two thousand twenty"}
ARABIC = {3: "ثلاثة", 13: "ثلاثة عشر", 37: "سبع وثلاثون", 101: "مائة وواحد", 700: "سبعمائة", 4000: "أربعة آلاف"}


@pytest.mark.parametrize(("number", "words"), [*FRENCH.items(), *ENGLISH.items(), *ARABIC.items()])
def test_number_words(number: int, words: str) -> None:
    ((unit,),) = readings(words)
    assert unit.key == str(number)


@pytest.mark.parametrize("words", ["un", "one", "واحد", "fifth", "cinquième", "خامس", "new", "و"])
def test_what_is_no_number(words: str) -> None:
    assert read_number([words]) is None


def test_neighbouring_numbers_stay_apart() -> None:
    (reading,) = readings("deux, trois; four and five; خمسة وستة")
    assert [unit.key for unit in reading] == [
        *("2", "3", "4", "and", "5"),
        *("5", "6"),
    ]


def test_twelve_months_in_every_calendar() -> None:
    assert set(month_names().values()) == set(range(1, 13))
    assert {name for name, number in month_names().items() if number == 8} >= {
        ("aout",),
        ("august",),
        ("اب",),
        ("غشت",),
    }
