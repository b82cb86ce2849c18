"""Stores: one place writes and opens all stores, and row i is the same passage in each."""

from __future__ import annotations

import numpy as np
import pytest

from rag.errors import IndexDamagedError
from rag.stores import documents
from rag.stores.bundle import Contents, Stores
from rag.stores.faiss import FaissVectors
from rag.types import Locator, Metadata, Passage, Report

WORDS = ["réseau", "migration", "dialogue"]


@pytest.fixture
def folder(tmp_path):
    text = " ".join(WORDS)
    report = Report("r", "Titre", "r.txt", "00", "fr", Metadata(), text, ())
    passages = [
        Passage(f"p{row}", "r", word, Locator(text.index(word), text.index(word) + len(word)), "fr")
        for row, word in enumerate(WORDS)
    ]
    token_ids = [np.array([row], np.int32) for row in range(3)]
    Stores.write(tmp_path, Contents([report], passages, np.eye(3, dtype=np.float32), token_ids, 3))
    return tmp_path


@pytest.mark.parametrize("row", range(3))
def test_row_i_is_passage_i_in_every_store(folder, row):
    stores, unit = Stores.open(folder), np.eye(3, dtype=np.float32)
    assert stores.passages[row].text == WORDS[row]
    assert stores.vectors.scores(unit[row]).argmax() == row
    assert stores.lexical.scores(WORDS[row]).argmax() == row
    assert stores.late.scores(np.array([row], np.int32), unit).argmax() == row


def test_what_cannot_be_written_is_an_error_of_the_system_not_of_a_library(tmp_path):
    with pytest.raises(OSError, match=r"nowhere.documents\.sqlite"):
        documents.write(tmp_path / "nowhere" / "documents.sqlite", [], [])
    with pytest.raises(OSError, match=r"nowhere.vectors\.faiss"):
        FaissVectors.build(np.eye(3, dtype=np.float32)).save(tmp_path / "nowhere" / "vectors.faiss")


def test_stores_of_different_size_are_damage(folder):
    FaissVectors.build(np.eye(3, dtype=np.float32)[:2]).save(folder / "vectors.faiss")
    with pytest.raises(IndexDamagedError, match=r"different numbers of passages: \[2, 3\]"):
        Stores.open(folder)
