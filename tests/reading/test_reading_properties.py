"""Generated reports, set on pages in many ways, come back whole: no character lost, every offset and number right."""

from __future__ import annotations

import re
from itertools import pairwise
from random import Random

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rag.reading.assembling import assemble
from rag.reading.structure import understand
from rag.reading.text import read_text
from rag.types import BlockKind
from tools.structure_samples.cases import title
from tools.structure_samples.paged import Item, Layout, render
from tools.structure_samples.words import LANGUAGES, Words

HEADERS = [lambda n: "", lambda n: "Commission du fleuve – A/74/12", lambda n: "A/74/12" if n % 2 else "Fleuve et gués"]
FOOTERS = [lambda n: "", str, lambda n: f"- {n} -", lambda n: f"Page {n}", lambda n: f"{n}/40"]


def sentences(words: Words, seed: int, count: int) -> str:
    """Sentences of the language's words in any order, so that no two lines are the same."""
    chance = Random(seed)  # noqa: S311 (nothing secret)
    known = [word for word in " ".join(words.sentences).lower().split() if word.isalpha() and len(word) > 1]
    return " ".join(" ".join(chance.sample(known, chance.randint(7, 16))).capitalize() + "." for _ in range(count))


@st.composite
def reports(draw: st.DrawFn) -> tuple[Words, list[Item], Layout]:
    words = draw(st.sampled_from(LANGUAGES))
    count = draw(st.integers(3, 14))
    start = draw(st.sampled_from([1, 1, 1, 7]))
    chance = draw(st.integers(0, 10**6))
    items = [title(words)]
    for number in range(start, start + count):
        seed = 1000 * chance + 10 * len(items)
        said = sentences(words, seed, draw(st.integers(1, 8)))
        items.append(Item(BlockKind.PARAGRAPH, str(number), f"{words.number(number)}. {said}"))
        if draw(st.booleans()) and draw(st.booleans()):
            listed = [sentences(words, seed + step, 1) for step in (1, 2, 3)]
            items += [Item(BlockKind.LIST_ITEM, str(number), text, f"• {text}") for text in listed]
    layout = Layout(
        width=draw(st.integers(44, 96)),
        height=draw(st.integers(12, 40)),
        header=draw(st.sampled_from(HEADERS)),
        footer=draw(st.sampled_from(FOOTERS)),
    )
    return words, items, layout


def can_be_told(pages: int, layout: Layout) -> bool:
    """A running line is told by its repetition: on two pages, or on two left and two right ones."""
    alternates = layout.header(1) != layout.header(2)
    return pages >= (4 if alternates else 2) or not (layout.header(1) or layout.footer(1))


def numbers_prevail(items: list[Item]) -> bool:
    """Numbers that carry little of the text are those of a list, not of paragraphs."""
    numbered = sum(len(item.text) for item in items if item.kind is BlockKind.PARAGRAPH)
    return numbered >= 0.4 * sum(len(item.shown or item.text) for item in items)


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


@settings(max_examples=150, deadline=None)
@given(reports())
def test_a_generated_report_comes_back_whole(generated: tuple[Words, list[Item], Layout]) -> None:
    _, items, layout = generated
    assume(numbers_prevail(items))
    rendered = render(items, layout)
    pages = rendered.text.count("\f") + 1
    assume(can_be_told(pages, layout))
    structure = understand(read_text(rendered.text.encode(), "generated.txt").pieces)
    text, blocks = assemble(structure.placed)
    assert structure.flags == ()
    assert bare(text) == "".join(bare(item.shown or item.text) for item in items)
    assert [(block.kind, block.paragraph, text[block.start : block.end]) for block in blocks] == [
        (item.kind, item.place, item.text) for item in items
    ]
    turned = [[block.page_number, *(turn.page_number for turn in block.turns)] for block in blocks]
    assert turned == [standing if pages > 1 else [None] for _, standing in rendered.expected]
    for before, after in pairwise(blocks):
        assert 0 <= before.start < before.end <= after.start < after.end <= len(text)
