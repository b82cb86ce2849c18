"""Whatever is wrong with a file, the error is ours and says what to do."""

from __future__ import annotations

import hashlib
import io

import docx
import openpyxl
import pytest
from odf.opendocument import OpenDocumentSpreadsheet, OpenDocumentText
from odf.table import Table, TableCell, TableRow
from odf.text import P
from reportlab.pdfgen.canvas import Canvas

from rag.errors import ReadingError
from rag.reading import READERS, read
from rag.types import Report
from tests.reading.test_epub import book


def whole_files() -> dict[str, bytes]:
    document, word = docx.Document(), io.BytesIO()
    document.add_paragraph("Un paragraphe de texte.")
    document.save(word)
    page = io.BytesIO()
    canvas = Canvas(page)
    canvas.drawString(100, 700, "Un paragraphe de texte.")
    canvas.save()
    odt, sheet = io.BytesIO(), io.BytesIO()
    text_document = OpenDocumentText()
    text_document.text.addElement(P(text="Un paragraphe de texte."))
    text_document.write(odt)
    table, ods = OpenDocumentSpreadsheet(), io.BytesIO()
    row = TableRow()
    row.addElement(TableCell())
    row.childNodes[0].addElement(P(text="Safi"))
    table.spreadsheet.addElement(Table(name="Ports"))
    table.spreadsheet.childNodes[0].addElement(row)
    table.write(ods)
    workbook = openpyxl.Workbook()
    workbook.active.append(["Port", "Prises"])
    workbook.active.append(["Safi", 30])
    workbook.save(sheet)
    html = b"<html><body><article><p>Un paragraphe de texte.</p></article></body></html>"
    return {
        ".docx": word.getvalue(),
        ".pdf": page.getvalue(),
        ".html": html,
        ".htm": html,
        ".xhtml": html,
        ".md": b"# Un\n",
        ".txt": b"Un",
        ".odt": odt.getvalue(),
        ".epub": book(),
        ".xlsx": sheet.getvalue(),
        ".ods": ods.getvalue(),
        ".csv": b"Port,Prises\nSafi,30\n",
    }


@pytest.mark.parametrize("suffix", sorted(READERS))
def test_a_file_cut_off_anywhere_is_read_or_refused(tmp_path, suffix):
    whole = whole_files()[suffix]
    path = tmp_path / f"cut{suffix}"
    outcomes = []
    for part in range(12):
        path.write_bytes(whole[: len(whole) * part // 11])
        try:
            outcomes.append(read(path))
        except ReadingError as error:
            outcomes.append(error)
            assert error.path == str(path) and error.reason and error.mend
    assert isinstance(outcomes[0], ReadingError) and outcomes[0].reason == "is empty."
    assert isinstance(outcomes[-1], Report)


@pytest.mark.parametrize("suffix", sorted(READERS))
def test_noise_is_read_or_refused(tmp_path, suffix):
    path = tmp_path / f"noise{suffix}"
    path.write_bytes(bytes((7 * number * number + 3) % 256 for number in range(4000)))
    with pytest.raises(ReadingError) as caught:
        read(path)
    assert caught.value.mend


def test_upper_case_suffixes_are_known_and_others_refused(tmp_path):
    path = tmp_path / "NOTE.TXT"
    path.write_text("Une note.")
    assert read(path).text == "Une note."
    other = tmp_path / "note.xyz"
    other.write_text("Une note.")
    with pytest.raises(ReadingError, match=r"unknown format \(.xyz\)") as caught:
        read(other)
    assert ".docx" in caught.value.mend


@pytest.mark.parametrize(
    ("suffix", "better"), [(".doc", ".docx"), (".RTF", ".docx"), (".xls", ".xlsx"), (".pptx", ".pdf")]
)
def test_the_mend_of_a_known_format_that_is_not_read_names_one_that_is(tmp_path, suffix, better):
    path = tmp_path / f"rapport{suffix}"
    path.write_bytes(b"...")
    with pytest.raises(ReadingError, match="cannot be read") as caught:
        read(path)
    assert caught.value.mend.endswith(f"save it as {better}.") and better in READERS


def test_missing_files_folders_and_blank_files(tmp_path):
    folder = tmp_path / "folder.txt"
    folder.mkdir()
    blank = tmp_path / "blank.md"
    blank.write_text(" \n\n")
    marks = tmp_path / "marks.md"
    marks.write_text("---\n\n***\n")
    for path, reason in (
        (tmp_path / "none.txt", "does not exist"),
        (folder, "cannot be opened"),
        (blank, "is empty"),
        (marks, "holds no text"),
    ):
        with pytest.raises(ReadingError, match=reason):
            read(path)


def test_the_hash_is_of_the_bytes(tmp_path):
    first, second = tmp_path / "a.txt", tmp_path / "b.txt"
    first.write_bytes(b"Une note.\n")
    second.write_bytes(b"Une note.")
    assert read(first).sha256 != read(second).sha256
    assert read(second).sha256 == hashlib.sha256(b"Une note.").hexdigest()
