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

from rag.answering import Answerer, Rewriter, StreamingAnswerer, Translator
from rag.answering.excusing import cause
from rag.answering.listing import left_out
from rag.answering.merging import merged_drafts, merged_hits, with_others
from rag.answering.provenance import provenance_notes
from rag.answering.side_by_side import Contradictions
from rag.answering.witnesses import Versions
from rag.errors import LanguageModelError, RerankingError
from rag.question import parts, understand
from rag.types import Answer, Draft, Filters, Hit, Provenance, Question, Source, Status, Trace, with_versions
from rag.verification import STRUCK, Similarity, verify

logger = logging.getLogger(__name__)

_WITHOUT_MODEL = {
    "fr": "Le modèle de langage n’a pas pu répondre ({reason}) ; voici les phrases des rapports elles-mêmes.",
    "en": "The language model could not answer ({reason}); these are the reports' own sentences.",
    "ar": "تعذّر على النموذج اللغوي الإجابة ({reason})؛ وهذه جمل التقارير نفسها.",
}
_NOTHING_CONFIRMED = {
    "fr": "Rien de ce qu’a écrit le modèle de langage n’est confirmé par ses sources ; seuls les rapports parlent ici.",
    "en": "Nothing that the language model wrote is confirmed by its sources; only the reports speak here.",
    "ar": "لم تؤكد المصادر شيئاً مما كتبه النموذج اللغوي؛ والكلام هنا للتقارير وحدها.",
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


@dataclass(frozen=True, slots=True)
class _Found:
    """The hits for one part of a question, with what the reader should know of them and what failed."""

    hits: tuple[Hit, ...]
    notes: tuple[str, ...] = ()
    failures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Asking:
    """A question on its way: as the reader said it, as understood, its parts, and when it came."""

    said: str
    question: Question
    parts: tuple[Question, ...]
    started: float


@runtime_checkable
class Retriever(Protocol):
    """What finds the passages that may answer; `RerankingError` holds what it found all the same."""

    def hits(self, question: Question, filters: Filters | None = None, k: int | None = None) -> tuple[Hit, ...]:
        """Return the best passages that the filters allow, best first."""


class Assistant:
    """Answers questions from one generation of the index."""

    def __init__(  # noqa: PLR0913 (one argument a part)
        self,
        retriever: Retriever,
        extractive: Answerer,
        sources: Mapping[str, Source],
        *,
        generation: str,
        model: str,
        generative: StreamingAnswerer | None = None,
        rewriter: Rewriter | None = None,
        translator: Translator | None = None,
        contradictions: Contradictions | None = None,
        similarity: Similarity | None = None,
    ) -> None:
        self._retriever = retriever
        self._extractive = extractive
        self._generative = generative
        self._rewriter = rewriter
        self._translator = translator
        self._contradictions = contradictions
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
        rewritten, failures = self._rewritten(asked)
        question = understand(asked.question, asked.language, asked.history, rewritten)
        asking = _Asking(asked.question, question, parts(question), started)
        if not question.text:
            yield self._answer(asking, (), Draft((), "none"), notes=(_EMPTY[question.language],), failed=True)
            return
        found = [self._find(part, asked.filters) for part in asking.parts]
        hits = found[0].hits if len(found) == 1 else merged_hits([each.hits for each in found])
        notes = tuple(dict.fromkeys(note for each in found for note in each.notes))
        failures += tuple(dict.fromkeys(failure for each in found for failure in each.failures))
        versions = Versions(hits, self._sources, self._similarity) if self._similarity else None
        draft: Draft | None = None
        if self._generative is not None:
            try:
                for draft in self._generative.stream(question, hits):
                    growing = self._answer(asking, hits, draft, versions)
                    if growing.sentences:
                        # A sentence that is still growing has no marker yet: nothing is said of what was struck.
                        yield replace(growing, notes=())
            except LanguageModelError as error:
                logger.warning("language model: %s", error)
                notes += (_WITHOUT_MODEL[question.language].format(reason=cause(error, question.language)),)
                failures += (error.reason,)
                draft = None
        quoted = draft is None
        draft = draft or self._quoted(asking.parts, found)
        answer = self._answer(asking, hits, draft, versions, notes=notes, failures=failures)
        if not quoted and draft.sentences and not answer.sentences:
            # That a model wrote nothing true says nothing of the reports.
            struck, quoted = answer.trace.struck if answer.trace else (), True
            notes += (_NOTHING_CONFIRMED[question.language],)
            draft = self._quoted(asking.parts, found)
            answer = self._answer(asking, hits, draft, versions, notes=notes, failures=failures, struck=struck)
        if not quoted and (beside := self._completed(asking, hits, draft, answer)) != draft:
            answer = self._answer(asking, hits, beside, versions, notes=notes, failures=failures)
        yield answer
        # Where the model has just failed there is no sense in asking it again.
        if self._translator is not None and not quoted:
            translated = self._translator.translated(answer)
            if translated != answer:
                took = replace(answer.provenance, seconds=time.perf_counter() - started)
                yield replace(translated, provenance=took)

    def _rewritten(self, asked: AskInput) -> tuple[str | None, tuple[str, ...]]:
        """A follow-up made whole by the language model, where there is one; and what failed: then the rule serves."""
        if self._rewriter is None or not asked.history or not asked.question.strip():
            return None, ()
        try:
            return self._rewriter.rewrite(asked.question, asked.history), ()
        except LanguageModelError as error:
            logger.warning("language model: %s", error)
            return None, (error.reason,)

    def _quoted(self, asked_for: Sequence[Question], found: Sequence[_Found]) -> Draft:
        """The reports' own sentences, for each part of the question; what answers one part may stand beside another."""
        drafts = [
            self._extractive.draft(part, with_versions(with_others(place, [each.hits for each in found])))
            for place, part in enumerate(asked_for)
        ]
        return drafts[0] if len(drafts) == 1 else merged_drafts(asked_for, drafts)

    def _completed(self, asking: _Asking, hits: Sequence[Hit], draft: Draft, answer: Answer) -> Draft:
        """A model's draft with what a reader must know of it: what contradicts what was verified, what is left out."""
        draft = replace(draft, notes=draft.notes + left_out(asking.question, answer.sentences))
        if self._contradictions is None:
            return draft
        beside = self._contradictions.beside(asking.parts, answer.sentences, with_versions(hits))
        return replace(draft, sentences=draft.sentences + beside.sentences, notes=draft.notes + beside.notes)

    def _find(self, question: Question, filters: Filters) -> _Found:
        try:
            hits = self._retriever.hits(question, filters)
        except RerankingError as error:
            note = _WITHOUT_RERANKER[question.language].format(reason=error.reason.rstrip("."))
            return _Found(error.hits, (note,), (error.reason,))
        nothing_allowed = not hits and filters != Filters()
        return _Found(hits, (_NOTHING_ALLOWED[question.language],) if nothing_allowed else ())

    def _answer(
        self,
        asking: _Asking,
        hits: Sequence[Hit],
        draft: Draft,
        versions: Versions | None = None,
        *,
        notes: tuple[str, ...] = (),
        failures: tuple[str, ...] = (),
        struck: tuple[tuple[str, str], ...] = (),
        failed: bool = False,
    ) -> Answer:
        question = asking.question
        if versions is not None:
            draft = versions.joined(draft, question.language)
        verified = verify(draft, with_versions(hits), self._similarity)
        if verified.struck:
            notes += (STRUCK[question.language].format(n=len(verified.struck)),)
        notes += provenance_notes(verified.sentences, self._sources, question.language)
        status = Status.FAILED if failed else Status.ANSWERED if verified.sentences else Status.NOT_FOUND
        return Answer(
            question=asking.said,
            language=question.language,
            status=status,
            sentences=verified.sentences,
            hits=tuple(hits),
            sources={each.passage.report_id: self._sources[each.passage.report_id] for each in with_versions(hits)},
            notes=(*draft.notes, *notes),
            provenance=Provenance(self._generation, self._model, draft.answerer, time.perf_counter() - asking.started),
            trace=Trace(
                question,
                draft.considered,
                struck + verified.struck,
                draft.confidence,
                draft.usage,
                draft.failures + failures,
                parts=asking.parts if len(asking.parts) > 1 else (),
            ),
        )
