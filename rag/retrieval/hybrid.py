"""Question → Hits: every passage at a glance, the best of them read word by word, all voices fused.

Token-by-token late interaction, BM25 over stems and names across scripts speak of every passage, and vectors (of
whatever embedding model is set) are searched; what they put first in each language is read closely. Each voice speaks
as a share of what it could say at most, so that the lexical voice is silent, not wrong, where question and passage
share no language. Nothing here judges whether a hit answers the question.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from rag.filtering import RowFilter
from rag.retrieval.closeness import Asked, CloseReader
from rag.retrieval.fusion import first_sight, learned
from rag.retrieval.matching import KeyStore, matches
from rag.retrieval.twins import twins
from rag.retrieval.vectors import TokenModel
from rag.stores.words import Words
from rag.text.language import detect
from rag.types import Filters, Hit, Passage, Question, Source

Floats = NDArray[np.float32]
Ids = NDArray[np.int32]
Rows = NDArray[np.int64]

# How many passages of each language are read closely, and how many of each are added by their vectors. On public
# question sets the passage that answers is among them in 19 cases of 20.
BY_WORDS, BY_VECTORS = 60, 30


class QuestionEmbedder(Protocol):
    """What turns a question into a unit vector."""

    def embed_question(self, text: str) -> Floats: ...  # noqa: D102


class LateStore(Protocol):
    """Token-level scores of all rows, as a share of what the question could reach."""

    def share(self, question: Ids, token_vectors: Floats) -> Floats: ...  # noqa: D102


class LexicalStore(Protocol):
    """BM25 scores of all rows, as a share of what the question could reach in each row's language."""

    def share(self, question: str) -> Floats: ...  # noqa: D102


class VectorStore(Protocol):
    """Cosines: the best of some rows, and those of given ones."""

    def search(self, vector: Floats, k: int, rows: Rows | None = None) -> tuple[Rows, Floats]: ...  # noqa: D102

    def scores(self, vector: Floats, rows: Rows | None = None) -> Floats: ...  # noqa: D102

    def vectors(self, rows: Rows | None = None) -> Floats: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Voices:
    """What is searched: row i of every store is `passages[i]`."""

    passages: Sequence[Passage]
    sources: Mapping[str, Source]
    late: LateStore
    lexical: LexicalStore
    keys: KeyStore
    vectors: VectorStore
    words: Words
    token_model: TokenModel
    embedder: QuestionEmbedder


@dataclass(frozen=True, slots=True)
class Heard:
    """What each voice says of each candidate, and its language; `asked_in` is that of the question, as a number."""

    asked: Asked
    rows: Rows
    spoken: Mapping[str, Floats]
    languages: Ids
    asked_in: int


