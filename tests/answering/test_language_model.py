"""Opening a chat model by name, and the mapping of whatever goes wrong."""

from __future__ import annotations

import sys

import pytest

from rag.answering.language_model import mapped_errors, open_language_model
from rag.errors import LanguageModelError
from tests.support.openai_server import ScriptedServer, break_off, say

KEY = "sk-very-secret"


@pytest.fixture
def keyless(monkeypatch):
    for name in ("OPENAI_API_KEY", "OPENAI_ADMIN_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)


def test_a_model_is_opened_by_provider_and_name(monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with ScriptedServer(say("hello")) as server:
        model = open_language_model("openai:small-model", timeout=20, base_url=server.base_url)
        assert model.invoke("hi").text == "hello"
        (request,) = server.requests
    assert request.body["model"] == "small-model"
    assert request.headers["authorization"] == f"Bearer {KEY}"


def test_a_server_of_ones_own_needs_no_key(keyless):
    with ScriptedServer(say("hello")) as server:
        assert open_language_model("openai:local", timeout=20, base_url=server.base_url).invoke("hi").text == "hello"


def test_a_missing_key_is_named(keyless):
    with pytest.raises(LanguageModelError, match="OPENAI_API_KEY"):
        open_language_model("openai:small-model")


@pytest.mark.parametrize(
    ("name", "mend"),
    [
        ("openai:m", "pip install langchain-openai"),
        ("ollama:m", "pip install langchain-ollama"),
        ("google_genai:m", "pip install langchain-google-genai"),
    ],
)
def test_a_missing_package_is_named_with_the_way_to_get_it(monkeypatch, name, mend):
    def refuse(*_: object, **__: object) -> None:
        raise ImportError("no such package")

    monkeypatch.setattr("langchain.chat_models.init_chat_model", refuse)
    with pytest.raises(LanguageModelError) as caught:
        open_language_model(name)
    assert mend in caught.value.mend
    assert name in caught.value.reason


def test_langchain_says_a_package_is_missing_as_we_expect(monkeypatch):
    for module in ("langchain_ollama", "langchain_community", "langchain_community.chat_models"):
        monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(LanguageModelError, match="pip install langchain-ollama"):
        open_language_model("ollama:m")


@pytest.mark.parametrize("name", ["nonsense", "unknown:model", "", ":"])
def test_a_name_without_a_known_provider_is_refused_with_an_example(name):
    with pytest.raises(LanguageModelError) as caught:
        open_language_model(name)
    assert "DALIL_LLM" in caught.value.mend


def http_error(status: int) -> Exception:
    error = type("SomeProviderError", (Exception,), {})(f"key {KEY} was refused")
    error.status_code = status
    return error


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (http_error(400), "HTTP 400"),
        (http_error(401), "refused the key"),
        (http_error(403), "HTTP 403"),
        (http_error(404), "not known"),
        (http_error(418), "HTTP 418"),
        (http_error(429), "quota"),
        (http_error(503), "HTTP 503"),
        (TimeoutError(KEY), "in time"),
        (type("ReadTimeout", (Exception,), {})(KEY), "in time"),
        (ConnectionRefusedError(KEY), "cannot be reached"),
        (type("APIConnectionError", (Exception,), {})(KEY), "cannot be reached"),
        (type("RemoteProtocolError", (Exception,), {})(KEY), "broke off"),
        (ValueError(KEY), "malformed"),
        (AttributeError(KEY), "malformed"),
    ],
)
def test_foreign_errors_are_mapped_and_their_words_kept_back(error, reason):
    with pytest.raises(LanguageModelError) as caught, mapped_errors("openai:m"):
        raise error
    assert reason in caught.value.reason
    assert "openai:m" in caught.value.reason
    assert caught.value.mend
    assert KEY not in str(caught.value)
    assert caught.value.__suppress_context__


def test_our_own_error_passes_unchanged():
    ours = LanguageModelError("reason", "mend")
    with pytest.raises(LanguageModelError) as caught, mapped_errors("m"):
        raise ours
    assert caught.value is ours


def test_a_reply_that_breaks_off_is_not_taken_for_a_server_that_is_away(monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with ScriptedServer(break_off("The fund paid")) as server:
        model = open_language_model("openai:m", timeout=20, base_url=server.base_url)
        with pytest.raises(LanguageModelError, match="broke off") as caught, mapped_errors("openai:m"):
            list(model.stream("hi"))
    assert caught.value.cause == "broken"
