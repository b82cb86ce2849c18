from __future__ import annotations

import unicodedata
from functools import partial

from hypothesis import given, settings
from hypothesis import strategies as st

from eval.matching import held, holds, is_comparable, matches
from tests.support.spelled import arabic, english, french


def test_each_group_names_the_alternative_that_was_found() -> None:
    expect = [["Rabat", "الرباط"], ["décembre 2018", "December 2018"], ["Agadir"]]
    assert held("اجتمعوا في الرباط يوم 3 ديسمبر 2018.", expect) == ("الرباط", "décembre 2018", None)


def test_nothing_expected_is_held_by_anything() -> None:
    assert holds("", [])


def test_an_alternative_of_signs_alone_cannot_be_compared() -> None:
    assert not is_comparable(" … – ")
    assert not holds("… –", [[" … – "]])


SEPARATORS = {"fr": ". \u00a0\u202f", "en": ", \u00a0", "ar": ".٬ \u00a0"}
DIGITS = ("0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹")


@st.composite
def written(draw: st.DrawFn) -> tuple[int, str, str]:
    """A whole number below a billion, how a text of some language writes it in figures, and that language."""
    number = draw(st.integers(0, 10**9 - 1))
    language = draw(st.sampled_from(sorted(SEPARATORS)))
    separator = draw(st.sampled_from(["", *SEPARATORS[language]]))
    digits = draw(st.sampled_from(DIGITS))
    figure = f"{number:_}".translate(str.maketrans("0123456789", digits)).replace("_", separator)
    return number, figure, language


@settings(deadline=None)
@given(written())
def test_a_whole_number_is_held_for_certain_however_it_is_written(case):
    number, figure, language = case
    assert matches(f"({figure})", [[str(number)]], language) == ((str(number), False),)
    assert holds(f"({number})", [[figure]], language)


@settings(deadline=None)
@given(written(), st.data())
def test_a_number_with_another_digit_is_not_held(case, data):
    number, figure, language = case
    place = data.draw(st.integers(0, len(str(number)) - 1))
    digit = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != str(number)[place]]))
    assert not holds(f"({figure})", [[str(number)[:place] + digit + str(number)[place + 1 :]]], language)


@settings(deadline=None)
@given(st.integers(2, 10**9 - 1), st.sampled_from([french, english, arabic, partial(arabic, feminine=True)]))
def test_a_number_in_words_is_held_by_its_figure_and_by_no_other(number, spelled):
    assert holds(f"({spelled(number)})", [[str(number)]])
    assert holds(f"({number})", [[spelled(number)]])
    assert not holds(f"({spelled(number)})", [[str(number + 1)], [str(number * 10)]])


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


def test_a_certain_match_comes_before_an_ambiguous_one():
    expect = [["33.443", "33443"]]
    assert matches("Ils sont 33 443.", expect, "fr") == (("33443", False),)
    assert matches("Ils sont 33 443.", [["33.443"]], "fr") == (("33.443", True),)
    assert matches("Ils sont 33.443.", expect, "fr") == (("33.443", False),)


def test_a_line_is_read_in_its_own_language_and_in_the_answers_where_it_shows_none():
    assert holds("أُعيد 33.443 شخصا.", [["33443"]], "en")
    assert not holds("The rate was 33.443 in all.", [["33443"]], "fr")
    assert holds("33.443", [["33443"]], "fr")
    assert not holds("33.443", [["33443"]], "en")
