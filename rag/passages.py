"""A report cut into passages along its own structure: the units that are indexed, found and quoted.

A passage is a block, a part of a long one, or several short neighbours of the same place (the bullets of one answer). A
list stays whole with the line that announces it, so that it can be quoted whole, unless it is very long.
It never crosses from one paragraph number or question to another, nor from a
paragraph to its footnotes, nor from one language into another. The report's title, headings and the question that is
answered are its context, not its text: "the second workshop" may stand only in the title. Nothing is rewritten:
`report.text[start:end] == passage.text`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from rag.text.language import detect_part
from rag.text.lists import listings
from rag.text.sentences import split
from rag.types import Block, BlockKind, Locator, PageTurn, Passage, Report

# Words. A passage of about a hundred words holds a thought and its evidence and is still read at a glance.
_MERGED_UP_TO = 100
_SPLIT_ABOVE = 130
_PART = 95
_LONGEST_SENTENCE = 180
# A list is read at a glance though it is longer; one that nothing announces is cut unless its items are short.
_LONGEST_LIST = 400
_SHORT_ITEM = 25

_OWN_KINDS = (BlockKind.TITLE, BlockKind.HEADING)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_CLAUSE_END = re.compile(r"[;؛:]\s+|,\s+|،\s*")


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    words: int
    blocks: tuple[Block, ...]
    language: str | None = None  # that of all its blocks; None where its own words tell


def cut(report: Report) -> list[Passage]:
    """Return the passages of a report in the order of its text.

    Together they hold every block but headings, questions and lines that are a mere address; a question that has no
    answer is a passage of its own.
    """
    answered = {block.paragraph for block in report.blocks if block.kind not in (*_OWN_KINDS, BlockKind.QUESTION)}
    passages: list[Passage] = []
    headings: list[str] = []
    outer: list[str] = []
    asked: dict[str, list[str]] = {}
    for (kind, paragraph, _), group in groupby(report.blocks, key=_place):
        blocks = list(group)
        texts = [_text(report, block) for block in blocks]
        if kind is BlockKind.TITLE:
            passages.append(_passage(report, _Span(blocks[0].start, blocks[-1].end, 0, tuple(blocks)), ""))
        elif kind is BlockKind.HEADING:
            outer = outer if paragraph else texts
            headings = [*outer, *texts] if paragraph else texts
        elif kind is BlockKind.QUESTION and paragraph is not None and paragraph in answered:
            asked[paragraph] = texts
        elif said := [block for block in blocks if not _only_points(_text(report, block))]:
            context = [report.title, *headings, *asked.get(paragraph or "", [])]
            passages += [_passage(report, span, "\n".join(context)) for span in _spans(report, said)]
    return passages


def _place(block: Block) -> tuple[BlockKind | None, str | None, str | None]:
    """What a passage must not cross: the kinds that are no evidence themselves, the paragraph, the section."""
    if block.kind in _OWN_KINDS:
        return block.kind, block.paragraph, None
    apart = block.kind if block.kind in (BlockKind.QUESTION, BlockKind.NOTE) else None
    return apart, block.paragraph, block.section


def _spans(report: Report, blocks: Sequence[Block]) -> Iterator[_Span]:
    """Split long blocks at sentences; merge short neighbours in the same language."""
    held: _Span | None = None
    for span in _units(report, blocks):
        if held and span.language != held.language:
            yield held
            held = None
        if span.words > _SPLIT_ABOVE and len(span.blocks) == 1:
            if held:
                yield held
            held = None
            yield from _split(report, span.blocks[0], span.words)
        elif held and held.words + span.words <= _MERGED_UP_TO:
            held = replace(held, end=span.end, words=held.words + span.words, blocks=(*held.blocks, *span.blocks))
        else:
            if held:
                yield held
            held = span
    if held:
        yield held


def _units(report: Report, blocks: Sequence[Block]) -> Iterator[_Span]:
    """Each block by itself, but those of a list that stays whole together, as far as they are in one language."""
    lists = _whole_lists(report.text[blocks[0].start : blocks[-1].end], blocks[0].start)

    def owner(block: Block) -> tuple[int, str]:
        inside = (start for start, end in lists if start < block.end and block.start < end)
        return next(inside, block.start), detect_part(_text(report, block), report.language)

    for (_, language), group in groupby(blocks, key=owner):
        together = tuple(group)
        words = sum(_words(_text(report, block)) for block in together)
        yield _Span(together[0].start, together[-1].end, words, together, language)


def _whole_lists(text: str, offset: int) -> list[tuple[int, int]]:
    """Return the spans of the lists that are not to be cut, in the report's offsets."""
    spans = []
    for each in listings(text):
        words = _words(text[each.start : each.end])
        if words <= _LONGEST_LIST and (each.announced or words <= _SHORT_ITEM * len(each.items)):
            spans.append((offset + each.start, offset + each.end))
    return spans


