"""Where the sources of an answer come from: a note when they differ in kind, with the publisher and date of each.

Kinds are told apart by the words of the catalogue: a government's own report, an organisation's, the press. What any
other publisher brings out is held apart from the first and the last of these, and not called more than that; a report
whose catalogue entry says neither its kind nor its publisher differs from none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum

from rag.text.citing import published
from rag.text.normalise import fold
from rag.types import AnswerSentence, Metadata, Source


def _words(words: str, before: str = "") -> re.Pattern[str]:
    return re.compile(rf"{before}\b(?:{'|'.join(map(fold, words.split()))})\b")


class SourceKind(StrEnum):
    """Who speaks in a report."""

    GOVERNMENT = "government"
    ORGANISATION = "organisation"
    PRESS = "press"
    OTHER = "other"


_PRESS = _words("press presse newspaper newspapers news gazette journalism صحافة الصحافة صحفي صحفية صحيفة جريدة")
# A government or an organisation speaks to the press in one.
_RELEASE = _words("release releases communique communiques بيان بلاغ")
_GOVERNMENT = _words(
    """government gouvernement ministry ministere ministries kingdom royaume republic republique حكومة الحكومة وزارة
    المملكة الجمهورية""",
    before="^(?:the )?",
)
_ORGANISATION = _words(
    """organisation organization organisations organizations ngo ong un onu iom oim escwa cesao unhcr hcr ilo oit
    agency agence league ligue union association federation foundation fondation nations bank banque منظمة المنظمة
    الأمم الإسكوا جامعة اتحاد الاتحاد جمعية مؤسسة وكالة"""
)
_NATIONAL = re.compile(
    r"\bnational(?:e|aux)? (?:voluntary )?(?:reviews?|reports?)\b|\b(?:rapport|examen)s? (?:volontaires? )?nation\w+|"
    + "|".join(map(fold, ("تقرير وطني", "استعراض وطني", "تقرير حكومي")))
)
_DIFFER = {
    "fr": "Les sources ne sont pas de même nature : {sources}.",
    "en": "The sources differ in kind: {sources}.",
    "ar": "تختلف طبيعة المصادر: {sources}.",
}
_SEPARATOR = {"fr": " ; ", "en": "; ", "ar": "؛ "}
_UNKNOWN = {"fr": "origine inconnue", "en": "of unknown origin", "ar": "مصدر غير معروف"}
_KINDS = {
    "fr": {
        SourceKind.GOVERNMENT: "rapport d’un gouvernement",
        SourceKind.ORGANISATION: "rapport d’une organisation",
        SourceKind.PRESS: "presse",
        SourceKind.OTHER: "rapport d’un autre éditeur",
    },
    "en": {
        SourceKind.GOVERNMENT: "a government’s own report",
        SourceKind.ORGANISATION: "an organisation’s report",
        SourceKind.PRESS: "the press",
        SourceKind.OTHER: "another publisher’s report",
    },
    "ar": {
        SourceKind.GOVERNMENT: "تقرير حكومي",
        SourceKind.ORGANISATION: "تقرير منظمة",
        SourceKind.PRESS: "الصحافة",
        SourceKind.OTHER: "تقرير ناشر آخر",
    },
}


def source_kind(metadata: Metadata) -> SourceKind | None:
    """Return who speaks in a report, as far as its catalogue entry tells."""
    kind, publishers = fold(metadata.kind or ""), [fold(publisher) for publisher in metadata.publisher]
    if _PRESS.search(kind) and not _RELEASE.search(kind):
        return SourceKind.PRESS
    if _NATIONAL.search(kind) or any(_GOVERNMENT.search(publisher) for publisher in publishers):
        return SourceKind.GOVERNMENT
    if any(_ORGANISATION.search(said) for said in (kind, *publishers)):
        return SourceKind.ORGANISATION
    return SourceKind.OTHER if kind or publishers else None


def provenance_notes(
    sentences: Sequence[AnswerSentence], sources: Mapping[str, Source], language: str
) -> tuple[str, ...]:
    """Return a note, in `language`, when verified sentences cite sources of different kinds; versions count once."""
    markers: dict[str, list[int]] = {}
    works: dict[str, Source] = {}
    for citation in (citation for sentence in sentences for citation in sentence.citations):
        source = sources[citation.report_id]
        works.setdefault(source.work, source)
        if citation.marker not in markers.setdefault(source.work, []):
            markers[source.work].append(citation.marker)
    kinds = {work: source_kind(source.metadata) for work, source in works.items()}
    # Another publisher may be an organisation that is not known as one.
    apart = {SourceKind.ORGANISATION if kind is SourceKind.OTHER else kind for kind in kinds.values() if kind}
    if len(apart) < 2:
        return ()
    told = [
        f"{''.join(f'[{marker}]' for marker in markers[work])} {_described(source.metadata, kinds[work], language)}"
        for work, source in works.items()
    ]
    return (_DIFFER[language].format(sources=_SEPARATOR[language].join(told)),)


def _described(metadata: Metadata, kind: SourceKind | None, language: str) -> str:
    """The kind, with publisher and date: "the press (Harbour News, 9 May 2022)"."""
    about = published(metadata, language)
    name = _KINDS[language][kind] if kind else _UNKNOWN[language]
    return f"{name} ({about})" if about else name
