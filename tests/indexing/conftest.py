"""What the tests of indexing share."""

from __future__ import annotations

import os

import pytest

from tests.indexing.world import World


@pytest.fixture(autouse=True)
def _no_waiting_for_the_disk(monkeypatch):
    # That everything is synced is tested with the generations; here it would only be slow.
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)


@pytest.fixture
def world(tmp_path):
    world = World(tmp_path)
    world.put(a="un\ndeux", b="trois\nquatre", c="الهجرة")
    return world
