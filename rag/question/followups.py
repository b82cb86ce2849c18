"""A follow-up → the full question that it stands for, by rule, from the questions before it.

"And in 2004?" exchanges a part of the last question, "Where?" its ask-word; "When was it created?" carries the last
question's topic in brackets. A question that holds all it speaks of stands alone. No grammar is analysed: the result is
meant to be searched for, and to be read by the person who asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from babel import Locale

from rag.question.asking import (
    asks,
    circumstance,
    clause,
    content,
    is_anchored,
    is_only_ask,
    is_yes_no,
    lowered,
    topic,
)
from rag.question.exchanging import with_piece
from rag.question.flat import flat, plain
from rag.question.kinds import kind_of
from rag.question.leaning import Lean, leans
from rag.question.slots import ended
from rag.text.citing import comma
from rag.text.countries import countries
from rag.text.language import detect
from rag.types import QuestionKind

# Earlier questions are resolved in order; what lies further back is forgotten.
_REMEMBERED = 6
# A piece of a question is short; so is what can be carried along without drowning what is asked.
_LONGEST_PIECE, _LONGEST_TOPIC = 9, 24
# With fewer content words, and no name, a question is about what was spoken of; more when "and" joins it to that.
_TOO_FEW, _TOO_FEW_JOINED = 1, 3
_MORE = re.compile(
    r",? (?:and|et) (?:when|where|why|how|who|by whom|quand|ou|pourquoi|combien|comment|qui|par qui)\b.*$|"
    r"[،]? و(?:متي|اين|كم|لماذا|كيف)\b.*$"
)
# Marks that would end the question, or its brackets, before their time.
_UNBRACKETED = str.maketrans("", "", "()?؟")
_AUXILIARY = re.compile(r"^(?:is|are|was|were|did|does|do|has|have|had|est|sont|était|étaient) (?=\w)")
BRACKETED = re.compile(r"^(?P<head>.*?) ?\((?P<carried>[^()]*)\)\W*$")


def resolve(text: str, history: Sequence[str] = ()) -> str:
    """Return `text` as a question that can be understood without `history`, the earlier questions, oldest first."""
    full = ""
    for turn in (*history[-_REMEMBERED:], text):
        full = after(plain(turn), full)
    return full


def after(text: str, previous: str) -> str:
    """Return `text` as a full question after `previous`, which is one."""
    if not previous or not text:
        return text
    said = clause(text)
    if is_only_ask(said.text):
        return _asked_of(said.text, previous)
    if not asks(said.text):
        words = said.text.split()
        if len(words) <= _LONGEST_PIECE and (said.connected or len(words) <= 2 or _introduced(said.text)):
            more = _MORE.search(flat(said.text))
            whole = with_piece(previous, said.text[: more.start()] if more else said.text)
            # "And for Lebanon, and when?" goes on asking; `parts` takes the two apart.
            return ended(whole)[0] + said.text[more.start() :] if more else whole
        return text
    lean = leans(said.text)
    few = _TOO_FEW_JOINED if said.connected else _TOO_FEW
    alone = is_anchored(said.text) or len(content(said.text)) > few or kind_of(said.text) is QuestionKind.DEFINITION
    if lean is None and alone:
        return text
    return about(said.text, _carried(previous, lean, detect(text)))


def _introduced(text: str) -> bool:
    """A piece such as "for Algeria" or "في تونس" is known by the preposition at its head."""
    return (
        re.match(r"(?:in|for|from|since|with|by|en|pour|de|du|depuis|avec|chez|à|في|عن|منذ|من|مع)\b", text.lower())
        is not None
    )


def _asked_of(ask: str, previous: str) -> str:
    """Put the ask-word in the place of that of `previous`, where both ask for a circumstance; else before its topic."""
    stem, mark = ended(previous)
    word = ask.rstrip(" ?؟!.")
    word = word[:1].upper() + word[1:]
    if circumstance(ask):
        replaced = circumstance(stem)
        if replaced:
            return word + stem[replaced[1] :] + mark
        if is_yes_no(stem):
            rest = re.sub(r"^(?:هل|[Ee]st-ce qu(?:e |['’]))\s*", "", stem)
            return f"{word} {lowered(rest)}{mark}"
    return about(ask, _carried(previous, Lean.THING, detect(previous)))


def about(text: str, carried: str) -> str:
    """Return the question with what it is about in brackets at its end."""
    bracketed = BRACKETED.match(text)
    if bracketed and carried:
        text, carried = bracketed["head"] + ended(text)[1], f"{bracketed['carried']}, {carried}"
    stem, mark = ended(text)
    return f"{stem[:1].upper()}{stem[1:]} ({carried}){mark}" if carried else text


def _carried(previous: str, lean: Lean | None, language: str) -> str:
    """What the question before was about: a country for "there", else its topic, which may itself have been carried."""
    if lean is Lean.PLACE and (named := countries(previous)):
        territories = Locale(language).territories
        return ", ".join(territories[code] for code in named if code in territories)
    bracketed = BRACKETED.match(previous)
    if bracketed is None:
        carried = topic(previous)
    elif lean is Lean.ALL:
        carried = comma(language).join(filter(None, [topic(bracketed["head"]), bracketed["carried"]]))
    else:
        carried = bracketed["carried"]
    carried = _AUXILIARY.sub("", carried)
    return " ".join(carried.split()[:_LONGEST_TOPIC]).translate(_UNBRACKETED)
