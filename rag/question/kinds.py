"""The kind of answer that a question asks for, by its ask-words in three languages.

The ask-word that stands first decides, so "Who spoke, and when?" asks first for a person. It looks at words alone: that
"What is the aim of the plan?" defines nothing is known only by its missing capitals.
"""

from __future__ import annotations

import re

from rag.text.normalise import fold
from rag.types import QuestionKind


def _arabic(words: str) -> str:
    """Alternatives as folded text writes them, each also with the article."""
    return "(?:ال)?(?:" + "|".join(fold(word) for word in words.split()) + ")"


_EN_AMOUNT = (
    "number|percentage|share|proportion|budget|amount|costs?|prices?|rate|size|population|age|duration|length|fees?|"
    "salar(?:y|ies)|wages?"
)
_FR_AMOUNT = (
    "nombre|pourcentage|part|proportion|taux|effectif|duree|budget|montant|couts?|age|taille|prix|superficie|volume|"
    "frais|tarifs?|salaires?"
)
_AR_AMOUNT = _arabic("عدد نسبة مدة حجم ميزانية مبلغ قيمة معدل تكلفة كلفة مساحة عمر سعر رسوم ثمن راتب رواتب أجر أجور")
_EN_ROLE = (
    "minister|ambassador|delegate|official|director|representative|president|secretary|person|king|judge|speaker|"
    "expert|chair|chairman|chairwoman|chairperson|head|commissioner|mayor|governor|envoy|leader|author"
)
_FR_ROLE = (
    "ministre|ambassadeur|ambassadrice|deleguee?|responsable|directeur|directrice|representante?|presidente?|"
    "secretaire|personne|roi|juge|orateur|oratrice|experte?|chef|cheffe|commissaire|maire|gouverneur|dirigeante?|auteur"
)
_AR_ROLE = _arabic("وزير سفير مندوب مسؤول مدير ممثل رئيس أمين شخص ملك خبير قاض محافظ وال مبعوث قائد")
_EN_PLACE = "cit(?:y|ies)|countr(?:y|ies)|towns?|places?|regions?|provinces?|locations?|villages?|capitals?|areas?"
_FR_PLACE = "villes?|pays|regions?|lieux?|endroits?|provinces?|communes?|villages?|capitales?"
_AR_PLACE = _arabic("مدينة بلد مكان دولة منطقة مدن بلدان دول مناطق ولاية موقع قرية عاصمة إقليم")
_EN_TIME = "dates?|days?|years?|months?|weeks?|centur(?:y|ies)|decades?|times?"
_FR_TIME = "dates?|jours?|annees?|mois|semaines?|heures?|siecles?|decennies?|moments?"
_AR_TIME = _arabic("سنة عام شهر يوم تاريخ سنتين سنوات أعوام أشهر أيام تواريخ أسبوع ساعة وقت")
# Plurals that Arabic forms from within, and so have no ending to know them by.
_AR_PLURAL = _arabic(
    """أهداف نتائج محاور تدابير عوامل وسائل ركائز مبادئ مصادر شروط أنواع دول بلدان مراحل عناصر قوانين برامج مشاريع
    حقوق أسماء أنشطة شركاء بنود خدمات أقسام معايير مواضيع أجهزة مناطق مدن وثائق أدوار أركان وزراء خطوات فروع جوانب"""
)
_SMALL = "two|three|four|five|six|seven|eight|nine|ten|deux|trois|quatre|cinq|sept|huit|neuf|dix|\\d{1,2}"
_AR_ASK = "[وف]?"
# Where a clause may begin to ask: at its head, or after a preposition or conjunction.
_EN_HEAD = "(?:^|[,;:?] ?|\\b(?:and|or|but|by|for|with|to|from|of|on|since|until|till|in|at) )"
_FR_HEAD = "(?:^|[,;:?] ?|\\b(?:et|ou|mais|par|pour|avec|chez|de|sur|a|selon|contre|depuis|jusqu.a|vers) |\\bd['’])"
_QUEL = "quel(?:le)?s?"
_BE = "(?:(?:est|etait|sont|etaient|fut|furent|a ete) )?"

