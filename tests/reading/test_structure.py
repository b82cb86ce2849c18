"""Pieces get the place by which people cite them."""

from __future__ import annotations

import pytest

from rag.reading import markers
from rag.reading.lines import Hint, Piece
from rag.reading.structure import understand
from rag.reading.wrapped import join, lines_of
from rag.types import BlockKind
from tests.reading.texts import ARABIC, FRENCH, QUESTIONNAIRE, places, wrap


def placed(pieces, style=None):
    return [(item.paragraph, item.piece.text) for item in understand(pieces, style).placed if item.kind is not None]


def pieces_of(*texts: str) -> list[Piece]:
    return [Piece(text) for text in texts]


def heading(text: str, level: int = 2) -> Piece:
    return Piece(text, Hint.HEADING, level=level)


LONG = "Ce paragraphe dit assez de choses pour être un vrai paragraphe de rapport, et il finit par un point."


@pytest.mark.parametrize("report", [FRENCH, ARABIC, QUESTIONNAIRE], ids=["French", "Arabic", "questionnaire"])
@pytest.mark.parametrize("between", [("\n", "\n\n"), ("\n\n", "\n\n")], ids=["blocks apart", "lines apart"])
def test_places_in_wrapped_text(report, between):
    assert placed(join(lines_of(wrap(report, 76, *between)))) == places(report)


def test_kinds_and_sections_of_a_numbered_report():
    items = [item for item in understand(join(lines_of(wrap(FRENCH, 76, "\n", "\n\n")))).placed if item.kind]
    kinds = [item.kind for item in items]
    assert kinds[:4] == [BlockKind.TITLE, BlockKind.TITLE, BlockKind.HEADING, BlockKind.PARAGRAPH]
    assert items[8].paragraph == "3" and items[8].section == "Ce que disent les pêcheurs"
    assert items[0].section is None


def test_a_list_that_starts_at_one_again_is_no_paragraph():
    pieces = pieces_of(
        f"1. {LONG}",
        f"2. {LONG}",
        f"3. {LONG} Les axes sont :",
        "1. la route ;",
        "2. le marché ;",
        "3. la gare ;",
        "4. le port.",
        f"4. {LONG}",
        f"5. {LONG}",
    )
    assert [place for place, _ in placed(pieces)] == ["1", "2", "3", "3", "3", "3", "3", "4", "5"]
    kinds = [item.kind for item in understand(pieces).placed]
    assert kinds[3:7] == [BlockKind.LIST_ITEM] * 4 and kinds[7] is BlockKind.PARAGRAPH


def test_numbers_start_again_under_an_annex():
    pieces = [*pieces_of(f"1. {LONG}", f"2. {LONG}", f"3. {LONG}"), heading("Annexe I"), *pieces_of(f"1. {LONG}")]
    assert [place for place, _ in placed(pieces)] == ["1", "2", "3", None, "1"]


def test_a_missing_number_is_flagged_and_the_run_goes_on():
    structure = understand(pieces_of(*(f"{number}. {LONG}" for number in (1, 2, 3, 5, 6))))
    assert [item.paragraph for item in structure.placed] == ["1", "2", "3", "5", "6"]
    assert structure.flags == ("para. 4: missing between 3 and 5",)


def test_numbered_headings_are_headings():
    pieces = pieces_of("Bilan", "1. Contexte", LONG, "2. Méthode", LONG, LONG, "3. Résultats", LONG)
    assert [place for place, _ in placed(pieces)] == ["title", None, "1", None, "2", "3", None, "4"]


