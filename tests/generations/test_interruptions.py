"""Generations: whatever is interrupted or done at once, readers open one whole generation."""

from __future__ import annotations

import os
import shutil
import threading

import pytest

from rag import generations
from rag.errors import IndexDamagedError, NoIndexError, UsageError
from rag.generations import open_current, opened
from tests.generations.helpers import content, entries, publish


class Stop(Exception):
    """An interruption at one step."""


def steps(monkeypatch, last, stop):
    """Let the first `last` steps on the disk happen, and the next one not."""
    taken = [0]

    def counted(real):
        def step(*args, **kwargs):
            taken[0] += 1
            if taken[0] > last:
                stop()
            return real(*args, **kwargs)

        return step

    for place, name in [(os, "fsync"), (os, "rename"), (os, "replace"), (os, "mkdir"), (shutil, "rmtree")]:
        monkeypatch.setattr(place, name, counted(getattr(place, name)))
    return taken


def count_steps(index):
    with pytest.MonkeyPatch.context() as patch:
        taken = steps(patch, 10**9, lambda: None)
        publish(index, "six")
    return taken[0]


def test_an_error_at_any_step_leaves_a_whole_generation(tmp_path):
    def stop():
        raise Stop

    prepared = tmp_path / "prepared"
    publish(prepared, "one")
    publish(prepared, "two")
    total = count_steps(shutil.copytree(prepared, tmp_path / "counted"))
    assert total > 10
    seen = set()
    for last in range(total):
        index = shutil.copytree(prepared, tmp_path / f"stopped{last}")
        with pytest.MonkeyPatch.context() as patch, pytest.raises(Stop):
            steps(patch, last, stop)
            publish(index, "six")
        seen.add(content(index))
        publish(index, "ten")
        assert content(index) == "ten"
        assert not [name for name in entries(index) if name.startswith(".writing")]
        assert len(entries(index)) == 3
    assert seen == {"two", "six"}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_a_kill_at_any_step_leaves_a_whole_generation(tmp_path):
    prepared = tmp_path / "prepared"
    publish(prepared, "one")
    publish(prepared, "two")
    total = count_steps(shutil.copytree(prepared, tmp_path / "counted"))
    left_over = 0
    for last in range(total):
        index = shutil.copytree(prepared, tmp_path / f"killed{last}")
        child = os.fork()
        if not child:
            # _exit runs no clean-up, as a kill does.
            steps(pytest.MonkeyPatch(), last, lambda: os._exit(9))
            publish(index, "six")
            os._exit(0)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
        assert content(index) in {"two", "six"}
        left_over += any(name.startswith(".writing") for name in entries(index))
        publish(index, "ten")
        assert content(index) == "ten"
        assert len(entries(index)) == 3
    assert left_over, "no kill left anything to tidy away, so the test shows nothing"


def test_a_kill_before_the_first_switch_leaves_no_index_and_the_next_run_makes_one(tmp_path):
    def full(*_):
        raise OSError("the disk is full")

    with pytest.MonkeyPatch.context() as patch, pytest.raises(UsageError, match=r"disk is full.*Free some space"):
        patch.setattr(generations.Writer, "_switch", full)
        publish(tmp_path)
    with pytest.raises(NoIndexError):
        open_current(tmp_path)
    publish(tmp_path, "two")
    assert entries(tmp_path) == ["CURRENT", "gen-000002"]


def test_readers_during_many_switches_always_see_one_whole_generation(tmp_path):
    publish(tmp_path, "000")
    seen, errors, done = set(), [], threading.Event()

    def opener(generation):
        try:
            return (generation.path / "documents.sqlite").read_text()
        except FileNotFoundError as error:
            raise IndexDamagedError("it is gone") from error

    def read():
        try:
            while not done.is_set():
                seen.add(opened(tmp_path, opener))
        except Exception as error:
            errors.append(error)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for turn in range(1, 40):
        publish(tmp_path, f"{turn:03}")
    done.set()
    for reader in readers:
        reader.join()
    assert errors == []
    assert seen <= {f"{turn:03}" for turn in range(40)}
    assert len(seen) > 1
