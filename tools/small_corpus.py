"""A retriever and an answerer over passages in memory, for measuring and learning on public question sets.

The same rooms as in the product, joined without an index on disk.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rag.answering.evidence import Evidence
from rag.answering.extractive import ExtractiveAnswerer
from rag.embedding import StaticModel
from rag.passages import cut
from rag.reading import load_catalogue, read
from rag.retrieval import HybridRetriever, Voices
from rag.stores.documents import indexed_text
from rag.stores.faiss import FaissVectors
from rag.stores.keys import KeyIndex
from rag.stores.late_interaction import LateInteraction
from rag.stores.lexical import Lexical
from rag.stores.words import Words
from rag.types import Metadata, Passage, Source


@dataclass(frozen=True)
class SmallCorpus:
    """What asks and answers over given passages; row i of `vectors` is `passages[i]`."""

    passages: Sequence[Passage]
    vectors: FaissVectors
    retriever: HybridRetriever
    answerer: ExtractiveAnswerer


def read_corpus(folder: Path, model: StaticModel) -> SmallCorpus:
    """Read and index a folder of reports in memory."""
    catalogue = load_catalogue(folder)
    reports = [read(path, catalogue.get(path.name)) for path in sorted(folder.iterdir()) if path.name in catalogue]
    sources = {
        report.id: Source(report.id, report.title, report.path, report.language, report.metadata) for report in reports
    }
    return open_corpus([passage for report in reports for passage in cut(report)], model, sources)


def open_corpus(
    passages: Sequence[Passage], model: StaticModel, sources: Mapping[str, Source] | None = None
) -> SmallCorpus:
    """Index the passages in memory."""
    texts = [indexed_text(passage) for passage in passages]
    sources = sources or {
        passage.report_id: Source(passage.report_id, "", passage.report_id, passage.language, Metadata())
        for passage in passages
    }
    languages = [passage.language for passage in passages]
    late = LateInteraction.build(model.token_ids(texts), len(model.vectors), languages)
    vectors = FaissVectors.build(model.embed_passages(texts))
    found = KeyIndex.build(texts, languages)
    retriever = HybridRetriever(
        Voices(
            passages=passages,
            sources=sources,
            late=late,
            lexical=Lexical.build(passages),
            keys=found,
            vectors=vectors,
            words=Words.build(passages),
            token_model=model,
            embedder=model,
        )
    )
    answerer = ExtractiveAnswerer(Evidence(model, late.rarity, found.acronyms), sources, confidence=0.0, words=80)
    return SmallCorpus(passages, vectors, retriever, answerer)
