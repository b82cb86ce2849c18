"""Lists are quoted whole, from one place; one with as many items as are asked for is preferred."""

from __future__ import annotations

import pytest

from rag.answering.evidence import Evidence
from rag.answering.extractive import ExtractiveAnswerer
from rag.answering.listing import units
from rag.question import understand
from rag.telling import told
from rag.types import Answer, Draft, Hit, Locator, Metadata, Passage, Provenance, Source, Status
from tests.support.small_world import SmallModel, rarity

AIMS = "Aims of the port plan:\n• ships\n• roads\n• clean water"
PARTNERS = "The city of Sidra\n• The fund\n• The navy\n• The school of Sidra"
LONG = "Measures of the port plan:\n" + "\n".join(f"• measure number {n} of many words that go on" for n in range(12))
TWO = "The port plan has two aims: ships and roads. The port plan is long."
AR = "تشمل أهداف الخطة:\n- السفن\n- الطرق\n- المياه"
FR = "Les objectifs du plan :\n1. les navires ;\n2. les routes ;\n3. l'eau."


def answer(question: str, *texts: str, context: str = "") -> Draft:
    hits = []
    for rank, text in enumerate(texts, start=1):
        passage = Passage(f"p{rank}", f"r{rank}", text, Locator(rank * 1000, rank * 1000 + len(text)), "en", context)
        hits.append(Hit(passage, 1.0, rank))
    sources = {hit.passage.report_id: Source(hit.passage.report_id, "T", "t.txt", "en", Metadata()) for hit in hits}
    answerer = ExtractiveAnswerer(Evidence(SmallModel(), rarity), sources, confidence=0.0, words=20)
    return answerer.draft(understand(question), hits)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("What are the aims of the port plan?", AIMS),
        ("Which measures of the port plan are there?", LONG),
        ("Quels sont les trois objectifs du plan ?", FR),
        ("ما هي أهداف الخطة الثلاثة؟", AR),
    ],
)
def test_a_list_is_one_quote_with_one_citation_whatever_its_length(question: str, text: str) -> None:
    (sentence,) = answer(question, text).sentences
    (citation,) = sentence.citations
    assert sentence.text == citation.quote == text


def test_a_line_that_announces_is_never_quoted_alone() -> None:
    (sentence,) = answer("Why aims of the port plan?", AIMS).sentences
    assert sentence.text == AIMS


def test_items_below_the_question_that_they_answer_are_given_together() -> None:
    draft = answer("Which partners does Sidra have?", PARTNERS, context="Who are the partners?")
    assert [sentence.text for sentence in draft.sentences] == [PARTNERS]


@pytest.mark.parametrize(("number", "told"), [("two", TWO.partition(". ")[0] + "."), ("three", AIMS)])
def test_the_list_with_as_many_items_as_asked_for_is_preferred(number: str, told: str) -> None:
    for texts in ((AIMS, TWO), (TWO, AIMS)):
        draft = answer(f"Which {number} aims does the port plan have?", *texts)
        assert [sentence.text for sentence in draft.sentences] == [told]


def test_another_number_of_items_is_not_preferred() -> None:
    best = answer("Which aims does the port plan have?", TWO, AIMS).sentences[0].text
    assert answer("Which seven aims does the port plan have?", TWO, AIMS).sentences[0].text == best


def test_units_are_sentences_but_announced_lists_where_lists_are_asked_for() -> None:
    text = f"First. Then.\n{AIMS}"
    assert [text[slice(*span)] for span in units(text, lists=True)] == ["First.", "Then.", AIMS]
    assert [text[slice(*span)] for span in units(text, lists=False)] == [
        "First.",
        "Then.",
        *AIMS.replace("• ", "").split("\n"),
    ]


def test_the_terminal_shows_a_list_line_by_line() -> None:
    passage = Passage("p1", "r1", AIMS.replace(":\n", ":\n\n"), Locator(0, len(AIMS) + 1), "en")
    question = "What are the aims of the port plan?"
    sentences = answer(question, passage.text).sentences
    source = Source("r1", "T", "t.txt", "en", Metadata())
    made = Provenance("g", "m", "extractive", 0.0)
    whole = Answer(question, "en", Status.ANSWERED, sentences, (Hit(passage, 1.0, 1),), {"r1": source}, (), made)
    lines = "\n".join(line for line, _ in told(whole)).splitlines()
    assert lines[:4] == [*AIMS.splitlines()[:3], "• clean water [1]"]
    assert lines[-4:] == [f"    {line}" for line in AIMS.splitlines()]
