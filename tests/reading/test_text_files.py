"""Plain text in any encoding; what is no text is refused."""

from __future__ import annotations

import pytest

from rag.errors import ReadingError
from rag.reading import read
from rag.reading.text import read_text
from tests.reading.texts import ARABIC, FRENCH, places, wrap


def found(report):
    return [(block.paragraph, report.text[block.start : block.end]) for block in report.blocks]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "windows-1252"])
def test_french_in_its_encodings(tmp_path, encoding):
    path = tmp_path / "ports.txt"
    path.write_bytes(wrap(FRENCH, 76, "\n", "\n\n").encode(encoding))
    report = read(path)
    assert found(report) == places(FRENCH)
    assert report.language == "fr" and report.pages is None
    assert report.flags == (() if "utf" in encoding else ("the encoding is not stated; read as windows-1252",))


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1256", "iso-8859-6"])
def test_arabic_in_its_encodings(tmp_path, encoding):
    digits = str.maketrans("٠١٢٣٤٥٦٧٨٩٬", "0123456789,")
    plain = [(place, text.translate(digits)) for place, text in ARABIC]
    path = tmp_path / "maktabat.txt"
    path.write_bytes(wrap(plain, 76, "\r\n", "\r\n\r\n").encode(encoding))
    report = read(path)
    assert found(report) == places(plain)
    assert report.language == "ar"


def test_form_feeds_part_pages_but_not_paragraphs(tmp_path):
    path = tmp_path / "ports.txt"
    text = wrap(FRENCH, 76, "\n", "\n\n")
    path.write_text(text.replace("que la détaxe", "\fque la détaxe").replace("Suite à donner", "\fSuite à donner"))
    report = read(path)
    assert found(report) == places(FRENCH)
    pages = {block.paragraph: block.page_number for block in reversed(report.blocks)}
    assert (report.pages, pages["1"], pages["3"], pages["5"]) == (3, 1, 1, 3)


@pytest.mark.parametrize("data", [b"\x00\x01\x02\x03" * 50, bytes(range(32)) * 20])
def test_bytes_that_are_no_text_are_refused(tmp_path, data):
    path = tmp_path / "picture.txt"
    path.write_bytes(data)
    with pytest.raises(ReadingError, match="is not text") as caught:
        read(path)
    assert caught.value.path == str(path) and "suffix" in caught.value.mend


def test_every_page_is_read_or_named() -> None:
    said = "Le comité a visité le port et il a noté ce que les pêcheurs en disent."
    sheets = [f"Fleuve\n\n{number}. {said}\n\n- {number} -\n" for number in (1, 2)] + ["Fleuve\n\n- 3 -\n", "\n"]
    contents = read_text("\f".join([*sheets, f"Fleuve\n\n3. {said}\n\n- 5 -\n"]).encode(), "fleuve.txt")
    read = {piece.page.number for piece in contents.pieces if piece.page}
    assert contents.flags == ("p. 3: holds nothing but its header or its number", "p. 4: is empty")
    assert contents.pages == 5 and read == {1, 2, 5}
