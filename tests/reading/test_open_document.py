"""OpenDocument files as programs other than LibreOffice write them: with line ends everywhere, in shapes, broken."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from defusedxml import minidom
from odf import draw, text
from odf.opendocument import OpenDocumentText

from rag.errors import ReadingError
from rag.reading import read
from rag.reading.lines import Hint
from rag.reading.odt import read_odt
from tests.reading.test_archives import with_member
from tests.reading.test_odt import LONG, add_list, data_of, list_style

PARTS = ("content.xml", "styles.xml", "meta.xml")


@pytest.fixture
def report():
    made = OpenDocumentText()
    made.automaticstyles.addElement(list_style("L1", ("1", "", ".")))
    made.text.addElement(text.P(text="Rapport sur l'eau", stylename="Title"))
    made.text.addElement(text.H(text="Constats", outlinelevel=1))
    made.text.addElement(add_list(made.text, "L1", LONG, LONG, LONG))
    return made


def part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return archive.read(name)


def spread_over_lines(data: bytes) -> bytes:
    """Every element in a line of its own, every namespace too, as pandoc writes them."""
    for name in PARTS:
        lines = minidom.parseString(part(data, name)).toprettyxml(indent="  ")
        data = with_member(data, name, lines.replace(" xmlns:", "\n  xmlns:").encode())
    return data


def test_line_ends_in_its_xml_change_nothing(report, capsys):
    data = data_of(report)
    assert part(spread_over_lines(data), "styles.xml") != part(data, "styles.xml")
    assert read_odt(spread_over_lines(data), "x.odt").pieces == read_odt(data, "x.odt").pieces
    assert capsys.readouterr().out == ""


def test_a_document_type_that_is_named_and_not_defined_is_no_attack(report):
    data = data_of(report)
    manifest = part(data, "META-INF/manifest.xml")
    start = manifest.index(b"<manifest:manifest")
    named = manifest[:start] + b'<!DOCTYPE manifest:manifest PUBLIC "x" "Manifest.dtd">' + manifest[start:]
    assert read_odt(with_member(data, "META-INF/manifest.xml", named), "x.odt").pieces == read_odt(data, "x.odt").pieces


def test_a_paragraph_that_is_marked_as_heading_is_a_paragraph(report):
    report.text.addElement(text.H(text=LONG, outlinelevel=2))
    assert read_odt(data_of(report), "x.odt").pieces[-1].hint is Hint.PLAIN


def test_broken_xml_is_an_error_and_nothing_is_printed(report, tmp_path, capsys):
    path = tmp_path / "x.odt"
    content = part(data_of(report), "content.xml")
    path.write_bytes(with_member(data_of(report), "content.xml", content[: len(content) // 2]))
    with pytest.raises(ReadingError, match="XML is broken") as caught:
        read(path)
    assert caught.value.mend and capsys.readouterr().out == ""


@pytest.mark.parametrize("shape", [draw.CustomShape, draw.Rect])
def test_the_words_of_a_shape_are_a_paragraph_of_their_own(report, shape):
    drawn = shape()
    drawn.addElement(text.P(text="La région compte 33 communes."))
    paragraph = text.P(text="Elle a été visitée.")
    paragraph.addElement(drawn)
    report.text.addElement(paragraph)
    last = [piece.text for piece in read_odt(data_of(report), "x.odt").pieces[-2:]]
    assert last == ["Elle a été visitée.", "La région compte 33 communes."]


def test_a_box_that_hangs_on_the_page_is_read_and_its_description_is_not(report):
    frame, box = draw.Frame(), draw.TextBox()
    box.addElement(text.P(text="La région compte 33 communes."))
    frame.addElement(box)
    frame.addElement(element("desc", "A picture of a port"))
    report.text.addElement(frame)
    assert read_odt(data_of(report), "x.odt").pieces[-1].text == "La région compte 33 communes."


def element(name: str, words: str):
    from odf import svg

    made = getattr(svg, name.capitalize())()
    made.addText(words)
    return made


def test_a_heading_right_under_the_title_is_no_title(report, tmp_path):
    path = tmp_path / "x.odt"
    path.write_bytes(data_of(report))
    found = read(path)
    assert found.title == "Rapport sur l'eau"
    assert [(block.kind.value, block.section) for block in found.blocks[:3]] == [
        ("title", None),
        ("heading", "Constats"),
        ("paragraph", "Constats"),
    ]


def test_an_arabic_letter_of_a_list_numbers_an_item(report, tmp_path):
    report.automaticstyles.addElement(list_style("L5", ("ا, ب, ت, ...", "", "-")))
    report.text.addElement(add_list(report.text, "L5", "تعزيز الموارد؛", "تدريب الموظفين؛", "نشر التقارير."))
    path = tmp_path / "x.odt"
    path.write_bytes(data_of(report))
    assert [block.kind.value for block in read(path).blocks[-3:]] == ["list_item"] * 3
