"""The few words by which reports name their own parts, in the three languages: summary, introduction, annex.

They are compared folded (`rag.text.normalise.fold`). Another language is a few more words.
"""

from __future__ import annotations

import re

from rag.text.normalise import fold
from rag.text.tokens import is_function_word


def _folded(names: str, separator: str | None = None) -> frozenset[str]:
    return frozenset(fold(name).strip() for name in names.split(separator))


_SUMMARY = _folded(
    """résumé|résumé exécutif|résumé analytique|synthèse|note de synthèse|summary|executive summary|abstract|in brief|
    en bref|موجز|الموجز|ملخص|الملخص|خلاصة|الخلاصة|موجز تنفيذي|الموجز التنفيذي|ملخص تنفيذي|الملخص التنفيذي""",
    "|",
)
_GENERIC = _folded(
    """introduction|contexte|context|background|préface|preface|avant-propos|foreword|préambule|preamble|conclusion|
    conclusions|مقدمة|المقدمة|تمهيد|خلفية|توطئة|خاتمة|الخاتمة|استنتاجات""",
    "|",
)
_CONTENTS = _folded(
    """table des matières|sommaire|contents|table of contents|المحتويات|جدول المحتويات|قائمة المحتويات|محتويات التقرير|
    فهرس|الفهرس|فهرس المحتويات""",
    "|",
)
_ANNEX = re.compile(r"(?:annexe?s?|appendix|appendice|المرفق|مرفق|ملحق|الملحق)\b")
_COLUMN_HEADERS = _folded(
    """question questions answer answers response responses réponse réponses سؤال السؤال أسئلة الأسئلة جواب الجواب
    إجابة الإجابة إجابات الإجابات أجوبة الأجوبة رد الرد ردود الردود"""
)
_LANGUAGES = _folded(
    """français française francais anglais anglaise arabe french english arabic العربية الفرنسية الإنجليزية الانجليزية
    عربي فرنسي إنجليزي"""
)
_OF_LANGUAGES = _folded("version texte text langue language en in النسخة النص اللغة باللغة")
_MONTHS = _folded(
    """janvier février mars avril mai juin juillet août septembre octobre novembre décembre january february march april
    may june july august september october november december يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر
    أكتوبر نوفمبر ديسمبر شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين كانون"""
)
_POINTING = _folded(  # words that a number or letter of something follows
    """paragraph paragraphs para paras article articles art number no nos chapter section annex appendix point points
    item option part page figure table clause step phase order decree paragraphe paragraphes alinéa numéro chapitre
    annexe lettre partie volet tableau étape lot tome titre arrêté décret loi الفقرة الفقرتين الفقرات فقرة المادة
    المادتين المواد مادة البند البندين البنود بند رقم الفصل القسم الجزء الباب المحور المرفق الملحق الصفحة صفحة النقطة
    الجدول الشكل المرحلة الخيار"""
)
_ABBREVIATED = re.compile(r"(?:^|[\s('’])(?:nos?|nr|art|paras?|par|al|ch|chap|fig|pp?|vol|sect?)\.$")
_SIGNATURE = re.compile(  # "For the …", "Fait à …"; compared folded
    r"(?:for|pour|on behalf of|au nom d[eu]?s?|signed|signe|done (?:at|in)|fait a|lu et approuve|"
    r"عن|نيابه عن|حرر في|وقع|توقيع|التوقيع)(?![^\W_])"
)
_SUBJECT = re.compile(r"\s*(?:objet|sujet|subject|re|الموضوع|موضوع)\s*:\s*(?=\S)", re.IGNORECASE)
_LAST_WORD = re.compile(r"([^\W\d_]+)$")
_DATE = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b")
_SENTENCE_WITHIN = re.compile(r"[^\W_]\.\s+[^\W\d_]")
_NUMBERING = re.compile(r"^(?:[ivx]+|\d+(?:\.\d+)*)\s*[.)\-–:]+\s*")
_EDGES = " :.-–—*_"


def _name(text: str) -> str:
    return _NUMBERING.sub("", fold(text).strip(_EDGES)).strip(_EDGES)


def names_summary(text: str) -> bool:
    """Tell whether a heading names a summary ("Résumé", "Executive summary", "موجز")."""
    return _name(text) in _SUMMARY


def subject_of(text: str) -> str | None:
    """Return what a letter's line of its subject says ("Objet : …", "Subject: …", "الموضوع: …"), else None."""
    match = _SUBJECT.match(text)
    return text[match.end() :].strip() if match else None


def names_section(text: str) -> bool:
    """Tell whether a line is the usual name of a section ("Introduction", "مقدمة") or of an annex."""
    name = _name(text)
    return name in _GENERIC or name in _SUMMARY or bool(_ANNEX.match(name) and len(name.split()) <= 12)


def names_contents(text: str) -> bool:
    """Tell whether a heading names a table of contents ("Sommaire", "Contents", "المحتويات")."""
    return _name(text) in _CONTENTS


def names_annex(text: str) -> bool:
    """Tell whether a heading begins an annex, where numbering may start again."""
    return bool(_ANNEX.match(_name(text)))


def is_column_header(text: str) -> bool:
    """Tell whether a line only names the two columns of a questionnaire ("Questions Réponses")."""
    found = re.findall(r"[^\W\d_]+", fold(text))
    return bool(found) and len(found) <= 4 and all(word in _COLUMN_HEADERS for word in found)


def names_language(text: str) -> bool:
    """Tell whether a line only names a language or the text in it ("English", "Version française", "النص العربي")."""
    found = re.findall(r"[^\W\d_]+", fold(text))
    named = any(word in _LANGUAGES or word.removeprefix("ال") in _LANGUAGES for word in found)
    return (
        named
        and len(found) <= 3
        and all(word in _LANGUAGES or word.removeprefix("ال") in _LANGUAGES or word in _OF_LANGUAGES for word in found)
    )


def is_dateline(text: str) -> bool:
    """Tell whether a short line says when, and perhaps where: "Tunis, 14 mai 2021", "13 آب/أغسطس 2020"."""
    folded = fold(text)
    names = [word for word in re.findall(r"[^\W\d_]{4,}", folded) if word not in _MONTHS]
    if _SENTENCE_WITHIN.search(folded):
        return False
    return len(folded.split()) <= 9 and bool(_DATE.search(folded)) and len(names) <= 2


def repeats(text: str, title: str) -> bool:
    """Tell whether a line says the title again, perhaps with a date before or after it."""
    words, of_title = (re.findall(r"\w+", fold(part)) for part in (text, title))
    if len(of_title) < 3:
        return False
    joined = f" {' '.join(words)} "
    return f" {' '.join(of_title)} " in joined and len(words) <= len(of_title) + 6


def leads_on(text: str) -> bool:
    """Tell whether a line ends with a word that no sentence ends with: "of", "dans", "Article", "الفقرة"."""
    last = _LAST_WORD.search(text)
    if last is None:
        return False
    word = fold(last.group())
    return word in _POINTING or (len(word) > 1 and is_function_word(word))


def abbreviates_number(text: str) -> bool:
    """Tell whether a line ends with a shortened word that a number follows: "No.", "art.", "para."."""
    return bool(_ABBREVIATED.search(fold(text)))


def signs(text: str) -> bool:
    """Tell whether a line begins as a block of a signature does: "For the Council", "Fait à Tunis", "عن الوزارة"."""
    return not text[:1].islower() and bool(_SIGNATURE.match(fold(text)))
