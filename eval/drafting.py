"""Questions drafted from a report by rule: each with what its answer must hold and where that stands.

A draft is a proposal: it goes to the queue of candidates, and a person accepts it or not. A sentence that needs the one
before it, or of which no rule makes a question, is passed over.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from eval.matching import holds
from eval.questions import ask_for, ask_who
from eval.types import FactKind
from eval.values import values
from rag.text.language import detect
from rag.text.normalise import fold
from rag.text.sentences import split
from rag.types import Block, BlockKind, Report

NOTE = "draft"
_SHORTEST, _LONGEST = 5, 30  # in words: of a sentence, of a question
_KINDS = frozenset((BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.QUESTION))
_LABEL = re.compile(r"^\W*\d{1,3}\s?[.)\-–](?!\d)\s*|^[•▪–-]\s*")
# What follows a semicolon is another sentence, what follows a colon a list or a quotation.
_END = re.compile(r"\s*[;؛:](?=\s).*$|[\s.…!]+$", re.DOTALL)
_BRACKETED = re.compile(r"\s*[(\[][^()\[\]]*[)\]]")
# Quotations and lists do not survive being made a question.
_UNFIT = re.compile(r"[«»“”\"\[\]():?؟\n]|…")
# A first word that points back to what was said before.
_POINTS_BACK = frozenset(
    fold(
        """he she it they this these those that such both even however moreover also there here then thus among others
        another his her its their so but and or il elle ils elles ce cet cette ces celui celle ceux celles cela ceci son
        sa ses leur leurs toutefois cependant ainsi aussi par ailleurs parmi enfin puis ensuite mais et ou or donc autre
        هذا هذه ذلك تلك هو هي هم هؤلاء كما ثم لكن ولكن وقد وهو وهي وهذا وهذه وكان وكانت كذلك أيضا ومن وفي"""
    ).split()
)
# What means nothing to someone who does not have the report open.
_UNRESOLVED = re.compile(
    r"\b(?:this|these|those|ce|cet|cette|ces|هذا|هذه|ذلك|تلك|même (?:année|mois|jour)|same|that (?:year|month|day)|"
    r"the (?:country|next|latter|former)|le pays|ce dernier|cette dernière|البلد|ci-dessus|above|أعلاه)\b",
    re.IGNORECASE,
)
_Drawn = TypeVar("_Drawn")


def drafts(report: Report) -> list[dict[str, Any]]:
    """Return the fields of every fact that the rules make of the report, in its order, each question once."""
    found: dict[str, dict[str, Any]] = {}
    for block in drafted_from(report):
        text = report.text[block.start : block.end]
        for start, end in split(text):
            for question, kind, answer in _asked(_bare(text[start:end])):
                fits = len(question.split()) <= _LONGEST and not holds(question, [[answer]])
                if fits and holds(text, [[answer]]):
                    fields = fact_fields(report.id, block, question, kind, [[answer]])
                    found.setdefault(question, fields)
    return list(found.values())


def drafted_from(report: Report) -> list[Block]:
    """Return the blocks that a question may be drafted from: running text at a place that has a name."""
    return [
        block for block in report.blocks if block.kind in _KINDS and block.paragraph not in (None, "title", "contents")
    ]


def spread(drawn: Sequence[_Drawn], most: int) -> list[_Drawn]:
    """Return at most that many, evenly spread over the whole, in order."""
    if len(drawn) <= most:
        return list(drawn)
    return [drawn[(2 * ordinal + 1) * len(drawn) // (2 * most)] for ordinal in range(most)]


def fact_fields(
    report_id: str, block: Block, question: str, kind: FactKind, expect: Sequence[Sequence[str]]
) -> dict[str, Any]:
    """Return the fields of a drafted fact; its id follows from the report and the question."""
    digest = hashlib.sha256(question.encode()).hexdigest()[:8]
    return {
        "id": f"draft-{report_id}-{digest}",
        "lang": detect(question),
        "question": question,
        "kind": kind.value,
        "expect": [list(group) for group in expect],
        "evidence": [{"doc": report_id, "at": block.paragraph}],
        "note": NOTE,
    }


def _bare(sentence: str) -> str:
    return _END.sub("", _BRACKETED.sub("", _LABEL.sub("", sentence)))


def _asked(sentence: str) -> Iterator[tuple[str, FactKind, str]]:
    """Yield the questions that the rules make of a sentence without its stop: question, kind, answer."""
    words = sentence.split()
    if len(words) < _SHORTEST or _UNFIT.search(sentence):
        return
    if fold(words[0].strip(",،'’")) in _POINTS_BACK or _UNRESOLVED.search(sentence):
        return
    language = detect(sentence)
    person = ask_who(sentence, language)
    if person:
        yield person[0], FactKind.NAME, person[1]
    for value in values(sentence):
        question = ask_for(sentence, value, language)
        if question:
            yield question, value.kind, value.text
