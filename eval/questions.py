"""A sentence and what it states → a question that a person could ask for it, in the sentence's own language.

By a few rules of word order that keep every word of the sentence: "How many … ?", "combien de … ?", "كم … ؟" in the
place of a count or before an Arabic verb, "When was … ?", "Quand est-ce que … ?", "متى … ؟" for a date, "Who … ?" for a
person who is named first. Where no rule fits there is no question; nothing is conjugated, translated or reworded.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from eval.types import FactKind
from eval.values import Value
from rag.text.normalise import fold

# What comes after a comma is mostly said beside.
_ASIDE = re.compile(
    r"\s*[,،;؛(](?!\d).*|\s+(?:et (?:son|sa|ses|leurs?|ils?|elles?)|and (?:its|his|her|their|it|they|he|she))\b.*",
    re.DOTALL,
)
_LEADING = re.compile(r"\s*[,،]\s*(?!\d)")
# One of two values, or the end of a span: "2014 and 2017".
_PAIRED_AFTER = re.compile(
    r"\s*(?:and|or|et|ou|à|au|to|till|until|و|إلى|[-–])\s?\d|.*\b(?:and|et)\s(?:\d|since|depuis)"
)
_PAIRED_BEFORE = re.compile(r"\d\s*(?:and|or|et|ou|à|au|to|و|إلى|[-–])\s*$|\b(?:between|entre|بين)\s*$", re.IGNORECASE)
_SECOND_CLAUSE = re.compile(r"\s+(?:(?:and|but|et|mais)\b|و(?=\w{3})).*")
_UNFINISHED = re.compile(
    r"(?:^|\s)(?:the|a|of|to|in|on|at|by|for|from|with|that|which|and|de|des|du|le|la|les|à|au|en|que|qui|et|par|pour|"
    r"dans|since|depuis|until|في|من|إلى|على|أن|إن|عن|خلال|مع|منذ|حتى|قبل|بعد)$",
    re.IGNORECASE,
)
_FUNCTION_WORDS = frozenset(
    """the a an this that these those its their his her our in on at by for from of to with some many most all each
    every le la les un une des du de ce cet cette ces son sa ses leur leurs l d il elle on au aux en dans par
    pour""".split()
)
_INTRODUCTION = re.compile(r"[^,]{2,45}, [^,]*")

_ENGLISH_NOUN = re.compile(r" (?!(?:of|to|and|or|per|in|on|at|by|is|was|were|are|had|have|has)\b)[a-z][a-z-]{2,}")
_ENGLISH_BEFORE = re.compile(
    r"\b(?:the|these|those|its|their|his|her|our|all|than|least|most|other|first|last|to|and|or|between|nearly|about|"
    r"around|over|some|only)$",
    re.IGNORECASE,
)
_ENGLISH_DATE = {"day": "on what date", "month": "in which month and year", "year": "in what year"}
_ENGLISH_IN = re.compile(r"(?:^|\s)(?:on|in)(?: the)?\s*$", re.IGNORECASE)
_AUXILIARY = re.compile(
    r"(?P<subject>(?:(?!\b(?:that|which|who|when|while|where|as|if)\b)[^,;:]){3,80}?) "
    r"(?P<verb>was|were|is|are|has|have|had|will) (?P<rest>.+)"
)

_FRENCH_NOUN = re.compile(
    r" (?!(?:de|des|du|et|ou|à|au|aux|en|dans|par|pour|sur|est|sont|a|ont)\b)(?P<noun>[a-zà-ÿœ][\w’'-]{2,})"
)
_FRENCH_BEFORE = re.compile(
    r"(?:\b(?:les|ces|ses|leurs|nos|des|aux|mes|autres|premiers|premières|derniers|dernières|et|ou|entre|que|environ|"
    r"moins|plus|près de|quelque|tous|toutes|soit)|[dl]['’])$",
    re.IGNORECASE,
)
_ELIDED = re.compile(r"[aeiouyàâéèêëîïôûœ]|h(?!aut|uit|ors|as|andic)", re.IGNORECASE)
_FRENCH_IN = re.compile(r"(?:^|\s)(?:le|en|au mois de|au mois d['’])\s*$", re.IGNORECASE)

_FRENCH_VERB = re.compile(r"\b(?:a|ont|est|sont|était|étaient|avait|avaient|fut|furent|sera|seront|aura|auront)\b")

_ARABIC_NOUN = re.compile(r" (?!ال)(?:\w+(?:ة|اً|ًا))(?!\w)")
_ARABIC_NOT_BEFORE = re.compile(
    r"مجموع|عدد|(?:^|\s)(?:في|من|إلى|على|عن|مع|بين|نحو|حوالي|قرابة|أكثر|هذه|تلك|كل|بنسبة|نسبة|أو|و)\s*$"
)
_ARABIC_TOTAL = re.compile(r"(?:بلغ|بلغت|يبلغ|تبلغ) (?:ال)?(?:مجموع|عدد)\b[^،]*")
_ARABIC_IN = re.compile(r"(?:\s(?:و?في|خلال|عام|سنة|يوم|شهر|بتاريخ|العام|من))+\s*$")
_ARABIC_SHARE = re.compile(r"\sبنسبة\s*$")
_ARABIC_VERBS = frozenset(
    fold(
        """بلغ عقد اعتمد شارك استفاد حضر نظم أطلق وقع صادق انضم أنشأ وضع قدم تلقى بدأ اجتمع أعلن أصدر افتتح ترأس مثل عرض
        سجل وصل دخل شيد صدر حصل وافق انطلق عمل ضم جمع شمل أتاح تحدث قال ألقى شكر أكد ذكر دعا منح خصص درب فكك اتخذ
        أشار أطلع تولى رحب شدد أفاد وصف استعرض أدار"""
    ).split()
)
# Present tense, past of the third person feminine, and a passive that shows its vowel.
_ARABIC_VERB = re.compile(r"[يت]\w{3,}|\w{2,}[^اةو]ت")
_ARABIC_NOUNS = re.compile(r"ت..ي.|تح?ت|بيت|وقت|صوت|\w*(?:ية|ات|ة)")
_ARABIC_SPEAKING = "تحدث|قال|القى|ألقى|افتتح|ترأس|مثّل|مثل|قدم|قدّم|شكر|أكد|أكّد|ذكر|أعلن|عرض"

_NAME = r"[A-ZÀ-ÖØ-Þ][\w’'-]+"
_TITLE = r"(?:Mme|Mlle|M\.|Mr\.?|Mrs\.?|Ms\.?|Dr\.?)"
_PERSON = re.compile(
    rf"(?P<introduction>(?:Pour|For|Au nom d[eu]) [^,]{{2,40}}, )?"
    rf"(?:{_TITLE} )?(?P<name>(?:(?<=[.rse] ){_NAME}|{_NAME} (?:(?:al|el|Al|El|de|ben|bin) )?{_NAME})(?: {_NAME})?)"
    r"(?:, [^,]{3,90},)? (?P<rest>(?:(?:[nsl]['’])?(?:a|avait|est|était|"
    r"préside|dirige|représente|estime|souligne|rappelle|propose|demande|explique|affirme|déclare|présente)|was|is|has|had|"
    r"spoke|said|told|gave|took|led|held|made|chairs|heads|leads|[a-z]{3,}ed)\b.+)"
)
_NO_PERSON = re.compile(
    r"\b(?:Nations?|Organi[sz]ation|League|Ligue|Compact|Pacte|Region|Région|Committee|Comité|Union|Ministry|Ministère|"
    r"Commission|Council|Conseil|States?|États?|Agency|Agence|Office|Forum|Network|Réseau|The|Le|La|Les|Un|Une|An?|In|"
    r"On|At|En|Au|Dans|Par|Pour|This|These|New|North|South|Saint|Two|Most|Many|Both)\b"
)
_ARABIC_TITLE = r"(?:السيدة?|الدكتورة?|السفيرة?)"
_ARABIC_LINK = r"(?:في|باسم|عن|أن|إن|إلى|على)"
# A name ends at a comma, or at a word that cannot be part of it; where neither shows its end there is no question.
_ARABIC_PERSONS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?P<verb>\w+) {_ARABIC_TITLE} (?P<name>\w+(?: \w+){{0,2}})، [^،]{{3,120}}، (?P<rest>.+)",
        rf"(?P<verb>\w+) {_ARABIC_TITLE} (?P<name>\w+ (?!ال|كذلك|أيضا)\w+) (?P<rest>{_ARABIC_LINK} .+)",
        rf"(?P<verb>\w+) {_ARABIC_TITLE} (?P<name>(?!ال)\w+) (?P<rest>(?:{_ARABIC_LINK}|ال\w+) .+)",
        rf"(?P<verb>(?:{_ARABIC_SPEAKING})ت?) (?P<name>(?!ال)\w+ \w+) (?P<rest>(?:باسم|عن|أن|إن) .+)",
    )
)


def ask_for(sentence: str, value: Value, language: str) -> str | None:
    """Return a question for a date or count of the sentence, which has no final stop; None where no rule fits."""
    before, after = sentence[: value.start], sentence[value.end :]
    if _PAIRED_BEFORE.search(before) or _PAIRED_AFTER.match(after):
        return None
    kind = "date" if value.kind is FactKind.DATE else "share" if value.is_share else "count"
    if kind == "date":
        # A date that comes first is set apart by a comma; one in the middle ends what is asked about.
        after = _LEADING.sub(" ", after, count=1) if len(before.split()) <= 3 else _SECOND_CLAUSE.sub("", after)
    rule = _RULES.get((language, kind))
    question = rule(before, _ASIDE.sub("", after).rstrip(" ."), value) if rule else None
    if not question or _UNFINISHED.search(question.rstrip(" ?؟")):
        return None
    return re.sub(r"\s+(?=[؟])", "", " ".join(question.split()))


def ask_who(sentence: str, language: str) -> tuple[str, str] | None:
    """Return a question for the person whom the sentence names as its subject, and the name; None without one."""
    if language == "ar":
        return _arabic_who(_unjoined(sentence))
    match = _PERSON.fullmatch(sentence)
    if not match or _NO_PERSON.search(match["name"]):
        return None
    rest = _ASIDE.sub("", match["rest"])
    if len(rest.split()) < 3 or _UNFINISHED.search(rest):
        return None
    introduction = match["introduction"] or ""
    who = {"fr": "qui", "en": "who"}[language]
    asked = f"{introduction}{who if introduction else who.capitalize()} {rest}{' ?' if language == 'fr' else '?'}"
    return asked, match["name"]


def _arabic_who(sentence: str) -> tuple[str, str] | None:
    match = next(filter(None, (pattern.fullmatch(sentence) for pattern in _ARABIC_PERSONS)), None)
    if not match or not _begins_with_verb(match["verb"]):
        return None
    rest = _ASIDE.sub("", match["rest"])
    if len(rest.split()) < 2 or _UNFINISHED.search(rest):
        return None
    feminine = "التي " if match["verb"].endswith("ت") else ""
    return f"من {feminine}{match['verb']} {rest}؟", match["name"]


def _english_count(before: str, after: str, _value: Value) -> str | None:
    if not _ENGLISH_NOUN.match(after) or _ENGLISH_BEFORE.search(before.rstrip()):
        return None
    return _in_place(before, "how many", after, "?")


def _english_share(before: str, after: str, _value: Value) -> str | None:
    if after and not after.startswith(" of "):
        return None
    return None if _ENGLISH_BEFORE.search(before.rstrip()) else _in_place(before, "what percentage", after, "?")


def _english_date(before: str, after: str, value: Value) -> str | None:
    if not _ENGLISH_IN.search(before):
        return None
    start = _ENGLISH_IN.sub("", before)
    if start.endswith(","):
        return None
    clause = _AUXILIARY.fullmatch(f"{start}{after}".strip())
    if clause and (not start or len(clause["subject"]) < len(start)):
        return f"When {clause['verb']} {_lowered(clause['subject'])} {clause['rest']}?"
    return start and _in_place(f"{start} ", _ENGLISH_DATE[value.precision], after, "?")


def _french_count(before: str, after: str, _value: Value) -> str | None:
    noun = _FRENCH_NOUN.match(after)
    if not noun or _FRENCH_BEFORE.search(before.rstrip()):
        return None
    of = "d’" if _ELIDED.match(noun["noun"]) else "de "
    return _in_place(before, f"combien {of}{after.lstrip()}", "", " ?")


def _french_share(before: str, after: str, _value: Value) -> str | None:
    if after and not re.match(r" (?:des?|du|d['’])\b", after):
        return None
    return None if _FRENCH_BEFORE.search(before.rstrip()) else _in_place(before, "quel pourcentage", after, " ?")


def _french_date(before: str, after: str, _value: Value) -> str | None:
    if not _FRENCH_IN.search(before):
        return None
    start = _FRENCH_IN.sub("", before)
    # Without its verb before it, the date belongs to a noun: "une consultation menée en 2017 avait".
    clause = _lowered(f"{start}{after}".strip())
    if "," in start or not _FRENCH_VERB.search(start if start and after else clause):
        return None
    return f"Quand est-ce {'qu’' if _ELIDED.match(clause) else 'que '}{clause} ?"


def _arabic_count(before: str, after: str, _value: Value) -> str | None:
    noun = _ARABIC_NOUN.match(after)
    before = _unjoined(before)
    if _ARABIC_TOTAL.fullmatch(before):
        return f"كم {before}؟"
    # Further from its verb the count may belong to another one.
    if not noun or not _begins_with_verb(before) or _ARABIC_NOT_BEFORE.search(before) or len(before.split()) > 5:
        return None
    return f"كم{noun.group()} {before}{after[noun.end() :]}؟"


def _arabic_share(before: str, after: str, _value: Value) -> str | None:
    before = _unjoined(before)
    if not _ARABIC_SHARE.search(before) or not _begins_with_verb(before):
        return None
    return f"بأي نسبة {_ARABIC_SHARE.sub('', before)}{after}؟"


def _arabic_date(before: str, after: str, _value: Value) -> str | None:
    if not _ARABIC_IN.search(f" {before}"):
        return None
    clause = _unjoined(f"{_ARABIC_IN.sub('', f' {before}')}{after}".strip())
    return f"متى {clause}؟" if _begins_with_verb(clause) and len(clause.split()) > 2 else None


_RULES: dict[tuple[str, str], Callable[[str, str, Value], str | None]] = {
    ("en", "count"): _english_count,
    ("en", "share"): _english_share,
    ("en", "date"): _english_date,
    ("fr", "count"): _french_count,
    ("fr", "share"): _french_share,
    ("fr", "date"): _french_date,
    ("ar", "count"): _arabic_count,
    ("ar", "share"): _arabic_share,
    ("ar", "date"): _arabic_date,
}


def _in_place(before: str, asked: str, after: str, mark: str) -> str | None:
    """Put the question's word where the value stood: first in the clause, or as in "It drew how many people?"."""
    if "," in before and not _INTRODUCTION.fullmatch(before):
        return None
    question = f"{before}{asked}{after}{mark}"
    return question[0].upper() + question[1:]


def _lowered(clause: str) -> str:
    """Begin in lower case, unless the first word may be a name."""
    first = re.match(r"\w+", clause)
    return clause[0].lower() + clause[1:] if first and first.group().lower() in _FUNCTION_WORDS else clause


def _unjoined(clause: str) -> str:
    """Take the conjunction off a first word that is a verb without it."""
    first = clause.split(maxsplit=1)[0] if clause.split() else ""
    bare = first.removeprefix("و")
    joined = bare != first and fold(first) not in _ARABIC_VERBS and _begins_with_verb(bare)
    return clause.removeprefix("و") if joined else clause


def _begins_with_verb(clause: str) -> bool:
    """Tell whether an Arabic clause begins with a verb, as far as spelling shows it."""
    if "،" in clause or not clause.split():
        return False
    first = clause.split(maxsplit=1)[0]
    folded = fold(first)
    if first[1:2] == "ُ" or "ُ" in first[:4] or folded in _ARABIC_VERBS or folded.removesuffix("ت") in _ARABIC_VERBS:
        return True
    return _ARABIC_VERB.fullmatch(folded) is not None and _ARABIC_NOUNS.fullmatch(folded) is None
