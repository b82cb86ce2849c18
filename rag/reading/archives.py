"""Zip containers (.docx, .odt, .epub, .xlsx) checked before a library unpacks them.

Refused are files that are no zip or are cut off, that would unpack to far more than they weigh (zip bombs), and XML
that defines entities (which no office program writes, and by which a small file grows without end or reads others). The
memory and time limits of `ReadingProcess` hold behind this check.
"""

from __future__ import annotations

import io
import zipfile
import zlib

from rag.errors import ReadingError

_LARGEST = 512 * 1024 * 1024  # bytes, all members unpacked
_LARGEST_XML = 128 * 1024 * 1024  # bytes, one member of text
_RATIO, _RATIO_FROM = (
    250,
    16 * 1024 * 1024,
)  # text shrinks to a tenth; small members may be anything
_MOST_MEMBERS = 20_000
_XML = (".xml", ".rels", ".opf", ".ncx", ".xhtml", ".html", ".htm")
_ENTITY = tuple("<!ENTITY".encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be"))
_COMPOUND_FILE = b"\xd0\xcf\x11\xe0"  # what old .doc and .xls files and encrypted .docx and .xlsx files begin with


def open_archive(data: bytes, path: str, what: str) -> zipfile.ZipFile:
    """Return the opened container; `what` names the kind of file in messages ("Word"). Raises ReadingError."""
    if data.startswith(_COMPOUND_FILE):
        reason = f"is protected by a password, or is an old {what} file."
        raise ReadingError(path, reason, "Open it in its program and save it in the new format without a password.")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        _refuse_bombs(archive, path)
        _refuse_entities(archive, path)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        reason = f"is damaged, cut off or no {what} file ({error})."
        raise ReadingError(path, reason, "Copy it again, or open it in its program and save it.") from error
    return archive


def _refuse_bombs(archive: zipfile.ZipFile, path: str) -> None:
    members = archive.infolist()
    whole = sum(member.file_size for member in members)
    dense = any(
        member.file_size > _RATIO_FROM and member.file_size > _RATIO * max(member.compress_size, 1)
        for member in members
    )
    xml = max((member.file_size for member in members if member.filename.lower().endswith(_XML)), default=0)
    if whole > _LARGEST or xml > _LARGEST_XML or dense or len(members) > _MOST_MEMBERS:
        reason = f"would unpack to {whole // 1024**2} MB, which looks like an attack."
        raise ReadingError(path, reason, "If it is a real report, split it or save it in another format.")


def _refuse_entities(archive: zipfile.ZipFile, path: str) -> None:
    for member in archive.infolist():
        if member.flag_bits & 1:
            raise ReadingError(path, "is encrypted.", "Save a copy without a password and index that.")
        if not member.filename.lower().endswith(_XML):
            continue
        head = _head(archive, member)
        if any(mark in head for mark in _ENTITY):
            raise ReadingError(
                path, f"defines entities in {member.filename}, as attacks do.", "Open it in its program and save it."
            )


def _head(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """The beginning of a member: entities can only be defined before the first element."""
    with archive.open(member) as file:
        head = file.read(64 * 1024)
        if b"<!DOCTYPE" in head or b"<\0!\0" in head or b"\0<\0!" in head:
            return head + file.read(4 * 1024 * 1024)
        return head
