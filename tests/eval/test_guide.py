from __future__ import annotations

from pathlib import Path

import typer

from eval import cli
from eval.compare import compare
from eval.metrics import METRICS, TIMINGS
from eval.report import write_folder
from eval.types import FactKind
from tests.eval import world

GUIDE = (Path(__file__).parents[2] / "docs" / "evaluation.md").read_text(encoding="utf-8")


def test_the_guide_names_every_metric_and_kind() -> None:
    for name in [metric([]).name for metric in METRICS + TIMINGS] + [kind.value for kind in FactKind]:
        assert f"`{name}`" in GUIDE


def test_the_guide_names_every_option() -> None:
    application = typer.Typer()
    application.command("eval")(cli.evaluate)
    options = [option for parameter in typer.main.get_command(application).params for option in parameter.opts]
    assert "--update-baseline" in options
    for option in options:
        if option not in {"--install-completion", "--show-completion", "--help"}:
            assert option in GUIDE


def test_the_guide_names_every_file_of_the_report(tmp_path: Path) -> None:
    run = world.asked()
    for path in write_folder(run, tmp_path, compare(run, run)):
        assert f"| `{path.name}` |" in GUIDE
