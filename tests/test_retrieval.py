from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from rag.exchange import answer_as_json
from rag.question import understand
from rag.retrieval import HybridRetriever, Voices
from rag.retrieval.fusion import Weights, learned
from rag.stores.documents import indexed_text
from rag.stores.faiss import FaissVectors
from rag.stores.keys import KeyIndex
from rag.stores.late_interaction import LateInteraction
from rag.stores.lexical import Lexical
from rag.stores.words import Words
from rag.types import Answer, Filters, Passage, Provenance, Status
from tests.support.small_world import PASSAGES, SOURCES, SmallModel


@pytest.fixture
def retriever() -> HybridRetriever:
    return small_retriever()


def small_retriever(passages: Sequence[Passage] = PASSAGES) -> HybridRetriever:
    model = SmallModel()
    texts = [indexed_text(passage) for passage in passages]
    languages = [passage.language for passage in passages]
    return HybridRetriever(
        Voices(
            passages=passages,
            sources=SOURCES,
            late=LateInteraction.build(model.token_ids(texts), len(model.vectors), languages),
            lexical=Lexical.build(passages),
            keys=KeyIndex.build(texts, languages),
            words=Words.build(passages),
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


def test_hits_show_which_words_met(retriever: HybridRetriever) -> None:
    (first, *_) = retriever.hits(understand("How many networks were dismantled?"))
    assert {(match.asked, match.found) for match in first.matches} == {
        ("networks", "réseaux"),
        ("dismantled", "démantelés"),
    }
    weights = [match.weight for match in first.matches]
    assert weights == sorted(weights, reverse=True)
    assert 0.9 < sum(weights) < 1.1


def test_a_hit_without_a_word_of_the_question_matches_nothing(retriever: HybridRetriever) -> None:
    hits = {hit.passage.id: hit for hit in retriever.hits(understand("How many networks were dismantled?"))}
    assert hits["p5"].matches == ()


def test_as_many_passages_are_found_as_are_asked_for(retriever: HybridRetriever) -> None:
    assert [len(retriever.hits(understand("atelier"), k=k)) for k in (1, 3, 5, 100)] == [1, 3, 5, 5]


def test_a_question_of_function_words_alone_or_of_none_at_all_is_no_mistake(retriever: HybridRetriever) -> None:
    assert len(retriever.hits(understand("Who is it?"))) == len(retriever.hits(understand("?"))) == 5


def test_a_short_bullet_is_found_by_the_question_that_it_answers() -> None:
    listed = replace(PASSAGES[0], id="bullet", text="111.", context="Combien de réseaux ont été démantelés ?")
    other = replace(PASSAGES[0], id="other", text="Le comité parle.", context="Domaines prioritaires")
    retriever = small_retriever((other, listed, *PASSAGES[1:]))
    assert retriever.hits(understand("How many networks were dismantled?"))[0].passage.id == "bullet"


def test_words_close_together_are_found_before_the_same_words_far_apart() -> None:
    between = " ".join(f"mot{number}" for number in range(30))
    apart = replace(PASSAGES[0], id="apart", text=f"Les réseaux. {between}. Ils sont démantelés.")
    close = replace(PASSAGES[0], id="close", text=f"Démantelés, les réseaux. {between}. Ils sont.")
    retriever = small_retriever((apart, close, *PASSAGES[1:]))
    assert [hit.passage.id for hit in retriever.hits(understand("networks dismantled"))][:2] == ["close", "apart"]


def test_the_best_passage_in_another_language_comes_first_when_it_is_hardly_worse() -> None:
    weights = Weights({"words": 0.8, "late": 0.2}, advance=0.1, lifted=0.0)
    words = np.array([0.50, 0.45, 0.44, 0.30], np.float32)
    fused = weights.fused({"words": words, "late": words}, np.array([0, 1, 1, 2], np.int32), asked_in=0)
    assert np.argsort(-fused).tolist() == [1, 0, 2, 3]


def test_a_language_in_which_all_is_less_near_is_lifted() -> None:
    words = np.array([0.8, 0.6, 0.7, 0.3], np.float32)
    languages = np.array([0, 0, 1, 1], np.int32)
    plain, lifted = (Weights({"words": 1.0}, 0.0, share).fused({"words": words}, languages, 0) for share in (0.0, 0.5))
    assert plain.argmax() == 0
    assert lifted.argmax() == 2


def test_one_language_alone_is_neither_lifted_nor_advanced() -> None:
    words = np.array([0.8, 0.6], np.float32)
    fused = Weights({"words": 1.0}, 0.5, 0.5).fused({"words": words}, np.array([0, 0], np.int32), asked_in=0)
    np.testing.assert_allclose(fused, words)


def test_the_learned_weights_are_shares_and_speak_for_no_voice_that_does_not_exist(
    retriever: HybridRetriever,
) -> None:
    weights = learned()
    assert sum(weights.voices.values()) == pytest.approx(1, abs=1e-3)
    assert all(weight >= 0 for weight in [*weights.voices.values(), weights.advance, weights.lifted])
    assert set(weights.voices) <= set(retriever.hits(understand("atelier"))[0].why)


def test_the_words_of_a_hit_are_told_to_other_programs(retriever: HybridRetriever) -> None:
    hits = retriever.hits(understand("How many networks were dismantled?"))
    answer = Answer("", "en", Status.NOT_FOUND, (), hits, SOURCES, (), Provenance("", "", "", 0.0))
    told = answer_as_json(answer)["hits"][0]["matches"]
    assert {"asked": "networks", "found": "réseaux"}.items() <= told[0].items() | told[1].items()
