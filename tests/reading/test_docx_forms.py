"""Word files in rare forms: strict ones, unusual numbers, titles left by templates."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

import pytest

from rag.reading.docx import read_docx
from rag.reading.docx_numbering import WordNumbering
from rag.reading.lines import Properties
from tests.reading.test_docx import LONG, add, define_list, document, element, saved

__all__ = ["document"]


def strict(data: bytes) -> bytes:
    usual, made = "http://schemas.openxmlformats.org/", io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            for part in ("wordprocessingml", "spreadsheetml", "drawingml", "officeDocument"):
                content = content.replace(
                    f"{usual}{part}/2006/".encode(), f"http://purl.oclc.org/ooxml/{part}/".encode()
                )
            new.writestr(name, content)
    return made.getvalue()


def test_the_strict_form_is_read_like_the_usual_one(document, tmp_path):
    document.add_heading("Rapport du conseil", 0)
    for _ in range(3):
        add(document, LONG, 71)
    data = saved(document, tmp_path).read_bytes()
    assert strict(data) != data and read_docx(strict(data), "x.docx") == read_docx(data, "x.docx")


@pytest.mark.parametrize(
    ("levels", "labels"),
    [
        ((("decimalEnclosedParen", "%1"),), ["(1)", "(2)"]),
        ((("decimalEnclosedFullstop", "%1"),), ["1.", "2."]),
        ((("decimal", "%1°"),), ["1°", "2°"]),
        ((("none", "Note :"),), ["Note :", "Note :"]),
        ((("none", "—"),), ["", ""]),
        ((("bullet", " "),), None),
        ((("none", ""),), None),
    ],
)
def test_rare_forms_of_numbers_are_written_as_word_shows_them(document, levels, labels):
    define_list(document, 80, *levels)
    counting = WordNumbering(document)
    found = [counting.label(add(document, LONG, 80)._p) for _ in range(2)]
    assert [label.text for label in found] == labels if labels else found == [None, None]


def test_what_the_file_says_of_itself_is_no_title_of_the_report(document, tmp_path):
    document.core_properties.title, document.core_properties.language = "Modèle de note", "fr-MA"
    document.core_properties.modified = datetime(2021, 5, 14)
    add(document, LONG)
    contents = read_docx(saved(document, tmp_path).read_bytes(), "x.docx")
    assert contents.title is None
    assert contents.properties == Properties("Modèle de note", "2021-05-14", None, "fr-MA")


def test_parts_in_another_format_are_told(document, tmp_path):
    add(document, LONG)
    assert read_docx(saved(document, tmp_path).read_bytes(), "x.docx").flags == ()
    document.element.body.insert(1, element("altChunk"))
    (flag,) = read_docx(saved(document, tmp_path).read_bytes(), "x.docx").flags
    assert flag.startswith("1 parts in another format within the file were not read")
