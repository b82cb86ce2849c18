"""Reports with tables as web pages, printed by Chromium or WeasyPrint."""

from __future__ import annotations

import html
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from tools.structure_samples.tables import ABOVE, BESIDE, TableText, header_rows, is_figure, paragraphs_of

_BODY = "body { font: 10pt/1.4 'Liberation Serif', 'Noto Naskh Arabic' } "
_PAGE = f"@page {{ size: A5; margin: 15mm }} {_BODY}"
_WIDE = "table { border-collapse: collapse; width: 100% } td, th { padding: 1mm 2mm } "
_CELLS = f"{_WIDE}td, th {{ vertical-align: top }} "
_LEVEL = "table { border-top: 1pt solid; border-bottom: 1pt solid } tr { border-bottom: 0.4pt solid }"
_GROUNDS = "tr:nth-child(odd) td { background: #e4e8ee } th { border-bottom: 1pt solid black }"
RULED = f"{_PAGE}{_CELLS}td, th {{ border: 0.5pt solid #777 }} td + td:not(.answer) {{ text-align: right }}"
STRIPED = f"{_PAGE}{_CELLS}{_GROUNDS}"
OPEN = f"{_PAGE}{_CELLS}{_LEVEL}"
_ASKED = ".asked { background: #ddd } .figure { text-align: right } "
LEVEL_MIDDLE = f"{_PAGE}{_WIDE}{_ASKED}{_LEVEL}"
GROUNDS_MIDDLE = f"{_PAGE}{_WIDE}{_ASKED}{_GROUNDS}"
PLAIN_RIGHT = ".figure { text-align: right }"
_CENTRED = ".asked { background: #cde } .figure { text-align: center } "
HEAD_ALONE = f"{_PAGE}{_WIDE}{_CENTRED}th {{ background: #345; color: white }} "
LEVEL_CENTRED = (
    f"{_PAGE}{_WIDE}{_CENTRED}thead {{ border-top: 1.5pt solid; border-bottom: 0.8pt solid }} "
    "tr:last-child td { border-top: 0.4pt solid; border-bottom: 1.5pt solid }"
)
PLAIN_CENTRED = ".figure { text-align: center } th { background: #dddddd }"


def page(text: TableText, style: str) -> str:
    """Return a report as a web page."""
    parts = []
    for mark, rows in text.tables:
        if mark in "##":
            parts += [f"<h{len(mark)}>{html.escape(row[0])}</h{len(mark)}>" for row in rows]
            continue
        if mark in "=~":
            parts += [f"<p>{html.escape(row[0])}</p>" for row in rows]
            continue
        if mark == "!":
            written = [
                f'<tr><td class="asked">{_inner(asked)}</td></tr><tr><td>{_inner(said)}</td></tr>'
                for asked, said in rows
            ]
            parts.append(f"<table>{''.join(written)}</table>")
            continue
        head = header_rows(rows) if mark == "|" else 0
        written = [_tr(rows, place, "th" if place < head else "td", mark) for place in range(len(rows))]
        parts.append(f"<table><thead>{''.join(written[:head])}</thead>{''.join(written[head:])}</table>")
    direction = "rtl" if text.language == "ar" else "ltr"
    return (
        f'<!doctype html><html lang="{text.language}" dir="{direction}"><meta charset="utf-8"><style>{style}</style>'
        f"<body>{''.join(parts)}</body></html>"
    )


def _tr(rows: Sequence[Sequence[str]], place: int, tag: str, mark: str) -> str:
    cells = []
    for column, cell in enumerate(rows[place]):
        if cell in (BESIDE, ABOVE):
            continue
        wide = 1 + sum(1 for _ in _going_on(rows[place][column + 1 :], BESIDE))
        deep = 1 + sum(1 for _ in _going_on([row[column] for row in rows[place + 1 :]], ABOVE))
        spans = f' colspan="{wide}" rowspan="{deep}"' if wide * deep > 1 else ""
        named = "answer" if mark == "?" and column else "figure" if tag == "td" and is_figure(cell) else ""
        own = f' class="{named}"' if named else ""
        cells.append(f"<{tag}{spans}{own}>{_inner(cell)}</{tag}>")
    return f"<tr>{''.join(cells)}</tr>"


def _going_on(cells: Sequence[str], mark: str) -> Iterator[str]:
    for cell in cells:
        if cell != mark:
            return
        yield cell


def _inner(cell: str) -> str:
    paragraphs = paragraphs_of(cell)
    if len(paragraphs) == 1:
        return html.escape(cell)
    return "".join(
        f"<ul><li>{html.escape(words[2:])}</li></ul>" if words.startswith("▪ ") else f"<p>{html.escape(words)}</p>"
        for words in paragraphs
    )


def chromium(text: TableText, target: Path, style: str) -> None:
    """Print the page with Chromium."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "page.html")
        source.write_text(page(text, style), encoding="utf-8")
        command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
        subprocess.run([*command, f"--print-to-pdf={target}", source.as_uri()], check=True, capture_output=True)


def weasyprint(text: TableText, target: Path, style: str) -> None:
    """Print the page with WeasyPrint."""
    command = ["weasyprint", "-", str(target)]
    subprocess.run(command, input=page(text, style).encode(), check=True, capture_output=True)
