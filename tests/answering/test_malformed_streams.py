"""Streams as providers send them on a bad day: what can be read is read, else the reports' own words serve."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import repeat
from typing import Any

import pytest
from langchain_core.messages import AIMessageChunk

from rag.answering.evidence import Evidence
from rag.answering.extractive import ExtractiveAnswerer
from rag.answering.generative import GenerativeAnswerer
from rag.answering.replies import Limits
from rag.assistant import AskInput, Assistant
from rag.types import Answer
from tests.support.hits import make_hits, make_sources
from tests.support.scripted_model import ChunkModel
from tests.support.small_world import SmallModel, rarity
from tests.test_injection import Fixed

HITS = make_hits("Le fonds a versé 4 200 dinars à 17 familles.", "Adel Rami préside le conseil.", language="fr")
QUESTIONS = {"en": "How many families?", "fr": "Combien de familles ?", "ar": "كم عدد العائلات؟"}
WITHOUT_MODEL = {"en": "could not answer", "fr": "n’a pas pu répondre", "ar": "تعذّر على النموذج اللغوي"}
CALL = {"name": "search", "args": "{}", "id": "1", "index": 0}


def asked(contents: Any, language: str = "en", limits: Limits | None = None) -> list[Answer]:
    sources = make_sources(HITS)
    made = GenerativeAnswerer(ChunkModel(contents=contents), sources, "scripted", limits=limits)
    extractive = ExtractiveAnswerer(Evidence(SmallModel(), rarity), sources, confidence=0.0, words=80)
    assistant = Assistant(Fixed(HITS), extractive, sources, generation="gen", model="small", generative=made)
    return list(assistant.stream(AskInput(QUESTIONS[language])))


@pytest.mark.parametrize(
    "contents",
    [
        ["The fund paid 17 fam", "ilies [", "1", "]", "."],
        ["", "The fund paid 17 families", "", " [1].", ""],
        [["The fund paid 17 ", {"type": "text", "text": "families [1]."}]],
        [[{"type": "text", "text": "The fund paid 17 families "}], [{"type": "text", "text": "[1]."}]],
        [[{"type": "reasoning", "reasoning": "99 or 17?"}], "The fund paid 17 families [1]."],
        [AIMessageChunk("", tool_call_chunks=[CALL]), "The fund paid 17 families [1]."],
        ["The fund paid 17 fami\ud83dlies [1].\udc00"],
        ["The fund paid 17 families\ufffd [1]."],
        ["<think>99", " families</thi", "nk>The fund paid 17 families [1]."],
    ],
)
def test_what_can_be_read_of_a_stream_is_read(contents: list[Any]) -> None:
    *_growing, answer = asked(contents)
    assert answer.text == "The fund paid 17 families. [1]"
    assert answer.notes == ()
    answer.text.encode()


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize(
    "contents",
    [
        [],
        ["", ""],
        ["   \n"],
        ["\ud83d"],
        ["["],
        ["[1"],
        ["<b"],
        [[]],
        [[{"type": "reasoning", "reasoning": "It paid 17 families [1]."}]],
        [[{"type": "image", "url": "http://evil.example/p.png"}]],
        [AIMessageChunk("", tool_call_chunks=[CALL])],
        [TimeoutError()],
        ["The fund paid 17 families [1]. ", TimeoutError()],
        ["The fund paid ", ConnectionResetError()],
        [UnicodeDecodeError("utf-8", b"\xd9", 0, 1, "cut")],
        [None],
        [{"a": 1}],
        [7],
    ],
    ids=lambda contents: repr(contents)[:40],
)
def test_a_stream_without_an_answer_gives_way_to_the_reports_own_words(contents: list[Any], language: str) -> None:
    *_growing, answer = asked(contents, language)
    assert answer.provenance.answerer == "extractive"
    assert answer.sentences[0].text == HITS[0].passage.text
    assert WITHOUT_MODEL[language] in answer.notes[0]
    assert language == "en" or "language model" not in answer.notes[0]
    assert answer.trace.failures


@pytest.mark.parametrize("endless", ["The fund paid 17 families [1]. ", "<think>", "x", "[1]", ""])
def test_a_stream_without_end_gives_way_too(endless: str) -> None:
    *_growing, answer = asked(Endless(endless), limits=Limits(seconds=2, characters=4000))
    assert answer.provenance.answerer == "extractive"
    assert "end" in answer.trace.failures[0] or "more than" in answer.trace.failures[0]


class Endless:
    """A sequence without end, for a model's chunks."""

    def __init__(self, piece: str) -> None:
        self._piece = piece

    def __iter__(self) -> Iterator[str]:
        return repeat(self._piece)


@pytest.mark.parametrize("status", [429, 500])
def test_a_busy_provider_gives_way_too(status: int) -> None:
    class Busy(Exception):
        status_code = status

    *_growing, answer = asked([Busy()])
    assert answer.provenance.answerer == "extractive"
    assert f"HTTP {status}" in answer.trace.failures[0]


def test_no_half_marker_is_ever_shown_while_it_grows() -> None:
    reply = "The fund paid 17 families [1]. The chair of the board is Adel Rami [2]."
    growing = asked(list(reply))
    assert len(growing) > 5
    assert all(answer.text.count("[") == answer.text.count("]") for answer in growing)
    assert not any("[" in sentence.text for answer in growing for sentence in answer.sentences)
    for answer in growing[:-1]:
        assert all(sentence.citations for sentence in answer.sentences)
