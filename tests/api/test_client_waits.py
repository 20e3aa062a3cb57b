"""The Python client against a server that makes it wait, and what it asks for."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from tests.house.source import ROOT


class Busy(BaseHTTPRequestHandler):
    """Answers with what waits in `answers`, (status, seconds), then with an empty page; keeps what it was asked."""

    answers: list[tuple[int, str]] = []
    asked: list[str] = []

    def _answer(self) -> None:
        self.asked.append(f"{self.command} {self.path}")
        status, after = self.answers.pop(0) if self.answers else (200, "")
        raw = b'{"records": [], "next": null}'
        self.send_response(status)
        if after:
            self.send_header("Retry-After", after)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    do_GET = do_POST = do_DELETE = _answer  # noqa: N815 - as the library names them

    def log_message(self, *_: Any) -> None:
        """Nothing is said."""


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Any, list[float]]]:
    """A client of the busy server, and the seconds that it waited; nothing really waits."""
    monkeypatch.syspath_prepend(str(ROOT / "clients" / "python" / "src"))
    from tonetop_client import Client, http

    slept: list[float] = []
    monkeypatch.setattr(http.time, "sleep", slept.append)
    monkeypatch.setattr(Busy, "answers", [])
    monkeypatch.setattr(Busy, "asked", [])
    server = HTTPServer(("127.0.0.1", 0), Busy)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield Client(f"http://127.0.0.1:{server.server_port}", "tonetop_x"), slept
    server.shutdown()
    thread.join()
    server.server_close()
    for name in [name for name in sys.modules if name.startswith("tonetop_client")]:
        del sys.modules[name]


def test_who_is_told_when_to_come_back_waits_so_long_and_asks_again(waits: Any):
    client, slept = waits
    Busy.answers += [(429, "7"), (503, "2")]
    assert list(client.registers.Person.list()) == []
    assert slept == [7.0, 2.0]
    Busy.answers += [(429, "3")]
    client._http.call("POST", "/acts/confirm", body={})
    assert slept[2:] == [3.0], "what was not looked at may be sent again without a key"


def test_it_waits_no_longer_than_it_has_patience_and_then_raises_what_it_was_told(waits: Any):
    from tonetop_client import Problem

    client, slept = waits
    for answers, waited in (
        ([(429, "61")], []),
        ([(429, "40"), (429, "30")], [40.0]),
        ([(429, "1")] * 3, [1.0] * 2),
    ):
        slept.clear()
        Busy.answers[:] = answers
        with pytest.raises(Problem) as told:
            client.get_catalogue()
        assert (told.value.status, slept) == (429, waited)
        assert told.value.retry_after == int(answers[len(waited)][1])


def test_a_refusal_that_may_have_been_written_is_not_sent_again_without_a_key(waits: Any):
    from tonetop_client import Problem

    client, slept = waits
    Busy.answers += [(503, "1")]
    with pytest.raises(Problem):
        client._http.call("DELETE", "/registers/Person/p1")
    assert slept == []


def test_an_empty_filter_is_asked_for_and_what_is_left_out_is_not(waits: Any):
    client, _ = waits
    list(client.registers.Person.list(where={"title": ""}, size=5))
    client.list_due(person="p1")
    client.get_bom("AI-1", candidates=True)
    assert Busy.asked == [
        "GET /api/v1/registers/Person?title=&size=5",
        "GET /api/v1/due?person=p1",
        "GET /api/v1/bom/AI-1?candidates=true",
    ]
