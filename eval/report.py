"""A run for people: what `dalil eval` prints, and the folder that it writes.

The layouts are those of `eval.reporting`, the JSON that of `eval.documents`; this only names the files.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from eval.compare import Comparison
from eval.documents import as_json
from eval.reporting.junit import junit
from eval.reporting.markdown import comparison_page, failures_page, questions_page, scores_page
from eval.reporting.page import page
from eval.reporting.terminal import comparison_tables, tables
from eval.reporting.traces import Trace
from eval.types import Run
from rag.errors import UsageError

__all__ = ["comparison_tables", "tables", "write_folder"]


def write_folder(
    run: Run, folder: Path, comparison: Comparison | None = None, traces: Mapping[str, Trace] | None = None
) -> list[Path]:
    """Write report.html, scores.md, questions.md, failures.md, junit.xml and run.json; comparison.md with a baseline.

    `traces` holds by the fact's id what led to its answer, as JSON values; report.html shows those of failed facts.

    Raises:
        UsageError: the folder cannot be written.
    """
    pages = {
        "report.html": page(run, comparison, traces),
        "scores.md": scores_page(run),
        "questions.md": questions_page(run),
        "failures.md": failures_page(run),
        "junit.xml": junit(run),
        "run.json": as_json(run),
    }
    if comparison:
        pages["comparison.md"] = comparison_page(comparison)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in pages.items():
            (folder / name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{folder} cannot be written: {error}.", "Name another folder with --out.") from error
    return [folder / name for name in pages]
