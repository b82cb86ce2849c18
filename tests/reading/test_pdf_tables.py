"""Tables of PDFs: the grids that rules make, columns that only white strips show, page breaks, and the kept samples."""

from __future__ import annotations

from collections import Counter

import pypdfium2
import pytest
from reportlab.lib.pagesizes import A5
from reportlab.pdfgen.canvas import Canvas

from rag.reading import forward, read
from rag.reading import rows as rows_reader
from rag.reading.characters import characters_of
from rag.reading.grids import grids_of
from rag.reading.rules import Rule, Rules, merged, rules_of
from rag.reading.seating import seated
from rag.types import BlockKind
from tools.bench_structure import Found, Tally, compare
from tools.make_table_samples import FOLDER, MIDDLE, SCORING, TUNING, samples
from tools.structure_samples.tables import expected

HEIGHT = A5[1] - 60


def drawn(path, pages, lines=()):
    """Write (x, lines from above, text) on each page, and upright and level lines on the first."""
    canvas = Canvas(str(path), pagesize=A5)
    for number, page in enumerate(pages):
        canvas.setFont("Helvetica", 10)
        for left, place, text in page:
            canvas.drawString(left, HEIGHT - 15 * place, text)
        for line in lines if number == 0 else ():
            canvas.line(*line)
        canvas.showPage()
    canvas.save()
    return path


def rows(path):
    report = read(path)
    return [report.text[block.start : block.end] for block in report.blocks if block.kind is BlockKind.TABLE_ROW]


def test_rules_that_meet_make_a_grid_with_spans():
    level = (Rule(100, 0, 90), Rule(80, 30, 90), Rule(60, 0, 90))
    upright = (Rule(0, 60, 100), Rule(30, 60, 100), Rule(60, 60, 80), Rule(90, 60, 100))
    (grid,) = grids_of(Rules(level, upright))
    assert grid.edges == (0, 30, 60, 90)
    assert [(box.row, box.column, box.rows, box.columns) for box in grid.boxes] == [
        (0, 0, 2, 1),
        (0, 1, 1, 2),
        (1, 1, 1, 1),
        (1, 2, 1, 1),
    ]


def test_a_frame_is_no_table_and_two_edges_of_neighbours_are_one():
    frame = Rules((Rule(100, 0, 90), Rule(0, 0, 90)), (Rule(0, 0, 100), Rule(90, 0, 100)))
    assert grids_of(frame) == []
    assert merged([Rule(10, 0, 50), Rule(11.5, 48, 90), Rule(30, 0, 2)]) == (Rule(10.75, 0, 90),)


def test_lines_within_a_form_are_seen_where_the_form_is_put(tmp_path):
    canvas = Canvas(str(tmp_path / "x.pdf"), pagesize=A5)
    canvas.beginForm("grid")
    canvas.line(0, 0, 90, 0)
    canvas.endForm()
    canvas.line(40, 300, 40, 350)
    canvas.translate(40, 300)
    canvas.doForm("grid")
    canvas.save()
    with pypdfium2.PdfDocument(tmp_path / "x.pdf") as document:
        assert rules_of(document[0]) == Rules(level=(Rule(300, 40, 130),), upright=(Rule(40, 300, 350),))


def test_rows_without_rules_name_their_columns_and_go_on_on_the_next_page(tmp_path):
    first = [(40, 0, "Village"), (180, 0, "Wells"), (280, 0, "Pumps")]
    first += [(40, 1, "Tolga"), (180, 1, "37"), (280, 1, "4"), (40, 2, "Sidi Amar"), (180, 2, "41"), (280, 2, "9")]
    second = [(40, 0, "Ksar"), (180, 0, "12"), (280, 0, "3")]
    assert rows(drawn(tmp_path / "x.pdf", [first, second])) == [
        "Village: Tolga; Wells: 37; Pumps: 4",
        "Village: Sidi Amar; Wells: 41; Pumps: 9",
        "Village: Ksar; Wells: 12; Pumps: 3",
    ]


def test_a_header_that_is_repeated_on_the_next_page_is_said_once(tmp_path):
    header = [(40, 0, "Village"), (180, 0, "Wells")]
    first = [*header, (40, 1, "Tolga"), (180, 1, "37"), (40, 2, "Sidi Amar"), (180, 2, "41")]
    second = [*header, (40, 1, "Ksar"), (180, 1, "12"), (40, 2, "Tamart"), (180, 2, "8")]
    assert rows(drawn(tmp_path / "x.pdf", [first, second])) == [
        "Village: Tolga; Wells: 37",
        "Village: Sidi Amar; Wells: 41",
        "Village: Ksar; Wells: 12",
        "Village: Tamart; Wells: 8",
    ]


def test_cells_of_running_text_are_a_table_where_rules_tell(tmp_path):
    question, answer = ("Who mends the", "pump of the well?"), ("The smith mends it", "twice in a year.")
    page = [(left, place, text) for left, cell in ((45, question), (195, answer)) for place, text in enumerate(cell)]
    page += [(45, 3, "Who pays him?"), (195, 3, "The parish does.")]
    lines = [(x, HEIGHT + 12, x, HEIGHT - 51) for x in (40, 190, 340)]
    lines += [(40, y, 340, y) for y in (HEIGHT + 12, HEIGHT - 21, HEIGHT - 51)]
    report = read(drawn(tmp_path / "x.pdf", [page], lines))
    said = [(block.kind, report.text[block.start : block.end]) for block in report.blocks]
    assert said == [
        (BlockKind.QUESTION, "Who mends the pump of the well?"),
        (BlockKind.PARAGRAPH, "The smith mends it twice in a year."),
        (BlockKind.QUESTION, "Who pays him?"),
        (BlockKind.PARAGRAPH, "The parish does."),
    ]


def test_a_numbered_list_is_no_table(tmp_path):
    page = [(40, place, f"{place + 1}.") for place in range(4)]
    page += [(70, place, text) for place, text in enumerate(("Repair the road.", "Dig a well.", "Buy nets.", "Vote."))]
    assert rows(drawn(tmp_path / "x.pdf", [sorted(page, key=lambda each: each[1])])) == []


def _glyphs(rows):
    return Counter(
        (glyph.text, glyph.left, glyph.baseline) for row in rows for glyph in row.glyphs if glyph.text.strip()
    )


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.pdf")), ids=lambda file: file.stem)
def test_nothing_is_lost_or_said_twice(file):
    with pypdfium2.PdfDocument(file) as document:
        for page in document:
            characters = characters_of(page)
            way = forward if forward.goes_forward(characters) else rows_reader
            before = way.rows_of(characters)
            assert _glyphs(seated(before, rules_of(page))) == _glyphs(before)


@pytest.mark.parametrize(
    "producer", sorted(name for name in {**TUNING, **SCORING, **MIDDLE} if not name.startswith("html"))
)
def test_rows_of_the_samples_are_found(producer):
    right = all_rows = 0
    for name, text, file in samples():
        if name == producer:
            report = read(file)
            tally = Tally()
            compare(Found(report.text, report.blocks, report.flags), [(item, ()) for item in expected(text)], tally)
            right, all_rows = right + tally.right["rows"], all_rows + tally.all["rows"]
    assert right == all_rows > 0


@pytest.mark.parametrize("producer", sorted(TUNING))
def test_every_question_of_the_samples_has_its_place(producer):
    for name, text, file in samples():
        if name == producer:
            report = read(file)
            tally = Tally()
            compare(Found(report.text, report.blocks, report.flags), [(item, ()) for item in expected(text)], tally)
            assert tally.right["questions"] == tally.all["questions"] == 6
            assert tally.all["false flags"] == 0
