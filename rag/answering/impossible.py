"""What rules a sentence out as the answer to a question about a country, however much of the question it meets.

Only what is all but never so of an answer: by these rules none of 230 questions about the sample reports loses its
right sentence. Of 4,002 public ones (XQuAD in English and Arabic, half of PIAF) 25 do, whose passages have no title or
heading that names the country.
"""

from __future__ import annotations

from collections.abc import Mapping

from rag.text.countries import countries, spoken_of
from rag.types import Passage, Question, QuestionKind, Source

# More than so many countries in a sentence are a list.
_MANY_COUNTRIES = 3
_WHAT_IS_ASKED = ("no_number", "no_date", "no_full_name", "no_name_in_arabic")


def is_elsewhere(question: Question, passage: Passage, source: Source) -> bool:
    """Whether a country is asked about that neither the passage, nor what stands above it, nor its report is about."""
    about = {*source.metadata.countries, *spoken_of(f"{source.title} {passage.context} {passage.text}")}
    return bool(question.countries) and about.isdisjoint(question.countries)


def is_impossible(question: Question, text: str, missing: Mapping[str, float]) -> bool:
    """Whether the sentence neither is about the country nor has what is asked, or lists countries and nothing of them.

    `missing` are the signals of what the sentence lacks.
    """
    if not question.countries:
        return False
    if missing["country_missing"] and any(missing[name] for name in _WHAT_IS_ASKED):
        return True
    lists = len(countries(text)) > _MANY_COUNTRIES
    names_nobody = question.kind is QuestionKind.PERSON and (missing["no_full_name"] or missing["no_name_in_arabic"])
    return lists and bool(names_nobody or missing["nothing_counted"])
