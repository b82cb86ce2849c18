"""Makes the PDFs by which reading is measured: the texts of `tools/pdf_samples/texts.py` set by many producers.

    python -m tools.make_pdf_samples                 writes tests/reading/pdfs/
    python -m tools.make_pdf_samples --only xetex    the files of one producer

Debian packages: chromium, weasyprint, poppler-utils, libreoffice-writer, texlive-xetex, fonts-noto-core,
fonts-hosny-amiri, fonts-dejavu, fonts-liberation. The made files are kept, so that tests need none of them. They are
small because fonts are embedded by subset and scans are black and white.

Rules were made while looking at the producers of `TUNING` only; those of `SCORING` were dealt out before any result was
seen and judge.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path

from tools.pdf_samples.drawn import image_scan, presentation_forms, reversed_letters, searchable_scan
from tools.pdf_samples.office import cairo, justified, libreoffice, ligatures, xetex
from tools.pdf_samples.texts import TEXTS, Text
from tools.pdf_samples.web import chromium, weasyprint

FOLDER = Path(__file__).parents[1] / "tests" / "reading" / "pdfs"

Producer = Callable[[Text, Path], None]
TUNING: Mapping[str, Producer] = {
    "chromium": chromium,
    "libreoffice": libreoffice,
    "ligatures": ligatures,
    "justified": justified,
    "presentation-forms": presentation_forms,
    "searchable-scan": searchable_scan,
}
SCORING: Mapping[str, Producer] = {
    "weasyprint": weasyprint,
    "cairo": cairo,
    "xetex": xetex,
    "reversed-letters": reversed_letters,
    "image-scan": image_scan,
}


def main() -> None:
    """Write the files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=[*TUNING, *SCORING], help="make the files of one producer")
    only = parser.parse_args().only
    FOLDER.mkdir(parents=True, exist_ok=True)
    for text in TEXTS:
        for name, produce in {**TUNING, **SCORING}.items():
            if only in (None, name):
                produce(text, FOLDER / f"{text.name}.{name}.pdf")
                print(f"{text.name}.{name}.pdf")


if __name__ == "__main__":
    main()
