"""The one path from a question to an answer: understand, retrieve, draft, verify.

Chat, command line and evaluation all call it; `rag.chain.AnswerChain` is its LangChain form. It holds no settings and
opens no files.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol, runtime_checkable

from rag.answering import Answerer, StreamingAnswerer
from rag.errors import LanguageModelError, RerankingError
from rag.question import understand
from rag.types import Answer, Draft, Filters, Hit, Provenance, Question, Source, Status, Trace
from rag.verification import STRUCK, Similarity, verify

logger = logging.getLogger(__name__)

_WITHOUT_MODEL = {
    "fr": "Le modèle de langage n’a pas pu répondre ({reason}) ; voici les phrases des rapports elles-mêmes.",
    "en": "The language model could not answer ({reason}); these are the reports' own sentences.",
    "ar": "تعذّر على النموذج اللغوي الإجابة ({reason})؛ وهذه جمل التقارير نفسها.",
}
_WITHOUT_RERANKER = {
    "fr": "Le reclassement des passages a échoué ({reason}) ; ils sont dans l’ordre de la recherche.",
    "en": "The passages could not be reranked ({reason}); they are in the order of the search.",
    "ar": "تعذّرت إعادة ترتيب المقاطع ({reason})؛ وهي بترتيب البحث.",
}
_NOTHING_ALLOWED = {
    "fr": "Aucun rapport indexé ne répond aux filtres.",
    "en": "No indexed report meets the filters.",
    "ar": "لا يوجد تقرير مفهرس يستوفي عوامل التصفية.",
}
_EMPTY = {
    "fr": "La question est vide.",
    "en": "The question is empty.",
    "ar": "السؤال فارغ.",
}


@dataclass(frozen=True, slots=True)
class AskInput:
    """A question with what is known of its reader: language, filters, and the questions asked before it."""

    question: str
    language: str | None = None
    filters: Filters = field(default_factory=Filters)
    history: tuple[str, ...] = ()


@runtime_checkable
class Retriever(Protocol):
    """What finds the passages that may answer; `RerankingError` holds what it found all the same."""

    def hits(self, question: Question, filters: Filters | None = None, k: int | None = None) -> tuple[Hit, ...]:
        """Return the best passages that the filters allow, best first."""


class Assistant:
    """Answers questions from one generation of the index."""

    def __init__(
        self,
        retriever: Retriever,
        extractive: Answerer,
        sources: Mapping[str, Source],
        *,
        generation: str,
        model: str,
        generative: StreamingAnswerer | None = None,
        similarity: Similarity | None = None,
    ) -> None:
        self._retriever = retriever
        self._extractive = extractive
        self._generative = generative
        self._similarity = similarity
        self._sources = sources
        self._generation = generation
        self._model = model

    @property
    def sources(self) -> Mapping[str, Source]:
        """The reports that can be asked about, by id."""
        return self._sources

    @property
    def generation(self) -> str:
        """The generation of the index that is asked."""
        return self._generation

    def ask(
        self,
        question: str,
        *,
        language: str | None = None,
        filters: Filters | None = None,
        history: Sequence[str] = (),
    ) -> Answer:
        """Return the verified answer; `history` holds the conversation's earlier questions, oldest first."""
        *_growing, answer = self.stream(AskInput(question, language, filters or Filters(), tuple(history)))
        return answer

    def stream(self, asked: AskInput) -> Iterator[Answer]:
        """Yield the answer as it grows; only the last one is final, and every sentence of each is verified."""
        started = time.perf_counter()
        question = understand(asked.question, asked.language, asked.history)
        if not question.text:
            yield self._answer(
                asked, question, (), Draft((), "none"), started, notes=(_EMPTY[question.language],), failed=True
            )
            return
        hits, notes, failures = self._find(question, asked.filters)
        draft: Draft | None = None
        if self._generative is not None:
            try:
                for draft in self._generative.stream(question, hits):
                    growing = self._answer(asked, question, hits, draft, started)
                    if growing.sentences:
                        # A sentence that is still growing has no marker yet: nothing is said of what was struck.
                        yield replace(growing, notes=())
            except LanguageModelError as error:
                logger.warning("language model: %s", error)
                notes += (_WITHOUT_MODEL[question.language].format(reason=error.reason.rstrip(".")),)
                failures += (error.reason,)
                draft = None
        draft = draft or self._extractive.draft(question, hits)
        yield self._answer(asked, question, hits, draft, started, notes=notes, failures=failures)

    def _find(self, question: Question, filters: Filters) -> tuple[tuple[Hit, ...], tuple[str, ...], tuple[str, ...]]:
        """The hits, with what the reader should know of them and what failed."""
        try:
            hits = self._retriever.hits(question, filters)
        except RerankingError as error:
            note = _WITHOUT_RERANKER[question.language].format(reason=error.reason.rstrip("."))
            return error.hits, (note,), (error.reason,)
        nothing_allowed = not hits and filters != Filters()
        return hits, (_NOTHING_ALLOWED[question.language],) if nothing_allowed else (), ()

    def _answer(
        self,
        asked: AskInput,
        question: Question,
        hits: Sequence[Hit],
        draft: Draft,
        started: float,
        *,
        notes: tuple[str, ...] = (),
        failures: tuple[str, ...] = (),
        failed: bool = False,
    ) -> Answer:
        verified = verify(draft, hits, self._similarity)
        if verified.struck:
            notes += (STRUCK[question.language].format(n=len(verified.struck)),)
        status = Status.FAILED if failed else Status.ANSWERED if verified.sentences else Status.NOT_FOUND
        return Answer(
            question=asked.question,
            language=question.language,
            status=status,
            sentences=verified.sentences,
            hits=tuple(hits),
            sources={hit.passage.report_id: self._sources[hit.passage.report_id] for hit in hits},
            notes=(*draft.notes, *notes),
            provenance=Provenance(self._generation, self._model, draft.answerer, time.perf_counter() - started),
            trace=Trace(question, draft.considered, verified.struck, draft.confidence, draft.usage, failures),
        )
