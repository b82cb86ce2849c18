"""Generations: what is published is what is opened, and what is damaged, missing or made otherwise is told."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import replace

import pytest

from rag import generations
from rag.errors import IndexDamagedError, IndexMismatchError, NoIndexError, UsageError
from rag.generations import manifest as manifests
from rag.generations import open_current, opened, verify, writing
from tests.generations.helpers import FAILED, MANIFEST, RECIPE, REPORT, content, entries, publish


def test_what_is_published_is_what_is_opened(tmp_path):
    published = publish(tmp_path / "deep" / "index")
    generation = open_current(tmp_path / "deep" / "index")
    assert generation == published
    assert generation.name == generation.manifest.name == "gen-000001"
    assert (generation.manifest.reports, generation.manifest.failures) == ((REPORT,), (FAILED,))
    assert generation.manifest.recipe == RECIPE
    assert generation.manifest.passages == 3
    assert generation.manifest.created.endswith("+00:00")
    assert set(generation.manifest.files) == {"documents.sqlite", "part/data.npy"}
    assert generation.manifest.files["documents.sqlite"].size == 3


def test_two_generations_are_kept(tmp_path):
    for text in ("one", "two", "six", "ten"):
        publish(tmp_path, text)
    assert entries(tmp_path) == ["CURRENT", "gen-000003", "gen-000004"]
    assert (tmp_path / "CURRENT").read_text() == "gen-000004\n"
    assert content(tmp_path) == "ten"


def test_the_generation_just_left_is_kept_even_when_it_was_chosen_by_hand(tmp_path):
    for text in ("one", "two"):
        publish(tmp_path, text)
    (tmp_path / "CURRENT").write_text("gen-000001\n")
    publish(tmp_path, "six")
    assert entries(tmp_path) == ["CURRENT", "gen-000001", "gen-000002"]
    assert content(tmp_path) == "six"


@pytest.mark.parametrize("index", ["absent", "empty", "file"])
def test_no_index_is_told_with_the_command_that_makes_one(tmp_path, index):
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("")
    with pytest.raises(NoIndexError, match="dalil index"):
        open_current(tmp_path / index)


@pytest.mark.parametrize("name", ["documents.sqlite", "part/data.npy", "manifest.json", "manifest.sha256"])
@pytest.mark.parametrize("position", [0, 1, -1])
def test_one_flipped_byte_in_any_file_is_named(tmp_path, name, position):
    path = publish(tmp_path).path / name
    damaged = bytearray(path.read_bytes())
    damaged[position] ^= 0x01
    path.write_bytes(damaged)
    named = "manifest.json" if name == "manifest.sha256" else path.name
    with pytest.raises(IndexDamagedError, match=rf"{named}.*dalil index --full"):
        open_current(tmp_path)


@pytest.mark.parametrize("name", ["documents.sqlite", "part/data.npy", "manifest.json", "manifest.sha256"])
def test_a_missing_file_is_named(tmp_path, name):
    path = publish(tmp_path).path / name
    path.unlink()
    with pytest.raises(IndexDamagedError, match=rf"{path.name}.*dalil index --full"):
        open_current(tmp_path)


@pytest.mark.parametrize("text", [b"", b"gen-1", b"gen-000009", b"../gen-000001", b"\xff\xfe"])
def test_a_damaged_current_is_named(tmp_path, text):
    publish(tmp_path)
    (tmp_path / "CURRENT").write_bytes(text)
    with pytest.raises(IndexDamagedError, match=r"(CURRENT|gen-000009).*dalil index --full"):
        open_current(tmp_path)
    # A full rebuild starts from nothing and mends it.
    assert publish(tmp_path, "two").path.is_dir()
    assert content(tmp_path) == "two"


def test_above_the_limit_only_sizes_are_checked_unless_asked(tmp_path, monkeypatch):
    generation = publish(tmp_path)
    (generation.path / "documents.sqlite").write_text("eno")
    monkeypatch.setattr(generations.opening, "ALWAYS_HASHED_BYTES", 10)
    verify(generation)
    with pytest.raises(IndexDamagedError, match=r"documents\.sqlite"):
        verify(generation, deep=True)
    (generation.path / "documents.sqlite").write_text("longer")
    with pytest.raises(IndexDamagedError, match=r"documents\.sqlite"):
        verify(generation)


def test_another_format_is_refused_with_the_command_that_mends_it(tmp_path, monkeypatch):
    monkeypatch.setattr(manifests, "FORMAT", 99)
    publish(tmp_path)
    monkeypatch.undo()
    with pytest.raises(IndexMismatchError, match=rf"format 99.*reads format {manifests.FORMAT}.*dalil index"):
        open_current(tmp_path)


@pytest.mark.parametrize(
    ("part", "words"),
    [("embedder", "embedding model was model-a and is now other"), ("token_model", "token model"), ("passages", "cut")],
)
def test_another_recipe_is_refused_with_the_command_that_mends_it(part, words):
    generations.check(MANIFEST, RECIPE)
    with pytest.raises(IndexMismatchError, match=rf"{words}.*dalil index"):
        generations.check(MANIFEST, replace(RECIPE, **{part: "other"}))


def test_a_second_writer_is_told_to_wait(tmp_path):
    with (
        writing(tmp_path),
        pytest.raises(UsageError, match=r"Another `dalil index`.*Wait"),
        writing(tmp_path),
    ):
        raise AssertionError("two writers at once")
    publish(tmp_path)
    assert content(tmp_path) == "one"


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match=r"cannot be written.*--index"), writing(tmp_path / "file" / "index"):
        raise AssertionError("it was written to")


def test_an_opener_that_was_overtaken_is_given_the_next_generation(tmp_path):
    publish(tmp_path, "one")
    given = []

    def opener(generation):
        given.append(generation.name)
        if len(given) == 1:
            publish(tmp_path, "two")
            raise IndexDamagedError("it is gone")
        return generation.name

    assert opened(tmp_path, opener) == "gen-000002"
    with pytest.raises(IndexDamagedError, match="still there, still damaged"):
        opened(tmp_path, lambda generation: (_ for _ in ()).throw(IndexDamagedError("still there, still damaged")))


def test_the_checksum_file_is_read_by_the_usual_tool(tmp_path):
    if not shutil.which("sha256sum"):
        pytest.skip("sha256sum is not on this machine")
    folder = publish(tmp_path).path
    checked = subprocess.run(
        ["sha256sum", "--check", "manifest.sha256"], cwd=folder, capture_output=True, text=True, check=True
    )
    assert checked.stdout == "manifest.json: OK\n"


def test_readers_do_not_need_the_lock_library(tmp_path):
    program = "import sys, rag.generations; print('filelock' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout == "False\n"
    )
