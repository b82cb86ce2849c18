"""The only assembler: from settings to an assistant, an index, a status.

It joins rooms that do not know each other and holds no logic of theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rag.answering import Rewriter, StreamingAnswerer, Translator
from rag.answering.conflicts import Conflicts
from rag.answering.evidence import Evidence
from rag.answering.extractive import ExtractiveAnswerer
from rag.answering.side_by_side import Contradictions, WithConflicts
from rag.assistant import Assistant, Retriever
from rag.embedding import Embedder, StaticModel, load_bundled, load_embedder
from rag.errors import NoIndexError, ReadingError, UnusableIndexError
from rag.generations import Recipe, open_current
from rag.indexing import Indexer, IndexingResult, open_index
from rag.indexing.files import find
from rag.indexing.versions import joined
from rag.passages import cut
from rag.reading import READERS, UNREAD, propose, read
from rag.reading.catalogue import load_catalogue
from rag.reading.process import ReadingProcess
from rag.retrieval import HybridRetriever, Voices
from rag.settings import Settings
from rag.stores.bundle import Stores
from rag.types import Report, Source

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

# Raise this when the same file would now be read or cut into other passages: indexes made before are then refused.
PASSAGES_VERSION = "8"
_SUFFIXES = frozenset((*READERS, *UNREAD))  # a report that cannot be read is told, not passed over

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class ReportStatus:
    """One report of the corpus or the index: `state` is "current", "changed", "new", "removed" or "failed"."""

    id: str
    language: str
    passages: int
    state: str
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """What is indexed, by which model, when, how the vectors are searched, and what is stale."""

    generation: str
    created: str
    model: str
    passages: int
    vectors: str
    reports: tuple[ReportStatus, ...]


def open_assistant(settings: Settings) -> Assistant:
    """Open the index and what answers from it.

    Raises:
        UnusableIndexError: there is no index, or it cannot be used; says which command mends it.
        ModelError: the embedding model or the reranker cannot be loaded.
        LanguageModelError: the provider of the chat model is not installed.
    """
    token_model, embedder = load_bundled(), load_embedder(settings.embedding)
    opened = open_index(settings.index, _recipe(embedder, token_model))
    stores = opened.stores
    found = {record.id: record.version_of for record in opened.generation.manifest.reports}
    sources = joined(stores.documents.sources(), found)
    evidence = Evidence(token_model, stores.late.rarity, stores.keys.acronyms)
    model = _language_model(settings)
    extractive = ExtractiveAnswerer(evidence, sources, confidence=settings.confidence, words=settings.answer_words)
    conflicts = Conflicts(evidence, sources)
    return Assistant(
        _reranked(settings, _retriever(settings, stores, sources, token_model, embedder)),
        WithConflicts(extractive, conflicts, words=settings.answer_words),
        sources,
        generation=opened.generation.name,
        model=settings.embedding,
        generative=_generative(settings, model, sources, evidence),
        rewriter=_rewriter(settings, model),
        translator=_translator(settings, model, evidence),
        contradictions=Contradictions(extractive, conflicts),
        similarity=evidence.similarity,
    )


def build_index(settings: Settings, progress: Progress | None = None, full: bool = False) -> IndexingResult:
    """Bring the index up to date with the corpus; see `Indexer.run`."""
    with ReadingProcess(
        seconds=settings.reading_timeout,
        megabytes=settings.reading_memory_mb,
        cache=settings.index / "recognised",
        progress=progress,
    ) as reader:
        indexer = Indexer(
            corpus=settings.corpus,
            index=settings.index,
            embedder=load_embedder(settings.embedding),
            token_model=load_bundled(),
            reader=reader,
            cut=cut,
            load_catalogue=load_catalogue,
            suffixes=_SUFFIXES,
            passages_version=PASSAGES_VERSION,
        )
        return indexer.run(full=full, progress=progress)


def index_exists(settings: Settings) -> bool:
    """Tell whether anything was indexed yet; an index that cannot be used exists."""
    try:
        open_current(settings.index)
    except NoIndexError:
        return False
    except UnusableIndexError:
        return True  # what is wrong with it is told when it is opened
    return True


def index_status(settings: Settings) -> IndexStatus:
    """Compare the index with the corpus as it is now, without reading any report."""
    generation = open_current(settings.index)
    manifest = generation.manifest
    indexed = {record.path: record for record in manifest.reports}
    failed = {failure.path: failure for failure in manifest.failures}
    present = {}
    if settings.corpus.is_dir():
        present = {file.name: file for file in find(settings.corpus, _SUFFIXES, load_catalogue(settings.corpus))}
    reports = []
    for path in sorted({*indexed, *present}):
        record, file, failure = indexed.get(path), present.get(path), failed.get(path)
        named = file.entry.metadata.version_of if file and file.entry else None
        version_of = named or (record.version_of if record else None)
        remarks = (
            *((f"another language version of {version_of}",) if version_of else ()),
            *(record.flags if record else ()),
            *((f"{failure.reason} {failure.mend}",) if failure else ()),
        )
        if file is None:
            state = "removed"
        elif failure is not None and failure.sha256 == file.sha256:
            state = "failed"
        elif record is None:
            state = "new"
        else:
            same = (record.sha256, record.entry) == (file.sha256, file.entry_fingerprint)
            state = "current" if same else "changed"
        name = record.id if record else path
        reports.append(
            ReportStatus(name, record.language if record else "", record.passages if record else 0, state, remarks)
        )
    model = "bundled" if manifest.recipe.embedder == manifest.recipe.token_model else manifest.recipe.embedder
    vectors = Stores.vector_kind(generation.path)
    return IndexStatus(generation.name, manifest.created, model, manifest.passages, vectors, tuple(reports))


def read_report(path: Path) -> Report:
    """Read one file as the indexer would, with its catalogue entry when its folder has one."""
    return read(path, load_catalogue(path.parent).get(path.name))


def propose_entries(settings: Settings) -> Iterator[str]:
    """Yield a catalogue entry for each report of the corpus that has none, or a comment that says why it has none."""
    for file in find(settings.corpus, _SUFFIXES, load_catalogue(settings.corpus)):
        if file.entry is None:
            try:
                yield propose(file.path, file.name)
            except ReadingError as error:
                yield f"# {file.name} {error.reason} {error.mend}\n"


def _recipe(embedder: Embedder, token_model: StaticModel) -> Recipe:
    return Recipe(embedder.fingerprint, token_model.fingerprint, PASSAGES_VERSION)


def _retriever(
    settings: Settings,
    stores: Stores,
    sources: Mapping[str, Source],
    token_model: StaticModel,
    embedder: Embedder,
) -> HybridRetriever:
    voices = Voices(
        passages=stores.passages,
        sources=sources,
        late=stores.late,
        lexical=stores.lexical,
        keys=stores.keys,
        vectors=stores.vectors,
        words=stores.words,
        token_model=token_model,
        embedder=embedder,
    )
    return HybridRetriever(voices, k=settings.hits)


def _reranked(settings: Settings, retriever: HybridRetriever) -> Retriever:
    if not settings.reranker:
        return retriever
    from rag.reranking import RerankingRetriever, load_reranker

    return RerankingRetriever(retriever, load_reranker(settings.reranker), k=settings.hits)


def _language_model(settings: Settings) -> BaseChatModel | None:
    if not settings.llm:
        return None
    from rag.answering.language_model import open_language_model

    return open_language_model(settings.llm, settings.llm_timeout, settings.llm_base_url)


def _rewriter(settings: Settings, model: BaseChatModel | None) -> Rewriter | None:
    if model is None or settings.llm is None:
        return None
    from rag.answering.rewriting import ModelRewriter

    return ModelRewriter(model, settings.llm)


def _translator(settings: Settings, model: BaseChatModel | None, evidence: Evidence) -> Translator | None:
    if model is None or settings.llm is None:
        return None
    from rag.answering.translating import ModelTranslator

    return ModelTranslator(model, settings.llm, similarity=evidence.similarity)


def _generative(
    settings: Settings, model: BaseChatModel | None, sources: Mapping[str, Source], evidence: Evidence
) -> StreamingAnswerer | None:
    if model is None or settings.llm is None:
        return None
    from rag.answering.generative import GenerativeAnswerer
    from rag.answering.prompts import Budget
    from rag.answering.summarising import Summariser

    return GenerativeAnswerer(
        model,
        sources,
        settings.llm,
        budget=Budget(words=settings.answer_words),
        similarity=evidence.similarity,
        summariser=Summariser(model, sources, settings.llm) if settings.llm_summaries else None,
    )
