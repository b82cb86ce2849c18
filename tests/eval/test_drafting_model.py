"""What a chat model proposes, held against the passage."""

from __future__ import annotations

import json
from typing import Any

import pytest
from langchain_core.language_models import GenericFakeChatModel
from langchain_core.messages import AIMessage

from eval.drafting_model import Drafted, drafts_by_model
from rag.errors import LanguageModelError
from rag.types import Block, BlockKind, Metadata, Report

TEXT = "The port of Marsa was opened by Karim Saadi in May 1931 and drew 111 ships in its first season of trade."


def report(copies: int = 1) -> Report:
    size = len(TEXT) + 1
    blocks = [Block(BlockKind.PARAGRAPH, at * size, at * size + len(TEXT), str(at + 1)) for at in range(copies)]
    return Report("port.en", "Port", "port.en.txt", "", "en", Metadata(), f"{TEXT}\n" * copies, tuple(blocks))


def drafted(*replies: str, copies: int = 1, most: int = 5) -> Drafted:
    model = GenericFakeChatModel(messages=iter([AIMessage(reply) for reply in replies]))
    return drafts_by_model(report(copies), model, "scripted", most)


def item(**changed: Any) -> dict[str, Any]:
    return {"question": "Who opened the port of Marsa?", "answer": "Karim Saadi", "kind": "name"} | changed


def test_a_sound_proposal_becomes_a_draft_with_its_place() -> None:
    result = drafted(f"```json\n{json.dumps([item()])}\n```")
    (fields,) = result.facts
    assert fields == {
        "id": fields["id"],
        "lang": "en",
        "question": "Who opened the port of Marsa?",
        "kind": "name",
        "expect": [["Karim Saadi"]],
        "evidence": [{"doc": "port.en", "at": "1"}],
        "note": "draft",
    }
    assert not result.dropped


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        ("Here are some questions.", "the reply is no JSON list"),
        ('{"question": "?"}', "the reply is no JSON list"),
        (json.dumps([item(note="x")]), "it has other fields than asked for"),
        (json.dumps(["Who?"]), "it has other fields than asked for"),
        (json.dumps([item(kind="unanswerable")]), "a field is not as asked for"),
        (json.dumps([item(answer=111)]), "a field is not as asked for"),
        (json.dumps([item(question="Tell me who opened it.")]), "it is no question in the passage's language"),
        (
            json.dumps([item(question="Qui a ouvert le port ?")]),
            "it is no question in the passage's language",
        ),
        (json.dumps([item(answer="Karim Salim")]), "its answer does not stand in the passage"),
        (json.dumps([item(answer="11")]), "its answer does not stand in the passage"),
        (json.dumps([item(answer=" . ")]), "its answer does not stand in the passage"),
        (json.dumps([item(question="Did Karim Saadi open the port?")]), "its question gives the answer away"),
    ],
)
def test_what_is_not_sound_is_dropped_and_counted(reply: str, reason: str) -> None:
    result = drafted(reply)
    assert result.facts == ()
    assert dict(result.dropped) == {reason: 1}


def test_at_most_so_many_and_each_question_once() -> None:
    asked = [item(question=f"Who opened the port of Marsa, in question {number}?") for number in range(3)]
    assert len(drafted(json.dumps(asked), json.dumps(asked), copies=2, most=2).facts) == 2
    assert len(drafted(json.dumps([item()]), json.dumps([item()]), copies=2).facts) == 1


def test_a_model_that_fails_is_an_error_of_ours() -> None:
    class Broken(GenericFakeChatModel):
        def _generate(self, *_: Any, **__: Any) -> Any:
            raise ValueError("secret")

    with pytest.raises(LanguageModelError) as raised:
        drafts_by_model(report(), Broken(messages=iter(())), "scripted", 1)
    assert "secret" not in str(raised.value)
