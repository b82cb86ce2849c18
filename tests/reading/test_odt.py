"""OpenDocument text: what an office program shows is what is read, the numbers it counts included."""

from __future__ import annotations

import io

import pytest
from odf import dc, draw, office, style, table, text
from odf.opendocument import OpenDocumentSpreadsheet, OpenDocumentText

from rag.errors import ReadingError
from rag.reading import read
from rag.reading.lines import Hint
from rag.reading.odt import read_odt
from tests.reading.test_archives import with_member

LONG = "Le conseil a examiné la demande de la coopérative et l'a renvoyée à la commission des travaux."


def list_style(name: str, *levels: tuple[str, str, str]) -> text.ListStyle:
    made = text.ListStyle(name=name)
    for depth, (form, prefix, suffix) in enumerate(levels, 1):
        made.addElement(text.ListLevelStyleNumber(level=str(depth), numformat=form, numprefix=prefix, numsuffix=suffix))
    return made


@pytest.fixture
def document():
    made = OpenDocumentText()
    made.automaticstyles.addElement(list_style("L1", ("1", "", "."), ("a", "(", ")"), ("i", "", ")")))
    made.automaticstyles.addElement(list_style("L2", ("أ, ب, ج, ...", "(", ")")))
    made.automaticstyles.addElement(list_style("L3", ("١, ٢, ٣, ...", "", "-")))
    bold = style.Style(name="B", family="text")
    bold.addElement(style.TextProperties(fontweight="bold"))
    made.automaticstyles.addElement(bold)
    return made


def add_list(document, style_name: str, *items, **options):
    made = text.List(stylename=style_name, **options)
    for item in items:
        entry = text.ListItem()
        for part in item if isinstance(item, tuple) else (item,):
            entry.addElement(text.P(text=part) if isinstance(part, str) else part)
        made.addElement(entry)
    document.addElement(made)
    return made


def data_of(document) -> bytes:
    stream = io.BytesIO()
    document.write(stream)
    return stream.getvalue()


def pieces(document):
    return read_odt(data_of(document), "x.odt").pieces


def note(mark: str, words: str) -> text.Note:
    made = text.Note(noteclass="footnote")
    made.addElement(text.NoteCitation(text=mark))
    body = text.NoteBody()
    body.addElement(text.P(text=words))
    made.addElement(body)
    return made


def test_a_report_with_numbers_headings_notes_and_a_table(document, tmp_path):
    document.text.addElement(text.P(stylename="Title", text="Rapport du conseil"))
    document.text.addElement(text.H(outlinelevel=1, text="Introduction"))
    called = text.P(text=LONG)
    called.addElement(note("1", "Décret de mai."))
    inner = text.List()
    for words in ("la voirie ;", "l'éclairage."):
        entry = text.ListItem()
        entry.addElement(text.P(text=words))
        inner.addElement(entry)
    add_list(document.text, "L1", (called,), (LONG, inner), LONG)
    made = table.Table()
    for cells in (("Port", "Prises"), ("Safi", "30 t")):
        row = table.TableRow()
        for words in cells:
            cell = table.TableCell()
            cell.addElement(text.P(text=words))
            row.addElement(cell)
        made.addElement(row)
    document.text.addElement(made)
    path = tmp_path / "rapport.odt"
    path.write_bytes(data_of(document))
    report = read(path)
    assert report.title == "Rapport du conseil"
    assert [(b.kind.value, b.paragraph, report.text[b.start : b.end]) for b in report.blocks] == [
        ("title", "title", "Rapport du conseil"),
        ("heading", None, "Introduction"),
        ("paragraph", "1", f"1. {LONG}"),
        ("note", "1", "Décret de mai."),
        ("paragraph", "2", f"2. {LONG}"),
        ("list_item", "2", "(a) la voirie ;"),
        ("list_item", "2", "(b) l'éclairage."),
        ("paragraph", "3", f"3. {LONG}"),
        ("table_row", "3", "Port: Safi; Prises: 30 t"),
    ]


def test_arabic_letters_and_digits_count(document):
    add_list(document.text, "L2", "من أعد التقرير؟", "متى نشر؟")
    add_list(document.text, "L3", "نص", "نص")
    assert [piece.text for piece in pieces(document)] == ["(أ) من أعد التقرير؟", "(ب) متى نشر؟", "١- نص", "٢- نص"]


def test_a_list_starts_again_unless_it_continues(document):
    add_list(document.text, "L1", "x", "x")
    add_list(document.text, "L1", "x", continuenumbering="true")
    add_list(document.text, "L1", "x")
    assert [piece.text for piece in pieces(document)] == ["1. x", "2. x", "3. x", "1. x"]


def test_bold_lines_text_boxes_line_breaks_and_spaces(document):
    heading = text.P()
    heading.addElement(text.Span(stylename="B", text="Bilan de l'année"))
    document.text.addElement(heading)
    paragraph = text.P(text="Deux")
    paragraph.addElement(text.S(c=2))
    paragraph.addText("points :")
    paragraph.addElement(text.LineBreak())
    paragraph.addText("- le prix ;")
    frame = draw.Frame()
    box = draw.TextBox()
    box.addElement(text.P(text="Encadré."))
    frame.addElement(box)
    paragraph.addElement(frame)
    document.text.addElement(paragraph)
    assert [(piece.hint, piece.text) for piece in pieces(document)] == [
        (Hint.HEADING, "Bilan de l'année"),
        (Hint.PLAIN, "Deux points :"),
        (Hint.LIST_ITEM, "le prix ;"),
        (Hint.PLAIN, "Encadré."),
    ]


def test_deletions_and_comments_are_not_read(document):
    changes = text.TrackedChanges()
    region = text.ChangedRegion(id="c1", check_grammar=False)
    deletion = text.Deletion()
    deletion.addElement(text.P(text="ferme"))
    region.addElement(deletion)
    changes.addElement(region)
    document.text.addElement(changes)
    paragraph = text.P(text="Le port rouvre")
    comment = office.Annotation()
    comment.addElement(text.P(text="Sûr ?"))
    paragraph.addElement(comment)
    document.text.addElement(paragraph)
    assert [piece.text for piece in pieces(document)] == ["Le port rouvre"]


def test_its_properties_are_told_apart_from_its_title(document):
    document.meta.addElement(dc.Title(text="Rapport annuel"))
    document.meta.addElement(dc.Date(text="2021-05-14T10:00:00"))
    document.meta.addElement(dc.Language(text="fr-MA"))
    document.text.addElement(text.P(text=LONG))
    contents = read_odt(data_of(document), "x.odt")
    assert contents.title is None
    found = contents.properties
    assert (found.title, found.date, found.language, found.published) == (
        "Rapport annuel",
        "2021-05-14",
        "fr-MA",
        False,
    )


def test_other_and_protected_documents_are_refused(document, tmp_path):
    sheet = OpenDocumentSpreadsheet()
    sheet.spreadsheet.addElement(table.Table(name="Un"))
    document.text.addElement(text.P(text=LONG))
    manifest = b"<manifest><encryption-data/></manifest>"
    protected = with_member(data_of(document), "META-INF/manifest.xml", manifest)
    for data, reason in ((data_of(sheet), "is no OpenDocument text"), (protected, "protected by a password")):
        path = tmp_path / "x.odt"
        path.write_bytes(data)
        with pytest.raises(ReadingError, match=reason) as caught:
            read(path)
        assert caught.value.mend
