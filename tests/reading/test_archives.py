"""Containers that are attacks are refused before anything unpacks them."""

from __future__ import annotations

import io
import zipfile

import pytest

from rag.errors import ReadingError
from rag.reading import read
from tests.reading.test_reading_errors import whole_files

LAUGHS = """<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>"""
OUTSIDE = """<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><x>&a;</x>"""
SUFFIXES = (".docx", ".odt", ".epub", ".xlsx")
CONTENT = {".docx": "word/document.xml", ".odt": "content.xml", ".epub": "OEBPS/book.opf", ".xlsx": "xl/workbook.xml"}


def with_member(data: bytes, name: str, content: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            if member != name:
                new.writestr(member, old.read(member))
        new.writestr(name, content)
    return made.getvalue()


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("attack", [LAUGHS.encode(), OUTSIDE.encode(), LAUGHS.encode("utf-16")])
def test_xml_that_defines_entities_is_refused(tmp_path, suffix, attack):
    path = tmp_path / f"x{suffix}"
    path.write_bytes(with_member(whole_files()[suffix], CONTENT[suffix], attack))
    with pytest.raises(ReadingError, match="defines entities") as caught:
        read(path)
    assert caught.value.mend


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_zip_bomb_is_refused(tmp_path, suffix):
    path = tmp_path / f"x{suffix}"
    path.write_bytes(with_member(whole_files()[suffix], "bomb.bin", b"\0" * (64 * 1024**2)))
    with pytest.raises(ReadingError, match="looks like an attack") as caught:
        read(path)
    assert caught.value.mend
