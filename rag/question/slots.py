"""The parts of a question that a follow-up puts others in the place of: its country, its date, its name.

"Who spoke for Syria?" and "for Algeria" give "Who spoke for Algeria?". Each function returns the earlier question with
the part exchanged, or None where it has no such part or the piece names none. Nothing is inflected.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from rag.question.flat import flat
from rag.text.countries import countries, named_countries
from rag.text.months import EVERYDAY, month_names
from rag.text.names import is_arabic
from rag.text.written import written

_CLASSES = {"du": "de", "des": "de", "d'": "de", "au": "a", "aux": "a", "en": "in", "dans": "in", "في": "in"}
_LATIN_LEAD = re.compile(
    r"(?:\b(in|at|on|for|from|to|with|of|by|a|en|de|dans|par|pour|avec|chez|sur|depuis|vers|selon|contre|au nom de|"
    r"على|في|من|"
    r"عن|الي|مع|باسم) )?(?:\b(the|le|la|les) |\b(l')|\b(du|des|au|aux) |\b(d'))?$"
)
_ENGLISH = frozenset("in at on for from to with of by the".split())
_CLITICS = ("ول", "فل", "وب", "فب", "ل", "ب", "ك", "و", "ف")
_NAME = re.compile(
    r"(?<![\w.])[A-ZÀ-ÖØ-Þ][\w'’-]*(?: (?:(?:al|el|de|du|des|von|ben|bin|of|for|the|la) )?[A-ZÀ-ÖØ-Þ][\w'’-]*)*"
)


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a text with what introduces it: `lead` stands before `start`, "pour l'"."""

    start: int
    end: int
    word: str
    lead: str = ""
    preposition: str = ""


def country_spans(text: str) -> list[Span]:
    """Return where the text names countries, in order."""
    words, folded = written(text), flat(text)
    spans = []
    for _, first, after in named_countries([word.folded for word in words]):
        start, end = words[first].start, words[after - 1].end
        word = text[start:end]
        if is_arabic(flat(word)):
            clitics, word = _apart(word)
            lead = _LATIN_LEAD.search(folded[:start])
            before = (lead.group(1) or "") if lead else ""
            spans.append(Span(start, end, word, clitics, before or clitics.lstrip("وف")))
            continue
        lead = _LATIN_LEAD.search(folded[:start])
        before = lead.group() if lead else ""
        preposition = next((group for group in (lead.group(1, 4, 5) if lead else ()) if group), "")
        spans.append(Span(start, end, word, text[start - len(before) : start], _CLASSES.get(preposition, preposition)))
    return spans


def with_country(previous: str, piece: str) -> str | None:
    """Return `previous` about the country of `piece`."""
    new, old = country_spans(piece), country_spans(previous)
    if len(new) != 1 or not old:
        return None
    (given,) = new
    same = [span for span in old if given.preposition and span.preposition == given.preposition]
    span = same[-1] if same else old[-1] if given.preposition else old[0]
    if is_arabic(flat(given.word)) or is_arabic(flat(span.word)):
        return previous[: span.start] + _joined(span.lead, given.word, span.word) + previous[span.end :]
    start, word = span.start, given.word
    if not _one_language(given.lead, span.lead):
        return previous[:start] + word + previous[span.end :]
    if bool(given.preposition) == bool(span.preposition):
        start, word = span.start - len(span.lead), given.lead + given.word
    elif given.lead and not given.preposition:
        start, word = span.start - len(span.lead), _after_preposition(span.lead, given.lead) + given.word
    return previous[:start] + word + previous[span.end :]


def _one_language(lead: str, other: str) -> bool:
    """Whether what stands before two countries may be exchanged: not an English preposition for a French one."""
    english = [flat(each).split()[0] in _ENGLISH for each in (lead, other) if each.strip()]
    return len(set(english)) < 2


def _after_preposition(lead: str, article: str) -> str:
    """French: what stands before a country, with another article: "pour la " and "l'" give "pour l'"."""
    bare = re.sub(r"(?:\bthe |\bl[ae]s? |\bl['’])$", "", lead)
    bare = {"du ": "de ", "des ": "de ", "d'": "de ", "d’": "de ", "au ": "à ", "aux ": "à "}.get(bare, bare)
    joined = bare + article
    for apart, contracted in (("de le ", "du "), ("de les ", "des "), ("à le ", "au "), ("à les ", "aux ")):
        joined = joined.replace(apart, contracted)
    return joined


