"""Offsets are right because they are made with the text."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from rag.reading.assembling import assemble
from rag.reading.lines import Hint, Page, Piece
from rag.reading.structure import Placed, understand
from rag.types import BlockKind

WORDS = st.text(st.sampled_from("abc éà ١٢ كتاب.?:-)\n"), min_size=1, max_size=40)
PIECES = st.builds(Piece, text=WORDS, hint=st.sampled_from(Hint), level=st.integers(0, 7))


@given(st.lists(PIECES, max_size=12))
def test_every_block_is_the_text_of_its_piece(pieces):
    placed = understand(pieces).placed
    text, blocks = assemble(placed)
    assert [text[block.start : block.end] for block in blocks] == [
        item.piece.text.strip() for item in placed if item.kind is not None
    ]
    assert all(first.end < second.start for first, second in pairwise(blocks))


def test_bullets_and_distances():
    page = Page(3, "iii")
    placed = [
        Placed(Piece("Titre"), BlockKind.TITLE, "title"),
        Placed(Piece("Tunis"), BlockKind.TITLE, "title"),
        Placed(Piece("Questions Réponses"), None),
        Placed(Piece("un", Hint.LIST_ITEM, marker="▪", page=page), BlockKind.LIST_ITEM, "I.a", "Partie"),
        Placed(Piece("deux", Hint.LIST_ITEM, marker="▪", page=page), BlockKind.LIST_ITEM, "I.a", "Partie"),
        Placed(Piece("fin"), BlockKind.PARAGRAPH),
    ]
    text, blocks = assemble(placed)
    assert text == "Titre\nTunis\n\nQuestions Réponses\n\n▪ un\n▪ deux\n\nfin"
    assert (blocks[3].page_label, blocks[3].page_number, blocks[3].section) == ("iii", 3, "Partie")
