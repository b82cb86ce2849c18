"""Acronyms and what they stand for, in three languages: OIM, IOM and المنظمة الدولية للهجرة are one thing.

A small table holds the bodies and terms that reports on migration are full of; whatever else a corpus defines itself,
"Pacte mondial pour les migrations (PMM)", is learned from it. A thing is named by its key, a word in lower case that
means nothing outside. It does not tell two meanings of one acronym apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from types import MappingProxyType

from rag.text.names import is_arabic, readings
from rag.text.tokens import FUNCTION_WORDS
from rag.text.written import Written, written

# A line is a thing: its key, its acronyms, then its names; "/" parts names.
_TABLE = """
un: ONU UN UNO: Nations unies / Organisation des Nations unies / United Nations / الأمم المتحدة
iom: OIM IOM: Organisation internationale pour les migrations / Organisation internationale des migrations /
    International Organization for Migration / International Organisation for Migration / المنظمة الدولية للهجرة
hcr: HCR UNHCR: Haut Commissariat des Nations unies pour les réfugiés / Haut Commissariat aux réfugiés /
    High Commissioner for Refugees / UN Refugee Agency / مفوضية اللاجئين / المفوضية السامية لشؤون اللاجئين /
    مفوضية الأمم المتحدة لشؤون اللاجئين / مفوضية الأمم المتحدة السامية لشؤون اللاجئين
ohchr: HCDH OHCHR: Haut Commissariat aux droits de l'homme / Haut Commissariat des Nations unies aux droits de l'homme /
    High Commissioner for Human Rights / مفوضية حقوق الإنسان / المفوضية السامية لحقوق الإنسان /
    مفوضية الأمم المتحدة السامية لحقوق الإنسان
escwa: CESAO ESCWA: Commission économique et sociale pour l'Asie occidentale /
    Commission économique et sociale des Nations unies pour l'Asie occidentale /
    Economic and Social Commission for Western Asia / الإسكوا / اللجنة الاقتصادية والاجتماعية لغربي آسيا /
    لجنة الأمم المتحدة الاقتصادية والاجتماعية لغربي آسيا
las: LEA LAS: Ligue des États arabes / Ligue arabe / League of Arab States / Arab League / جامعة الدول العربية /
    الجامعة العربية
ilo: OIT BIT ILO: Organisation internationale du travail / Bureau international du travail /
    International Labour Organization / International Labour Organisation / International Labor Organization /
    منظمة العمل الدولية / مكتب العمل الدولي
who: OMS WHO: Organisation mondiale de la santé / World Health Organization / World Health Organisation /
    منظمة الصحة العالمية
unicef: UNICEF: Fonds des Nations unies pour l'enfance / Children's Fund / اليونيسف / اليونيسيف /
    منظمة الأمم المتحدة للطفولة / صندوق الأمم المتحدة للطفولة
unesco: UNESCO: Organisation des Nations unies pour l'éducation, la science et la culture /
    United Nations Educational, Scientific and Cultural Organization / اليونسكو /
    منظمة الأمم المتحدة للتربية والعلم والثقافة
unfpa: UNFPA FNUAP: Fonds des Nations unies pour la population / United Nations Population Fund / Population Fund /
    صندوق الأمم المتحدة للسكان
undp: PNUD UNDP: Programme des Nations unies pour le développement / United Nations Development Programme /
    برنامج الأمم المتحدة الإنمائي
unep: PNUE UNEP: Programme des Nations unies pour l'environnement / United Nations Environment Programme /
    برنامج الأمم المتحدة للبيئة
wfp: PAM WFP: Programme alimentaire mondial / World Food Programme / برنامج الأغذية العالمي / برنامج الغذاء العالمي
fao: FAO: Organisation des Nations unies pour l'alimentation et l'agriculture / Food and Agriculture Organization /
    منظمة الأغذية والزراعة / الفاو
unodc: ONUDC UNODC: Office des Nations unies contre la drogue et le crime / Office on Drugs and Crime /
    مكتب الأمم المتحدة المعني بالمخدرات والجريمة
unrwa: UNRWA: Office de secours et de travaux des Nations unies / Relief and Works Agency / الأونروا /
    وكالة الأمم المتحدة لإغاثة وتشغيل اللاجئين / وكالة غوث وتشغيل اللاجئين
