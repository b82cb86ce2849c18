"""Markdown: structure from its marks, words without them."""

from __future__ import annotations

import pytest

from rag.reading import read
from rag.reading.lines import Hint
from rag.reading.markdown import read_markdown
from rag.types import BlockKind


def pieces(text: str):
    return [(piece.hint, piece.text) for piece in read_markdown(text.encode(), "x.md").pieces]


def test_headings_emphasis_links_and_lists():
    text = """\
# Le **port** de [pêche](https://example.org)

Un *premier* paragraphe
coupé en deux, avec `code` et ![image](a.png) <https://example.org/x>.

- un point
  sur deux lignes
- un autre
  - plus profond

**Bilan**

> cité
"""
    assert pieces(text) == [
        (Hint.HEADING, "Le port de pêche"),
        (Hint.PLAIN, "Un premier paragraphe coupé en deux, avec code et https://example.org/x."),
        (Hint.LIST_ITEM, "un point sur deux lignes"),
        (Hint.LIST_ITEM, "un autre"),
        (Hint.LIST_ITEM, "plus profond"),
        (Hint.HEADING, "Bilan"),
        (Hint.PLAIN, "cité"),
    ]


def test_lists_numbered_by_markdown_keep_their_numbers():
    text = "12. Le douzième.\n13. Le treizième.\n\n    Sa suite.\n\nTexte.\n\n3) Autre\n"
    assert [words for _, words in pieces(text)] == [
        "12. Le douzième.",
        "13. Le treizième.",
        "Sa suite.",
        "Texte.",
        "3) Autre",
    ]


def test_numbers_that_markdown_does_not_know_part_a_paragraph():
    text = "1- رحب الحاضرون بالضيوف.\n2- بدأت الجلسة\nفي موعدها.\n3- انتهت الجلسة.\n"
    assert [words for _, words in pieces(text)] == [
        "1- رحب الحاضرون بالضيوف.",
        "2- بدأت الجلسة في موعدها.",
        "3- انتهت الجلسة.",
    ]


def test_tables_become_rows_with_their_headers():
    text = "| Port | Prises |\n|---|---|\n| Agadir | 12 |\n| Safi | 30 |\n"
    assert pieces(text) == [
        (Hint.FURNITURE, "Port; Prises"),
        (Hint.TABLE_ROW, "Port: Agadir; Prises: 12"),
        (Hint.TABLE_ROW, "Port: Safi; Prises: 30"),
    ]


def test_a_table_of_questions_and_answers_is_read_in_order():
    text = "| Questions | Réponses |\n|---|---|\n| a) Qui paie ? | La commune. |\n| b) Depuis quand ? | 2011. |\n"
    assert [words for _, words in pieces(text)] == [
        "Questions Réponses",
        "a) Qui paie ?",
        "La commune.",
        "b) Depuis quand ?",
        "2011.",
    ]


@pytest.mark.parametrize("front", ["---\ntitle: Les ports\ndate: 2021\n---\n", '+++\ntitle = "Les ports"\n+++\n'])
def test_front_matter_is_not_text(front):
    contents = read_markdown(f"{front}\nLe texte.\n".encode(), "x.md")
    assert contents.title == "Les ports"
    assert [piece.text for piece in contents.pieces] == ["Le texte."]


def test_a_numbered_report_with_a_summary(tmp_path):
    path = tmp_path / "r.md"
    long = "عقد المجلس جلسته الأولى في الربيع وناقش فيها حالة الطرق والمدارس في المدينة كلها."
    path.write_text(
        f"## تقرير\n\nعن أعمال المجلس البلدي  \n13 آب/أغسطس 2020\n\n### موجز\n\n{long}\n\n## مقدمة\n\n"
        f"1- {long}\n\n2- {long}\n\n{long}\n\nملاحظات الأعضاء\n\n3- {long}\n",
        encoding="utf-8",
    )
    report = read(path)
    assert report.title == "تقرير عن أعمال المجلس البلدي"
    assert [(block.kind, block.paragraph) for block in report.blocks] == [
        (BlockKind.TITLE, "title"),
        (BlockKind.TITLE, "title"),
        (BlockKind.TITLE, "title"),
        (BlockKind.HEADING, None),
        (BlockKind.PARAGRAPH, "summary"),
        (BlockKind.HEADING, None),
        (BlockKind.PARAGRAPH, "1"),
        (BlockKind.PARAGRAPH, "2"),
        (BlockKind.PARAGRAPH, "2"),
        (BlockKind.HEADING, None),
        (BlockKind.PARAGRAPH, "3"),
    ]
    assert report.blocks[-1].section == "ملاحظات الأعضاء"
