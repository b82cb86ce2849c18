"""Makes the PDFs by which the reading of tables is measured: the texts of `tools/structure_samples/tables.py`.

    python -m tools.make_table_samples [SET ...]     writes tests/reading/table_pdfs/, or only what is of some sets

The producers and texts of `TUNING` and `MIDDLE` were looked at while rules were made, those of `SCORING` after their
first score, those of `APART` never before the score that the documentation gives. Debian packages: chromium,
weasyprint, libreoffice-writer, fonts-noto-core, fonts-dejavu, fonts-liberation. The made files are kept.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from tools.structure_samples.tables import TableText, text_of
from tools.table_samples import drawn, web
from tools.table_samples.drawn import reportlab
from tools.table_samples.office import libreoffice
from tools.table_samples.web import chromium, weasyprint

FOLDER = Path(__file__).parents[1] / "tests" / "reading" / "table_pdfs"

Producer = Callable[[TableText, Path], None]
_Set = dict[str, tuple[Producer, tuple[str, ...]]]

_FIRST, _SECOND, _THIRD, _FOURTH = (
    tuple(f"{language}_{number}" for language in ("french", "english", "arabic")) for number in (1, 2, 3, 4)
)
TUNING: _Set = {
    "word-grid": (partial(libreoffice, by="docx", grid=True), _FIRST),
    "word-open": (partial(libreoffice, by="docx", grid=False), _FIRST),
    "chromium-ruled": (partial(chromium, style=web.RULED), _FIRST),
    "reportlab-grid": (partial(reportlab, lines=drawn.GRID), _FIRST),
}
SCORING: _Set = {
    "odt-open": (partial(libreoffice, by="odt", grid=False), _SECOND),
    "html-ruled": (partial(libreoffice, by="html", grid=True), _SECOND),
    "chromium-level": (partial(chromium, style=web.OPEN), _SECOND),
    "weasyprint-striped": (partial(weasyprint, style=web.STRIPED), _SECOND[:2]),  # its Arabic has wrong letters
    "reportlab-open": (partial(reportlab), _SECOND),
}
# Names centred over their columns and cells centred upright.
MIDDLE: _Set = {
    "word-middle": (partial(libreoffice, by="docx", grid=False, figures="right"), _THIRD),
    "html-middle": (partial(libreoffice, by="html", grid=False, style=web.PLAIN_RIGHT), _THIRD),
    "chromium-middle": (partial(chromium, style=web.LEVEL_MIDDLE), _THIRD),
    "weasyprint-middle": (partial(weasyprint, style=web.GROUNDS_MIDDLE), _THIRD[:2]),
    "reportlab-middle": (partial(reportlab, lines=drawn.GROUNDS, figures="right"), _THIRD),
}
APART: _Set = {
    "odt-centred": (partial(libreoffice, by="odt", grid=False, figures="center"), _FOURTH),
    "word-boxes": (partial(libreoffice, by="docx", grid=True, figures="right"), _FOURTH),
    "html-centred": (partial(libreoffice, by="html", grid=False, style=web.PLAIN_CENTRED), _FOURTH),
    "chromium-head": (partial(chromium, style=web.HEAD_ALONE), _FOURTH),
    "weasyprint-three-lines": (partial(weasyprint, style=web.LEVEL_CENTRED), _FOURTH[:2]),
    "reportlab-centred": (partial(reportlab, lines=drawn.BELOW_HEAD, figures="center"), _FOURTH),
}
SETS = {"tuning": TUNING, "scoring": SCORING, "middle": MIDDLE, "apart": APART}


def samples(*sets: str) -> Iterator[tuple[str, TableText, Path]]:
    """Yield (producer, text, file) for each kept PDF, or those of some sets."""
    for name in sets or SETS:
        for producer, (_, names) in SETS[name].items():
            for text in names:
                yield producer, text_of(text), FOLDER / f"{text}.{producer}.pdf"


def main() -> None:
    """Write the files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", choices=[*SETS, []], help="which sets to make")
    FOLDER.mkdir(parents=True, exist_ok=True)
    producers = {name: made for own in SETS.values() for name, (made, _) in own.items()}
    for producer, text, target in samples(*parser.parse_args().sets):
        producers[producer](text, target)
        print(target.name)


if __name__ == "__main__":
    main()
