"""Who speaks in a report, and the note where the sources of an answer differ in that."""

from __future__ import annotations

import pytest

from rag.answering.provenance import SourceKind, provenance_notes, source_kind
from rag.types import AnswerSentence, Citation, Locator, Metadata, Source

GOVERNMENT = Metadata(kind="report", publisher=("Government of Morocco",), date="2020")
PRESS = Metadata(kind="press article", publisher=("Harbour News",), date="2023-01-27")
ORGANISATION = Metadata(kind="workshop report", publisher=("ESCWA", "IOM"), date="2020-08-13")


@pytest.mark.parametrize(
    ("metadata", "kind"),
    [
        (GOVERNMENT, SourceKind.GOVERNMENT),
        (Metadata(publisher=("Ministère de l'Intérieur",)), SourceKind.GOVERNMENT),
        (Metadata(publisher=("وزارة الداخلية",)), SourceKind.GOVERNMENT),
        (Metadata(kind="national voluntary review (questionnaire)"), SourceKind.GOVERNMENT),
        (Metadata(kind="press release", publisher=("Government of Morocco",)), SourceKind.GOVERNMENT),
        (PRESS, SourceKind.PRESS),
        (Metadata(kind="مقال صحفي"), SourceKind.PRESS),
        (Metadata(kind="article de presse"), SourceKind.PRESS),
        (ORGANISATION, SourceKind.ORGANISATION),
        (Metadata(publisher=("المنظمة الدولية للهجرة",)), SourceKind.ORGANISATION),
        (Metadata(kind="briefing note", publisher=("Dalil",)), SourceKind.OTHER),
        (Metadata(date="2020"), None),
    ],
)
def test_who_speaks_is_told_by_the_catalogue(metadata: Metadata, kind: SourceKind | None) -> None:
    assert source_kind(metadata) is kind


def notes(*metadata: Metadata, language: str = "en") -> tuple[str, ...]:
    """The notes of an answer of one sentence a report, each of that metadata."""
    sources = {f"r{n}": Source(f"r{n}", "Title", "r.txt", "en", each) for n, each in enumerate(metadata, 1)}
    sentences = [
        AnswerSentence("…", (Citation(marker, report, report, Locator(0, 1), "…", 0, 1),))
        for marker, report in enumerate(sources, 1)
    ]
    return provenance_notes(sentences, sources, language)


def test_sources_that_differ_in_kind_are_named_with_publisher_and_date() -> None:
    assert notes(GOVERNMENT, PRESS) == (
        "The sources differ in kind: [1] a government’s own report (Government of Morocco, 2020); "
        "[2] the press (Harbour News, 27 January 2023).",
    )
    assert notes(ORGANISATION, GOVERNMENT, language="fr") == (
        "Les sources ne sont pas de même nature : [1] rapport d’une organisation (ESCWA, IOM, 13 août 2020) ; "
        "[2] rapport d’un gouvernement (Government of Morocco, 2020).",
    )
    assert "[2] الصحافة (Harbour News، 27 يناير 2023)" in notes(ORGANISATION, PRESS, language="ar")[0]


def test_sources_of_one_kind_or_of_none_need_no_note() -> None:
    assert notes(PRESS) == ()
    assert notes(PRESS, PRESS) == ()
    assert notes(PRESS, Metadata()) == ()
    assert notes(ORGANISATION, Metadata(publisher=("Dalil",))) == ()


def test_versions_of_one_report_are_one_source() -> None:
    version = Metadata(kind="press article", version_of="r1")
    assert notes(GOVERNMENT, version) == ()
