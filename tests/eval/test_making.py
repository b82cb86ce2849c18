from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from eval import making as module
from eval.making import Making, making
from rag.generations import FileFact, Manifest, Recipe
from rag.settings import load_settings

MANIFEST = Manifest(Recipe("e", "t", "1"), (), name="gen-000001", created="then", files={"a": FileFact(1, "0")})


def made(manifest: Manifest = MANIFEST, **settings: object) -> Making:
    return making(load_settings(**settings), manifest)


@pytest.mark.parametrize(
    "other",
    [
        lambda: made(confidence=0.6),
        lambda: made(llm="openai:x"),
        lambda: made(llm_base_url="http://one.example"),
        lambda: made(replace(MANIFEST, files={"a": FileFact(1, "1")})),
        lambda: made(replace(MANIFEST, recipe=Recipe("e2", "t", "1"))),
        lambda: replace(made(), code="other"),
        lambda: replace(made(), libraries="python 9"),
    ],
)
def test_whatever_may_change_an_answer_changes_the_fingerprint(other: Callable[[], Making]) -> None:
    assert other().fingerprint != made().fingerprint


def test_what_changes_no_answer_leaves_it() -> None:
    elsewhere = made(replace(MANIFEST, created="now"), index=Path("elsewhere"), corpus=Path("c"), reading_timeout=9.0)
    assert elsewhere.fingerprint == made().fingerprint


def test_every_file_of_the_package_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "weights.json").write_text("{}", encoding="utf-8")
    (tmp_path / "__init__.py").write_text("", encoding="utf-8")
    (tmp_path / "__pycache__").mkdir()
    monkeypatch.setattr(module.rag, "__file__", str(tmp_path / "__init__.py"))

    def code() -> str:
        module._code.cache_clear()
        return made().code

    first = code()
    (tmp_path / "__pycache__" / "x.pyc").write_text("compiled", encoding="utf-8")
    assert code() == first
    (tmp_path / "weights.json").write_text('{"a": 1}', encoding="utf-8")
    assert code() != first
    module._code.cache_clear()


def test_a_run_tells_the_settings_and_not_an_address_that_may_hold_a_key() -> None:
    told = made(llm="openai:x", llm_base_url="http://user:secret@one.example").told()
    assert json.loads(told["settings"])["llm"] == "openai:x"
    assert "secret" not in str(told)
    assert "kept until --fresh" in told["language_model"]
    assert "language_model" not in made().told()
    assert "numpy" in told["libraries"]
