"""Markers in a model's reply ("… [1]", "【2】", "[١، ٢]"): which sentence carries which, and the text without them.

Knows nothing of passages: whether a number names one is for the caller to say. Every bracket that holds only numbers is
taken for a marker and leaves the text, known or not, so that no reader sees a number that leads nowhere.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from rag.text.sentences import split
from rag.types import ITEM_SIGN

_BRACKETED = re.compile(r"[\[［【]([^\[\]［］【】\n]{1,80})[\]］】]")
_LEFT_OVER = re.compile(_BRACKETED.pattern.replace("{1,80}", "{0,80}"))
_PARTS = re.compile(r"\d+|[^\d\s]+")
_SEPARATORS = frozenset(", ، ; ؛ & et and و".split())
_RANGE_SIGNS = frozenset("- – — to à إلى".split())
_LABELS = frozenset(
    """^ # n° no no. passage passages source sources extrait extraits document documents doc المقطع مقطع المقاطع المصدر
    مصدر المصادر رقم""".split()
)
# Assistants of one provider write 【1†source】 and 【4:0†report.pdf】: only the first number is a marker.
_DAGGER = re.compile(r"(?::\d+)?†.*$")
_LONGEST_RANGE = 20

_BULLET = re.compile(r"^\s*(?:[-*+•▪◦‣–—]|\(?\d{1,2}[.)\-])\s+(?=\S)")
_SOURCES_LINE = re.compile(r"(?:sources?|r[ée]f[ée]rences?|citations?|المصادر|المراجع)\s*:?", re.I)
_SPACE_BEFORE_SIGN = re.compile(r"\s+([,.،])(?!\d)")
_TERMINATORS = ".!?؟۔…"


@dataclass(frozen=True, slots=True)
class MarkedSentence:
    """A sentence without its markers, and their numbers in order, each once."""

    text: str
    markers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    position: int
    markers: tuple[int, ...]


def marked_sentences(text: str) -> list[MarkedSentence]:
    """Return the sentences of a plain-text reply with the numbers of their markers.

    A marker belongs to the sentence that it ends or follows; in a line that begins with a marker and does not end with
    one, to the sentence that it begins. List items keep one kind of bullet.
    """
    sentences: list[MarkedSentence] = []
    for line in text.splitlines():
        bullet = _BULLET.match(line)
        found, orphans = _line_sentences(line[bullet.end() :] if bullet else line)
        if orphans and sentences:
            sentences[-1] = _with_markers(sentences[-1], orphans)
        if bullet and found:
            found[0] = MarkedSentence(ITEM_SIGN + found[0].text, found[0].markers)
        sentences += found
    return sentences


def without_markers(text: str) -> str:
    """Return a plain text without its markers, line by line."""
    return "\n".join(_polished(_lift(line)[0]) for line in text.splitlines()).strip()


def _line_sentences(line: str) -> tuple[list[MarkedSentence], tuple[int, ...]]:
    """Return the sentences of one line, and the markers of a line that has nothing else."""
    text, places = _lift(line)
    every_marker = tuple(marker for place in places for marker in place.markers)
    spans = [span for span in split(text) if any(char.isalnum() for char in text[slice(*span)])]
    if not spans:
        return [], every_marker
    if every_marker and _SOURCES_LINE.fullmatch(text.strip()):
        return [], ()
    markers: list[list[int]] = [[] for _ in spans]
    for place, owner in zip(places, _owners(text, places, spans), strict=True):
        markers[owner] += place.markers
    return [
        MarkedSentence(_polished(text[start:end]), tuple(dict.fromkeys(own)))
        for (start, end), own in zip(spans, markers, strict=True)
    ], ()


def _owners(text: str, places: list[_Place], spans: list[tuple[int, int]]) -> list[int]:
    """Return for each place the index of the sentence that it belongs to."""
    leading = places and places[0].position == 0 and places[-1].position < len(text.rstrip(_TERMINATORS + " "))
    if leading:
        ends = [end for _, end in spans]
        return [min(bisect_right(ends, place.position), len(spans) - 1) for place in places]
    starts = [start for start, _ in spans]
    return [max(bisect_left(starts, place.position) - 1, 0) for place in places]


def _lift(line: str) -> tuple[str, list[_Place]]:
    """Return the line without its markers, and where in that text each of them stood."""
    text, position = "", 0
    places: list[_Place] = []
    for match in _BRACKETED.finditer(line):
        markers = _read(match.group(1))
        if markers is None:
            continue
        text = _joined(text, line[position : match.start()], bool(places)).rstrip()
        places.append(_Place(len(text), markers))
        position = match.end()
    return _joined(text, line[position:], bool(places)), places


def _joined(text: str, following: str, after_marker: bool) -> str:
    if not after_marker:
        return text + following
    if following.strip() in _SEPARATORS:  # "[1], [2]"
        return text
    ended = text.endswith(tuple(_TERMINATORS))
    if ended and following[:1] == "." and following[1:2] != ".":  # "….[1]."
        following = following[1:]
    needs_space = text and following and (ended or text[-1].isalnum()) and following[0].isalnum()
    return f"{text} {following}" if needs_space else text + following


def _read(content: str) -> tuple[int, ...] | None:
    """Return the numbers of a bracket's content, or None when it holds anything but numbers."""
    numbers: list[int] = []
    ranged = False
    for part in _PARTS.findall(_DAGGER.sub("", content.lower())):
        if part.isdecimal():
            # A number of more digits names no passage; zero says so.
            number = int(part) if len(part) <= 4 else 0
            if ranged and numbers and 0 < number - numbers[-1] <= _LONGEST_RANGE:
                numbers.extend(range(numbers[-1] + 1, number))
            numbers.append(number)
            ranged = False
        elif part in _RANGE_SIGNS:
            ranged = True
        elif part not in _SEPARATORS and part not in _LABELS:
            return None
    return tuple(numbers) if numbers else None


