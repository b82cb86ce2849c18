"""Hits in the order of a cross-encoder: a scripted one for the rules, tiny real ones for the loading."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from rag.answering.evidence import Evidence
from rag.answering.extractive import ExtractiveAnswerer
from rag.assistant import Assistant
from rag.cli import main
from rag.errors import ModelError, RerankingError
from rag.question import understand
from rag.reranking import CANDIDATES, CrossEncoderReranker, RerankingRetriever, load_reranker
from rag.settings import load_settings
from rag.types import Filters, Hit, Question, Status
from rag.wiring import build_index, open_assistant
from tests.support.small_world import HITS, SOURCES, SmallModel, rarity
from tests.support.tiny_models import save_cross_encoder, save_embedding_model

QUESTION = understand("How many networks were dismantled?")
WORDS = ("liked", "other", "question")


class Found:
    """A retriever that finds the hits of the small world and remembers how many were asked for."""

    def __init__(self, hits: tuple[Hit, ...] = HITS) -> None:
        self.all, self.asked = hits, 0

    def hits(self, question: Question, filters: Filters | None = None, k: int | None = None) -> tuple[Hit, ...]:
        self.asked = k or 0
        return self.all[:k]


class Scripted:
    """A reranker that gives the scores it was told to give, or fails."""

    def __init__(self, *scores: float, error: Exception | None = None) -> None:
        self._scores, self._error = scores, error
        self.read: list[str] = []

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        self.read = list(texts)
        if self._error:
            raise self._error
        return np.array(self._scores[: len(texts)], np.float32)


def ids(hits: Sequence[Hit]) -> list[str]:
    return [hit.passage.id for hit in hits]


def test_the_rerankers_order_counts_and_scores_keep_their_scale() -> None:
    hits = RerankingRetriever(Found(), Scripted(0.1, -7, 0.9, 0.1, 0.2), k=4).hits(QUESTION)
    assert ids(hits) == ["p3", "p5", "p1", "p4"]  # p1 and p4 as before
    assert [hit.rank for hit in hits] == [1, 2, 3, 4]
    assert [hit.score for hit in hits] == [hit.score for hit in HITS[:4]]
    assert hits[0].why == pytest.approx({"reranker": 0.9, "fused": HITS[2].score})


def test_more_hits_are_read_than_are_asked_for() -> None:
    found = Found()
    assert ids(RerankingRetriever(found, Scripted(1, 2, 3, 4, 5)).hits(QUESTION, k=1)) == ["p5"]
    assert found.asked == CANDIDATES
    RerankingRetriever(found, Scripted(1, 2, 3, 4, 5)).hits(QUESTION, k=50)
    assert found.asked == 50


def test_what_a_passage_stands_under_is_read_with_it() -> None:
    reranker = Scripted(1)
    under = replace(HITS[0].passage, context="Réseaux")
    RerankingRetriever(Found((Hit(under, 1.0, 1),)), reranker).hits(QUESTION)
    assert reranker.read == [f"Réseaux\n{under.text}"]


def test_nothing_found_is_nothing_to_rank() -> None:
    assert RerankingRetriever(Found(()), Scripted()).hits(QUESTION) == ()


@pytest.mark.parametrize(
    "failing",
    [Scripted(error=RuntimeError("out of memory")), Scripted(1, 2, float("nan"), 3, 4), Scripted(1, 2)],
    ids=["it raises", "a score is no number", "scores are missing"],
)
def test_a_failing_reranker_leaves_the_hits_as_the_search_ranked_them(failing: Scripted) -> None:
    with pytest.raises(RerankingError, match="reranker failed") as told:
        RerankingRetriever(Found(), failing, k=3).hits(QUESTION)
    assert told.value.hits == HITS[:3]
    assert "DALIL_RERANKER" in told.value.mend


@pytest.mark.parametrize(
    ("language", "said"), [("en", "could not be reranked"), ("fr", "a échoué"), ("ar", "تعذّرت إعادة ترتيب")]
)
def test_a_failing_reranker_costs_a_note_and_never_the_answer(language: str, said: str) -> None:
    retriever = RerankingRetriever(Found(), Scripted(error=RuntimeError("out of memory")))
    extractive = ExtractiveAnswerer(Evidence(SmallModel(), rarity), SOURCES, confidence=0.0, words=80)
    assistant = Assistant(retriever, extractive, SOURCES, generation="gen-000001", model="small")
    answer = assistant.ask(QUESTION.text, language=language)
    assert answer.status is Status.ANSWERED
    assert ids(answer.hits) == ids(HITS)
    assert [said in note and "out of memory" in note for note in answer.notes] == [True]


@pytest.fixture(scope="module")
def cross_encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_cross_encoder(tmp_path_factory.mktemp("models") / "tiny-reranker", WORDS, liked="liked")


def test_a_cross_encoder_by_folder(cross_encoder: Path) -> None:
    reranker = load_reranker(str(cross_encoder))
    assert isinstance(reranker, CrossEncoderReranker)
    long = "other " * 500
    scores = reranker.scores("question", ["other other", "liked other", "liked liked", long])
    assert (scores.dtype, scores.shape) == (np.float32, (4,))
    assert scores[2] > scores[1] > scores[0]
    assert reranker.scores("question", []).shape == (0,)


def test_a_missing_reranker_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no folder") as told:
        load_reranker(str(tmp_path / "absent"))
    assert "DALIL_RERANKER" in told.value.mend


def test_a_reranker_on_the_hub_is_not_asked_for_offline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setattr("rag.embedding.hub._hub_answers", lambda: pytest.fail("asked the hub"))
    with pytest.raises(ModelError, match="reranker nobody/no-such-reranker is not in the local cache") as told:
        load_reranker("nobody/no-such-reranker")
    assert "DALIL_RERANKER" in told.value.mend


def test_a_broken_reranker_is_told(cross_encoder: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.mkdir()
    for file in cross_encoder.iterdir():
        (broken / file.name).write_bytes(file.read_bytes()[:50] if file.suffix == ".safetensors" else file.read_bytes())
    with pytest.raises(ModelError, match="cannot be loaded"):
        load_reranker(str(broken))


def test_an_embedding_model_is_no_reranker(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no cross-encoder"):
        load_reranker(str(save_embedding_model(tmp_path / "embedding", WORDS)))


def test_a_classifier_is_no_reranker(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="3 scores"):
        load_reranker(str(save_cross_encoder(tmp_path / "classifier", WORDS, liked="liked", labels=3)))


REPORT = """# Rapport

1. Le comité s'est réuni deux fois et a entendu douze témoins.

2. Le comité a visité trois provinces et deux ports.

3. Le comité remercie ses hôtes.
"""


def test_the_command_ranks_with_the_reranker_that_is_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "report.md").write_text(REPORT, encoding="utf-8")
    settings = load_settings(corpus=corpus, index=tmp_path / "index")
    build_index(settings)
    asked = "Combien de fois le comité s'est-il réuni ?"
    before = open_assistant(settings).ask(asked).hits
    folder = save_cross_encoder(tmp_path / "reranker", ["remercie"], liked="remercie")

    monkeypatch.setenv("DALIL_INDEX", str(settings.index))
    monkeypatch.setenv("DALIL_RERANKER", str(folder))
    monkeypatch.setattr("sys.argv", ["dalil", "ask", "--json", asked])
    with pytest.raises(SystemExit) as ended:
        main()
    assert not ended.value.code
    after = json.loads(capsys.readouterr().out)["hits"]
    assert before[0].passage.locator.paragraph == "1"
    assert after[0]["paragraph"] == "3"
    assert {hit["paragraph"] for hit in after} == {hit.passage.locator.paragraph for hit in before}
