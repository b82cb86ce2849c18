"""Placed pieces written out as one text, with blocks by offset into it.

The offsets are made while the text grows and never searched for afterwards. Bullets stand in the text, before their
block.
"""

from __future__ import annotations

from collections.abc import Sequence

from rag.reading.structure import Placed
from rag.types import Block, BlockKind, PageTurn

_CLOSE_KINDS = (BlockKind.TITLE, BlockKind.LIST_ITEM, BlockKind.TABLE_ROW, BlockKind.NOTE)


def assemble(placed: Sequence[Placed]) -> tuple[str, tuple[Block, ...]]:
    """Return the text and its blocks: a blank line between paragraphs, a line end between the items of a list."""
    parts: list[str] = []
    blocks: list[Block] = []
    length = 0
    before: Placed | None = None
    for item in placed:
        lead = _separator(before, item) + (f"{item.piece.marker} " if item.piece.marker else "")
        text = item.piece.text.strip()
        parts += [lead, text]
        start = length + len(lead)
        length = start + len(text)
        if item.kind is not None:
            blocks.append(_block(item, item.kind, start, length))
        before = item
    return "".join(parts), tuple(blocks)


def _separator(before: Placed | None, item: Placed) -> str:
    if before is None:
        return ""
    return "\n" if before.kind is item.kind and item.kind in _CLOSE_KINDS else "\n\n"


def _block(item: Placed, kind: BlockKind, start: int, end: int) -> Block:
    page = item.piece.page
    stripped = len(item.piece.text) - len(item.piece.text.lstrip())
    return Block(
        kind,
        start,
        end,
        item.paragraph,
        item.section,
        page.label if page else None,
        page.number if page else None,
        tuple(PageTurn(start + offset - stripped, turn.label, turn.number) for offset, turn in item.piece.turns),
        item.headings,
    )
