"""What a question wants of the sentence that answers it, word by word: what is counted, in which unit, of which year.

It looks at the question alone; `rag.question` tells the kind of answer, this what such an answer must have about it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.answering.kinds import YEAR
from rag.answering.quantities import ordinals
from rag.text.countries import named_countries
from rag.text.language import detect
from rag.text.normalise import fold
from rag.text.number_words import value_of
from rag.text.tokens import content_words, words
from rag.types import Question, QuestionKind

_COUNTS = re.compile(
    r"\bhow many\b|\bnumber of\b|\bcombien d|\bnombre d|^(?:\S+ )?كم (?!بلغ|تبلغ|كان)|\bعدد\b", re.IGNORECASE
)
_CITY = re.compile(r"\bcit(?:y|ies)\b|\btowns?\b|\bvilles?\b|\bcapital|مدين|عاصم")
# What is asked for in a unit, and how a sentence shows the unit. Both for folded text.
_UNITS = (
    (
        re.compile(
            r"\b(?:per ?cent\w*|share|proportion|rate|pourcentage|taux)\b|\b(?:la|quelle) part\b|\bنسبه\b|\bمعدل\b"
        ),
        re.compile(r"[%٪]|per ?cent|pour ?cent|(?:في |ب)الم(?:ا?ي|ائ|ئ)ه"),
    ),
    (
        re.compile(
            r"how long|how many (?:years|months|days|weeks|hours)|combien de temps|\bduree\b|\bduration\b|"
            r"combien d.? ?(?:annees?|ans|mois|jours|semaines|heures)|\bمده\b|كم (?:سنه|عاما?|شهرا?|يوما?|اسبوعا?)\b"
        ),
        re.compile(
            r"\b(?:ans?|annees?|mois|jours?|semaines?|heures?|minutes?|years?|months?|days?|weeks?|hours?|centur\w+|"
            r"decades?)\b|سنه|سنوات|سنتين|عام|اعوام|شهر|اشهر|يوم|ايام|اسبوع|ساعه|ساعات"
        ),
    ),
    (
        re.compile(
            r"\bbudget\b|\bcosts?\b|\bprices?\b|\bfees?\b|\bsalar(?:y|ies)\b|\bwages?\b|\bamount\b|\bmontant\b|"
            r"\bcout\w*\b|\bprix\b|\bfrais\b|\btarifs?\b|\bsalaires?\b|ميزاني|كلف|مبلغ|رسوم|سعر|\bثمن\b|"
            r"\b(?:ال)?(?:راتب|رواتب|اجر|اجور)\b"
        ),
        re.compile(
            r"[$€£]|\b(?:dirhams?|euros?|dollars?|francs?|millions?|milliards?|billions?|usd|mad|eur|dh|livres?|"
            r"pounds?)\b|درهم|دولار|يورو|جنيه|مليون|مليار|ليره|ريال|دينار"
        ),
    ),
)


@dataclass(frozen=True)
class Wants:
    """What is wanted: content words, and which of them (by position) tell what is asked for and which are names.

    `years` and `ordinals` ("the second") are those that the question names; `units` the patterns that a sentence must
    show; `counts` says that things are counted, `city` that a city is asked for. `held` are all words of the question,
    folded.
    """

    language: str
    words: tuple[str, ...]
    focus: tuple[int, ...]
    names: tuple[int, ...]
    held: frozenset[str]
    years: frozenset[str]
    ordinals: frozenset[int]
    units: tuple[re.Pattern[str], ...]
    counts: bool
    city: bool


def wants(question: Question) -> Wants:
    """Return what the question wants of an answer."""
    text, folded = question.text, fold(question.text)
    # "The three ministries": a list of three need not say so.
    asked = [word for word in content_words(text) if question.wanted is None or value_of(word) != question.wanted]
    capitalised = {fold(word) for word in re.findall(r"(?<=\W)[^\W\d_a-z][\w’'-]*", text) if word[:1].isupper()}
    # "The population of the Comoros in 2020": neither the islands nor the year are what is counted.
    named = words(text)
    given = {word for _, start, end in named_countries(named) for word in named[start:end]} | set(question.numbers)
    measured = question.kind is QuestionKind.NUMBER
    # "Which States …": what is listed or counted is no name, whatever its capital.
    listed = question.focus[:1] if measured or question.kind is QuestionKind.LIST else ()
    return Wants(
        language=detect(text),
        words=tuple(asked),
        focus=tuple(asked.index(word) for word in question.focus if word in asked and word not in given),
        names=tuple(position for position, word in enumerate(asked) if word in capitalised and word not in listed),
        held=frozenset(words(text)),
        years=frozenset(number for number in question.numbers if re.fullmatch(YEAR, number)),
        ordinals=ordinals(text),
        units=tuple(shown for asks, shown in _UNITS if measured and asks.search(folded)),
        counts=measured and bool(_COUNTS.search(folded)),
        city=bool(_CITY.search(folded)),
    )
