"""Word files written by hand, in the XML that Word itself writes: numbering by style, footnotes, nested controls.

Only what the samples and tests need. The packages hold document, styles, numbering and footnotes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

from tools.pdf_samples.texts import is_arabic
from tools.structure_samples.texts import Part

_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PARTS = ("styles", "numbering", "footnotes")
_STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Titre"><w:name w:val="Title"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Titre1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Titre2"><w:name w:val="heading 2"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="TM1"><w:name w:val="toc 1"/></w:style>'
    '<w:style w:type="paragraph" w:customStyle="1" w:styleId="Alinea"><w:name w:val="Alinea"/><w:pPr><w:numPr>'
    '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
)


def package(body: str, notes: Sequence[str] = (), mark: str = ".", digits: str = "decimal") -> bytes:
    """Return a .docx of the XML of a body; `notes` are the words of the footnotes 1, 2 and so on.

    The style "Alinea" numbers its paragraphs through list 1; list 2 starts again and list 3 after it. `mark` follows
    the number, `digits` is a w:ST_NumberFormat.
    """
    members = {
        "[Content_Types].xml": _types(),
        "_rels/.rels": _relations([("officeDocument", "word/document.xml")]),
        "word/_rels/document.xml.rels": _relations([(name, f"{name}.xml") for name in _PARTS]),
        "word/document.xml": f"<w:document {_NAMESPACES}><w:body>{body}<w:sectPr/></w:body></w:document>",
        "word/styles.xml": f"<w:styles {_NAMESPACES}>{_STYLES}</w:styles>",
        "word/numbering.xml": _numbering(mark, digits),
        "word/footnotes.xml": _footnotes(notes),
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{content}')
    return written.getvalue()


def _types() -> str:
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}.{"document.main" if name == "document" else name}'
        '+xml"/>'
        for name in ("document", *_PARTS)
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>'


def _numbering(mark: str, digits: str) -> str:
    level = (
        f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{digits}"/><w:pStyle w:val="Alinea"/>'
        f'<w:lvlText w:val="%1{mark}"/></w:lvl>'
    )
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    bullet = '<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="\uf0b7"/></w:lvl>'
    uses = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="0"/>{again if number > 1 else ""}</w:num>'
        for number in (1, 2, 3)
    )
    return (
        f'<w:numbering {_NAMESPACES}><w:abstractNum w:abstractNumId="0">{level}</w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="9">{bullet}</w:abstractNum>{uses}'
        '<w:num w:numId="9"><w:abstractNumId w:val="9"/></w:num></w:numbering>'
    )


def _footnotes(notes: Sequence[str]) -> str:
    own = "".join(
        f'<w:footnote w:id="{number}">{paragraph("<w:r><w:footnoteRef/></w:r>" + run(f" {words}"))}</w:footnote>'
        for number, words in enumerate(notes, 1)
    )
    return (
        f'<w:footnotes {_NAMESPACES}><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p>'
        f"</w:footnote>{own}</w:footnotes>"
    )


def run(words: str) -> str:
    """Return a run of words."""
    from_right = "<w:rPr><w:rtl/></w:rPr>" if is_arabic(words) else ""
    return f'<w:r>{from_right}<w:t xml:space="preserve">{escape(words)}</w:t></w:r>'


def paragraph(inner: str, style: str = "", number: int | None = None) -> str:
    """Return a paragraph around runs, or around plain words; `number` names its list."""
    inner = inner if inner.startswith("<") or not inner else run(inner)
    listed = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>' if number is not None else ""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    from_right = "<w:bidi/>" if is_arabic(inner) else ""
    return f"<w:p><w:pPr>{named}{listed}{from_right}</w:pPr>{inner}</w:p>"


def table(rows: Sequence[Sequence[str]]) -> str:
    """Return a table of cells of plain words."""
    written = "".join(
        f"<w:tr>{''.join(f'<w:tc><w:tcPr/>{paragraph(cell)}</w:tc>' for cell in row)}</w:tr>" for row in rows
    )
    return f"<w:tbl><w:tblPr/>{written}</w:tbl>"


def call(number: int) -> str:
    """Return the run that calls a footnote."""
    return f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="{number}"/></w:r>'


_STYLE_OF = {"#": "Titre", "##": "Titre1", "=": "Titre1", "###": "Titre2"}


def report(parts: Sequence[Part], *, automatic: bool) -> bytes:
    """Return a sample report as a Word file; `automatic` lets Word count the paragraphs where it can."""
    body: list[str] = []
    notes: list[str] = []
    rows: list[tuple[str, ...]] = []
    counter = 1
    for part in parts:
        if part.mark in "|?":
            rows.append(part.cells)
            continue
        if rows:
            body.append(table(rows))
            rows = []
        counter += part.mark == "="
        words, listed, style = part.words, None, _STYLE_OF.get(part.mark, "")
        if part.mark == "-":
            listed = 9
        elif automatic and part.mark == "1" and part.place and part.place.isdigit():
            words = words.partition(" ")[2]
            listed, style = (None, "Alinea") if counter == 1 else (counter, "")
        if part.note:
            notes.append(part.note)
        body.append(paragraph(run(words) + (call(len(notes)) if part.note else ""), style, listed))
    if rows:
        body.append(table(rows))
    first = next(part.words for part in parts if part.mark == "1")
    digits = "hindiNumbers" if "٠" <= first[0] <= "٩" else "decimal"
    return package("".join(body), notes, "-" if "-" in first[:3] else ".", digits)
