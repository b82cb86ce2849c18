"""How a conversation goes, without a browser."""

from __future__ import annotations

import pytest

from page.conversation import converse, messages
from page.wording import WORDING
from rag.errors import LanguageModelError
from tests.support.markup import soup
from tests.support.scripted_chat import (
    HOW_MANY,
    WHO,
    ScriptedAssistant,
)


def test_a_conversation_passes_the_earlier_questions_and_shows_both_sides() -> None:
    assistant = ScriptedAssistant()
    (*_, first) = converse(assistant, f"  {HOW_MANY} ", (), "en")
    (*_, second) = converse(assistant, WHO, first, "en")
    assert [(asked.question, asked.history) for asked in assistant.asked] == [(HOW_MANY, ()), (WHO, (HOW_MANY,))]
    shown = messages(second, "en")
    assert [message["role"] for message in shown] == ["user", "assistant", "user", "assistant"]
    assert soup(shown[2]["content"]).get_text() == WHO
    assert not any("\n" in message["content"] for message in shown)


def test_an_answer_grows() -> None:
    steps = [turns[-1] for turns in converse(ScriptedAssistant(), HOW_MANY, (), "en")]
    markers = [[link.get_text() for link in soup(step.said).select("a")] for step in steps]
    assert markers == [[], ["[1]"], ["[1]", "[2]"], ["[1]", "[2]"]]
    assert [bool(soup(step.said).select(".dalil-origin")) for step in steps] == [False, False, False, True]


def test_a_marker_of_a_growing_answer_already_leads_to_its_source() -> None:
    for turns in converse(ScriptedAssistant(), HOW_MANY, (), "en"):
        said, sources = soup(turns[-1].said), soup(turns[-1].sources)
        targets = {link["href"].removeprefix("#") for link in said.select("a")}
        assert targets == {number["id"] for number in sources.select(".dalil-number")}


@pytest.mark.parametrize("question", ["", "  \n "])
def test_an_empty_question_asks_nothing(question: str) -> None:
    assistant = ScriptedAssistant()
    assert list(converse(assistant, question, (), "en")) == []
    assert assistant.asked == []


def test_an_error_of_ours_is_shown_with_its_reason_and_its_mend() -> None:
    assistant = ScriptedAssistant({HOW_MANY: LanguageModelError("The model is away.", "Start it.")})
    (*_, turns) = converse(assistant, HOW_MANY, (), "en")
    assert soup(turns[-1].said).select_one(".dalil-error").get_text() == "The model is away. Start it."


def test_any_other_error_ends_the_waiting() -> None:
    (*_, turns) = converse(ScriptedAssistant({WHO: ValueError("secret")}), WHO, (), "en")
    assert soup(turns[-1].said).get_text() == WORDING["ar"].broken
    (*_, turns) = converse(ScriptedAssistant({WHO: ()}), WHO, (), "en")
    assert soup(turns[-1].said).get_text() == WORDING["ar"].broken
