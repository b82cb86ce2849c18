"""The plots of the page as SVG to set into HTML, drawn by matplotlib.

Text stays text, the same figures give the same bytes, and colours are custom properties of the page's style
(`var(--ink)`), so that one drawing serves light, dark and paper. Nothing here is measured.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from eval.reporting.wording import few_first
from eval.types import Score

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from eval.curve import Point

# Stand-ins for the page's colours: matplotlib needs values, the page names.
_INK, _MUTED, _LINE, _GROUND = "#010101", "#020202", "#030303", "#040404"
_BLUE, _GREEN, _ORANGE = "#050505", "#060606", "#070707"
_NAMES = {
    _INK: "ink",
    _MUTED: "muted",
    _LINE: "line",
    _GROUND: "surface",
    _BLUE: "accent",
    _GREEN: "good",
    _ORANGE: "warm",
}
# A cell's colour from 0 to 1, light to dark; from the middle on white letters have the better contrast.
_SHADES = ("#eaf2fa", "#c9dff2", "#9cc3e6", "#5f97cb", "#2f6dab", "#0b4a86")
_WHITE_FROM = 4
_SERIES = (("supported", _BLUE, "o"), ("right_refusals", _GREEN, "s"), ("wrong_refusals", _ORANGE, "^"))

_STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "dalil",
    "font.family": "DejaVu Sans",
    "font.size": 10,
    "text.color": _INK,
    "axes.labelcolor": _INK,
    "axes.edgecolor": _LINE,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": _MUTED,
    "ytick.color": _INK,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": _LINE,
    "grid.linewidth": 0.6,
    "legend.frameon": False,
    "path.simplify": False,
    "text.parse_math": False,
}


def by_language(scores: Mapping[str, Mapping[str, Score]], label: str) -> str:
    """Return, a row each language, the shares supported, rightly and wrongly refused with their intervals.

    `scores` holds by the language's name the scores by metric; a score without a value is left out.
    """

    def draw(axes: Axes) -> None:
        for place, measured in enumerate(scores.values()):
            for series, (name, colour, marker) in enumerate(_SERIES):
                score = measured[name]
                if score.value is None or score.low is None or score.high is None:
                    continue
                height = place + (series - 1) * 0.24
                axes.plot([score.low * 100, score.high * 100], [height, height], color=colour, linewidth=1.8)
                axes.plot([score.value * 100], [height], marker=marker, color=colour, markersize=6.5, linestyle="none")
        for name, colour, marker in _SERIES:
            axes.plot([], [], marker=marker, color=colour, linewidth=1.8, label=name.replace("_", " "))
        axes.set_yticks(range(len(scores)), list(scores))
        axes.set_ylim(len(scores) - 0.5, -0.5)
        axes.grid(visible=False, axis="y")
        _per_cent_axis(axes)
        _legend_beneath(axes)

    return _drawn(draw, "languages", label, height=1.2 + 0.62 * max(1, len(scores)))


def heat_map(cells: Mapping[tuple[str, str], Score], label: str) -> str:
    """Return the share supported for each (row, column), with the number of questions in each cell."""
    rows, columns = sorted({row for row, _ in cells}), sorted({column for _, column in cells}, key=few_first)

    def draw(axes: Axes) -> None:
        for (row, column), score in cells.items():
            x, y = columns.index(column), rows.index(row)
            share = score.value or 0.0
            shade = min(len(_SHADES) - 1, int(share * len(_SHADES)))
            axes.fill(
                [x - 0.48, x + 0.48, x + 0.48, x - 0.48], [y - 0.47, y - 0.47, y + 0.47, y + 0.47], _SHADES[shade]
            )
            ink = "#ffffff" if shade >= _WHITE_FROM else "#16202c"
            axes.text(x, y - 0.12, f"{share * 100:.0f} %", ha="center", va="center", color=ink, weight="bold")
            axes.text(x, y + 0.24, f"n {score.scored}", ha="center", va="center", color=ink, size=8.5)
        axes.set_xticks(range(len(columns)), [column.replace(" + ", "\n") for column in columns])
        axes.set_yticks(range(len(rows)), rows)
        axes.tick_params(length=0, labelsize=9.5)
        axes.set_xlim(-0.5, len(columns) - 0.5)
        axes.set_ylim(len(rows) - 0.5, -0.5)
        axes.set_xlabel("language of the evidence")
        axes.grid(visible=False)
        axes.spines[:].set_visible(False)

    return _drawn(draw, "heat", label, height=1.3 + 0.62 * max(1, len(rows)))


def curve(points: Sequence[Point], used: float | None, label: str) -> str:
    """Return by the threshold the shares answered, correct and rightly refused; `used` marks the run's own threshold.

    The band is the interval of the share correct. A share without a value leaves a gap.
    """
    thresholds = [point.threshold for point in points]
    correct = [point.accuracy for point in points]
    lines = (
        ("answered", [point.coverage for point in points], _BLUE, "-"),
        ("of these correct", correct, _ORANGE, "--"),
        ("rightly refused", [point.right_refusals for point in points], _GREEN, "-."),
    )

    def draw(axes: Axes) -> None:
        low, high = [_hundredfold(each.low) for each in correct], [_hundredfold(each.high) for each in correct]
        axes.fill_between(thresholds, low, high, color=_ORANGE, alpha=0.14, linewidth=0)
        for name, measured, colour, dashes in lines:
            shares = [_hundredfold(each.value) for each in measured]
            axes.plot(thresholds, shares, color=colour, linestyle=dashes, linewidth=1.8, label=name)
        if used is not None:
            axes.axvline(used, color=_MUTED, linewidth=1.2, linestyle=":")
            axes.annotate(
                "as run", (used, 5), (-4, 0), textcoords="offset points", ha="right", va="center", color=_INK, size=9
            )
        axes.set_xlabel("threshold of confidence")
        axes.set_xlim(0, 1)
        axes.set_ylim(-2, 104)
        axes.set_yticks(range(0, 101, 25), [f"{share} %" for share in range(0, 101, 25)])
        _legend_beneath(axes)

    return _drawn(draw, "curve", label, height=3.5)


def latency(seconds: Sequence[float], marks: Mapping[str, float], label: str) -> str:
    """Return the share of questions answered within a time; `marks` are times to point out, by name."""
    ordered = sorted(seconds)

    def draw(axes: Axes) -> None:
        shares = [100 * place / len(ordered) for place in range(1, len(ordered) + 1)]
        axes.step([0.0, *ordered], [0.0, *shares], where="post", color=_BLUE, linewidth=1.8)
        for step, (name, value) in enumerate(marks.items()):
            axes.axvline(value, color=_ORANGE, linewidth=1.2, linestyle=("--", ":")[step % 2])
            axes.annotate(
                name,
                (value, 7 + 13 * step),
                (4, 0),
                textcoords="offset points",
                ha="left",
                va="center",
                color=_INK,
                size=9,
            )
        axes.set_xlabel("seconds")
        axes.set_ylabel("questions answered, %")
        axes.set_xlim(left=0)
        axes.set_ylim(0, 104)

    return _drawn(draw, "latency", label, height=3.1)


def _hundredfold(share: float | None) -> float:
    """Return a share in per cent, not-a-number for none, which matplotlib leaves out."""
    return math.nan if share is None else share * 100


def _legend_beneath(axes: Axes) -> None:
    axes.figure.legend(loc="outside lower center", ncols=3, columnspacing=1.2, handletextpad=0.5)


def _per_cent_axis(axes: Axes) -> None:
    axes.set_xlim(-2, 102)
    axes.set_xticks(range(0, 101, 25), [f"{share} %" for share in range(0, 101, 25)])


def _drawn(draw: Callable[[Axes], None], prefix: str, label: str, height: float) -> str:
    """Return the drawing, 4.8 inches wide and `height` high, as an SVG element whose ids start with `prefix`."""
    from matplotlib import style
    from matplotlib.figure import Figure

    # The defaults first: a matplotlibrc of the user's must not change the bytes.
    with style.context(["default", _STYLE]):
        figure = Figure(figsize=(4.8, height), layout="constrained")
        draw(figure.subplots())
        written = io.StringIO()
        nothing = dict.fromkeys(("Creator", "Date", "Format", "Type"))
        figure.savefig(written, format="svg", metadata=nothing, transparent=True)
    return _for_html(written.getvalue(), prefix, label)


def _for_html(document: str, prefix: str, label: str) -> str:
    """Return the document as an element for HTML: labelled, without size of its own, ids apart from other drawings'."""
    box = re.search(r'viewBox="[^"]*"', document)
    opened = document.index(">", document.index("<svg")) + 1
    body = document[opened:]
    body = re.sub(r'\bid="', f'id="{prefix}-', body)
    body = re.sub(r'xlink:href="#', f'href="#{prefix}-', body)
    body = re.sub(r"url\(#", f"url(#{prefix}-", body)
    for value, name in _NAMES.items():
        body = body.replace(value, f"var(--{name})")
    head = f'<svg {box[0] if box else ""} role="img" aria-label="{escape(label)}"><title>{escape(label)}</title>'
    return head + body.strip()
