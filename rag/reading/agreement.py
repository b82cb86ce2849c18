"""One page as Tesseract reads it with the data of several languages, brought to one text, and the numbers in doubt.

The data for one language know nothing of the letters of another, and each read numbers with faults of their own: those
for Arabic have no percent sign and lose digits, those for French and English take Arabic letters for digits. So words
of the other script are taken from where they are read with confidence, and a number stands without doubt only where
two readings agree on its digits. Where none agree, the likeliest is kept and named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from rag.reading.bidi import reading_order
from rag.text.normalise import fold

_ARABIC = re.compile("[\u0620-\u064a\u0671-\u06d3]")
_LATIN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿŒœ]")
_LATIN_WORD = re.compile(r"\W*[A-Za-zÀ-ÖØ-öø-ÿŒœ]{2}[\w.@/'’+-]*\W*")
_INDIC = re.compile("[\u0660-\u0669]")
_NUMBER = re.compile(r"[%٪]?\d(?:[\d.,/:٫٬-]*\d)?[%٪]?")
_SEPARATORS = re.compile("[.,٫٬]")
_PERCENT_SIGN = re.compile("[%٪]")
_PERCENT = 2  # how many digits a percent sign before a number may be taken for

_CERTAIN = 88.0  # of 100: numbers on which two readings this sure agree outweigh a third
_READ = 70.0  # of 100: a word read with confidence
_POOR = 60.0  # of 100: below, a word may be of another script
_LOST = 50.0  # of 100: below, a short word may have been a number
_SHAPED = 75.0  # of 100: numbers found by their shapes that are this sure need no other reading to agree
_LONG = 5  # letters: no number is taken for so long a word
_BETTER = 10.0  # of 100: so much surer must a reading with other data be


@dataclass(frozen=True, slots=True)
class Word:
    """A word with the number of its line, its place in it in pixels, and how sure Tesseract is of it (0 to 100)."""

    text: str
    sure: float
    line: int
    left: int
    right: int
    doubtful: bool = False

    def covers(self, other: Word) -> bool:
        """Tell whether more than half of the narrower of the two lies in the other."""
        across = min(self.right, other.right) - max(self.left, other.left)
        return 2 * across > min(self.right - self.left, other.right - other.left)


def agreed(
    arabic: Sequence[Word], latin: Sequence[Sequence[Word]], drawn: Sequence[Word] | None = None, rtl: bool = False
) -> list[Word]:
    """Return the words of a page line by line in reading order.

    `arabic` is the page as read with the data for Arabic (empty where there are none), `latin` as read with those for
    French and English, the page's language first. `drawn` are numbers found by their shapes: those in the digits ٠ to ٩
    stand as they are, the others are one more reading of lines of Arabic. `rtl` is how lines without letters are read.
    """
    found: list[Word] = []
    for line in sorted({word.line for words in (arabic, *latin, drawn or ()) for word in words}):
        own, *others, seen = (
            [word for word in reading if word.line == line] for reading in (arabic, *latin, drawn or ())
        )
        indic = [word for word in seen if _INDIC.search(word.text)]
        own, *others = ([word for word in words if not _lies_in(word, indic)] for words in (own, *others))
        if indic or (own and not _is_latin(own, others)):
            shapes = [word for word in seen if word not in indic]
            sought = None if drawn is None else shapes
            # What the data for French take for a number among Arabic letters mostly is none.
            seconds = shapes if drawn is None or not indic else None
            read = _checked(_with_latin(own, others, seconds), others, rtl=True, shapes=sought)
            found += _ordered([*read, *indic])
        else:
            first = next((other for other in (*others, own) if other), [])
            rest = [other for other in others if other is not first]
            found += _checked(
                first,
                [*rest, own] if first is not own else rest,
                rtl=rtl and not any(_LATIN_WORD.fullmatch(word.text) for word in first),
            )
    return found


def _lies_in(word: Word, others: Sequence[Word]) -> bool:
    """Tell whether most of a word lies where another is."""
    across = sum(max(0, min(word.right, other.right) - max(word.left, other.left)) for other in others)
    return 2 * across > word.right - word.left


def is_arabic(words: Sequence[Word]) -> bool:
    """Tell whether most letters of a page are Arabic."""
    text = "".join(word.text for word in words)
    return len(_ARABIC.findall(text)) > len(_LATIN.findall(text))


def latin_lines(arabic: Sequence[Word], latin: Sequence[Sequence[Word]]) -> frozenset[int]:
    """Return the numbers of the lines that are rather Latin letters than Arabic ones."""
    lines = {word.line for words in (arabic, *latin) for word in words}

    def on(line: int, words: Sequence[Word]) -> list[Word]:
        return [word for word in words if word.line == line]

    return frozenset(line for line in lines if _is_latin(on(line, arabic), [on(line, words) for words in latin]))


def _is_latin(arabic: Sequence[Word], latin: Sequence[Sequence[Word]]) -> bool:
    """Tell whether a line is rather one of Latin letters: such words are the surer ones, and read with confidence.

    Where it has Arabic letters, too, most of the Latin ones must be read the same with the data of both languages.
    """
    own = [word for word in arabic if _ARABIC.search(word.text)]
    sure = max(_READ, _sureness(own))
    for other in latin:
        words = [word for word in other if _LATIN.search(word.text)]
        same = [word for word in words if not own or _is_seconded(word, other, latin)]
        if _sureness(words) > sure and 2 * sum(len(word.text) for word in same) > sum(len(word.text) for word in words):
            return True
    return False


def _sureness(words: Sequence[Word]) -> float:
    return sum(word.sure * len(word.text) for word in words) / max(1, sum(len(word.text) for word in words))


def _with_latin(line: Sequence[Word], others: Sequence[list[Word]], shapes: list[Word] | None) -> list[Word]:
    """Put in the Latin words that another reading is sure of and this one is not, and the numbers that it left out.

    None for `shapes` tells that it left out none.
    """
    kept = list(line)
    readings = (*others, shapes) if shapes else others
    for other in readings:
        for word in other:
            below = [own for own in kept if own.covers(word)]
            if word.sure < _READ or not _is_seconded(word, other, readings):
                continue
            if not below and shapes is not None and _NUMBER.fullmatch(word.text):
                kept.append(word)
            elif _LATIN_WORD.fullmatch(word.text) and all(_may_be_latin(own, word) for own in below):
                kept = [own for own in kept if own not in below]
                kept.append(word)
    return _ordered(kept)


def _is_seconded(word: Word, reading: Sequence[Word], others: Sequence[Sequence[Word]]) -> bool:
    """Tell whether another reading, where there is one, has the same word."""
    rest = [other for other in others if other is not reading]
    return not rest or any(fold(word.text) == fold(own.text) for other in rest for own in other if own.covers(word))


def _may_be_latin(own: Word, word: Word) -> bool:
    if _NUMBER.fullmatch(own.text) and (word.sure < _CERTAIN or sum(map(str.isalpha, word.text)) < _LONG):
        return False
    return not _LATIN.search(own.text) and (not _ARABIC.search(own.text) or own.sure < min(_POOR, word.sure - _BETTER))


def _ordered(words: Sequence[Word]) -> list[Word]:
    """The words of a line of Arabic in reading order; their right edges are not to be relied on (see `recognition`)."""
    visual = sorted(words, key=lambda word: word.left)
    elements = [text for word in visual for text in (" ", word.text)]
    return [visual[index // 2] for index in reading_order(elements, rtl=True) if index % 2]


def _checked(
    line: Sequence[Word], others: Sequence[list[Word]], rtl: bool, shapes: list[Word] | None = None
) -> list[Word]:
    """The words of a line with the likeliest numbers; `shapes` are those found by their shapes, if they were sought."""
    checked: list[Word] = []
    for word in line:
        beside = [[own for own in other if own.covers(word)] for other in (*others, shapes or [])]
        if _NUMBER.search(word.text):
            read = _with_number(word, [list(_numbers(words, word)) for words in beside], rtl)
        else:
            read = _in_place_of(word, beside, rtl)
            if shapes is not None and not beside[-1] and not _NUMBER.search(read.text):
                read = replace(read, doubtful=False)
        readings = [word, *(other for words in beside[:-1] for other in words)]
        checked.append(replace(read, doubtful=False) if _is_confirmed(read, readings, beside[-1]) else read)
    return checked


def _is_confirmed(word: Word, readings: Sequence[Word], shapes: Sequence[Word]) -> bool:
    """Tell whether shapes give with confidence the digits that a reading has, too, and no reading has more of them."""
    own = _only_digits(word)
    digits = [_only_digits(reading) for reading in readings]
    shaped = any(own == _only_digits(shape) and shape.sure >= _SHAPED for shape in shapes)
    signs = _PERCENT if _PERCENT_SIGN.search(word.text) else 0  # digits for which a percent sign was taken
    longer = any(
        own in other and own != other and not (other.endswith(own) and len(other) - len(own) <= signs)
        for other in (*digits, *map(_only_digits, shapes))
    )
    return bool(own) and shaped and own in digits and not longer


def _only_digits(word: Word) -> str:
    return re.sub(r"\D", "", fold(word.text))


def _numbers(words: Iterable[Word], word: Word) -> Iterator[tuple[str, float]]:
    """The numbers that another reading has in the place of a word, with how sure it is of each."""
    for other in words:
        own = _longest_number(word.text)
        before, after = len(word.text[: own.start()].strip()), len(word.text[own.end() :].strip())
        # What stands beside the number in Arabic is taken for other signs: what is left of it for the end of the word.
        left = other.text.find(_digits(own.group()))
        right = len(other.text) - left - len(_digits(own.group()))
        more = any(map(str.isdigit, other.text.replace(_digits(own.group()), "", 1)))
        if left >= 0 and left <= after and right <= before and (word.sure > other.sure or not more):
            yield own.group(), other.sure
            continue
        for match in _NUMBER.finditer(other.text):
            yield match.group(), other.sure


def _longest_number(text: str) -> re.Match[str]:
    return max(_NUMBER.finditer(text), key=lambda found: len(found.group()))


def _with_number(word: Word, others: Sequence[list[tuple[str, float]]], rtl: bool) -> Word:
    match = _longest_number(word.text)
    own = (match.group(), word.sure)
    readings = [own, *(_likeliest(other, own[0]) for other in others if other)]
    agreeing = [reading for reading in readings if sum(_agrees(reading[0], other) for other, _ in readings) >= 2]
    marked = [(number, sure) for number, sure in readings if _has_lost_marks(number, readings)]
    likeliest = [*agreeing, *marked] or readings
    number, _ = max(likeliest, key=lambda reading: (_is_percent(reading[0]), reading in marked, reading[1]))
    against = [sure for other, sure in readings if not _agrees(number, other)]
    sure_enough = not against or all(sure >= _CERTAIN for other, sure in readings if _agrees(number, other))
    text = word.text[: match.start()] + (_logical(number) if rtl else number) + word.text[match.end() :]
    single = len(list(_NUMBER.finditer(word.text))) == 1
    return replace(word, text=text, doubtful=not (number in dict(agreeing) and single and sure_enough))


def _likeliest(readings: Sequence[tuple[str, float]], own: str) -> tuple[str, float]:
    """Of the numbers of another reading the one that agrees, else the first."""
    return next((reading for reading in readings if _agrees(reading[0], own)), readings[0])


def _agrees(number: str, other: str) -> bool:
    """Tell whether two readings have the same digits, a percent sign read as digits apart."""
    first, second = _digits(number), _digits(other)
    if sorted(first.split("-")) == sorted(second.split("-")):
        return True  # the data for Arabic give the ends of a range now in one order, now in the other
    pairs = ((number, first, second), (other, second, first))
    return any(
        _is_percent(sign) and whole.endswith(digits) and len(whole) - len(digits) <= _PERCENT
        for sign, digits, whole in pairs
    )


def _has_lost_marks(number: str, readings: Iterable[tuple[str, float]]) -> bool:
    """Tell whether another reading has the same digits without the points and commas of this one."""
    whole = _SEPARATORS.sub("", number)
    return whole != number and any(own != number and _agrees(_SEPARATORS.sub("", own), whole) for own, _ in readings)


def _digits(number: str) -> str:
    return fold(number).strip("%٪")


def _is_percent(number: str) -> bool:
    return number[0] in "%٪" or number[-1] in "%٪"


def _logical(number: str) -> str:
    """A number as it stands from left to right in a line of Arabic, in the order in which it is read.

    Producers set the ends of a range in either order, according to what stands before it: it is taken to rise.
    """
    if re.fullmatch(r"(\d+)-(\d+)", number):
        return "-".join(sorted(number.split("-"), key=int))
    return "".join(number[index] for index in reading_order(list(number), rtl=True, after_arabic=True))


def _in_place_of(word: Word, beside: Sequence[list[Word]], rtl: bool) -> Word:
    """A word without digits that may be a number: what the others agree on, else the word itself, in doubt."""
    letters = sum(map(str.isalpha, word.text))
    if letters >= _LONG or (word.sure >= _READ and letters):
        return word
    numbers = [
        (match.group(), other.sure)
        for words in beside
        for other in words
        if other.sure >= _POOR and (match := _NUMBER.fullmatch(other.text.strip("().,:;-")))
    ]
    if len(numbers) > 1 and len({_digits(number) for number, _ in numbers}) == 1:
        sure = min(sure for _, sure in numbers)
        number = numbers[0][0]
        return replace(word, text=_logical(number) if rtl else number, sure=sure, doubtful=sure < _CERTAIN)
    return replace(word, doubtful=bool(numbers) or (letters > 0 and word.sure < _LOST))
