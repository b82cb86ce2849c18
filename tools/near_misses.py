"""Questions that a set's passages do not answer, made of ones that they do: another name, country or year.

A person who asks them would find passages on the very topic, and no answer. A few of them are answered by chance; they
are too few to matter for learning.
"""

from __future__ import annotations

import random
import re

from babel import Locale

from rag.text.normalise import fold
from tools.question_sets import Asked, QuestionSet

# A capitalised name after the first word of a question, of one or several words.
_NAME = re.compile(
    r"(?<!^)(?<![.?!] )\b[A-ZÀ-ÖØ-Þ][\w’'-]{2,}(?: (?:de |du |d['’]|of |the |van |von )?[A-ZÀ-ÖØ-Þ][\w’'-]+)*"
)
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]\d\d|20\d\d)(?!\d)")
_YEARS_OFF = (-7, -4, -3, -2, -1, 1, 2, 3, 5)
_COUNTRIES = "MA TN DZ LY EG SD LB JO SY IQ QA BH YE FR IT ES DE RU CN JP CA TR IR".split()
_TRIES = 20


def near_misses(questions: QuestionSet, seed: int = 5) -> QuestionSet:
    """Return the questions that can be changed so, each once; no passage answers them."""
    chosen = random.Random(seed)  # noqa: S311
    texts = {passage.id: fold(passage.text) for passage in questions.passages}
    named = [name for asked in questions.questions for name in _NAME.findall(asked.text)]
    missed = []
    for asked in questions.questions:
        changed = _changed(asked, texts[asked.passage_id], named, chosen)
        if changed and changed != asked.text:
            missed.append(Asked(f"{asked.id}~", changed, "", ""))
    return QuestionSet(f"{questions.name}, near misses", questions.passages, tuple(missed))


def _changed(asked: Asked, text: str, named: list[str], chosen: random.Random) -> str | None:
    years, names = _YEAR.findall(asked.text), _NAME.findall(asked.text)
    if years and chosen.random() < 0.6:
        year = chosen.choice(years)
        return asked.text.replace(year, str(int(year) + chosen.choice(_YEARS_OFF)))
    if names:
        name = chosen.choice(names)
        for other in chosen.sample(named, min(_TRIES, len(named))):
            if fold(other) not in text and (" " in other) == (" " in name):
                return asked.text.replace(name, other)
    return _other_country(asked.text, text, chosen)


def _other_country(question: str, text: str, chosen: random.Random) -> str | None:
    """An Arabic question with another country; Arabic has no capitals to know other names by."""
    countries = [str(Locale("ar").territories[code]) for code in _COUNTRIES]
    present = [name for name in countries if re.search(rf"\b[بولف]?{name}\b", question)]
    absent = [name for name in countries if fold(name) not in text]
    if not present or not absent:
        return None
    return question.replace(max(present, key=len), chosen.choice(absent))
