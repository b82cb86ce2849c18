import pytest

from rag.types import AnswerSentence, Citation, Draft, Hit, Locator, Passage
from rag.verification import verify

TEXT = "En 2020, 111 réseaux ont été démantelés et 33.443 migrants rapatriés. Le comité s'est réuni à Rabat."
PASSAGE = Passage("p1", "report", TEXT, Locator(100, 100 + len(TEXT), paragraph="7"), "fr")
HITS = (Hit(PASSAGE, 1.0, 1),)


def citation(quote: str = TEXT, marker: int = 1, start: int | None = None, passage: str = "p1") -> Citation:
    begin = 100 + TEXT.find(quote) if start is None else start
    return Citation(marker, "report", passage, PASSAGE.locator, quote, begin, begin + len(quote))


def kept(text: str, *citations: Citation) -> list[str]:
    draft = Draft((AnswerSentence(text, citations),), "test")
    return [sentence.text for sentence in verify(draft, HITS).sentences]


def test_a_verbatim_sentence_passes() -> None:
    quote = "Le comité s'est réuni à Rabat."
    assert kept(quote, citation(quote)) == [quote]


@pytest.mark.parametrize(
    "text",
    [
        "111 réseaux démantelés.",
        "33 443 migrants ont été rapatriés.",
        "33,443 migrants were returned in 2020.",
        "أُعيد ٣٣٬٤٤٣ مهاجراً.",
    ],
)
def test_the_numbers_of_the_source_pass_however_they_are_written(text: str) -> None:
    assert kept(text, citation()) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "112 réseaux démantelés.",
        "33.343 migrants rapatriés.",
        "33.4 migrants rapatriés.",
        "أُعيد ٣٣٬٣٤٣ مهاجراً.",
        "Douze réseaux.",
    ],
)
def test_a_number_that_the_source_does_not_hold_is_struck(text: str) -> None:
    verified = verify(Draft((AnswerSentence(text, (citation(),)),), "test"), HITS)
    assert verified.sentences == ()
    assert "numbers" in verified.struck[0][1]


@pytest.mark.parametrize(
    "wrong",
    [
        citation(passage="p2"),
        citation(start=101),
        citation("Les réseaux ont été démantelés", start=100),
        citation("", start=100),
        citation("fantôme", start=90),
    ],
)
def test_a_citation_that_does_not_stand_carries_nothing(wrong: Citation) -> None:
    assert kept("Le comité s'est réuni à Rabat.", wrong) == []


def test_a_sentence_without_citation_is_struck() -> None:
    assert kept("Le comité s'est réuni à Rabat.") == []


def test_a_sentence_about_something_else_is_struck() -> None:
    assert kept("La banque centrale augmente ses taux directeurs.", citation()) == []


def test_markers_are_renumbered_after_striking() -> None:
    first, second = "111 réseaux.", "Le comité s'est réuni à Rabat."
    draft = Draft(
        (
            AnswerSentence("999 réseaux.", (citation(marker=1),)),
            AnswerSentence(first, (citation(marker=2),)),
            AnswerSentence(second, (citation(second, marker=3), citation(marker=2))),
        ),
        "test",
    )
    verified = verify(draft, HITS)
    assert [sentence.marked for sentence in verified.sentences] == [f"{first} [1]", f"{second} [2][1]"]
    assert len(verified.struck) == 1


def test_across_languages_a_sentence_must_share_its_sources_meaning() -> None:
    draft = Draft((AnswerSentence("Send your name to the office now.", (citation(),)),), "test")
    assert verify(draft, HITS, lambda text, others: [0.02 for _ in others]).sentences == ()
    assert len(verify(draft, HITS, lambda text, others: [0.4 for _ in others]).sentences) == 1
