"""Every text of the page in the three languages, and which of them a browser asks for.

What the reports and the assistant say is not here; that comes in its own language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rag.reading.flags import TWICE
from rag.text.language import LANGUAGES

TAGLINE = {
    "en": "Answers questions about review reports, with the evidence for every sentence.",
    "fr": "Répond aux questions sur les rapports d’examen, preuve à l’appui de chaque phrase.",
    "ar": "يجيب عن الأسئلة حول تقارير الاستعراض، مع الدليل على كل جملة.",
}


@dataclass(frozen=True, slots=True)
class Wording:
    """The page's texts in one language."""

    chat: str
    question: str
    placeholder: str
    send: str
    new_conversation: str
    examples: str
    welcome: str
    searching: str
    understood: str
    not_found: str
    broken: str
    verbatim: str
    written: str
    sources: str
    sources_empty: str
    nearest: str
    earlier: str
    source_link: str
    matched: str
    translated: str
    doubted_page: str
    doubted_paragraph: str
    doubted_report: str
    reasons: Mapping[str, str]
    languages: Mapping[str, str]
    opening: str
    building: str
    stages: Mapping[str, str]
    building_hint: str
    not_read: str
    kept: str
    refused: str
    again: str
    index: str
    reports: str
    model: str
    bundled: str
    private: str
    sent: str
    is_right: str
    is_wrong: str
    thanks: str
    thanks_wrong: str
    taken_back: str
    not_kept: str
    correct_heading: str
    should_say: str
    should_say_hint: str
    stands_where: str
    stands_open: str
    reports_silent: str
    send_correction: str
    cancel: str
    say_something: str


_ENGLISH = Wording(
    chat="Conversation",
    question="Your question, in English, French or Arabic",
    placeholder="Ask a question…",
    send="Ask",
    new_conversation="New conversation",
    examples="For example",
    welcome="Every answer comes from the reports alone and shows the passage on which it stands.",
    searching="Searching the reports…",
    understood="Understood as:",
    not_found="The reports do not say. The nearest passages are shown with the sources.",
    broken="Something went wrong while answering. The details are in the terminal where the page was started.",
    verbatim="Quoted word for word from the reports.",
    written="Written by a language model from the passages cited; compare it with them.",
    sources="Sources",
    sources_empty="The passages that an answer cites appear here, with the exact words highlighted.",
    nearest="Nearest passages, which do not answer the question",
    earlier="Sources of earlier answers",
    source_link="Published source",
    matched="Words that met:",
    translated="Machine translation",
    doubted_page="This page was read with doubt:",
    doubted_paragraph="This paragraph was read with doubt:",
    doubted_report="This report was read with doubt:",
    reasons={TWICE: "its number occurs more than once"},
    languages={"en": "English", "fr": "French", "ar": "Arabic"},
    opening="Opening the index…",
    building="Preparing the reports",
    stages={"reading": "Reading", "embedding": "Computing what the passages mean", "writing": "Writing the index"},
    building_hint="This is done once. You can ask as soon as it is finished.",
    not_read="Reports that could not be read",
    kept="Its earlier version stays in the index.",
    refused="The reports cannot be asked yet",
    again="Then reload this page.",
    index="Index:",
    reports="Reports:",
    model="Model:",
    bundled="bundled trilingual model",
    private="Nothing leaves this computer.",
    sent="Your questions and the passages found are sent to {name}.",
    is_right="This answer is right",
    is_wrong="This answer is wrong",
    thanks="Thank you. It is kept in {file} for those who check the answers, without your name.",
    thanks_wrong="Noted in {file}, without your name. If you know the right answer, say it below.",
    taken_back="Your verdict is taken back.",
    not_kept="Your verdict could not be kept.",
    correct_heading="The right answer to:",
    should_say="What should the answer say?",
    should_say_hint="A number, a date, a name or a sentence",
    stands_where="Where does it stand?",
    stands_open="I do not know",
    reports_silent="The reports do not say",
    send_correction="Send",
    cancel="Cancel",
    say_something="Write what the answer should say, choose where it stands, or tick that the reports do not say.",
)

