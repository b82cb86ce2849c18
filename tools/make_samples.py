"""Makes the binary reports of the sample corpus from their readable sources in `tools/samples/`.

    python tools/make_samples.py            writes corpus/*.pdf and corpus/*.docx
    python tools/make_samples.py --check    writes nothing; exit code 1 when a report is older than its source

A source is plain text: a TOML head between `+++` lines, then blocks parted by blank lines. `# ` opens the title, `## `
a heading, `### ` a question of a questionnaire, `- ` an item of its answer; everything else is a paragraph, and its
number ("12.", "12-") is part of its text, as it is on paper.

PDFs are printed by headless Chromium, because its text layer keeps Arabic in letters that can be copied and searched
(the fonts are embedded: Noto Serif and Noto Naskh Arabic, Debian package fonts-noto-core, SIL Open Font Licence). Title
and summary are printed first, on pages i, ii …, the body on pages 1, 2 …; pypdf joins the two, writes the page labels
and fixed dates. The DOCX is a questionnaire in two-column tables, written by python-docx.

The same Chromium and fonts give the same bytes. Each report records the SHA-256 of its source, so that a test can tell
whether it is up to date without making it again. The other samples are text and are written by hand in corpus/.
"""

from __future__ import annotations

import argparse
import hashlib
import html
import io
import shutil
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import docx
from docx.table import Table
from pypdf import PdfReader, PdfWriter
from pypdf.constants import PageLabelStyle
from pypdf.generic import NameObject, TextStringObject

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "tools" / "samples"
CORPUS = ROOT / "corpus"
FORMATS = {"workshop-2020.fr": ".pdf", "workshop-2020.ar": ".pdf", "morocco-review-2020.fr": ".docx"}
# Written into every report: a real clock would change their bytes.
MADE_ON = datetime(2026, 1, 1)
FINGERPRINT = "/SourceSHA256"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
MARKS = {"### ": "question", "## ": "heading", "# ": "title", "- ": "item"}

STYLE = """
@page { size: A4; margin: 26mm 24mm 24mm 24mm;
  @top-center { content: "%(header)s"; font: 8.5pt %(font)s; color: #555; }
  @bottom-center { content: counter(page, %(counter)s); font: 9pt %(font)s; } }
body { font: 11pt/%(leading)s %(font)s; margin: 0; text-align: %(align)s; font-variant-ligatures: none; }
h1 { font-size: 19pt; line-height: 1.35; margin: 14mm 0 4mm; }
h2 { font-size: 13pt; margin: 6mm 0 2mm; break-after: avoid; }
p { margin: 0 0 3.2mm; orphans: 2; widows: 2; }
.subtitle { font-size: 12.5pt; margin-bottom: 8mm; }
.notice { font-size: 9pt; color: #444; border: 0.5pt solid #888; padding: 2mm 3mm; margin-bottom: 8mm; }
"""
FONTS = {"fr": "'Noto Serif', serif", "ar": "'Noto Naskh Arabic', 'Noto Serif', serif"}


@dataclass(frozen=True)
class Block:
    """A piece of a source: its kind ("title", "heading", "question", "item", "paragraph") and its text."""

    kind: str
    text: str


@dataclass(frozen=True)
class Sample:
    """A source, read: what its head says and its blocks, in order."""

    name: str
    sha256: str
    language: str
    notice: str
    subtitle: str
    running_header: str
    blocks: tuple[Block, ...]

    @property
    def title(self) -> str:
        """The words of its one title."""
        return next(block.text for block in self.blocks if block.kind == "title")


def read_source(path: Path) -> Sample:
    """The sample that a source file describes."""
    raw = path.read_bytes()
    _, head, body = raw.decode().split("+++", 2)
    meta = tomllib.loads(head)
    pieces = [piece.strip() for piece in body.split("\n\n") if piece.strip()]
    return Sample(
        name=path.stem,
        sha256=hashlib.sha256(raw).hexdigest(),
        language=meta["language"],
        notice=meta["notice"],
        subtitle=meta.get("subtitle", ""),
        running_header=meta.get("running_header", ""),
        blocks=tuple(block for piece in pieces for block in _blocks(piece)),
    )


def _blocks(piece: str) -> Iterable[Block]:
    """One block, or one for each line of a list."""
    for line in piece.split("\n") if piece.startswith("- ") else [piece]:
        mark = next((mark for mark in MARKS if line.startswith(mark)), "")
        yield Block(MARKS.get(mark, "paragraph"), line.removeprefix(mark).strip())


