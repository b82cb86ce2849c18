"""Bytes to text when no one says in which encoding they are.

UTF-8 and UTF-16 are known by their form. Of the eight-bit encodings in which French, Arabic and English were written,
the one is chosen that makes letters, and words of one script, of the bytes above 127. When none of them does,
charset-normalizer is asked. What was guessed is flagged, and flagged as doubtful where two readings are nearly as good
or none is. Encodings that give the same text are not told apart.
"""

from __future__ import annotations

import codecs
import math
import re
from dataclasses import dataclass

from rag.errors import ReadingError

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# In the order in which they win when they read the same. ISO-8859-6 stands before MacArabic, which has its letters too.
_CANDIDATES = (
    *("windows-1252", "windows-1256", "iso-8859-6", "mac_arabic"),
    *("iso-8859-15", "mac_roman", "cp850"),
)
_JUDGED = frozenset(codecs.lookup(name).name for name in _CANDIDATES)
_NOT_STATED = "the encoding is not stated"
_SAMPLE = 20_000  # bytes that are judged; all are decoded

# Per thousand Arabic letters, and per thousand accented letters of French text, both counted over the parallel
# sentences of governments and aid agencies on which the bundled model was trained (1.4 and 2.4 million letters).
_ARABIC_LETTERS = {
    letter: count / 1000
    for letter, count in zip(
        "املتيرنودةعبحسفقجكهخأإصطشذىثغزضءئظؤآـ",
        (
            *(151, 71, 122, 62, 67, 45, 42, 40, 36, 36, 31, 27, 25, 23, 22, 21, 19, 17, 15, 14),
            *(13, 13, 12, 10, 9, 8, 8, 6, 6, 6, 5, 5, 4, 3, 2, 1, 1),
        ),
        strict=True,
    )
}
_ACCENTED = {
    letter: count / 1000
    for letter, count in zip(
        "éàèêôçâîûïùœëüæÿ", (740, 105, 73, 42, 10, 9, 8, 8, 6, 2, 2, 1.3, 0.3, 0.1, 0.1, 0.1), strict=True
    )
}
_MARKS = frozenset("«»’‘“”–—…•°·§€£©®،؛؟٪٫٬٠١٢٣٤٥٦٧٨٩\u00ad")
_RARE_MARKS = frozenset("½¼¾²³¹±×÷ªº¿¡¥\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u200c\u200d\u200e\u200f")
_MARK, _SPACE, _RARE, _STRANGE = math.log(0.05), math.log(0.02), math.log(0.002), math.log(0.0001)
_PLAUSIBLE = -4.5  # mean log-likelihood of a byte above 127; text in its own encoding stays well above it
_CLEAR = 8.0  # how much likelier, as a logarithm over the whole sample, the best reading must be than the next

