"""Writing a generation: one writer at a time, everything synced before it counts, one atomic switch at the end."""

from __future__ import annotations

import logging
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from rag.errors import IndexDamagedError, NoIndexError, UsageError
from rag.generations.manifest import CHECKSUM, MANIFEST, Manifest, fact
from rag.generations.opening import (
    CURRENT,
    Generation,
    checksum_line,
    current_name,
    number,
    open_current,
    read_manifest,
    verify,
)

_WRITING = ".writing-"
_LOCK = ".lock"

_log = logging.getLogger(__name__)


class Writer:
    """The one writer of an index folder; made by `writing`, which holds the lock."""

    def __init__(self, index: Path) -> None:
        self._index = index

    def current(self) -> Generation | None:
        """Return the generation that readers now open, None when there is none; raises as `open_current` does."""
        try:
            return open_current(self._index)
        except NoIndexError:
            return None

    @contextmanager
    def fresh_folder(self) -> Iterator[Path]:
        """Give an empty folder to write a generation into; removed at the end unless it was published."""
        folder = self._index / f"{_WRITING}{uuid.uuid4().hex}"
        folder.mkdir()
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def publish(self, folder: Path, manifest: Manifest) -> Generation:
        """Seal the folder, move it into place and switch to it; only the generation just left is kept beside it."""
        left = self._current_name()
        name = f"gen-{max(self._numbers(), default=0) + 1:06d}"
        _seal(folder, replace(manifest, name=name, created=datetime.now(UTC).isoformat(timespec="seconds")))
        generation = Generation(self._index / name, read_manifest(folder))
        verify(Generation(folder, generation.manifest), deep=True)
        folder.rename(generation.path)
        _sync(self._index)
        self._switch(name)
        for path in self._generations():
            if path.name not in {name, left}:
                self._remove(path)
        return generation

    def tidy(self) -> None:
        """Remove what killed writers left: half-written folders, and generations that were never switched to."""
        for path in self._index.glob(f"{_WRITING}*"):
            self._remove(path)
        current = number(self._current_name() or "")
        for path in self._generations():
            if current is not None and (number(path.name) or 0) > current:
                self._remove(path)

    def _switch(self, name: str) -> None:
        # Named as what is being written, so that the next writer removes it if this one dies here.
        beside = self._index / f"{_WRITING}{CURRENT}"
        beside.write_text(f"{name}\n", encoding="utf-8")
        _sync(beside)
        beside.replace(self._index / CURRENT)
        _sync(self._index)
        _log.info("%s now names %s", self._index / CURRENT, name)

    def _current_name(self) -> str | None:
        try:
            return current_name(self._index)
        except (NoIndexError, IndexDamagedError):
            return None

    def _generations(self) -> list[Path]:
        return [path for path in self._index.iterdir() if number(path.name) is not None]

    def _numbers(self) -> list[int]:
        return [number(path.name) or 0 for path in self._generations()]

    def _remove(self, path: Path) -> None:
        # A reader may hold files of it open; where that forbids their removal, a later writer will manage.
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


@contextmanager
def writing(index: Path) -> Iterator[Writer]:
    """Hold the index folder for writing, making it if need be.

    Raises UsageError when another writer holds it, or when the folder cannot be written.
    """
    import filelock

    try:
        index.mkdir(parents=True, exist_ok=True)
        with filelock.FileLock(index / _LOCK, timeout=0):
            writer = Writer(index)
            writer.tidy()
            yield writer
    except filelock.Timeout as error:
        raise UsageError(
            f"Another `dalil index` is writing to {index}.", "Wait until it has finished, then run the command again."
        ) from error
    except OSError as error:
        raise UsageError(
            f"The index cannot be written to {index}: {error}.",
            "Free some space, or name a folder that you may write to with --index.",
        ) from error


def _seal(folder: Path, manifest: Manifest) -> None:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    facts = {path.relative_to(folder).as_posix(): fact(path) for path in files}
    content = replace(manifest, files=facts).to_json().encode()
    (folder / MANIFEST).write_bytes(content)
    (folder / CHECKSUM).write_bytes(checksum_line(content))
    for path in [*folder.rglob("*"), folder]:
        _sync(path)


def _sync(path: Path) -> None:
    if path.is_dir() and os.name != "posix":
        return  # elsewhere folders cannot be synced
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
