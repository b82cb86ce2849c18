"""Word files: the text that stands in the end, and what hangs on it: notes, text boxes, tracked changes, columns."""

from __future__ import annotations

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from rag.reading import read
from rag.reading.docx import read_docx
from rag.reading.lines import Hint
from rag.types import BlockKind
from tests.reading.test_docx import LONG, add, define_list, element, saved

NOTES = """<w:{kind}s {ns}><w:{kind} w:type="separator" w:id="-1"><w:p/></w:{kind}>{notes}</w:{kind}s>"""
NOTE = """<w:{kind} w:id="{id}"><w:p><w:r><w:{kind}Ref/></w:r><w:r><w:t xml:space="preserve"> {text}</w:t></w:r>
</w:p></w:{kind}>"""
BOX = """<w:p {ns}><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">
<mc:Choice Requires="wps"><w:drawing><w:txbxContent><w:p><w:r><w:t>Encadré : {text}</w:t></w:r></w:p></w:txbxContent>
</w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>Encadré : {text}</w:t></w:r></w:p>
</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>Le texte autour.</w:t></w:r></w:p>"""


def add_notes(document, kind: str, *texts: str) -> None:
    notes = "".join(NOTE.format(kind=kind, id=number, text=text) for number, text in enumerate(texts, 1))
    blob = NOTES.format(kind=kind, ns=nsdecls("w"), notes=notes).encode()
    content = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}s+xml"
    part = Part(PackURI(f"/word/{kind}s.xml"), content, blob, document.part.package)
    document.part.relate_to(part, getattr(RELATIONSHIP_TYPE, f"{kind.upper()}S"))


def call(paragraph, kind: str, number: int):
    run = element("r")
    run.append(element(f"{kind}Reference", id=str(number)))
    paragraph._p.append(run)
    return paragraph


def changed(name: str, text: str, tag: str = "t"):
    change, run, words = element(name), element("r"), element(tag)
    words.text = text
    run.append(words)
    change.append(run)
    return change


def mark_end(paragraph, name: str) -> None:
    properties = element("rPr")
    properties.append(element(name))
    paragraph._p.get_or_add_pPr().append(properties)


@pytest.fixture
def document():
    made = docx.Document()
    define_list(made, 71, ("decimal", "%1."), ("lowerLetter", "(%2)"), ("lowerRoman", "(%3)"))
    return made


def pieces(document, tmp_path):
    return read_docx(saved(document, tmp_path).read_bytes(), "x.docx").pieces


def texts(document, tmp_path):
    return [piece.text for piece in pieces(document, tmp_path)]


def test_notes_follow_the_paragraph_that_calls_them_and_are_cited_as_part_of_it(document, tmp_path):
    add_notes(document, "footnote", "Décret de mai.", "Chiffre provisoire.")
    add_notes(document, "endnote", "Voir l'annexe.")
    heading = document.add_heading("Bilan", 1)
    call(heading, "footnote", 1)
    call(call(add(document, LONG, 71), "footnote", 2), "endnote", 1)
    add(document, LONG, 71)
    add(document, LONG, 71)
    report = read(saved(document, tmp_path))
    notes = [(b.paragraph, report.text[b.start : b.end]) for b in report.blocks if b.kind is BlockKind.NOTE]
    assert notes == [("1", "Décret de mai."), ("1", "Chiffre provisoire."), ("1", "Voir l'annexe.")]
    assert f"1. {LONG}\n\n1 Décret de mai.\n2 Chiffre provisoire.\n1 Voir l'annexe." in report.text


def test_a_note_called_in_a_table_stands_behind_it(document, tmp_path):
    add_notes(document, "footnote", "Estimation.")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ("Port", "Prises", "Safi", "30 t"), strict=True):
        cell.text = text
    call(table.cell(1, 1).paragraphs[0], "footnote", 1)
    found = pieces(document, tmp_path)
    assert [(piece.hint, piece.text) for piece in found[1:]] == [
        (Hint.TABLE_ROW, "Port: Safi; Prises: 30 t"),
        (Hint.NOTE, "Estimation."),
    ]


def test_a_text_box_is_read_once_behind_its_paragraph(document, tmp_path):
    document.element.body.insert(0, parse_xml(BOX.format(ns=nsdecls("w"), text="trois ports")))
    assert texts(document, tmp_path) == ["Le texte autour.", "Encadré : trois ports"]


def test_moved_text_stands_where_it_went(document, tmp_path):
    first, second = document.add_paragraph("Avant "), document.add_paragraph("Après ")
    first._p.append(changed("moveFrom", "le pont"))
    second._p.append(changed("moveTo", "le pont"))
    assert texts(document, tmp_path) == ["Avant", "Après le pont"]


