"""Why the language model could not answer, in the reader's language.

The reasons of errors are English, for whoever mends them; a note beside an answer is for its reader.
"""

from __future__ import annotations

from rag.errors import LanguageModelError

_CAUSES = {
    "fr": {
        "time": "délai dépassé",
        "busy": "service occupé ou quota épuisé",
        "away": "serveur injoignable",
        "key": "clé absente ou refusée",
        "refused": "demande refusée par le fournisseur",
        "down": "panne chez le fournisseur",
        "broken": "réponse interrompue ou illisible",
        "empty": "réponse vide",
        "endless": "réponse sans fin",
    },
    "ar": {
        "time": "انتهت المهلة",
        "busy": "الخدمة مشغولة أو نفدت الحصة",
        "away": "تعذّر الاتصال بالخادم",
        "key": "المفتاح مفقود أو مرفوض",
        "refused": "رفض المزوّد الطلب",
        "down": "عطل لدى المزوّد",
        "broken": "رد منقطع أو غير مقروء",
        "empty": "رد فارغ",
        "endless": "رد لا ينتهي",
    },
}


def cause(error: LanguageModelError, language: str) -> str:
    """Return the cause for a reader of that language; the error's own reason where it has no wording."""
    return _CAUSES.get(language, {}).get(error.cause) or error.reason.rstrip(".")
