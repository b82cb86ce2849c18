"""Tables become rows that name their columns, or questions with their answers."""

from __future__ import annotations

import pytest

from rag.reading.lines import Hint, Piece
from rag.reading.structure import understand
from rag.reading.tables import ABOVE, BESIDE, spread, table_pieces
from rag.types import BlockKind


def cells(*rows: tuple[str, ...]) -> list[list[list[Piece]]]:
    return [[[Piece(text)] if text else [] for text in row] for row in rows]


def test_a_row_names_its_columns() -> None:
    rows = cells(("Port", "2019", "2020"), ("Agadir", "412", "398"), ("Safi", "", "77"))
    pieces = table_pieces(rows)
    assert [piece.hint for piece in pieces] == [Hint.FURNITURE, Hint.TABLE_ROW, Hint.TABLE_ROW]
    assert [piece.text for piece in pieces[1:]] == ["Port: Agadir; 2019: 412; 2020: 398", "Port: Safi; 2020: 77"]


def test_rows_that_are_numbered_keep_their_columns() -> None:
    rows = cells(("No", "Port", "Prises"), ("1", "Agadir", "412"), ("2", "Safi", "77"))
    assert [piece.text for piece in table_pieces(rows)][1:] == [
        "No: 1; Port: Agadir; Prises: 412",
        "No: 2; Port: Safi; Prises: 77",
    ]


QUESTIONS = {
    "two columns": [("a) Qui paie ?", "La commune."), ("b) Depuis quand ?", "Depuis 2011."), ("c) Combien ?", "Peu.")],
    "a column of letters": [("a)", "Qui paie ?", "La commune."), ("b)", "Quand ?", "En 2011."), ("c)", "Où ?", "Ici.")],
    "a header": [
        ("", "Questions", "Réponses"),
        ("a)", "Qui ?", "Nous."),
        ("b)", "Quand ?", "Hier."),
        ("c)", "Où ?", "Ici."),
    ],
    "Arabic": [("أ)", "من يدفع؟", "البلدية."), ("ب)", "منذ متى؟", "منذ 2011."), ("ج)", "كم؟", "قليل.")],
}


@pytest.mark.parametrize("rows", QUESTIONS.values(), ids=QUESTIONS)
def test_questions_on_one_side_are_answered_on_the_other(rows: list[tuple[str, ...]]) -> None:
    placed = [item for item in understand(table_pieces(cells(*rows))).placed if item.kind is not None]
    assert [item.paragraph for item in placed] == ["a", "a", "b", "b", "c", "c"]
    assert [item.kind for item in placed] == [BlockKind.QUESTION, BlockKind.PARAGRAPH] * 3


def test_numbered_questions_in_a_table() -> None:
    rows = [(str(number), f"Quel est le port numéro {number} ?", f"Le port {number} du sud.") for number in range(1, 6)]
    placed = understand(table_pieces(cells(*rows))).placed
    assert [item.paragraph for item in placed] == [str(number) for number in range(1, 6) for _ in range(2)]
    assert [item.kind for item in placed] == [BlockKind.QUESTION, BlockKind.PARAGRAPH] * 5
    assert placed[2].piece.text == "2. Quel est le port numéro 2 ?"


def test_a_caption_over_all_columns_is_no_header() -> None:
    rows = cells(("Prises du littoral", "", ""), ("Port", "2019", "2020"), ("Agadir", "412", "398"))
    pieces = table_pieces(rows)
    assert [(piece.hint, piece.text) for piece in pieces] == [
        (Hint.ASIDE, "Prises du littoral"),
        (Hint.FURNITURE, "Port; 2019; 2020"),
        (Hint.TABLE_ROW, "Port: Agadir; 2019: 412; 2020: 398"),
    ]


def spanned(*rows: tuple[tuple[str, int, int], ...]) -> list[list[tuple[list[Piece], int, int]]]:
    return [[([Piece(text)] if text else [], columns, depth) for text, columns, depth in row] for row in rows]


