"""Passages weighed by the model before it answers: order, floor, malformed replies, limits, and what it costs."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable

import pytest

from rag.answering.generative import GenerativeAnswerer
from rag.answering.prompts import Budget
from rag.answering.replies import Limits
from rag.answering.summarising import Summariser, Weighed
from rag.errors import LanguageModelError
from rag.types import Draft, Usage
from rag.verification import verify
from tests.support.hits import make_hits, make_question, make_sources
from tests.support.scripted_model import ScriptedModel, saying

TEXTS = (
    "The harbour opened in 1961.",
    "The fund paid 4,200 dinars to 17 families.",
    "Adel Rami chairs the board.",
    "The coast is eroding.",
)
QUESTION = make_question("How many families were paid?")


def by_text(**replies: str) -> Callable[[str], str]:
    """Reply to a passage by a word that stands in it; a passage without such a word says nothing of the question."""

    def script(prompt: str) -> str:
        passage = prompt.split("passage 1>>>")[-2]
        return next((reply for word, reply in replies.items() if word in passage), "Score: 0\nSummary: nothing")

    return script


def weigh(script: Callable[[str], str], texts=TEXTS, **options) -> Weighed:
    hits = make_hits(*texts)
    return Summariser(saying(summary=script), make_sources(hits), "scripted", **options).weigh(QUESTION, hits)


def kept(weighed: Weighed) -> list[str]:
    return [hit.passage.text.split()[1] for hit in weighed.hits]


def test_only_what_speaks_of_the_question_goes_on_best_first():
    weighed = weigh(
        by_text(harbour="Score: 4\nSummary: a", fund="Score: 9\nSummary: 17 families", coast="Score: 2\nSummary: c")
    )
    assert kept(weighed) == ["fund", "harbour"]
    assert [hit.rank for hit in weighed.hits] == [1, 2]
    assert list(weighed.summaries.values())[1] == "17 families"
    assert [each.signals["relevance"] for each in weighed.considered] == [9, 4, 2, 0]
    assert weighed.failures == ()


@pytest.mark.parametrize(
    "malformed",
    [
        "",
        "Score: high",
        "Score: 11\nSummary: x",
        "Score: -5",
        "7",
        "Score: 1\nScore: 10\nSummary: x",
        "<think>Score: 9",
    ],
)
def test_a_malformed_reply_is_unscored_and_keeps_its_place(malformed):
    weighed = weigh(by_text(harbour="Score: 5\nSummary: a", fund=malformed, Adel="Score: 8\nSummary: b"))
    assert kept(weighed) == ["Rami", "fund", "harbour"]
    assert "did not score 1 of 4" in weighed.failures[0]


@pytest.mark.parametrize("said", ["score = 7/10", "**Score:** 7", "SCORE: ٧", "Score: 7.0\n\nSummary:\nx"])
def test_a_score_may_be_written_in_some_ways(said):
    assert weigh(by_text(fund=said)).considered[0].score == 0.7


def test_a_summary_with_figures_that_its_passage_does_not_hold_is_dropped():
    weighed = weigh(
        by_text(fund="Score: 9\nSummary: it paid 99 million to 17 families", harbour="Score: 8\nSummary: 1961")
    )
    assert list(weighed.summaries.values()) == ["1961"]
    assert kept(weighed) == ["fund", "harbour"]


def test_a_model_that_fails_on_every_passage_is_an_error_and_on_some_only_told():
    def broken(prompt: str) -> str:
        raise TimeoutError

    with pytest.raises(LanguageModelError, match="in time"):
        weigh(broken)

    def sometimes(prompt: str) -> str:
        return broken(prompt) if "harbour opened" in prompt else "Score: 6\nSummary: x"

    weighed = weigh(sometimes)
    assert len(weighed.hits) == 4
    assert "did not score 1 of 4" in weighed.failures[0]


def test_passages_are_weighed_at_once_and_begun_only_within_the_time():
    started: list[float] = []
    both = threading.Barrier(2, timeout=10)

    def slow(_prompt: str) -> str:
        started.append(time.monotonic())
        both.wait()
        time.sleep(1.2)
        return "Score: 6\nSummary: x"

    weighed = weigh(slow, texts=TEXTS * 3, limits=Limits(seconds=2, characters=1000))
    assert 4 <= len(started) < 12
    assert len(weighed.hits) == 12
    assert "did not score" in weighed.failures[0]


def test_a_reply_without_end_leaves_its_passage_unscored():
    weighed = weigh(
        by_text(fund="Score: 9\n" + "Summary " * 500, harbour="Score: 5\nSummary: x"), limits=Limits(9, 1000)
    )
    assert kept(weighed) == ["harbour", "fund"]


def answered(model: ScriptedModel, texts=TEXTS, **budget: int) -> tuple[Draft, ScriptedModel]:
    hits = make_hits(*texts)
    sources, sizes = make_sources(hits), Budget(**budget)
    summariser = Summariser(model, sources, "scripted", budget=sizes)
    made = GenerativeAnswerer(model, sources, "scripted", budget=sizes, summariser=summariser)
    return made.draft(QUESTION, hits), model


def test_where_all_fit_nothing_is_weighed():
    _, model = answered(saying(answer="It paid 17 families [2]."))
    assert len(model.prompts) == 1


def test_the_best_go_in_full_and_what_no_longer_fits_as_its_summary():
    scores = by_text(fund="Score: 9\nSummary: x", Adel="Score: 7\nSummary: Rami chairs", harbour="Score: 5\nSummary: y")
    model = saying(summary=scores, answer="It paid 17 families [1]. Adel Rami chairs the board [2].")
    draft, model = answered(model, passages=1)
    prompt = model.prompts[-1]
    assert [text for text in TEXTS if text in prompt] == [TEXTS[1]]
    assert re.findall(r"Summary: (.*)", prompt) == ["Rami chairs", "y"]
    quotes = [citation.quote for sentence in draft.sentences for citation in sentence.citations]
    assert quotes == [TEXTS[1], TEXTS[2]]
    assert draft.considered[0].signals == {"relevance": 9}


def test_what_is_cited_is_held_against_the_passage_and_never_the_summary():
    lie = "Score: 9\nSummary: The fund was dissolved by order of the court after a fraud"
    model = saying(summary=by_text(fund=lie), answer="The court dissolved the fund after a fraud [1].")
    draft, _ = answered(model, texts=(*TEXTS, "The fund " + "is old. " * 40), passages=1)
    (sentence,) = draft.sentences
    assert sentence.citations[0].quote in TEXTS[1]
    assert verify(draft, make_hits(*TEXTS)).sentences == ()


def test_where_no_passage_speaks_of_the_question_the_reports_do_not_say():
    draft, model = answered(saying(summary="Score: 0\nSummary: nothing"), passages=1)
    assert draft.sentences == ()
    assert len(model.prompts) == 4
    assert [each.score for each in draft.considered] == [0, 0, 0, 0]


def test_the_tokens_of_the_summaries_are_counted():
    scores = by_text(fund="Score: 9\nSummary: x")

    def script(prompt: str) -> str:
        return scores(prompt) if prompt.startswith("You judge") else "It paid 17 families [1]."

    draft, _ = answered(ScriptedModel(script=script, usage=(10, 2)), passages=1)
    assert draft.usage == Usage(50, 10)
