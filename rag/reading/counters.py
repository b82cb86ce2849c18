"""Numbers in the forms in which word processors count paragraphs: letters, Roman numerals, digits of two scripts.

Letters go on with "aa" after "z", and likewise in Arabic.
"""

from __future__ import annotations

_ARABIC_LETTERS = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"
_ABJAD = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
_ALPHABETS = {
    "lowerLetter": "abcdefghijklmnopqrstuvwxyz",
    "upperLetter": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "arabicAlpha": _ARABIC_LETTERS,
    "arabicAbjad": _ABJAD,
}
_ENCLOSED = {"decimalEnclosedParen": "({})", "decimalEnclosedFullstop": "{}.", "numberInDash": "- {} -"}
_ROMAN = {
    **{1000: "M", 900: "CM", 500: "D", 400: "CD", 100: "C", 90: "XC", 50: "L", 40: "XL"},
    **{10: "X", 9: "IX", 5: "V", 4: "IV", 1: "I"},
}


def written_as(number: int, style: str) -> str:
    """Return a number in a form by its OOXML name (w:ST_NumberFormat); unknown forms are written in digits."""
    if style in ("upperRoman", "lowerRoman"):
        return _roman(number) if style == "upperRoman" else _roman(number).lower()
    if style in _ALPHABETS and number > 0:
        alphabet = _ALPHABETS[style]
        return alphabet[(number - 1) % len(alphabet)] * ((number - 1) // len(alphabet) + 1)
    if style == "none":
        return ""
    if style in _ENCLOSED:
        return _ENCLOSED[style].format(number)
    if style == "hindiNumbers":
        return "".join("٠١٢٣٤٥٦٧٨٩"[int(digit)] for digit in str(number))
    return f"{number:02d}" if style == "decimalZero" else str(number)


def _roman(number: int) -> str:
    numeral = ""
    for value, sign in _ROMAN.items():
        numeral += sign * (number // value)
        number %= value
    return numeral
