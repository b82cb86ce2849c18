"""Where sentences begin and end, as offsets into the text they came from.

A line end is always a sentence end, since blocks hold no wrapped lines. Titles ("M.", "Mme.", "Dr."), initials, list
numbers and decimals do not end a sentence. Nothing is rewritten: every span is a slice of the text.
"""

from __future__ import annotations

import re

_LINES = re.compile(r"[^\n\f]+")
# A terminator, the closing quotes or brackets that belong to it, then white space.
_BOUNDARY = re.compile(r"[.!?؟۔…]+[»”\"'’)\]]*(?:\s*\[\d+\])*\s+")
_LAST_WORD = re.compile(r"([^\s(«“\"'’]+)$")
_LABEL = re.compile(r"(?:\d{1,3}\s?[.)-](?!\d)\s*|[▪•✓◦‣·*–-]\s+)+(?=\S)")
_OPENING = "«“\"'’([¿¡•▪✓-–—"
_ABBREVIATIONS = frozenset(
    """m mm mme mmes mlle me mr mrs ms dr pr prof st ste gen col lt hon h.e s.e s.m sr jr art arts al par para paras p
    pp n° vol chap ch fig cf etc env éd ed eds dir inc ltd vs e.g i.e c.-à-d av apr jan janv févr feb mar avr aug
    août sept oct nov déc dec tel tél réf ref approx د أ م ص""".split()
)


def split(text: str) -> list[tuple[int, int]]:
    """Return the (start, end) of each sentence of `text`, in order, without surrounding white space."""
    spans: list[tuple[int, int]] = []
    for line in _LINES.finditer(text):
        start = line.start()
        for boundary in _BOUNDARY.finditer(text, line.start(), line.end()):
            if _ends_sentence(text, start, boundary):
                spans.append((start, boundary.end()))
                start = boundary.end()
        spans.append((start, line.end()))
    return [trimmed for span in spans if (trimmed := _trim(text, *span))[0] < trimmed[1]]


def beginning(text: str, start: int, end: int) -> int:
    """Return where the sentence between two offsets begins, past the number or bullet of its paragraph."""
    label = _LABEL.match(text, start, end)
    return label.end() if label else start


def _ends_sentence(text: str, start: int, boundary: re.Match[str]) -> bool:
    following = text[boundary.end() : boundary.end() + 1]
    if not following or boundary.group().lstrip()[0] != "." or boundary.group().startswith(("..", "…")):
        return not following.islower()
    if following.islower():
        return False
    word = _LAST_WORD.search(text, start, boundary.start())
    if word is None:
        return True
    last = word.group(1)
    if last.lower() in _ABBREVIATIONS or (len(last) == 1 and last.isalpha() and last.isupper()):
        return False
    # "12." or "a." at the beginning is a label of what follows, not a sentence.
    at_beginning = not text[start : word.start()].strip(_OPENING + " ")
    return not (at_beginning and (last.isdigit() or len(last) == 1))


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
