"""What tracked changes delete in an OpenDocument text is not read; what they leave is, and where it belongs."""

from __future__ import annotations

import io
import zipfile

import pytest

from rag.reading.odt import read_odt

SCHEMES = {
    "office": "office:1.0",
    "text": "text:1.0",
    "table": "table:1.0",
}
NAMESPACES = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{end}"' for name, end in SCHEMES.items())
CHANGES = (
    '<text:tracked-changes><text:changed-region xml:id="one" text:id="one"><text:deletion/></text:changed-region>'
    '<text:changed-region xml:id="two" text:id="two"><text:insertion/></text:changed-region></text:tracked-changes>'
)
START, END = '<text:change-start text:change-id="one"/>', '<text:change-end text:change-id="one"/>'
INSERTED = START.replace("one", "two") + "mis" + END.replace("one", "two")


def document(body: str) -> bytes:
    manifest = 'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
        for path, kind in (("/", "application/vnd.oasis.opendocument.text"), ("content.xml", "text/xml"))
    )
    content = f"<office:automatic-styles/><office:body><office:text>{CHANGES}{body}</office:text></office:body>"
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("META-INF/manifest.xml", f"<manifest:manifest {manifest}>{entries}</manifest:manifest>")
        archive.writestr("content.xml", f"<office:document-content {NAMESPACES}>{content}</office:document-content>")
    return written.getvalue()


def p(words: str) -> str:
    return f"<text:p>{words}</text:p>"


def row(*cells: str) -> str:
    written = "".join(f"<table:table-cell>{p(cell)}</table:table-cell>" for cell in cells)
    return f"<table:table-row>{written}</table:table-row>"


def table(*rows: str) -> str:
    return f"<table:table>{''.join(rows)}</table:table>"


def items(*words: str) -> str:
    return f"<text:list>{''.join(f'<text:list-item>{p(each)}</text:list-item>' for each in words)}</text:list>"


NOTE = f'<text:note text:note-class="footnote"><text:note-body>{p("Décret.")}</text:note-body></text:note>'
HEAD, LAST = row("Port", "Prises"), row("Agadir", "41 t")
LEFT = ["Port; Prises", "Port: Agadir; Prises: 41 t"]
CASES = {
    "words": (p(f"avant {START}ôté{END} fin"), ["avant fin"]),
    "words with their note": (p(f"avant {START}ôté{NOTE}{END} fin"), ["avant fin"]),
    "from one paragraph into another": (
        p(f"avant {START}ôté") + p("ôté") + p(f"ôté{END} fin") + p("un"),
        ["avant fin", "un"],
    ),
    "a paragraph up to the next": (p("un") + p(f"{START}ôté") + p(f"{END}deux"), ["un", "deux"]),
    "a paragraph": (p("un") + p(f"{START}ôté{END}") + p("deux"), ["un", "deux"]),
    "a paragraph between marks": (p("un") + START + p("ôté") + END + p("deux"), ["un", "deux"]),
    "an item, which is not counted": (items("un", f"{START}ôté{END}", "deux"), ["1. un", "2. deux"]),
    "a row": (table(HEAD, row(f"{START}Safi{END}", f"{START}30 t{END}"), LAST), LEFT),
    "a row in one stretch": (table(HEAD, row(f"{START}Safi", f"30 t{END}"), LAST), LEFT),
    "two rows in one stretch": (table(HEAD, row(f"{START}Safi", "30 t"), row("Tan-Tan", f"7 t{END}"), LAST), LEFT),
    "a cell, which keeps its column": (
        table(HEAD, row(f"{START}Safi{END}", "30 t")),
        ["Port; Prises", "Prises: 30 t"],
    ),
    "a table": (p("un") + START + table(HEAD, LAST) + END + p("deux"), ["un", "deux"]),
    "nothing: it is never closed": (p(f"avant {START}un") + p("deux"), ["avant un", "deux"]),
    "nothing: it is an insertion": (p(INSERTED), ["mis"]),
}


@pytest.mark.parametrize(("body", "left"), CASES.values(), ids=list(CASES))
def test_what_is_deleted_is_not_read(body: str, left: list[str]) -> None:
    assert [piece.text for piece in read_odt(document(body), "x.odt").pieces] == left


def test_a_merged_cell_counts_in_all_rows_that_it_covers() -> None:
    opened = "<table:table-cell>"
    first = row("Safi", "2020", "30 t").replace(opened, '<table:table-cell table:number-rows-spanned="2">', 1)
    second = row("2021", "28 t").replace(opened, f"<table:covered-table-cell/>{opened}", 1)
    found = read_odt(document(table(row("Port", "Année", "Prises"), first, second)), "x.odt").pieces
    assert [piece.text for piece in found][1:] == [
        "Port: Safi; Année: 2020; Prises: 30 t",
        "Port: Safi; Année: 2021; Prises: 28 t",
    ]
