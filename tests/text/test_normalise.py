import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text.normalise import fold, tidy


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("133\u202f274\u00a0ressortissants", "133 274 ressortissants"),
        ("\u200fمرحبا\u200e", "مرحبا"),
        ("ﻻ ﷲ", "لا الله"),
        ("e\u0301tat", "état"),
        ("co\u00adopération", "coopération"),
    ],
)
def test_tidy_keeps_what_a_reader_sees(text: str, expected: str) -> None:
    assert tidy(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Élaborée", "elaboree"),
        ("ŒUVRE", "oeuvre"),
        ("إلى", "الي"),
        ("الهجرة", "الهجره"),
        ("مُهاجِرون", "مهاجرون"),
        ("الهجـــرة", "الهجره"),
        ("أنطونيو", "انطونيو"),
        ("٣٣٤٤٣", "33443"),
        ("۱۲", "12"),
        ("l’examen", "l'examen"),
    ],
)
def test_fold_unifies_what_a_reader_does_not_mind(one: str, other: str) -> None:
    assert fold(one) == other


@given(st.text())
def test_both_forms_are_stable(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)
    assert fold(fold(text)) == fold(text)


def test_small_digits_behind_a_number_do_not_belong_to_it():
    assert fold("29¾ po, 2020³, m²") == "29 3⁄4 po, 2020 3, m2"
