"""Word files: what Word shows is what is read, its computed numbers included."""

from __future__ import annotations

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from rag.errors import ReadingError
from rag.reading import read
from rag.reading.docx import read_docx
from rag.types import BlockKind

LONG = "Le conseil a examiné la demande de la coopérative et l'a renvoyée à la commission des travaux."


def element(name: str, **attributes: str):
    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def define_list(document, number: int, *levels: tuple[str, str], restart: int | None = None, of: int | None = None):
    """Add an abstract list with (format, text) levels and a list that uses it, or `of` another one's."""
    root = document.part.numbering_part.element
    abstract_id = str(of or number)
    if of is None:
        abstract = element("abstractNum", abstractNumId=abstract_id)
        for depth, (style, pattern) in enumerate(levels):
            level = element("lvl", ilvl=str(depth))
            for name, value in (("start", "1"), ("numFmt", style), ("lvlText", pattern)):
                level.append(element(name, val=value))
            abstract.append(level)
        root.insert(0, abstract)
    made = element("num", numId=str(number))
    made.append(element("abstractNumId", val=abstract_id))
    if restart is not None:
        override = element("lvlOverride", ilvl="0")
        override.append(element("startOverride", val=str(restart)))
        made.append(override)
    root.append(made)


def add(container, text: str, number: int | None = None, depth: int = 0, style: str | None = None):
    paragraph = container.add_paragraph(text, style)
    if number is not None:
        place = element("numPr")
        place.append(element("ilvl", val=str(depth)))
        place.append(element("numId", val=str(number)))
        paragraph._p.get_or_add_pPr().append(place)
    return paragraph


@pytest.fixture
def document():
    made = docx.Document()
    define_list(made, 71, ("decimal", "%1."), ("lowerLetter", "(%2)"), ("lowerRoman", "%3)"))
    define_list(made, 72, ("upperRoman", "%1.-"), ("lowerLetter", "%2)"))
    return made


def saved(document, tmp_path):
    path = tmp_path / "rapport.docx"
    document.save(str(path))
    return path


def found(report):
    return [(block.paragraph, report.text[block.start : block.end]) for block in report.blocks]


def test_automatic_numbers_are_put_before_their_paragraphs(document, tmp_path):
    document.add_heading("Rapport du conseil", 0)
    document.add_heading("Introduction", 1)
    for _ in range(3):
        add(document, LONG, 71)
    add(document, "la voirie ;", 71, depth=1)
    add(document, "l'éclairage.", 71, depth=1)
    add(document, LONG)
    document.add_heading("Suite", 1)
    add(document, LONG, 71)
    report = read(saved(document, tmp_path))
    assert report.title == "Rapport du conseil"
    assert found(report) == [
        ("title", "Rapport du conseil"),
        (None, "Introduction"),
        ("1", f"1. {LONG}"),
        ("2", f"2. {LONG}"),
        ("3", f"3. {LONG}"),
        ("3", "(a) la voirie ;"),
        ("3", "(b) l'éclairage."),
        ("3", LONG),
        (None, "Suite"),
        ("4", f"4. {LONG}"),
    ]