_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_WORD = re.compile(r"[^\W\d_]+")
_ABOVE = re.compile(r"[^\x00-\x7f]")
_ARABIC = re.compile("[\u0620-\u064a]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_HUMP = re.compile("[a-z\u00df-\u00ff][A-Z\u00c0-\u00de]")
_INSIDE = re.compile(
    r"(?<=[^\W\d_]|['’])(?:[½¼¾²³¹ªº]|[^\w\s'’\-.,:;/()\u00ad\u0640\u064b-\u0652\u200c-\u200f«»“”…،؛؟])(?=[^\W\d_])"
)


@dataclass(frozen=True, slots=True)
class _Reading:
    encoding: str
    text: str
    score: float


def decode(data: bytes, path: str) -> tuple[str, tuple[str, ...]]:
    """Return the text of `data` and a flag when its encoding was guessed; raises ReadingError for what is no text."""
    encoding = next((name for mark, name in _BYTE_ORDER_MARKS if data.startswith(mark)), None) or _wide(data)
    flags: tuple[str, ...] = ()
    try:
        text = data.decode(encoding or "utf-8")
    except UnicodeDecodeError:
        text, flags = _guess(data, encoding)
    if len(_CONTROL.findall(text)) * 200 > len(text):
        raise ReadingError(path, "is not text.", "Give it the suffix of its real format, or save it as UTF-8 text.")
    return text, flags


def decode_stated(data: bytes, stated: str, path: str) -> tuple[str, tuple[str, ...]]:
    """Return the text of `data` whose writer states an encoding, and a flag where it is plainly another one.

    Pages are often saved by one program and labelled by another. Raises ReadingError for what is no text.
    """
    guessed, flags = decode(data, path)
    name = _codec(stated)
    if name is None or not flags:  # what decodes as UTF-8 is no other encoding
        return guessed, flags
    try:
        text = data.decode(name)
    except UnicodeDecodeError:
        return guessed, (_stated_wrongly(stated, flags[0]),)
    count = len(_ABOVE.findall(text[:_SAMPLE]))
    gain = _score(guessed[:_SAMPLE], count) - _score(text[:_SAMPLE], count)
    if name not in _JUDGED or _letters(text) == _letters(guessed) or gain * count < _CLEAR:
        return text, ()
    return guessed, (_stated_wrongly(stated, flags[0]),)


def _stated_wrongly(stated: str, flag: str) -> str:
    return flag.replace(_NOT_STATED, f"the encoding is not {stated}, as it says")


def _codec(stated: str) -> str | None:
    """The codec of a name; what calls itself Latin 1 or ASCII is windows-1252, as browsers take it."""
    try:
        name = codecs.lookup(stated).name
    except LookupError:
        return None
    return "cp1252" if name in ("iso8859-1", "ascii") else name


def _wide(data: bytes) -> str | None:
    """UTF-16 without a byte order mark: one of every two bytes is nearly always zero, or 6 in Arabic (U+06xx)."""
    sample = data[: 2 * (len(data[:2000]) // 2)]
    high, low = sample[1::2], sample[0::2]
    for encoding, upper, other in (("utf-16-le", high, low), ("utf-16-be", low, high)):
        if upper and (upper.count(0) + upper.count(6)) >= 0.9 * len(upper) and other.count(0) * 20 <= len(other):
            return encoding
    return None


def _guess(data: bytes, encoding: str | None) -> tuple[str, tuple[str, ...]]:
    if encoding or _is_mostly_utf8(data):
        # A file cut in the middle of a letter, or with a few bytes damaged.
        text = data.decode(encoding or "utf-8", errors="replace")
        return text, (f"some bytes are no {encoding or 'utf-8'} and are shown as \ufffd",)
    readings = sorted(_readings(data), key=lambda reading: -reading.score)
    best = readings[0]
    if best.score < _PLAUSIBLE:
        best = _asked(data) or best
        return best.text, (_flag(best.encoding, "and doubtful: check the text, and save it as UTF-8"),)
    others = [other for other in readings if _letters(other.text) != _letters(best.text)]
    if others and (best.score - others[0].score) * len(_ABOVE.findall(best.text[:_SAMPLE])) < _CLEAR:
        return best.text, (_flag(best.encoding, f"but might be {others[0].encoding}: check the text"),)
    return best.text, (_flag(best.encoding),)


def _letters(text: str) -> str:
    return "".join(_WORD.findall(text[:_SAMPLE]))


def _flag(encoding: str, doubt: str = "") -> str:
    return f"{_NOT_STATED}; read as {encoding}" + (f", {doubt}" if doubt else "")


def _is_mostly_utf8(data: bytes) -> bool:
    """Tell whether nearly all bytes above 127 are parts of whole UTF-8 sequences, which eight-bit text never is."""
    above = sum(byte > 127 for byte in data)
    good = sum(len(char.encode()) for char in data.decode("utf-8", errors="ignore") if ord(char) > 127)
    return above >= 20 and good >= 0.95 * above


def _readings(data: bytes) -> list[_Reading]:
    """What the bytes say in each encoding; an encoding without a sign for a byte counts that byte as strange."""
    found = []
    above = sum(byte > 127 for byte in data[:_SAMPLE])
    for encoding in _CANDIDATES:
        text = data.decode(encoding, errors="replace")
        found.append(_Reading(encoding, text, _score(text[:_SAMPLE], above)))
    return found


def _score(text: str, count: int) -> float:
    """Return the mean log-likelihood of the `count` bytes above 127; what breaks words apart counts as strange."""
    if not count:
        return 0.0
    above = _ABOVE.findall(text)
    # MacArabic has a second set of ASCII's signs up there, for text that runs from right to left.
    total = sum(_likelihood(char) for char in above) + (count - len(above)) * _SPACE
    breaks = len(_INSIDE.findall(text))
    for word in _WORD.findall(text):
        if not word.isascii():
            # Two scripts in one word, or a capital behind a small letter.
            breaks += bool(_ARABIC.search(word) and _LATIN.search(word)) + len(_HUMP.findall(word))
    return (total + breaks * _STRANGE) / count


def _likelihood(char: str) -> float:
    known = _ARABIC_LETTERS.get(char) or _ACCENTED.get(char)
    if known:
        return math.log(known)
    if char in _MARKS:
        return _MARK
    if char == "\u00a0":
        return _SPACE
    if char in _RARE_MARKS:
        return _RARE
    capital = _ACCENTED.get(char.lower())
    return math.log(capital / 20) if capital else _STRANGE


def _asked(data: bytes) -> _Reading | None:
    from charset_normalizer import from_bytes

    found = from_bytes(data[:_SAMPLE]).best()
    if found is None:
        return None
    return _Reading(found.encoding, data.decode(found.encoding, errors="replace"), 0.0)
