"""Numbers in words, as people write them in three languages: the other way round from `rag.text.number_words`."""

from __future__ import annotations

_FR = """zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit
dix-neuf""".split()
_FR_TENS = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante"}
_EN = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
eighteen nineteen""".split()
_EN_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_AR = "صفر واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة".split()
_AR_FEMININE = "صفر واحدة اثنتان ثلاث أربع خمس ست سبع ثماني تسع عشر".split()
_AR_TENS = "عشرون ثلاثون أربعون خمسون ستون سبعون ثمانون تسعون".split()
_AR_HUNDREDS = "مائة مائتان ثلاثمائة أربعمائة خمسمائة ستمائة سبعمائة ثمانمائة تسعمائة".split()


def french(number: int) -> str:
    """Return a number below a billion in French words."""
    if number < 20:
        return _FR[number]
    if number < 70:
        ten, unit = number // 10 * 10, number % 10
        return _FR_TENS[ten] + ("" if not unit else " et un" if unit == 1 else f"-{_FR[unit]}")
    if number < 80:
        return "soixante et onze" if number == 71 else f"soixante-{_FR[number - 60]}"
    if number < 100:
        return "quatre-vingts" if number == 80 else f"quatre-vingt-{_FR[number - 80]}"
    if number < 1_000:
        hundreds, rest = divmod(number, 100)
        head = "cent" if hundreds == 1 else f"{_FR[hundreds]} cent" + ("" if rest else "s")
    elif number < 1_000_000:
        thousands, rest = divmod(number, 1_000)
        head = "mille" if thousands == 1 else f"{french(thousands)} mille"
    else:
        millions, rest = divmod(number, 1_000_000)
        head = "un million" if millions == 1 else f"{french(millions)} millions"
    return f"{head} {french(rest)}" if rest else head


def english(number: int) -> str:
    """Return a number below a billion in English words."""
    if number < 20:
        return _EN[number]
    if number < 100:
        return _EN_TENS[number // 10 - 2] + (f"-{_EN[number % 10]}" if number % 10 else "")
    if number < 1_000:
        rest = number % 100
        return f"{_EN[number // 100]} hundred" + (f" and {english(rest)}" if rest else "")
    scale, name = (1_000_000, "million") if number >= 1_000_000 else (1_000, "thousand")
    rest = number % scale
    link = " and " if 0 < rest < 100 else " "
    return f"{english(number // scale)} {name}" + (f"{link}{english(rest)}" if rest else "")


def arabic(number: int, *, feminine: bool = False) -> str:
    """Return a number below a billion in Arabic words; `feminine` is the gender of what is counted."""
    parts = []
    for scale, one, two, few, many in (
        (1_000_000, "مليون", "مليونان", "ملايين", "مليونا"),
        (1_000, "ألف", "ألفان", "آلاف", "ألفا"),
    ):
        count, number = divmod(number, scale)
        if count == 1:
            parts.append(one)
        elif count == 2:
            parts.append(two)
        elif count:
            parts.append(f"{_below_thousand(count, feminine=False)} {few if 3 <= count <= 10 else many}")
    if number or not parts:
        parts.append(_below_thousand(number, feminine=feminine))
    return " و".join(parts)


def _below_thousand(number: int, *, feminine: bool) -> str:
    hundreds, rest = divmod(number, 100)
    parts = [_AR_HUNDREDS[hundreds - 1]] if hundreds else []
    if rest or not parts:
        parts.append(_below_hundred(rest, feminine=feminine))
    return " و".join(parts)


def _below_hundred(number: int, *, feminine: bool) -> str:
    units = _AR_FEMININE if feminine else _AR
    if number <= 10:
        return units[number]
    if number < 20:
        first = {11: "إحدى" if feminine else "أحد", 12: "اثنتا" if feminine else "اثنا"}.get(number, units[number - 10])
        return f"{first} {'عشرة' if feminine else 'عشر'}"
    ten = _AR_TENS[number // 10 - 2]
    return f"{units[number % 10]} و{ten}" if number % 10 else ten
