from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from rag.answering.evidence import Evidence
from rag.answering.extractive import ExtractiveAnswerer
from rag.assistant import AskInput, Assistant
from rag.errors import LanguageModelError
from rag.types import Answer, AnswerSentence, Citation, Draft, Hit, Question, Status, Usage
from tests.support.small_world import SOURCES, SmallModel, rarity
from tests.test_retrieval import small_retriever


class Scripted:
    """A language model's answerer that says what it was told to say, or fails."""

    name = "scripted"

    def __init__(self, text: str = "", error: LanguageModelError | None = None, usage: Usage | None = None) -> None:
        self._text, self._error, self._usage = text, error, usage

    def draft(self, question: Question, hits: Sequence[Hit]) -> Draft:
        *_, last = self.stream(question, hits)
        return last

    def stream(self, question: Question, hits: Sequence[Hit]) -> Iterator[Draft]:
        passage = hits[0].passage
        quote = passage.text
        start = passage.locator.start
        citation = Citation(1, passage.report_id, passage.id, passage.locator, quote, start, start + len(quote))
        yield Draft((), self.name)
        if self._error:
            raise self._error
        sentences = (AnswerSentence(self._text, (citation,)),) if self._text else ()
        yield Draft(sentences, self.name, usage=self._usage)


class Translating:
    """Says "translated" of every quote, and keeps what it was given."""

    def __init__(self) -> None:
        self.given: list[Answer] = []

    def translated(self, answer: Answer) -> Answer:
        self.given.append(answer)
        sentences = [
            replace(each, citations=tuple(replace(cited, translation="translated") for cited in each.citations))
            for each in answer.sentences
        ]
        return replace(answer, sentences=tuple(sentences))


def assistant(
    generative: Scripted | None = None, confidence: float = 0.0, translator: Translating | None = None
) -> Assistant:
    return Assistant(
        small_retriever(),
        ExtractiveAnswerer(Evidence(SmallModel(), rarity), SOURCES, confidence=confidence, words=80),
        SOURCES,
        generation="gen-000001",
        model="small",
        generative=generative,
        translator=translator,
    )


def test_an_answer_carries_its_evidence() -> None:
    answer = assistant().ask("How many networks were dismantled?")
    assert answer.status is Status.ANSWERED
    assert answer.language == "en"
    assert answer.text == "Au total, 111 réseaux ont été démantelés. [1]"
    assert answer.cited_reports == ["review"]
    assert answer.passage(answer.citations[0].passage_id) == answer.hits[0].passage
    assert (answer.provenance.generation, answer.provenance.answerer) == ("gen-000001", "extractive")


def test_without_evidence_the_reports_do_not_say_and_the_nearest_passages_are_there() -> None:
    answer = assistant(confidence=0.9).ask("Quelle est la capitale de l'Australie ?")
    assert (answer.status, answer.sentences) == (Status.NOT_FOUND, ())
    assert answer.hits


def test_an_empty_question_fails_politely() -> None:
    answer = assistant().ask("   ", language="fr")
    assert (answer.status, answer.notes) == (Status.FAILED, ("La question est vide.",))


def test_what_a_language_model_says_is_verified() -> None:
    answer = assistant(Scripted("111 networks were dismantled.")).ask("How many networks were dismantled?")
    assert answer.text == "111 networks were dismantled. [1]"
    assert answer.provenance.answerer == "scripted"


def test_where_nothing_that_a_model_wrote_is_true_the_reports_speak_and_the_reader_is_told() -> None:
    answer = assistant(Scripted("112 networks were dismantled.")).ask("How many networks were dismantled?")
    assert answer.text == "Au total, 111 réseaux ont été démantelés. [1]"
    assert answer.provenance.answerer == "extractive"
    assert "Nothing that the language model wrote is confirmed" in answer.notes[0]
    assert [text for text, _ in answer.trace.struck] == ["112 networks were dismantled."]


def test_where_the_reports_are_silent_too_there_is_no_answer() -> None:
    answer = assistant(Scripted("It is Canberra since 1913."), confidence=0.9).ask("What is the capital of Australia?")
    assert (answer.status, answer.sentences) == (Status.NOT_FOUND, ())
    assert answer.notes


def test_a_language_model_that_fails_gives_way_to_the_reports_own_sentences() -> None:
    failing = Scripted(error=LanguageModelError("it did not reply in time.", "Try again."))
    answer = assistant(failing).ask("How many networks were dismantled?")
    assert answer.text == "Au total, 111 réseaux ont été démantelés. [1]"
    assert "did not reply in time" in answer.notes[0]


def test_the_answer_comes_first_and_its_translations_after_it() -> None:
    translator = Translating()
    made = assistant(Scripted("111 networks were dismantled."), translator=translator)
    *_, whole, last = made.stream(AskInput("How many networks were dismantled?"))
    assert translator.given == [whole]
    assert [cited.translation for answer in (whole, last) for cited in answer.citations] == [None, "translated"]
    assert last.provenance.seconds >= whole.provenance.seconds


def test_a_model_that_has_failed_is_not_asked_for_translations() -> None:
    translator = Translating()
    failing = Scripted(error=LanguageModelError("it did not reply in time.", "Try again."))
    assistant(failing, translator=translator).ask("How many networks were dismantled?")
    assistant(translator=translator).ask("How many networks were dismantled?")
    assert translator.given == []


def test_a_language_model_may_refuse() -> None:
    assert assistant(Scripted("")).ask("How many networks were dismantled?").status is Status.NOT_FOUND


