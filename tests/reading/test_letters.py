"""Of a letter the line of its subject is the title; what stands around that line is neither title nor counted."""

from __future__ import annotations

import tomllib

import pytest

from rag.reading import propose, read
from rag.reading.front import title_of
from rag.reading.lines import Hint, Piece
from rag.reading.structure import understand
from rag.types import BlockKind

BODY = "La commune a repavé le marché et elle a posé douze lampes, comme le conseil l'avait demandé en mai."
HEAD = ("Commune du Littoral", "Service des halles", "Réf. : 12/SH", "Le 3 mai 2022", "À Madame la Préfète")
ARABIC_BODY = "رصفت الجماعة السوق ووضعت اثني عشر مصباحا كما طلب المجلس ذلك في شهر مايو من السنة نفسها."


def kinds(*pieces: Piece) -> list[tuple[str, BlockKind | None, str | None]]:
    return [(item.piece.text, item.kind, item.paragraph) for item in understand(pieces).placed]


@pytest.mark.parametrize(
    ("head", "subject", "salutation", "body"),
    [
        (HEAD, "Objet : Travaux du marché", "Madame la Préfète,", BODY),
        (("Coast Council", "3 May 2022"), "Subject: Works at the market", "Dear Madam,", BODY),
        (("Coast Council",), "RE: Works at the market", "Dear Madam,", BODY),
        (("جماعة الساحل", "المرجع: 12"), "الموضوع: أشغال السوق", "السيدة الوالية،", ARABIC_BODY),
    ],
)
def test_the_subject_of_a_letter_is_its_title(head, subject, salutation, body):
    found = kinds(*map(Piece, (*head, subject, salutation, body)))
    assert [text for text, kind, _ in found if kind is BlockKind.TITLE] == [subject]
    assert title_of([Piece(subject)]) == subject.split(":")[1].strip()
    assert [(text, place) for text, _, place in found if place not in (None, "title")] == [(body, "1")]


def test_a_letterhead_in_cells_or_in_bold_changes_nothing():
    cells, bold = Piece("Commune; Service", Hint.TABLE_ROW), Piece("Commune du Littoral", Hint.HEADING, level=7)
    for head in (cells, bold):
        found = kinds(head, Piece("Objet : Travaux du marché"), Piece("Madame la Préfète,"), Piece(BODY))
        assert [kind for _, kind, _ in found] == [BlockKind.PARAGRAPH, BlockKind.TITLE, *[BlockKind.PARAGRAPH] * 2]
        assert [place for _, _, place in found] == [None, "title", None, "1"]


def test_a_report_with_a_title_keeps_it_above_its_subject():
    for hint in (Hint.HEADING, Hint.TITLE):
        title = Piece("Rapport de mission", hint, level=1)
        found = kinds(title, Piece("Objet : Travaux du marché"), Piece(BODY))
        assert found[0][1] is BlockKind.TITLE


def test_a_subject_within_the_text_is_no_title():
    found = kinds(Piece("Rapport de mission"), Piece(BODY), Piece("Objet : Travaux du marché"), Piece(BODY))
    assert [text for text, kind, _ in found if kind is BlockKind.TITLE] == ["Rapport de mission"]


def test_a_letter_is_entered_into_the_catalogue_by_its_subject_and_date(tmp_path):
    path = tmp_path / "lettre.txt"
    lines = (*HEAD, "Objet : Travaux du marché", "Madame la Préfète,", BODY)
    path.write_text("\n\n".join(lines), encoding="utf-8")
    (entry,) = tomllib.loads(propose(path, "lettre.txt"))["report"]
    assert (entry["title"], entry["date"]) == ("Travaux du marché", "2022-05-03")
    assert read(path).title == "Travaux du marché"
