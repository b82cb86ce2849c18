"""The gate over the sample reports: the product as it is passes, a worse one does not."""

import sys
from pathlib import Path

import pytest

from rag.cli import main
from rag.retrieval.fusion import Weights
from rag.settings import load_settings
from rag.wiring import build_index

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("gate") / "index"
    result = build_index(load_settings(corpus=ROOT / "corpus", index=folder))
    assert result.failed == ()
    return folder


def exit_code(index: Path, monkeypatch: pytest.MonkeyPatch, facts: str = "sample.jsonl") -> int:
    baseline, asked = ROOT / "eval" / "baselines" / "default.json", ROOT / "eval" / "facts" / facts
    # What is patched in here is no part of what answers are known by: they must be asked for anew.
    kept = ["--fresh", "--runs", str(index.parent / "runs")]
    arguments = ["--index", str(index), "--facts", str(asked), "--baseline", str(baseline), *kept]
    monkeypatch.setattr(sys, "argv", ["dalil", "eval", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


def test_the_product_is_no_worse_than_its_baseline(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert exit_code(index, monkeypatch, facts="") == 0


def test_an_over_eager_refuser_is_stopped(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DALIL_CONFIDENCE", "0.99")
    assert exit_code(index, monkeypatch) == 1


def test_lost_evidence_is_stopped(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rag.retrieval.hybrid.learned", lambda: Weights({"words": -1.0}, 0.0, 0.0))
    assert exit_code(index, monkeypatch) == 1
