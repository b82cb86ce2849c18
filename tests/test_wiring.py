"""The assembled product over a small corpus, with and without a language model."""

from pathlib import Path

import pytest

from rag.assistant import AskInput
from rag.errors import IndexMismatchError, LanguageModelError, NoIndexError
from rag.exchange import answer_as_json
from rag.settings import Settings, load_settings
from rag.wiring import build_index, index_exists, index_status, open_assistant
from tests.support.openai_server import ScriptedServer, fail, say

REPORT = """# Rapport de l'atelier de Tunis

1. L'atelier a réuni 48 participants venus de neuf pays.

2. Mme Leïla Mansour, directrice du bureau régional, a présidé la séance d'ouverture.
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "workshop.md").write_text(REPORT, encoding="utf-8")
    settings = load_settings(corpus=corpus, index=tmp_path / "index")
    build_index(settings)
    return settings


def with_model(settings: Settings, server: ScriptedServer, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("OPENAI_API_KEY", "scripted")
    return settings.model_copy(update={"llm": "openai:scripted", "llm_base_url": server.base_url, "llm_timeout": 10.0})


def test_there_is_an_index_once_it_is_built(settings: Settings, tmp_path: Path) -> None:
    assert index_exists(settings)
    nothing = settings.model_copy(update={"index": tmp_path / "nothing"})
    assert not index_exists(nothing)
    with pytest.raises(NoIndexError, match="dalil index"):
        open_assistant(nothing)


def test_status_tells_what_is_stale(settings: Settings) -> None:
    report = settings.corpus / "workshop.md"
    assert [each.state for each in index_status(settings).reports] == ["current"]
    report.write_text(REPORT + "\n3. Une suite.\n", encoding="utf-8")
    (settings.corpus / "another.md").write_text("# Autre\n\nUn texte.\n", encoding="utf-8")
    assert {each.id: each.state for each in index_status(settings).reports} == {
        "another.md": "new",
        "workshop": "changed",
    }
    report.unlink()
    assert "removed" in {each.state for each in index_status(settings).reports}


def test_another_embedding_model_is_refused_until_the_index_is_built_again(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Other:
        fingerprint, dimension = "other", 3

    monkeypatch.setattr("rag.wiring.load_embedder", lambda name: Other())
    with pytest.raises(IndexMismatchError, match="dalil index"):
        open_assistant(settings)


def test_a_language_models_answer_is_shown_with_its_evidence(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ScriptedServer(say("The workshop brought together 48 participants from nine countries [1].")) as server:
        answer = open_assistant(with_model(settings, server, monkeypatch)).ask("How many participants were there?")
    assert answer.text == "The workshop brought together 48 participants from nine countries. [1]"
    assert answer.citations[0].locator.paragraph == "1"
    assert answer.provenance.answerer.startswith("openai:scripted")


@pytest.mark.parametrize(
    "invented", ["There were 84 participants [1].", "There were 48 participants [7].", "Ask <b>me</b>!"]
)
def test_what_a_language_model_invents_is_struck(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, invented: str
) -> None:
    with ScriptedServer(say(invented)) as server:
        answer = open_assistant(with_model(settings, server, monkeypatch)).ask("How many participants were there?")
    assert "84" not in answer.text and "Ask" not in answer.text
    assert all(sentence.text == sentence.citations[0].quote for sentence in answer.sentences)
    assert answer.provenance.answerer == "extractive"
    assert answer.notes


def test_a_server_that_fails_gives_way_to_the_reports_own_sentences(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ScriptedServer(fail(500)) as server:
        assistant = open_assistant(with_model(settings, server, monkeypatch))
        answer = assistant.ask("Combien de participants l'atelier a-t-il réunis ?")
    assert answer.citations[0].quote == "L'atelier a réuni 48 participants venus de neuf pays."
    assert answer.provenance.answerer == "extractive"
    assert answer.notes


def test_a_provider_that_is_not_installed_says_how_to_get_it(settings: Settings) -> None:
    with pytest.raises(LanguageModelError, match="pip install"):
        open_assistant(settings.model_copy(update={"llm": "ollama:qwen3"}))


def test_a_language_model_makes_a_follow_up_whole_before_it_answers(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = "How many participants came from nine countries?"
    replies = (say(whole), say("The workshop brought together 48 participants [1]."))
    history = ["How many participants were there?"]
    with ScriptedServer(*replies) as server:
        assistant = open_assistant(with_model(settings, server, monkeypatch))
        answer = assistant.ask("And who came from nine countries?", history=history)
        rewriting, answering, *_translating = (request.prompt for request in server.requests)
    assert answer.understood == whole
    assert "- How many participants were there?" in rewriting
    assert whole in answering
    assert answer.text == "The workshop brought together 48 participants. [1]"


def test_quotes_in_another_language_come_with_their_translations(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    translation = "The workshop brought together 48 participants from nine countries."
    with ScriptedServer(say(f"{translation} [1]"), say(f"[1] {translation}")) as server:
        assistant = open_assistant(with_model(settings, server, monkeypatch))
        first, *_, answer = assistant.stream(AskInput("How many participants were there?"))
        assert len(server.requests) == 2
    assert first.citations[0].translation is None
    (told,) = answer_as_json(answer)["citations"]
    assert told["translation"] == translation
    assert told["quote"] == "L'atelier a réuni 48 participants venus de neuf pays."
    assert "translation" not in answer_as_json(first)["citations"][0]


def test_by_setting_the_model_weighs_the_passages_first(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    many = "\n\n".join(f"{number}. L'atelier numéro {number} a réuni des participants." for number in range(3, 15))
    (settings.corpus / "workshop.md").write_text(f"{REPORT}\n{many}\n", encoding="utf-8")
    build_index(settings)
    with ScriptedServer(say("Score: 8\nSummary: des participants")) as server:
        asking = with_model(settings, server, monkeypatch).model_copy(update={"llm_summaries": True})
        open_assistant(asking).ask("How many participants were there?")
        prompts = [request.prompt for request in server.requests]
    assert [prompt.startswith("You judge") for prompt in prompts[:-1]] == [True] * settings.hits
    assert prompts[-1].startswith("You answer")
    assert prompts[-1].count("Summary: des participants") == 2
