"""E-books: chapters in the order of the spine, with what the package says of the book."""

from __future__ import annotations

import io
import zipfile

import pytest

from rag.errors import ReadingError
from rag.reading import read
from rag.reading.epub import read_epub
from rag.reading.lines import Properties

CONTAINER = """<?xml version="1.0"?><container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">
<rootfiles><rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"""
PACKAGE = """<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Rapport sur les ports</dc:title>
<dc:language>fr</dc:language><dc:date>2021-05-14T00:00:00Z</dc:date>
<dc:publisher>Office des ports</dc:publisher></metadata>
<manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="two" href="text/chap%20b.xhtml" media-type="application/xhtml+xml"/>
<item id="one" href="text/a.xhtml" media-type="application/xhtml+xml"/></manifest>
<spine><itemref idref="nav"/><itemref idref="one"/><itemref idref="two"/><itemref idref="none"/></spine></package>"""
PAGE = """<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"
xmlns:epub="http://www.idpf.org/2007/ops"><head><title>x</title></head><body>{}</body></html>"""
MEMBERS = {
    "mimetype": "application/epub+zip",
    "META-INF/container.xml": CONTAINER,
    "OEBPS/book.opf": PACKAGE,
    "OEBPS/nav.xhtml": PAGE.format("<nav><ol><li><a href='a.xhtml'>Un</a></li></ol></nav>"),
    "OEBPS/text/a.xhtml": PAGE.format(
        """<h1>Les ports</h1><p>La mission a visité neuf ports<a epub:type="noteref" href="#n1">1</a> en mai.</p>
        <aside epub:type="footnote" id="n1"><p>Dont trois au sud.</p></aside>"""
    ),
    "OEBPS/text/chap b.xhtml": PAGE.format("<h1>Les halles</h1><ul><li>trois halles</li></ul>"),
}


def book(**changes: str | None) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in {**MEMBERS, **changes}.items():
            if text is not None:
                archive.writestr(name, text)
    return stream.getvalue()


def test_chapters_stand_in_the_order_of_the_spine(tmp_path):
    path = tmp_path / "ports.epub"
    path.write_bytes(book())
    report = read(path)
    assert report.title == "Rapport sur les ports" and report.language == "fr"
    assert [(block.kind.value, report.text[block.start : block.end]) for block in report.blocks] == [
        ("title", "Rapport sur les ports"),
        ("heading", "Les ports"),
        ("paragraph", "La mission a visité neuf ports en mai."),
        ("note", "Dont trois au sud."),
        ("heading", "Les halles"),
        ("list_item", "trois halles"),
    ]


def test_what_the_package_says():
    assert read_epub(book(), "x.epub").properties == Properties(
        "Rapport sur les ports", "2021-05-14", "Office des ports", "fr", published=True
    )


def test_a_missing_chapter_is_told():
    contents = read_epub(book(**{"OEBPS/text/chap b.xhtml": None}), "x.epub")
    assert contents.flags == ("the chapter OEBPS/text/chap b.xhtml is missing in the file",)


def encryption(name: str) -> str:
    return f"""<encryption xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData><enc:CipherData>
    <enc:CipherReference URI="{name}"/></enc:CipherData></enc:EncryptedData></encryption>"""


def test_encrypted_text_is_refused_and_an_obfuscated_font_is_not():
    assert read_epub(book(**{"META-INF/encryption.xml": encryption("OEBPS/a.otf")}), "x.epub").pieces
    with pytest.raises(ReadingError, match="is encrypted") as caught:
        read_epub(book(**{"META-INF/encryption.xml": encryption("OEBPS/text/a.xhtml")}), "x.epub")
    assert caught.value.mend


@pytest.mark.parametrize("name", ["META-INF/container.xml", "OEBPS/book.opf"])
def test_an_archive_without_a_package_is_refused(name):
    with pytest.raises(ReadingError) as caught:
        read_epub(book(**{name: None}), "x.epub")
    assert caught.value.mend


def test_a_title_that_a_program_put_in_for_want_of_one_is_none(tmp_path):
    path = tmp_path / "ports.epub"
    path.write_bytes(book(**{"OEBPS/book.opf": PACKAGE.replace("Rapport sur les ports", "Unknown Title")}))
    assert read(path).title == "Les ports"


def test_a_first_heading_that_says_the_title_of_the_book_is_its_title(tmp_path):
    path = tmp_path / "ports.epub"
    path.write_bytes(book(**{"OEBPS/book.opf": PACKAGE.replace("Rapport sur les ports", "Les ports")}))
    assert [block.kind.value for block in read(path).blocks][:2] == ["title", "paragraph"]
