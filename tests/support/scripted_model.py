"""Chat models that follow a script: one that obeys whatever a document orders, one that streams any chunks at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult

# The kinds of request, told apart by what the rules of each say.
ANSWER, SUMMARY, TRANSLATION, REWRITE = "answer", "summary", "translation", "rewrite"
_RULES = {ANSWER: "You answer", SUMMARY: "You judge", TRANSLATION: "You translate", REWRITE: "You turn"}


def kind_of(prompt: str) -> str:
    """Return which of the four requests a prompt is."""
    return next(kind for kind, rule in _RULES.items() if prompt.startswith(rule))


class ScriptedModel(BaseChatModel):
    """Replies what its script says of the whole prompt, and keeps the prompts."""

    script: Callable[[str], str]
    prompts: list[str] = []  # noqa: RUF012 (pydantic copies it)
    usage: tuple[int, int] | None = None

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def _generate(self, messages: list[BaseMessage], *_: Any, **__: Any) -> ChatResult:
        prompt = "\n".join(str(message.content) for message in messages)
        self.prompts.append(prompt)
        said = AIMessage(self.script(prompt))
        if self.usage:
            read, written = self.usage
            said.usage_metadata = {"input_tokens": read, "output_tokens": written, "total_tokens": read + written}
        return ChatResult(generations=[ChatGeneration(message=said)])


def saying(**replies: str | Callable[[str], str]) -> ScriptedModel:
    """Return a model with one reply for each kind of request; it breaks where it has none."""

    def script(prompt: str) -> str:
        reply = replies[kind_of(prompt)]
        return reply if isinstance(reply, str) else reply(prompt)

    return ScriptedModel(script=script)


def obey(prompt: str) -> str:
    """Say what a document or a question orders, wherever it stands: all that follows "ORDER:" on its line.

    Markers in documents have become "(1)" in the prompt; an obedient model takes them for what they were.
    """
    orders = re.findall(r"ORDER:([^\n]*)", prompt)
    return re.sub(r"\((\d+)\)", r"[\1]", "\n".join(orders)) or "Nothing was ordered."


class ChunkModel(ScriptedModel):
    """Streams chunks with any content, as providers do; the script is not asked."""

    contents: Any
    script: Callable[[str], str] = str

    def _stream(self, *_: Any, **__: Any) -> Iterator[ChatGenerationChunk]:
        for content in self.contents:
            if isinstance(content, Exception):
                raise content
            chunk = content if isinstance(content, AIMessageChunk) else AIMessageChunk(content)
            yield ChatGenerationChunk(message=chunk)
