"""A text in two languages, side by side or in turn: each language has its own numbers."""

from __future__ import annotations

import docx
import pytest
from docx.oxml import OxmlElement
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from rag.reading import read
from rag.reading.lines import Hint, Line, Page, Piece
from rag.reading.parallel import columns_apart, languages_of
from rag.reading.structure import understand
from rag.reading.tables import table_pieces
from rag.reading.wrapped import join
from rag.types import BlockKind

FRENCH = [
    "Les puits du bas village ont été curés avant les grandes chaleurs.",
    "La commune a payé les cordes, et les habitants ont donné leurs bras.",
    "Deux puits restent fermés parce que leur eau est trop salée.",
    "Le conseil en reparlera à sa prochaine réunion avec les bergers.",
]
ENGLISH = [
    "The wells of the lower village were cleaned before the great heat.",
    "The commune paid for the ropes, and those who live there gave their hands.",
    "Two wells remain closed because the water in them is too salty.",
    "The council will speak of this again with the shepherds at its next meeting.",
]
ARABIC = [
    "نظفت آبار القرية السفلى قبل أن يشتد الحر في الصيف.",
    "ودفعت البلدية ثمن الحبال، وقدم السكان سواعدهم.",
    "ولا تزال بئران مغلقتين لأن ماءهما شديد الملوحة.",
    "وسيعود المجلس إلى ذلك مع الرعاة في اجتماعه القادم.",
]
PAIRS = [(FRENCH, ARABIC), (ENGLISH, ARABIC), (FRENCH, ENGLISH)]
NUMBERS = ["1", "2", "3", "4"]


def numbered(texts, mark="."):
    return [f"{number}{mark} {text}" for number, text in enumerate(texts, 1)]


def cells(*columns):
    return [[[Piece(text)] for text in row] for row in zip(*columns, strict=True)]


def places(pieces):
    structure = understand(pieces)
    return [(item.paragraph, item.piece.text) for item in structure.placed if item.kind is BlockKind.PARAGRAPH], (
        structure.flags
    )


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_a_table_is_read_down_each_column(first, second):
    pieces = table_pieces(cells(numbered(first), numbered(second, "-")))
    texts = [*numbered(first), *numbered(second, "-")]
    assert places(pieces) == (list(zip(NUMBERS * 2, texts, strict=True)), ())


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_one_row_may_hold_both_texts(first, second):
    row = [[Piece(text) for text in numbered(texts)] for texts in (first, second)]
    found, _ = places(table_pieces([row]))
    assert [place for place, _ in found] == NUMBERS * 2


def test_names_of_languages_are_no_content():
    rows = cells(["Version française", *numbered(FRENCH)], ["النص العربي", *numbered(ARABIC)])
    pieces = table_pieces(rows)
    assert [piece.text for piece in pieces if piece.hint is Hint.FURNITURE] == ["Version française", "النص العربي"]
    assert [place for place, _ in places(pieces)[0]] == NUMBERS * 2


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_column_of_numbers_numbers_both(place):
    columns = [FRENCH, ARABIC]
    columns.insert(place, [f"{number}." for number in NUMBERS])
    found, flags = places(table_pieces(cells(*columns)))
    assert found == [*zip(NUMBERS * 2, [*numbered(FRENCH), *numbered(ARABIC)], strict=True)] and not flags


def test_a_glossary_keeps_its_rows():
    rows = cells(["1", "2", "3", "4"], ["puits", "corde", "berger", "sel"], ["بئر", "حبل", "راع", "ملح"])
    assert not columns_apart(rows)
    assert {piece.hint for piece in table_pieces(rows)[1:]} == {Hint.TABLE_ROW}


def test_questions_answered_in_another_language_are_no_parallel_texts():
    asked = ["1. Qui cure les puits ?", "2. Qui paie les cordes ?", "3. Quels puits sont fermés ?"]
    assert not columns_apart(cells(asked, ARABIC[:3]))


def test_paragraphs_in_turn_have_the_numbers_of_their_languages():
    pieces = [Piece(text) for pair in zip(numbered(ENGLISH), numbered(ARABIC), strict=True) for text in pair]
    found, flags = places(pieces)
    assert [place for place, _ in found] == [number for number in NUMBERS for _ in range(2)] and flags == ()