def test_ordinals_of_an_article():
    pieces = [
        Piece("La commune rénove ses trois écoles du centre"),
        Piece("27.01.2023 La commune rénove ses trois écoles du centre"),
        Piece(LONG),
        Piece("Le maire a salué le travail des équipes et de leurs"),
        Piece("chefs, qui ont fini avant la rentrée."),
        heading("Et la suite"),
        Piece("Les classes reçoivent :"),
        Piece("des tables neuves", Hint.LIST_ITEM, marker="•"),
        Piece("une photo de la cour", Hint.ASIDE),
        Piece(LONG),
        Piece("Source"),
        Piece(": https://example.org/ecoles"),
    ]
    assert placed(pieces) == [
        ("title", pieces[0].text),
        ("title", pieces[1].text),
        ("1", LONG),
        ("2", "Le maire a salué le travail des équipes et de leurs chefs, qui ont fini avant la rentrée."),
        (None, "Et la suite"),
        ("3", "Les classes reçoivent :"),
        ("3", "des tables neuves"),
        (None, "une photo de la cour"),
        ("4", LONG),
        (None, "Source : https://example.org/ecoles"),
    ]


def test_an_arabic_questionnaire_is_cited_in_latin():
    pieces = pieces_of(
        "ردود البلدية على الاستبيان",
        "القسم الأول: المنهجية",
        "أ) من أعد التقرير؟",
        "أعدته لجنة من خمسة أشخاص.",
        "ب) متى بدأ العمل؟",
        "بدأ العمل سنة ٢٠٢١.",
        "القسم الثاني: السياسات",
        "أ) ما هي السياسات الجديدة؟",
        "وضعت البلدية خطة للمياه.",
        "ب) هل نُشرت النتائج؟",
        "نعم، في موقع البلدية.",
    )
    assert [place for place, _ in placed(pieces)] == (
        ["title", None, "I.a", "I.a", "I.b", "I.b", None, "II.a", "II.a", "II.b", "II.b"]
    )


def test_an_english_questionnaire_with_a_list_inside_an_answer():
    pieces = pieces_of(
        "Part I. Methodology",
        "(a) Who prepared the review?",
        "A committee did, and it consulted:",
        "(a) the municipalities;",
        "(b) the universities;",
        "(c) the unions.",
        "(b) Was the text published?",
        "Yes, in June.",
        "Part II. Progress",
        "(a) What has been achieved?",
        "Two laws were passed.",
    )
    assert [place for place, _ in placed(pieces)] == (
        [None, "I.a", "I.a", "I.a", "I.a", "I.a", "I.b", "I.b", None, "II.a", "II.a"]
    )


def test_letters_under_numbered_paragraphs_do_not_make_a_questionnaire():
    pieces = pieces_of(
        "I. Context",
        f"1. {LONG} They were:",
        "(a) the first;",
        "(b) the second.",
        f"2. {LONG}",
        "II. Outlook",
        f"3. {LONG} They were:",
        "(a) the third;",
        f"4. {LONG}",
    )
    assert [place for place, _ in placed(pieces)] == [None, "1", "1", "1", "2", None, "3", "3", "4"]


def test_the_catalogue_decides_the_style_unless_nothing_bears_it_out():
    pieces = pieces_of(LONG, f"1. {LONG}", "1. autre liste ;", LONG, LONG)
    assert [place for place, _ in placed(pieces, "numbered")] == [None, "1", "1", "1", "1"]
    assert [place for place, _ in placed(pieces, "ordinal")] == ["1", "1", "1", "2", "3"]
    assert [place for place, _ in placed(pieces_of(LONG, LONG), "questionnaire")] == ["1", "2"]


def test_text_after_a_heading_has_no_number():
    pieces = [*pieces_of(f"1. {LONG}", f"2. {LONG}", f"3. {LONG}", LONG), heading("Participants"), Piece(LONG)]
    assert [place for place, _ in placed(pieces)] == ["1", "2", "3", "3", None, None]


