"""Lines of a page know where they stand: how they fill their column, which are cells, which bullets are theirs."""

from __future__ import annotations

from rag.reading.glyphs import Glyph, Row
from rag.reading.layout import lines_of_rows
from rag.reading.lines import Line, Page
from rag.reading.pagination import pieces_of_pages

PAGE = Page(1, "1")
WIDTH = 5.0  # of each letter, in points


def cell(text: str, left: float, baseline: float) -> tuple[Glyph, ...]:
    return tuple(
        Glyph(char, left + place * WIDTH, left + (place + 1) * WIDTH, baseline, 10.0, 0, pen=left + place * WIDTH)
        for place, char in enumerate(text)
    )


def lines(*rows: tuple[float, list[tuple[float, str]]]) -> list[Line]:
    """Lines of rows given as (baseline, [(left edge, text) of each cell])."""
    made = [Row(tuple(cell(text, left, baseline) for left, text in cells)) for baseline, cells in rows]
    return lines_of_rows(made, [" ".join(text for _, text in cells) for _, cells in rows], PAGE)


def down(*texts: str, left: float = 50, top: float = 700) -> list[tuple[float, list[tuple[float, str]]]]:
    return [(top - 12 * place, [(left, text)]) for place, text in enumerate(texts)]


BODY = (
    "1. Le conseil a visité la halle, le quai et les",
    "magasins de la commune, puis il a entendu les",
    "gardiens qui demandent des lampes et des clés.",
)


def test_a_line_says_what_is_free_at_its_end_and_how_long_its_first_word_is() -> None:
    found = lines(*down(*BODY, "Fin."))
    column = len(BODY[0]) * WIDTH
    assert found[3].measure is not None and found[3].measure.column == column
    assert (found[3].measure.free, found[3].measure.first) == (column - 4 * WIDTH, 4 * WIDTH)


def test_an_arabic_line_is_measured_from_the_right() -> None:
    words = "قال المدير إن الحافلات تصل متأخرة"
    rows = [Row((cell(words[::-1], 50, 700 - 12 * place),)) for place in range(4)]
    rows.append(Row((cell("وانتهى ثم"[::-1], 50 + (len(words) - 9) * WIDTH, 652),)))
    found = lines_of_rows(rows, [words] * 4 + ["وانتهى ثم"], PAGE)[-1].measure
    assert found is not None and (found.free, found.first) == ((len(words) - 9) * WIDTH, 6 * WIDTH)


def test_rows_of_a_table_stay_apart_and_are_no_headings() -> None:
    table = [(600 - 12 * n, [(50, f"Port {n}"), (150, f"{n}0 t"), (250, "12")]) for n in range(3)]
    found = lines(*down(*BODY), *table)
    assert [line.cells for line in found] == [False] * 3 + [True] * 3
    rows = [piece.text for piece in pieces_of_pages([found]) if piece.hint == "table row"]
    assert rows == ["Port 0 00 t 12", "Port 1 10 t 12", "Port 2 20 t 12"]


def test_wide_gaps_of_justified_lines_and_behind_numbers_make_no_table() -> None:
    justified = [
        (700, [(50, "Le conseil"), (150, "a visité la")]),
        (688, [(50, "halle et le quai"), (170, "de la v.")]),
    ]
    numbered = [(600, [(50, "1."), (90, "Le conseil a")]), (588, [(50, "2."), (90, "La halle est")])]
    assert not any(line.cells for line in lines(*justified, *numbered))


def test_bullets_drawn_after_their_items_are_put_before_them() -> None:
    bullets = [(700 - 12 * place, [(40, "•")]) for place in range(2)]
    found = lines(*down("la halle ;", "le quai."), *bullets)
    assert [line.text for line in found] == ["• la halle ;", "• le quai."]


def test_a_sentence_goes_on_in_the_next_column() -> None:
    left = down(*BODY, "2. Il a noté que les poissons sont vendus sur le")
    right = down("QUAI et non dans la halle, ce qui est interdit.", *BODY[1:], left=350)
    texts = [piece.text for piece in pieces_of_pages([lines(*left, *right)])]
    assert texts[1].startswith("2. Il a noté que les poissons sont vendus sur le QUAI et non dans")


def test_a_line_above_what_was_drawn_before_stands_apart() -> None:
    head = [(760, [(50, "Commune du littoral et de ses halles")])]
    assert lines(*down(*BODY, "puis il a"), *head)[-1].gap


def test_numbered_rows_are_numbered_paragraphs_before_they_are_rows() -> None:
    rows = [(600 - 12 * n, [(50, f"{n}. Qui ferme ?"), (200, "Le gardien."), (350, "En mai.")]) for n in range(1, 4)]
    assert not any(line.cells for line in lines(*rows))