def _split(report: Report, block: Block, words: int) -> Iterator[_Span]:
    """Cut a long block between sentences into parts of about the same number of words."""
    text = report.text[block.start : block.end]
    pieces = [piece for sentence in split(text) for piece in _clauses(text, *sentence)]
    target = words / max(2, round(words / _PART))
    start, counted = pieces[0][0], 0
    for index, (begin, end) in enumerate(pieces):
        size = _words(text[begin:end])
        if counted and counted + size / 2 > target:
            yield _Span(block.start + start, block.start + pieces[index - 1][1], counted, (block,))
            start, counted = begin, 0
        counted += size
    yield _Span(block.start + start, block.start + pieces[-1][1], counted, (block,))


def _clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a sentence that is longer than a passage after commas, or after words where it has none."""
    if _words(text[start:end]) <= _LONGEST_SENTENCE:
        yield start, end
        return
    ends = [match.end() for match in _CLAUSE_END.finditer(text, start, end)] + [end]
    for clause_end in ends:
        while _words(text[start:clause_end]) > _LONGEST_SENTENCE:
            words = list(re.finditer(r"\S+", text[start:clause_end]))
            middle = start + words[_PART].start()
            yield start, start + len(text[start:middle].rstrip())
            start = middle
        if _words(text[start:clause_end]) >= _PART // 2 or clause_end == end:
            yield start, start + len(text[start:clause_end].rstrip())
            start = clause_end


def _only_points(text: str) -> bool:
    """Tell whether the text is an address with hardly a word beside it ("Source: https://…")."""
    without = _ADDRESS.sub(" ", text)
    return without != text and len(re.findall(r"[^\W\d_]{2,}", without)) < 3


def _words(text: str) -> int:
    return len(text.split())


def _text(report: Report, block: Block) -> str:
    return report.text[block.start : block.end]


def _passage(report: Report, span: _Span, context: str) -> Passage:
    text = report.text[span.start : span.end]
    locator = _locator(span)
    digest = hashlib.sha256(f"{report.id}\0{span.start}\0{span.end}\0{text}\0{context}".encode()).hexdigest()
    language = span.language or detect_part(text, report.language)
    return Passage(digest[:16], report.id, text, locator, language, context)


def _locator(span: _Span) -> Locator:
    """The place of the span: that of its first block, with the page on which the span itself begins and goes on."""
    first = span.blocks[0]
    turns = [turn for block in span.blocks for turn in (_beginning(block), *block.turns) if turn is not None]
    changes = [turn for before, turn in pairwise(turns) if _page(before) != _page(turn)]
    whole = Locator(
        *(first.start, span.blocks[-1].end, first.paragraph, first.section, first.page_label, first.page_number),
        turns=tuple(changes),
        headings=first.headings,
    )
    return whole.within(span.start, span.end)


def _beginning(block: Block) -> PageTurn | None:
    known = block.page_label is not None or block.page_number is not None
    return PageTurn(block.start, block.page_label, block.page_number) if known else None


def _page(turn: PageTurn) -> tuple[str | None, int | None]:
    return turn.page_label, turn.page_number