def _apart(word: str) -> tuple[str, str]:
    """An Arabic country's name without the particles written with it: "للمغرب" -> ("ل", "المغرب")."""
    for prefix in ("ولل", "فلل", "لل"):
        if word.startswith(prefix):
            return prefix[:-1], "ال" + word[len(prefix) :]
    for prefix in _CLITICS:
        if word.startswith(prefix) and countries(word[len(prefix) :]):
            return prefix, word[len(prefix) :]
    return "", word


def _joined(clitics: str, name: str, instead_of: str) -> str:
    if not is_arabic(flat(name)) or not is_arabic(flat(instead_of)):
        return f"{clitics} {name}".strip()
    if clitics.endswith("ل") and name.startswith("ال"):
        return clitics[:-1] + "لل" + name[2:]
    return clitics + name


@lru_cache(maxsize=1)
def _date_pattern() -> re.Pattern[str]:
    usual = "|".join(
        sorted(
            (re.escape(" ".join(name)) for name in month_names() if " ".join(name) not in EVERYDAY),
            key=len,
            reverse=True,
        )
    )
    everyday = "|".join(sorted(EVERYDAY, key=len, reverse=True))
    year = r"(?:19|20)\d\d"
    day = r"\d{1,2}(?:er|st|nd|rd|th)?"
    of = r"(?: ?,? (?:of |de |من )?(?:عام |سنه )?)"
    month = rf"(?:{usual})(?:/(?:{usual}))?"
    date = (
        rf"(?:(?:{day} (?:of |de |من )?)?{month}(?: {day})?(?:{of}{year})?|"
        rf"(?:{day} )?(?:{everyday}){of}{year}|{day} (?:{everyday})|{year}(?: ?[-–/] ?(?:{year}|\d\d))?)"
    )
    span = rf"(?P<span>(?:between|entre|بين(?: عامي)?|from|de|من) {date} (?:and|to|et|a|الي|و) ?{date})"
    lead = (
        r"(?:(?:only |rien qu')?(?:in|since|by|until|before|after|during|for|en|depuis|avant|apres|jusqu'en|pendant|"
        r"des|au cours de|"
        r"debut|fin|early|late|في|منذ|قبل|بعد|حتي|خلال|اواخر|مطلع) "
        r"(?:the year |l'annee |(?:ال)?(?:سنه|عام) )?|\b(?:سنه|عام|لسنه|لعام) )"
    )
    return re.compile(rf"(?P<lead>(?<!\w){lead})?(?P<date>(?<!\w)(?:{span}|{date}))(?!\w)")


def with_date(previous: str, piece: str) -> str | None:
    """Return `previous`, without its mark, about the date of `piece`; added at the end where it has no date."""
    given = _date_pattern().search(flat(piece))
    if given is None:
        return None
    dated = list(_date_pattern().finditer(flat(previous)))
    if not dated:
        return f"{previous} {piece[given.start() : given.end()]}"
    lead = given.group("lead")
    same = [match for match in dated if match.group("lead") == lead]
    match = (same or dated)[-1]
    whole = bool(lead and (match.group("lead") or match.group("span")))
    start = match.start() if whole else match.start("date")
    put = piece[given.start() if whole else given.start("date") : given.end()]
    return previous[:start] + put + previous[match.end() :]


def names(text: str) -> list[Span]:
    """Return the capitalised names of the text after its first word, countries and months apart."""
    found = []
    for match in _NAME.finditer(text):
        if match.start() and not countries(match.group()) and not _date_pattern().search(flat(match.group())):
            found.append(Span(*match.span(), match.group()))
    return found


def with_name(previous: str, piece: str) -> str | None:
    """Return `previous` about the person or body that `piece` names."""
    # The first word of a piece begins no sentence of its own.
    given, held = names(f"- {piece}"), names(previous)
    if len(given) != 1 or not held:
        return None
    span = held[-1]
    return previous[: span.start] + given[0].word + previous[span.end :]


def ended(text: str) -> tuple[str, str]:
    """Return a question without its mark, and the mark with the space before it that its language wants."""
    stem = text.rstrip(" ?؟!.")
    if is_arabic(flat(stem)[:1]):
        return stem, "؟"
    return stem, text[len(stem) :].rstrip(".") or "?"


def has_date(text: str) -> bool:
    """Tell whether the text holds a date."""
    return _date_pattern().search(flat(text)) is not None


def without_dates(text: str) -> str:
    """Return the folded text without its dates and what introduces them."""
    return _date_pattern().sub(" ", flat(text))
