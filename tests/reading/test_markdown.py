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
def test_of_front_matter_only_the_title_and_the_date_are_text(front):
    contents = read_markdown(f"{front}\nLe texte.\n".encode(), "x.md")
    assert contents.title == "Les ports"
    assert [piece.text for piece in contents.pieces] == [
        "Les ports",
        *(["2021"] if "2021" in front else []),
        "Le texte.",
    ]


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


def test_footnotes_stand_behind_what_calls_them(tmp_path):
    text = """\
# Constats[^t]

Le port a *rouvert*.[^1] Neuf bateaux^[Selon l'office.] sont entrés.

| Port | Prises |
|---|---|
| Safi[^b] | 30 |
| Agadir | 20 |

Fin.

[^1]: Décret de **2019**.

    Publié au Bulletin.

[^b]: Ibid.
[^t]: Texte de la mission,
fait en mai.
[^none]: Nulle part.
"""
    assert pieces(text) == [
        (Hint.HEADING, "Constats"),
        (Hint.PLAIN, "Le port a rouvert. Neuf bateaux sont entrés."),
        (Hint.NOTE, "Texte de la mission, fait en mai."),
        (Hint.NOTE, "Décret de 2019."),
        (Hint.NOTE, "Publié au Bulletin."),
        (Hint.NOTE, "Selon l'office."),
        (Hint.FURNITURE, "Port; Prises"),
        (Hint.TABLE_ROW, "Port: Safi; Prises: 30"),
        (Hint.TABLE_ROW, "Port: Agadir; Prises: 20"),
        (Hint.NOTE, "Ibid."),
        (Hint.PLAIN, "Fin."),
        (Hint.NOTE, "Nulle part."),
    ]


@pytest.mark.parametrize(
    "front",
    [
        "---\ntitle: Rapport sur l'eau\ndate: 14 mai 2021\nlang: fr\n---\n",
        '+++\ntitle = "Rapport sur l\'eau"\ndate = "14 mai 2021"\n+++\n',
        "% Rapport sur\n  l'eau\n% Office\n% 14 mai 2021\n",
    ],
)
def test_what_stands_in_front_is_title_and_date(front, tmp_path):
    path = tmp_path / "eau.md"
    path.write_text(f"{front}\n# Constats {{#c .x}}\n\nLe port a rouvert.\n", encoding="utf-8")
    report = read(path)
    assert report.title == "Rapport sur l'eau" and report.metadata.date == "2021-05-14"
    assert [(block.kind.value, report.text[block.start : block.end]) for block in report.blocks] == [
        ("title", "Rapport sur l'eau"),
        ("title", "14 mai 2021"),
        ("heading", "Constats"),
        ("paragraph", "Le port a rouvert."),
    ]


def test_comments_are_dropped_tables_of_a_page_and_indented_items_are_read():
    text = """\
(a) les routes :

        (i) du nord ;
        (ii) du sud.

<!-- à revoir -->

<table><tr><th>Port</th><th>Prises</th></tr><tr><td>Safi</td><td>~30</td></tr></table>

Un mot ~~barré~~.
"""
    assert [words for _, words in pieces(text)] == [
        "(a) les routes :",
        "(i) du nord ;",
        "(ii) du sud.",
        "Port; Prises",
        "Port: Safi; Prises: ~30",
        "Un mot barré.",
    ]