class HybridRetriever:
    """Finds the passages that may answer a question; `rag.chain.PassageRetriever` is its LangChain form."""

    def __init__(self, voices: Voices, k: int = 10) -> None:
        self._voices = voices
        self._k = k
        self._filter = RowFilter(voices.passages, voices.sources)
        numbers: dict[str, int] = {}
        spoken = (numbers.setdefault(passage.language, len(numbers)) for passage in voices.passages)
        self._language_of_row = np.fromiter(spoken, np.int32, len(voices.passages))
        self._language_numbers = numbers
        self._reader = CloseReader(voices.words, voices.token_model)
        self._twins = twins(voices.passages, voices.sources, voices.vectors.vectors)

    def hits(self, question: Question, filters: Filters | None = None, k: int | None = None) -> tuple[Hit, ...]:
        """Return the best `k` passages, best first; fewer when the filters leave fewer.

        The same place in another language version of a report is no hit of its own but stands beside the better one.
        """
        allowed = self._filter.rows(filters or Filters())
        if not len(allowed):
            return ()
        wanted = k or self._k
        heard = self.listen(question.text, allowed, wanted)
        fused = learned().fused(heard.spoken, heard.languages, heard.asked_in)
        witnesses = self._witnesses(heard.rows, np.argsort(-fused, kind="stable"), wanted)
        best = np.array([place for each in witnesses for place in each], np.int64)
        told = iter(self._told(question.text, heard, fused, best))
        hits = []
        for rank, each in enumerate(witnesses, start=1):
            first, *others = (replace(next(told), rank=rank) for _ in each)
            hits.append(replace(first, versions=tuple(others)))
        return tuple(hits)

    def _witnesses(self, rows: Rows, order: Rows, wanted: int) -> list[list[int]]:
        """The best `wanted` candidates as places in `rows`, each with its versions; a version is listed once."""
        place_of = {int(rows[place]): int(place) for place in order} if self._twins.beside else {}
        witnesses: list[list[int]] = []
        taken: set[int] = set()
        for place in order.tolist():
            if len(witnesses) == wanted:
                break
            if place in taken:
                continue
            beside = [place_of[row] for row in self._twins.beside.get(int(rows[place]), ()) if row in place_of]
            witnesses.append([place, *(other for other in beside if other not in taken)])
            taken.update(witnesses[-1])
        return witnesses

    def _told(self, question: str, heard: Heard, fused: Floats, best: Rows) -> tuple[Hit, ...]:
        """Candidates, with what speaks for them."""
        rows = heard.rows[best]
        passages = [self._voices.passages[row] for row in rows.tolist()]
        held = self._reader.matches(heard.asked, rows)
        matched = matches(question, rows.tolist(), passages, held, self._voices.keys)
        ranks = {voice: _ranks(said) for voice, said in heard.spoken.items()}
        return tuple(
            Hit(
                passage=passage,
                score=float(fused[place]),
                rank=rank,
                why={voice: round(float(said[place]), 4) for voice, said in heard.spoken.items()}
                | {f"{voice}_rank": int(each[place]) for voice, each in ranks.items()},
                matches=words,
                lacking=self._twins.lacking.get(row, ()),
            )
            for rank, (place, row, passage, words) in enumerate(
                zip(best.tolist(), rows.tolist(), passages, matched, strict=True), start=1
            )
        )

    def listen(self, text: str, allowed: Rows, wanted: int) -> Heard:
        """Return what each voice says of the candidates: at least `wanted`, where so many are allowed."""
        voices = self._voices
        (ids,) = voices.token_model.token_ids([text])
        vector = voices.embedder.embed_question(text)
        glance = {
            "late": voices.late.share(ids, voices.token_model.vectors),
            "lexical": voices.lexical.share(text),
            "keys": voices.keys.share(text),
        }
        rows = self._candidates(glance, vector, allowed, wanted)
        spoken = {voice: said[rows] for voice, said in glance.items()}
        asked = self._reader.ask(text)
        spoken |= {"dense": voices.vectors.scores(vector, rows)} | self._reader.read(asked, rows)
        asked_in = self._language_numbers.get(detect(text), -1)
        return Heard(asked, rows, spoken, self._language_of_row[rows], asked_in)

    def _candidates(self, glance: Mapping[str, Floats], vector: Floats, allowed: Rows, wanted: int) -> Rows:
        """The rows of each language that any voice puts first; each for itself, so that none crowds another out."""
        said = first_sight({voice: each[allowed] for voice, each in glance.items()})
        languages = self._language_of_row[allowed]
        candidates = [np.empty(0, np.int64)]
        for language in self._language_numbers.values():
            places = np.flatnonzero(languages == language)
            candidates.append(allowed[places[_first(said[places], max(BY_WORDS, wanted))]])
            near, _ = self._voices.vectors.search(vector, max(BY_VECTORS, wanted), allowed[places])
            candidates.append(near)
        return self._with_twins(np.unique(np.concatenate(candidates)), allowed)

    def _with_twins(self, rows: Rows, allowed: Rows) -> Rows:
        """The rows and their twins among those allowed, so that no version is silent for want of being read."""
        beside = [row for each in rows.tolist() for row in self._twins.beside.get(each, ())]
        return np.union1d(rows, np.intersect1d(np.array(beside, np.int64), allowed))


def _first(scores: Floats, count: int) -> Rows:
    """The places of the best `count` scores, those of equals in their order, without sorting all."""
    places = np.arange(len(scores))
    if len(scores) > count:
        places = np.flatnonzero(scores >= np.partition(scores, -count)[-count])
    return places[np.argsort(-scores[places], kind="stable")[:count]]


def _ranks(scores: Floats) -> Rows:
    """The rank of every candidate, 1 for the best."""
    ranks = np.empty(len(scores), np.int64)
    ranks[np.argsort(-scores, kind="stable")] = np.arange(1, len(scores) + 1)
    return ranks