def test_a_subtitle_and_a_date_belong_to_the_title_but_a_section_does_not():
    pieces = [heading("Rapport sur les ports", 1), Piece("Agadir, mai 2021"), heading("Contexte"), Piece(LONG)]
    assert [place for place, _ in placed(pieces)] == ["title", "title", None, "1"]


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Table des matières", ["I. Bilan ........ 1", "II. Suites . . . . . . 4", "Annexe I : Méthode ......... 12"]),
        ("Contents", ["Foreword ………… iv", "1. Money ____________ 3", "Annex A ..... 9"]),
        ("المحتويات", ["أولاً- مقدمة .......... ١", "ثانياً- النتائج ........ ٤", "المرفق الأول ........ 12"]),
    ],
)
def test_a_table_of_contents_holds_no_headings(name, lines):
    pieces = [Piece("Rapport de la commune", Hint.TITLE), heading(name, 1), *(Piece(line) for line in lines)]
    pieces += [heading("II. Suites", 1), *pieces_of(f"1. {LONG}", f"2. {LONG}", f"3. {LONG}")]
    items = understand(pieces).placed
    assert [item.kind for item in items][1:5] == [None] * 4
    assert [item.paragraph for item in items][-3:] == ["1", "2", "3"] and items[-1].headings == ("II. Suites",)


def test_lines_of_a_table_of_contents_are_not_joined_with_what_follows():
    lines = ["I. Bilan ........................................................... 1", LONG, f"Encore : {LONG}"]
    assert next(iter(join(lines_of("\n".join(lines))))).text == lines[0]


def test_dots_to_be_filled_in_and_dots_of_a_pause_lead_to_no_page():
    assert not any(map(markers.leads_to_page, ["Nom : ..............", "Il a dit... 12 fois", "voir p. 12", "1 ... 3"]))


@pytest.mark.parametrize(
    ("questions", "expected"),
    [
        (["Qui tient la caisse ?", "Qui la contrôle ?"], ["question 1, Annexe II", "question 2, Annexe II"]),
        (["Q7. Who keeps the purse?", "Q8. Who looks into it?"], ["Q7, Annexe II", "Q8, Annexe II"]),
        (["السؤال ٣: من يمسك الصندوق؟", "من يراقبه؟"], ["السؤال ٣, Annexe II", "السؤال 2, Annexe II"]),
    ],
)
def test_questions_of_an_annex_have_a_place_that_can_be_found(questions, expected):
    rows = [Piece(question, Hint.QUESTION) for question in questions]
    pieces = [
        Piece("Rapport", Hint.TITLE),
        *pieces_of(*(f"{number}. {LONG}" for number in (1, 2, 3))),
        heading("Annexe II"),
    ]
    pieces += [rows[0], Piece(LONG), Piece(LONG), rows[1], Piece(LONG)]
    assert [place for place, _ in placed(pieces)][5:] == [*[expected[0]] * 3, *[expected[1]] * 2]


def test_a_question_within_a_numbered_paragraph_keeps_its_number():
    pieces = [*pieces_of(f"1. {LONG}", f"2. {LONG}", f"3. {LONG}"), Piece("Qui tient la caisse ?", Hint.QUESTION)]
    assert placed([*pieces, Piece(LONG)])[-1][0] == "3"


def test_an_annex_of_a_report_with_numbers_within_chapters_has_its_own():
    chapters = [f"{chapter}.{place} {LONG}" for chapter in (1, 2) for place in (1, 2, 3)]
    annex = [heading("Annexe A. Méthode", 1), *pieces_of(*(f"{number}. {LONG}" for number in (1, 2, 3)))]
    found = placed([Piece("Rapport", Hint.TITLE), *pieces_of(*chapters), *annex])
    assert [place for place, _ in found][1:] == ["1.1", "1.2", "1.3", "2.1", "2.2", "2.3", None, "1", "2", "3"]


def test_a_line_without_letters_heads_nothing():
    pieces = pieces_of(f"1. {LONG}", f"2. {LONG}", f"3. {LONG}", "Total", "12 400", f"4. {LONG}")
    kinds = [item.kind for item in understand(pieces).placed]
    assert kinds[4] is BlockKind.PARAGRAPH
