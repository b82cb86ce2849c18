"""A model's reply as plain text: no links, images, HTML, Markdown signs or hidden characters.

A link or an image in a reply could carry what a reader wrote to someone else's server; that is why they go, even where
a page would show them safely. Markers like [1] stay (see `markers`); nothing here judges what the text says.
"""

from __future__ import annotations

import html
import re

from rag.text.normalise import tidy

_ROUNDS = 10
# Elements whose content is no text, and what reasoning models think aloud; an unclosed one runs to the end.
_DROPPED_ELEMENT = re.compile(
    r"<(script|style|iframe|object|svg|template|noscript|think|thinking|reasoning)\b.*?(?:</\1\s*>|\Z)", re.I | re.S
)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
_LINE_TAG = re.compile(r"</?(?:p|br|li|ul|ol|div|tr|h[1-6])\b[^<>]*>", re.I)
_TAG = re.compile(r"<[a-zA-Z/!?][^<>]*>")
# What is left of a tag that never closes; "< 5 %" and "3 <4" are no tags.
_TAG_OPENING = re.compile(r"<(?=[a-zA-Z/!?])")
_IMAGE = re.compile(r"!\[[^\[\]\n]*\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)")
_LINK = re.compile(r"\[([^\[\]\n]*)\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)")
# What is left of a link with brackets in its text, or one that goes on in the next line.
_TARGET = re.compile(r"\](?:\([^()\n]*\)|(?=\())")
# CommonMark 0.31 section 4.7: "[label]: destination" alone on its line.
_LINK_DEFINITION = re.compile(r"^[ ]{0,3}\[[^\[\]\n]+\]:[ \t]*\S*[/:#]\S*[^\n]*$", re.M)
_ADDRESS = re.compile(r"(?:[a-z0-9+.\-]{0,20}://|www\.|(?:javascript|vbscript):|\bdata:[a-z]+/)[^\s<>()\[\]\"»]*", re.I)
_MAIL_SCHEME = re.compile(r"\bmailto:", re.I)
_LINE_SIGNS = re.compile(r"^[ \t]*(?:#{1,6}[ \t]+|>[ \t]?)+|^[ \t]*(?:[-*_][ \t]*){3,}$", re.M)
_STRONG = re.compile(r"\*\*|__|~~|`+")
_EMPHASIS = re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])")
# Tags, private use, variation selectors, and what is left of a letter that was cut in two.
_HIDDEN = re.compile("[\U000e0000-\U000e0fff\ue000-\uf8ff\ufe00-\ufe0f\ud800-\udfff\ufffd]")
# Raised figures are footnotes, but for square and cubic measures; as figures they would escape comparison.
_RAISED = re.compile(r"[⁰¹⁴-⁹₀-₉]+|(?<![^\W\d_])[²³]")
_EMPTY_BRACKETS = re.compile(r"\(\s*\)|\[\s*\]|【\s*】|<\s*>")
_NUMBER_LABEL = re.compile(r"[\W\d]*\d[\W\d]*")


def plain(reply: str) -> str:
    """Return `reply` as plain text with its line ends; cleaning it again changes nothing.

    Removing one thing can put another together ("<scr<b>ipt>"), so this repeats until nothing changes; text that is
    nested deeper than any honest reply loses the signs themselves.
    """
    text = reply
    for _ in range(_ROUNDS):
        cleaned = _once(text)
        if cleaned == text:
            return cleaned
        text = cleaned
    # Without these signs none of the patterns below can match.
    return _once(re.sub(r"[<>()\[\]【】*_~`#&:!]|www", "", text, flags=re.I))


def visible(text: str) -> str:
    """Return the text without the characters that a reader cannot see."""
    return _HIDDEN.sub("", tidy(text))


def _once(text: str) -> str:
    text = _RAISED.sub("", visible(html.unescape(text)))
    text = _DROPPED_ELEMENT.sub(" ", text)
    text = _COMMENT.sub("", text)
    text = _TAG_OPENING.sub("", _TAG.sub("", _LINE_TAG.sub("\n", text)))
    text = _IMAGE.sub("", text)
    text = _LINK.sub(_link_text, text)
    text = _TARGET.sub("] ", text)
    text = _LINK_DEFINITION.sub("", text)
    text = _MAIL_SCHEME.sub("", _ADDRESS.sub(_closing_sign, text))
    text = _EMPHASIS.sub(r"\1", _STRONG.sub("", _LINE_SIGNS.sub("", text)))
    return _EMPTY_BRACKETS.sub("", text).strip()


def _link_text(link: re.Match[str]) -> str:
    label = link.group(1)
    return f"[{label}]" if _NUMBER_LABEL.fullmatch(label) else label


def _closing_sign(address: re.Match[str]) -> str:
    # The full stop after an address belongs to the sentence.
    end = address.group()[-1]
    return end if end in ".,;!?،؛؟" else ""