def test_merged_cells_keep_the_columns_apart() -> None:
    rows = spread(
        spanned(
            (("Port", 1, 1), ("Année", 1, 1), ("Prises", 1, 1)),
            (("Safi", 1, 2), ("2020", 1, 1), ("30 t", 1, 1)),
            (("2021", 1, 1), ("28 t", 1, 1)),
            (("Total", 2, 1), ("58 t", 1, 1)),
        )
    )
    assert [piece.text for piece in table_pieces(rows)][1:] == [
        "Port: Safi; Année: 2020; Prises: 30 t",
        "Port: Safi; Année: 2021; Prises: 28 t",
        "Port: Total; Prises: 58 t",
    ]


def test_a_question_beside_several_rows_of_answers_is_asked_once() -> None:
    rows = spread(
        spanned(
            (("Qui paie ?", 1, 2), ("La commune.", 1, 1)),
            (("Et la province.", 1, 1),),
            (("Depuis quand ?", 1, 1), ("Depuis 2011.", 1, 1)),
        )
    )
    assert [piece.text for piece in table_pieces(rows)] == [
        "Qui paie ?",
        "La commune.",
        "Et la province.",
        "Depuis quand ?",
        "Depuis 2011.",
    ]


def test_names_that_span_columns_stand_before_those_below_them() -> None:
    first, second, third = cells(("Region", "Cases", ""), ("", "2019", "2020"), ("North", "12", "15"))
    pieces = table_pieces([[*first[:2], BESIDE], [ABOVE, *second[1:]], third])
    assert [piece.text for piece in pieces][1:] == ["Region: North; Cases, 2019: 12; Cases, 2020: 15"]


@pytest.mark.parametrize(("first", "second"), [((), ()), (("Yes",), ("No",))])
def test_questions_that_stand_above_their_answers_are_asked_once(first, second):
    def row(*texts):
        return [*([Piece(text)] for text in texts), *[BESIDE] * (2 - len(texts))]

    rows = [
        row("1. Who mends the well?"),
        row(*first, "The smith mends it in May."),
        row("2. Who pays?"),
        row(*second, "The parish pays him."),
    ]
    said = [(piece.hint, piece.text) for piece in table_pieces(rows)]
    assert said == [
        (Hint.QUESTION, "1. Who mends the well?"),
        *((Hint.PLAIN, text) for text in (*first, "The smith mends it in May.")),
        (Hint.QUESTION, "2. Who pays?"),
        *((Hint.PLAIN, text) for text in (*second, "The parish pays him.")),
    ]


def test_a_table_within_a_cell_gives_rows_of_its_own() -> None:
    inner = table_pieces(cells(("Espèce", "Plants"), ("Cèdre", "1200"), ("Pin", "90")))
    rows = [*cells(("Site", "Détail")), [[Piece("Versant nord")], inner]]
    texts = [piece.text for piece in table_pieces(rows) if piece.hint is Hint.TABLE_ROW]
    assert texts == ["Site: Versant nord; Espèce: Cèdre; Plants: 1200", "Site: Versant nord; Espèce: Pin; Plants: 90"]


def test_a_long_row_stands_once_before_the_table_within_it() -> None:
    inner = table_pieces(cells(("Espèce", "Plants"), ("Cèdre", "1200")))
    told = "Les équipes de la commune ont reboisé le versant nord de la vallée avant la saison des pluies"
    rows = [*cells(("Site", "Détail")), [[Piece(told)], inner]]
    texts = [piece.text for piece in table_pieces(rows) if piece.hint is Hint.TABLE_ROW]
    assert texts == [f"Site: {told}", "Espèce: Cèdre; Plants: 1200"]


def test_tables_side_by_side_in_cells_are_no_header() -> None:
    left, right = (table_pieces(cells(("Espèce", "Plants"), (name, "12"))) for name in ("Cèdre", "Pin"))
    texts = [piece.text for piece in table_pieces([[left, right], *cells(("fin", "suite"))])]
    assert [text for text in texts if ":" in text] == ["Espèce: Cèdre; Plants: 12", "Espèce: Pin; Plants: 12"]
    assert texts[-1] == "fin; suite"
