"""What reading makes of the structure cases; the scores are printed with -s."""

from __future__ import annotations

import sys
from collections import Counter
from itertools import zip_longest

import pytest

from rag.reading.assembling import assemble
from rag.reading.structure import understand
from rag.reading.text import read_text
from rag.types import Block
from tests.reading.rendering import render
from tests.reading.structure_cases import Case, cases

CASES = [(f"{language}: {case.name}", case) for language, case in cases()]


def found(case: Case) -> tuple[str, tuple[Block, ...], tuple[str, ...]]:
    contents = read_text(render(case.items, case.layout).text.encode(), "case.txt")
    structure = understand(contents.pieces)
    return *assemble(structure.placed), structure.flags


def expected(case: Case) -> list[tuple[str, str | None, str, list[str]]]:
    rendered = render(case.items, case.layout)
    paged = "\f" in rendered.text
    return [
        (item.kind.value, item.place, item.text, [case.labels.get(n, str(n)) for n in pages] if paged else [])
        for item, pages in rendered.expected
        if item.kind is not None
    ]


def blocks_of(case: Case) -> list[tuple[str, str | None, str, list[str]]]:
    text, blocks, _ = found(case)
    return [(block.kind.value, block.paragraph, text[block.start : block.end], labels_of(block)) for block in blocks]


def labels_of(block: Block) -> list[str]:
    places = [(block.page_label, block.page_number), *((turn.page_label, turn.page_number) for turn in block.turns)]
    return [label or str(number) for label, number in places if number is not None]


@pytest.mark.parametrize("case", [case for _, case in CASES], ids=[name for name, _ in CASES])
def test_a_case_comes_out_as_written(case: Case) -> None:
    assert [(kind, place, text) for kind, place, text, _ in blocks_of(case)] == [
        (kind, place, text) for kind, place, text, _ in expected(case)
    ]
    assert [labels for *_, labels in blocks_of(case)] == [labels for *_, labels in expected(case)]
    assert found(case)[2] == case.flags


def test_places_and_pages_are_right_over_all_cases() -> None:
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for _, case in CASES:
        for wanted, got in zip_longest(expected(case), blocks_of(case), fillvalue=(None, None, None, None)):
            for name, place in (("kinds", 0), ("places", 1), ("texts", 2), ("pages", 3)):
                total[name] += 1
                right[name] += wanted[place] == got[place]
    lines = [f"{name:8} {right[name]} of {total[name]} right ({right[name] / total[name]:.4f})" for name in total]
    sys.stdout.write("\n".join(["", f"{len(CASES)} cases", *lines, ""]))
    assert len(CASES) >= 40
    assert all(right[name] >= 0.99 * total[name] for name in total)
