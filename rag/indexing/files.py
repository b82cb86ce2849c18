"""The reports' files in a corpus folder: found, hashed and matched with their catalogue entries, not yet read."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rag.errors import NoIndexError, UsageError

if TYPE_CHECKING:
    from rag.reading.catalogue import CatalogueEntry

_log = logging.getLogger(__name__)
_NO_REPORTS = frozenset({"readme.md", "catalogue.toml"})


@dataclass(frozen=True, slots=True)
class Found:
    """A file to index: `name` is its path relative to the corpus, with "/"; `sha256` is empty if it cannot be read."""

    path: Path
    name: str
    sha256: str
    entry: CatalogueEntry | None

    @property
    def entry_fingerprint(self) -> str:
        """Changes when anything changes that the catalogue says of the file; empty when it says nothing."""
        return hashlib.sha256(repr(self.entry).encode()).hexdigest()[:16] if self.entry else ""


def find(corpus: Path, suffixes: Collection[str], catalogue: Mapping[str, CatalogueEntry]) -> list[Found]:
    """Return the files of known suffixes below `corpus`, by name; hidden, temporary and lock files are passed over.

    The catalogue names a file by its path relative to the corpus, or by its bare name. Raises UsageError when there is
    no such folder and NoIndexError when it holds no report.
    """
    if not corpus.is_dir():
        raise UsageError(f"The corpus folder {corpus} does not exist.", "Make it, or name another with --corpus.")
    found = []
    for path in sorted(corpus.rglob("*"), key=lambda path: path.relative_to(corpus).as_posix()):
        name = path.relative_to(corpus).as_posix()
        if path.suffix.lower() in suffixes and _is_report(name) and path.is_file():
            found.append(Found(path, name, _sha256(path), catalogue.get(name) or catalogue.get(path.name)))
    if not found:
        raise NoIndexError(f"There is no report in {corpus}.", "Put files there, such as .pdf, .docx, .md, .txt.")
    for name in catalogue.keys() - {known for file in found for known in (file.name, file.path.name)}:
        _log.warning("the catalogue of %s names %s, which is not there", corpus, name)
    return found


def _is_report(name: str) -> bool:
    *folders, file = name.split("/")
    # "~$" is how Word, ".~lock" how LibreOffice marks a file that is open; the latter is hidden anyway.
    is_hidden = any(part.startswith(".") for part in [*folders, file])
    return not is_hidden and not file.startswith("~") and file.lower() not in _NO_REPORTS


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        # The reader will say why, in its own words.
        return ""
