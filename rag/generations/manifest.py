"""What a generation says of itself: what made it, which reports it holds, what failed, and what each file must be.

Plain data and its JSON form; touches no file but those it is asked to describe.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from rag.errors import IndexMismatchError

FORMAT = 3
MANIFEST, CHECKSUM = "manifest.json", "manifest.sha256"


@dataclass(frozen=True, slots=True)
class Recipe:
    """What made an index: fingerprints of the embedding model, of the token model and of how passages are cut."""

    embedder: str
    token_model: str
    passages: str


@dataclass(frozen=True, slots=True)
class IndexedReport:
    """A report of a generation: `path` is relative to the corpus, `entry` fingerprints its catalogue entry.

    `version_of` is the id of the report of which this one was found to be another language version; see
    `rag.indexing.versions`.
    """

    id: str
    path: str
    sha256: str
    entry: str
    title: str
    language: str
    passages: int
    flags: tuple[str, ...] = ()
    version_of: str | None = None


@dataclass(frozen=True, slots=True)
class FailedFile:
    """A file that could not be read; `kept` says that the generation still holds what was read of it before."""

    path: str
    sha256: str
    reason: str
    mend: str
    kept: bool


@dataclass(frozen=True, slots=True)
class FileFact:
    """What a file must be: its size in bytes and its SHA-256."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation holds and what made it.

    `name`, `created` (ISO 8601, UTC) and `files` (by path relative to the generation) are filled in when it is
    published.
    """

    recipe: Recipe
    reports: tuple[IndexedReport, ...]
    failures: tuple[FailedFile, ...] = ()
    name: str = ""
    created: str = ""
    files: Mapping[str, FileFact] = field(default_factory=dict)

    @property
    def passages(self) -> int:
        """How many passages all reports have."""
        return sum(report.passages for report in self.reports)

    def to_json(self) -> str:
        """Return the text of manifest.json."""
        counts = {"reports": len(self.reports), "passages": self.passages, "failures": len(self.failures)}
        return json.dumps({"format": FORMAT, "counts": counts, **asdict(self)}, ensure_ascii=False, indent=1) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Manifest:
        """Read the text of manifest.json; raises IndexMismatchError when it is of another format."""
        values: dict[str, Any] = json.loads(text)
        if values["format"] != FORMAT:
            raise IndexMismatchError(
                f"The index has format {values['format']}, this version of Dalil reads format {FORMAT}.",
                "Run `dalil index` to build it again.",
            )
        return cls(
            recipe=Recipe(**values["recipe"]),
            reports=tuple(IndexedReport(**{**entry, "flags": tuple(entry["flags"])}) for entry in values["reports"]),
            failures=tuple(FailedFile(**entry) for entry in values["failures"]),
            name=values["name"],
            created=values["created"],
            files={name: FileFact(**fact) for name, fact in values["files"].items()},
        )


def check(manifest: Manifest, recipe: Recipe) -> None:
    """Refuse an index that was not made by this recipe; raises IndexMismatchError with the command that mends it."""
    parts = (("embedder", "embedding model"), ("token_model", "token model"), ("passages", "way of cutting passages"))
    differences = [
        f"the {what} was {getattr(manifest.recipe, name)} and is now {getattr(recipe, name)}"
        for name, what in parts
        if getattr(manifest.recipe, name) != getattr(recipe, name)
    ]
    if differences:
        raise IndexMismatchError(
            f"The index was made otherwise: {'; '.join(differences)}.",
            "Run `dalil index` to bring it up to date, or name in the settings what it was made with.",
        )


def fact(path: Path) -> FileFact:
    """Return the size and SHA-256 of a file."""
    with path.open("rb") as file:
        return FileFact(path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())
