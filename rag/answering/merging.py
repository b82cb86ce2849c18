"""Several parts of one question: their hits as one list, their drafts as one draft.

Each part was retrieved and answered for itself; here nothing is found or judged. A sentence that answers two parts is
said once, and a part without an answer is named to the reader where another one has one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from rag.types import AnswerSentence, Considered, Draft, Hit, Question, QuestionKind

_SILENT_ON = {
    "fr": "Les rapports ne disent rien sur ce point : « {part} »",
    "en": "The reports do not say: “{part}”",
    "ar": "لا تذكر التقارير ذلك: «{part}»",
}
# Together the parts of a question are given about as many sentences as a single question; a list is given whole.
_SENTENCES = 3
_TOLD = 10


def merged_hits(found: Sequence[Sequence[Hit]]) -> tuple[Hit, ...]:
    """Return the hits of all parts, each passage once: the best of each part, then the second of each, and so on."""
    best: list[Hit] = []
    taken: set[str] = set()
    for row in zip_longest(*found):
        for hit in row:
            if hit is not None and hit.passage.id not in taken:
                beside = tuple(each for each in hit.versions if each.passage.id not in taken)
                best.append(_ranked(replace(hit, versions=beside), len(best) + 1))
                taken.update(each.passage.id for each in (hit, *beside))
    return tuple(best)


def with_others(place: int, found: Sequence[Sequence[Hit]]) -> tuple[Hit, ...]:
    """Return the hits of the part at `place`, then those of the other parts; each passage once, with its best score."""
    best: dict[str, Hit] = {}
    for hit in (*found[place], *(hit for part in found for hit in part)):
        known = best.setdefault(hit.passage.id, hit)
        if hit.score > known.score:
            best[hit.passage.id] = replace(known, score=hit.score)
    return tuple(best.values())


def _ranked(hit: Hit, rank: int) -> Hit:
    return replace(hit, rank=rank, versions=tuple(replace(version, rank=rank) for version in hit.versions))


def merged_drafts(parts: Sequence[Question], drafts: Sequence[Draft]) -> Draft:
    """Return one draft whose sentences stand in the order of the parts, each once.

    Its confidence is that of the surest part, since one part is enough for an answer; verification numbers the
    citations anew.
    """
    sentences: dict[tuple[object, ...], AnswerSentence] = {}
    most = -(-_SENTENCES // len(parts))
    for part, draft in zip(parts, drafts, strict=True):
        chosen = draft.sentences if part.kind is QuestionKind.LIST else draft.sentences[:most]
        for sentence in chosen:
            sentences.setdefault(_identity(sentence), sentence)
    silent = [part for part, draft in zip(parts, drafts, strict=True) if not draft.sentences] if sentences else []
    notes = [note for draft in drafts for note in draft.notes]
    notes += [_SILENT_ON[part.language].format(part=part.text) for part in silent]
    sure = [draft.confidence for draft in drafts if draft.confidence is not None]
    return Draft(
        tuple(sentences.values()),
        drafts[0].answerer,
        notes=tuple(dict.fromkeys(notes)),
        confidence=max(sure, default=None),
        considered=_considered(drafts),
    )


def _identity(sentence: AnswerSentence) -> tuple[object, ...]:
    """What makes two sentences one: the place that they quote."""
    return tuple((cited.report_id, cited.quote_start, cited.quote_end) for cited in sentence.citations)


def _considered(drafts: Sequence[Draft]) -> tuple[Considered, ...]:
    best: dict[tuple[str, str], Considered] = {}
    for each in sorted((each for draft in drafts for each in draft.considered), key=lambda each: -each.score):
        best.setdefault((each.passage_id, each.text), each)
    return tuple(best.values())[:_TOLD]
