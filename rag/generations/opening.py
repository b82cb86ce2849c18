"""Opening the current generation: found, checked, and never half-written. Writes nothing and takes no lock."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from rag.errors import IndexDamagedError, NoIndexError
from rag.generations.manifest import CHECKSUM, MANIFEST, Manifest, fact

CURRENT = "CURRENT"
# Hashing this much takes well under a second; above it, only sizes are checked unless a deep check is asked for.
ALWAYS_HASHED_BYTES = 200_000_000
REBUILD = "Run `dalil index --full` to build the index again."

_NAME = re.compile(r"gen-(\d{6,})")
_Opened = TypeVar("_Opened")


@dataclass(frozen=True, slots=True)
class Generation:
    """An opened generation: its folder and what its manifest says."""

    path: Path
    manifest: Manifest

    @property
    def name(self) -> str:
        """The name of its folder, such as "gen-000007"."""
        return self.path.name

    def __str__(self) -> str:
        """Return its name, which is what a person wants to see of it."""
        return self.name


def open_current(index: Path) -> Generation:
    """Open and verify the generation that CURRENT names.

    Raises NoIndexError when nothing was indexed yet, IndexMismatchError for another format, and IndexDamagedError,
    which names the file, when one is missing or is not what was written.
    """
    return opened(index, lambda generation: generation)


def opened(index: Path, opener: Callable[[Generation], _Opened]) -> _Opened:
    """Open and verify the current generation and return what `opener` makes of it; raises as `open_current` does.

    `opener` is called again with the next generation when writers have moved on twice while it was at work, for then
    the one that it was opening is gone.
    """
    while True:
        path = index / current_name(index)
        try:
            generation = Generation(path, read_manifest(path))
            verify(generation)
            return opener(generation)
        except IndexDamagedError:
            if current_name(index) == path.name:
                raise


def verify(generation: Generation, deep: bool | None = None) -> None:
    """Check that every file is there with its size and, when `deep`, its SHA-256; by default up to 200 MB in all.

    Raises IndexDamagedError naming the file.
    """
    files = generation.manifest.files
    if deep is None:
        deep = sum(wanted.size for wanted in files.values()) < ALWAYS_HASHED_BYTES
    for name, wanted in files.items():
        path = generation.path / name
        try:
            right = fact(path) == wanted if deep else path.stat().st_size == wanted.size
        except OSError as error:
            raise IndexDamagedError(f"{path} cannot be read: {error.strerror}.", REBUILD) from error
        if not right:
            raise IndexDamagedError(f"{path} is not what was written.", REBUILD)


def read_manifest(path: Path) -> Manifest:
    """Read and check the manifest of a generation's folder; raises IndexDamagedError or IndexMismatchError."""
    try:
        content = (path / MANIFEST).read_bytes()
        checksum = (path / CHECKSUM).read_bytes()
    except OSError as error:
        raise IndexDamagedError(f"{error.filename} cannot be read: {error.strerror}.", REBUILD) from error
    if checksum != checksum_line(content):
        raise IndexDamagedError(f"{path / MANIFEST} is not what {CHECKSUM} says was written.", REBUILD)
    return Manifest.from_json(content.decode())


def checksum_line(content: bytes) -> bytes:
    """Return what stands in manifest.sha256, in the form that `sha256sum --check` reads."""
    return f"{hashlib.sha256(content).hexdigest()}  {MANIFEST}\n".encode()


def current_name(index: Path) -> str:
    """Return the name in CURRENT; raises NoIndexError when there is none and IndexDamagedError when it is no name."""
    try:
        name = (index / CURRENT).read_text(encoding="utf-8").strip()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NoIndexError(f"There is no index in {index}.", "Run `dalil index` to build it.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise IndexDamagedError(f"{index / CURRENT} cannot be read: {error}.", REBUILD) from error
    if not _NAME.fullmatch(name):
        raise IndexDamagedError(f"{index / CURRENT} names no generation: {name!r}.", REBUILD)
    return name


def number(name: str) -> int | None:
    """Return the number of a generation's name, None for any other name."""
    match = _NAME.fullmatch(name)
    return int(match.group(1)) if match else None
