"""Sample PDFs printed from HTML, by Chromium and by WeasyPrint."""

from __future__ import annotations

import html
import subprocess
import tempfile
from pathlib import Path

from tools.pdf_samples.texts import Text, is_arabic

_STYLE = """
@page { size: A5; margin: 16mm 14mm; }
body { font: 11pt/1.5 'Noto Serif', 'Amiri', serif; margin: 0; text-align: justify; font-variant-ligatures: none; }
body[lang=ar] { font-family: 'Noto Naskh Arabic', 'Noto Serif', serif; line-height: 1.8; }
h1 { font-size: 16pt; } h2 { font-size: 13pt; break-after: avoid; } p { margin: 0 0 3mm; }
.columns { columns: 2; column-gap: 8mm; }
table { border-collapse: collapse; margin-bottom: 3mm; } td { padding: 1mm 4mm; border: 0.3pt solid #888; }
"""
_TAGS = {"title": "h1", "heading": "h2", "paragraph": "p"}


def page(text: Text) -> str:
    """Return the text as an HTML page."""
    parts: list[str] = []
    before = ""
    for kind, words in [*text.paragraphs, ("", "")]:
        for kept, tag in (("item", "ul"), ("row", "table")):
            if before == kept != kind:
                parts.append(f"</{tag}>")
            if kind == kept != before:
                parts.append(f"<{tag}>")
        before = kind
        if kind == "item":
            parts.append(f"<li>{html.escape(words)}</li>")
        elif kind == "row":
            cells = "".join(f"<td>{html.escape(cell)}</td>" for cell in words.split(" | "))
            parts.append(f"<tr>{cells}</tr>")
        elif kind and text.language == "ar" and not is_arabic(words):
            parts.append(f'<{_TAGS[kind]} dir="ltr" lang="fr">{html.escape(words)}</{_TAGS[kind]}>')
        elif kind:
            parts.append(f"<{_TAGS[kind]}>{html.escape(words)}</{_TAGS[kind]}>")
    direction = "rtl" if text.language == "ar" else "ltr"
    columns = ' class="columns"' if text.columns == 2 else ""
    return (
        f'<!doctype html><html lang="{text.language}" dir="{direction}"><meta charset="utf-8">'
        f"<title>{text.name}</title>"
        f"<style>{_STYLE}</style><body lang={text.language}><div{columns}>{''.join(parts)}</div></body></html>"
    )


def chromium(text: Text, target: Path) -> None:
    """Print with headless Chromium."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "page.html")
        source.write_text(page(text), encoding="utf-8")
        command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
        subprocess.run([*command, f"--print-to-pdf={target}", source.as_uri()], check=True, capture_output=True)


def weasyprint(text: Text, target: Path) -> None:
    """Print with WeasyPrint, through its own command (Debian package weasyprint)."""
    subprocess.run(["weasyprint", "-", str(target)], input=page(text).encode(), check=True, capture_output=True)
