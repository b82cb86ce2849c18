"""Two short invented reports with their paragraphs, for what looks at places."""

from __future__ import annotations

from eval.places import Places
from rag.types import Block, BlockKind, Metadata, Report

PARAGRAPHS = {
    "port.en": (
        ("title", "The port of Marsa"),
        ("1", "1. The port was opened in Marsa in May 1931."),
        ("2", "2. The first season drew 111 ships. They paid little."),
        ("3", "3. Karim Saadi has led the port (as its director) since the war."),
        ("4", "4. In 2020, 27 per cent of the ships carried grain; the rest carried wood."),
    ),
    "port.fr": (
        ("1", "1. Le port a été inauguré à Marsa le 3 mai 1931."),
        ("2", "2. Le port compte 12 quais et son directeur est Karim Saadi."),
        ("3", "3. Au total, 111 navires sont entrés dans le port."),
        ("4", "4. M. Karim Saadi a présidé la première séance."),
    ),
    "port.ar": (
        ("1", "1- افتُتح الميناء في المرسى في أيار/مايو 1931."),
        ("2", "2- استفاد 414 شخصاً من الميناء الجديد."),
        ("3", "3- تحدث السيد كريم سعدي باسم الميناء في الجلسة الأولى."),
    ),
}


def report(report_id: str) -> Report:
    """Return a report of the above; raises KeyError as an index does."""
    blocks: list[Block] = []
    text = ""
    for paragraph, words in PARAGRAPHS[report_id]:
        kind = BlockKind.TITLE if paragraph == "title" else BlockKind.PARAGRAPH
        blocks.append(Block(kind, len(text), len(text) + len(words), paragraph))
        text += f"{words}\n"
    return Report(report_id, report_id, report_id, "", report_id[-2:], Metadata(), text, tuple(blocks))


PLACES = Places(report)
