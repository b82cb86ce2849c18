"""Measures what is understood of a report's structure, by format and language.

    python -m tools.bench_structure [--failures]

The made reports (`tools/structure_samples/`) are written as plain text, as pages with footers and footnotes, as Word
files with typed and with counted numbers, as OpenDocument and as web pages; the kept PDFs (`tests/reading/pdfs`) come
from `tools.make_pdf_samples`, those of tables and questionnaires from `tools.make_table_samples`. A cell is "right of
all". A paragraph, heading, question, row or note is right when a block of its kind and place begins with its words;
whole is what also ends where it should; a page is right when a block has the labels of all its pages; false flags are
those that nothing in the report explains. Encodings: pieces of the same texts, from one line up, whose letters come
back.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rich.console import Console
from rich.table import Table

from rag.errors import ReadingError
from rag.reading import read
from rag.reading.assembling import assemble
from rag.reading.docx import read_docx
from rag.reading.encodings import decode
from rag.reading.html import read_html
from rag.reading.lines import Contents, Reader
from rag.reading.odt import read_odt
from rag.reading.structure import understand
from rag.reading.text import read_text
from rag.text.normalise import fold, tidy
from rag.types import Block, BlockKind
from tools.make_pdf_samples import FOLDER, SCORING, TUNING
from tools.make_table_samples import samples
from tools.pdf_samples.texts import TEXTS, Text
from tools.structure_samples import open_document, web, word
from tools.structure_samples.cases import cases
from tools.structure_samples.paged import Item, Layout, render
from tools.structure_samples.tables import expected as expected_of
from tools.structure_samples.texts import NAMES, as_items, expected, parts_of

_COLUMNS = ("numbered", "labels", "headings", "questions", "rows", "notes", "whole", "false flags")
_PAGED = Layout(66, 30, footer=lambda number: ("i", "ii")[number - 1] if number < 3 else str(number - 2), note_lines=2)
_PAGED_LABELS = {1: "i", 2: "ii"} | {number: str(number - 2) for number in range(3, 40)}
_ONE_PAGE = Layout(72, 10_000)
_BEGINNING = 30  # characters by which a piece is found again
_ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "windows-1252", "windows-1256", "iso-8859-6")


@dataclass
class Tally:
    """Right and all by column of the table, and what was not right, in words."""

    right: Counter[str] = field(default_factory=Counter)
    all: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)

    def count(self, column: str, right: bool, what: str) -> None:
        """Count one thing that is right or not."""
        self.all[column] += 1
        self.right[column] += right
        if not right:
            self.failures.append(f"{column}: {what}")


@dataclass(frozen=True, slots=True)
class Found:
    """What reading made of a file."""

    text: str
    blocks: tuple[Block, ...]
    flags: tuple[str, ...]

    def words(self, block: Block) -> str:
        """The folded words of a block, without bullets, spaces made one."""
        return _folded(self.text[block.start : block.end])


def _folded(text: str) -> str:
    """Folded, without bullets and without the sign between cells, which stands only where a table was made out."""
    return fold(" ".join(re.sub("^[•▪\uf0b7] ?", "", text.strip()).replace("; ", " ").split()))


def understood(reader: Reader, data: bytes) -> Found:
    """Read bytes with the reader of their format."""
    contents: Contents = reader(data, "sample")
    structure = understand(contents.pieces)
    return Found(*assemble(structure.placed), contents.flags + structure.flags)


def compare(found: Found, items: Sequence[tuple[Item, Sequence[str]]], tally: Tally, flags: Sequence[str] = ()) -> None:
    """Count what of the items, each with the labels of its pages, was found; `flags` are those that are due."""
    free = list(found.blocks)
    for item, labels in items:
        if item.kind is None:
            continue
        wanted = _folded(item.text)
        same = [block for block in free if found.words(block) == wanted]
        begun = [block for block in free if found.words(block).startswith(wanted[:_BEGINNING])]
        best = max(same or begun, key=lambda block: _agreement(block, item), default=None)
        if best is not None:
            free.remove(best)
        placed = best is not None and _agreement(best, item) == 2
        if column := _column(item):
            tally.count(column, placed, f"{item.kind} {item.place}: {item.text[:70]}{_instead(best)}")
        tally.count("whole", bool(same), f"{item.kind} {item.place}: {item.text[:70]}")
        if labels:
            own = _labels(best) if best is not None else []
            tally.count("labels", own == list(labels), f"{item.text[:50]}: {labels}, found {own}")
    for flag in found.flags:
        if flag not in flags and not flag.startswith("the encoding is not stated"):
            tally.count("false flags", True, flag)
            tally.failures.append(f"false flag: {flag}")


def _agreement(block: Block, item: Item) -> int:
    return (block.kind is item.kind) + (block.paragraph == item.place)


def _instead(block: Block | None) -> str:
    return f" -> {block.kind} {block.paragraph}" if block is not None else " -> not found"


def _column(item: Item) -> str | None:
    numbered = item.kind is BlockKind.PARAGRAPH and bool(re.match(r"\d", item.text))
    columns = {
        BlockKind.HEADING: "headings",
        BlockKind.QUESTION: "questions",
        BlockKind.TABLE_ROW: "rows",
        BlockKind.NOTE: "notes",
    }
    return "numbered" if numbered else columns.get(item.kind) if item.kind is not None else None


def _labels(block: Block) -> list[str]:
    places = [(block.page_label, block.page_number), *((turn.page_label, turn.page_number) for turn in block.turns)]
    return [label or str(number) for label, number in places if number is not None]


def made() -> Iterator[tuple[str, str, Tally]]:
    """Yield (format, language, tally) over the sample reports."""
    for name in NAMES:
        parts = parts_of(name)
        whole = [(item, ()) for item in expected(parts)]
        formats = [("docx, typed", read_docx, word.report(parts, automatic=False))]
        if name != "mixed":  # Word has no form for the digits of Persian
            formats.append(("docx, counted", read_docx, word.report(parts, automatic=True)))
        formats += [("odt", read_odt, open_document.report(parts)), ("html", read_html, web.report(parts))]
        for kind, reader, data in formats:
            tally = Tally()
            compare(understood(reader, data), whole, tally)
            yield kind, name, tally
        for kind, layout in (("text", _ONE_PAGE), ("pages", _PAGED)):
            rendered = render(as_items(parts), layout)
            paged = kind == "pages"
            items = [
                (item, [_PAGED_LABELS[page] for page in pages] if paged else []) for item, pages in rendered.expected
            ]
            tally = Tally()
            compare(understood(read_text, rendered.text.encode()), items, tally)
            yield kind, name, tally


def short() -> Iterator[tuple[str, str, Tally]]:
    """Yield (format, language, tally) over the short cases, each of which has one difficulty."""
    tallies: dict[str, Tally] = {}
    for language, case in cases():
        rendered = render(case.items, case.layout)
        paged = "\f" in rendered.text
        items = [
            (item, [case.labels.get(page, str(page)) for page in pages] if paged else [])
            for item, pages in rendered.expected
        ]
        tally = tallies.setdefault({"fr": "french", "en": "english", "ar": "arabic"}[language], Tally())
        compare(understood(read_text, rendered.text.encode()), items, tally, case.flags)
    for language, tally in tallies.items():
        yield "short cases", language, tally


def pdfs() -> Iterator[tuple[str, str, Tally]]:
    """Yield (producer, language, tally) over the kept PDFs; pictures are left out, they measure recognition."""
    for producer in (*TUNING, *SCORING):
        tallies: dict[str, Tally] = {}
        for text in TEXTS:
            if producer == "image-scan":
                continue
            report = read(FOLDER / f"{text.name}.{producer}.pdf")
            if any(reading.extractor == "tesseract" for reading in report.readings):
                continue
            tally = tallies.setdefault({"fr": "french", "ar": "arabic"}[text.language], Tally())
            found = Found(report.text, report.blocks, report.flags)
            compare(found, [(item, ()) for item in _items_of(text, aligned=producer != "xetex")], tally)
        for language, tally in tallies.items():
            yield f"pdf, {producer}", language, tally


def tables() -> Iterator[tuple[str, str, Tally]]:
    """Yield (producer, language, tally) over the kept PDFs of reports with tables and questionnaires."""
    for producer, text, file in samples():
        report = read(file)
        tally = Tally()
        due = (
            ("page 1 is empty",) if producer.startswith("html") else ()
        )  # LibreOffice moves the title off it and loses it
        found = Found(report.text, report.blocks, report.flags)
        compare(found, [(item, ()) for item in expected_of(text)], tally, due)
        yield f"tables, {producer}", {"fr": "french", "en": "english", "ar": "arabic"}[text.language], tally


def _items_of(text: Text, *, aligned: bool) -> Iterator[Item]:
    """The paragraphs of a text; where cells are not aligned, nothing shows which column they stand in."""
    kinds = {
        "title": BlockKind.TITLE,
        "heading": BlockKind.HEADING,
        "item": BlockKind.LIST_ITEM,
        "row": BlockKind.TABLE_ROW,
    }
    place: str | None = "title"
    before = ""
    for (kind, _), words in zip(text.paragraphs, text.named if aligned else text.cells, strict=True):
        header, before = kind == "row" != before, kind
        number = re.match(r"\d+", words)
        if kind == "heading":
            place = None
        elif kind == "paragraph" and number:
            place = number.group()
        yield Item(None if header else kinds.get(kind, BlockKind.PARAGRAPH), place, words)


def encodings() -> Iterator[tuple[str, str, int, int]]:
    """Yield (encoding, language, right, all) over pieces of 1, 3 and 10 lines of the sample reports."""
    for encoding in _ENCODINGS:
        for name in NAMES:
            if (encoding in ("windows-1256", "iso-8859-6") and name in ("french", "english")) or (
                encoding == "windows-1252" and name in ("arabic", "mixed")
            ):
                continue
            lines = [part.words for part in parts_of(name)]
            pieces = [
                "\n".join(lines[start : start + length])
                for length in (1, 3, 10)
                for start in range(0, len(lines), length)
            ]
            yield encoding, name, sum(_comes_back(piece, encoding) for piece in pieces), len(pieces)


def _comes_back(piece: str, encoding: str) -> bool:
    """Tell whether a piece comes back; signs that the encoding lacks are left out before."""
    data = piece.encode(encoding, "ignore")
    try:
        return tidy(decode(data, "sample.txt")[0]) == tidy(data.decode(encoding))
    except ReadingError:
        return False


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--failures", action="store_true", help="name what is not right")
    options = parser.parse_args()
    console = Console(width=140)
    table = Table(title="Structure, right of all")
    for column in ("format", "language", *_COLUMNS):
        table.add_column(column)
    total = Tally()
    for kind, language, tally in (*made(), *short(), *pdfs(), *tables()):
        table.add_row(kind, language, *_cells(tally))
        total.right += tally.right
        total.all += tally.all
        for failure in tally.failures if options.failures else ():
            print(f"{kind}, {language}: {failure}")
    table.add_section()
    table.add_row("all", "", *_cells(total), style="bold")
    for encoding, language, right, count in encodings():
        table.add_row(encoding, language, *[""] * 6, f"{right}/{count}", "", end_section=language == NAMES[-1])
    console.print(table)


def _cells(tally: Tally) -> list[str]:
    shares = [f"{tally.right[column]}/{tally.all[column]}" if tally.all[column] else "" for column in _COLUMNS[:-1]]
    return [*shares, str(tally.all["false flags"])]


if __name__ == "__main__":
    main()
