"""Passages summarised and scored for a question by the chat model, before it answers from the best of them.

Serves where more passages were found than one request holds, after PaperQA2 (Skarlinski et al. 2024, arXiv:2409.13740,
"contextual summaries"). Scores decide what is sent and in which order, nothing else: what the answer says is held
against the passages themselves, never against their summaries.
"""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from rag.answering.cleaning import plain
from rag.answering.prompts import Budget, fenced, summary_prompt
from rag.answering.replies import Limits, Reply, together, whole
from rag.errors import LanguageModelError
from rag.text.claims import foreign
from rag.types import Considered, Hit, Question, Source, Usage

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

# Out of 10; what is scored lower says nothing about the question.
FLOOR = 3
_MOST_PASSAGES = 30
_AT_ONCE = 4
_WORDS = 60
_LONGEST = 800  # characters of a summary
_SCORE = re.compile(r"^\W*score\s*[:=]?\s*(\d{1,2}(?:[.,]\d+)?)(?:\s*/\s*10)?\W*$", re.IGNORECASE | re.MULTILINE)
_SUMMARY = re.compile(r"^\W*summary\s*:\s*(.+)", re.IGNORECASE | re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Weighed:
    """The hits that go on, best first, ranked anew; the summaries of some by passage id; what it took."""

    hits: tuple[Hit, ...]
    summaries: Mapping[str, str]
    considered: tuple[Considered, ...]
    usage: Usage | None
    failures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Judged:
    """What the model made of one passage; without a score where it failed or its reply was malformed."""

    hit: Hit
    score: float | None = None
    summary: str = ""
    usage: Usage | None = None
    error: LanguageModelError | None = None


class Summariser:
    """Asks the chat model that `name` names in the settings, some passages at once.

    `limits.seconds` bounds the whole of it: passages that were not begun by then stay unscored.
    """

    def __init__(
        self,
        model: BaseChatModel,
        sources: Mapping[str, Source],
        name: str = "language model",
        *,
        budget: Budget | None = None,
        limits: Limits | None = None,
    ) -> None:
        self._model = model
        self._sources = sources
        self._name = name
        self._budget = budget or Budget()
        self._limits = limits or Limits(seconds=60.0, characters=8_000)

    def weigh(self, question: Question, hits: Sequence[Hit]) -> Weighed:
        """Return the hits whose passages speak of the question, best first; what is unscored keeps its place.

        Raises LanguageModelError when the model failed and scored none.
        """
        from langchain_core.runnables import RunnableLambda

        deadline = time.monotonic() + self._limits.seconds
        judge: RunnableLambda[Hit, _Judged] = RunnableLambda(lambda hit: self._judged(question, hit, deadline))
        best = sorted(hits, key=lambda hit: hit.rank)
        judged = judge.batch(best[:_MOST_PASSAGES], {"max_concurrency": _AT_ONCE})
        errors = [each.error for each in judged if each.error]
        if errors and all(each.score is None for each in judged):
            raise errors[0]
        judged += [_Judged(hit) for hit in best[_MOST_PASSAGES:]]
        unscored = sum(each.score is None for each in judged)
        failures = (f"The language model {self._name} did not score {unscored} of {len(judged)} passages.",)
        usage: Usage | None = None
        for each in judged:
            usage = together(usage, each.usage)
        return Weighed(
            tuple(_ordered(judged)),
            {each.hit.passage.id: each.summary for each in judged if each.summary and _goes_on(each)},
            tuple(_considered(judged)),
            usage,
            failures if unscored else (),
        )

    def _judged(self, question: Question, hit: Hit, deadline: float) -> _Judged:
        left = deadline - time.monotonic()
        if left <= 0:
            return _Judged(hit)
        code = secrets.token_hex(8)
        asked = {
            "code": code,
            "words": str(_WORDS),
            "passages": fenced([hit.passage], code, self._budget, self._sources),
            "question": " ".join(question.text.split()),
        }
        try:
            reply = whole(summary_prompt() | self._model, asked, self._name, Limits(left, self._limits.characters))
        except LanguageModelError as error:
            return _Judged(hit, error=error)
        return _read(reply, hit)


def _read(reply: Reply, hit: Hit) -> _Judged:
    text = plain(reply.text)
    scores = _SCORE.findall(text)
    if len(scores) != 1 or (score := float(scores[0].replace(",", "."))) > 10:
        return _Judged(hit, usage=reply.usage)
    said = _SUMMARY.search(_SCORE.sub("", text))
    summary = " ".join(said.group(1).split())[:_LONGEST] if said else ""
    if foreign(summary, [(hit.passage.text, hit.passage.language)]):
        summary = ""  # what it got wrong would be copied into the answer, and struck there
    return _Judged(hit, score, summary, reply.usage)


def _goes_on(judged: _Judged) -> bool:
    return judged.score is None or judged.score >= FLOOR


def _ordered(judged: Sequence[_Judged]) -> Iterator[Hit]:
    kept = [each for each in judged if _goes_on(each)]
    scored = [(each.score, each.hit) for each in kept if each.score is not None]
    best = (hit for _, hit in sorted(scored, key=lambda pair: -pair[0]))
    for rank, each in enumerate(kept, start=1):
        hit = each.hit if each.score is None else next(best)
        yield replace(hit, rank=rank)


def _considered(judged: Sequence[_Judged]) -> Iterator[Considered]:
    scored = [(each.score, each) for each in judged if each.score is not None]
    for score, each in islice(sorted(scored, key=lambda pair: -pair[0]), 10):
        yield Considered(each.hit.passage.id, each.summary, score / 10, {"relevance": score})
