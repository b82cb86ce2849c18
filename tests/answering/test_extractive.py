from dataclasses import replace

import pytest

from rag.answering.evidence import Evidence
from rag.answering.extractive import ExtractiveAnswerer
from rag.question import understand
from rag.types import Draft
from tests.support.small_world import HITS, PASSAGES, SOURCES, SmallModel, rarity


def answer(text: str, confidence: float = 0.0, words: int = 80) -> Draft:
    answerer = ExtractiveAnswerer(Evidence(SmallModel(), rarity), SOURCES, confidence=confidence, words=words)
    return answerer.draft(understand(text), HITS)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("How many networks were dismantled?", "Au total, 111 réseaux ont été démantelés."),
        ("Combien de migrants ont été rapatriés ?", "Depuis 2004, 33.443 migrants ont été rapatriés."),
        ("Who represented Morocco at the workshop?", "تحدثت السيدة حنان بوارورو ممثلة المغرب في الورشة."),
        ("كم شبكة تم تفكيكها؟", "Au total, 111 réseaux ont été démantelés."),
    ],
)
def test_the_sentence_that_answers_comes_first_whatever_its_language(question: str, sentence: str) -> None:
    assert answer(question).sentences[0].text == sentence


def test_every_quote_is_a_slice_of_its_report() -> None:
    by_id = {passage.id: passage for passage in PASSAGES}
    sentences = answer("How many networks were dismantled since 2004?").sentences
    assert sentences
    for sentence in sentences:
        (citation,) = sentence.citations
        passage = by_id[citation.passage_id]
        start = citation.quote_start - passage.locator.start
        assert passage.text[start : citation.quote_end - passage.locator.start] == citation.quote == sentence.text


def test_a_list_comes_with_all_its_items() -> None:
    assert answer("Quels sont les domaines prioritaires ?").sentences[0].text == PASSAGES[4].text


def test_weak_evidence_gives_no_answer() -> None:
    assert answer("What is the capital of Australia?", confidence=0.5).sentences == ()


def test_no_hits_give_no_answer() -> None:
    answerer = ExtractiveAnswerer(Evidence(SmallModel(), rarity), SOURCES, confidence=0.0, words=80)
    assert answerer.draft(understand("Who?"), ()).sentences == ()


def test_the_answer_stays_near_its_length() -> None:
    sentences = answer("How many networks were dismantled?", words=7).sentences
    assert [sentence.text for sentence in sentences] == ["Au total, 111 réseaux ont été démantelés."]


def test_a_draft_tells_what_was_weighed_most_probable_first() -> None:
    draft = answer("How many networks were dismantled?")
    best, *others = draft.considered
    assert best.text == draft.sentences[0].text
    assert best.passage_id == draft.sentences[0].citations[0].passage_id
    chances = [each.score for each in draft.considered]
    assert others and chances == sorted(chances, reverse=True)
    assert sum(chances) <= draft.confidence + 1e-3 <= 1.001
    assert best.signals["counted"] == 1
    assert best.signals["found"] == next(hit.score for hit in HITS if hit.passage.id == best.passage_id)


def test_how_sure_it_is_decides_and_is_told_of_refusals_too() -> None:
    given = answer("Who painted the ceiling?")
    assert given.sentences and given.confidence is not None and 0 < given.confidence < 0.95
    withheld = answer("Who painted the ceiling?", confidence=0.95)
    assert not withheld.sentences
    assert (withheld.confidence, withheld.considered) == (given.confidence, given.considered)


def test_a_far_less_probable_sentence_is_not_quoted() -> None:
    answerer = ExtractiveAnswerer(Evidence(SmallModel(), rarity), SOURCES, confidence=0.0, words=80)
    question = understand("How many networks were dismantled since 2002?")
    candidates = answerer.candidates(question, HITS)
    quoted = {sentence.text for sentence in answerer.draft(question, HITS).sentences}
    weak = [each.text for each in candidates if each.chance < 0.15 * candidates[0].chance]
    assert weak and quoted.isdisjoint(weak)


def test_what_is_said_already_is_not_quoted_again() -> None:
    twice = (*HITS, replace(HITS[0], passage=replace(HITS[0].passage, id="copy"), rank=len(HITS) + 1))
    answerer = ExtractiveAnswerer(Evidence(SmallModel(), rarity), SOURCES, confidence=0.0, words=80)
    said = [sentence.text for sentence in answerer.draft(understand("How many networks?"), twice).sentences]
    assert len(said) == len(set(said))


def test_without_hits_nothing_is_sure() -> None:
    answerer = ExtractiveAnswerer(Evidence(SmallModel(), rarity), SOURCES, confidence=0.0, words=80)
    draft = answerer.draft(understand("Who?"), ())
    assert (draft.confidence, draft.considered) == (0.0, ())
