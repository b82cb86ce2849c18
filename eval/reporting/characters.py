"""Characters of a text that could break or disorder what is written around it, made visible.

Markup is not escaped here: that is the business of whoever writes XML or HTML.
"""

from __future__ import annotations

import re

# What is not a Char of XML 1.0 (section 2.2); HTML refuses the same ones and reads U+0000 as an error.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Embeddings, overrides and isolates (UAX 9) reach beyond the text that they stand in, or show it in another order than
# it is compared in. The marks U+200E and U+200F do neither and stay.
_REORDERING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def visible(text: str) -> str:
    """Return `text` with forbidden characters as U+FFFD and characters that reorder text by number: "[U+202E]"."""
    return _REORDERING.sub(lambda found: f"[U+{ord(found[0]):04X}]", _FORBIDDEN.sub("\ufffd", text))
