from dataclasses import replace

from rag.answering.merging import merged_drafts, merged_hits, with_others
from rag.types import AnswerSentence, Citation, Considered, Draft, Hit, Question, QuestionKind
from tests.support.small_world import PASSAGES

WHEN, WHERE = Question("When?", "en", QuestionKind.DATE), Question("Where?", "en", QuestionKind.PLACE)


def said(passage: int) -> AnswerSentence:
    chosen = PASSAGES[passage]
    start, end = chosen.locator.start, chosen.locator.end
    return AnswerSentence(
        chosen.text, (Citation(1, chosen.report_id, chosen.id, chosen.locator, chosen.text, start, end),)
    )


def draft(*passages: int, confidence: float = 0.5) -> Draft:
    return Draft(tuple(map(said, passages)), "extractive", confidence=confidence)


def test_hits_are_taken_in_turn_and_each_passage_once() -> None:
    first = [Hit(PASSAGES[0], 0.9, 1), Hit(PASSAGES[1], 0.8, 2), Hit(PASSAGES[2], 0.7, 3)]
    second = [Hit(PASSAGES[1], 0.6, 1), Hit(PASSAGES[3], 0.5, 2)]
    hits = merged_hits([first, second])
    assert [hit.passage.id for hit in hits] == ["p1", "p2", "p4", "p3"]
    assert [hit.rank for hit in hits] == [1, 2, 3, 4]


def test_a_part_is_read_for_in_the_passages_of_the_others_too() -> None:
    first = [Hit(PASSAGES[0], 0.9, 1), Hit(PASSAGES[1], 0.8, 2)]
    second = [Hit(PASSAGES[1], 0.6, 1), Hit(PASSAGES[3], 0.5, 2)]
    hits = with_others(1, [first, second])
    assert [(hit.passage.id, hit.score) for hit in hits] == [("p2", 0.8), ("p4", 0.5), ("p1", 0.9)]


def test_a_version_that_stands_beside_a_hit_is_no_hit_again() -> None:
    french, arabic = Hit(PASSAGES[0], 0.9, 1), Hit(PASSAGES[2], 0.8, 1)
    first, second = (
        [replace(french, versions=(arabic,))],
        [replace(arabic, versions=(french,)), Hit(PASSAGES[1], 0.7, 2)],
    )
    hits = merged_hits([first, second])
    assert [hit.passage.id for hit in hits] == ["p1", "p2"]
    assert [(version.passage.id, version.rank) for version in hits[0].versions] == [("p3", 1)]


def test_sentences_stand_in_the_order_of_the_parts_and_none_twice() -> None:
    merged = merged_drafts([WHEN, WHERE], [draft(2, 0, 1, confidence=0.4), draft(0, 3, confidence=0.7)])
    assert [sentence.text for sentence in merged.sentences] == [PASSAGES[place].text for place in (2, 0, 3)]
    assert (merged.confidence, merged.notes) == (0.7, ())


def test_a_list_is_given_whole() -> None:
    listed = replace(WHEN, kind=QuestionKind.LIST)
    assert len(merged_drafts([listed, WHERE], [draft(0, 1, 2, 3), draft(4)]).sentences) == 5


def test_a_silent_part_is_named_where_another_one_speaks() -> None:
    assert merged_drafts([WHEN, WHERE], [draft(0), draft()]).notes == ("The reports do not say: “Where?”",)
    assert merged_drafts([WHEN, WHERE], [draft(), draft()]).notes == ()


def test_what_was_weighed_is_told_once_best_first() -> None:
    weighed = [Considered("p1", "One.", 0.4, {}), Considered("p2", "Two.", 0.6, {})]
    drafts = [replace(draft(), considered=(weighed[0],)), replace(draft(), considered=(weighed[1], weighed[0]))]
    assert merged_drafts([WHEN, WHERE], drafts).considered == (weighed[1], weighed[0])
