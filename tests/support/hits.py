"""Hits made by hand, from short invented passages, for whoever tests what is made of them."""

from __future__ import annotations

from collections.abc import Sequence

from rag.types import Hit, Locator, Metadata, Passage, Question, QuestionKind, Source

# The same two passages in each language.
HARBOUR = {
    "en": ("The harbour opened in 1961. The fund paid 4,200 dinars to 17 families.", "Adel Rami chairs the board."),
    "fr": ("Le port a ouvert en 1961. Le fonds a versé 4 200 dinars à 17 familles.", "Adel Rami préside le conseil."),
    "ar": ("افتتح الميناء عام 1961. دفع الصندوق 4200 دينار إلى 17 أسرة.", "يرأس عادل رامي مجلس الإدارة."),
}


def make_hits(*texts: str, language: str = "en", report: str = "review") -> list[Hit]:
    """Return hits of one passage for each text, best first; the n-th is paragraph n and begins at n x 1000."""
    hits = []
    for rank, text in enumerate(texts, start=1):
        start = rank * 1000
        locator = Locator(start, start + len(text), paragraph=str(rank))
        passage = Passage(f"{report}-{rank}", report, text, locator, language)
        hits.append(Hit(passage, score=1 / rank, rank=rank))
    return hits


def make_sources(hits: Sequence[Hit], title: str = "Review of the Harbour Fund") -> dict[str, Source]:
    """Return a source for each report of the hits."""
    metadata = Metadata(date="2019-03-01", publisher=("Harbour Board",))
    return {
        hit.passage.report_id: Source(hit.passage.report_id, title, "review.txt", hit.passage.language, metadata)
        for hit in hits
    }


def make_question(text: str, language: str = "en", kind: QuestionKind = QuestionKind.OTHER) -> Question:
    """Return a question as if it had been understood."""
    return Question(text, language, kind)
