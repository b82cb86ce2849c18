"""A conversation: its turns, and how a turn comes about from the assistant's growing answers.

It asks the assistant and shows what comes; it holds no logic of an answer. One visitor's conversation knows no other's.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from page.answers import failed, finished, growing, pending, question_bubble
from page.markup import attributes, escape
from page.sources import cards
from page.wording import WORDING
from rag.assistant import AskInput
from rag.errors import DalilError
from rag.feedback import Given, Verdict, given
from rag.text.language import detect
from rag.types import Answer, Source, Status

logger = logging.getLogger(__name__)

_THUMBS = {Verdict.RIGHT: "Like", Verdict.WRONG: "Dislike", Verdict.NOT_IN_REPORTS: "Dislike"}


class Asked(Protocol):
    """What the page needs of an assistant."""

    @property
    def sources(self) -> Mapping[str, Source]:
        """The reports that can be asked about, by id."""

    @property
    def generation(self) -> str:
        """The generation of the index that is asked."""

    def stream(self, asked: AskInput) -> Iterator[Answer]:
        """Yield the answer as it grows; the last one is final."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and what is shown of its answer; `language` is the reader's.

    `given` is what would be kept of the answer if the reader judged it, None where there is nothing to judge; `verdict`
    is what the reader said of it.
    """

    question: str
    language: str
    said: str
    sources: str = ""
    found: bool = True
    given: Given | None = None
    verdict: Verdict | None = None


def converse(assistant: Asked, question: str, earlier: Sequence[Turn], language: str) -> Iterator[tuple[Turn, ...]]:
    """Yield the conversation as the answer to `question` grows; `language` is the browser's.

    Errors are shown as the answer. An empty question yields nothing.
    """
    question = question.strip()
    if not question:
        return
    number = len(earlier) + 1
    turn = Turn(question, detect(question, language), pending(detect(question, language)))
    yield (*earlier, turn)
    last: Answer | None = None
    history = tuple(before.question for before in earlier)
    try:
        for answer in assistant.stream(AskInput(question, history=history)):
            last = answer
            said, sources = growing(answer, number), cards(answer, number) if answer.sentences else ""
            yield (*earlier, replace(turn, language=answer.language, said=said, sources=sources))
    except DalilError as error:
        logger.warning("%s", error)
        yield (*earlier, replace(turn, said=failed(error, turn.language)))
        return
    except Exception:
        # The page is the last to hear of it; a visitor must not wait for ever for an answer that never comes.
        logger.exception("the question could not be answered")
        last = None
    if last is None:
        yield (*earlier, replace(turn, said=failed(None, turn.language)))
        return
    found = last.status is not Status.NOT_FOUND
    judged = given(last, history) if last.status is not Status.FAILED else None
    yield (*earlier, Turn(question, last.language, finished(last, number), cards(last, number), found, judged))


def messages(turns: Sequence[Turn], language: str) -> list[dict[str, str]]:
    """Return the conversation in the form that the chat shows."""
    shown = []
    for turn in turns:
        shown.append({"role": "user", "content": question_bubble(turn.question, language)})
        shown.append({"role": "assistant", "content": turn.said})
    return shown


def thumbs(turns: Sequence[Turn]) -> list[str | None]:
    """Return the thumb that the chat shows as pressed beside each answer, in its own words."""
    return [_THUMBS.get(turn.verdict) if turn.verdict else None for turn in turns]


def sources_panel(turns: Sequence[Turn], language: str) -> str:
    """Return the sources of the last answer, and folded below them those of the earlier ones, newest first.

    A marker's link leads into the folded part too: browsers open it on the way (HTML, "ancestor details revealing").
    """
    if not turns:
        return _panel(
            WORDING[language].sources, f'<p class="dalil-empty">{escape(WORDING[language].sources_empty)}</p>', language
        )
    *earlier, last = turns
    wording = WORDING[last.language]
    folded = "".join(_folded(turn) for turn in reversed(earlier) if turn.sources)
    if folded:
        folded = f'<h2 class="dalil-earlier" {attributes(last.language)}>{escape(wording.earlier)}</h2>{folded}'
    heading = wording.sources if last.found else wording.nearest
    return _panel(heading, last.sources, last.language) + folded


def _panel(heading: str, content: str, language: str) -> str:
    return f"<div {attributes(language)}><h2>{escape(heading)}</h2>{content}</div>"


def _folded(turn: Turn) -> str:
    language = detect(turn.question, turn.language)
    note = "" if turn.found else f"<p {attributes(turn.language)}>{escape(WORDING[turn.language].nearest)}</p>"
    return f"<details><summary {attributes(language)}>{escape(turn.question)}</summary>{note}{turn.sources}</details>"
