"""Word files in the XML that Word writes: nothing that is shown is lost, nothing doubled, nothing shown that is not."""

from __future__ import annotations

import pytest

from rag.reading.docx import read_docx
from rag.reading.lines import Hint, Piece
from tools.structure_samples.word import call, package, paragraph, run


def pieces(body: str, *notes: str) -> list[Piece]:
    return list(read_docx(package(body, notes), "x.docx").pieces)


def texts(body: str, *notes: str) -> list[str]:
    return [piece.text for piece in pieces(body, *notes)]


def control(inner: str, properties: str = "") -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"


def tracked(kind: str, inner: str) -> str:
    return f'<w:{kind} w:id="7" w:author="A" w:date="2021-05-14T10:00:00Z">{inner}</w:{kind}>'


def alternatives(choice: str, fallback: str) -> str:
    return (
        f'<mc:AlternateContent><mc:Choice Requires="wps">{choice}</mc:Choice>'
        f"<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent>"
    )


def box(words: str) -> str:
    content = f"<w:txbxContent>{paragraph(words)}</w:txbxContent>"
    new = f"<w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp><wps:txbx>{content}</wps:txbx></wps:wsp>"
    old = f"<w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict>"
    return f"<w:r>{alternatives(f'{new}</a:graphicData></a:graphic></wp:anchor></w:drawing>', old)}</w:r>"


def mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def field(code: str, result: str) -> str:
    instruction = f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
    return mark("begin") + instruction + mark("separate") + result + mark("end")


def cell(inner: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner if inner.startswith('<') else paragraph(inner)}</w:tc>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/>{''.join(row if '<w:tr' in row else f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


PLACEHOLDER = "<w:showingPlcHdr/>"
STYLED = '<w:pStyle w:val="Alinea"/>'
DELETED = "<w:r><w:delText>ôté </w:delText></w:r>"
SHOWN = {
    "controls in controls": (control(control(paragraph("un")) + paragraph("deux")), ["un", "deux"]),
    "a control within a line": (
        paragraph(run("avant ") + control(run("dedans")) + run(" après")),
        ["avant dedans après"],
    ),
    "a control not filled in": (
        control(paragraph("Cliquez ici."), PLACEHOLDER) + paragraph(control(run("x"), PLACEHOLDER) + run("un")),
        ["un"],
    ),
    "rows and cells in controls": (
        table(
            control(f"<w:tr>{control(cell('Port'))}{cell(control(paragraph('Prises')))}</w:tr>"),
            cell("Safi") + cell("30 t"),
        ),
        ["Port; Prises", "Port: Safi; Prises: 30 t"],
    ),
    "a text box in two forms": (paragraph(run("corps ") + box("encadré") + run("suite")), ["corps suite", "encadré"]),
    "a deleted text box": (paragraph(run("corps") + tracked("del", box("encadré"))), ["corps"]),
    "words in two forms": (paragraph(f"<w:r>{alternatives('<w:t>neuf</w:t>', '<w:t>vieux</w:t>')}</w:r>"), ["neuf"]),
    "paragraphs in two forms": (alternatives(paragraph("neuf"), paragraph("vieux")), ["neuf"]),
    "fields": (paragraph(run("voir p. ") + field("PAGEREF _Toc1 \\h", run("3")) + run(".")), ["voir p. 3."]),
    "a field in one element": (
        paragraph('<w:fldSimple w:instr=" SEQ T ">' + run("4") + "</w:fldSimple>" + run(" ports")),
        ["4 ports"],
    ),
    "insertions and deletions": (
        paragraph(run("avant ") + tracked("ins", run("mis ")) + tracked("del", DELETED) + run("fin")),
        ["avant mis fin"],
    ),
    "what was inserted and deleted again": (
        paragraph(tracked("ins", tracked("del", DELETED) + run("reste"))),
        ["reste"],
    ),
    "a moved paragraph": (
        f"<w:p><w:pPr><w:rPr>{tracked('moveFrom', '')}</w:rPr></w:pPr>{tracked('moveFrom', run('un'))}</w:p>"
        + paragraph("deux")
        + f"<w:p><w:pPr><w:rPr>{tracked('moveTo', '')}</w:rPr></w:pPr>{tracked('moveTo', run('un'))}</w:p>",
        ["deux", "un"],
    ),
    "numbers by a style, one of them deleted": (
        paragraph("un", "Alinea")
        + f"<w:p><w:pPr>{STYLED}<w:rPr>{tracked('del', '')}</w:rPr></w:pPr>"
        + f"{tracked('del', DELETED)}</w:p>"
        + paragraph("deux", "Alinea")
        + paragraph("sans", "Alinea", 0),
        ["1. un", "2. deux", "sans"],
    ),
    "a former style": (
        f"<w:p><w:pPr>{tracked('pPrChange', f'<w:pPr>{STYLED}</w:pPr>')}</w:pPr>{run('un')}</w:p>",
        ["un"],
    ),
    "deleted cells": (
        table(cell("a") + cell("x", tracked("cellDel", "")) + cell("c"), cell("e") + cell("f")),
        ["a; c", "a: e; c: f"],
    ),
}


@pytest.mark.parametrize(("body", "shown"), SHOWN.values(), ids=list(SHOWN))
def test_what_word_shows_is_read_once(body: str, shown: list[str]) -> None:
    assert texts(body) == shown


def test_notes_stand_behind_their_call_whatever_holds_it() -> None:
    body = paragraph(control(run("un") + call(1))) + paragraph(run("deux") + tracked("del", call(2)) + call(3))
    found = pieces(body, "première", "ôtée", "dernière")
    assert [(piece.marker, piece.text) for piece in found] == [
        ("", "un"),
        ("1", "première"),
        ("", "deux"),
        ("2", "dernière"),
    ]


CONTENTS = {
    "a control": control(
        paragraph("Sommaire") + paragraph("I. Les ports\t3"),
        '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>',
    ),
    "a field over paragraphs": paragraph(
        mark("begin") + "<w:r><w:instrText> TOC \\o </w:instrText></w:r>" + mark("separate") + run("I. Les ports")
    )
    + paragraph(run("II. Les halles ") + field("PAGEREF _Toc2", run("4")))
    + paragraph(mark("end")),
}


@pytest.mark.parametrize("contents", CONTENTS.values(), ids=list(CONTENTS))
def test_a_table_of_contents_is_no_content(contents: str) -> None:
    found = pieces(contents + paragraph("Le port est fermé."))
    assert [piece.hint for piece in found] == [Hint.FURNITURE, Hint.FURNITURE, Hint.PLAIN]


def test_a_field_that_is_never_ended_loses_nothing() -> None:
    begun = paragraph(mark("begin") + "<w:r><w:instrText> TOC </w:instrText></w:r>" + run("un"))
    assert [piece.hint for piece in pieces(begun + paragraph("deux"))] == [Hint.PLAIN, Hint.PLAIN]


def test_a_merged_cell_counts_in_all_rows_and_columns_that_it_covers() -> None:
    body = table(
        cell("Port") + cell("Année") + cell("Prises"),
        cell("Safi", '<w:vMerge w:val="restart"/>') + cell("2020") + cell("30 t"),
        cell("", "<w:vMerge/>") + cell("2021") + cell("28 t"),
        cell("Total", '<w:gridSpan w:val="2"/>') + cell("58 t"),
    )
    assert texts(body)[1:] == [
        "Port: Safi; Année: 2020; Prises: 30 t",
        "Port: Safi; Année: 2021; Prises: 28 t",
        "Port: Total; Prises: 58 t",
    ]
