"""Answers written by a LangChain chat model from the passages that were found, each sentence with its citations.

What is guaranteed here, whatever the model replies: plain text, no marker that names no passage, quotes that are
verbatim slices of the passages sent. Whether a sentence says what its quote says is for `rag.verification`.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from rag.answering.cleaning import plain
from rag.answering.listing import held_together
from rag.answering.markers import MarkedSentence, marked_sentences, settled, without_half
from rag.answering.prompts import (
    PROMPT_VERSION,
    REFUSAL,
    Budget,
    answer_prompt,
    fenced,
    passages_to_send,
    prompt_variables,
)
from rag.answering.quoting import Similarity, closest_span
from rag.answering.replies import Limits, pieces, together
from rag.answering.summarising import Summariser
from rag.errors import LanguageModelError
from rag.types import ITEM_SIGN, AnswerSentence, Citation, Considered, Draft, Hit, Passage, Question, Source, Usage

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage
    from langchain_core.runnables import Runnable

# A partial draft is made when the reply has grown by this share, since each one reads the whole reply again.
_GROWTH = 1 / 40
_REFUSAL = re.compile(r"NOT\\?[_ -]IN\\?[_ -]REPORTS")


@dataclass(frozen=True, slots=True)
class _Sent:
    """What goes to the model: the passages in their order, those that go as summaries, and what choosing them cost."""

    passages: Sequence[Passage]
    summaries: Mapping[str, str] = field(default_factory=dict)
    considered: tuple[Considered, ...] = ()
    usage: Usage | None = None
    failures: tuple[str, ...] = ()


class GenerativeAnswerer:
    """Asks a chat model and turns its reply into a draft.

    `name` is how the model was named in the settings. `sources` holds what the model is told of each report
    (title, publisher, date). `similarity` helps to find the quote when the reply is in another language than the
    passage. `summariser` chooses the passages where more were found than fit; without one, the first that fit are sent.
    """

    def __init__(
        self,
        model: BaseChatModel,
        sources: Mapping[str, Source],
        name: str = "language model",
        *,
        budget: Budget | None = None,
        limits: Limits | None = None,
        similarity: Similarity | None = None,
        summariser: Summariser | None = None,
    ) -> None:
        self.name = f"{name} (prompt {PROMPT_VERSION})"
        self._model_name = name
        self._budget = budget or Budget()
        self._limits = limits or Limits()
        self._similarity = similarity
        self._summariser = summariser
        self._chain = _chain(model, self._budget, sources)

    def draft(self, question: Question, hits: Sequence[Hit]) -> Draft:
        """Return the model's answer as a draft, without sentences when it finds no answer in the passages.

        Raises LanguageModelError when the model cannot be used or its reply holds no text.
        """
        *_growing, last = self.stream(question, hits)
        return last

    def stream(self, question: Question, hits: Sequence[Hit]) -> Iterator[Draft]:
        """Yield the draft as it grows, with complete markers resolved; the last one is complete.

        Raises LanguageModelError like `draft`, possibly after some partial drafts.
        """
        sent = self._to_send(question, hits)
        made = Draft((), self.name, considered=sent.considered, usage=sent.usage, failures=sent.failures)
        if not sent.passages:
            yield made
            return
        composer = _Composer(sent.passages, self._similarity)
        reply, shown, usage = "", "", sent.usage
        for piece in pieces(self._chain, {"question": question, "sent": sent}, self._model_name, self._limits):
            usage = together(usage, piece.usage)
            reply += piece.text
            enough = len(shown) * (1 + _GROWTH)
            if len(reply) <= enough or len(visible := settled(reply)) <= enough or _may_become_refusal(visible):
                continue
            shown = visible
            if partial := composer.sentences(visible):
                yield Draft(partial, self.name)
        yield replace(made, sentences=self._complete(reply, composer), usage=usage)

    def _to_send(self, question: Question, hits: Sequence[Hit]) -> _Sent:
        passages = passages_to_send(hits, self._budget)
        if self._summariser is None or len(passages) == len({hit.passage.id for hit in hits}):
            return _Sent(passages)
        weighed = self._summariser.weigh(question, hits)
        whole = passages_to_send(weighed.hits, self._budget)
        left = self._budget.characters - sum(len(passage.text) for passage in whole)
        summaries: dict[str, str] = {}
        shortened = []
        for hit in weighed.hits:
            summary = weighed.summaries.get(hit.passage.id, "")
            if hit.passage not in whole and summary and len(summary) <= left:
                summaries[hit.passage.id] = summary
                shortened.append(hit.passage)
                left -= len(summary)
        return _Sent([*whole, *shortened], summaries, weighed.considered, weighed.usage, weighed.failures)

    def _complete(self, reply: str, composer: _Composer) -> tuple[AnswerSentence, ...]:
        text = plain(without_half(reply))
        refused = _REFUSAL.search(text)
        if refused and not text[: refused.start()].strip(' "«“'):
            return ()
        sentences = composer.sentences(text)
        if not sentences:
            raise LanguageModelError(
                f"The language model {self._model_name} gave an empty reply.",
                "Ask again, or choose another model.",
                "empty",
            )
        if refused and not any(sentence.citations for sentence in sentences):
            return ()
        return sentences


def _chain(
    model: BaseChatModel, budget: Budget, sources: Mapping[str, Source]
) -> Runnable[dict[str, Any], BaseMessage]:
    """Return the LangChain chain from {"question", "sent"} to the reply."""
    from langchain_core.runnables import RunnableLambda

    def variables(asked: dict[str, Any]) -> dict[str, str]:
        code = secrets.token_hex(8)
        sent: _Sent = asked["sent"]
        return {
            **prompt_variables(asked["question"], code, budget),
            "passages": fenced(sent.passages, code, budget, sources, sent.summaries),
        }

    return RunnableLambda(variables) | answer_prompt() | model


def _may_become_refusal(visible: str) -> bool:
    letters = re.sub(r"[\W_]+", " ", visible).strip()
    return REFUSAL.replace("_", " ").startswith(letters)


class _Composer:
    """Turns replies to one request into sentences; remembers quotes, since a growing reply repeats its sentences."""

    def __init__(self, passages: Sequence[Passage], similarity: Similarity | None) -> None:
        self._passages = passages
        self._similarity = similarity
        self._spans: dict[tuple[str, int], tuple[int, int] | None] = {}

    def sentences(self, reply: str) -> tuple[AnswerSentence, ...]:
        """Return the sentences of a whole reply or of its beginning; refusal sentences are left out."""
        numbering: dict[tuple[str, int, int], int] = {}
        return tuple(
            AnswerSentence(sentence.text, self._citations(sentence, numbering))
            for sentence in marked_sentences(plain(reply))
            if not _REFUSAL.search(sentence.text)
        )

    def _citations(self, sentence: MarkedSentence, numbering: dict[tuple[str, int, int], int]) -> tuple[Citation, ...]:
        citations = []
        for index in sentence.markers:
            if not 1 <= index <= len(self._passages):
                continue
            passage = self._passages[index - 1]
            span = self._span(sentence.text, index)
            if span is None:
                continue
            marker = numbering.setdefault((passage.id, *span), len(numbering) + 1)
            citations.append(_citation(marker, passage, *span))
        return tuple(citations)

    def _span(self, text: str, index: int) -> tuple[int, int] | None:
        key = (text, index)
        if key not in self._spans:
            passage = self._passages[index - 1]
            span = closest_span(text, passage, self._similarity)
            # The items of one list are told from one place.
            whole = held_together(passage.text, [span]) if span and text.startswith(ITEM_SIGN) else None
            self._spans[key] = whole or span
        return self._spans[key]


def _citation(marker: int, passage: Passage, start: int, end: int) -> Citation:
    offset = passage.locator.start
    return Citation(
        marker=marker,
        report_id=passage.report_id,
        passage_id=passage.id,
        locator=passage.locator,
        quote=passage.text[start:end],
        quote_start=offset + start,
        quote_end=offset + end,
    )
