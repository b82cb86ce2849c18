"""Office files in the strict form of their standard, turned into the usual one that the libraries know.

Word and Excel can save "Strict Open XML": the same elements under other names of namespaces. After ISO/IEC 29500-4,
annex A.
"""

from __future__ import annotations

import io
import re
import zipfile

_NAMESPACE = re.compile(rb"http://purl\.oclc\.org/ooxml/(wordprocessingml|spreadsheetml|drawingml|officeDocument)/")
_USUAL = rb"http://schemas.openxmlformats.org/\1/2006/"
_NAMED = (".xml", ".rels")


def as_usual(archive: zipfile.ZipFile, data: bytes) -> bytes:
    """Return the bytes of an office file in its usual form: as they are, unless it is strict."""
    names = [name for name in archive.namelist() if name.endswith(_NAMED)]
    if not any(_NAMESPACE.search(archive.read(name)) for name in names if name.startswith("_rels/")):
        return data
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in archive.namelist():
            content = archive.read(name)
            copy.writestr(name, _NAMESPACE.sub(_USUAL, content) if name in names else content)
    return written.getvalue()