@pytest.mark.parametrize("generative", [None, Scripted("111 networks were dismantled.")])
def test_streaming_ends_with_the_same_answer(generative: Scripted | None) -> None:
    asked = AskInput("How many networks were dismantled?")
    *_, last = assistant(generative).stream(asked)
    assert last.text == assistant(generative).ask(asked.question).text


def test_a_follow_up_is_told_back_as_it_was_asked() -> None:
    answer = assistant().ask("and since 2004?", history=["How many migrants were returned?"])
    assert answer.question == "and since 2004?"
    assert answer.sentences[0].text == "Depuis 2004, 33.443 migrants ont été rapatriés."


def test_an_answer_says_what_led_to_it() -> None:
    trace = assistant().ask("and since 2004?", history=["How many migrants were returned?"]).trace
    assert trace.question.text == "How many migrants were returned since 2004?"
    assert trace.question.numbers == ("2004",)
    assert trace.considered[0].text == "Depuis 2004, 33.443 migrants ont été rapatriés."
    assert 0 < trace.confidence < 1
    assert (trace.struck, trace.failures) == ((), ())


def test_what_was_struck_is_told_with_the_reason() -> None:
    trace = assistant(Scripted("112 networks were dismantled.")).ask("How many networks were dismantled?").trace
    ((sentence, reason),) = trace.struck
    assert sentence == "112 networks were dismantled."
    assert "112" in reason


def test_what_a_model_used_and_what_failed_are_told() -> None:
    spent = assistant(Scripted("111 networks were dismantled.", usage=Usage(700, 8))).ask("How many networks?").trace
    assert spent.usage == Usage(700, 8)
    failing = Scripted(error=LanguageModelError("it did not reply in time.", "Try again."))
    failed = assistant(failing).ask("How many networks were dismantled?").trace
    assert failed.failures == ("it did not reply in time.",)
    assert failed.considered


def test_each_part_of_a_question_is_answered_in_its_order_with_its_citation() -> None:
    answer = assistant().ask("How many networks were dismantled and how many migrants were returned?")
    texts = [sentence.text for sentence in answer.sentences]
    networks = texts.index("Au total, 111 réseaux ont été démantelés.")
    assert networks < texts.index("Depuis 2004, 33.443 migrants ont été rapatriés.")
    assert len(set(texts)) == len(texts)
    assert [citation.marker for citation in answer.citations] == list(range(1, len(texts) + 1))
    assert [part.text for part in answer.trace.parts] == [
        "How many networks were dismantled?",
        "How many migrants were returned?",
    ]
    assert answer.trace.question.text == answer.question
    assert [hit.rank for hit in answer.hits] == list(range(1, len({hit.passage.id for hit in answer.hits}) + 1))


def test_a_part_that_the_reports_do_not_answer_is_named() -> None:
    asked = "How many networks were dismantled and what is the capital of Australia?"
    answer = assistant(confidence=0.5).ask(asked, language="fr")
    assert answer.sentences[0].text == "Au total, 111 réseaux ont été démantelés."
    assert answer.notes == ("Les rapports ne disent rien sur ce point : « What is the capital of Australia? »",)


def test_where_no_part_has_an_answer_there_is_one_refusal_and_no_note() -> None:
    answer = assistant(confidence=0.99).ask("Who painted the ceiling and who paid for the carpets?")
    assert (answer.status, answer.notes) == (Status.NOT_FOUND, ())


def test_a_language_model_is_asked_the_whole_question_once() -> None:
    answer = assistant(Scripted("111 networks were dismantled.")).ask("Where and when were 111 networks dismantled?")
    assert answer.text == "111 networks were dismantled. [1]"
    assert len(answer.trace.parts) == 2


class Rewriting:
    """Makes the same full question of every follow-up, or fails."""

    def __init__(self, full: str = "", error: LanguageModelError | None = None) -> None:
        self._full, self._error = full, error
        self.asked: list[tuple[str, tuple[str, ...]]] = []

    def rewrite(self, question: str, history: Sequence[str]) -> str:
        self.asked.append((question, tuple(history)))
        if self._error:
            raise self._error
        return self._full


def with_rewriter(rewriter: Rewriting) -> Assistant:
    return Assistant(
        small_retriever(),
        ExtractiveAnswerer(Evidence(SmallModel(), rarity), SOURCES, confidence=0.0, words=80),
        SOURCES,
        generation="gen-000001",
        model="small",
        rewriter=rewriter,
    )


def test_a_language_models_rewrite_is_searched_for_and_shown() -> None:
    rewriter = Rewriting("How many migrants were returned since 2004?")
    answer = with_rewriter(rewriter).ask("and since 2004?", history=["How many migrants were returned?"])
    assert rewriter.asked == [("and since 2004?", ("How many migrants were returned?",))]
    assert answer.understood == "How many migrants were returned since 2004?"
    assert answer.sentences[0].text == "Depuis 2004, 33.443 migrants ont été rapatriés."


def test_the_rule_takes_the_place_of_a_rewrite_that_fails() -> None:
    rewriter = Rewriting(error=LanguageModelError("it did not reply in time.", "Try again."))
    answer = with_rewriter(rewriter).ask("and since 2004?", history=["How many migrants were returned?"])
    assert answer.understood == "How many migrants were returned since 2004?"
    assert answer.trace.failures == ("it did not reply in time.",)


def test_the_first_question_of_a_conversation_is_not_rewritten() -> None:
    rewriter = Rewriting("Something else?")
    answer = with_rewriter(rewriter).ask("How many networks were dismantled?")
    assert (rewriter.asked, answer.understood) == ([], None)