def make_pdf(sample: Sample) -> bytes:
    """The sample as a PDF: title and summary on roman pages, the rest on arabic ones."""
    headings = [place for place, block in enumerate(sample.blocks) if block.kind == "heading"]
    body_starts = headings[1]  # the first heading is the summary's
    front = _print(_page(sample, sample.blocks[:body_starts], "lower-roman"))
    body = _print(_page(sample, sample.blocks[body_starts:], "decimal"))
    writer = PdfWriter()
    for part in (front, body):
        writer.append(io.BytesIO(part), import_outline=False)
    front_pages = len(PdfReader(io.BytesIO(front)).pages)
    writer.set_page_label(0, front_pages - 1, style=PageLabelStyle.LOWERCASE_ROMAN)
    writer.set_page_label(front_pages, len(writer.pages) - 1, style=PageLabelStyle.DECIMAL, start=1)
    writer.root_object[NameObject("/Lang")] = TextStringObject(sample.language)
    stamp = MADE_ON.strftime("D:%Y%m%d%H%M%SZ")
    writer.metadata = {
        "/Title": sample.title,
        "/Author": "Dalil",
        "/Creator": "tools/make_samples.py",
        "/Producer": "Chromium, pypdf",
        "/CreationDate": stamp,
        "/ModDate": stamp,
        FINGERPRINT: sample.sha256,
    }
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def _page(sample: Sample, blocks: Sequence[Block], counter: str) -> str:
    """One HTML page to be printed; `counter` is the CSS style of its page numbers."""
    arabic = sample.language == "ar"
    look = {
        "header": sample.running_header.replace('"', '\\"'),
        "font": FONTS[sample.language],
        "counter": counter,
        "leading": "1.8" if arabic else "1.45",
        "align": "right" if arabic else "left",
    }
    tags = {"title": "h1", "heading": "h2"}
    lines = []
    for block in blocks:
        tag = tags.get(block.kind, "p")
        lines.append(f"<{tag}>{html.escape(block.text, quote=False)}</{tag}>")
        if block.kind == "title":
            lines.append(f'<p class="subtitle">{html.escape(sample.subtitle, quote=False)}</p>')
            lines.append(f'<p class="notice">{html.escape(sample.notice, quote=False)}</p>')
    direction = "rtl" if arabic else "ltr"
    head = f'<meta charset="utf-8"><title>{html.escape(sample.title)}</title><style>{STYLE % look}</style>'
    body = "\n".join(lines)
    opening = f'<!DOCTYPE html><html lang="{sample.language}" dir="{direction}">'
    return f"{opening}<head>{head}</head><body>{body}</body></html>"


def _print(page: str) -> bytes:
    """The page as a PDF, printed by the first Chromium found on this machine."""
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        sys.exit("No Chromium was found. Install it (Debian: apt-get install chromium fonts-noto-core) and run again.")
    with tempfile.TemporaryDirectory() as folder:
        source, made = Path(folder) / "page.html", Path(folder) / "page.pdf"
        source.write_text(page, encoding="utf-8")
        switches = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", "--disable-pdf-tagging"]
        profile = f"--user-data-dir={folder}/profile"
        command = [browser, *switches, profile, f"--print-to-pdf={made}", source.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return made.read_bytes()


def make_docx(sample: Sample) -> bytes:
    """The sample as a DOCX: one table for each part, questions on the left and answers on the right."""
    document = docx.Document()
    table: Table | None = None
    for block in sample.blocks:
        if block.kind == "title":
            document.add_heading(block.text, level=0)
            document.add_paragraph(sample.notice)
        elif block.kind == "heading":
            document.add_heading(block.text, level=1)
            table = document.add_table(rows=1, cols=2, style="Table Grid")
            table.cell(0, 0).text, table.cell(0, 1).text = "Questions", "Réponses"
        elif table is None:
            document.add_paragraph(block.text)
        elif block.kind == "question":
            table.add_row().cells[0].text = block.text  # type: ignore[no-untyped-call]
        else:
            _answer(table, block)
    facts = document.core_properties
    facts.title, facts.author, facts.language = sample.title, "Dalil", sample.language
    facts.comments, facts.keywords, facts.revision = "", f"sha256:{sample.sha256}", 1
    facts.created = facts.modified = MADE_ON
    made = io.BytesIO()
    document.save(made)
    return _without_clock(made)


def _answer(table: Table, block: Block) -> None:
    """Adds one paragraph of an answer to the table's last row."""
    cell = table.rows[-1].cells[1]
    first = cell.paragraphs[0]
    paragraph = first if not first.text else cell.add_paragraph()
    paragraph.style = "List Bullet" if block.kind == "item" else "Normal"
    paragraph.add_run(block.text)


def _without_clock(made: io.BytesIO) -> bytes:
    """The same archive with every member dated alike: python-docx stamps them with the current time."""
    fixed = io.BytesIO()
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            dated = zipfile.ZipInfo(member.filename, MADE_ON.timetuple()[:6])
            new.writestr(dated, old.read(member), zipfile.ZIP_DEFLATED)
    return fixed.getvalue()


def recorded_source(path: Path) -> str | None:
    """The SHA-256 of the source that a made report was made from, as the report itself records it."""
    if not path.exists():
        return None
    if path.suffix == ".pdf":
        metadata = PdfReader(path).metadata
        return str(metadata[FINGERPRINT]) if metadata and FINGERPRINT in metadata else None
    return str(docx.Document(str(path)).core_properties.keywords).removeprefix("sha256:")


def main(arguments: Sequence[str] | None = None) -> int:
    """Makes every binary sample, or with --check says which are out of date."""
    parser = argparse.ArgumentParser(description="Make the binary reports of the sample corpus.")
    parser.add_argument("--check", action="store_true", help="only say which are out of date")
    check = parser.parse_args(arguments).check
    stale = []
    for name, suffix in FORMATS.items():
        sample = read_source(SOURCES / f"{name}.md")
        target = CORPUS / f"{name}{suffix}"
        if not check:
            target.write_bytes(make_pdf(sample) if suffix == ".pdf" else make_docx(sample))
            print(f"{target.relative_to(ROOT)}: {target.stat().st_size:,} bytes")
        elif recorded_source(target) != sample.sha256:
            stale.append(target.name)
            print(f"{target.name} is older than tools/samples/{name}.md: run tools/make_samples.py")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
