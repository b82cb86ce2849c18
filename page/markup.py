"""Text made safe for HTML and Markdown, and the attributes that set it in its own language and direction.

Nothing that a report, a reader or a model wrote reaches the page but through `escape` or `inert`.
"""

from __future__ import annotations

import re
from html import escape as escape_html
from urllib.parse import urlsplit

from rag.text.language import is_right_to_left

# Every ASCII sign: whatever Markdown, HTML or a formula could start with.
_SIGN = re.compile(r"[!-/:-@\[-`{-~]")
# Words in letters of the other direction, with what stands between them: a title or a name in a note.
_ARABIC_LETTER, _LATIN_LETTER, _ENCLOSING = "\u0590-\u08ff", "A-Za-zÀ-ɏ", "«»“”()\\[\\];؛،"
_TO_THE_LEFT = re.compile(f"[{_ARABIC_LETTER}](?:[^{_LATIN_LETTER}{_ENCLOSING}]*[{_ARABIC_LETTER}])?")
_TO_THE_RIGHT = re.compile(f"[{_LATIN_LETTER}](?:[^{_ARABIC_LETTER}{_ENCLOSING}]*[{_LATIN_LETTER}])?")
_LINE_END = re.compile(r"\r\n?|\n")


def escape(text: str) -> str:
    """Return `text` for an HTML document, in content or in a quoted attribute."""
    return escape_html(text, quote=True)


def inert(text: str) -> str:
    """Return `text` for Markdown that allows HTML: on one line, with every sign that could mean something as an entity.

    Entities are resolved after the Markdown has been read (CommonMark 0.31 section 2.5), so they never are syntax.
    """
    signs = _SIGN.sub(lambda sign: f"&#{ord(sign.group())};", text)
    return _LINE_END.sub("<br>", signs)


def mixed(text: str, language: str) -> str:
    """Return `text` as `inert` does, with what runs in the other direction set apart.

    Else a date or a comma after a title would move to its other side (Unicode Standard Annex 9, "isolates").
    """
    pieces, position = [], 0
    for run in (_TO_THE_RIGHT if is_right_to_left(language) else _TO_THE_LEFT).finditer(text):
        pieces += [inert(text[position : run.start()]), f"<bdi>{inert(run.group())}</bdi>"]
        position = run.end()
    return "".join([*pieces, inert(text[position:])])


def attributes(language: str) -> str:
    """Return the `lang` and `dir` attributes for text in that language."""
    return f'lang="{escape(language)}" dir="{"rtl" if is_right_to_left(language) else "ltr"}"'


def web_address(url: str | None) -> str | None:
    """Return the address if it is one of the web that may stand in a link; None otherwise."""
    if not url or any(character.isspace() or not character.isprintable() for character in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname else None
