"""The chat page as Gradio gets it, without a browser: nothing looked up outside, and errors at the start."""

from __future__ import annotations

from pathlib import Path

import pytest

import page
from page.opening import Opening
from rag.errors import UsageError
from rag.settings import Settings
from tests.support.scripted_chat import (
    ScriptedAssistant,
)

STYLE = (Path(page.__file__).parent / "style.css").read_text(encoding="utf-8")


def test_gradio_is_told_to_look_nothing_up() -> None:
    import gradio

    import app

    blocks = app.build_page(Opening(ScriptedAssistant, lambda: True, lambda _: []), Settings())
    assert blocks.analytics_enabled is False
    assert not any(dependency["api_visibility"] == "public" for dependency in blocks.config["dependencies"])
    theme = gradio.themes.Base(font=app._FONTS, font_mono=app._CODE_FONTS)
    assert theme._stylesheets == []
    assert "url(" not in STYLE
    assert "@import" not in STYLE


def test_a_port_that_is_taken_is_an_error_with_a_mend() -> None:
    import socket

    import app

    blocks = app.build_page(Opening(ScriptedAssistant, lambda: True, lambda _: []), Settings())
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(UsageError) as raised:
            app.serve(blocks, taken.getsockname()[1])
    assert "GRADIO_SERVER_PORT" in raised.value.mend


def test_a_wrong_setting_ends_the_start_with_reason_and_mend(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import app

    monkeypatch.setenv("DALIL_HITS", "many")
    with pytest.raises(SystemExit) as raised:
        app.main()
    assert raised.value.code == 2
    message = capsys.readouterr().err
    assert "'hits' is wrong" in message
    assert "DALIL_HITS" in message
