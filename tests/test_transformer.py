"""Models of other makers by folder or hub name: their prompts, their limits, and what is told when they fail."""

import logging
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from tokenizers import Tokenizer, models, pre_tokenizers

from rag.embedding import SentenceTransformerEmbedder, load_embedder
from rag.embedding.prompts import Prompts, prompts_of
from rag.errors import ModelError
from rag.settings import load_settings
from rag.wiring import build_index, index_status, open_assistant
from tests.support.tiny_models import edit_json, save_cross_encoder, save_embedding_model

WORDS = ("query", "passage", ":", "port", "mer", "la", "le", "et", "1", "7")


@pytest.fixture(scope="module")
def tiny_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model of four words whose vectors a reader can compute, with prompts of its own."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding

    tokenizer = Tokenizer(models.WordLevel({"[UNK]": 0, "left": 1, "right": 2, "query": 3, "passage": 4}, "[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    weights = np.array([[0, 0, 0], [3, 0, 0], [0, 3, 0], [0, 0, 4], [0, 0, -4]], dtype=np.float32)
    static = StaticEmbedding(tokenizer, embedding_weights=weights)
    made = SentenceTransformer(modules=[static], device="cpu", prompts={"query": "query ", "document": "passage "})
    folder = tmp_path_factory.mktemp("models") / "tiny"
    made.save_pretrained(str(folder))
    return folder


def test_a_folder_of_any_maker_with_its_prompts(tiny_folder: Path) -> None:
    embedder = load_embedder(str(tiny_folder))
    assert isinstance(embedder, SentenceTransformerEmbedder)
    assert embedder.dimension == 3
    assert embedder.embed_question("left") == pytest.approx([0.6, 0, 0.8])
    assert embedder.embed_passages(["right", " "]).tolist() == [pytest.approx([0, 0.6, -0.8]), [0, 0, 0]]
    assert embedder.embed_passages([]).shape == (0, 3)


def test_fingerprint_follows_the_content(tiny_folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "tiny"
    shutil.copytree(tiny_folder, copy)
    first = load_embedder(str(tiny_folder)).fingerprint
    assert load_embedder(str(copy)).fingerprint == first
    settings = copy / "config_sentence_transformers.json"
    settings.write_text(settings.read_text().replace("passage ", "left "))
    assert load_embedder(str(copy)).fingerprint != first


@pytest.mark.parametrize("name", ["document", "passage", "corpus"])
def test_a_passage_prompt_counts_by_any_of_its_usual_names(tiny_folder: Path, tmp_path: Path, name: str) -> None:
    copy = tmp_path / "tiny"
    shutil.copytree(tiny_folder, copy)
    edit_json(copy / "config_sentence_transformers.json", prompts={"query": "query ", name: "passage "})
    embedder = load_embedder(str(copy))
    assert embedder.embed_passages(["right"])[0] == pytest.approx([0, 0.6, -0.8])
    assert embedder.embed_question("left") == pytest.approx([0.6, 0, 0.8])


def raw(folder: Path, text: str) -> NDArray[np.float32]:
    from sentence_transformers import SentenceTransformer

    (vector,) = SentenceTransformer(str(folder), device="cpu", local_files_only=True).encode([text], prompt="")
    return vector / np.linalg.norm(vector)


def test_an_e5_model_gets_its_prompts_though_its_configuration_has_none(tmp_path: Path) -> None:
    folder = save_embedding_model(tmp_path / "multilingual-e5-small", WORDS)
    embedder = load_embedder(str(folder))
    assert embedder.embed_question("port") == pytest.approx(raw(folder, "query: port"), abs=1e-5)
    assert embedder.embed_passages(["mer", "port"])[1] == pytest.approx(raw(folder, "passage: port"), abs=1e-5)
    assert embedder.embed_question("port") != pytest.approx(raw(folder, "port"), abs=1e-2)
    assert embedder.fingerprint.endswith('prompts "query: " / "passage: "')


def test_another_model_without_prompts_gets_none(tmp_path: Path) -> None:
    folder = save_embedding_model(tmp_path / "my-model", WORDS)
    embedder = load_embedder(str(folder))
    assert embedder.embed_question("port") == pytest.approx(raw(folder, "port"), abs=1e-5)
    assert embedder.embed_passages(["port"])[0] == pytest.approx(raw(folder, "port"), abs=1e-5)
    assert "prompts" not in embedder.fingerprint


E5 = Prompts("query: ", "passage: ")


@pytest.mark.parametrize(
    ("name", "configured", "prompts"),
    [
        ("intfloat/multilingual-e5-small", {"query": "", "document": ""}, E5),
        ("intfloat/E5-base-v2", {}, E5),
        ("models--intfloat--e5-large", {}, E5),
        ("intfloat_multilingual-e5-base", {}, E5),
        ("intfloat/multilingual-e5-small", {"query": "q: ", "passage": None}, Prompts("q: ", "")),
        ("somebody/all-indo-e5-small", {}, Prompts()),
        ("somebody/e5-small-finetuned", {}, Prompts()),
        ("sentence-transformers/all-MiniLM-L6-v2", {"query": None}, Prompts()),
        ("my-model", {"query": "", "document": "", "passage": "p: "}, Prompts("", "p: ")),
    ],
)
def test_prompts_are_the_models_own_or_those_it_is_known_to_need(
    name: str, configured: dict[str, str | None], prompts: Prompts
) -> None:
    assert prompts_of(name, configured) == prompts


@pytest.mark.parametrize("name", ["intfloat/multilingual-e5-large-instruct", "intfloat/e5-mistral-7b-instruct"])
def test_an_instructed_model_gets_an_instruction_before_questions_alone(name: str) -> None:
    prompts = prompts_of(name, {})
    assert prompts.question.startswith("Instruct: ")
    assert prompts.question.endswith("\nQuery: ")
    assert prompts.passage == ""
    assert "\n" not in str(prompts)


def test_status_and_index_name_the_model_and_its_prompts(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    paragraphs = "\n\n".join(f"{number}. Le port {number} et la mer." for number in range(1, 41))
    (corpus / "report.md").write_text(f"# Rapport\n\n{paragraphs}\n", encoding="utf-8")
    folder = save_embedding_model(tmp_path / "multilingual-e5-small", WORDS)
    settings = load_settings(corpus=corpus, index=tmp_path / "index", embedding=str(folder))
    told: list[tuple[int, int]] = []
    build_index(settings, lambda done, total, what: told.append((done, total)) if what == "embedding" else None)
    assert 'prompts "query: " / "passage: "' in index_status(settings).model
    assert open_assistant(settings).ask("Où est le port 7 ?").hits
    total = told[-1][1]
    assert total >= 40
    assert told == [(0, total), (32, total), (total, total)]


def test_a_long_passage_counts_by_its_beginning_and_this_is_told_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    embedder = load_embedder(str(save_embedding_model(tmp_path / "short-sighted", WORDS)))
    long = " ".join(["port"] * 62 + ["mer"] * 300)
    with caplog.at_level(logging.WARNING):
        vectors = embedder.embed_passages(["port " * 62, long])
        embedder.embed_passages([long])
    assert vectors[1] == pytest.approx(vectors[0], abs=1e-5)
    assert ["reads 64 tokens" in message for message in caplog.messages] == [True]


def test_questions_of_many_readers_at_once(tmp_path: Path) -> None:
    embedder = load_embedder(str(save_embedding_model(tmp_path / "tiny", WORDS)))
    texts = ["port", "mer", "port et mer", "la mer"] * 10
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(embedder.embed_question, texts))
    assert np.stack(together) == pytest.approx(embedder.embed_passages(texts), abs=1e-5)


def test_a_reranker_is_no_embedding_model(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="it is a reranker") as told:
        load_embedder(str(save_cross_encoder(tmp_path / "reranker", WORDS, liked="port")))
    assert "DALIL_RERANKER" in told.value.mend


def test_code_that_comes_with_a_model_is_never_run(tiny_folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "tiny"
    shutil.copytree(tiny_folder, copy)
    (copy / "theirs.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\nclass Theirs: pass\n")
    (copy / "modules.json").write_text('[{"idx": 0, "name": "0", "path": "", "type": "theirs.Theirs"}]')
    with pytest.raises(ModelError, match="code of its own, which Dalil never runs") as told:
        load_embedder(str(copy))
    assert "bundled" in told.value.mend
    assert "trust_remote_code" not in str(told.value)
    assert not (tmp_path / "ran").exists()


def test_a_broken_model_is_told(tmp_path: Path) -> None:
    folder = save_embedding_model(tmp_path / "broken", WORDS)
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:100])
    with pytest.raises(ModelError, match="cannot be loaded") as told:
        load_embedder(str(folder))
    assert "bundled" in told.value.mend


def test_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no folder") as told:
        load_embedder(str(tmp_path / "absent"))
    assert "bundled" in told.value.mend


def test_folder_without_a_model_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no sentence-transformers model") as told:
        load_embedder(str(tmp_path))
    assert "bundled" in told.value.mend


def test_a_hub_model_in_the_cache_needs_no_network(
    tiny_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    revision = "0123456789abcdef0123456789abcdef01234567"
    repository = tmp_path / "models--somebody--tiny"
    (repository / "refs").mkdir(parents=True)
    (repository / "refs" / "main").write_text(revision)
    shutil.copytree(tiny_folder, repository / "snapshots" / revision)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    monkeypatch.setattr("rag.embedding.hub._hub_answers", lambda: pytest.fail("asked the hub"))
    embedder = load_embedder("somebody/tiny")
    assert embedder.fingerprint == 'somebody/tiny@0123456789abcdef, prompts "query " / "passage "'
    assert embedder.embed_question("left") == pytest.approx([0.6, 0, 0.8])


def test_hub_is_not_asked_offline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setattr("rag.embedding.hub._hub_answers", lambda: pytest.fail("asked the hub"))
    with pytest.raises(ModelError, match="HF_HUB_OFFLINE") as told:
        load_embedder("nobody/no-such-model")
    assert "bundled" in told.value.mend


def test_unreachable_hub_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
    monkeypatch.delenv("TRANSFORMERS_OFFLINE", raising=False)
    monkeypatch.setattr("huggingface_hub.constants.ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(ModelError, match="cannot be reached") as told:
        load_embedder("nobody/no-such-model")
    assert "bundled" in told.value.mend
