"""The scripted server speaks the protocol: checked with plain HTTP, without the client that it stands in for."""

from __future__ import annotations

import http.client
import json
from urllib.parse import urlsplit

import pytest

from tests.support.openai_server import Reply, ScriptedServer, break_off, fail, raw, say, say_then


def post(server: ScriptedServer, stream: bool) -> tuple[int, str]:
    address = urlsplit(server.base_url)
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=10)
    body = {"model": "m", "stream": stream, "messages": [{"role": "user", "content": "hello"}]}
    try:
        connection.request("POST", f"{address.path}/chat/completions", json.dumps(body), {"Authorization": "Bearer k"})
        response = connection.getresponse()
        return response.status, response.read().decode()
    finally:
        connection.close()


def events(body: str) -> list[str]:
    return [line.removeprefix("data: ") for line in body.splitlines() if line.startswith("data: ")]


def test_a_streamed_reply_comes_in_deltas_and_ends_with_done():
    with ScriptedServer(say("abcdef", size=4)) as server:
        status, body = post(server, stream=True)
    *deltas, done = events(body)
    choices = [json.loads(delta)["choices"][0] for delta in deltas]
    assert (status, done) == (200, "[DONE]")
    assert [choice["delta"].get("content") for choice in choices] == ["abcd", "ef", None]
    assert [choice["finish_reason"] for choice in choices] == [None, None, "stop"]


def test_a_reply_that_is_not_streamed_is_one_message():
    with ScriptedServer(say("نعم [1].")) as server:
        status, body = post(server, stream=False)
    assert status == 200
    assert json.loads(body)["choices"][0]["message"] == {"role": "assistant", "content": "نعم [1]."}


def test_replies_come_in_order_and_the_last_repeats():
    with ScriptedServer(fail(429), say("a")) as server:
        statuses = [post(server, stream=False)[0] for _ in range(3)]
    assert statuses == [429, 200, 200]


def test_requests_are_kept():
    with ScriptedServer(say("a")) as server:
        post(server, stream=False)
        (request,) = server.requests
    assert request.path == "/v1/chat/completions"
    assert request.headers["authorization"] == "Bearer k"
    assert request.prompt == "hello"


def test_errors_and_raw_bodies_are_sent_as_scripted():
    with ScriptedServer(fail(500, "broken"), raw("<html>")) as server:
        status, body = post(server, stream=True)
        assert (status, json.loads(body)["error"]["message"]) == (500, "broken")
        assert post(server, stream=True) == (200, "<html>")


def test_an_extra_event_comes_after_the_text():
    with ScriptedServer(say_then("abcd", "{not json")) as server:
        _, body = post(server, stream=True)
    assert events(body)[1] == "{not json"


@pytest.mark.parametrize("stream", [True, False])
def test_a_reply_can_break_off_in_the_middle_of_the_transfer(stream):
    with ScriptedServer(break_off("abcd")) as server, pytest.raises(http.client.IncompleteRead):
        post(server, stream)


@pytest.mark.parametrize("stream", [True, False])
def test_an_empty_reply_is_a_valid_one(stream):
    with ScriptedServer(Reply()) as server:
        status, body = post(server, stream)
    assert status == 200
    assert "stop" in body
