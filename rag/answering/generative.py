"""Answers written by a LangChain chat model from the passages that were found, each sentence with its citations.

What is guaranteed here, whatever the model replies: plain text, no marker that names no passage, quotes that are
verbatim slices of the passages sent. Whether a sentence says what its quote says is for `rag.verification`.
"""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from rag.answering.cleaning import plain
from rag.answering.language_model import mapped_errors
from rag.answering.markers import MarkedSentence, marked_sentences, settled
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
from rag.errors import LanguageModelError
from rag.types import AnswerSentence, Citation, Draft, Hit, Passage, Question, Source, Usage

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage
    from langchain_core.runnables import Runnable

# A partial draft is made when the reply has grown by this share, since each one reads the whole reply again.
_GROWTH = 1 / 40
_CUT_OFF = {
    "fr": "La réponse du modèle de langage était trop longue et a été coupée.",
    "ar": "كان رد النموذج اللغوي أطول مما ينبغي فقُطع.",
    "en": "The language model's reply was too long and was cut off.",
}
_REFUSAL = re.compile(r"NOT\\?[_ -]IN\\?[_ -]REPORTS")


class GenerativeAnswerer:
    """Asks a chat model and turns its reply into a draft.

    `name` is how the model was named in the settings. `sources` holds what the model is told of each report
    (title, publisher, date). `similarity` helps to find the quote when the reply is in another language than the
    passage. `budget.seconds` bounds a whole streamed reply; each wait in it, the model's own time-out.
    """

    def __init__(
        self,
        model: BaseChatModel,
        sources: Mapping[str, Source],
        name: str = "language model",
        *,
        budget: Budget | None = None,
        similarity: Similarity | None = None,
    ) -> None:
        self.name = f"{name} (prompt {PROMPT_VERSION})"
        self._model_name = name
        self._budget = budget or Budget()
        self._similarity = similarity
        self._chain = _chain(model, self._budget, sources)

    def draft(self, question: Question, hits: Sequence[Hit]) -> Draft:
        """Return the model's answer as a draft, without sentences when it finds no answer in the passages.

        Raises LanguageModelError when the model cannot be used or its reply holds no text.
        """
        passages = passages_to_send(hits, self._budget)
        if not passages:
            return Draft((), self.name)
        with mapped_errors(self._model_name):
            reply = self._chain.invoke({"question": question, "passages": passages})
            text, usage = str(reply.text), _usage(reply)
        draft = self._complete(text, question, _Composer(passages, self.name, self._similarity))
        return replace(draft, usage=usage)

    def stream(self, question: Question, hits: Sequence[Hit]) -> Iterator[Draft]:
        """Yield the draft as it grows, with complete markers resolved; the last one is complete.

        Raises LanguageModelError like `draft`, possibly after some partial drafts.
        """
        passages = passages_to_send(hits, self._budget)
        if not passages:
            yield Draft((), self.name)
            return
        composer = _Composer(passages, self.name, self._similarity)
        reply, shown = "", ""
        usage: Usage | None = None
        for chunk, used in self._chunks({"question": question, "passages": passages}):
            usage = _sum(usage, used)
            reply += chunk
            enough = len(shown) * (1 + _GROWTH)
            if len(reply) <= enough or len(visible := settled(reply)) <= enough or _may_become_refusal(visible):
                continue
            shown = visible
            if (partial := composer.draft(visible)).sentences:
                yield partial
        yield replace(self._complete(reply, question, composer), usage=usage)

    def _chunks(self, asked: dict[str, Any]) -> Iterator[tuple[str, Usage | None]]:
        """Yield the pieces of the reply until it ends, is too long or takes too long, with what each says it cost."""
        deadline = time.monotonic() + self._budget.seconds
        length = 0
        with mapped_errors(self._model_name):
            for chunk in self._chain.stream(asked):
                if time.monotonic() > deadline:
                    raise LanguageModelError(
                        f"The language model {self._model_name} took more than {self._budget.seconds:g} s.",
                        "Choose a faster model.",
                    )
                text = str(chunk.text)
                yield text, _usage(chunk)
                length += len(text)
                if length > self._budget.reply_characters:
                    return

    def _complete(self, reply: str, question: Question, composer: _Composer) -> Draft:
        text = plain(reply[: self._budget.reply_characters])
        refused = _REFUSAL.search(text)
        if refused and not text[: refused.start()].strip(' "«“'):
            return Draft((), self.name)
        notes = (_CUT_OFF[question.language],) if len(reply) > self._budget.reply_characters else ()
        draft = composer.draft(text, notes)
        if not draft.sentences:
            raise LanguageModelError(
                f"The language model {self._model_name} gave an empty reply.", "Ask again, or choose another model."
            )
        if refused and not any(sentence.citations for sentence in draft.sentences):
            return Draft((), self.name)
        return draft


def _chain(
    model: BaseChatModel, budget: Budget, sources: Mapping[str, Source]
) -> Runnable[dict[str, Any], BaseMessage]:
    """Return the LangChain chain from {"question", "passages"} to the reply, which also says what it cost."""
    from langchain_core.runnables import RunnableLambda

    def variables(asked: dict[str, Any]) -> dict[str, str]:
        code = secrets.token_hex(8)
        return {
            **prompt_variables(asked["question"], code, budget),
            "passages": fenced(asked["passages"], code, budget, sources),
        }

    return RunnableLambda(variables) | answer_prompt() | model


def _usage(message: BaseMessage) -> Usage | None:
    """Return the tokens that a message, or a piece of one, says were read and written; None where it does not say."""
    reported = getattr(message, "usage_metadata", None)
    return Usage(reported["input_tokens"], reported["output_tokens"]) if reported else None


def _sum(one: Usage | None, other: Usage | None) -> Usage | None:
    # Providers report the tokens read with the first piece and those written with the last, or all with the last.
    return Usage(one.read + other.read, one.written + other.written) if one and other else one or other


def _may_become_refusal(visible: str) -> bool:
    letters = re.sub(r"[\W_]+", " ", visible).strip()
    return REFUSAL.replace("_", " ").startswith(letters)


class _Composer:
    """Turns replies to one request into drafts; remembers quotes, since a growing reply repeats its sentences."""

    def __init__(self, passages: Sequence[Passage], answerer: str, similarity: Similarity | None) -> None:
        self._passages = passages
        self._answerer = answerer
        self._similarity = similarity
        self._spans: dict[tuple[str, int], tuple[int, int] | None] = {}

    def draft(self, reply: str, notes: tuple[str, ...] = ()) -> Draft:
        """Return the draft of a whole reply or of its beginning; refusal sentences are left out."""
        numbering: dict[tuple[str, int, int], int] = {}
        sentences = tuple(
            AnswerSentence(sentence.text, self._citations(sentence, numbering))
            for sentence in marked_sentences(plain(reply))
            if not _REFUSAL.search(sentence.text)
        )
        return Draft(sentences, self._answerer, notes)

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
            self._spans[key] = closest_span(text, self._passages[index - 1], self._similarity)
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
