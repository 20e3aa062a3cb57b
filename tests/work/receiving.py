"""A receiver of webhooks on this machine, which answers as a test tells it to."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from tonetop.records import intake, write
from tonetop.records.webhooks import Webhook
from tonetop.work import post_public, webhooks
from tonetop.work.webhooks import Wish


class Receiver(ThreadingHTTPServer):
    """A receiver on this machine: keeps what came, answers as it is told to."""

    daemon_threads = True
    got: list[tuple[dict[str, str], bytes]]
    answers: Callable[[], int]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Hand(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.got.append((headers | {"path": self.path}, body))
        status = self.server.answers()
        if status == 0:  # it drips
            self.wfile.write(b"HTTP/1.1 200 OK\r\n")
            for _ in range(40):
                time.sleep(0.05)
                self.wfile.write(b"X: y\r\n")
                self.wfile.flush()
            return
        self.send_response(status)
        if status == 302:
            self.send_header("Location", f"{self.server.address}/elsewhere")
        self.end_headers()

    def log_message(self, *told: Any) -> None:
        pass

    def handle(self) -> None:
        try:
            super().handle()
        except OSError:
            self.close_connection = True


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    """A receiver that says 204, at an origin that the operator named."""
    server = Receiver(("127.0.0.1", 0), _Hand)
    server.got, server.answers = [], lambda: 204
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    monkeypatch.setenv(post_public.ALLOWED, f"hooks.example.org, {server.address}")
    yield server
    server.shutdown()
    server.server_close()


def added(receiver: Receiver, *events: str, types: tuple[str, ...] = ()) -> tuple[Webhook, str]:
    """A webhook at the receiver, and its secret."""
    return webhooks.add(Wish("Tickets", f"{receiver.address}/in?a=b", events, types))


def person(ref: str, name: str = "Ola Nordmann") -> None:
    """A change of a record."""
    write.save(intake.take("Person", {"id": ref, "name": name}), write.By("tester"))
