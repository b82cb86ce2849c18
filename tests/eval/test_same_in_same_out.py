"""The product over the sample reports: asked twice it gives the same bytes, and what is known opens no model."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest

from rag.cli import main
from rag.settings import load_settings
from rag.wiring import build_index

ROOT = Path(__file__).parents[2]
FACTS = [
    {"id": "en", "lang": "en", "question": "How many people took part in the workshop?"},
    {"id": "fr", "lang": "fr", "question": "Combien de migrants ont été rapatriés depuis 2004 ?"},
    {"id": "ar", "lang": "ar", "question": "من افتتح المؤتمر؟"},
    {"id": "no", "lang": "en", "question": "What is the price of copper in Chile?"},
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("same") / "index"
    build_index(load_settings(corpus=ROOT / "corpus", index=folder))
    return folder


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("facts") / "few.jsonl"
    rest = {"kind": "unanswerable", "expect": [], "evidence": []}
    path.write_text("".join(json.dumps(fact | rest) + "\n" for fact in FACTS), encoding="utf-8")
    return path


def evaluated(runs: Path, facts: Path, index: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """Run the command; returns what it left on disk."""
    monkeypatch.setattr(
        sys, "argv", ["dalil", "eval", "--facts", str(facts), "--index", str(index), "--runs", str(runs)]
    )
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 0
    (folder,) = runs.iterdir()
    assert re.fullmatch(r"few-gen-000001-[0-9a-f]{8}", folder.name)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_asked_twice_gives_the_same_bytes(
    tmp_path: Path, facts: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_seconds(left: dict[str, bytes]) -> tuple[bytes, object]:
        run = json.loads(left["run.json"])
        assert run.pop("seconds")["by_question"].keys() == {fact["id"] for fact in FACTS}
        return re.sub(rb'"seconds": [\d.]+\}\n', b"}\n", left["traces.jsonl"]), json.dumps(run)

    one = evaluated(tmp_path / "one", facts, index, monkeypatch)
    other = evaluated(tmp_path / "other", facts, index, monkeypatch)
    assert without_seconds(one) == without_seconds(other)


def test_what_is_known_opens_no_model_and_gives_the_same_bytes(
    tmp_path: Path, facts: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = evaluated(tmp_path / "runs", facts, index, monkeypatch)
    monkeypatch.setattr("rag.wiring.open_assistant", lambda _settings: pytest.fail("a model was opened"))
    assert evaluated(tmp_path / "runs", facts, index, monkeypatch) == first
