"""Columns side by side are read one after the other; tables stay what they are."""

from __future__ import annotations

import textwrap
from itertools import zip_longest

import pytest

from rag.reading import side_by_side
from rag.reading.lines import Hint
from rag.reading.side_by_side import one_below_the_other
from rag.reading.text import read_text
from tools.structure_samples.texts import parts_of

WIDTH = 36


def paragraphs(language: str, count: int = 6) -> list[str]:
    return [part.words for part in parts_of(language) if part.mark == "1"][:count]


def column(texts: list[str], blank: bool = False, width: int = WIDTH) -> list[str]:
    lines: list[str] = []
    for text in texts:
        lines += ([""] if blank and lines else []) + textwrap.wrap(text, width, break_on_hyphens=False)
    return lines


def beside(*columns: list[str], gap: str = "    ", width: int = WIDTH) -> str:
    rows = zip_longest(*columns, fillvalue="")
    return "\n".join(gap.join(cell.ljust(width) for cell in row).rstrip() for row in rows) + "\n"


@pytest.mark.parametrize("language", ["french", "english", "arabic"])
@pytest.mark.parametrize("blank", [False, True], ids=["close", "blank lines"])
def test_two_columns_give_their_paragraphs_whole(language: str, blank: bool) -> None:
    texts = paragraphs(language)
    first, second = column(texts[:3], blank), column(texts[3:], blank)
    page = beside(second, first) if language == "arabic" else beside(first, second)
    assert [piece.text for piece in read_text(page.encode(), "x.txt").pieces] == texts


def test_a_paragraph_goes_on_in_the_second_column_and_headings_stand_over_both() -> None:
    texts = paragraphs("french", 5)
    lines = column(texts)
    half = len(lines) // 2
    columns = beside(lines[:half], lines[half:])
    page = f"Les marchés couverts\n\n{columns}\nSuite à donner\n\n{columns}"
    found = [piece.text for piece in read_text(page.encode(), "x.txt").pieces]
    assert found == ["Les marchés couverts", *texts, "Suite à donner", *texts]


def test_three_columns_are_read_from_the_left() -> None:
    texts = paragraphs("english")
    columns = [column(texts[start : start + 2], width=24) for start in (0, 2, 4)]
    page = beside(*columns, width=24)
    assert [piece.text for piece in read_text(page.encode(), "x.txt").pieces] == texts


TABLES = {
    "figures": "\n".join(f"Port numéro {n}         {n * 37} tonnes         {2010 + n}" for n in range(1, 12)),
    "names": "\n".join(f"le port de la commune {n}      la halle du quartier {n}" for n in range(1, 12)),
    "contents": "\n".join(f"{n}. Les marchés de la ville et leurs halles        {n * 7}" for n in range(1, 12)),
    "questions and answers": "\n".join(
        beside(column([asked]), column([said]))
        for asked, said in (
            ("Combien d'agents emploie la régie des marchés de la ville ?", "Trente-huit, dont douze saisonniers."),
            (
                "Qui fixe les prix ?",
                "Le conseil municipal, sur avis de la régie et après une réunion avec les marchands.",
            ),
            (
                "Le règlement a-t-il été révisé ?",
                "Oui, une fois, pour tenir compte des halles que la ville a ouvertes.",
            ),
        )
    ),
}


@pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))
def test_tables_are_left_alone(table: str) -> None:
    assert one_below_the_other(table) == table


def test_rows_of_an_indented_table_stay_rows() -> None:
    table = "\n".join(f"    Port {n}        {n * 37} tonnes" for n in range(1, 9))
    found = read_text(f"Les prises sont les suivantes :\n\n{table}\n".encode(), "x.txt").pieces
    assert [piece.hint for piece in found[1:]] == [Hint.TABLE_ROW] * 8


def test_running_text_with_wide_spaces_is_left_alone() -> None:
    text = "\n".join(column(paragraphs("french"), width=70)).replace(". ", ".   ")
    assert one_below_the_other(text) == text


def test_each_line_of_a_large_table_is_looked_at_a_few_times_only(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = 0
    halves = side_by_side._half

    def counted(line: str, left: int, right: int, *, first: bool) -> str:
        nonlocal seen
        seen += 1
        return halves(line, left, right, first=first)

    monkeypatch.setattr(side_by_side, "_half", counted)
    rows = [f"{'the old mill by the ford':<34}{'keeper of the north lamp':<32}{place}" for place in range(800)]
    assert side_by_side.one_below_the_other("\n".join(rows)) == "\n".join(rows)
    assert seen < 120 * len(rows)
