"""A language model's figure stands beside the one of a report that contradicts it, quoted and cited, with a note."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from rag.answering.quantities import quantities
from rag.assistant import AskInput, Assistant
from rag.settings import Settings
from rag.types import Answer
from rag.wiring import open_assistant
from tests.support.scripted_model import saying
from tests.support.sidra import indexed

Opening = Callable[[str], Assistant]
ASKED = "How many passengers did the ferry to Malta carry in 2021?"


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return indexed(tmp_path_factory.mktemp("sidra"))


@pytest.fixture
def opening(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Opening:
    """Open an assistant whose model says a text, in which {words} stands for the marker of the passage with the words.

    What it translates fails; a quote stays as it is.
    """

    def opened(text: str) -> Assistant:
        def reply(prompt: str) -> str:
            return re.sub(r"\{([^}]+)\}", lambda asked: f"[{_number(asked[1], prompt)}]", text)

        model = saying(answer=reply, translation="nothing")
        monkeypatch.setattr("rag.wiring._language_model", lambda _: model)
        return open_assistant(settings.model_copy(update={"llm": "scripted"}))

    return opened


def _number(words: str, prompt: str) -> str:
    sent = re.search(rf"passage (\d+)>>>(?:(?!<<<).)*(?:{words})", prompt, re.DOTALL)
    assert sent, words
    return sent[1]


def differing(answer: Answer) -> list[str]:
    return [note for note in answer.notes if re.search("different|différent|مختلفة", note)]


def assert_evidence(answer: Answer) -> None:
    """What was set beside is the very words of a report whose passage holds its figure."""
    for sentence in answer.sentences[1:]:
        for cited in sentence.citations:
            passage = answer.passage(cited.passage_id)
            assert passage
            start = cited.quote_start - passage.locator.start
            assert passage.text[start : start + len(cited.quote)] == cited.quote == sentence.text
            here = set().union(*(each.values for each in quantities(passage.text, passage.language)))
            assert all(each.values <= here for each in quantities(sentence.text, passage.language))


@pytest.mark.parametrize(
    ("question", "said", "other"),
    [
        (ASKED, "It carried 18,400 passengers in 2021 {18,400}.", "21,900"),
        (ASKED, "It carried 21,900 passengers in 2021 {21,900}.", "18,400"),
        (
            "Combien de passagers le ferry vers Malte a-t-il transportés en 2021 ?",
            "Le ferry vers Malte a transporté 18 400 passagers en 2021 {18,400}.",
            "21,900",
        ),
        (
            "كم مسافراً نقلت العبارة إلى مالطا في عام 2021؟",
            "نقلت العبارة إلى مالطا 18400 مسافر في عام 2021 {18,400}.",
            "21,900",
        ),
    ],
)
def test_another_reports_figure_is_quoted_after_the_answer(
    opening: Opening, question: str, said: str, other: str
) -> None:
    answer = opening(said).ask(question)
    first, quoted = answer.sentences
    assert other not in first.text
    assert other in quoted.text
    assert {cited.report_id for cited in answer.citations} == {"ministry.en", "gazette.en"}
    (note,) = differing(answer)
    assert "18,400" in note and "21,900" in note
    assert_evidence(answer)


@pytest.mark.parametrize(
    "said",
    [
        "It carried 18,400 passengers in 2021 {18,400}. The press says 21,900 passengers {21,900}.",
        "It carried 18,400 or 21,900 passengers in 2021 {18,400}{21,900}.",
    ],
)
def test_what_the_model_cites_already_has_only_one_note(opening: Opening, said: str) -> None:
    answer = opening(said).ask(ASKED)
    assert len(answer.sentences) == said.count(".")
    assert len(answer.citations) == 2
    (note,) = differing(answer)
    assert "18,400" in note and "21,900" in note


def test_dates_are_held_against_each_other_too(opening: Opening) -> None:
    answer = opening("The tower opened on 4 May 2021 {tower of Sidra opened on 4}.").ask(
        "When did the tower of Sidra open?"
    )
    assert "6 May 2021" in answer.sentences[1].text
    assert "different dates" in differing(answer)[0]


@pytest.mark.parametrize(
    ("why", "question", "said"),
    [
        (
            "another year",
            "How many passengers did the ferry to Malta carry in 2020?",
            "The ferry carried 9,700 passengers in 2020 {9,700}.",
        ),
        (
            "another thing counted",
            "How many trees did the port authority plant?",
            "The port authority planted 3,000 trees {3,000}.",
        ),
        (
            "a rough figure",
            "How many divers trained at the Sidra school?",
            "The Sidra school trained 415 divers {415}.",
        ),
        ("the same figure", "How many quays does the port of Sidra have?", "The port has 12 quays {12 quais}."),
        ("not a figure of the answer", ASKED, "In 2021 the ferry to Malta carried passengers {18,400}."),
    ],
)
def test_nothing_is_set_beside_what_no_report_contradicts(opening: Opening, why: str, question: str, said: str) -> None:
    answer = opening(said).ask(question)
    assert [sentence.text for sentence in answer.sentences] == [re.sub(r" \{.*\}", "", said)], why
    assert not differing(answer), why


def test_a_struck_figure_is_held_against_nothing(opening: Opening) -> None:
    kept = "The ferry to Malta carried passengers in 2021"
    answer = opening(f"It carried 77,000 passengers in 2021 {{18,400}}. {kept} {{18,400}}.").ask(ASKED)
    assert [sentence.text for sentence in answer.sentences] == [f"{kept}."]
    assert not differing(answer)


def test_language_versions_are_one_witness(opening: Opening) -> None:
    answer = opening("The customs seized 310 containers in 2021 {310 conteneurs}.").ask(
        "How many containers did customs seize in 2021?"
    )
    assert {"port.fr", "port.ar"} <= {cited.report_id for cited in answer.sentences[0].citations}
    assert not differing(answer)


def test_versions_that_contradict_another_report_are_noted_once(opening: Opening) -> None:
    answer = opening("The navigation school has 260 pupils {260 élèves}.").ask(
        "How many pupils does the navigation school have?"
    )
    assert [sorted({cited.report_id for cited in each.citations}) for each in answer.sentences] == [
        ["port.ar", "port.fr"],
        ["ministry.en"],
    ]
    (note,) = differing(answer)
    assert "260" in note and "280" in note
    assert_evidence(answer)


@pytest.mark.parametrize(
    ("question", "said", "quoted"),
    [
        (
            "Combien d'élèves y a-t-il à l'école de navigation ?",
            "L'école de navigation compte 280 élèves {280}.",
            "accueille 260",
        ),
        ("كم تلميذاً في مدرسة الملاحة؟", "في مدرسة الملاحة 280 تلميذاً {280}.", "تستقبل مدرسة الملاحة 260"),
    ],
)
def test_a_quote_set_beside_is_in_the_readers_version(opening: Opening, question: str, said: str, quoted: str) -> None:
    answer = opening(said).ask(question)
    assert quoted in answer.sentences[1].text
    assert {cited.report_id for cited in answer.sentences[1].citations} == {"port.fr", "port.ar"}
    (note,) = differing(answer)
    assert "260" in note and "280" in note


def test_the_note_comes_after_the_answer(opening: Opening) -> None:
    *growing, last = opening("It carried 18,400 passengers in 2021 {18,400}.").stream(AskInput(ASKED))
    assert growing
    shown = [answer for answer in growing if not answer.notes]
    assert all(len(answer.sentences) == 1 and "18,400" in answer.text for answer in shown)
    assert last.sentences[0].text == shown[-1].sentences[0].text
    assert len(last.sentences) == 2
    assert differing(last)


def test_a_model_may_say_two_things_of_one_place(opening: Opening) -> None:
    cited = "{310 conteneurs}."
    said = f"Customs seized containers in 2021 {cited} They were 310 {cited} They were 999 {cited}"
    answer = opening(said).ask("How many containers did customs seize in 2021?")
    assert [sentence.text for sentence in answer.sentences] == ["Customs seized containers in 2021.", "They were 310."]
    assert all(len({cited.marker for cited in each.citations}) == len(each.citations) == 2 for each in answer.sentences)
    assert answer.notes[0].startswith("1 sentence")


def test_versions_that_differ_are_quoted_beside_once(opening: Opening) -> None:
    said = "In 2021, 45 vessels were repaired {45 navires}. They were 45 fishing vessels {45 navires}."
    answer = opening(said).ask("How many fishing vessels were repaired in 2021?")
    assert [sentence.text for sentence in answer.sentences if "54" in sentence.text] == [answer.sentences[1].text]
    assert len(answer.sentences) == 3