def test_a_deleted_end_joins_two_paragraphs_and_a_deleted_paragraph_is_not_counted(document, tmp_path):
    add(document, "Un", 71)
    gone = add(document, "", 71)
    gone._p.append(changed("del", "Deux", "delText"))
    mark_end(gone, "del")
    add(document, "Trois", 71)
    joined = document.add_paragraph("La phrase ")
    mark_end(joined, "del")
    document.add_paragraph("continue.")
    assert texts(document, tmp_path) == ["1. Un", "2. Trois", "La phrase continue."]


def test_deleted_rows_hidden_text_and_comments_are_not_read(document, tmp_path):
    paragraph = document.add_paragraph("Visible")
    hidden = paragraph.add_run(" caché")
    hidden.font.hidden = True
    document.add_comment(paragraph.runs, text="Une remarque", author="A", initials="A")
    table = document.add_table(rows=3, cols=2)
    for cell, text in zip(table._cells, ("Port", "Prises", "Safi", "30 t", "Agadir", "9 t"), strict=True):
        cell.text = text
    table.rows[1]._tr.get_or_add_trPr().append(element("del"))
    document.sections[0].header.paragraphs[0].text = "En-tête"
    document.sections[0].footer.paragraphs[0].text = "Pied"
    assert texts(document, tmp_path) == ["Visible", "Port; Prises", "Port: Agadir; Prises: 9 t"]


@pytest.mark.parametrize(
    ("style", "level"), [("Titre 2", 2), ("العنوان 1", 1), ("عنوان ٣", 3), ("Heading 4", 4), ("heading 5", 5)]
)
def test_headings_by_the_names_of_their_styles(document, tmp_path, style, level):
    if style not in document.styles:
        document.styles.add_style(style, 1)
    document.add_paragraph("Les ports", style)
    (found,) = pieces(document, tmp_path)
    assert (found.hint, found.level) == (Hint.HEADING, level)


def test_headings_by_outline_level(document, tmp_path):
    for level in (1, 9):
        document.add_paragraph("Les ports")._p.get_or_add_pPr().append(element("outlineLvl", val=str(level)))
    assert [(piece.hint, piece.level) for piece in pieces(document, tmp_path)] == [(Hint.HEADING, 2), (Hint.PLAIN, 0)]


def test_right_to_left_runs_and_hyperlinks_keep_their_order(document, tmp_path):
    paragraph = document.add_paragraph()
    paragraph._p.get_or_add_pPr().append(element("bidi"))
    for text in ("بلغ عدد المراكز ", "17", " مركزاً (", "OIM", ") في ", "2020"):
        paragraph.add_run(text).font.rtl = not text.isascii()
    link, run, words = element("hyperlink", anchor="x"), element("r"), element("t")
    words.text = "."
    run.append(words)
    link.append(run)
    paragraph._p.append(link)
    assert texts(document, tmp_path) == ["بلغ عدد المراكز 17 مركزاً (OIM) في 2020."]


def test_lists_on_three_levels_that_start_again(document, tmp_path):
    for depth in (0, 1, 1, 2, 2, 1, 0, 1, 2):
        add(document, "x", 71, depth)
    labels = [text.split()[0] for text in texts(document, tmp_path)]
    assert labels == ["1.", "(a)", "(b)", "(i)", "(ii)", "(c)", "2.", "(a)", "(i)"]


def test_legal_numbers_and_levels_that_never_start_again(document, tmp_path):
    define_list(document, 75, ("upperRoman", "%1."), ("decimal", "%1.%2"), ("decimal", "Art. %3"))
    abstract = next(e for e in document.part.numbering_part.element if e.get(f"{{{W}}}abstractNumId") == "75")
    levels = abstract.findall(f"{{{W}}}lvl")
    levels[1].insert(2, element("isLgl"))
    levels[2].insert(2, element("lvlRestart", val="0"))
    for depth in (0, 1, 2, 2, 0, 1, 2):
        add(document, "x", 75, depth)
    labels = [text.removesuffix(" x") for text in texts(document, tmp_path)]
    assert labels == ["I.", "1.1", "Art. 1", "Art. 2", "II.", "2.1", "Art. 3"]


def test_a_list_that_writes_a_level_in_its_own_way(document, tmp_path):
    define_list(document, 76, of=71)
    number = next(e for e in document.part.numbering_part.element if e.get(f"{{{W}}}numId") == "76")
    override = element("lvlOverride", ilvl="0")
    level = element("lvl", ilvl="0")
    for name, value in (("start", "5"), ("numFmt", "arabicAbjad"), ("lvlText", "(%1)")):
        level.append(element(name, val=value))
    override.append(level)
    number.append(override)
    add(document, "x", 76)
    add(document, "x", 76)
    assert texts(document, tmp_path) == ["(ه) x", "(و) x"]


def test_numbers_above_forty_and_letters_after_z(document, tmp_path):
    define_list(document, 77, ("upperRoman", "%1."))
    define_list(document, 78, ("lowerLetter", "%1)"))
    for number in (77, 78):
        for _ in range(49):
            add(document, "x", number)
    found = texts(document, tmp_path)
    assert (found[39], found[48], found[49 + 26]) == ("XL. x", "XLIX. x", "aa) x")


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
