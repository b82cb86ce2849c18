"""What is understood of the sample reports: every format, and the kept PDFs of producers whose letters are sound."""

from __future__ import annotations

import sys

import pytest

from rag.reading.text import read_text
from rag.types import BlockKind
from tools import bench_structure
from tools.bench_structure import Tally, compare, encodings, made, understood
from tools.structure_samples.paged import Item
from tools.structure_samples.texts import NAMES, parts_of

MADE = [pytest.param(tally, id=f"{kind}, {language}") for kind, language, tally in made()]


@pytest.mark.parametrize("tally", MADE)
def test_a_made_report_comes_out_whole(tally: Tally) -> None:
    assert tally.failures == []
    assert tally.all["numbered"] >= 12 and tally.all["whole"] >= 20


def test_paragraphs_of_pdfs_are_whole_unless_their_letters_are_not() -> None:
    whole = {(producer, language): tally for producer, language, tally in bench_structure.pdfs()}
    for producer in ("libreoffice", "presentation-forms", "reversed-letters"):
        for language in ("french", "arabic"):
            assert whole[f"pdf, {producer}", language].failures == []
    for tally in whole.values():
        assert tally.right["headings"] == tally.all["headings"]
        assert tally.right["rows"] >= tally.all["rows"] - 1


def test_pieces_of_any_length_come_back_in_each_encoding() -> None:
    for encoding, name, right, count in encodings():
        assert right >= 0.98 * count, (encoding, name)


def test_what_is_wrong_is_counted_as_wrong() -> None:
    found = understood(read_text, "1. Le port est fermé.\n\n3. La halle est vide.\n".encode())
    tally = Tally()
    compare(found, [(Item(BlockKind.PARAGRAPH, "1", "1. Le port est ouvert."), ["iv"])], tally)
    assert not tally.right.total() - tally.right["false flags"]
    assert tally.all["numbered"] == tally.all["whole"] == tally.all["labels"] == 1


def test_one_run_prints_one_table(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["bench_structure", "--failures"])
    monkeypatch.setattr(bench_structure, "pdfs", lambda: iter(()))
    monkeypatch.setattr(bench_structure, "short", lambda: iter(()))
    bench_structure.main()
    printed = capsys.readouterr().out
    assert "Structure, right of all" in printed and all(name in printed for name in NAMES)
    assert all(column in printed for column in ("numbered", "labels", "false flags", "windows-1256"))


def test_sample_reports_restart_and_insert_numbers() -> None:
    places = [part.place for part in parts_of("french") if part.mark == "1"]
    assert "5 bis" in places and places.count("1") == 3
