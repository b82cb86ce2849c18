"""Bugs in answering and verification: refusals, the choice of the sentence, quotes and citations."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from rag.types import AnswerSentence, Citation, Draft, Hit
from tools.regressions.base import Make, Regression, swapped

Sentences = tuple[AnswerSentence, ...]

_EXTRACTIVE = "rag.answering.extractive"


def _candidates(change: Callable[[list[Any]], list[Any]]) -> tuple[str, Make]:
    def make(candidates: Any) -> Any:
        return lambda *given: change(candidates(*given))

    return f"{_EXTRACTIVE}.ExtractiveAnswerer.candidates", make


def _at_random(candidates: list[Any]) -> list[Any]:
    mixed = list(candidates)
    random.Random(candidates[0].text if candidates else 0).shuffle(mixed)  # noqa: S311
    return mixed


def _certainty(change: Callable[[float], float]) -> tuple[str, Make]:
    return f"{_EXTRACTIVE}.certainty", lambda certainty: lambda candidates: change(certainty(candidates))


def _draft(change: Callable[[Sentences], Sentences]) -> tuple[str, Make]:
    """Change what is proposed, before it is verified."""

    def make(draft: Any) -> Any:
        def broken(*given: Any) -> Draft:
            proposed: Draft = draft(*given)
            return replace(proposed, sentences=change(proposed.sentences))

        return broken

    return f"{_EXTRACTIVE}.ExtractiveAnswerer.draft", make


def _verified(change: Callable[[AnswerSentence, Sequence[Hit]], AnswerSentence]) -> tuple[str, Make]:
    """Change what has been verified."""

    def make(verify: Any) -> Any:
        def broken(draft: Draft, hits: Sequence[Hit], similarity: Any = None) -> Any:
            passed = verify(draft, hits, similarity)
            return replace(passed, sentences=tuple(change(sentence, hits) for sentence in passed.sentences))

        return broken

    return "rag.assistant.verify", make


def _said(change: Callable[[str], str]) -> tuple[str, Make]:
    """Change the words of a verified sentence and of its quotes alike."""

    def changed(sentence: AnswerSentence, _hits: Sequence[Hit]) -> AnswerSentence:
        citations = tuple(replace(citation, quote=change(citation.quote)) for citation in sentence.citations)
        return replace(sentence, text=change(sentence.text), citations=citations)

    return _verified(changed)


def _one_more(text: str) -> str:
    return re.sub(r"\d(?!\d)", lambda digit: str((int(digit[0]) + 1) % 10), text)


def _without_accents(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))


def _of_neighbour(sentence: AnswerSentence, hits: Sequence[Hit]) -> AnswerSentence:
    """The sentence with citations of the passage that was found next."""
    passages = [hit.passage for hit in hits]
    places = {passage.id: place for place, passage in enumerate(passages)}

    def moved(citation: Citation) -> Citation:
        passage = passages[(places[citation.passage_id] + 1) % len(passages)]
        start, end = passage.locator.start, passage.locator.end
        return Citation(citation.marker, passage.report_id, passage.id, passage.locator, passage.text, start, end)

    return replace(sentence, citations=tuple(map(moved, sentence.citations)))


def _without_citations(sentence: AnswerSentence, _hits: Sequence[Hit]) -> AnswerSentence:
    return replace(sentence, citations=())


def _at_commas(_split: Any) -> Any:
    return lambda text: [match.span() for match in re.finditer(r"[^,،\s][^,،\n]*", text)]


def _three_words(units: Any) -> Any:
    def broken(text: str, *, lists: bool) -> tuple[tuple[int, int], ...]:
        found = []
        for start, end in units(text, lists=lists):
            words = list(re.finditer(r"\S+", text[start:end]))[:3]
            found.append((start, start + words[-1].end()))
        return tuple(found)

    return broken


def _later_sentences(units: Any) -> Any:
    return lambda text, *, lists: units(text, lists=lists)[1:]


def _whole(_units: Any) -> Any:
    return lambda text, **_lists: ((0, len(text)),)


def _regression(name: str, what: str, *changes: tuple[str, Make]) -> Regression:
    return Regression(name, what, lambda: swapped(*changes))


REGRESSIONS = (
    _regression("over-eager refuser", "an answer must be all but certain", _certainty(lambda sure: sure**3)),
    _regression("never refuses", "whatever is best is an answer", _certainty(lambda _sure: 1.0)),
    _regression("second-best sentence", "the best sentence is passed over", _candidates(lambda found: found[1:])),
    _regression("random sentence", "the sentences are not sorted", _candidates(_at_random)),
    _regression(
        "first sentence dropped",
        "the first sentence of a passage is never considered",
        (f"{_EXTRACTIVE}.units", _later_sentences),
    ),
    _regression(
        "sentences split at commas", "every comma ends a sentence", ("rag.answering.listing.split", _at_commas)
    ),
    _regression("quotes of three words", "a quote ends after its third word", (f"{_EXTRACTIVE}.units", _three_words)),
    _regression("whole passages quoted", "a passage is one sentence", (f"{_EXTRACTIVE}.units", _whole)),
    _regression(
        "sentences repeated",
        "each sentence is given three times",
        _draft(lambda sentences: tuple(each for each in sentences for _ in range(3))),
    ),
    _regression("citations lost", "verified sentences lose their citations", _verified(_without_citations)),
    _regression("neighbours cited", "citations name the passage that was found next", _verified(_of_neighbour)),
    _regression(
        "digits altered", "the last digit of a number is one too high, in sentence and quote", _said(_one_more)
    ),
    _regression(
        "accents stripped", "answers and quotes are shown without accents and vowel signs", _said(_without_accents)
    ),
)
