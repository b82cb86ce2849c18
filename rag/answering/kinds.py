"""Whether a sentence holds the kind of thing that a question asks for.

Surface signs only (digits, month names, places after prepositions, connectives) in three languages; that the thing is
the right one is for the words around it to say. Numbers and persons are told word by word, in `words`.
"""

from __future__ import annotations

import re

from rag.text.normalise import fold
from rag.types import Question, QuestionKind

# Alternatives of a pattern, for folded text.
MONTHS = "|".join(
    """janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre january february march
    april may june july august september october november december يناير فبراير مارس ابريل مايو يونيو يوليو اغسطس
    سبتمبر اكتوبر نوفمبر ديسمبر كانون شباط اذار نيسان ايار حزيران تموز اب ايلول تشرين جانفي فيفري افريل ماي جوان
    جويليه اوت""".split()
)
YEAR = r"(?:1[5-9]|20)\d\d"
_DATE = re.compile(rf"\b{YEAR}\b|\b\d{{1,2}}(?:er)? (?:et \d{{1,2}} )?(?:{MONTHS})\b|\b(?:{MONTHS}) \d")
_CAPITALISED = r"[A-ZÀ-ÖØ-Þ][\w’'-]+"
_PLACE = re.compile(
    rf"\b(?:à|au|aux|en|dans|in|at|to|near) (?:la |le |the |l['’])?{_CAPITALISED}|(?:^|\s)(?:في|ب|إلى|مقره|مقرها)\s?\w+"
)
_REASON = re.compile(
    r"\b(?:car|parce que|afin|pour|puisque|en raison|grace a|suite a|a cause|compte tenu|because|since|due to|so that|"
    r"in order|owing|given|لان|بسبب|نظرا|من اجل|بما يتيح|كي|في اعقاب|نتيجه|absence|لعدم|بعدم)\b"
)
_ITEMS = re.compile(r"[,;،؛]|\b(?:et|and)\b|\sو\w")


def holds_kind(question: Question, sentence: str) -> bool:
    """Tell whether `sentence` shows the kind of thing that the question asks for; True when any sentence would do."""
    folded = fold(sentence)
    match question.kind:
        case QuestionKind.DATE:
            return bool(_DATE.search(folded))
        case QuestionKind.PLACE:
            return bool(_PLACE.search(sentence))
        case QuestionKind.REASON:
            return bool(_REASON.search(folded))
        case QuestionKind.LIST:
            return len(_ITEMS.findall(folded)) >= 2 or sentence.rstrip().endswith(":")
        case _:
            return True
