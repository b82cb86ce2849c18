"""What a line's beginning and end say: paragraph numbers, question letters, part numerals, bullets, sentence ends.

Only the look of one line; whether "12." really opens paragraph 12 depends on its neighbours and is decided elsewhere.
Digits are Latin, Arabic-Indic or Persian; letters Latin or Arabic.
"""

from __future__ import annotations

import re

from rag.text.normalise import fold

ARABIC = re.compile("[\u0620-\u064a\u0671-\u06d3\u06fa-\u06ff]")
_DIGITS = "0-9٠-٩۰-۹"
_DASHES = r"\-–—‐‑"
_TATWEEL = "\u0640"  # Arabic typists use it for a dash
_SUFFIX = "bis|ter|quater|quinquies|مكرر(?:اً|ًا|ا)?"
# "12." "12-" "12)" "12.-" "٣-" "12 bis." before words, not before digits: "1.5" and "27.01.2023" number no paragraph.
_NUMBER = re.compile(
    rf"([{_DIGITS}]{{1,3}})(?:\s?({_SUFFIX}))?"
    rf"(?:\s?\.\s?[{_DASHES}{_TATWEEL}]|\.|\s?\)|\s?[{_DASHES}{_TATWEEL}])"
    rf"(?:\s+|(?=[^\W\d_«“\"'(\[]))(?![{_DIGITS}])"
)
# "Question 3:", "Q3.", "السؤال ٣:"
_NUMBERED_QUESTION = re.compile(
    rf"(?:questions?|q|السؤال|سؤال)\s?(?:n[°o]\s?)?([{_DIGITS}]{{1,3}})\s?[.:){_DASHES}]\s*(?=\S)", re.IGNORECASE
)
_LATIN_LETTER = re.compile(rf"(?:\(([a-zA-Z])\)|([a-zA-Z])\)|([a-z])(?:\.|\s?[{_DASHES}]))\s*(?=[^\W\d_]|[«“\"'(\[])")
_ARABIC_LETTER = re.compile(rf"(?:\(([أابجدهوزحطيكل])ـ?\)|([أابجدهوزحطيكل])ـ?\s?[).{_DASHES}])\s*(?=\S)")
# Letters of lists in the order of the alphabet that the other order, of questions, does not begin with: "ت-", "(ث)".
_OTHER_LETTER = re.compile(rf"(?:\([تثخذرسشصضعغفقمن]ـ?\)|[تثخذرسشصضعغفقمن]ـ?\s?[){_DASHES}])\s*(?=\S)")
_ARABIC_ORDER = {letter: index for index, letter in enumerate("أبجدهوزحطيكل")} | {"ا": 0}
_SUBNUMBER = re.compile(rf"(?:\([{_DIGITS}]{{1,3}}\)|\([ivx]{{1,4}}\)|[ivx]{{2,4}}\))\s*(?=\S)")

_ROMAN = "(?:X{0,3}(?:IX|IV|V?I{1,3}|V)|X{1,3})(?![A-Za-z])"
_PART_WORDS = "part|partie|section|volet|chapter|chapitre|القسم|الجزء|المحور|الباب|الفصل|الفرع"
_ARABIC_ORDINALS = ("أول", "ثاني", "ثالث", "رابع", "خامس", "سادس", "سابع", "ثامن", "تاسع", "عاشر")
_ORDINAL_ORDER = {fold(word): index for index, word in enumerate(_ARABIC_ORDINALS, 1)}
_PART = re.compile(
    rf"(?:(?P<word>{_PART_WORDS})\s+)?"
    rf"(?:(?P<roman>{_ROMAN})|(?P<digits>[{_DIGITS}]{{1,2}})|(?:ال)?(?P<ordinal>[^\W\d_]+?)(?P<adverb>اً|ا|ًا|ً)?)"
    rf"\s*(?P<end>\.\s*[{_DASHES}]|[.):{_DASHES}]|$|(?=\s))\s*",
    re.IGNORECASE,
)
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10}

_BULLETS = "▪▫✓✔•◦‣●○■□◆◇➢➤►▶⁃∙·\uf0b7\uf0a7\uf0fc\uf0d8"
_STRONG_BULLET = re.compile(rf"([{_BULLETS}])\s*")
_WEAK_BULLET = re.compile(rf"([{_DASHES}*]|o)\s+(?=\S)")

_BARE = re.compile(rf"(?:[{_BULLETS}]|\(?(?:[{_DIGITS}]{{1,3}}|[a-z]|[أابجدهوزحطيكل]ـ?)\s?(?:\)|\.?[{_DASHES}]|\.))$")

# "Introduction ........ 12", "Preface . . . . iv", "مقدمة …… ٣"
_LEADER = re.compile(
    rf"(?:\.{{4,}}|(?:\.\s){{4,}}|…{{2,}}|·{{4,}}|_{{4,}})[\s.…]*(?:[{_DIGITS}]{{1,4}}|[ivxlc]{{1,7}})$", re.IGNORECASE
)
_LONGEST_TITLE, _SHORTEST_SENTENCE = 40, 8  # words
_CLOSING = "»”\"'’)]*_ "
_CALLED = re.compile(r"(?<=[^\s\d_(\[-][.!?؟…۔»”])[\[(]?\d{1,2}[\])]?$")  # the call of a footnote behind a sentence
_WORD = re.compile(r"[^\W_]\S*")  # from its first letter or digit on
_URL = re.compile(r"<?(?:https?://|www\.)\S+>?", re.IGNORECASE)
_SOURCE = re.compile(r"(?:sources?|liens?|links?|urls?|المصدر|المصادر|الرابط)\s*(?::|$)")


