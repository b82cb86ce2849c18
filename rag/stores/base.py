"""A generation's passages as a LangChain `VectorStore`: for users of LangChain, not on Dalil's own path to an answer.

`DalilVectorStore` is FAISS vectors with documents and ids beside them, in memory. `open` gives the passages of a
generation, which is never changed in place, so an opened store refuses to add and delete. Search here is by vectors
alone: the words and tokens that Dalil also weighs belong to its retriever. Nothing else in `rag.stores` imports this
file, for it brings LangChain with it.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.vectorstores import VectorStore
from langchain_core.vectorstores.utils import maximal_marginal_relevance
from numpy.typing import NDArray

from rag.errors import UsageError
from rag.stores.bundle import Stores
from rag.stores.faiss import FaissVectors
from rag.types import Passage, Source

Filter = Callable[[Document], bool] | Mapping[str, Any]


class PassageEmbedder(Protocol):
    """What Dalil's own models offer."""

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one row for each text."""

    def embed_question(self, text: str) -> NDArray[np.float32]:
        """Return one vector."""


class LangChainEmbeddings(Embeddings):
    """One of Dalil's models as LangChain `Embeddings`."""

    def __init__(self, embedder: PassageEmbedder) -> None:
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return one vector for each passage text."""
        return self._embedder.embed_passages(texts).astype(float).tolist() if texts else []

    def embed_query(self, text: str) -> list[float]:
        """Return the vector of a question."""
        vector: list[float] = self._embedder.embed_question(text).astype(float).tolist()
        return vector


class DalilVectorStore(VectorStore):
    """Documents found by the cosine of their vectors; scores are cosines, -1 to 1, best first.

    `filter` is a function of a Document or a mapping of metadata that must be equal; it is applied inside the search.
    """

    def __init__(self, embedding: Embeddings) -> None:
        self._embedding = embedding
        self._documents: list[Document] = []
        self._rows: dict[str, int] = {}
        self._vectors: FaissVectors | None = None
        self._read_only = False

    @classmethod
    def open(cls, generation: Path, embedding: Embeddings | PassageEmbedder) -> DalilVectorStore:
        """Open the passages of a generation's folder, read-only; `embedding` must be the model that made its vectors.

        Raises IndexDamagedError when a file cannot be read.
        """
        store = cls(embedding if isinstance(embedding, Embeddings) else LangChainEmbeddings(embedding))
        stores = Stores.open(generation)
        sources = stores.documents.sources()
        store._documents = [_document(passage, sources[passage.report_id]) for passage in stores.passages]
        store._rows = {passage.id: row for row, passage in enumerate(stores.passages)}
        store._vectors = stores.vectors
        store._read_only = True
        stores.close()
        return store

    @classmethod
    def from_texts(
        cls,
        texts: list[str],
        embedding: Embeddings,
        metadatas: list[dict[str, Any]] | None = None,
        *,
        ids: list[str] | None = None,
        **kwargs: Any,
    ) -> DalilVectorStore:
        """Make a store in memory that holds the texts."""
        store = cls(embedding)
        store.add_texts(texts, metadatas, ids=ids)
        return store

    @property
    def embeddings(self) -> Embeddings:
        """The model that embeds documents and questions."""
        return self._embedding

    def add_texts(
        self,
        texts: Iterable[str],
        metadatas: list[dict[str, Any]] | None = None,
        *,
        ids: list[str] | None = None,
        **kwargs: Any,
    ) -> list[str]:
        """Add texts and return their ids; a text whose id is known replaces the old one.

        Raises ValueError when the lists differ in length, UsageError when the store is an opened generation.
        """
        self._refuse_if_read_only()
        texts = list(texts)
        given = ids if ids is not None else [None] * len(texts)
        names = [name or uuid.uuid4().hex for name in given]
        new = {
            name: (row, Document(id=name, page_content=text, metadata=dict(metadata)))
            for row, (name, text, metadata) in enumerate(
                zip(names, texts, metadatas or [{} for _ in texts], strict=True)
            )
        }
        if new:
            vectors = _unit(self._embedding.embed_documents(texts))
            self.delete(list(new))
            self._append([document for _, document in new.values()], vectors[[row for row, _ in new.values()]])
        return names

    def delete(self, ids: list[str] | None = None, **kwargs: Any) -> bool:
        """Delete documents by id, all of them when `ids` is None; unknown ids are passed over."""
        self._refuse_if_read_only()
        gone = {self._rows[name] for name in (self._rows if ids is None else ids) if name in self._rows}
        if gone and self._vectors is not None:
            self._vectors.remove(np.array(sorted(gone), np.int64))
            self._documents = [document for row, document in enumerate(self._documents) if row not in gone]
            self._rows = {str(document.id): row for row, document in enumerate(self._documents)}
        return True

    def get_by_ids(self, ids: Sequence[str], /) -> list[Document]:
        """Return the documents of those ids that are known, in the order asked."""
        return [_copy(self._documents[self._rows[name]]) for name in ids if name in self._rows]

    def similarity_search(
        self,
        query: str,
        k: int = 4,
        **kwargs: Any,
    ) -> list[Document]:
        """Return the `k` documents most like the question."""
        return [document for document, _ in self.similarity_search_with_score(query, k, **kwargs)]

    def similarity_search_with_score(
        self,
        query: str,
        k: int = 4,
        *,
        filter: Filter | None = None,
        **kwargs: Any,
    ) -> list[tuple[Document, float]]:
        """Return the `k` documents most like the question, each with its cosine."""
        return self._nearest(self._embedding.embed_query(query), k, filter)

    def similarity_search_by_vector(
        self,
        embedding: list[float],
        k: int = 4,
        *,
        filter: Filter | None = None,
        **kwargs: Any,
    ) -> list[Document]:
        """Return the `k` documents most like a vector."""
        return [document for document, _ in self._nearest(embedding, k, filter)]

    def max_marginal_relevance_search(
        self,
        query: str,
        k: int = 4,
        fetch_k: int = 20,
        lambda_mult: float = 0.5,
        *,
        filter: Filter | None = None,
        **kwargs: Any,
    ) -> list[Document]:
        """Return `k` documents that are like the question and unlike each other, of the `fetch_k` most like it."""
        question = _unit([self._embedding.embed_query(query)])[0]
        if self._vectors is None:
            return []
        rows, _ = self._vectors.search(question, fetch_k, self._allowed(filter))
        chosen = maximal_marginal_relevance(question, list(self._vectors.vectors(rows)), lambda_mult, k)
        return [_copy(self._documents[int(rows[place])]) for place in chosen]

    def _select_relevance_score_fn(self) -> Callable[[float], float]:
        # LangChain's relevance runs from 0 to 1; what points away from the question is as irrelevant as can be.
        return lambda cosine: min(max(cosine, 0.0), 1.0)

    def _nearest(self, vector: list[float], k: int, allowed: Filter | None) -> list[tuple[Document, float]]:
        if self._vectors is None:
            return []
        rows, scores = self._vectors.search(_unit([vector])[0], k, self._allowed(allowed))
        return [(_copy(self._documents[row]), float(score)) for row, score in zip(rows, scores, strict=True)]

    def _allowed(self, wanted: Filter | None) -> NDArray[np.int64] | None:
        if wanted is None:
            return None
        test = wanted if callable(wanted) else _equal_to(wanted)
        return np.array([row for row, document in enumerate(self._documents) if test(document)], np.int64)

    def _append(self, documents: list[Document], vectors: NDArray[np.float32]) -> None:
        if self._vectors is None:
            self._vectors = FaissVectors.build(vectors)
        else:
            self._vectors.add(vectors)
        for document in documents:
            self._rows[str(document.id)] = len(self._documents)
            self._documents.append(document)

    def _refuse_if_read_only(self) -> None:
        if self._read_only:
            raise UsageError(
                "An index generation is never changed in place.",
                "Put the report into the corpus and run `dalil index`.",
            )


def _document(passage: Passage, source: Source) -> Document:
    place, facts = passage.locator, source.metadata
    metadata = {
        "report": passage.report_id,
        "title": source.title,
        "path": source.path,
        "language": passage.language,
        "paragraph": place.paragraph,
        "section": place.section,
        "page_label": place.page_label,
        "page_number": place.page_number,
        "start": place.start,
        "end": place.end,
        "countries": list(facts.countries),
        "date": facts.date,
        "publisher": list(facts.publisher),
        "kind": facts.kind,
        "source_url": facts.source_url,
    }
    return Document(id=passage.id, page_content=passage.text, metadata=metadata)


def _copy(document: Document) -> Document:
    # A caller may write into the metadata of what it is given; the store must not feel it.
    return document.model_copy(update={"metadata": dict(document.metadata)})


def _equal_to(wanted: Mapping[str, Any]) -> Callable[[Document], bool]:
    return lambda document: all(document.metadata.get(name) == value for name, value in wanted.items())


def _unit(vectors: list[list[float]]) -> NDArray[np.float32]:
    rows = np.array(vectors, np.float32)
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(norms > 0, norms, 1), np.float32)
