"""A question that asks for several things → one question for each: "when and where", "how many … and how many …".

It is cut where a further ask-word begins, and each piece is made whole: it takes the rest of the question it shares, or
carries the topic of the piece before it, as a follow-up does. "Which met and which decided" asks once: a relative is
known by standing twice.
"""

from __future__ import annotations

import re

from rag.question.asking import asks, circumstance, clause, content, is_only_ask, topic
from rag.question.exchanging import with_counted
from rag.question.flat import flat, plain
from rag.question.followups import BRACKETED, about, after
from rag.question.slots import ended
from rag.question.understanding import understood
from rag.text.countries import countries
from rag.types import Question

_MOST = 4
_EN = (
    r"(?:(?:in|at|on|by|for|from|to|with|of|since|until|under) )?"
    r"(?:whom?|whose|when|where|why|how (?:many|much|long|often)|how|what|which)"
)
_FR = (
    r"(?:(?:a|en|de|dans|par|pour|avec|chez|sur|depuis|jusqu'a) )?"
    r"(?:qui|quand|ou|pourquoi|combien|comment|quel(?:le)?s?|quoi|lesquel(?:le)?s)"
)
_AR = (
    r"(?:(?:(?:في|من|الي|عن|علي|منذ|حتي|مع) )?[بل]?(?:متي|اين|كم|اي|ماذا)|لماذا|كيف|هل|لمن|"
    r"(?:ما|من) (?:هو|هي|هم|هما|الذي|التي|الذين)|ما (?=ال))"
)
_JOINT = re.compile(
    rf"(?P<end>[?؟] +)|(?P<comma>, ?)(?=(?:{_EN}|{_FR})\b)|"
    rf",? (?P<and>(?:and (?:also )?|& |as well as )(?=(?P<en>{_EN})\b)|"
    rf"(?:et (?:aussi )?|ainsi que |puis )(?=(?P<fr>{_FR})\b)|"
    rf"و(?={_AR}\b)|و(?=من ))"
)
# Ask-words that join a relative clause too.
_RELATIVE = frozenset("who whom whose which where when qui ou dont".split())


def parts(question: Question) -> tuple[Question, ...]:
    """Return the questions that `question` is made of, in their order; itself alone where it asks for one thing."""
    bracketed = BRACKETED.match(question.text)
    text, carried = (bracketed["head"], bracketed["carried"]) if bracketed else (question.text, "")
    pieces = _pieces(plain(text))
    if len(pieces) < 2:
        return (question,)
    wholes = _wholes(pieces)
    if carried:
        wholes = [about(whole, carried) for whole in wholes]
    return tuple(understood(whole, question.language) for whole in dict.fromkeys(wholes))


def _pieces(text: str) -> list[str]:
    """The text cut before each further ask-word, the conjunction left out."""
    if not asks(text):
        return [text]
    folded = flat(text)
    pieces: list[str] = []
    start = 0
    for joint in _JOINT.finditer(folded):
        begun, rest = text[start : joint.start()], text[joint.end() :]
        if not begun.strip(" ,،") or not rest.strip(" ?؟.") or len(pieces) == _MOST - 1:
            continue
        if joint["comma"] and not is_only_ask(begun):
            continue
        # "and WHO": an acronym asks nothing.
        if rest.split()[0].isupper() and not text.isupper():
            continue
        if joint["and"] and _continues(folded, start, joint):
            continue
        pieces.append(begun.strip(" ,،"))
        start = len(text) - len(clause(rest).text) if joint["end"] else joint.end()
    return [*pieces, text[start:].strip()]


def _continues(folded: str, start: int, joint: re.Match[str]) -> bool:
    """Whether the ask-word after "and" goes on with a relative clause, or in Arabic is "and from"."""
    before, rest = folded[start : joint.start()], folded[joint.end() :]
    if rest.startswith("من ") and not re.match("من (?:هو|هي|هم|الذي|التي|الذين)", rest):
        return not before.startswith("من ") or rest.startswith(("من ال", "من بين")) or bool(countries(rest.split()[1]))
    word = (joint["en"] or joint["fr"] or "").split(" ")[-1]
    return word in _RELATIVE and re.search(rf"(?<!^)\b{word}\b", before.removeprefix(word)) is not None


def _wholes(pieces: list[str]) -> list[str]:
    wholes: list[str] = []
    giver = None
    _, mark = ended(pieces[-1])
    for position, piece in enumerate(pieces):
        following = next((other for other in pieces[position + 1 :] if not is_only_ask(other)), None)
        if is_only_ask(piece) and not wholes and following:
            giver = following
            wholes.append(_sharing(piece, following, mark))
        elif not wholes and following and (shared := _counted_alike(piece, following)):
            giver = following
            wholes.append(shared)
        elif piece is giver:
            wholes.append(piece)
        elif wholes:
            wholes.append(after(piece, wholes[-1]))
        else:
            wholes.append(piece)
    return [_written(whole, mark) for whole in wholes]


def _sharing(ask: str, following: str, mark: str) -> str:
    """Before "where was it held", the piece "When" is "When was it held"."""
    asked = circumstance(following)
    rest = following[asked[1] :] if asked else " " + topic(following)
    return f"{ask.strip(' ,،')}{rest.rstrip(' ?؟')}{mark}"


def _counted_alike(piece: str, following: str) -> str | None:
    """Before "how many men took part", the piece "How many women" is "how many women took part"."""
    counted = content(piece)
    if len(counted) != 1 or len(content(following)) < 2:
        return None
    return with_counted(following, topic(piece))


def _written(text: str, mark: str) -> str:
    stem, _ = ended(text)
    return stem[:1].upper() + stem[1:] + mark
