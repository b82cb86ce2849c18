"""A language model's list: told from one place, and a note where it leaves items out."""

from __future__ import annotations

import re

import pytest

from rag.answering.generative import GenerativeAnswerer
from rag.answering.listing import left_out
from rag.answering.prompts import Budget, prompt_variables
from rag.question import understand
from rag.verification import verify
from tests.support.hits import make_hits, make_sources
from tests.support.scripted_model import saying

LIST = "The plan has three aims:\n• more ships\n• better roads\n• clean water"
HITS = make_hits(LIST, "The harbour opened in 1961.")


@pytest.mark.parametrize(
    ("question", "reply", "note"),
    [
        ("Which three aims has the plan?", "- more ships [1]\n- better roads [1]\n- clean water [1]", None),
        ("Which aims has the plan?", "1. more ships [1]\n2. better roads [1]", "has 3 items; the answer gives 2"),
        ("Quels sont les trois objectifs du plan ?", "- more ships [1]", "compte 3 éléments ; la réponse en donne 1"),
        ("ما هي أهداف الخطة الثلاثة؟", "- more ships [1]", "3"),
        ("Is it long?", "- more ships [1]", None),
    ],
)
def test_the_items_cite_the_list_and_what_is_left_out_is_told(question: str, reply: str, note: str | None) -> None:
    asked = understand(question)
    draft = GenerativeAnswerer(saying(answer=reply), make_sources(HITS)).draft(asked, HITS)
    sentences = verify(draft, HITS).sentences
    assert len(sentences) == reply.count("[1]")
    assert {(cited.marker, cited.quote) for each in sentences for cited in each.citations} == {(1, LIST)}
    notes = left_out(asked, sentences)
    assert len(notes) == (note is not None)
    assert all(str(note) in told for told in notes)


def test_items_of_several_places_leave_nothing_out() -> None:
    reply = "- more ships [1]\n- it opened in 1961 [2]"
    draft = GenerativeAnswerer(saying(answer=reply), make_sources(HITS)).draft(understand("Which aims?"), HITS)
    assert len(draft.sentences) == 2
    assert left_out(understand("Which aims has the plan?"), draft.sentences) == ()


def test_the_model_is_told_how_many_items_are_asked_for() -> None:
    def length(question: str) -> str:
        return prompt_variables(understand(question), "code", Budget())["length"]

    assert re.search(r"\b3 items are asked for", length("Which three aims has the plan?"))
    assert "items are asked for" not in length("Which aims has the plan?")
    assert "whole list" in length("Which aims has the plan?")
    assert "whole list" not in length("When did it open?")
