"""The texts of the structure cases in three languages: titles, headings, sentences, questions, notes.

All were written for these tests; `tools.structure_samples.cases` makes reports of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Words:
    """The texts of one language."""

    code: str
    title: str
    sentences: list[str]
    headings: list[str]
    annex: str
    inserted: str
    items: list[str]
    questions: list[str]
    parts: list[str]
    note: str
    digits: str = "0123456789"

    def number(self, value: int) -> str:
        """The number in the language's digits."""
        return str(value).translate(str.maketrans("0123456789", self.digits))

    def text(self, start: int, count: int = 3) -> str:
        """So many sentences in an order of their own."""
        return " ".join(Random(start).sample(self.sentences, count))  # noqa: S311 (nothing secret)


FRENCH = Words(
    "fr",
    "Rapport sur l'entretien des ponts et des gués de la vallée",
    [
        "La mission a parcouru la vallée d'amont en aval et a noté l'état de chaque ouvrage.",
        "Les services techniques avaient préparé une carte, complétée ensuite par les habitants.",
        "Deux ponts sur trois ont été construits avant 1975 et n'ont jamais été renforcés.",
        "Le coût de la remise en état est estimé à 4,2 millions, étalés sur cinq exercices.",
        "Selon l'ingénieure en chef, la moitié des gués devient impraticable dès novembre.",
        "Les communes demandent que les travaux commencent avant la saison des pluies.",
        "Une convention signée en 2019 prévoit le partage des dépenses avec la province.",
        "Aucun accident mortel n'a été signalé depuis l'installation des barrières.",
        "Le comité de suivi se réunira deux fois par an et publiera ses comptes rendus.",
        "Les entreprises locales ont obtenu 37 % des marchés passés pendant la période.",
    ],
    ["Contexte général", "Ce que la mission a vu", "Moyens disponibles", "Ce qui reste à faire"],
    "Annexe I",
    "bis",
    ["le pont de la scierie ;", "le gué du moulin ;", "la passerelle des écoles ;", "le viaduc du nord."],
    [
        "Quels ouvrages ont été réparés pendant la période ?",
        "Qui décide de l'ordre des travaux ?",
        "Comment les habitants sont-ils prévenus ?",
        "Les comptes sont-ils publiés ?",
    ],
    ["I. Questions sur les ouvrages", "II. Questions sur les moyens"],
    "Voir le compte rendu de la réunion du printemps.",
)
ENGLISH = Words(
    "en",
    "Report on the upkeep of the bridges and fords of the valley",
    [
        "The mission travelled the valley from its source to the plain and looked at every crossing.",
        "The technical services had drawn a map, which the villagers then completed by hand.",
        "Two bridges in three were built before 1975 and have never been strengthened.",
        "The cost of repairs is put at 4.2 million, to be spread over five budget years.",
        "According to the chief engineer, half of the fords cannot be used after November.",
        "The municipalities ask that the works begin before the season of the rains.",
        "An agreement signed in 2019 shares the expenditure with the province.",
        "No fatal accident has been reported since the barriers were installed.",
        "The committee will meet twice a year and publish an account of each meeting.",
        "Local companies won 37 per cent of the contracts awarded during the period.",
    ],
    ["General background", "What the mission saw", "Available means", "What remains to be done"],
    "Annex I",
    "bis",
    ["the bridge at the sawmill;", "the ford below the mill;", "the footbridge near the schools;", "the viaduct."],
    [
        "Which crossings were repaired during the period?",
        "Who decides on the order of the works?",
        "How are the inhabitants warned?",
        "Are the accounts published?",
    ],
    ["I. Questions on the crossings", "II. Questions on the means"],
    "See the account of the meeting held in spring.",
)
ARABIC = Words(
    "ar",
    "تقرير عن صيانة الجسور والمعابر في الوادي",
    [
        "قطعت البعثة الوادي من منبعه إلى السهل ونظرت في حالة كل معبر من معابره.",
        "وكانت المصالح التقنية قد أعدت خريطة أكملها سكان القرى بأيديهم بعد ذلك.",
        "بُني جسران من كل ثلاثة جسور قبل سنة 1975 ولم تجر تقويتها منذ ذلك الحين.",
        "تقدر كلفة الإصلاح بنحو أربعة ملايين توزع على خمس سنوات مالية متتالية.",
        "وذكرت كبيرة المهندسات أن نصف المعابر لا يصلح للاستعمال بعد تشرين الثاني.",
        "وتطلب البلديات أن تبدأ الأشغال قبل موسم الأمطار في كل سنة من السنوات.",
        "ينص اتفاق وقع سنة 2019 على تقاسم النفقات مع الإقليم وفق جدول متفق عليه.",
        "لم يسجل أي حادث قاتل منذ تركيب الحواجز على جانبي الطريق في القرى كلها.",
        "تجتمع اللجنة مرتين في السنة وتنشر محضراً عن كل اجتماع من اجتماعاتها.",
        "حصلت الشركات المحلية على 37 في المائة من الصفقات التي أبرمت في تلك المدة.",
    ],
    ["السياق العام", "ما رأته البعثة", "الوسائل المتاحة", "ما بقي من العمل"],
    "المرفق الأول",
    "مكرر",
    ["جسر المنشرة؛", "معبر الطاحونة؛", "ممر المدارس؛", "جسر الشمال."],
    [
        "ما هي المعابر التي أُصلحت خلال هذه المدة؟",
        "من يقرر ترتيب الأشغال؟",
        "كيف يُنبه السكان؟",
        "هل تُنشر الحسابات؟",
    ],
    ["القسم الأول: أسئلة عن المعابر", "القسم الثاني: أسئلة عن الوسائل"],
    "انظر محضر الاجتماع الذي عقد في الربيع.",
    "٠١٢٣٤٥٦٧٨٩",
)
LANGUAGES = (FRENCH, ENGLISH, ARABIC)
