import pytest
from langchain_core.language_models import GenericFakeChatModel
from langchain_core.messages import AIMessage

from rag.answering.rewriting import ModelRewriter, foreign_to
from rag.errors import LanguageModelError

HISTORY = ["Who spoke for Syria in 2019?"]


def rewriting(reply: str) -> ModelRewriter:
    return ModelRewriter(GenericFakeChatModel(messages=iter([AIMessage(reply)])), "scripted")


def test_a_rewrite_in_the_words_of_the_conversation_is_taken() -> None:
    said = rewriting('Question: "Who spoke for Algeria in 2019?"\n').rewrite("And for Algeria?", HISTORY)
    assert said == "Who spoke for Algeria in 2019?"


@pytest.mark.parametrize(
    "reply",
    [
        "",
        "Who spoke for Algeria in 2021?",
        "Who spoke for Morocco in 2019?",
        "What did Oualid Cherif say for Algeria in 2019?",
        "Cherif spoke for Algeria?",
        "Who spoke for Algeria? " * 40,
    ],
)
def test_a_rewrite_that_names_something_new_is_refused(reply: str) -> None:
    with pytest.raises(LanguageModelError):
        rewriting(reply).rewrite("And for Algeria?", HISTORY)


def test_a_model_that_breaks_is_an_error_of_ours() -> None:
    with pytest.raises(LanguageModelError):
        ModelRewriter(GenericFakeChatModel(messages=iter([])), "scripted").rewrite("And for Algeria?", HISTORY)


@pytest.mark.parametrize(
    ("rewritten", "conversation", "new"),
    [
        ("من تحدث باسم ليبيا؟", ["من تحدث باسم لبنان؟", "وماذا عن ليبيا؟"], []),
        ("من تحدث باسم قطر؟", ["من تحدث باسم لبنان؟", "وماذا عن ليبيا؟"], ["QA", "قطر"]),
        ("Qui a parlé pour l'Algérie ?", ["Qui a parlé pour la Syrie ?", "et l'Algérie ?"], []),
        ("Combien de filières en 2004 ?", ["Combien de filières en 2002 ?", "et en 2004 ?"], []),
        ("When did the OIM join?", ["When did the IOM join?"], ["OIM"]),
    ],
)
def test_what_a_rewrite_holds_that_no_one_said(rewritten: str, conversation: list[str], new: list[str]) -> None:
    assert foreign_to(rewritten, conversation) == new
