"""A scripted server on loopback that speaks the chat completions protocol of OpenAI, streaming and not.

It replies what a test told it to, in order, and keeps what it was asked; it understands nothing. The last reply of the
script repeats, so that a client that tries again meets the same.
"""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server does with one request; made by the functions below.

    `pieces` are the deltas of a streamed reply; `raw` is sent as it is instead; `events` are sent raw between the
    pieces and the end; a reply that is not `finished` ends in the middle of the transfer; a `silent` one never begins.
    `usage` is what the reply says it cost, tokens read and written; a streamed reply says it only when it is asked to.
    """

    pieces: tuple[str, ...] = ()
    status: int = 200
    raw: str | None = None
    events: tuple[str, ...] = ()
    finished: bool = True
    silent: bool = False
    usage: tuple[int, int] | None = None


def say(text: str, size: int = 4, usage: tuple[int, int] | None = None) -> Reply:
    """Reply with `text`, in deltas of `size` characters when it is streamed."""
    return Reply(tuple(text[start : start + size] for start in range(0, len(text), size)), usage=usage)


def fail(status: int, message: str = "scripted failure") -> Reply:
    """Reply with an HTTP error and the body of OpenAI's errors."""
    return Reply(status=status, raw=json.dumps({"error": {"message": message, "type": "scripted", "code": None}}))


def raw(body: str) -> Reply:
    """Reply with status 200 and `body`, whatever was asked for."""
    return Reply(raw=body)


def say_then(text: str, event: str) -> Reply:
    """Reply with `text`, then send `event` as it is as a server-sent event."""
    return Reply(say(text).pieces, events=(event,))


def break_off(text: str) -> Reply:
    """Reply with `text`, then close the connection in the middle of the transfer."""
    return Reply(say(text).pieces, finished=False)


def silence() -> Reply:
    """Accept the request and send nothing until the server is closed."""
    return Reply(silent=True)


@dataclass(frozen=True, slots=True)
class Request:
    """What a client asked: the path, the headers (lower case) and the JSON body."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def prompt(self) -> str:
        """All messages, one after the other."""
        return "\n\n".join(str(message["content"]) for message in self.body["messages"])


@dataclass
class _Script:
    replies: list[Reply]
    requests: list[Request] = field(default_factory=list)
    closed: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def next(self, request: Request) -> Reply:
        with self.lock:
            self.requests.append(request)
            return self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]


class ScriptedServer:
    """The server as a context manager: `base_url` for the client, `requests` for the test."""

    def __init__(self, *replies: Reply) -> None:
        self._script = _Script(list(replies))
        handler = type("Handler", (_Handler,), {"script": self._script})
        self._server = _Server(("127.0.0.1", 0), handler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def base_url(self) -> str:
        """What a client takes as its base URL."""
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    @property
    def requests(self) -> Sequence[Request]:
        """What was asked so far."""
        return self._script.requests

    def __enter__(self) -> ScriptedServer:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._script.closed.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Report what went wrong, but for a client that went away: that is what some tests are about."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    script: _Script

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        headers = {name.lower(): value for name, value in self.headers.items()}
        reply = self.script.next(Request(self.path, headers, body))
        if reply.silent:
            self.script.closed.wait(30)
            self.close_connection = True
        elif reply.raw is not None:
            self._send(reply.raw, reply.status, "text/event-stream" if body.get("stream") else "application/json")
        elif body.get("stream"):
            self._stream(reply, body["model"], body.get("stream_options", {}).get("include_usage", False))
        else:
            self._complete(reply, body["model"])

    def _complete(self, reply: Reply, model: str) -> None:
        message = {"role": "assistant", "content": "".join(reply.pieces)}
        completion = _envelope("chat.completion", model, {"message": message, "finish_reason": "stop"}) | _cost(reply)
        self._send(json.dumps(completion), 200, "application/json", cut=not reply.finished)

    def _send(self, body: str, status: int, kind: str, cut: bool = False) -> None:
        data = body.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data[: len(data) // 2] if cut else data)
        self.close_connection = cut

    def _stream(self, reply: Reply, model: str, cost_asked: bool) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for piece in reply.pieces:
            self._event(json.dumps(_delta(model, {"role": "assistant", "content": piece}, None)))
        for event in reply.events:
            self._event(event)
        if reply.finished:
            self._event(json.dumps(_delta(model, {}, "stop")))
            if cost_asked:
                self._event(json.dumps(_delta(model, {}, None) | {"choices": []} | _cost(reply)))
            self._event("[DONE]")
            self.wfile.write(b"0\r\n\r\n")
        else:
            self.close_connection = True

    def _event(self, data: str) -> None:
        line = f"data: {data}\n\n".encode()
        self.wfile.write(f"{len(line):x}\r\n".encode() + line + b"\r\n")

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test's output clean."""


def _envelope(kind: str, model: str, choice: dict[str, Any]) -> dict[str, Any]:
    return {"id": "scripted", "object": kind, "created": 0, "model": model, "choices": [{"index": 0, **choice}]}


def _cost(reply: Reply) -> dict[str, Any]:
    if reply.usage is None:
        return {}
    read, written = reply.usage
    return {"usage": {"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written}}


def _delta(model: str, delta: dict[str, str], finish_reason: str | None) -> dict[str, Any]:
    return _envelope("chat.completion.chunk", model, {"delta": delta, "finish_reason": finish_reason})