unwomen: ONUFEMMES: ONU Femmes / UN Women / هيئة الأمم المتحدة للمرأة
unaids: ONUSIDA UNAIDS: Programme commun des Nations unies sur le VIH / Joint United Nations Programme on HIV
ocha: OCHA: Bureau de la coordination des affaires humanitaires / Office for the Coordination of Humanitarian Affairs /
    مكتب تنسيق الشؤون الإنسانية / أوتشا
undesa: DAES DESA UNDESA: Département des affaires économiques et sociales /
    Department of Economic and Social Affairs / إدارة الشؤون الاقتصادية والاجتماعية
network: UNNM RNUM: Réseau des Nations unies sur les migrations / United Nations Network on Migration /
    UN Network on Migration / شبكة الأمم المتحدة للهجرة / شبكة الأمم المتحدة المعنية بالهجرة
gcm: PMM GCM: Pacte mondial / Pacte mondial sur les migrations / Pacte mondial pour les migrations /
    Pacte mondial pour des migrations sûres, ordonnées et régulières / Global Compact / Global Compact for Migration /
    Global Compact on Migration / Global Compact for Safe, Orderly and Regular Migration / Migration Compact /
    الاتفاق العالمي / الميثاق العالمي / الاتفاق العالمي للهجرة / الاتفاق العالمي بشأن الهجرة / الميثاق العالمي للهجرة /
    الاتفاق العالمي من أجل الهجرة الآمنة والمنظمة والنظامية / الميثاق العالمي من أجل الهجرة الآمنة والمنظمة والنظامية
gcr: GCR PMR: Pacte mondial sur les réfugiés / Pacte mondial pour les réfugiés / Global Compact on Refugees /
    الاتفاق العالمي بشأن اللاجئين / الميثاق العالمي للاجئين / الاتفاق العالمي للاجئين
imrf: FEMI IMRF: Forum d'examen des migrations internationales / International Migration Review Forum /
    منتدى استعراض الهجرة الدولية
gfmd: FMMD GFMD: Forum mondial sur la migration et le développement / Global Forum on Migration and Development /
    المنتدى العالمي للهجرة والتنمية / المنتدى العالمي حول الهجرة والتنمية / المنتدى العالمي المعني بالهجرة والتنمية
sdg: ODD SDG: Objectifs de développement durable / Sustainable Development Goals / أهداف التنمية المستدامة
ngo: ONG NGO: Organisation non gouvernementale / Organisations non gouvernementales / Non-governmental organization /
    Non-governmental organizations / Non-governmental organisation / Non-governmental organisations /
    منظمة غير حكومية / المنظمات غير الحكومية / منظمات غير حكومية
au: UA AU: Union africaine / African Union / الاتحاد الأفريقي / الاتحاد الافريقي
eu: UE EU: Union européenne / European Union / الاتحاد الأوروبي
gcc: CCG GCC: Conseil de coopération du Golfe / Gulf Cooperation Council / مجلس التعاون الخليجي
uma: UMA AMU: Union du Maghreb arabe / Arab Maghreb Union / اتحاد المغرب العربي
oic: OCI OIC: Organisation de la coopération islamique / Organisation of Islamic Cooperation /
    Organization of Islamic Cooperation / منظمة التعاون الإسلامي
ifrc: FICR IFRC: Fédération internationale de la Croix-Rouge / International Federation of Red Cross /
    الاتحاد الدولي لجمعيات الصليب الأحمر
icrc: CICR ICRC: Comité international de la Croix-Rouge / International Committee of the Red Cross /
    اللجنة الدولية للصليب الأحمر
worldbank: BIRD: Banque mondiale / World Bank / البنك الدولي
imf: FMI IMF: Fonds monétaire international / International Monetary Fund / صندوق النقد الدولي
oecd: OCDE OECD: Organisation de coopération et de développement économiques /
    Organisation for Economic Co-operation and Development / منظمة التعاون الاقتصادي والتنمية /
    منظمة التعاون والتنمية الاقتصادية
