"""The catalogue of a corpus, `catalogue.toml`: what people know of each report that the file itself does not say.

One `[[report]]` table a file: id, file, title, language, date, publisher, kind, countries, version_of, source_url, and
paragraphs ("numbered", "questionnaire" or "ordinal": how people cite it). Only `file` is required. What the catalogue
says wins over what reading finds. Keys that are not known here are left alone.
"""

from __future__ import annotations

import logging
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from rag.errors import UsageError
from rag.reading.numbering import Style
from rag.text.language import LANGUAGES
from rag.types import Metadata

CATALOGUE_NAME = "catalogue.toml"

_log = logging.getLogger(__name__)
_TEXTS = ("id", "file", "title", "language", "date", "kind", "version_of", "source_url", "paragraphs")
_LISTS = ("publisher", "countries")


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """What the catalogue says of one file; `paragraphs` is "numbered", "questionnaire", "ordinal" or None."""

    id: str
    file: str
    title: str | None = None
    language: str | None = None
    metadata: Metadata = field(default_factory=Metadata)
    paragraphs: str | None = None


def load_catalogue(folder: Path) -> Mapping[str, CatalogueEntry]:
    """Return the entries of the folder's catalogue by file name; nothing if there is none.

    Raises UsageError, naming the file and the entry, when the catalogue is not TOML or an entry cannot be used.
    """
    path = folder / CATALOGUE_NAME
    if not path.exists():
        return MappingProxyType({})
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8")).get("report", [])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{path} cannot be read: {error}.", "Correct the file; it is TOML in UTF-8.") from error
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise UsageError(f"{path}: `report` is not a list of tables.", "Begin each entry with [[report]].")
    entries: dict[str, CatalogueEntry] = {}
    for number, table in enumerate(tables, 1):
        entry = _entry(path, number, table)
        _refuse_twice(path, entry, entries)
        entries[entry.file] = entry
    return MappingProxyType(entries)


def _entry(path: Path, number: int, table: Mapping[str, Any]) -> CatalogueEntry:
    where = f"{path}, entry {number} ({table.get('id') or table.get('file') or 'unnamed'})"
    texts = {key: _text(where, key, table.get(key)) for key in _TEXTS}
    lists = {key: _list(where, key, table.get(key)) for key in _LISTS}
    for key in table.keys() - set(_TEXTS) - set(_LISTS):
        _log.debug("%s: key %r is not used", where, key)
    file = texts["file"]
    if not file:
        raise UsageError(f"{where} names no file.", 'Add file = "…".')
    _refuse_other(where, "language", texts["language"], LANGUAGES)
    _refuse_other(where, "paragraphs", texts["paragraphs"], tuple(style.value for style in Style))
    metadata = Metadata(
        countries=tuple(country.upper() for country in lists["countries"]),
        date=texts["date"],
        publisher=lists["publisher"],
        kind=texts["kind"],
        source_url=texts["source_url"],
        version_of=texts["version_of"],
    )
    return CatalogueEntry(
        texts["id"] or Path(file).stem, file, texts["title"], texts["language"], metadata, texts["paragraphs"]
    )


def _text(where: str, key: str, value: Any) -> str | None:
    """Return a text; numbers and TOML dates are written out, so that date = 2020-08-13 needs no quotes."""
    if value is None or value == "":
        return None
    if isinstance(value, (list, dict, bool)):
        raise UsageError(f"{where}: {key} is not a text.", f'Write {key} = "…".')
    return str(value)


def _list(where: str, key: str, value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not all(isinstance(item, str) for item in values):
        raise UsageError(f"{where}: {key} is not a list of texts.", f'Write {key} = ["…", "…"].')
    return tuple(values)


def _refuse_other(where: str, key: str, value: str | None, allowed: tuple[str, ...]) -> None:
    if value is not None and value not in allowed:
        raise UsageError(f'{where}: {key} = "{value}" is not known.', f"Use one of: {', '.join(allowed)}.")


def _refuse_twice(path: Path, entry: CatalogueEntry, entries: Mapping[str, CatalogueEntry]) -> None:
    if entry.file in entries:
        raise UsageError(f"{path} names the file {entry.file} twice.", "Remove one of the two entries.")
    if any(other.id == entry.id for other in entries.values()):
        raise UsageError(f"{path} gives the id {entry.id} twice.", "Give each report its own id.")