_FRENCH = Wording(
    chat="Conversation",
    question="Votre question, en français, en arabe ou en anglais",
    placeholder="Posez une question…",
    send="Demander",
    new_conversation="Nouvelle conversation",
    examples="Par exemple",
    welcome="Chaque réponse vient des seuls rapports et montre le passage sur lequel elle repose.",
    searching="Recherche dans les rapports…",
    understood="Compris comme :",
    not_found="Les rapports ne le disent pas. Les passages les plus proches sont affichés avec les sources.",
    broken="La réponse a échoué. Le détail se trouve dans le terminal d’où la page a été lancée.",
    verbatim="Citation mot pour mot des rapports.",
    written="Rédigé par un modèle de langage à partir des passages cités\u00a0; à comparer avec eux.",
    sources="Sources",
    sources_empty="Les passages cités dans une réponse s’affichent ici, les mots exacts surlignés.",
    nearest="Passages les plus proches, qui ne répondent pas à la question",
    earlier="Sources des réponses précédentes",
    source_link="Source publiée",
    matched="Mots rapprochés\u00a0:",
    translated="Traduction automatique",
    doubted_page="Cette page a été lue avec un doute\u00a0:",
    doubted_paragraph="Ce paragraphe a été lu avec un doute\u00a0:",
    doubted_report="Ce rapport a été lu avec un doute\u00a0:",
    reasons={TWICE: "son numéro figure plus d’une fois"},
    languages={"en": "anglais", "fr": "français", "ar": "arabe"},
    opening="Ouverture de l’index…",
    building="Préparation des rapports",
    stages={"reading": "Lecture de", "embedding": "Calcul du sens des passages", "writing": "Écriture de l’index"},
    building_hint="Cela n’est fait qu’une fois. Vous pourrez poser vos questions dès la fin.",
    not_read="Rapports qui n’ont pas pu être lus",
    kept="Sa version précédente reste dans l’index.",
    refused="Les rapports ne peuvent pas encore être interrogés",
    again="Rechargez ensuite cette page.",
    index="Index\u00a0:",
    reports="Rapports\u00a0:",
    model="Modèle\u00a0:",
    bundled="modèle trilingue fourni",
    private="Rien ne sort de cet ordinateur.",
    sent="Vos questions et les passages trouvés sont envoyés à {name}.",
    is_right="Cette réponse est juste",
    is_wrong="Cette réponse est fausse",
    thanks="Merci. C’est gardé dans {file} pour ceux qui vérifient les réponses, sans votre nom.",
    thanks_wrong="Noté dans {file}, sans votre nom. Si vous connaissez la bonne réponse, indiquez-la ci-dessous.",
    taken_back="Votre avis est retiré.",
    not_kept="Votre avis n’a pas pu être gardé.",
    correct_heading="La bonne réponse à\u00a0:",
    should_say="Que devrait dire la réponse\u00a0?",
    should_say_hint="Un nombre, une date, un nom ou une phrase",
    stands_where="Où cela se trouve-t-il\u00a0?",
    stands_open="Je ne sais pas",
    reports_silent="Les rapports ne le disent pas",
    send_correction="Envoyer",
    cancel="Annuler",
    say_something="Écrivez la bonne réponse, dites où elle se trouve ou cochez que les rapports ne le disent pas.",
)

