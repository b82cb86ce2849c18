"""Reading in a child process: the same reports, and no file can take us down."""

from __future__ import annotations

import os
import signal
import threading

import pytest

from rag.errors import ReadingError
from rag.reading import CatalogueEntry, ReadingProcess, read


@pytest.fixture
def note(tmp_path):
    path = tmp_path / "note.md"
    path.write_text("# Les ports\n\nUn texte sur les ports.\n", encoding="utf-8")
    return path


def test_reports_and_errors_come_through(note, tmp_path):
    entry = CatalogueEntry("ports", "note.md", "Ports", "fr")
    with ReadingProcess() as process:
        assert process.read(note, entry) == read(note, entry)
        with pytest.raises(ReadingError, match="unknown format") as caught:
            process.read(tmp_path / "note.xyz")
        assert caught.value.path == str(tmp_path / "note.xyz") and caught.value.mend
        assert process.read(note) == read(note)


def test_a_file_that_takes_too_long_is_given_up_and_the_next_is_read(note, tmp_path):
    endless = tmp_path / "endless.txt"
    os.mkfifo(endless)
    with ReadingProcess(seconds=4) as process:
        with pytest.raises(ReadingError, match="was not read within 4 seconds"):
            process.read(endless)
        assert process.read(note) == read(note)


def test_a_crash_is_reported_and_the_next_file_is_read(note, tmp_path):
    endless = tmp_path / "endless.txt"
    os.mkfifo(endless)
    with ReadingProcess() as process:
        process.read(note)
        child = process._child
        assert child is not None
        killer = threading.Timer(0.3, os.kill, (child.pid, signal.SIGKILL))
        killer.start()
        with pytest.raises(ReadingError, match=r"crashed its reader \(signal 9\)"):
            process.read(endless)
        killer.join()
        assert process.read(note) == read(note)


def test_a_file_that_needs_too_much_memory_is_refused(note, tmp_path):
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as file:
        file.truncate(3 * 1024**3)
    with ReadingProcess(megabytes=600) as process:
        with pytest.raises(ReadingError, match="too much memory"):
            process.read(huge)
        assert process.read(note) == read(note)


def test_closing_ends_the_child(note):
    process = ReadingProcess()
    process.read(note)
    child = process._child
    assert child is not None
    process.close()
    process.close()
    assert child.poll() is not None
