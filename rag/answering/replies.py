"""A chat model's reply, read as a stream within limits on its time and its length, with what it says it cost.

Whatever goes wrong on the way is a `LanguageModelError`: a model that breaks, one that takes too long, one whose reply
does not end. What the reply says is for the callers.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rag.answering.language_model import mapped_errors
from rag.errors import LanguageModelError
from rag.types import Usage

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage
    from langchain_core.runnables import Runnable


@dataclass(frozen=True, slots=True)
class Limits:
    """How long one reply may take, in seconds, and how long it may be, in characters.

    The length leaves room for a model that thinks aloud; one that goes on after that is running wild.
    """

    seconds: float = 120.0
    characters: int = 32_000


@dataclass(frozen=True, slots=True)
class Reply:
    """The text of a reply, or of a piece of one, and the tokens that it says were used."""

    text: str
    usage: Usage | None = None


def pieces(model: Runnable[Any, BaseMessage], asked: Any, name: str, limits: Limits) -> Iterator[Reply]:
    """Yield the reply of the model called `name` piece by piece.

    The time is looked at when a piece arrives; each wait for one is bounded by the model's own time-out. Raises
    LanguageModelError, possibly after some pieces.
    """
    deadline = time.monotonic() + limits.seconds
    length = 0
    with mapped_errors(name):
        for chunk in model.stream(asked):
            if time.monotonic() > deadline:
                raise LanguageModelError(
                    f"The language model {name} took more than {limits.seconds:g} s.", "Choose a faster model.", "time"
                )
            piece = Reply(str(chunk.text), _usage(chunk))
            length += len(piece.text)
            if length > limits.characters:
                raise LanguageModelError(
                    f"The language model {name} did not bring its reply to an end.", "Choose another model.", "endless"
                )
            yield piece


def whole(model: Runnable[Any, BaseMessage], asked: Any, name: str, limits: Limits | None = None) -> Reply:
    """Return the whole reply; raises LanguageModelError."""
    text: list[str] = []
    usage: Usage | None = None
    for piece in pieces(model, asked, name, limits or Limits()):
        text.append(piece.text)
        usage = together(usage, piece.usage)
    return Reply("".join(text), usage)


def together(one: Usage | None, other: Usage | None) -> Usage | None:
    """Return what both cost; what a provider does not say counts for nothing."""
    return Usage(one.read + other.read, one.written + other.written) if one and other else one or other


def _usage(message: BaseMessage) -> Usage | None:
    # Providers report the tokens read with the first piece and those written with the last, or all with the last.
    reported = getattr(message, "usage_metadata", None)
    return Usage(reported["input_tokens"], reported["output_tokens"]) if reported else None