def test_a_questionnaire_in_two_columns_with_automatic_letters(document, tmp_path):
    add(document, "Questions sur la méthode", 72)
    table = document.add_table(rows=3, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Questions", "Réponses"
    for row, (question, answers) in enumerate(
        [("Qui a rédigé le rapport ?", ["Une commission.", "Elle a siégé en mai."]), ("Qui l'a lu ?", ["Le conseil."])],
        1,
    ):
        cell = table.cell(row, 0)
        cell._tc.remove(cell.paragraphs[0]._p)
        add(cell, question, 72, depth=1)
        answer = table.cell(row, 1)
        answer._tc.remove(answer.paragraphs[0]._p)
        for text in answers:
            add(answer, text, style="List Bullet")
    add(document, "Questions sur la suite", 72)
    add(document, "Quand aura lieu le prochain examen ?", 72, depth=1)
    add(document, "En 2024.")
    report = read(saved(document, tmp_path))
    assert found(report) == [
        (None, "I.- Questions sur la méthode"),
        ("I.a", "a) Qui a rédigé le rapport ?"),
        ("I.a", "Une commission."),
        ("I.a", "Elle a siégé en mai."),
        ("I.b", "b) Qui l'a lu ?"),
        ("I.b", "Le conseil."),
        (None, "II.- Questions sur la suite"),
        ("II.a", "a) Quand aura lieu le prochain examen ?"),
        ("II.a", "En 2024."),
    ]
    assert report.blocks[1].kind is BlockKind.QUESTION and report.blocks[2].kind is BlockKind.LIST_ITEM
    assert "Questions Réponses" in report.text


def test_a_list_may_share_a_counter_or_start_again(document, tmp_path):
    define_list(document, 73, of=71)
    define_list(document, 74, of=71, restart=1)
    for number in (71, 71, 73, 74, 74, 71):
        add(document, "Texte", number)
    pieces = read_docx(saved(document, tmp_path).read_bytes(), "x.docx").pieces
    assert [piece.text for piece in pieces] == [f"{n}. Texte" for n in (1, 2, 3, 1, 2, 3)]


def test_numbers_in_other_scripts_and_forms(document, tmp_path):
    define_list(document, 80, ("hindiNumbers", "%1-"))
    define_list(document, 81, ("arabicAbjad", "%1)"))
    define_list(document, 82, ("decimal", "%1."), ("decimal", "%1.%2"))
    add(document, "نص", 80)
    add(document, "نص", 80)
    add(document, "سؤال", 81)
    add(document, "سؤال", 81)
    add(document, "Un", 82)
    add(document, "Un un", 82, depth=1)
    add(document, "Sans numéro", 82).paragraph_format.element.pPr.numPr.numId.val = 0
    pieces = read_docx(saved(document, tmp_path).read_bytes(), "x.docx").pieces
    assert [piece.text for piece in pieces] == [
        "١- نص",
        "٢- نص",
        "أ) سؤال",
        "ب) سؤال",
        "1. Un",
        "1.1 Un un",
        "Sans numéro",
    ]


def test_numbers_from_a_style(tmp_path):
    document = docx.Document()
    for _ in range(3):
        document.add_paragraph(LONG, "List Number")
    assert [place for place, _ in found(read(saved(document, tmp_path)))] == ["1", "2", "3"]


def test_tables_tracked_changes_and_content_controls(document, tmp_path):
    paragraph = document.add_paragraph("Le port ")
    for name, tag, text in (("ins", "t", "rouvre"), ("del", "delText", "ferme")):
        change, run, words = element(name), element("r"), element(tag)
        words.text = text
        run.append(words)
        change.append(run)
        paragraph._p.append(change)
    control, content = element("sdt"), element("sdtContent")
    inner = document.add_paragraph("Dans un contrôle.")
    content.append(inner._p)
    control.append(content)
    document.element.body.insert(1, control)
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(
        [cell for row in table.rows for cell in row.cells], ["Port", "Prises", "Safi", "30 t"], strict=True
    ):
        cell.text = text
    pieces = read_docx(saved(document, tmp_path).read_bytes(), "x.docx").pieces
    assert [piece.text for piece in pieces] == [
        "Le port rouvre",
        "Dans un contrôle.",
        "Port; Prises",
        "Port: Safi; Prises: 30 t",
    ]


def test_bold_lines_head_and_line_breaks_part(tmp_path):
    document = docx.Document()
    document.add_paragraph().add_run("Bilan de l'année").bold = True
    document.add_paragraph("Deux points ont été retenus :\n- le prix ;\n- le délai.")
    report = read(saved(document, tmp_path))
    assert [(block.kind, report.text[block.start : block.end]) for block in report.blocks] == [
        (BlockKind.TITLE, "Bilan de l'année"),
        (BlockKind.PARAGRAPH, "Deux points ont été retenus :"),
        (BlockKind.LIST_ITEM, "le prix ;"),
        (BlockKind.LIST_ITEM, "le délai."),
    ]


def test_damaged_and_protected_files_are_refused(document, tmp_path):
    add(document, LONG)
    path = saved(document, tmp_path)
    whole = path.read_bytes()
    for data, reason in (
        (whole[: len(whole) // 2], "is damaged, cut off or no Word file"),
        (b"PK\x03\x04 nonsense", "is damaged, cut off or no Word file"),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "is protected by a password, or is an old Word file"),
    ):
        path.write_bytes(data)
        with pytest.raises(ReadingError, match=reason) as caught:
            read(path)
        assert caught.value.mend


def test_a_heading_right_under_the_title_is_no_title(document, tmp_path):
    document.add_heading("Rapport du conseil", 0)
    add(document, "Troisième session", style="Subtitle")
    document.add_heading("Constats", 1)
    add(document, LONG, 71)
    document.add_heading("Second rapport", 0)
    add(document, LONG)
    report = read(saved(document, tmp_path))
    assert [block.kind for block in report.blocks[:3]] == [BlockKind.TITLE, BlockKind.TITLE, BlockKind.HEADING]
    assert [block.headings for block in report.blocks[3:]] == [("Constats",), ("Second rapport",), ("Second rapport",)]


def test_paragraphs_counted_within_chapters_are_cited_by_both_numbers(document, tmp_path):
    define_list(document, 75, ("decimal", "%1."), ("decimal", "%1.%2"), ("lowerLetter", "(%3)"))
    document.add_heading("Rapport du conseil", 0)
    for chapter in ("Contexte", "Constats"):
        add(document, chapter, 75, style="Heading 1")
        add(document, LONG, 75, depth=1)
        add(document, LONG, 75, depth=1)
        add(document, "la voirie.", 75, depth=2)
    assert [(place, text[:4]) for place, text in found(read(saved(document, tmp_path)))[1:]] == [
        *[(None, "1. C"), ("1.1", "1.1 "), ("1.2", "1.2 "), ("1.2", "(a) ")],
        *[(None, "2. C"), ("2.1", "2.1 "), ("2.2", "2.2 "), ("2.2", "(a) ")],
    ]


def test_a_paragraph_in_the_style_of_a_heading_is_a_paragraph(document, tmp_path):
    document.add_heading("Rapport du conseil", 0)
    document.add_heading("Constats", 1)
    for _ in range(3):
        add(document, LONG, 71, style="Heading 2")
    add(document, LONG, style="Heading 2")
    report = read(saved(document, tmp_path))
    assert [(block.kind, block.paragraph, block.section) for block in report.blocks[2:]] == [
        (BlockKind.PARAGRAPH, place, "Constats") for place in ("1", "2", "3", "3")
    ]