def paragraph_number(text: str) -> int | None:
    """Return the number that `text` begins with in the manner of a paragraph number, or None."""
    match = _NUMBER.match(text) or _NUMBERED_QUESTION.match(text)
    return int(match.group(1)) if match else None


def question_label(text: str) -> str:
    """Return the label that a question begins with as it is printed ("Q2", "Question 3", "السؤال ٣"), or ""."""
    match = _NUMBERED_QUESTION.match(text)
    return text[: match.end(1)] if match else ""


def paragraph_suffix(text: str) -> str | None:
    """Return what follows a paragraph number that was put in later ("bis", "مكرر"), or None."""
    match = _NUMBER.match(text)
    return match.group(2) if match else None


def letter(text: str) -> int | None:
    """Return the place in the alphabet (from 0) of a question letter at the beginning: "b)" or "ب-" is 1."""
    if match := _ARABIC_LETTER.match(text):
        return _ARABIC_ORDER[match.group(1) or match.group(2)]
    if match := _LATIN_LETTER.match(text):
        return ord((match.group(1) or match.group(2) or match.group(3)).lower()) - ord("a")
    return None


def part(text: str) -> int | None:
    """Return the number of the part that `text` begins: "II.-", "Part II", "القسم الثاني", "ثانياً-" are all 2."""
    match = _PART.match(text)
    if match is None:
        return None
    named, closed = bool(match["word"]), bool(match["end"])
    if match["roman"] and (named or (closed and match["roman"].isupper())):
        return _roman_value(match["roman"].upper())
    if match["digits"] and named:
        return int(match["digits"])
    if match["ordinal"] and (named or (closed and match["adverb"])):
        return _ORDINAL_ORDER.get(fold(match["ordinal"]))
    return None


def roman(number: int) -> str:
    """Write a number below 40 in Roman numerals."""
    units = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
    return "X" * (number // 10) + units[number % 10]


def _roman_value(numeral: str) -> int:
    values = [_ROMAN_VALUES[char] for char in numeral]
    return sum(-value if value < max(values[place:]) else value for place, value in enumerate(values))


def strong_bullet(text: str) -> str:
    """Return the bullet glyph that `text` begins with, or ""."""
    match = _STRONG_BULLET.match(text)
    return match.group(1) if match else ""


def split_bullet(text: str) -> tuple[str, str]:
    """Return (bullet, rest); the bullet may also be a dash, a star or the letter o, and is "" where there is none."""
    match = _STRONG_BULLET.match(text) or _WEAK_BULLET.match(text)
    return (match.group(1), text[match.end() :]) if match else ("", text)


def opens(text: str) -> bool:
    """Tell whether `text` looks like the beginning of a paragraph, question, part or list item."""
    return bool(
        paragraph_number(text) is not None
        or split_bullet(text)[0]
        or letter(text) is not None
        or _SUBNUMBER.match(text)
        or _OTHER_LETTER.match(text)
        or part(text) is not None
    )


def is_bare_marker(text: str) -> bool:
    """Tell whether `text` is a number, letter or bullet and nothing else, its words being on the next line."""
    return bool(_BARE.match(text.strip()))


def ends_sentence(text: str) -> bool:
    """Tell whether `text` ends with a full stop, question or exclamation mark, whatever quotes or call follow."""
    return _CALLED.sub("", text.rstrip()).rstrip(_CLOSING).endswith((".", "!", "?", "؟", "…", "۔"))


def is_body(text: str) -> bool:
    """Tell whether `text` is too long for a title or heading: a sentence of eight words, or more than forty words."""
    words = word_count(text)
    return words > _LONGEST_TITLE or (words >= _SHORTEST_SENTENCE and ends_sentence(text))


def ends_clause(text: str) -> bool:
    """Tell whether `text` ends a sentence, or with a colon or semicolon."""
    return ends_sentence(text) or text.rstrip(_CLOSING).endswith((":", ";", "؛"))


def begins_lower(text: str) -> bool:
    """Tell whether the first letter is lower case; never true of scripts without case."""
    stripped = text.lstrip("«“\"'’( ")
    return bool(stripped) and stripped[0].islower()


def is_question(text: str) -> bool:
    """Tell whether `text` asks something."""
    return "?" in text or "؟" in text


def word_count(text: str) -> int:
    """Count the words of `text`, split at white space; a sign standing alone is no word."""
    return len(_WORD.findall(text))


def leads_to_page(text: str) -> bool:
    """Tell whether `text` ends with dots that lead to the number of a page, as the lines of a table of contents do."""
    return bool(_LEADER.search(text.strip()))


def is_source_line(text: str) -> bool:
    """Tell whether `text` only says where something was published: an address, or "Source: …"."""
    without, addresses = _URL.subn("", text)
    if addresses:
        return word_count(without) <= 4
    return bool(_SOURCE.match(fold(text).strip())) and word_count(text) <= 12


def grouped(lines: list[str]) -> list[str]:
    """Return the lines that breaks within one paragraph part: those with a marker of their own alone, others joined."""
    groups: list[str] = []
    for line in lines:
        if groups and not opens(line):
            groups[-1] = f"{groups[-1]} {line}"
        else:
            groups.append(line)
    return groups
