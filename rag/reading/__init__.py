"""Files read into reports: one module a format, one set of rules for structure.

`read` parses in this process; `ReadingProcess` does the same in a child process that can be killed. A new format is a
module with a reader and a line in `READERS`.
"""

from __future__ import annotations

import hashlib
import importlib
import logging
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from rag.errors import ReadingError
from rag.reading.assembling import assemble
from rag.reading.catalogue import CATALOGUE_NAME, CatalogueEntry, load_catalogue
from rag.reading.front import title_of
from rag.reading.inferring import Inferred, completed, infer
from rag.reading.lines import Contents, Reader
from rag.reading.process import ReadingProcess
from rag.reading.proposing import entry_as_toml
from rag.reading.structure import Structure, understand
from rag.text.language import detect
from rag.types import BlockKind, Metadata, Report

__all__ = [
    "CATALOGUE_NAME",
    "READERS",
    "UNREAD",
    "CatalogueEntry",
    "ReadingProcess",
    "load_catalogue",
    "propose",
    "read",
]

_log = logging.getLogger(__name__)


def _lazily(module: str, function: str) -> Reader:
    """Return a reader that imports its module, and with it the format's library, when it is first used."""

    def reader(data: bytes, path: str) -> Contents:
        found: Reader = getattr(importlib.import_module(f"rag.reading.{module}"), function)
        return found(data, path)

    return reader


READERS: Mapping[str, Reader] = MappingProxyType(
    {
        ".txt": _lazily("text", "read_text"),
        ".md": _lazily("markdown", "read_markdown"),
        ".html": _lazily("html", "read_html"),
        ".htm": _lazily("html", "read_html"),
        ".xhtml": _lazily("html", "read_html"),
        ".docx": _lazily("docx", "read_docx"),
        ".pdf": _lazily("pdf", "read_pdf"),
        ".odt": _lazily("odt", "read_odt"),
        ".epub": _lazily("epub", "read_epub"),
        ".xlsx": _lazily("sheets", "read_xlsx"),
        ".csv": _lazily("sheets", "read_csv"),
        ".ods": _lazily("ods", "read_ods"),
    }
)
# Formats of reports that are not read, and as what a program that opens them can save them. In a corpus they are
# failures that are told: whoever put the file there takes it for one that is read.
UNREAD: Mapping[str, str] = MappingProxyType(
    dict.fromkeys((".doc", ".docm", ".rtf", ".wpd", ".pages", ".abw", ".fodt", ".sxw", ".wps"), ".docx")
    | dict.fromkeys((".xls", ".xlsm", ".xlsb", ".numbers", ".fods"), ".xlsx")
    | dict.fromkeys((".ppt", ".pptx", ".odp", ".djvu", ".xps", ".tif", ".tiff"), ".pdf")
    | dict.fromkeys((".mht", ".mhtml"), ".html")
)


def read(path: Path, entry: CatalogueEntry | None = None) -> Report:
    """Read a file into a report, in this process.

    What the catalogue's entry says wins over what the file says; of what it leaves open, only what is sure is used.
    Raises ReadingError, with reason and mend, for whatever keeps the file from being read.
    """
    return _understood(path, entry)[0]


def propose(path: Path, name: str) -> str:
    """Return a catalogue entry for a file that has none, from what is inferred of it; `name` is its path in the corpus.

    Raises ReadingError as `read` does.
    """
    return entry_as_toml(name, _understood(path, None)[1])


def _understood(path: Path, entry: CatalogueEntry | None) -> tuple[Report, tuple[Inferred, ...]]:
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        known = ", ".join(READERS)
        if better := UNREAD.get(path.suffix.lower()):
            mend = f"Open it in a program that knows {path.suffix.lower()} and save it as {better}."
            raise ReadingError(str(path), f"is a {path.suffix.lower()} file, which cannot be read.", mend)
        raise ReadingError(str(path), f"has an unknown format ({path.suffix or 'no suffix'}).", f"Known are: {known}.")
    try:
        return _report(path, entry, reader)
    except MemoryError as error:
        raise ReadingError(str(path), "needs too much memory to be read.", "Split it into smaller files.") from error


def _report(path: Path, entry: CatalogueEntry | None, reader: Reader) -> tuple[Report, tuple[Inferred, ...]]:
    data = _bytes_of(path)
    contents = _parse(reader, data, path)
    structure = understand(contents.pieces, entry.paragraphs if entry else None)
    text, blocks = assemble(structure.placed)
    if not blocks:
        raise ReadingError(
            str(path), "holds no text.", "Check the file; if it is a scan, add a text layer (OCR) first."
        )
    report = Report(
        id=entry.id if entry else path.stem,
        title=(entry and entry.title) or _own_title(contents, structure) or path.stem,
        path=str(path),
        sha256=hashlib.sha256(data).hexdigest(),
        language=(entry and entry.language) or detect(text),
        metadata=entry.metadata if entry else Metadata(),
        text=text,
        blocks=blocks,
        pages=contents.pages,
        flags=contents.flags + structure.flags,
        readings=contents.readings,
    )
    inferred = infer(report, contents.properties)
    return replace(report, metadata=completed(report.metadata, inferred)), inferred


def _bytes_of(path: Path) -> bytes:
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise ReadingError(str(path), "does not exist.", "Check the name.") from error
    except OSError as error:
        mend = "Check that it is a file and that you may read it."
        raise ReadingError(str(path), f"cannot be opened ({error.strerror or error}).", mend) from error
    if not data.strip():
        raise ReadingError(str(path), "is empty.", "Copy the report again.")
    return data


def _parse(reader: Reader, data: bytes, path: Path) -> Contents:
    """Run the format's reader; whatever a parser raises on a damaged file becomes ReadingError."""
    try:
        return reader(data, str(path))
    except (ReadingError, MemoryError):
        raise
    except ImportError as error:
        raise ReadingError(str(path), f"needs a library: {error}.", "Run `make setup` again.") from error
    except Exception as error:  # parsers raise far outside their own trees; the cause stays attached
        _log.debug("%s could not be parsed", path, exc_info=True)
        reason = f"is damaged or not a real {path.suffix.lower()} file ({type(error).__name__}: {error})."
        raise ReadingError(str(path), reason, "Open it in its own program and save it again.") from error


def _own_title(contents: Contents, structure: Structure) -> str | None:
    if contents.title:
        return contents.title
    title = title_of([item.piece for item in structure.placed if item.kind is BlockKind.TITLE])
    heading = next((item.section for item in structure.placed if item.kind is BlockKind.HEADING), None)
    said = contents.properties.title
    return title or (said if said and len(said.split()) > 1 else None) or heading
