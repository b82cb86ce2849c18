"""What was inferred of a report, written as an entry of the catalogue for a person to correct.

The catalogue always wins; what is too doubtful to be used is proposed as a comment.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from rag.reading.inferring import SURE, Inferred


def entry_as_toml(file: str, inferred: Sequence[Inferred]) -> str:
    """Return a `[[report]]` table for `file` (its path within the corpus), with confidence and source of each line."""
    lines = ["[[report]]", f"file = {_value(file)}"]
    for each in inferred:
        line = f"{each.key} = {_value(each.value)}  # {each.confidence:.1f}, from {each.source}"
        lines.append(line if each.confidence >= SURE else f"# {line}")
    return "\n".join(lines) + "\n"


def _value(value: str | tuple[str, ...]) -> str:
    # Basic strings of TOML escape as those of JSON do.
    return json.dumps(value if isinstance(value, str) else list(value), ensure_ascii=False)