cedaw: CEDAW CEDEF: Convention sur l'élimination de toutes les formes de discrimination à l'égard des femmes /
    Convention on the Elimination of All Forms of Discrimination against Women / اتفاقية سيداو / سيداو /
    اتفاقية القضاء على جميع أشكال التمييز ضد المرأة
hiv: VIH HIV SIDA AIDS: virus de l'immunodéficience humaine / human immunodeficiency virus /
    فيروس نقص المناعة البشرية / الإيدز
covid: COVID: coronavirus / كوفيد / كورونا / كورونافيروس
mena: MENA MOAN: Moyen-Orient et Afrique du Nord / Middle East and North Africa / الشرق الأوسط وشمال أفريقيا
gdp: PIB GDP: produit intérieur brut / gross domestic product / الناتج المحلي الإجمالي
ict: TIC ICT: technologies de l'information et de la communication / information and communication technologies /
    information and communications technology / تكنولوجيا المعلومات والاتصالات
"""
# What is meant by one word of its name where it stands with a capital: "the Compact".
_HALVES = {"compact": "gcm", "pacte": "gcm"}
# Acronyms that are words of everyday language too, and so are believed only in capitals among other words.
_EVERYDAY = frozenset("un uno who au ua eu ue bit bird sida aids amu act us lea las pam tic odd".split())
_IN_BRACKETS = re.compile(r"\(([^()\n]{2,120})\)")
_CLAUSE = re.compile(r"[.;:!?؛؟،,()\n]")
_FUNCTION_WORDS = frozenset().union(*FUNCTION_WORDS.values(), ("l", "d"))
LONGEST_ACRONYM = 8


@dataclass(frozen=True, slots=True)
class Named:
    """One thing named in a text, by the words from `first` to before `last`."""

    key: str
    first: int
    last: int


@dataclass(frozen=True)
class Acronyms:
    """The built-in table with what was learned: `acronyms` and `names` (in comparable words) lead to keys."""

    acronyms: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def learn(cls, texts: Iterable[str]) -> Acronyms:
        """Return the table with the acronyms that the texts define: "long form (ACRONYM)" and "ACRONYM (long form)".

        Within one script the initials of the long form must spell the acronym; between scripts it has a word a letter.
        """
        acronyms, names = dict[str, str](), dict[str, str]()
        for text in texts:
            for acronym, words in _definitions(text):
                name = " ".join(map(_comparable, words))
                short = _singular(acronym)
                key = _built_in()[1].get(name) or _built_in()[0].get(short) or short
                if short not in _built_in()[0]:
                    key = acronyms.setdefault(short, key)
                if len(words) > 1 and name not in _built_in()[1]:
                    names.setdefault(name, key)
        return cls(MappingProxyType(acronyms), MappingProxyType(names))

    def find(self, words: Sequence[Written]) -> list[Named]:
        """Return the things that a text names, given its words, in order; of overlapping names the longest."""
        shouted = sum(word.capitals for word in words) * 2 > len(words)
        found, place = [], 0
        while place < len(words):
            named = (
                self._name_at(words, place) or self._acronym_at(words, place, shouted) or _half_at(words[place], place)
            )
            if named:
                found.append(named)
            place = named.last if named else place + 1
        return found

    def words_of(self, key: str) -> frozenset[str]:
        """Return the comparable words of all names that a thing has, in all languages; none for an unknown one."""
        return self._words_by_key.get(key, frozenset())

    def _acronym_at(self, words: Sequence[Written], place: int, shouted: bool) -> Named | None:
        word, short = words[place], _singular(words[place].folded)
        key = self.acronyms.get(short) or _built_in()[0].get(short)
        believed = (word.capitals and not shouted) if short in _EVERYDAY else (word.capitals or len(short) > 2)
        return Named(key, place, place + 1) if key and believed else None

    def _name_at(self, words: Sequence[Written], place: int) -> Named | None:
        best = None
        for start in _comparables(words[place]):
            for name, key in self._by_first_word.get(start, ()):
                last = _matched(words, place + 1, name)
                if last and (best is None or last > best.last):
                    best = Named(key, place, last)
        return best

    @cached_property
    def _words_by_key(self) -> dict[str, frozenset[str]]:
        table: dict[str, set[str]] = {}
        for name, key in {**_built_in()[1], **self.names}.items():
            table.setdefault(key, set()).update(name.split())
        return {key: frozenset(words) for key, words in table.items()}

    @cached_property
    def _by_first_word(self) -> dict[str, list[tuple[list[str], str]]]:
        table: dict[str, list[tuple[list[str], str]]] = {}
        for name, key in {**_built_in()[1], **self.names}.items():
            first, *rest = name.split()
            table.setdefault(first, []).append((rest, key))
        return table


def _half_at(word: Written, place: int) -> Named | None:
    key = _HALVES.get(word.folded) if word.word.istitle() else None
    return Named(key, place, place + 1) if key else None


def _matched(words: Sequence[Written], place: int, name: Sequence[str]) -> int:
    """The place after the words of `name`, between which function words do not count; 0 where they do not stand."""
    for wanted in name:
        while place < len(words) and words[place].folded in _FUNCTION_WORDS:
            place += 1
        if place == len(words) or wanted not in _comparables(words[place]):
            return 0
        place += 1
    return place


def _definitions(text: str) -> Iterable[tuple[str, Sequence[Written]]]:
    """Acronyms, folded, with the words of their long forms."""
    for match in _IN_BRACKETS.finditer(text):
        inside = written(match.group(1))
        before = written(_CLAUSE.split(text[max(0, match.start() - 160) : match.start()])[-1])
        if len(inside) == 1 and _may_be_acronym(inside[0]) and before:
            acronym, long_form = inside[0].folded, _long_form(inside[0].folded, before)
        elif before and _may_be_acronym(before[-1]) and len(inside) > 1:
            acronym, long_form = before[-1].folded, _long_form(before[-1].folded, inside)
            # All that stands in brackets is the name, or none of it.
            long_form = long_form if long_form and long_form[0] is _content(inside)[0] else []
        else:
            continue
        if long_form:
            yield acronym, long_form


def _long_form(acronym: str, words: Sequence[Written]) -> Sequence[Written]:
    """The content words at the end of `words` that `acronym` stands for; none when it does not seem to."""
    words, letters = _content(words), _singular(acronym)
    if words and is_arabic(words[-1].folded):
        chosen = words[-len(letters) :]
        return chosen if len(chosen) == len(letters) and all(is_arabic(word.folded) for word in chosen) else []
    place, skipped = len(words), 0
    for letter in reversed(letters):
        place -= 1
        # "Commission … des Nations Unies pour …" has words that its acronym does not count.
        while place >= 0 and skipped < 2 and words[place].folded[0] != letter and place < len(words) - 1:
            place, skipped = place - 1, skipped + 1
        if place < 0 or words[place].folded[0] != letter:
            return []
    return words[place:]


def _content(words: Sequence[Written]) -> list[Written]:
    return [word for word in words if word.folded not in _FUNCTION_WORDS]


def _may_be_acronym(word: Written) -> bool:
    return word.capitals and 2 <= len(_singular(word.folded)) <= LONGEST_ACRONYM and not is_arabic(word.folded)


def _singular(acronym: str) -> str:
    return acronym[:-1] if len(acronym) > 3 and acronym.endswith("s") and acronym not in _built_in()[0] else acronym


def _comparable(word: Written) -> str:
    return _comparables(word)[0]


def _comparables(word: Written) -> tuple[str, ...]:
    """The forms by which a word is compared: without plural "s"; in Arabic, without article and particles."""
    if is_arabic(word.folded):
        whole, *bare = readings(word.folded)
        return (*reversed(bare), whole)
    return (word.folded.removesuffix("s"),)


@lru_cache(maxsize=1)
def _built_in() -> tuple[dict[str, str], dict[str, str]]:
    """The keys by acronym and by name."""
    acronyms, names = dict[str, str](), dict[str, str]()
    for line in re.sub(r"\n\s+", " ", _TABLE).strip().splitlines():
        key, shorts, longs = (part.strip() for part in line.split(":"))
        acronyms.update(dict.fromkeys(shorts.lower().split(), key))
        for name in longs.split("/"):
            names[" ".join(_comparable(word) for word in _content(written(name)))] = key
    return acronyms, names
