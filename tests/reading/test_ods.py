"""OpenDocument spreadsheets: rows as the program shows them."""

from __future__ import annotations

import io

import pytest
from odf import office, style, table, text
from odf.opendocument import OpenDocumentSpreadsheet

from rag.errors import ReadingError
from rag.reading import read
from rag.reading.lines import Hint
from rag.reading.ods import read_ods
from tests.reading.test_odt import data_of as data_of_text
from tests.reading.test_odt import document

__all__ = ["document"]


def cell(words: str = "", **options) -> table.TableCell:
    made = table.TableCell(**options)
    for line in filter(None, words.split("|")):
        made.addElement(text.P(text=line))
    return made


def add(sheet, *cells, **options):
    row = table.TableRow(**options)
    for each in cells:
        row.addElement(cell(each) if isinstance(each, str) else each)
    sheet.addElement(row)


def data_of(workbook) -> bytes:
    stream = io.BytesIO()
    workbook.write(stream)
    return stream.getvalue()


@pytest.fixture
def workbook():
    made = OpenDocumentSpreadsheet()
    hidden = style.Style(name="ta1", family="table")
    hidden.addElement(style.TableProperties(display="false"))
    made.automaticstyles.addElement(hidden)
    sheet = table.Table(name="Prises")
    add(sheet, "Port", cell("Prises", numbercolumnsspanned="2", numberrowsspanned="1"), table.CoveredTableCell(), "Le")
    add(sheet, "", "2019", "2020", "")
    day = cell("03/05/21", valuetype="date", datevalue="2021-05-03")
    add(sheet, cell("Safi", numberrowsspanned="2"), cell("1 200,5", valuetype="float", value="1200.5"), "12 %", day)
    add(sheet, table.CoveredTableCell(), "deux|lignes", "7", "")
    add(sheet, cell(numbercolumnsrepeated="1024"), numberrowsrepeated="1000000")
    made.spreadsheet.addElement(sheet)
    other = table.Table(name="Navires", stylename="ta1")
    add(other, "Navire", "Équipage")
    noted = cell("9")
    noted.addElement(office.Annotation())
    noted.childNodes[-1].addElement(text.P(text="vraiment ?"))
    add(other, "Al Amal", noted, numberrowsrepeated="2")
    made.spreadsheet.addElement(other)
    return made


def test_rows_say_what_the_program_shows(workbook, tmp_path):
    path = tmp_path / "prises.ods"
    path.write_bytes(data_of(workbook))
    report = read(path)
    assert report.title == "prises" and report.flags == ("sheet “Navires” is hidden in the file and was read",)
    assert [(block.paragraph, report.text[block.start : block.end]) for block in report.blocks] == [
        (None, "Prises"),
        ("row 3", "Port: Safi; Prises, 2019: 1 200,5; Prises, 2020: 12 %; Le: 2021-05-03"),
        ("row 4", "Port: Safi; Prises, 2019: deux lignes; Prises, 2020: 7"),
        (None, "Navires"),
        ("row 2", "Navire: Al Amal; Équipage: 9"),
        ("row 3", "Navire: Al Amal; Équipage: 9"),
    ]
    assert [piece.text for piece in read_ods(data_of(workbook), "x.ods").pieces if piece.hint is Hint.FURNITURE] == [
        "Port; Prises, 2019; Prises, 2020; Le",
        "Navire; Équipage",
    ]


def test_texts_are_no_spreadsheets_and_far_too_many_rows_are_refused(workbook, document):
    with pytest.raises(ReadingError, match="is no OpenDocument spreadsheet") as caught:
        read_ods(data_of_text(document), "x.ods")
    assert caught.value.mend
    add(workbook.spreadsheet.childNodes[0], "Agadir", "1", numberrowsrepeated="100001")
    with pytest.raises(ReadingError, match="more than 100000 rows"):
        read_ods(data_of(workbook), "x.ods")
