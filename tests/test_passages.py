"""Passages: slices of the report that cover it, never cross a place, and have a readable size."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.passages import cut
from rag.types import Block, BlockKind, Metadata, PageTurn, Report
from tools.structure_samples.texts import parts_of

OWN = (BlockKind.TITLE, BlockKind.HEADING)


def report_of(*items: tuple[BlockKind, str | None, str], language: str = "fr") -> Report:
    """A report whose blocks stand a blank line apart; sections are the headings above."""
    text, blocks, section = "", [], None
    for kind, paragraph, words in items:
        start = len(text) + 2 if text else 0
        text = f"{text}\n\n{words}" if text else words
        section = words if kind is BlockKind.HEADING else section
        blocks.append(Block(kind, start, len(text), paragraph, section, "iv", 4))
    return Report("r", "T", "r.txt", "0" * 64, language, Metadata(), text, tuple(blocks))


def sentences(count: int, words: int = 10) -> str:
    return " ".join("Mot " + "mot " * (words - 2) + "fin." for _ in range(count))


WORD = st.sampled_from(["Le", "port", "rouvre.", "Qui ?", "كتاب", "مدينة.", "33.443", "a,", "b;", "fin."])
WORDS = st.lists(WORD, min_size=1, max_size=400).map(" ".join)
ITEM = st.tuples(
    st.sampled_from([kind for kind in BlockKind if kind is not BlockKind.TITLE]),
    st.sampled_from([None, "1", "2", "I.a", "I.b", "summary"]),
    WORDS,
)


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=2), st.lists(ITEM, max_size=12))
def test_passages_are_slices_that_cover_the_body_once(titles, items):
    report = report_of(*((BlockKind.TITLE, "title", words) for words in titles), *items)
    passages = cut(report)
    owner = [0] * len(report.text)
    for passage in passages:
        place = passage.locator
        assert report.text[place.start : place.end] == passage.text and passage.text.strip() == passage.text
        touched = [block for block in report.blocks if block.start < place.end and block.end > place.start]
        assert {block.paragraph for block in touched} == {place.paragraph}
        assert BlockKind.HEADING not in {block.kind for block in touched}
        for offset in range(place.start, place.end):
            owner[offset] += 1
    assert max(owner, default=0) <= 1
    answered = {block.paragraph for block in report.blocks if block.kind not in (*OWN, BlockKind.QUESTION)}
    for block in report.blocks:
        asked = block.kind is BlockKind.QUESTION and block.paragraph is not None and block.paragraph in answered
        wanted = 0 if block.kind is BlockKind.HEADING or asked else 1
        solid = [offset for offset in range(block.start, block.end) if not report.text[offset].isspace()]
        assert all(owner[offset] == wanted for offset in solid)
    assert len({passage.id for passage in passages}) == len(passages)
    assert cut(report) == passages


def test_a_long_paragraph_is_cut_into_even_parts_between_sentences():
    passages = cut(report_of((BlockKind.PARAGRAPH, "7", sentences(24))))
    assert [len(passage.text.split()) for passage in passages] == [80, 80, 80]
    assert all(passage.text.endswith("fin.") and passage.locator.paragraph == "7" for passage in passages)


def test_a_paragraph_of_moderate_length_stays_whole():
    assert len(cut(report_of((BlockKind.PARAGRAPH, "7", sentences(13))))) == 1


def test_a_list_stays_whole_with_the_line_that_announces_it():
    items = [(BlockKind.LIST_ITEM, "7", "mot " * 29 + "fin.") for _ in range(8)]
    before = (BlockKind.PARAGRAPH, "7", sentences(9))
    (_, listed) = cut(report_of(before, (BlockKind.PARAGRAPH, "7", "Les mesures sont :"), *items))
    assert listed.text.startswith("Les mesures sont :") and listed.text.count("fin.") == 8


def test_a_very_long_list_and_paragraphs_in_a_row_are_cut():
    items = [(BlockKind.LIST_ITEM, "7", "mot " * 29 + "fin.") for _ in range(20)]
    assert len(cut(report_of((BlockKind.PARAGRAPH, "7", "Les mesures sont :"), *items))) > 2
    assert len(cut(report_of(*[(BlockKind.LIST_ITEM, "7", sentences(6)) for _ in range(4)]))) == 4


def test_an_endless_sentence_is_cut_at_its_commas():
    endless = ", ".join("mot " * 29 + "fin" for _ in range(12)) + "."
    passages = cut(report_of((BlockKind.PARAGRAPH, "1", endless)))
    assert all(len(passage.text.split()) <= 180 for passage in passages) and len(passages) > 2
    assert all(passage.text.endswith(("fin,", "fin.")) for passage in passages)
    assert len(cut(report_of((BlockKind.PARAGRAPH, "1", "mot " * 900)))) >= 5


def test_short_neighbours_of_one_answer_are_merged_and_others_are_not():
    items = [(BlockKind.LIST_ITEM, "I.a", sentences(3)) for _ in range(5)]
    passages = cut(report_of(*items, (BlockKind.LIST_ITEM, "I.b", "Oui."), (BlockKind.LIST_ITEM, "I.c", "Non.")))
    assert [len(passage.text.split()) for passage in passages] == [90, 60, 1, 1]
    assert passages[0].text.count("\n\n") == 2
    assert [passage.locator.paragraph for passage in passages] == ["I.a", "I.a", "I.b", "I.c"]


def test_title_headings_and_the_question_are_context():
    report = report_of(
        (BlockKind.TITLE, "title", "Rapport"),
        (BlockKind.TITLE, "title", "Tunis, mai 2021"),
        (BlockKind.HEADING, None, "I.- La méthode"),
        (BlockKind.QUESTION, "I.a", "a) Qui a rédigé le rapport ?"),
        (BlockKind.LIST_ITEM, "I.a", "Une commission."),
        (BlockKind.HEADING, "I.a", "Détails"),
        (BlockKind.PARAGRAPH, "I.a", "Elle a siégé en mai."),
        (BlockKind.QUESTION, "I.b", "b) Et le reste ?"),
        (BlockKind.HEADING, None, "II.- La suite"),
        (BlockKind.HEADING, None, "Les moyens"),
        (BlockKind.PARAGRAPH, None, "Rien."),
    )
    assert [(passage.locator.paragraph, passage.text, passage.context) for passage in cut(report)] == [
        ("title", "Rapport\n\nTunis, mai 2021", ""),
        ("I.a", "Une commission.", "T\nI.- La méthode\na) Qui a rédigé le rapport ?"),
        ("I.a", "Elle a siégé en mai.", "T\nI.- La méthode\nDétails\na) Qui a rédigé le rapport ?"),
        ("I.b", "b) Et le reste ?", "T\nI.- La méthode\nDétails"),
        (None, "Rien.", "T\nII.- La suite\nLes moyens"),
    ]


def test_a_locator_says_page_and_section():
    passage = cut(report_of((BlockKind.HEADING, None, "Suite"), (BlockKind.PARAGRAPH, "3", "Le port rouvre.")))[0]
    place = passage.locator
    assert (place.paragraph, place.section, place.page_label, place.page_number) == ("3", "Suite", "iv", 4)


def test_ids_depend_on_report_place_and_words():
    base = report_of((BlockKind.PARAGRAPH, "1", "Le port rouvre."))
    others = [
        dataclasses.replace(base, id="other"),
        report_of((BlockKind.PARAGRAPH, "1", "Le port ferme...")),
        report_of((BlockKind.HEADING, None, "Suite"), (BlockKind.PARAGRAPH, "1", "Le port rouvre.")),
    ]
    ids = [cut(report)[-1].id for report in (base, *others)]
    assert len(set(ids)) == 4 and cut(base)[0].id == ids[0]


def test_a_passage_in_another_language_keeps_it():
    french = "La commission a rendu son avis au conseil de la commune et de la province."
    arabic = "أصدرت اللجنة رأيها إلى مجلس البلدية وإلى مجلس الإقليم في نهاية شهر أيار من السنة نفسها."
    report = report_of((BlockKind.PARAGRAPH, "1", french), (BlockKind.PARAGRAPH, "2", arabic))
    assert [passage.language for passage in cut(report)] == ["fr", "ar"]


def test_an_empty_report_has_no_passages():
    assert cut(report_of()) == []


def test_every_part_of_a_paragraph_knows_the_page_on_which_its_words_stand():
    words = sentences(24)
    turn = PageTurn(words.index("fin.", 900) + 5, "v", 5)
    report = report_of((BlockKind.PARAGRAPH, "7", words))
    block = dataclasses.replace(report.blocks[0], turns=(turn,))
    passages = cut(dataclasses.replace(report, blocks=(block,)))
    labels = [[page.page_label for page in passage.locator.pages] for passage in passages]
    assert len(passages) == 3 and labels[0] == ["iv"] and labels[-1] == ["iv", "v"]
    for passage in passages:
        place = passage.locator
        for offset in range(place.start, place.end):
            assert place.within(offset, offset + 1).page_label == ("iv" if offset < turn.start else "v")


def test_neighbours_on_two_pages_are_one_passage_that_knows_both():
    report = report_of((BlockKind.LIST_ITEM, "7", "Oui."), (BlockKind.LIST_ITEM, "7", "Non."))
    second = dataclasses.replace(report.blocks[1], page_label="v", page_number=5)
    (passage,) = cut(dataclasses.replace(report, blocks=(report.blocks[0], second)))
    assert passage.locator.pages == (PageTurn(0, "iv", 4), PageTurn(6, "v", 5))
    assert passage.locator.within(6, 10).page_label == "v"


def test_a_note_is_a_passage_of_its_own():
    items = [
        (BlockKind.PARAGRAPH, "7", "Oui."),
        (BlockKind.NOTE, "7", "1 Voir plus loin."),
        (BlockKind.PARAGRAPH, "7", "Non."),
    ]
    assert [passage.text for passage in cut(report_of(*items))] == ["Oui.", "1 Voir plus loin.", "Non."]


SENTENCES = {
    "fr": "Le marché est fermé depuis la crue.",
    "en": "The market has been closed since the flood.",
    "ar": "السوق مغلق منذ الفيضان.",
}


@pytest.mark.parametrize("whole", SENTENCES)
@pytest.mark.parametrize("kind", [BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.TABLE_ROW, BlockKind.NOTE])
def test_a_sentence_in_another_language_is_a_passage_in_that_language(whole, kind):
    items = [(kind, "1", SENTENCES[language]) for language in (whole, *SENTENCES, whole)]
    passages = cut(report_of(*items, language=whole))
    assert [(passage.text, passage.language) for passage in passages if passage.language != whole] == [
        (SENTENCES[language], language) for language in SENTENCES if language != whole
    ]
    assert all(SENTENCES[passage.language] in passage.text for passage in passages)


def test_passages_of_a_mixed_report_are_in_their_own_language():
    items = [(BlockKind.PARAGRAPH, part.place, part.words) for part in parts_of("mixed") if part.mark in "1~"]
    passages = cut(report_of(*items, language="ar"))
    found = {passage.locator.paragraph: passage.language for passage in passages}
    assert found == {str(n): "fr" if n in (7, 8) else "en" if n in (9, 10) else "ar" for n in range(1, 13)}
    assert {passage.language for passage in passages if "remercie" in passage.text} == {"fr"}
