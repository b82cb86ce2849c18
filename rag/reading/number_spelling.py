"""How a number that was told sign by sign is written: one percent sign, and the comma that it has.

Which signs a number consists of is told in `drawn_numbers.py`.
"""

from __future__ import annotations

import re

from rag.reading.digit_network import ARABIC

_RINGS = re.compile("([٪%])[٪%./]+")  # those of a percent sign, and its stroke
_PARTED = re.compile(f"[{ARABIC}]+(?:[.,٫٬][{ARABIC}]+)+")


def spelt(visual: str) -> str:
    """Return a number, its signs from left to right, as it is written."""
    visual = _RINGS.sub(r"\1", visual)
    return _PARTED.sub(_with_commas, visual)


def _with_commas(number: re.Match[str]) -> str:
    """A number in ٠ to ٩ with ٬ between groups of three digits, which looks like ٫ in many fonts, else with ٫."""
    parts = re.split("[.,٫٬]", number[0])
    if not number[0].startswith(ARABIC[0]) and len(parts[0]) <= 3 and all(len(part) == 3 for part in parts[1:]):
        return "٬".join(parts)
    return re.sub("[,٬]", "٫", number[0]) if len(parts) == 2 else number[0]
