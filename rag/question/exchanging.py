"""A piece of a question ("and in 2004", "et les femmes", "وماذا عن ليبيا") put into the question before it.

The ways are tried from the surest to the poorest: country and date, demonstrative ("celle de …"), name, what is
counted, the phrase with the same preposition; else the piece is added at the end.
"""

from __future__ import annotations

import re

from rag.question.asking import topic
from rag.question.flat import flat
from rag.question.slots import country_spans, ended, has_date, with_country, with_date, with_name, without_dates
from rag.text.countries import countries
from rag.text.normalise import fold
from rag.text.tokens import content_words

_FILLERS = frozenset(
    fold(
        """alone only just specifically seul seule seulement uniquement rien فقط وحدها وحده سنة عام year annee année
        بالنسبة case cas côté حالة نفس"""
    ).split()
)
_ARTICLE = re.compile(r"^(?:the |les |le |la |l')")
_PREPOSITIONS = (
    "in at on by for from to with of a en de du des d' dans par pour avec chez sur depuis vers selon contre au aux "
    "في من عن علي الي مع"
).split()
_PREPOSITION = re.compile(r"(?<![\w'])(?:" + "|".join(map(re.escape, _PREPOSITIONS)) + r")(?: |(?<='))")
_SAME = {"du": "de", "des": "de", "d'": "de", "au": "a", "aux": "a"}
_DEMONSTRATIVE = re.compile(
    r"^(?P<word>celle|celui|celles|ceux)(?P<fr> (?:de |du |des |d').+)$|^(?:that|those|the ones?)(?P<en> (?:of|in|"
    r"for|from) .+)$"
)
_NOUN = {
    "celle": r"\b(?:la|une|cette) [\w'-]+|\bl'[\w-]+",
    "celui": r"\b(?:le|un|ce|cet) [\w'-]+|\bl'[\w-]+",
    "celles": r"\b(?:les|des|ces) [\w'-]+",
    "ceux": r"\b(?:les|des|ces) [\w'-]+",
}
# What is counted: up to the first plural in English, one word in the other two.
_COUNTED = re.compile(
    r"(?:\bhow many|\bhow much|\bwhat (?:percentage|share|number|proportion) of(?: the)?) (?P<en>(?:\w+ ){0,2}?\w+s|"
    r"\w+)\b|"
    r"(?:\bcombien|\bquel(?:le)? (?:pourcentage|part|nombre|proportion)) (?:de |d'|des )(?P<fr>[\w-]+)|"
    r"\b(?:كم(?: عدد)?|ما (?:عدد|نسبه)) (?P<ar>\w+)"
)
_IS = re.compile(
    r"^(?:what|who) (?:is|are|was|were) |^qui (?:est|sont|etait) |^qu'est-ce que? ?|^(?:ما|من) (?:هو|هي|هم) |"
    r"^que signifie "
)
_ADVERBS = frozenset("before after now today since later avant apres depuis aujourd'hui قبل بعد الان اليوم".split())
_LONGEST_NAMED = 4
_VOWEL = re.compile(r"[aeiouyhéèêàâîôû]", re.IGNORECASE)


def with_piece(previous: str, piece: str) -> str:
    """Return the question `previous` with `piece` in the place of what it answers to."""
    stem, mark = ended(previous)
    piece = _inside(piece.strip(" ?؟!.,"))
    if not _left_over(piece):
        changed = _with_slots(stem, piece)
        if changed:
            return changed + mark
    changed = (
        _with_demonstrative(stem, piece)
        or with_name(stem, piece)
        or with_counted(stem, piece)
        or _with_named(stem, piece)
        or _with_same_preposition(stem, piece)
    )
    if changed:
        return changed + mark
    return f"{stem}{'،' if mark == '؟' else ','} {piece}{mark}"


def _inside(piece: str) -> str:
    """The piece as it goes on inside a sentence: "To education" loses its capital, "Egypt" does not."""
    begins = _PREPOSITION.match(flat(piece)) or _ARTICLE.match(flat(piece))
    return piece[:1].lower() + piece[1:] if begins else piece


def _left_over(piece: str) -> list[str]:
    """What the piece holds beside countries and dates."""
    for span in reversed(country_spans(piece)):
        piece = piece[: span.start] + " " + piece[span.end :]
    return [word for word in content_words(without_dates(piece)) if word not in _FILLERS and not word.isdigit()]


def _with_slots(stem: str, piece: str) -> str | None:
    changed = None
    if countries(piece):
        changed = with_country(stem, piece)
        if changed is None:
            return None
    if has_date(piece):
        changed = with_date(changed or stem, piece)
    return changed


def _with_demonstrative(stem: str, piece: str) -> str | None:
    """The noun is kept, what follows it exchanged: "celle des femmes" after "la stratégie des jeunes"."""
    match = _DEMONSTRATIVE.match(flat(piece))
    if match is None:
        return None
    if match["en"]:
        noun = re.search(r"\bthe \w+(?= (?:of|in|for|from) )", flat(stem))
        rest = piece[match.start("en") :]
    else:
        after = len(stem) - len(topic(stem))
        noun = re.compile(_NOUN[match["word"]]).search(flat(stem), after)
        rest = piece[match.start("fr") :]
    return stem[: noun.end()] + rest if noun else None


def with_counted(stem: str, piece: str) -> str | None:
    """Return the question `stem` with `piece` in the place of what it counts; None where it counts nothing."""
    counted = _COUNTED.search(flat(stem))
    if counted is None:
        return None
    group = str(counted.lastgroup)
    if group == "fr":
        piece = re.sub("^(?:de |d['’])", "", piece)
    if _PREPOSITION.match(flat(piece)) or flat(piece) in _ADVERBS:
        return None
    start, end = counted.span(group)
    noun = piece[article.end() :] if (article := _ARTICLE.match(flat(piece))) else piece
    if group == "fr":
        before = re.sub(r"(?:de |d['’]|des )$", "d'" if _VOWEL.match(noun) else "de ", stem[:start])
        return before + noun + stem[end:]
    return stem[:start] + noun + stem[end:]


def _with_named(stem: str, piece: str) -> str | None:
    """After "What is X?", the piece "Y" gives "What is Y?"."""
    asked = _IS.match(flat(stem))
    if asked is None or _PREPOSITION.match(flat(piece)) or len(stem[asked.end() :].split()) > _LONGEST_NAMED:
        return None
    return stem[: asked.end()] + piece


def _with_same_preposition(stem: str, piece: str) -> str | None:
    given = _PREPOSITION.match(flat(piece))
    if given is None:
        return None
    kind = given.group().strip()
    kind = _SAME.get(kind, kind)
    found = list(_PREPOSITION.finditer(flat(stem), len(stem) - len(topic(stem))))
    for position in range(len(found) - 1, -1, -1):
        held = found[position].group().strip()
        if _SAME.get(held, held) == kind:
            end = found[position + 1].start() if position + 1 < len(found) else len(stem)
            return f"{stem[: found[position].start()]}{piece}{' ' if end < len(stem) else ''}{stem[end:]}"
    return None
