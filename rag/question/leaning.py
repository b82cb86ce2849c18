"""Whether a clause leans on what was said before: by a pronoun whose noun it does not hold, or by "that", "there".

Surface signs in three languages. In Arabic a pronoun is the end of a word ("دستورها"), and after "which" and "how many"
it only takes their noun up again ("كم شبكة فككها المغرب"): that is told from the words around it.
"""

from __future__ import annotations

import re
from enum import Enum, auto

from rag.question.asking import asks, content, is_anchored, topic
from rag.question.flat import flat


class Lean(Enum):
    """What a clause leans on: a person or thing named before, all that was said before, or a place."""

    THING = auto()
    ALL = auto()
    PLACE = auto()


_PLACE = re.compile(
    r"(?<!is )(?<!are )(?<!was )(?<!were )(?<!if )\bthere\b|\b(?:his|her|their|its|the|this|that) (?:own )?country\b|"
    r"\bla-bas\b|\b(?:son|leur|ce) (?:propre )?pays\b|\b\w*بلد(?:ه|ها|هم)\b|\b(?:هذا|ذلك) البلد\b|"
    r"(?<!^)(?<!هل )\bهناك\b"
)
_ALL = re.compile(
    r"\b(?:was|were|is|did|does|do|said|say|says|about|of|for|to|like|on|after|before|by) (?:that|this)\b(?! (?:the|"
    r"a)\b)|"
    r"\b(?:this|these|that|those)$|\bthe same\b|\b(?:who|what|where|anyone|anybody) else\b|"
    r"\b(?:cela|ca|ceci)\b|\bl'(?:a|ont|avait|avaient) (?:dit|fait|declare|affirme|ecrit|annonce|decide|demande)\b|"
    r"\bc'(?:est|etait)\b|\b(?:le|la) meme$|\bd'autres?$|\bqui d'autre\b|"
    r"\b[وفبكل]?(?:ذلك|هذا|هذه|تلك|ذاك|هولاء)\b"
)
_EN_PERSON = re.compile(r"\b(?:he|she|him|her|his|hers)\b")
_EN_THING = re.compile(
    r"\b(?:it|its|they|them|their|theirs)\b(?! (?:takes?|took|(?:im)?possible|true|(?:un)?necessary|important|likely|"
    r"hard|difficult|easy|clear|"
    r"costs?)\b)"
)
_EN_INVERTED = re.compile(
    r"\b(?:is|are|was|were|did|does|do|has|have|had|will|would|can|could|must|should) (?:it|they)$"
)
_EN_NOUN = re.compile(
    r"\b(?:the|an?|this|these|every|each) \w+|^\w{3,}s\b(?<!\bdoes)(?<!\bwas)(?<!\bhas)|^(?:wo)?men\b|^people\b"
)
_FR_OWN = re.compile(
    r"\b(?:son|sa|ses|leurs?|lui|eux|celui-ci|celle-ci|ceux-ci|celles-ci|ce dernier|cette derniere|ces derniers)\b|"
    r"\bl'(?:a|ont|avait|avaient|aurait)\b|\b(?:qui|et) y\b|\bd'entre (?:eux|elles)\b|\ben (?:ont|avaient)\b|"
    r"^(?:qui|quand|ou|pourquoi|comment) (?:le|la|les|l'|lui|leur) ?\w+$|\bqu'(?:il|elle)s?\b(?! y\b)"
)
_FR_INVERTED = re.compile(r"\b\w+-(?:t-)?(?:ils?|elles?)\b")
_FR_EXPLETIVE = re.compile(
    r"\by a-t-il\b|\ba-t-il fallu\b|\bfaut-il\b|\bs'agit-il\b|\b(?:existe|reste|manque)-t-il\b|\best-il (?:vrai|"
    r"possible|prevu)\b"
)
_FR_NOUN = re.compile(r"\b(?:le|la|les|l'|une?|cet?|cette|ces|du|des|au|aux)[ ']?\w{3,}")
_AR_WORD = re.compile(r"[^\W\d_]+")
_AR_DEFINITE = re.compile(r"^[وف]?(?:[بك]?ال|لل)\w{2,}")
_AR_SUFFIXED = re.compile(r"^\w{2,}(?:ها|هم|هما|هن)$")
_AR_NOT_SUFFIXED = frozenset("مهم اهم فهم متهم دراهم تفاهم اسهم ساهم مساهم ايهم ايهما كلها جميعها".split())
_AR_HIS = re.compile(r"^(?:له|به|فيه|منه|عنه|اليه|عليه|لديه|معه|\w{2,}ته|\w{2,}[اويى]ءه|\w{3,}ايه)$")
# Arabic names have no capitals: so many words before a pronoun are taken to hold its noun.
_AR_ENOUGH = 3
_AR_RESUMES = frozenset("كم اي الذي التي الذين باي لاي".split())


def leans(text: str) -> Lean | None:
    """Return what the clause leans on; None where it holds all it speaks of."""
    folded = flat(text).strip(" ?؟!.")
    if _PLACE.search(folded):
        return Lean.PLACE
    if _ALL.search(folded):
        return Lean.ALL
    if "\u0620" <= folded[:1] <= "\u06d3":
        return Lean.THING if _arabic(text) else None
    return Lean.THING if _english(text, folded) or _french(text, folded) else None


def _english(text: str, folded: str) -> bool:
    person = _EN_PERSON.search(folded)
    if person and not _names(text, person.start()):
        return True
    thing = _EN_THING.search(folded)
    if thing is None:
        return False
    if _EN_INVERTED.search(folded[: thing.end()]):
        return True
    before = topic(text[: thing.start()])
    return not (_names(text, thing.start()) or _EN_NOUN.search(flat(before)))


def _french(text: str, folded: str) -> bool:
    own = _FR_OWN.search(folded)
    if own and not _names(text, own.start()) and not _FR_NOUN.search(flat(topic(text[: own.start()]))):
        return True
    inverted = _FR_INVERTED.search(folded)
    if inverted is None or _FR_EXPLETIVE.search(folded):
        return False
    before = text[: inverted.start()].strip()
    # "Lindqvist a-t-elle signé ?": what stands before the verb and does not ask is its subject.
    has_subject = bool(before) and topic(before) == before and not asks(before)
    return not (has_subject or _names(before, len(before)) or _FR_NOUN.search(flat(topic(before))))


def _names(text: str, end: int) -> bool:
    return is_anchored(text[:end])


def _arabic(text: str) -> bool:
    words = _AR_WORD.findall(text)
    folded = [flat(word) for word in words]
    # Folding makes one letter of the pronoun "his" and the feminine ending, which many type alike.
    tidy = any(word.endswith("ة") for word in words) or len(words) <= 4
    for position, word in enumerate(folded):
        his = word.endswith("ه") and words[position].endswith("ه") and (_AR_HIS.match(word) or (tidy and len(word) > 4))
        if _AR_DEFINITE.match(word) or word in _AR_NOT_SUFFIXED or not (his or _AR_SUFFIXED.match(word)):
            continue
        before, after = folded[:position], folded[position + 1 : position + 2]
        if (
            any(map(_AR_DEFINITE.match, before))
            or len(content(" ".join(words[:position]))) >= _AR_ENOUGH
            or is_anchored(" ".join(words[:position]))
        ):
            return False
        resumed = any(other.lstrip("وف") in _AR_RESUMES for other in before)
        return not (resumed and after and (_AR_DEFINITE.match(after[0]) or is_anchored(f"- {words[position + 1]}")))
    return False
