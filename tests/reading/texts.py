"""Small reports written for these tests, as lists of (expected place, text); the formats are made from them."""

from __future__ import annotations

import textwrap

FRENCH = [
    ("title", "Rapport de la mission d'étude sur les ports de pêche du littoral"),
    ("title", "Agadir, 14 mai 2021"),
    (None, "Résumé"),
    (
        "summary",
        "La mission a visité neuf ports entre mars et mai 2021. Elle a entendu les pêcheurs, les mareyeurs et les "
        "services de l'État, puis elle a comparé ce qu'elle a vu avec les chiffres de 2015.",
    ),
    (None, "Introduction"),
    (
        "1",
        "1. La mission était composée de quatre personnes. Elle a travaillé à partir d'un questionnaire envoyé à "
        "l'avance aux capitaineries, qui ont toutes répondu, et de visites faites à l'aube, au moment du "
        "débarquement.",
    ),
    (
        "2",
        "2. Sur les neuf ports visités, trois disposent d'une halle réfrigérée. Les six autres vendent encore sur le "
        "quai, ce qui fait perdre près de 12 % de la valeur des prises, selon l'estimation de l'office.",
    ),
    (None, "Ce que disent les pêcheurs :"),
    (
        "3",
        "3. M. Brahim Oulhaj, doyen des patrons, a rappelé que le prix du gazole avait doublé en deux ans. Il a "
        "demandé que la détaxe soit versée chaque mois.",
    ),
    (
        "3",
        "Mme Zineb Talbi, de la coopérative des femmes, a ajouté que le tri des algues n'était pas reconnu comme un "
        "métier et que les cotisations n'étaient donc pas payées.",
    ),
    (
        "4",
        "4. Tous ont regretté que les bouées posées en 2018 n'aient pas été entretenues. Deux barques se sont perdues "
        "pendant l'hiver 2020.",
    ),
    (None, "Suite à donner"),
    (
        "5",
        "5. La mission propose de commencer par les trois ports les plus au sud, où la dépense est la plus faible et "
        "le gain le plus sûr, et de revenir dans un an.",
    ),
]

ARABIC = [
    ("title", "تقرير عن زيارة المكتبات العمومية في المدن الصغيرة"),
    (None, "موجز"),
    (
        "summary",
        "زار الفريق سبع مكتبات في شهر واحد، وسأل القراء عن مواعيد العمل وعن حالة الكتب.",
    ),
    (None, "مقدمة"),
    (
        "1",
        "١- تكوّن الفريق من ثلاثة أشخاص سافروا بالقطار بين المدن، وخصصوا لكل مكتبة يوماً كاملاً يبدأ قبل فتح الأبواب "
        "وينتهي بعد خروج آخر قارئ منها.",
    ),
    (
        "2",
        "٢- بلغ عدد القراء المسجلين ٣٬٤٥٠ قارئاً سنة ٢٠١٩، منهم ١٢٠٠ تلميذ. وقد تراجع هذا العدد إلى النصف في السنة "
        "التالية بسبب إغلاق المدارس.",
    ),
    (None, "ما قاله القراء"),
    (
        "3",
        "٣- طلب أغلب القراء تمديد ساعات العمل في المساء، وأشار بعضهم إلى أن الكتب العلمية قديمة وأن آخر شراء يعود إلى "
        "عشر سنوات مضت.",
    ),
    (
        "3",
        "وأضافت مديرة مكتبة الواحة (المدينة القديمة) أن الميزانية لا تكفي إلا لشراء الصحف، وأن الهبات الخاصة هي التي "
        "تسمح بتجديد الرفوف.",
    ),
    (None, "خاتمة"),
    ("4", "٤- يقترح الفريق أن تتبادل المكتبات كتبها مرتين في السنة، وأن يُعاد السؤال نفسه بعد عامين."),
]

QUESTIONNAIRE = [
    ("title", "Réponses de la commune au questionnaire sur l'eau potable"),
    (None, "I.- Questions sur le réseau et sur son entretien dans les quartiers de la commune"),
    ("drop", "Questions Réponses"),
    ("I.a", "a) Qui entretient le réseau ? Depuis quand cette organisation existe-t-elle ?"),
    ("I.a", "▪ Une régie communale, créée en 2011, avec douze agents et deux camions."),
    ("I.a", "▪ Les petites réparations sont confiées à des artisans du quartier, sur devis."),
    ("I.b", "b) Quelles sont les pertes constatées sur le réseau au cours des trois dernières années ?"),
    ("I.b", "▪ Les pertes sont passées de 31 % à 22 % grâce aux compteurs posés sur les axes suivants :"),
    ("I.b", "1. la route de la gare ;"),
    ("I.b", "2. le quartier des potiers ;"),
    ("I.b", "3. la zone du marché."),
    ("I.c", "c) Le tarif a-t-il changé ?"),
    ("I.c", "Des changements ont été décidés pour :"),
    ("I.c", "▪ les familles nombreuses ;"),
    ("I.c", "▪ les boulangeries et les hammams."),
    (None, "II.- Questions sur la qualité"),
    ("drop", "Questions Réponses"),
    ("II.a", "a) Combien d'analyses sont faites chaque année ?"),
    ("II.a", "▪ La régie fait 48 analyses par an ; le laboratoire de la province en fait douze autres."),
    ("II.b", "b) Les résultats sont-ils publiés ?"),
    ("II.b", "✓ Oui, chaque trimestre, à la mairie et dans les écoles."),
    (None, "III.- Questions sur la suite"),
    ("drop", "Questions Réponses"),
    ("III.a", "a) Que prévoit la commune pour 2024 ?"),
    ("III.a", "▪ Un second réservoir de 600 mètres cubes."),
]


def wrap(report: list[tuple[str | None, str]], width: int, between_lines: str, between_blocks: str) -> str:
    """The report with lines broken at `width` characters."""
    blocks = [textwrap.wrap(text, width, break_on_hyphens=False) for _, text in report]
    return between_blocks.join(between_lines.join(lines) for lines in blocks) + "\n"


def places(report: list[tuple[str | None, str]]) -> list[tuple[str | None, str]]:
    """What reading should find: places and texts, column headers left out, bullets outside of the blocks."""
    return [(place, text.lstrip("▪✓ ")) for place, text in report if place != "drop"]
