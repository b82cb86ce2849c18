"""Documentation that is out of date fails here."""

import json
import re
import shlex
from pathlib import Path

import pytest

from rag.reading import READERS
from rag.reading.flags import MISSING, OUT_OF_ORDER, TWICE
from rag.settings import Settings

ROOT = Path(__file__).parents[1]
PAGES = sorted(
    [ROOT / "README.md", *(ROOT / "docs").glob("*.md"), ROOT / "corpus" / "README.md", ROOT / "eval" / "README.md"]
)


def test_every_setting_is_documented_with_its_default() -> None:
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    documented = dict(re.findall(r"^\| `(\w+)` \| `?([^`|]+?)`? \|", page, re.MULTILINE))
    assert documented.keys() == Settings.model_fields.keys()
    for name, field in Settings.model_fields.items():
        default = "none" if field.default is None else str(field.default).removesuffix(".0")
        assert documented[name] == default, name


def test_every_format_is_documented() -> None:
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [suffix for suffix in READERS if suffix != ".htm" and f"`{suffix}`" not in page] == []


def test_every_doubt_about_numbers_is_documented() -> None:
    page = (ROOT / "docs" / "reading.md").read_text(encoding="utf-8")
    for reason in (MISSING, OUT_OF_ORDER, TWICE):
        assert re.search(re.escape(reason).replace(r"\{\}", r"\d+"), page), reason


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(((?!https?:)[^)#]+)\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_readme_names_only_commands_that_exist() -> None:
    from typer.main import get_command

    from rag.cli import application

    known = set(get_command(application).commands) | {"eval", "facts"}  # type: ignore[attr-defined]
    named = re.findall(r"\.venv/bin/dalil (\w+)", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert named
    assert set(named) <= known
    targets = re.findall(r"^make (\w+)", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert targets == ["chat", "test"]
    assert all(f"\n{target}:" in makefile for target in targets)


def test_the_repository_names_no_absolute_path_of_a_machine() -> None:
    sources = [path for room in ("rag", "eval", "tests", "tools", "docs") for path in (ROOT / room).rglob("*.[pm][yd]")]
    wrong = [
        path.name
        for path in sources
        if re.search(r"(?<![\w.])/(?:home|root|work|Users)/\w", path.read_text(encoding="utf-8"))
    ]
    assert wrong == []


def test_what_the_readme_asks_is_answered(tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from rag.cli import application

    index = ["--index", str(tmp_path / "index")]
    assert CliRunner().invoke(application, ["index", "--corpus", str(ROOT / "corpus"), *index]).exit_code == 0
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    asked = [line for line in re.findall(r"^\.venv/bin/dalil (ask .+)$", readme, re.MULTILINE) if "--batch" not in line]
    assert len(asked) == 4
    for command in asked:
        words = [word for word in shlex.split(command) if word != "--json"]
        said = CliRunner().invoke(application, [*words, "--json", *index])
        assert json.loads(said.stdout)["status"] == "answered", command
