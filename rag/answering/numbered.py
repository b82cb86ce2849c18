"""Numbers that count nothing: "article 3", "loi 27-14", "the 8th session", "Dialogue 5+5", "COVID-19", a label "12.".

They name or place a thing. Surface signs only, in three languages; dates are told in `words`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Bools = NDArray[np.bool_]

# What has a number for its name; in Arabic also behind particles and the article.
_LATIN = (
    "articles?|art|lois?|laws?|acts?|dahirs?|decrets?|decrees?|circulaires?|circulars?|decisions?|resolutions?|"
    "objectifs?|objectives?|goals?|odd|sdgs?|cibles?|targets?|paragraphes?|paragraphs?|paras?|phases?|"
    "chapitres?|chapters?|sections?|annexes?|annex|tableaux?|tables?|figures?|pages?|questions?|numeros?"
)
_ARABIC = "ماده|قانون|ظهير|مرسوم|قرار|منشور|هدف|غايه|فقره|مرحله|فصل|مرفق|ملحق|جدول|شكل|صفحه|سوال|رقم|دوره|جلسه|مجلد"
_NUMERO = r"(?:\bn ?[°º]|\bnos?(?: ?[°º]|\.))"
_NAMED = rf"(?:\b(?:{_LATIN})\.?|\b[وفبكل]{{0,2}}(?:ال)?(?:{_ARABIC}))"
_RULES = re.compile(
    rf"^\W*\d{{1,3}}\s?[.)-](?!\d)|(?:{_NAMED}(?: ?(?:{_NUMERO}|رقم))?|{_NUMERO}) ?\d+(?:[.,/-]\d+)*|"
    r"\b\d+(?:ere?|e|eme|nde?|rd|st|th|nd)\b|\d+ ?\+ ?\d+|\d+[-/]\d+|(?<=[^\W\d_])[-–]\d+",
    re.MULTILINE,
)


def counting_nothing(folded: Sequence[str], gaps: Sequence[str]) -> Bools:
    """Tell which words stand in such a name; `gaps[i]` is what stands in the text before word i, `folded[i]`."""
    found = np.zeros(len(folded), np.bool_)
    if not any(word[-1:].isdigit() or word[:1].isdigit() for word in folded):
        return found
    pieces = [piece for pair in zip(gaps, folded, strict=True) for piece in pair]
    ends = np.cumsum([len(piece) for piece in pieces], dtype=np.int64)[1::2]
    starts = ends - np.array([len(word) for word in folded], np.int64)
    for match in _RULES.finditer("".join(pieces)):
        found |= (starts < match.end()) & (ends > match.start())
    return found
