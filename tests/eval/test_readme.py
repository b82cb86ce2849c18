from __future__ import annotations

from pathlib import Path

import typer

from eval import cli
from eval.metrics import METRICS, TIMINGS
from eval.types import FactKind

README = (Path(__file__).parents[2] / "eval" / "README.md").read_text(encoding="utf-8")


def test_the_guide_names_every_metric_and_kind() -> None:
    for name in [metric([]).name for metric in METRICS + TIMINGS] + [kind.value for kind in FactKind]:
        assert f"`{name}`" in README


def test_the_guide_names_every_option() -> None:
    application = typer.Typer()
    application.command("eval")(cli.evaluate)
    options = [option for parameter in typer.main.get_command(application).params for option in parameter.opts]
    assert "--update-baseline" in options
    for option in options:
        if option not in {"--install-completion", "--show-completion", "--help"}:
            assert option in README
