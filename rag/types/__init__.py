"""The nouns that travel between the rooms: reports, passages, questions, hits, answers.

Plain frozen data, with facts that follow from it; nothing here reads a file, scores or decides anything.
"""

from rag.types.answers import (
    ITEM_SIGN,
    Answer,
    AnswerSentence,
    Citation,
    Considered,
    Draft,
    Hit,
    Provenance,
    Status,
    Trace,
    Usage,
    WordMatch,
    with_versions,
)
from rag.types.questions import Filters, Question, QuestionKind
from rag.types.reports import Block, BlockKind, Locator, Metadata, PageReading, PageTurn, Passage, Report, Source

__all__ = [
    "ITEM_SIGN",
    "Answer",
    "AnswerSentence",
    "Block",
    "BlockKind",
    "Citation",
    "Considered",
    "Draft",
    "Filters",
    "Hit",
    "Locator",
    "Metadata",
    "PageReading",
    "PageTurn",
    "Passage",
    "Provenance",
    "Question",
    "QuestionKind",
    "Report",
    "Source",
    "Status",
    "Trace",
    "Usage",
    "WordMatch",
    "with_versions",
]
