"""The colours of the page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import page

STYLE = (Path(page.__file__).parent / "style.css").read_text(encoding="utf-8")


@pytest.mark.parametrize("mode", [":root", ".dark"])
@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        ("ink", "surface"),
        ("ink", "page"),
        ("ink", "accent-soft"),
        ("muted", "surface"),
        ("muted", "page"),
        ("accent", "surface"),
        ("accent", "page"),
        ("accent", "accent-soft"),
        ("mark-ink", "mark"),
        ("band-ink", "band"),
        ("band-soft", "band"),
        ("warning", "surface"),
    ],
)
def test_colours_have_the_contrast_that_reading_needs(mode: str, ink: str, ground: str) -> None:
    block = re.search(rf"^{re.escape(mode)} {{(.*?)}}", STYLE, re.S | re.M)
    assert block is not None
    colours = dict(re.findall(r"--dalil-([\w-]+): (#[0-9a-f]{6});", block.group(1)))
    lighter, darker = sorted((luminance(colours[ink]), luminance(colours[ground])), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
