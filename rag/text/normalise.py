"""Two normal forms of text: `tidy` for what is stored and quoted, `fold` for what is compared.

`tidy` removes what a reader cannot see; `fold` also removes what a reader does not mind (case, accents, Arabic letter
variants). Folded text has other offsets than its source, so it is never quoted.
"""

from __future__ import annotations

import re
import unicodedata

# Zero-width and bidirectional controls, the byte order mark, the soft hyphen.
_INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
# Arabic presentation forms A and B: shapes that old producers write instead of letters (Unicode chapter 9.2).
_PRESENTATION_FORMS = re.compile("[\ufb1d-\ufdff\ufe70-\ufefc]+")

_FOLDED_LETTERS = str.maketrans(
    {
        "ـ": "",  # tatweel stretches a word and means nothing
        "ى": "ي",
        "ی": "ي",
        "ة": "ه",
        "ک": "ك",
        "ٱ": "ا",
        "œ": "oe",
        "æ": "ae",
        "ß": "ss",
        "ø": "o",
        "ł": "l",
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "´": "'",
        "`": "'",
        "٫": ".",
        "٬": ",",
        "٪": "%",
    }
)
# Small digits behind a number do not belong to it: "29¾", a call of a footnote.
_SMALL_DIGIT = re.compile("[²³¹⁰⁴-⁹₀-₉¼-¾⅐-⅞]")
_SMALL_DIGITS = re.compile(rf"(?<=\d)(?={_SMALL_DIGIT.pattern})")
# Every mark that combines with a letter goes, every decimal digit becomes an ASCII one.
_FOLDED = (
    {code: None for code in range(0x10000) if unicodedata.combining(chr(code))}
    | {code: str(unicodedata.digit(chr(code))) for code in range(0x10000) if chr(code).isdecimal()}
    | _FOLDED_LETTERS
)


def tidy(text: str) -> str:
    """Return text as it is stored: composed letters, real spaces, no invisible characters, Unix line ends.

    The length may change, so this comes before any offset exists.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _PRESENTATION_FORMS.sub(lambda match: unicodedata.normalize("NFKC", match.group()), text)
    text = unicodedata.normalize("NFC", text)
    return _CONTROLS.sub("", _SPACES.sub(" ", _INVISIBLE.sub("", text)))


def fold(text: str) -> str:
    """Return text as it is compared: lower case, no accents or diacritics, Arabic variants and digits unified."""
    if text.isascii():
        return text.lower()
    apart = _SMALL_DIGITS.sub(" ", text) if _SMALL_DIGIT.search(text) else text
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", apart).casefold())
    return decomposed.translate(_FOLDED)
