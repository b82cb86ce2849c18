"""What reading makes of the structure cases; the scores are printed with -s."""

from __future__ import annotations

import io
import sys
from collections import Counter
from itertools import zip_longest

import pytest
from reportlab.pdfgen.canvas import Canvas

from rag.reading.assembling import assemble
from rag.reading.labels import printed_labels
from rag.reading.lines import Line, Page
from rag.reading.pdf import read_pdf
from rag.reading.structure import understand
from rag.reading.text import read_text
from rag.types import Block
from tools.structure_samples.cases import Case, cases
from tools.structure_samples.paged import render

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


LATIN = [(name, case) for name, case in CASES if not name.startswith("ar") and "bullets" not in name]


@pytest.mark.parametrize("case", [case for _, case in LATIN], ids=[name for name, _ in LATIN])
def test_a_case_comes_out_of_a_pdf_too(case: Case) -> None:
    rendered = render(case.items, case.layout)
    structure = understand(read_pdf(as_pdf(rendered.text), "case.pdf").pieces)
    text, blocks = assemble(structure.placed)
    assert [(b.kind, b.paragraph, text[b.start : b.end], labels_of(b)) for b in blocks] == [
        (item.kind, item.place, item.text, [case.labels.get(page, str(page)) for page in pages])
        for item, pages in rendered.expected
    ]


def as_pdf(text: str) -> bytes:
    """The lines in proportional letters; bullets are left out, the standard fonts have no glyph that reads as one."""
    written = io.BytesIO()
    canvas = Canvas(written)
    for sheet in text.split("\f"):
        canvas.setFont("Times-Roman", 9)
        for place, line in enumerate(sheet.split("\n")):
            canvas.drawString(60, 800 - 13 * place, line)
        canvas.showPage()
    canvas.save()
    return written.getvalue()


def test_printed_labels_need_to_run_with_the_pages() -> None:
    def labelled(*edges: str) -> dict[int, str]:
        pages = [[Line("Le texte"), Line(edge, page=Page(number))] for number, edge in enumerate(edges, 1)]
        return dict(printed_labels(pages))

    assert labelled("iii", "iv", "1", "2", "3") == {1: "iii", 2: "iv", 3: "1", 4: "2", 5: "3"}
    assert labelled("7", "Le texte", "9") == {1: "7", 2: "8", 3: "9"}
    assert labelled("2020", "2020", "2020") == {}
    assert labelled("x", "Le texte") == {}
    assert labelled("Rapport 12", "Rapport 13", "Rapport 14") == {1: "12", 2: "13", 3: "14"}
