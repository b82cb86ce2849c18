from __future__ import annotations

from pathlib import Path

import pytest

from eval.opening import IndexedReports, LateAssistant, opened
from rag.errors import NoIndexError
from rag.settings import load_settings
from rag.types import Metadata, Report
from tests.eval import world


def test_indexed_reports_are_read_once() -> None:
    reads: list[str] = []

    def report(report_id: str) -> Report:
        reads.append(report_id)
        text = world.TEXTS[report_id]
        return Report(report_id, "", "", "", report_id[-2:], Metadata(), text, ())

    reports = IndexedReports(report)
    assert reports.text("port.ar") == world.TEXTS["port.ar"]
    assert reports.language("port.ar") == "ar"
    assert reports.text("lost") is None
    assert reports.language("lost") is None
    assert reads[:2] == ["port.ar", "lost"]


def test_the_assistant_is_opened_once_and_only_when_it_is_asked() -> None:
    scripted = world.ScriptedAssistant(world.script())
    openings: list[int] = []
    late = LateAssistant(lambda: openings.append(1) or scripted)
    assert openings == []
    assert late.ask("quays?", language="en", history=["Before?"]) == scripted.script["quays?"]
    late.ask("price?", language="fr")
    assert openings == [1]
    assert scripted.asked == [("quays?", "en"), ("price?", "fr")]
    assert scripted.histories == [("Before?",), ()]


def test_without_an_index(tmp_path: Path) -> None:
    with pytest.raises(NoIndexError):
        opened(load_settings(index=tmp_path))
