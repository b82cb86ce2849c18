"""The headings above a piece, the outermost first."""

from __future__ import annotations

from rag.reading.lines import Hint, Piece
from rag.reading.structure import understand

LONG = "Ce paragraphe dit assez de choses pour être un vrai paragraphe de rapport, et il finit par un point."


def paths(*pieces: Piece) -> list[tuple[str, ...]]:
    return [item.headings for item in understand(pieces).placed if item.piece.text == LONG]


def heading(text: str, level: int) -> Piece:
    return Piece(text, Hint.HEADING, level=level)


BODY = Piece(LONG)


def test_levels_make_the_path() -> None:
    pieces = [
        *(heading("Rapport sur les ports", 1), heading("Safi", 2), heading("Moyens", 3), BODY),
        *(heading("Suite", 3), BODY, heading("Agadir", 2), BODY, heading("Moyens", 3), BODY),
    ]
    assert paths(*pieces) == [("Safi", "Moyens"), ("Safi", "Suite"), ("Agadir",), ("Agadir", "Moyens")]


def test_parts_stand_above_unmarked_headings_and_an_annex_above_all() -> None:
    numbered = [Piece(f"{number}. {LONG}") for number in (1, 2, 3, 4)]
    pieces = [
        *(Piece("I. Le fleuve"), Piece("Les gués"), numbered[0], Piece("Les ponts"), numbered[1]),
        *(Piece("II. La plaine"), Piece("Les gués"), numbered[2], Piece("Annexe I"), numbered[3]),
    ]
    placed = [item.headings for item in understand(pieces).placed if item.piece.text.endswith(LONG)]
    assert placed == [
        ("I. Le fleuve", "Les gués"),
        ("I. Le fleuve", "Les ponts"),
        ("II. La plaine", "Les gués"),
        ("Annexe I",),
    ]
