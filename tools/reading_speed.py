"""How long a page of a PDF takes to read, beside pypdf's plain text of it: a table of `tools.bench_reading`.

The sample files are a page or two, reports are not: each file is measured with its pages repeated, so that what a file
costs once counts as little as in a report. Ours and pypdf's turn come one after the other, round after round, and
medians are compared. What is recognised from pictures is not measured.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from statistics import median

from pypdf import PdfReader, PdfWriter
from rich.table import Table

from rag.reading import read
from tools.make_pdf_samples import FOLDER
from tools.pdf_samples.texts import TEXTS

_PAGES = 24  # of a repeated file, at least
_SCRIPTS = {"fr": "Latin", "ar": "Arabic"}


def speed_table(producers: Iterable[str], rounds: int) -> Table:
    """Return seconds of processor time per page by producer and script, of reading and of pypdf's plain text.

    The last lines are the means over all producers, each of which counts alike.
    """
    table = Table(title=f"Seconds per page (medians of {rounds} rounds)")
    for column in ("producer", "script", "s/page", "s/page(pypdf)", "times pypdf"):
        table.add_column(column)
    found: dict[str, list[tuple[float, float]]] = {script: [] for script in _SCRIPTS.values()}
    with tempfile.TemporaryDirectory() as folder:
        for producer in producers:
            for language, script in _SCRIPTS.items():
                names = [text.name for text in TEXTS if text.language == language]
                files = [_repeated(FOLDER / f"{name}.{producer}.pdf", Path(folder)) for name in names]
                if not any("tesseract" in _extractors(file) for file in files):
                    found[script].append(_per_page(files, rounds))
                    table.add_row(producer, script, *_cells(*found[script][-1]))
    table.add_section()
    for script, seconds in found.items():
        if seconds:
            table.add_row("all", script, *_cells(*(sum(own) / len(seconds) for own in zip(*seconds, strict=True))))
    return table


def _repeated(file: Path, folder: Path) -> Path:
    """Write a file's pages again and again into another one."""
    writer = PdfWriter()
    while len(writer.pages) < _PAGES:
        writer.append(file)
    target = folder / file.name
    writer.write(target)
    return target


def _extractors(file: Path) -> set[str]:
    return {reading.extractor for reading in read(FOLDER / file.name).readings}


def _cells(own: float, plain: float) -> tuple[str, str, str]:
    return f"{own:.4f}", f"{plain:.4f}", f"{own / plain:.2f}"


def _per_page(files: Sequence[Path], rounds: int) -> tuple[float, float]:
    """Seconds per page of reading and of pypdf's plain text."""
    pages = sum(len(PdfReader(file).pages) for file in files)
    own: list[float] = []
    plain: list[float] = []
    for _ in range(rounds):
        for reader, seconds in ((read, own), (_plain, plain)):
            seconds.append(sum(_seconds(reader, file) for file in files) / pages)
    return median(own), median(plain)


def _plain(file: Path) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(file).pages)


def _seconds(reader: Callable[[Path], object], file: Path) -> float:
    """Processor time: others may use the machine too."""
    began = time.process_time()
    reader(file)
    return time.process_time() - began
