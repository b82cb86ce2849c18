"""The last gate before a reader: only what its source says gets through.

Every sentence of a draft must carry a citation whose quote is a verbatim slice of the passage that it names. Every
number, percentage and date of the sentence, and all that it puts in quotation marks, must occur in what it cites. What
fails is struck and the reader told. Nothing is rewritten or cited elsewhere instead; of several citations, one that has
no word in common with the sentence is left out where the others carry it. Whether a sentence answers the
question is not decided here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from rag.text.claims import foreign
from rag.text.language import detect
from rag.text.quotations import misquoted
from rag.text.tokens import stems
from rag.types import AnswerSentence, Citation, Draft, Hit, Passage

STRUCK = {
    "fr": "{n} phrase(s) retirée(s) de la réponse : la source citée ne les confirme pas.",
    "en": "{n} sentence(s) removed from the answer: the cited source does not confirm them.",
    "ar": "جمل حُذفت من الإجابة لأن المصدر المذكور لا يؤكدها: {n}.",
}


Similarity = Callable[[str, list[str]], Sequence[float]]

# A sentence in another language than its source must share at least this much of its meaning with it. Sentences share
# .3 to .6 with their translations and about .05 with another sentence; see docs/answers.md.
LEAST_SIMILARITY = 0.15


@dataclass(frozen=True, slots=True)
class Verified:
    """The sentences that passed, renumbered from [1], and why the others were struck."""

    sentences: tuple[AnswerSentence, ...]
    struck: tuple[tuple[str, str], ...]


def verify(draft: Draft, hits: Sequence[Hit], similarity: Similarity | None = None) -> Verified:
    """Return the sentences of the draft that their sources carry.

    `similarity` tells, across languages, which share of a text each of others covers; without it a sentence in another
    language than its source is held only to its numbers.
    """
    passages = {hit.passage.id: hit.passage for hit in hits}
    kept: list[AnswerSentence] = []
    struck: list[tuple[str, str]] = []
    for sentence in draft.sentences:
        valid = tuple(citation for citation in sentence.citations if _stands(citation, passages))
        reason = _objection(sentence.text, valid, passages, similarity)
        if reason:
            struck.append((sentence.text, reason))
        else:
            carrying = tuple(each for each in valid if _carries(each, sentence.text, passages[each.passage_id]))
            enough = carrying and _objection(sentence.text, carrying, passages, similarity) is None
            kept.append(replace(sentence, citations=carrying if enough else valid))
    return Verified(_renumber(kept), tuple(struck))


def _stands(citation: Citation, passages: Mapping[str, Passage]) -> bool:
    passage = passages.get(citation.passage_id)
    if passage is None or passage.report_id != citation.report_id or not citation.quote.strip():
        return False
    start = citation.quote_start - passage.locator.start
    return start >= 0 and passage.text[start : start + len(citation.quote)] == citation.quote


def _objection(
    text: str, citations: Sequence[Citation], passages: Mapping[str, Passage], similarity: Similarity | None
) -> str | None:
    if not citations:
        return "no citation that stands"
    if any(citation.quote == text for citation in citations):
        return None
    cited = [passages[citation.passage_id] for citation in citations]
    figures = foreign(text, [(passage.text, passage.language) for passage in cited])
    if figures:
        return f"numbers that the source does not hold: {', '.join(figures)}"
    quotations = misquoted(text, [passage.text for passage in cited])
    if quotations:
        return f"quotations that do not stand in the source: {', '.join(quotations)}"
    if not _shares_words(text, cited, similarity):
        return "shares too little with its source"
    return None


def _carries(citation: Citation, text: str, passage: Passage) -> bool:
    """Whether the passage has anything in common with the sentence; across languages that is not asked."""
    own = set(stems(text, passage.language))
    if citation.quote == text or not own or detect(text, default=passage.language) != passage.language:
        return True
    return not own.isdisjoint(stems(passage.text, passage.language))


def _shares_words(text: str, cited: Sequence[Passage], similarity: Similarity | None) -> bool:
    """Within one language, a third of the sentence's content stems must stand in the source; across, its meaning."""
    for passage in cited:
        own = set(stems(text, passage.language))
        if not own:
            return True
        if detect(text, default=passage.language) != passage.language:
            if similarity is None or similarity(text, [passage.text])[0] >= LEAST_SIMILARITY:
                return True
        elif len(own & set(stems(passage.text, passage.language))) * 3 >= len(own):
            return True
    return False


def _renumber(sentences: Sequence[AnswerSentence]) -> tuple[AnswerSentence, ...]:
    markers: dict[tuple[str, int, int], int] = {}
    renumbered = []
    for sentence in sentences:
        citations = []
        for citation in sentence.citations:
            key = (citation.passage_id, citation.quote_start, citation.quote_end)
            place = citation.locator.within(citation.quote_start, citation.quote_end)
            citations.append(replace(citation, marker=markers.setdefault(key, len(markers) + 1), locator=place))
        renumbered.append(replace(sentence, citations=tuple(citations)))
    return tuple(renumbered)
