import pytest

from rag.question import understand
from rag.retrieval import HybridRetriever, Voices
from rag.stores.faiss import FaissVectors
from rag.stores.late_interaction import LateInteraction
from rag.stores.lexical import Lexical
from rag.types import Filters
from tests.support.small_world import PASSAGES, SOURCES, SmallModel


@pytest.fixture
def retriever() -> HybridRetriever:
    return small_retriever()


def small_retriever() -> HybridRetriever:
    model = SmallModel()
    texts = [passage.text for passage in PASSAGES]
    return HybridRetriever(
        Voices(
            passages=PASSAGES,
            sources=SOURCES,
            late=LateInteraction.build(model.token_ids(texts), len(model.vectors)),
            lexical=Lexical.build(PASSAGES),
            vectors=FaissVectors.build(model.embed_passages(texts)),
            token_model=model,
            embedder=model,
        )
    )


@pytest.mark.parametrize(
    ("question", "passage"),
    [
        ("How many networks were dismantled?", "p1"),
        ("كم مهاجر منذ 2004؟", "p2"),
        ("Qui a représenté le Maroc à l'atelier ?", "p3"),
    ],
)
def test_the_right_passage_is_first_in_another_language_too(
    retriever: HybridRetriever, question: str, passage: str
) -> None:
    assert retriever.hits(understand(question))[0].passage.id == passage


def test_hits_are_ranked_and_say_why(retriever: HybridRetriever) -> None:
    hits = retriever.hits(understand("Combien de migrants ont été rapatriés ?"))
    assert [hit.rank for hit in hits] == [1, 2, 3, 4, 5]
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert hits[0].why["late_rank"] == hits[0].why["lexical_rank"] == hits[0].why["dense_rank"] == 1


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(languages=("ar",)), {"p3", "p4"}),
        (Filters(reports=("review",)), {"p1", "p2", "p5"}),
        (Filters(countries=("DZ",)), {"p3", "p4"}),
        (Filters(countries=("QA",)), set()),
        (Filters(languages=("fr",), reports=("workshop",)), set()),
    ],
)
def test_a_filter_leaves_all_that_it_allows_and_nothing_else(
    retriever: HybridRetriever, filters: Filters, found: set[str]
) -> None:
    assert {hit.passage.id for hit in retriever.hits(understand("atelier"), filters)} == found
