"""Reading order found from visual order: the inverse of what a library's display algorithm does."""

from __future__ import annotations

import pytest
from bidi import get_display
from hypothesis import given
from hypothesis import strategies as st

from rag.reading.bidi import reading_order
from rag.reading.glyphs import Glyph, Row
from rag.reading.ordering import texts_of

WORDS = ["كتاب", "المدينة", "وزارة", "12", "2015-2016", "91,5%", "15/03/2020", "٢٠٢٠", "آب/أغسطس"]


def read(visual, rtl=True, after_arabic=False):
    return "".join(visual[index] for index in reading_order(list(visual), rtl, after_arabic))


def row(visual, size=10.0):
    return Row((tuple(Glyph(char, 5.0 * place, 5.0 * place + 5, 0, size, 0) for place, char in enumerate(visual)),))


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=8))
def test_arabic_lines_with_numbers_come_back(words):
    line = " ".join(words)
    assert read(get_display(line, base_dir="R")) == line


@pytest.mark.parametrize(
    "line",
    [
        "في 13 آب/أغسطس 2020 بنسبة 91,5% مقابل 64,2% في الفترة 2015-2016",
        "ورد في COVID-19 أن البرنامج Formation Plus 2025 بدأ",
        "ورد في البرنامج Formation Plus (FP) أنه بدأ",
        "سابقة له وتحديدا 802.11a و802.11b بعد",
        "صندوق Fonds d'Asile (2020) للهجرة",
        "انظر Loi (n° 12) هنا و[OIM] في (Genève, Suisse) اليوم",
        "قال السيد (Marc) ذلك وشركة ABC (شركة محلية) في المدينة",
        "1- اجتمع الفريق",
        "2021-2024، وبأن تُراجع",
    ],
)
def test_lines_as_reports_write_them(line):
    assert read(get_display(line, base_dir="R")) == line


def test_a_number_at_the_beginning_depends_on_what_was_read_before():
    continued = "2015-2016 بعد"
    shown = get_display("ا " + continued, base_dir="R").removesuffix(" ا")
    assert read(shown, after_arabic=True) == continued
    assert read(shown, after_arabic=False) != continued


def test_latin_lines_quoting_arabic():
    line = "Le mot كتاب جديد figure 12 fois."
    assert read(get_display(line, base_dir="L"), rtl=False) == line


def test_paragraphs_of_arabic_that_are_all_set_from_the_left_are_read_so():
    ends = ["وصلت السفن الى المرفأ.", "ثم عادت في الصباح.", "وكانت 12 سفينة."]
    begins = ["وقال موقع ABC المحلي ان السفن", "لا تحتاج الى تأشيرة (منفصلة)"]
    for side in "LR":
        assert texts_of([row(get_display(line, base_dir=side)) for line in (*begins, *ends)]) == [*begins, *ends]


def test_a_line_of_arabic_that_ends_at_the_right_is_read_from_the_left():
    line = "(EU) ومكتب العمل، فضلا عن جمعية محلية."
    assert texts_of([row(get_display(line, base_dir="L"))]) == [line]
    assert texts_of([row(get_display(line, base_dir="R"))]) == [line]


def test_a_ligature_and_a_letter_with_its_mark_stay_whole():
    assert [["لا", "ك"][index] for index in reading_order(["لا", "ك"], rtl=True)] == ["ك", "لا"]
    assert read(["مَ", "ك"]) == "كمَ"


@pytest.mark.parametrize("mirrored", [False, True])
def test_brackets_open_where_they_hug_a_word_whatever_the_producer_stored(mirrored):
    texts = ["ورد في (التقرير) وفي «الملحق» أيضاً", "ثلاثة (3) أسطر", "بدأ القوس (هنا", "وانتهى) هناك"]
    rows = [get_display(text, base_dir="R") for text in texts]
    if mirrored:
        rows = [line.translate(str.maketrans("()«»", ")(»«")) for line in rows]
    assert texts_of([row(line) for line in rows]) == texts


def test_hidden_text_in_logical_order_is_read_object_by_object():
    words = [Glyph(word, 20.0 * place, 20.0 * place + 18, 0, 10, place) for place, word in enumerate(["لاوا", "باتك"])]
    letters = [
        Glyph(char, word.left + place, word.left + place + 1, 0, 10, word.run)
        for word in words
        for place, char in enumerate(word.text[::-1])
    ]
    spaced = (*letters[:4], Glyph(" ", 18, 20, 0, 10, -1), *letters[4:])
    assert texts_of([Row((spaced,))], flipped=True) == ["كتاب اوال"]


def test_a_line_without_letters_runs_as_the_one_above_it_does():
    arabic = [get_display(line, base_dir="R") for line in ("اجتمع المجلس في الربيع الماضي بعد ذلك", "وانتهت أعماله")]
    latin = "les pentes plantées en mars"
    assert texts_of([row(line) for line in (*arabic, latin, "2019.")])[2:] == [latin, "2019."]
    assert texts_of([row(line) for line in (latin, *arabic, ".2019")])[3] == "2019."
