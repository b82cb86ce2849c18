"""Text set into HTML in its own language and direction.

A text runs the way of the script that most of it is in: an Arabic sentence that opens with an acronym still runs from
right to left, where `dir="auto"` would go by the first letter. Each text is isolated from what stands beside it.
"""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from eval.reporting.characters import visible
from rag.text.language import detect, is_right_to_left

_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")


def attributes(text: str, language: str | None = None) -> Markup:
    """Return the attributes ` lang="…" dir="…"` for a text, in `language` where it is known."""
    spoken = language or detect(text)
    return Markup(' lang="{}" dir="{}"').format(spoken, "rtl" if is_right_to_left(spoken) else "ltr")


def said(text: str) -> Markup:
    """Return what a person, a report or a model wrote, as inline HTML."""
    return Markup("<bdi{}>{}</bdi>").format(attributes(text), shown(text))


def foreign(text: str) -> Markup:
    """Return the attributes where the text is in Arabic, and nothing elsewhere: for the box around a `plain` text."""
    return attributes(text) if _ARABIC.search(text) else Markup()


def plain(text: str) -> Markup:
    """Return a label, a figure or an identifier as inline HTML; only what is in Arabic is marked."""
    return said(text) if _ARABIC.search(text) else shown(text)


def shown(text: str) -> Markup:
    """Return text escaped, with the characters that could disorder it made visible."""
    return escape(visible(text))
