"""Documents: what was written comes back whole, from any thread, and only from what is really there."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rag.errors import IndexDamagedError
from rag.stores import documents
from rag.stores.documents import Documents, indexed_text
from rag.types import Block, BlockKind, Locator, Metadata, PageTurn, Passage, Report, Source

TEXT = "Le dialogue\n\n12. Vingt-cinq États ont pris part. الحوار"
REPORT = Report(
    id="dialogue",
    title="Le dialogue",
    path="2023/dialogue.txt",
    sha256="00ff",
    language="fr",
    metadata=Metadata(countries=("MA", "SD"), date="2023-02", publisher=("A", "B"), version_of="other"),
    text=TEXT,
    blocks=(
        Block(BlockKind.TITLE, 0, 11, "title"),
        Block(BlockKind.PARAGRAPH, 13, 48, "12", "Le dialogue", "iv", 4, (PageTurn(20, "v", 5),), ("I", "Le dialogue")),
    ),
    pages=7,
    flags=("scanned",),
)
PASSAGES = (
    Passage(
        "p1",
        "dialogue",
        TEXT[13:48],
        Locator(13, 48, "12", "Le dialogue", "iv", 4, (PageTurn(20, "v", 5),), ("I", "Le dialogue")),
        "fr",
        "Le dialogue",
    ),
    Passage("p2", "dialogue", TEXT[49:], Locator(49, 55), "ar"),
)


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "documents #1?.sqlite"
    documents.write(path, [REPORT], PASSAGES)
    return path


def test_what_was_written_comes_back_whole(path):
    opened = Documents(path)
    assert opened.report("dialogue") == REPORT
    assert opened.passages() == PASSAGES
    assert opened.passages_of("dialogue") == PASSAGES
    assert opened.sources() == {
        "dialogue": Source("dialogue", REPORT.title, REPORT.path, REPORT.language, REPORT.metadata, ("scanned",))
    }


def test_an_unknown_report_is_told_from_an_empty_one(path):
    opened = Documents(path)
    assert opened.passages_of("nowhere") == ()
    with pytest.raises(KeyError, match="nowhere"):
        opened.report("nowhere")


def test_the_file_is_opened_read_only_and_leaves_nothing_beside_it(path):
    before = path.read_bytes()
    opened = Documents(path)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        opened._database.execute("DELETE FROM passages")
    opened.passages()
    opened.close()
    assert path.read_bytes() == before
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_threads_share_one_opened_file(path):
    opened = Documents(path)
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda _: (opened.report("dialogue"), opened.passages_of("dialogue")), range(200)))
    assert found == [(REPORT, PASSAGES)] * 200


@pytest.mark.parametrize(
    ("reports", "passages"),
    [([REPORT, REPORT], []), ([REPORT], [PASSAGES[0], PASSAGES[0]]), ([], [PASSAGES[0]])],
    ids=["two reports of one id", "two passages of one id", "a passage without a report"],
)
def test_what_does_not_fit_together_is_refused(tmp_path, reports, passages):
    with pytest.raises(ValueError, match="do not fit together"):
        documents.write(tmp_path / "documents.sqlite", reports, passages)


@pytest.mark.parametrize("content", [None, b"", b"not a database at all" * 50])
def test_a_missing_or_foreign_file_is_named(tmp_path, content):
    path = tmp_path / "documents.sqlite"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(IndexDamagedError, match=r"documents\.sqlite.*dalil index --full"):
        Documents(path).passages()


def test_context_is_searched_but_an_empty_one_adds_nothing():
    assert indexed_text(PASSAGES[0]) == f"Le dialogue\n{PASSAGES[0].text}"
    assert indexed_text(PASSAGES[1]) == PASSAGES[1].text


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(texts=st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=8))
def test_any_text_keeps_its_row(tmp_path_factory, texts):
    path = tmp_path_factory.mktemp("any") / "documents.sqlite"
    passages = tuple(Passage(f"{row}", "dialogue", text, Locator(0, row), "en") for row, text in enumerate(texts))
    documents.write(Path(path), [REPORT], passages)
    assert Documents(path).passages() == passages