# The first ask-word decides; at one place, the order here. "oouu" is French "où", told from "ou" beforehand.
_KINDS: tuple[tuple[QuestionKind, str], ...] = (
    (
        QuestionKind.NUMBER,
        rf"\bcombien\b|\bhow (?:many|much|long|often|large|big|old|far|high|frequently)\b|"
        rf"(?:\bat )?\b(?:what|which) (?:(?:is|was|are|were) )?(?:the )?(?:\w+ )?(?:{_EN_AMOUNT})\b|"
        rf"(?:\ba )?\b{_QUEL} {_BE}(?:les? |la |l['’])?(?:{_FR_AMOUNT})\b|"
        rf"\b[وفبل]{{0,2}}كم\b|\b{_AR_ASK}ما (?:هي |هو )?{_AR_AMOUNT}\b|^(?:عدد|نسبه) ",
    ),
    (
        QuestionKind.DATE,
        rf"{_EN_HEAD}when\b|{_EN_HEAD}(?:what|which) (?:{_EN_TIME})\b|what (?:is|was) the (?:\w+ )?(?:date|year|"
        rf"deadline)\b|"
        rf"\bquand\b|\b{_QUEL} {_BE}(?:la |le |l['’])?(?:{_FR_TIME})\b|"
        rf"\b{_AR_ASK}متي\b|\b[وفب]{{0,2}}اي {_AR_TIME}\b|\b{_AR_ASK}ما (?:هو )?{_arabic('تاريخ موعد')}\b",
    ),
    (
        QuestionKind.REASON,
        rf"\bwhy\b|\bhow come\b|\bwhat (?:(?:is|was|are|were) the )?(?:\w+ )?(?:reasons?|causes?)\b|"
        rf"\bwhat (?:caused|led|explains?|explained|prompted|motivated|drove)\b|"
        rf"\bpourquoi\b|\b(?:pour )?{_QUEL} {_BE}(?:la |le |les |l['’])?(?:raison|cause|motif|origine)s?\b|"
        r"\bqu['’]est-ce qui (?:explique|justifie|motive|a (?:cause|motive|pousse|conduit|provoque))\b|"
        r"\b(?:a cause|en raison) de quoi\b|"
        rf"\b{_AR_ASK}لماذا\b|^{_AR_ASK}لم\b|\b{_AR_ASK}لاي سبب\b|\bبسبب ماذا\b|"
        rf"\b{_AR_ASK}ما (?:هي |هو )?{_arabic('سبب أسباب دواعي دوافع')}\b|"
        rf"\b{_AR_ASK}ما الذي (?:يفسر|فسر|ادي|دفع|سبب)",
    ),
    (
        QuestionKind.PERSON,
        rf"{_EN_HEAD}(?:who|whom|whose)\b|\b(?:which|what) (?:\w+ )?(?:{_EN_ROLE})\b|what (?:is|"
        rf"was) the names? of the (?:{_EN_ROLE})\b|"
        rf"{_FR_HEAD}qui\b|\b{_QUEL} (?:{_FR_ROLE})\b|\bcomment s['’]appel\w+ (?:le|la|l)\W?(?:{_FR_ROLE})\b|"
        rf"^{_AR_ASK}من\b(?! (?:اين|كم|اي|متي|ماذا|بين|خلال))|\b(?:مع|الي|عن|علي) من\b|\b[وف]?(?:لمن|بمن|عمن|ممن)\b|"
        rf"[?؟,،] ?{_AR_ASK}من\b|\b{_AR_ASK}من (?:هو|هي|هم|الذي|التي|الذين)\b|"
        rf"\b{_AR_ASK}اي {_AR_ROLE}ه?\b|\b{_AR_ASK}ما (?:هو )?اسم {_AR_ROLE}ه?\b",
    ),
    (
        QuestionKind.PLACE,
        rf"{_EN_HEAD}where\b|\b(?:in|at|to|from) (?:which|what) (?:\w+ )?(?:{_EN_PLACE})\b|"
        rf"\boouu\b|^(?:et |d['’])?ou (?!bien)|\b(?:dans|en|a|vers|de) {_QUEL} (?:{_FR_PLACE})\b|"
        rf"\b[وف]?(?:من |الي )?[وف]?اين\b|\b[وف]?(?:في|من|الي) اي {_AR_PLACE}\b|\b[وف]?باي {_AR_PLACE}\b",
    ),
    (
        QuestionKind.LIST,
        rf"^(?:and )?(?:list|name|enumerate)\b|\b(?:which|what) (?:(?:are|were) (?:the )?)?(?:{_SMALL})\b|\b(?:which|"
        rf"what) of the\b|"
        r"\bwhat (?:are|were)\b(?! [\w-]+$)|\bwhich \w+[^\Wsu]s\b|"
        r"\bwhat (?!(?:is|was|does|has|this)\b)\w+[^\Wsu]s\b|\b(?:what|which) (?:main|other|key|new|major) \w+s\b|"
        r"\bquel(?:le)?s (?:sont|etaient|furent|ont ete)\b|\bquel(?:le)?s (?:autres |grands |grandes |nouveaux |"
        r"nouvelles )?\w+[sx]\b|"
        r"^(?:et )?(?:citez|citer|cite|enumere[zr]|nomme[zr]|liste[zr])\b|\blesquel(?:le)?s\b|"
        rf"\b{_AR_ASK}ما (?:هي |هما |هم |هن )?(?:ال)?\w+ات\b|\b{_AR_ASK}ما (?:هي )?{_AR_PLURAL}\b|"
        rf"\b{_AR_ASK}ما (?:هي |هو )?(?:ابرز|اهم)\b|\b{_AR_ASK}ما هما\b|^{_AR_ASK}(?:اذكر|اذكري|سم|حدد|سرد|اسرد) ",
    ),
    (
        QuestionKind.DEFINITION,
        r"^what (?:is|are) an? (?:\S+ ?){1,4}$|^what (?:is|are) [a-z-]+$|\bwhat do(?:es)? .+ (?:mean|stand for)$|"
        r"\bwhat is meant by\b|"
        r"^define\b|\bwhat is the (?:definition|meaning) of\b|^c['’]est quoi\b|\bque (?:signifie|veut dire|designe)|"
        r"\bqu['’]est-ce qu(?:e |['’])(?!.*\b(?:a|ont|est|sont|doit|peut|fait|prevoit|dit|faut|va|"
        r"vont)\b)(?:\S+ ?){1,5}$|"
        r"\bqu['’]entend-on par\b|\bquelle est la (?:definition|signification)\b|^defini(?:r|ssez)\b|"
        rf"\b{_AR_ASK}ما ?(?:هو|هي) (?:\S+ ?){{1,2}}$|\bما (?:هو |هي )?{_arabic('معنى مقصود تعريف مدلول')}\b|"
        rf"\bماذا [تي]عني|"
        r"^عرف ",
    ),
)
_YES_NO = (
    r"^(?:and |but )?(?:is|are|was|were|did|does|do|has|have|had|can|could|will|would|should|must|may)\b|^est-ce\b|"
    r"^(?!(?:\w+\W+){0,2}?(?:comment|que|qu|quoi|quel\w*|lequel|laquelle)\b).*\w-(?:t-)?(?:il|elle|on|ils|elles)\b|"
    r"^[وف]?هل\b|^ا(?:ليس|ليست|هناك|لم|لا)\b"
)
_COMPILED = tuple((kind, re.compile(pattern)) for kind, pattern in _KINDS)
_YES_OR_NO = re.compile(_YES_NO)
_WHERE = re.compile(r"\boù\b", re.IGNORECASE)
# An imperative "enumerate" that folding makes the noun "number".
_ENUMERATE = re.compile("^[وف]?عدّد")
# "What is the Global Forum on Migration?": a name and nothing else.
_NAMED = re.compile(r"^[Ww]hat (?:is|are) (?:the )?[A-Z][\w’'-]*(?: (?:of|on|for|and|the|[A-Z][\w’'-]*))*\W*$")


def kind_of(text: str) -> QuestionKind:
    """Return the kind of answer that the question's words ask for; OTHER where none of them tells."""
    if _ENUMERATE.search(text):
        return QuestionKind.LIST
    folded = fold(_WHERE.sub("oouu", text)).strip(' ?؟!.«»"')
    found = [
        (match.start(), order, kind)
        for order, (kind, pattern) in enumerate(_COMPILED)
        if (match := pattern.search(folded))
    ]
    if found:
        return min(found)[2]
    if _NAMED.search(text):
        return QuestionKind.DEFINITION
    return QuestionKind.YES_NO if _YES_OR_NO.search(folded) else QuestionKind.OTHER