def test_a_number_missing_in_one_language_is_flagged():
    french = [f"{number}. {FRENCH[0]}" for number in range(1, 8)]
    arabic = [f"{number}. {ARABIC[0]}" for number in (1, 2, 3, 5, 6, 7)]
    _, flags = places([Piece(text) for text in [*french, *arabic]])
    assert flags == ("para. 4: missing between 3 and 5",)


def test_a_list_in_another_language_within_a_paragraph_is_not_a_text_of_its_own():
    quoted = [f"{number}- {text}" for number, text in enumerate(ARABIC[:3], 1)]
    pieces = [Piece(f"{number}. {FRENCH[number % 4]}") for number in range(1, 9)]
    pieces[4:4] = [Piece(text) for text in quoted]
    assert not languages_of(pieces)
    assert [place for place, _ in places(pieces)[0] if place] == ["1", "2", "3", "4", "5", "6", "7", "8"]


def test_each_language_keeps_its_own_headings():
    pieces = [
        Piece("Rapport de la commission de l'eau", Hint.TITLE),
        Piece("Les puits", Hint.HEADING, level=2),
        *(Piece(text) for text in numbered(FRENCH)[:2]),
        Piece("الآبار", Hint.HEADING, level=2),
        *(Piece(text) for text in numbered(ARABIC)),
        *(Piece(text) for text in numbered(FRENCH)[2:]),
    ]
    sections = [item.section for item in understand(pieces).placed if item.kind is BlockKind.PARAGRAPH]
    assert sections == ["Les puits"] * 2 + ["الآبار"] * 4 + ["Les puits"] * 2


def test_what_a_page_break_cuts_goes_on_in_its_own_column():
    one, two = Page(1), Page(2)
    cut = "Deux puits restent fermés parce que leur eau est"
    lines = [Line(text, page=one) for text in [*numbered(FRENCH)[:2], f"3. {cut}"]]
    lines += [Line(text, page=one) for text in [*numbered(ARABIC)[:2], "3. ولا تزال بئران مغلقتين لأن"]]
    lines += [Line("trop salée pour le bétail.", page=two), Line(f"4. {FRENCH[3]}", page=two)]
    lines += [Line("ماءهما شديد الملوحة للماشية.", page=two), Line(f"4. {ARABIC[3]}", page=two)]
    found, flags = places(join(lines))
    assert [place for place, _ in found] == ["1", "2", "3", "1", "2", "3", "4", "4"] and flags == ()
    assert found[2][1] == f"3. {cut} trop salée pour le bétail."
    assert found[5][1].endswith("لأن ماءهما شديد الملوحة للماشية.")


def test_a_word_file_with_two_columns(tmp_path):
    document = docx.Document()
    table = document.add_table(rows=0, cols=2)
    for french, arabic in zip(numbered(FRENCH), numbered(ARABIC), strict=True):
        row = table.add_row()
        row.cells[0].text, row.cells[1].text = french, arabic
        row.cells[1].paragraphs[0]._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
    document.save(str(tmp_path / "both.docx"))
    report = read(tmp_path / "both.docx")
    said = [(block.paragraph, report.text[block.start : block.end]) for block in report.blocks]
    assert said == list(zip(NUMBERS * 2, [*numbered(FRENCH), *numbered(ARABIC)], strict=True))


def test_a_ruled_pdf_table_with_two_columns(tmp_path):
    canvas = Canvas(str(tmp_path / "both.pdf"), pagesize=A4)
    canvas.setFont("Helvetica", 7)
    for place, (french, english) in enumerate(zip(numbered(FRENCH), numbered(ENGLISH), strict=True)):
        canvas.drawString(24, 500 - 20 * place, french)
        canvas.drawString(304, 500 - 20 * place, english)
    for place in range(5):
        canvas.line(20, 512 - 20 * place, 580, 512 - 20 * place)
    for x in (20, 300, 580):
        canvas.line(x, 432, x, 512)
    canvas.save()
    report = read(tmp_path / "both.pdf")
    assert [block.paragraph for block in report.blocks] == NUMBERS * 2
    assert report.text[report.blocks[4].start : report.blocks[4].end] == f"1. {ENGLISH[0]}"
