"""Measures how exactly scans of Arabic are read, font by font, and whether every wrong number is named.

    python -m tools.bench_scans [--fonts A,B] [--digits indic|latin] [--text FILE] [--seed N] [--differences]

Pages are made by `tools/pdf_samples/scans.py` from the sentences of a file, by default those that rules were made on.
CER is the character error rate of the folded text, numbers the share of digit strings read right; unnamed counts those
that are wrong, lost or made up without a flag that says so, named the right ones that are named as doubtful.
"""

from __future__ import annotations

import argparse
import difflib
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from rag.reading import read
from rag.reading.digit_network import ARABIC, LATIN
from rag.reading.surroundings import Surroundings, within
from tools.pdf_samples.scans import Scan, scan
from tools.reading_scores import NumberScore, distance, folded, number_score

_TEXT = Path(__file__).parent / "pdf_samples" / "arabic-scans.txt"
_FONTS = "Cortoba,FreeSerif,KacstQurn,Lateef,Nazli,Noto Kufi Arabic,Scheherazade,Thabit"
_SCRIPTS = {"indic": ARABIC, "latin": LATIN}


@dataclass(frozen=True, slots=True)
class Score:
    """How one page was read; errors and letters are counted in characters."""

    errors: int
    letters: int
    numbers: NumberScore
    seconds: float


def score(page: Scan, differences: bool) -> Score:
    """Read one page and compare it with what it shows."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "scan.pdf")
        page.picture.save(file, "PDF", resolution=page.dpi)
        start = time.perf_counter()
        report = read(file)
        seconds = time.perf_counter() - start
    wanted, found = folded(" ".join(page.lines)), folded(report.text)
    flags = " ".join(report.flags)
    if differences:
        _print_differences(wanted.split(), found.split(), flags)
    return Score(distance(found, wanted), len(wanted), number_score(wanted, found, flags), seconds)


def _print_differences(wanted: Sequence[str], found: Sequence[str], flags: str) -> None:
    for kind, start, end, own_start, own_end in difflib.SequenceMatcher(None, wanted, found, False).get_opcodes():
        parts = " ".join(wanted[start:end]), " ".join(found[own_start:own_end])
        if kind != "equal" and any(map(str.isdigit, "".join(parts))):
            print(f"    {parts[0]} -> {parts[1]}")
    print(f"    {flags}")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fonts", default=_FONTS, help="families, parted by commas")
    parser.add_argument("--digits", choices=[*_SCRIPTS], help="one of the two scripts of digits")
    parser.add_argument("--text", type=Path, default=_TEXT, help="a file of sentences, one a line")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--pages", type=int, default=2, help="of each font and script")
    parser.add_argument("--differences", action="store_true", help="show the numbers that differ, and the flags")
    parser.add_argument("--kept", type=Path, help="where recognised lines are kept from one run to the next")
    options = parser.parse_args()
    sentences = [line for line in options.text.read_text(encoding="utf-8").splitlines() if line.strip()]
    table = Table(title="Scans by font and digits")
    for column in "font digits pages CER numbers right unnamed lost named s/page".split():
        table.add_column(column)
    totals: dict[str, list[Score]] = {}
    with within(Surroundings(options.kept)):
        for family in options.fonts.split(","):
            for name in [options.digits] if options.digits else [*_SCRIPTS]:
                scores = _scores(family, name, sentences, options)
                if scores:
                    table.add_row(family, name, *_cells(scores))
                    totals.setdefault(name, []).extend(scores)
    for name, scores in totals.items():
        table.add_row("all", name, *_cells(scores))
    Console(width=110).print(table)


def _scores(family: str, name: str, sentences: Sequence[str], options: argparse.Namespace) -> list[Score]:
    found = []
    for number in range(options.pages):
        try:
            page = scan(family, _SCRIPTS[name], sentences, seed=options.seed + number)
        except ValueError as error:
            print(error)
            return []
        if options.differences:
            print(f"{family}, {name}, {number}")
        found.append(score(page, options.differences))
    return found


def _cells(scores: Sequence[Score]) -> list[str]:
    numbers = [score.numbers for score in scores]
    wanted, right = sum(own.wanted for own in numbers), sum(own.right for own in numbers)
    return [
        str(len(scores)),
        f"{sum(score.errors for score in scores) / sum(score.letters for score in scores):.4f}",
        str(wanted),
        f"{right / wanted:.3f}",
        str(sum(own.unnamed for own in numbers)),
        str(sum(own.lost for own in numbers)),
        str(sum(own.right_named for own in numbers)),
        f"{sum(score.seconds for score in scores) / len(scores):.1f}",
    ]


if __name__ == "__main__":
    main()
