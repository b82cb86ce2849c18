"""Lines of a PDF page with their place on it: which ones stand apart, which are larger or bolder than the text around.

Fed by pypdf's text visitor, which reports each run of text with its matrices, font and size. It looks at one page at a
time and knows nothing of columns beyond that a line which stands higher than the one before begins something new.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from rag.reading.lines import Line, Page

_APART = 1.3  # times the usual distance of lines
_LARGER = 1.12  # times the size of most of the text


@dataclass(slots=True)
class _Run:
    """One line as it comes in: text, baseline, size of its first letters, and whether all of it is bold."""

    text: str = ""
    height: float | None = None
    size: float = 0.0
    bold: bool = True


@dataclass(slots=True)
class PageLines:
    """Collects the lines of a page; `visit` is a `visitor_text` of pypdf."""

    _runs: list[_Run] = field(default_factory=lambda: [_Run()])

    def visit(
        self,
        text: str,
        matrix: Sequence[float],
        text_matrix: Sequence[float],
        font: Mapping[str, Any] | None,
        size: float,
    ) -> None:
        """Take one run of text; line ends in it end lines."""
        height = text_matrix[4] * matrix[1] + text_matrix[5] * matrix[3] + matrix[5]
        scale = abs(text_matrix[3] * matrix[3]) or 1.0
        name = str((font or {}).get("/BaseFont", "")).lower()
        for number, part in enumerate(text.split("\n")):
            if number:
                self._runs.append(_Run())
            run = self._runs[-1]
            run.text += part
            if part.strip():
                if run.height is None:
                    run.height, run.size = height, size * scale
                run.bold = run.bold and any(word in name for word in ("bold", "black", "heavy", "semibold"))

    @property
    def text(self) -> str:
        """All lines, as pypdf itself would return them."""
        return "\n".join(run.text for run in self._runs)

    def lines(self, page: Page) -> list[Line]:
        """Return the lines that are not blank, with gaps and emphasis."""
        runs = [run for run in self._runs if run.text.strip()]
        usual = _usual_size(runs)
        pitch = _pitch(runs)
        all_bold = sum(run.bold for run in runs) * 2 > len(runs)
        lines = []
        before: _Run | None = None
        for run in runs:
            larger = run.size / usual if usual else 1.0
            emphasis = larger if larger >= _LARGER else (1.01 if run.bold and not all_bold else 1.0)
            lines.append(Line(" ".join(run.text.split()), _stands_apart(before, run, pitch), page, emphasis))
            before = run
        return lines


def _usual_size(runs: Sequence[_Run]) -> float:
    """The size in which most letters are set."""
    letters: Counter[float] = Counter()
    for run in runs:
        letters[round(run.size, 1)] += len(run.text)
    return letters.most_common(1)[0][0] if letters else 0.0


def _pitch(runs: Sequence[_Run]) -> dict[float, float]:
    """By size of letters, the usual distance between two lines: the lower quartile of those that occur."""
    drops: dict[float, list[float]] = {}
    for first, second in pairwise(runs):
        if first.height is not None and second.height is not None and abs(first.size - second.size) < 0.5:
            drop = first.height - second.height
            if 0.5 * second.size < drop < 4 * second.size:
                drops.setdefault(round(second.size), []).append(drop)
    return {size: sorted(found)[len(found) // 4] for size, found in drops.items()}


def _stands_apart(before: _Run | None, run: _Run, pitch: Mapping[float, float]) -> bool:
    if before is None or before.height is None or run.height is None:
        return False
    if abs(before.size - run.size) > 0.08 * max(before.size, run.size):
        return True
    drop = before.height - run.height
    usual = pitch.get(round(run.size), 1.2 * run.size)
    return drop > _APART * usual or drop < -0.5 * usual
