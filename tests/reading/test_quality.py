"""What is taken for a sign of a broken text layer, and what is not."""

from __future__ import annotations

import pytest

from rag.reading.quality import Doubt, judge, missing_numbers
from tools.pdf_samples.texts import TEXTS


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.name)
def test_good_text_raises_no_doubt(text):
    page = "\n".join(text.truth)
    verdict = judge(page, [page])
    assert verdict.doubts == () and verdict.confidence > 0.9


def arabic() -> str:
    return "\n".join(next(text for text in TEXTS if text.name == "arabic").truth)


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("", Doubt.EMPTY),
        (" ".join(word[::-1] for word in arabic().split()), Doubt.REVERSED),
        ("Le rapport \ufffd\ufffd\ufffd a été remis.", Doubt.UNKNOWN_LETTERS),
        ("Le rapport \ue012\ue013 a été remis.", Doubt.UNKNOWN_LETTERS),
        ("L e r a p p o r t d e l a m i s s i o n a é t é r e m i s", Doubt.BROKEN_WORDS),
        ("Xqr zbf tkl mnv " * 30, Doubt.NO_WORDS),
    ],
)
def test_broken_text_is_doubted(text, doubt):
    assert doubt in judge(text).doubts


def test_vowel_signs_do_not_tear_words():
    vowelled = "كَتَبَ الْوَلَدُ رِسَالَةً إِلَى مُعَلِّمِهِ فِي الْمَدِينَةِ وَشَكَرَهُ عَلَى كُلِّ مَا عَلَّمَهُ مِنْ قَبْلُ " * 2
    assert judge(vowelled).doubts == ()
    assert Doubt.REVERSED in judge(" ".join(word[::-1] for word in ("الْمَدِينَةِ " * 9).split())).doubts


def test_numbers_must_occur_in_another_reading():
    assert judge("En 2020, 13 communes", ["En 0202, 13 communes"]).doubts == (Doubt.NUMBERS,)
    assert judge("En 2020, 13 communes", ["En 0202", "13 communes en 2020"]).doubts == ()
    assert missing_numbers("سنة ٢٠٢٠", ["سنة 2020"]) == frozenset()
    assert missing_numbers("En 2020", []) == frozenset()


def test_numbers_of_cells_may_be_run_together_in_another_reading():
    assert missing_numbers("السهل 4820 7 612", ["السهل48207 612"]) == frozenset()
    assert missing_numbers("السهل 4820 7 612", ["السهل61274820"]) == frozenset()
    assert missing_numbers("السهل 4820 7 612", ["السهل 48217 612"]) == {"4820", "7"}


def test_other_readings_are_taken_only_as_far_as_needed():
    def readings():
        yield "13 communes"
        raise AssertionError("a second one was not needed")

    assert judge("13 communes", readings()).doubts == ()


RIGHT = (
    "الأحوال الاقتصادية لا تسمح الآن إلا بثلاث، لأن الإسلام والآباء والأولاد للآراء في الولايات، والاجتماع اللاحق أُجّل"
)
TURNED = RIGHT.replace("لأ", "أل").replace("لآ", "آل").replace("لإ", "إل").replace("لا", "ال")


def test_ligatures_in_reverse_are_seen_and_right_words_are_not_suspected():
    assert Doubt.TURNED_LIGATURES in judge(TURNED).doubts
    assert judge(RIGHT).doubts == ()
    assert judge(RIGHT.replace("الأحوال", "األحوال")).doubts == ()  # a misprint


def test_signs_inside_arabic_words_are_unknown_letters():
    damaged = RIGHT.replace("لا", "ل\u061d").replace("لأ", "ل؟")
    assert Doubt.UNKNOWN_LETTERS in judge(damaged).doubts
    assert judge("ماذا يعني هذا؟ ولماذا؟ " + RIGHT).doubts == ()
