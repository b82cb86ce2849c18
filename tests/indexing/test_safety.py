"""Indexing: damage, errors, and readers at the same time."""

from __future__ import annotations

import re
import threading

import pytest

from rag.errors import IndexDamagedError, UsageError
from rag.generations import writing
from tests.indexing.world import everything


def test_damage_in_any_file_is_named_and_a_full_run_mends_it(world):
    world.run()
    generation = world.opened().generation
    whole = everything(world.index)
    files = sorted(path for path in generation.path.rglob("*") if path.is_file())
    assert len(files) > 10
    for path in files:
        content = path.read_bytes()
        damaged = bytearray(content)
        damaged[len(damaged) // 2] ^= 0x10
        path.write_bytes(damaged)
        named = "manifest.json" if path.name == "manifest.sha256" else path.name
        with pytest.raises(IndexDamagedError, match=rf"{re.escape(named)}.*dalil index --full"):
            world.opened()
        with pytest.raises(IndexDamagedError, match="dalil index --full"):
            world.run()
        path.write_bytes(content)
    path.unlink()
    world.run(full=True)
    assert everything(world.index) == whole


def test_an_error_while_embedding_leaves_the_old_generation_and_no_rubbish(world):
    world.run()
    before = world.files()
    world.put(b="neuf")
    world.embedder.embed_passages = lambda texts: 1 / 0
    with pytest.raises(ZeroDivisionError):
        world.run()
    assert world.files() == before
    assert sorted(path.name for path in world.index.iterdir()) == [".lock", "CURRENT", "gen-000001"]


def test_a_second_run_at_the_same_time_is_refused(world):
    with writing(world.index), pytest.raises(UsageError, match="Another `dalil index`"):
        world.run()


def test_progress_is_told_from_nothing_to_all(world):
    told = []
    world.run(progress=lambda *step: told.append(step))
    assert (0, 3, "reading a.txt") in told
    assert (5, 5, "embedding") in told
    assert told[-1] == (1, 1, "writing")
    assert all(0 <= done <= total for done, total, _ in told)


def test_readers_during_updates_see_one_generation_and_keep_it(world):
    world.run()
    held = world.opened()
    held_passages = held.stores.passages
    errors, sizes, done = [], set(), threading.Event()

    def read():
        try:
            while not done.is_set():
                opened = world.opened()
                assert len(opened.stores.passages) == opened.generation.manifest.passages
                assert [passage.report_id for passage in opened.stores.passages].count("a") == 2
                sizes.add(len(opened.stores.passages))
                opened.close()
        except Exception as error:
            errors.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for turn in range(6):
            world.put(b="\n".join(f"ligne {line}" for line in range(turn + 3)))
            world.run()
    finally:
        done.set()
        reader.join()
    assert errors == []
    assert sizes <= {5, *range(6, 12)}
    # Two generations on, its folder is gone; what was opened is still all there.
    assert not held.generation.path.exists()
    assert held.stores.documents.report("b").text == "trois\nquatre"
    assert held.stores.passages == held_passages
    assert held.stores.vectors.scores(held.stores.vectors.vectors()[2]).argmax() == 2
    assert held.stores.lexical.scores("quatre").argmax() == 3
