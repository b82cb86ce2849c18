"""Measures how exactly PDFs are read, by producer, beside pypdf's own text.

    python -m tools.bench_reading [--set tuning|scoring] [--differences] [--rounds N]

CER is the character error rate of the report's text after folding (`rag.text.normalise.fold`) and with spaces made one;
numbers is the share of digit strings read right, by position in the sequence of all of them; unnamed is how many are
wrong, lost or made up without a flag that names them (a thousands separator apart); paragraphs is the share of
paragraphs that come out as a block of their own, whole. A second table tells how long a page takes. The rules were made
while looking at the tuning producers only.
"""

from __future__ import annotations

import argparse
import difflib
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pypdf import PdfReader
from rich.console import Console
from rich.table import Table

from rag.reading import read
from rag.text.normalise import fold, tidy
from tools.make_pdf_samples import FOLDER, SCORING, TUNING
from tools.pdf_samples.texts import TEXTS, Text
from tools.reading_scores import distance, number_score
from tools.reading_speed import speed_table

_SETS = {"tuning": TUNING, "scoring": SCORING}
_BULLETS = re.compile("[•▪\uf0b7\u2022] ?")


@dataclass(frozen=True, slots=True)
class Score:
    """How one file was read; errors and letters are counted in characters."""

    errors: int
    letters: int
    numbers_right: int
    numbers: int
    unnamed: int
    paragraphs_right: int
    paragraphs: int
    pages: int
    plain_errors: int


def score(file: Path, text: Text) -> Score:
    """Read one file and compare it with what its text shows; a row that names its columns counts as it is shown."""
    truth = text.truth
    wanted = _folded(" ".join(truth))
    report = read(file)
    plain = "\n".join(page.extract_text() for page in PdfReader(file).pages)
    found = _shown(_folded(report.text), text)
    blocks = {_shown(_folded(report.text[block.start : block.end]), text) for block in report.blocks}
    # The header of a table, which its rows repeat, is no block.
    forms = zip(text.named, text.cells, truth, strict=True)
    whole = [shown for named, cells, shown in forms if not named == cells != shown]
    digits, own = (re.findall(r"\d+", text) for text in (wanted, found))
    return Score(
        errors=distance(found, wanted),
        letters=len(wanted),
        numbers_right=sum(
            block.size for block in difflib.SequenceMatcher(None, digits, own, False).get_matching_blocks()
        ),
        numbers=len(digits),
        unnamed=number_score(wanted, found, " ".join(report.flags)).unnamed,
        paragraphs_right=sum(_folded(paragraph) in blocks for paragraph in whole),
        paragraphs=len(whole),
        pages=report.pages or 1,
        plain_errors=distance(_folded(tidy(plain)), wanted),
    )


def _shown(folded: str, text: Text) -> str:
    for named, cells, shown in zip(text.named, text.cells, text.truth, strict=True):
        for other in {named, cells} - {shown}:
            folded = folded.replace(_folded(other), _folded(shown))
    return folded


def _folded(text: str) -> str:
    return fold(" ".join(_BULLETS.sub("", text).split()))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", choices=["tuning", "scoring"], help="one half of the producers")
    parser.add_argument("--differences", action="store_true", help="show what differs, word by word")
    parser.add_argument("--rounds", type=int, default=5, help="how often the time of reading is taken")
    options = parser.parse_args()
    console = Console(width=110)
    table = Table(title="PDFs by producer")
    columns = "set producer texts pages CER numbers unnamed paragraphs CER(pypdf)"
    for column in columns.split():
        table.add_column(column)
    sets = {name: producers for name, producers in _SETS.items() if options.set in (None, name)}
    for name, producers in sets.items():
        for producer in producers:
            for language, scores in _scores(producer, options.differences).items():
                table.add_row(name, producer, language, *_cells(scores))
    console.print(table)
    console.print(speed_table([producer for producers in sets.values() for producer in producers], options.rounds))


def _scores(producer: str, differences: bool) -> dict[str, list[Score]]:
    found: dict[str, list[Score]] = defaultdict(list)
    for text in TEXTS:
        file = FOLDER / f"{text.name}.{producer}.pdf"
        found[text.language].append(score(file, text))
        if differences:
            _print_differences(file, text)
    return found


def _print_differences(file: Path, text: Text) -> None:
    wanted, found = _folded(" ".join(text.truth)).split(), _shown(_folded(read(file).text), text).split()
    print(file.name)
    for kind, start, end, own_start, own_end in difflib.SequenceMatcher(None, wanted, found, False).get_opcodes():
        if kind != "equal":
            print(f"    {' '.join(wanted[start:end])} -> {' '.join(found[own_start:own_end])}")


def _cells(scores: Sequence[Score]) -> list[str]:
    def share(part: str, whole: str) -> float:
        return float(sum(getattr(score, part) for score in scores) / sum(getattr(score, whole) for score in scores))

    return [
        str(sum(score.pages for score in scores)),
        f"{share('errors', 'letters'):.4f}",
        f"{share('numbers_right', 'numbers'):.3f}",
        str(sum(score.unnamed for score in scores)),
        f"{share('paragraphs_right', 'paragraphs'):.2f}",
        f"{share('plain_errors', 'letters'):.3f}",
    ]


if __name__ == "__main__":
    main()
