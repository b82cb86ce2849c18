"""The LangChain contract: its own standard tests, and an exact oracle, for agreeing with oneself proves nothing."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from langchain_core.documents import Document
from langchain_core.embeddings import DeterministicFakeEmbedding
from langchain_tests.integration_tests import VectorStoreIntegrationTests

from rag.errors import UsageError
from rag.stores.base import DalilVectorStore, LangChainEmbeddings
from rag.stores.bundle import Contents, Stores
from rag.types import Locator, Metadata, Passage, Report

EMBEDDINGS = DeterministicFakeEmbedding(size=6)
TEXTS = [f"text {number}" for number in range(40)]
METADATAS = [{"number": number, "even": number % 2 == 0} for number in range(40)]
IDS = [f"id{number}" for number in range(40)]


class TestStandard(VectorStoreIntegrationTests):
    @pytest.fixture
    def vectorstore(self):
        return DalilVectorStore(self.get_embeddings())


@pytest.fixture
def store():
    return DalilVectorStore.from_texts(TEXTS, EMBEDDINGS, METADATAS, ids=IDS)


def oracle(question, allowed=lambda number: True):
    asked = np.array(EMBEDDINGS.embed_query(question))
    cosines = {}
    for number, text in enumerate(TEXTS):
        vector = np.array(EMBEDDINGS.embed_documents([text])[0])
        if allowed(number):
            cosines[number] = float(vector @ asked / np.linalg.norm(vector) / np.linalg.norm(asked))
    return sorted(cosines.items(), key=lambda item: -item[1])


@pytest.mark.parametrize("question", ["text 7", "nothing like it", "", "سؤال"])
def test_scores_are_cosines_and_none_better_is_missed(store, question):
    found = store.similarity_search_with_score(question, k=12)
    expected = oracle(question)[:12]
    assert [document.metadata["number"] for document, _ in found] == [number for number, _ in expected]
    assert [score for _, score in found] == pytest.approx([score for _, score in expected], abs=1e-5)


@pytest.mark.parametrize(
    ("wanted", "allowed"),
    [
        ({"even": True}, lambda number: number % 2 == 0),
        (lambda document: document.metadata["number"] > 30, lambda number: number > 30),
        ({"number": 99}, lambda number: False),
    ],
    ids=["mapping", "function", "nothing left"],
)
def test_a_filter_never_returns_fewer_than_there_are(store, wanted, allowed):
    found = store.similarity_search("text 3", k=15, filter=wanted)
    expected = [number for number, _ in oracle("text 3", allowed)[:15]]
    assert [document.metadata["number"] for document in found] == expected


def test_deleting_and_adding_again_leaves_the_oracle_right(store):
    store.delete(IDS[::3])
    store.add_texts(["text 3", "text 4"], METADATAS[3:5], ids=["id3", "id4"])
    left = {number for number in range(40) if number % 3 or number == 3}
    found = store.similarity_search("text 3", k=40)
    assert [document.metadata["number"] for document in found] == [
        number for number, _ in oracle("text 3", left.__contains__)
    ]
    store.delete()
    assert store.similarity_search("text 3") == []


def test_one_id_twice_in_one_batch_is_one_document():
    store = DalilVectorStore(EMBEDDINGS)
    assert store.add_texts(["old", "new"], ids=["a", "a"]) == ["a", "a"]
    assert store.similarity_search("old", k=5) == [Document(id="a", page_content="new")]


def test_lists_of_different_length_are_refused(store):
    with pytest.raises(ValueError, match="argument"):
        store.add_texts(["one", "two"], ids=["only"])


def test_writing_into_a_found_document_does_not_reach_the_store(store):
    store.similarity_search("text 1", k=1)[0].metadata["number"] = "spoiled"
    store.get_by_ids(["id1"])[0].metadata.clear()
    assert store.get_by_ids(["id1"])[0].metadata == METADATAS[1]


def test_the_retrievers_of_langchain_work_on_it(store):
    best = oracle("text 9")[0][0]
    assert store.as_retriever(search_kwargs={"k": 1}).invoke("text 9")[0].metadata["number"] == best
    diverse = store.as_retriever(search_type="mmr", search_kwargs={"k": 5, "fetch_k": 10}).invoke("text 9")
    assert diverse[0].metadata["number"] == best
    assert {document.metadata["number"] for document in diverse} <= {number for number, _ in oracle("text 9")[:10]}
    assert all(0 <= score <= 1 for _, score in store.similarity_search_with_relevance_scores("text 9", k=40))


class Embedder:
    """The length of a text, and one: two texts of one length are alike."""

    def embed_passages(self, texts):
        rows = np.array([[len(text), 1] for text in texts], np.float32)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    def embed_question(self, text):
        return self.embed_passages([text])[0]


@pytest.fixture
def generation(tmp_path):
    text = "Un. Vingt et un. Quarante-deux participants."
    report = Report("r", "Le titre", "r.txt", "00", "fr", Metadata(("MA",), "2023"), text, ())
    spans = [(0, 3), (4, 16), (17, len(text))]
    passages = [
        Passage(f"p{start}", "r", text[start:end], Locator(start, end, paragraph=str(row)), "fr")
        for row, (start, end) in enumerate(spans)
    ]
    vectors = Embedder().embed_passages([passage.text for passage in passages])
    Stores.write(tmp_path, Contents([report], passages, vectors, [np.array([1], np.int32)] * 3, 4))
    return tmp_path


def test_a_generation_opens_as_a_vector_store(generation):
    store = DalilVectorStore.open(generation, Embedder())
    (found,) = store.similarity_search("12 lettres !", k=1)
    assert (found.id, found.page_content) == ("p4", "Vingt et un.")
    facts = {"report": "r", "title": "Le titre", "paragraph": "1", "countries": ["MA"], "date": "2023"}
    assert facts.items() <= found.metadata.items()
    assert LangChainEmbeddings(Embedder()).embed_documents([]) == []


def test_an_opened_generation_is_not_changed(generation):
    before = {path: path.read_bytes() for path in generation.rglob("*") if path.is_file()}
    store = DalilVectorStore.open(generation, Embedder())
    with pytest.raises(UsageError, match="dalil index"):
        store.add_texts(["new"])
    with pytest.raises(UsageError, match="dalil index"):
        store.delete(["p4"])
    assert store.get_by_ids(["p4"])
    assert before == {path: path.read_bytes() for path in generation.rglob("*") if path.is_file()}


def test_the_other_stores_do_not_bring_langchain_or_faiss_with_them():
    program = (
        "import sys, rag.stores.bundle; "
        "print([name for name in ('langchain_core', 'faiss', 'bm25s', 'torch') if name in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_rows_that_disagree_are_refused(tmp_path, generation):
    report = replace(Stores.open(generation).documents.report("r"), text="")
    with pytest.raises(ValueError, match="0 passages, 1 vectors, 0 token lists"):
        Stores.write(tmp_path, Contents([report], [], np.ones((1, 2), np.float32), [], 4))
