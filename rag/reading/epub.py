"""E-books (.epub): the chapters of the spine in their order, each read as a web page.

The navigation document is not read, nor are pictures. Books whose text is encrypted (DRM) are refused; obfuscated fonts
do not matter. After EPUB 3.3 (W3C), sections 4 and 5. Page lists are not used, so blocks have no page.
"""

from __future__ import annotations

import posixpath
import zipfile
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from rag.errors import ReadingError
from rag.reading.archives import open_archive
from rag.reading.front import stated_title, under_title
from rag.reading.html import read_html
from rag.reading.lines import Contents, Piece, Properties
from rag.text.normalise import tidy

if TYPE_CHECKING:
    from bs4 import BeautifulSoup
    from bs4.element import Tag

_CONTAINER, _ENCRYPTION = "META-INF/container.xml", "META-INF/encryption.xml"
_PAGES = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")
_FONTS = (".otf", ".ttf", ".woff", ".woff2")
_DAMAGED = "Copy it again, or convert it with an e-book program."


def read_epub(data: bytes, path: str) -> Contents:
    """Return the pieces of an e-book; raises ReadingError for encrypted and damaged ones."""
    with open_archive(data, path, "EPUB") as archive:
        _refuse_encrypted(archive, path)
        if _CONTAINER not in archive.namelist():
            raise ReadingError(path, "is no EPUB book.", _DAMAGED)
        root = _xml(archive.read(_CONTAINER)).find("rootfile")
        package_path = str(root.get("full-path") or "") if root is not None else ""
        if package_path not in archive.namelist():
            raise ReadingError(path, "names no package of chapters.", _DAMAGED)
        package = _xml(archive.read(package_path))
        pieces: list[Piece] = []
        flags: list[str] = []
        for name in _chapters(package, posixpath.dirname(package_path)):
            if name in archive.namelist():
                pieces += read_html(archive.read(name), f"{path}: {name}").pieces
            else:
                flags.append(f"the chapter {name} is missing in the file")
    properties = _properties(package)
    return Contents(
        tuple(under_title(pieces, properties.title)), title=properties.title, flags=tuple(flags), properties=properties
    )


def _refuse_encrypted(archive: zipfile.ZipFile, path: str) -> None:
    if _ENCRYPTION not in archive.namelist():
        return
    references = [str(each.get("URI") or "") for each in _xml(archive.read(_ENCRYPTION)).find_all("CipherReference")]
    if any(not unquote(name).lower().endswith(_FONTS) for name in references):
        raise ReadingError(path, "is encrypted (DRM).", "Ask its publisher for a copy without protection.")


def _chapters(package: BeautifulSoup, folder: str) -> list[str]:
    """The members of the spine that are pages, in reading order; the navigation document is none."""
    items: dict[str, Tag] = {str(item.get("id")): item for item in package.find_all("item")}
    found = []
    for reference in package.find_all("itemref"):
        item = items.get(str(reference.get("idref")))
        if item is None or str(item.get("media-type")) not in _PAGES:
            continue
        if "nav" not in str(item.get("properties") or "").split():
            href = unquote(str(item.get("href") or "")).partition("#")[0]
            found.append(posixpath.normpath(posixpath.join(folder, href)))
    return list(dict.fromkeys(found))


def _properties(package: BeautifulSoup) -> Properties:
    date, title = _said(package, "date"), _said(package, "title")
    return Properties(
        title=stated_title(title),
        date=date[:10] if date else None,
        publisher=_said(package, "publisher"),
        language=_said(package, "language"),
        published=date is not None,
    )


def _said(package: BeautifulSoup, name: str) -> str | None:
    element: Any = package.find(name, namespace="http://purl.org/dc/elements/1.1/") or package.find(f"dc:{name}")
    return " ".join(tidy(element.get_text()).split()) or None if element is not None else None


def _xml(data: bytes) -> BeautifulSoup:
    from bs4 import BeautifulSoup

    return BeautifulSoup(data, "xml")
