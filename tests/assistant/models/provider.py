"""A provider of language models on this machine, which says what a test tells it to: truth, lies, and what breaks."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tonetop.assistant.models.model import ANTHROPIC, OLLAMA, Model

Answer = Callable[["Provider", "Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """One request; kept, and answered by the provider's script."""

    server: Any

    def do_POST(self) -> None:
        """Whatever path."""
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.provider.seen.append((self.path, dict(self.headers), json.loads(body)))
        self.server.provider.next()(self.server.provider, self)

    def do_GET(self) -> None:
        """Nobody should come so."""
        self.server.provider.seen.append((self.path, dict(self.headers), None))
        self.send(200, {})

    def send(self, status: int, plain: Any, type: str = "application/json", **headers: str) -> None:
        """One whole answer; bytes as they are, all else as JSON."""
        raw = plain if isinstance(plain, bytes) else json.dumps(plain).encode()
        self.send_response(status)
        for name, value in {"content-type": type, "content-length": str(len(raw)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, format: str, *args: Any) -> None:
        """Silent."""


class Provider:
    """The server, what it saw, and what it will say next; the last of its answers is said for ever."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, dict[str, str], Any]] = []
        self.answers: list[Answer] = []
        self.closing = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.provider = self  # type: ignore[attr-defined]
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def next(self) -> Answer:
        """The next answer."""
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    def model(self, provider: str = "openai", **given: Any) -> Model:
        """How it is configured."""
        return Model(provider, self.address, "fake-1", **{"key": "k-secret", "seconds": 5} | given)

    def close(self) -> None:
        """End it."""
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@contextmanager
def providing(*answers: Answer) -> Iterator[Provider]:
    """A provider with these answers."""
    provider = Provider()
    provider.answers = list(answers)
    try:
        yield provider
    finally:
        provider.close()


def wire(path: str, text: str, tokens: tuple[int, int] = (100, 20)) -> Any:
    """A text in the form of the interface whose path was asked."""
    if path.endswith("/v1/messages"):
        used = {"input_tokens": tokens[0], "output_tokens": tokens[1]}
        return {"content": [{"type": "text", "text": text}], "stop_reason": "end_turn", "usage": used}
    if path.endswith("/api/chat"):
        told = {"message": {"role": "assistant", "content": text}, "done": True, "done_reason": "stop"}
        return told | {"prompt_eval_count": tokens[0], "eval_count": tokens[1]}
    choice = {"message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
    return {"choices": [choice], "usage": {"prompt_tokens": tokens[0], "completion_tokens": tokens[1]}}


def saying(text: str) -> Answer:
    """A text, in whatever form is asked."""
    return lambda provider, to: to.send(200, wire(to.path, text))


def quoting(*claims: dict[str, Any]) -> Answer:
    """Claims in the form that is asked for."""
    return saying(json.dumps({"quotes": list(claims)}))


def sending(status: int, plain: Any = b"{}", type: str = "application/json", **headers: str) -> Answer:
    """A status with whatever body."""
    return lambda provider, to: to.send(status, plain, type, **headers)


def hanging(provider: Provider, to: Handler) -> None:
    """No answer."""
    provider.closing.wait(30)


def dripping(provider: Provider, to: Handler) -> None:
    """A header, byte by byte, without end."""
    try:
        to.wfile.write(b"HTTP/1.1 200 OK\r\nx: ")
        while not provider.closing.is_set():
            to.wfile.write(b"x")
            to.wfile.flush()
            time.sleep(0.02)
    except OSError:
        pass


def flooding(provider: Provider, to: Handler) -> None:
    """More than anybody reads."""
    to.send_response(200)
    to.send_header("content-type", "application/json")
    to.end_headers()
    try:
        while not provider.closing.is_set():
            to.wfile.write(b" " * 65536)
    except OSError:
        pass


def calling_tools(provider: Provider, to: Handler) -> None:
    """A wish to use tools, in the form of each interface."""
    told = wire(to.path, "")
    call = [{"id": "1", "type": "function", "function": {"name": "delete_all", "arguments": "{}"}}]
    if to.path.endswith("/v1/messages"):
        told["content"] = [{"type": "tool_use", "id": "1", "name": "delete_all", "input": {}}]
    elif to.path.endswith("/api/chat"):
        told["message"]["tool_calls"] = call
    else:
        told["choices"][0]["message"]["tool_calls"] = call
    to.send(200, told)


PATHS = {"openai": "/chat/completions", ANTHROPIC: "/v1/messages", OLLAMA: "/api/chat"}
