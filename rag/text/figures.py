"""What a figure with separators says: "33.443" is thirty-three thousand in French and Arabic, a decimal in English.

| written | fr | ar | en | language unknown |
|---|---|---|---|---|
| 33.443 | thousands | thousands | decimal | either |
| 33,443 | either | either | thousands | either |
| 33 443, 33'443, ٣٣٬٤٤٣ | thousands | thousands | thousands | thousands |
| 1.234.567, 1.234,5 | by their form, in every language ||||
| 9,5, 0.443, 1234,567, ٩٫٥ | decimal | decimal | decimal | decimal |

"Either" means that both are in use: French has the decimal comma, but its reports also group thousands as English does.
Signs, units and words are not read here.
"""

from __future__ import annotations

import re

# Stands for the Arabic decimal separator, which only ever sets off decimals, until a figure is read.
DECIMAL = "\u2396"
GROUPED = (
    r"[1-9]\d{0,2}(?P<group>[ .,'])\d{3}(?:(?P=group)\d{3})*"
    rf"(?:(?!(?P=group))[.,{DECIMAL}]\d+)?(?!\d|[.,'{DECIMAL}]\d)"
)
PLAIN = rf"\d+(?:[.,{DECIMAL}]\d+)*"

_GROUPED = re.compile(GROUPED)
_ONE_SEPARATOR = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
# Which sign before a single group of three digits says thousands, and which says decimals.
_THOUSANDS = {"fr": ".", "ar": ".", "en": ","}
_DECIMALS = {"en": "."}


def values(figure: str, language: str) -> tuple[str, ...]:
    """Return what a folded figure may stand for, the likelier first; nothing if it is no number ("1.2.3").

    A value is in normal form: no grouping, "." before decimals, no zeros at either end.
    """
    grouped = _GROUPED.fullmatch(figure)
    as_thousands = _normal(figure.replace(grouped["group"], "")) if grouped else None
    as_decimal = _normal(figure)
    if as_thousands is None or not _ONE_SEPARATOR.fullmatch(figure):
        value = as_thousands or as_decimal
        return (value,) if value else ()
    if grouped and grouped["group"] == _THOUSANDS.get(language):
        return (as_thousands,)
    if grouped and grouped["group"] == _DECIMALS.get(language) and as_decimal:
        return (as_decimal,)
    return (as_thousands, as_decimal) if as_decimal else (as_thousands,)


def _normal(figure: str) -> str | None:
    value = re.sub(f"[,{DECIMAL}]", ".", figure)
    if value.count(".") > 1:
        return None
    whole, _, decimals = value.partition(".")
    whole, decimals = whole.lstrip("0") or "0", decimals.rstrip("0")
    return f"{whole}.{decimals}" if decimals else whole