_ARABIC = Wording(
    chat="المحادثة",
    question="سؤالك بالعربية أو الفرنسية أو الإنجليزية",
    placeholder="اطرح سؤالاً…",
    send="اسأل",
    new_conversation="محادثة جديدة",
    examples="على سبيل المثال",
    welcome="كل إجابة مأخوذة من التقارير وحدها، ومعها المقطع الذي تستند إليه.",
    searching="جارٍ البحث في التقارير…",
    understood="فُهم السؤال هكذا:",
    not_found="التقارير لا تذكر ذلك. وتُعرض أقرب المقاطع مع المصادر.",
    broken="تعذّرت الإجابة. التفاصيل في نافذة الأوامر التي شُغّلت منها الصفحة.",
    verbatim="منقول حرفياً من التقارير.",
    written="صاغه نموذج لغوي انطلاقاً من المقاطع المذكورة؛ يُرجى مقارنته بها.",
    sources="المصادر",
    sources_empty="تظهر هنا المقاطع التي تستند إليها الإجابة، وقد أُبرزت الكلمات نفسها.",
    nearest="أقرب المقاطع، وهي لا تجيب عن السؤال",
    earlier="مصادر الإجابات السابقة",
    source_link="المصدر المنشور",
    matched="كلمات متقابلة:",
    translated="ترجمة آلية",
    doubted_page="قُرئت هذه الصفحة مع شك:",
    doubted_paragraph="قُرئت هذه الفقرة مع شك:",
    doubted_report="قُرئ هذا التقرير مع شك:",
    reasons={TWICE: "رقمها يرد أكثر من مرة"},
    languages={"en": "الإنجليزية", "fr": "الفرنسية", "ar": "العربية"},
    opening="جارٍ فتح الفهرس…",
    building="إعداد التقارير",
    stages={"reading": "قراءة", "embedding": "حساب معاني المقاطع", "writing": "كتابة الفهرس"},
    building_hint="يحدث ذلك مرة واحدة فقط، ويمكنك طرح أسئلتك فور الانتهاء.",
    not_read="تقارير تعذّرت قراءتها",
    kept="وتبقى نسخته السابقة في الفهرس.",
    refused="لا يمكن طرح الأسئلة على التقارير بعد",
    again="ثم أعد تحميل هذه الصفحة.",
    index="الفهرس:",
    reports="التقارير:",
    model="النموذج:",
    bundled="النموذج الثلاثي اللغات المرفق",
    private="لا شيء يغادر هذا الحاسوب.",
    sent="تُرسل أسئلتك والمقاطع التي عُثر عليها إلى {name}.",
    is_right="هذه الإجابة صحيحة",
    is_wrong="هذه الإجابة خاطئة",
    thanks="شكراً. حُفظ ذلك في {file} لمن يراجعون الإجابات، دون ذكر اسمك.",
    thanks_wrong="سُجّل ذلك في {file} دون ذكر اسمك. إن كنت تعرف الإجابة الصحيحة فاكتبها أدناه.",
    taken_back="سُحب رأيك.",
    not_kept="تعذّر حفظ رأيك.",
    correct_heading="الإجابة الصحيحة عن:",
    should_say="ماذا ينبغي أن تقول الإجابة؟",
    should_say_hint="رقم أو تاريخ أو اسم أو جملة",
    stands_where="أين ورد ذلك؟",
    stands_open="لا أعرف",
    reports_silent="التقارير لا تذكر ذلك",
    send_correction="أرسل",
    cancel="إلغاء",
    say_something="اكتب ما ينبغي أن تقوله الإجابة، أو اختر أين ورد، أو أشر إلى أن التقارير لا تذكره.",
)

WORDING: Mapping[str, Wording] = {"fr": _FRENCH, "ar": _ARABIC, "en": _ENGLISH}


def browser_language(accept_language: str | None) -> str:
    """Return the best of the three languages for an Accept-Language header (RFC 9110, 12.5.4); English if none."""
    best, best_weight = "en", 0.0
    for choice in (accept_language or "").split(","):
        tag, _, parameter = choice.strip().partition(";")
        language = tag.split("-")[0].strip().lower()
        weight = _weight(parameter)
        if language in LANGUAGES and weight > best_weight:
            best, best_weight = language, weight
    return best


def _weight(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