def _with_markers(sentence: MarkedSentence, markers: tuple[int, ...]) -> MarkedSentence:
    return MarkedSentence(sentence.text, tuple(dict.fromkeys(sentence.markers + markers)))


def _polished(text: str) -> str:
    """Return a sentence with single spaces and without markers that came together when others were lifted out."""
    while (without := _LEFT_OVER.sub(_nothing_if_marker, text)) != text:
        text = without
    return _SPACE_BEFORE_SIGN.sub(r"\1", " ".join(text.split()))


def _nothing_if_marker(bracket: re.Match[str]) -> str:
    content = bracket.group(1)
    return "" if not content.strip() or _read(content) is not None else bracket.group()


_UNFINISHED_BRACKET = re.compile(r"!?[\[［【][^\[\]［］【】\n]{0,80}\Z")
_UNFINISHED_LINK = re.compile(r"(!?\[([^\[\]\n]*)\])\([^)\n]*\Z")
_UNFINISHED_TAG = re.compile(r"<(?:[a-zA-Z/!?][^<>]*)?\Z")
_HALF_WORD = re.compile(r"(?<!\S)\S+\Z")
_LAST_BRACKET = re.compile(_BRACKETED.pattern + r"\Z")


def without_half(reply: str) -> str:
    """Return a reply without the half marker, link or tag in which it ends."""
    text = _UNFINISHED_TAG.sub("", reply)
    text = _UNFINISHED_LINK.sub(lambda link: "" if _read(link.group(2)) is None else link.group(1).lstrip("!"), text)
    return _UNFINISHED_BRACKET.sub("", text)


def settled(reply: str) -> str:
    """Return the beginning of an unfinished reply that can be shown: no half word, marker, link or tag at its end."""
    text = without_half(reply)
    last = _LAST_BRACKET.search(text)
    if last and _read(last.group(1)) is not None:
        return text
    return _HALF_WORD.sub("", text)
