from dataclasses import replace

import pytest

from rag.types import AnswerSentence, Citation, Draft, Hit, Locator, PageTurn, Passage
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


def passage(text: str, language: str) -> Passage:
    return Passage("p1", "report", text, Locator(0, len(text), paragraph="7"), language)


def reason(text: str, source: str, language: str) -> str | None:
    """Why a sentence that cites the whole of a source is struck; None where it passes."""
    cited = passage(source, language)
    whole = Citation(1, "report", "p1", cited.locator, source, 0, len(source))
    verified = verify(Draft((AnswerSentence(text, (whole,)),), "test"), (Hit(cited, 1.0, 1),))
    return verified.struck[0][1] if verified.struck else None


@pytest.mark.parametrize(
    ("text", "source", "language"),
    [
        ("Networks dismantled on August 13, 2020.", "Des réseaux démantelés le 13/08/2020.", "fr"),
        ("Réseaux démantelés le 13 août 2020.", "Des réseaux démantelés le 13 août. L'année 2020 fut dure.", "fr"),
        ("Réseaux démantelés du 1er au 3 juin.", "Des réseaux démantelés du 1 au 3 juin 2020.", "fr"),
        ("Réseaux démantelés le 3 juin 2020.", "Des réseaux démantelés du 1er au 3 juin 2020.", "fr"),
        ("Some 33,443 migrants returned.", "33.443 migrants rapatriés.", "fr"),
        ("25 réseaux démantelés.", "Vingt-cinq réseaux démantelés.", "fr"),
        ("Le taux atteint 9 %.", "Le taux atteint neuf pour cent.", "fr"),
        ("Le taux atteint 9 %.", "Le taux atteint de 9 à 12 %.", "fr"),
        ("Le taux atteint 9 %.", "Taux (en %) : 9", "fr"),
        ("بلغت النسبة ٩٪", "بلغت النسبة 9 في المائة", "ar"),
        ("De 10 à 15 réseaux démantelés.", "10-15 réseaux démantelés.", "fr"),
        ("La loi 14-27 punit.", "La loi n° 14‑27 punit la traite.", "fr"),
        ("La réunion débute à 10:30.", "La réunion débute à 10h30.", "fr"),
    ],
)
def test_what_the_source_says_in_another_form_passes(text: str, source: str, language: str) -> None:
    assert reason(text, source, language) is None


@pytest.mark.parametrize(
    ("text", "source", "language", "foreign"),
    [
        (
            "Réseaux démantelés le 13 août 2020.",
            "Réseaux démantelés le 13 avril 2020, non en août.",
            "fr",
            "2020-08-13",
        ),
        ("Réseaux démantelés le 13 août.", "Réseaux démantelés le 3 août par 13 agents.", "fr", "08-13"),
        ("Networks dismantled in August 2020.", "Réseaux démantelés en août 2019, puis en mai 2020.", "fr", "2020-08"),
        ("Le taux atteint 9 %.", "Le taux atteint 9 points.", "fr", "9 %"),
        ("Le taux atteint 9 %.", "Le taux gagne 9 points de pourcentage.", "fr", "9 %"),
        ("Le taux atteint 9 %.", "Le taux atteint 9,5 %.", "fr", "9"),
        ("Le taux atteint 33,4.", "The rate was 33.443.", "en", "33.4"),
        ("Some 33,443 were returned.", "The rate of those returned was 33.443.", "en", "33443"),
        ("Vingt réseaux démantelés.", "Vingt-cinq réseaux démantelés.", "fr", "20"),
        ("27 réseaux démantelés.", "Réseaux démantelés selon la loi 27-14.", "fr", "27"),
        ("La loi 14-27 punit.", "La loi n° 27-14 punit la traite.", "fr", "14-27"),
        ("19 réseaux démantelés.", "Réseaux démantelés malgré la COVID-19.", "fr", "19"),
    ],
)
def test_a_near_miss_of_the_source_is_struck(text: str, source: str, language: str, foreign: str) -> None:
    struck = reason(text, source, language)
    assert struck is not None
    assert foreign in struck.removeprefix("numbers that the source does not hold: ").split(", ")


@pytest.mark.parametrize(
    "quoted", ["« réseaux ont été démantelés »", "“Réseaux ont ete démantelés”", '"111 … démantelés"']
)
def test_a_quotation_of_the_source_passes(quoted: str) -> None:
    assert kept(f"Selon le rapport, {quoted} en 2020.", citation()) != []


@pytest.mark.parametrize("quoted", ["« réseaux seront démantelés »", "“démantelés … réseaux”", '"networks"'])
def test_a_quotation_that_is_not_the_sources_is_struck(quoted: str) -> None:
    text = f"Les réseaux démantelés en 2020 : {quoted}."
    verified = verify(Draft((AnswerSentence(text, (citation(),)),), "test"), HITS)
    assert verified.sentences == ()
    assert "quotations" in verified.struck[0][1]


def test_a_citation_says_the_page_of_its_own_words() -> None:
    quote = "Le comité s'est réuni à Rabat."
    begin = 100 + TEXT.find(quote)
    turned = replace(PASSAGE.locator, page_label="9", turns=(PageTurn(begin, "10", 10),))
    passage = replace(PASSAGE, locator=turned)
    sentences = tuple(
        AnswerSentence(text, (replace(citation(text), locator=turned),))
        for text in (quote, TEXT[: TEXT.find(quote) - 1])
    )
    verified = verify(Draft(sentences, "test"), (Hit(passage, 1.0, 1),))
    assert [sentence.citations[0].locator.page_label for sentence in verified.sentences] == ["10", "9"]
    assert [len(sentence.citations[0].locator.pages) for sentence in verified.sentences] == [1, 1]
