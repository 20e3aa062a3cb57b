"""`tonetop gate check`: exit 0 only when a subject may pass, over a folder and over a server that may lie."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Done
from tonetop.cli.telling import Misuse
from tonetop.work.ask_server import Unanswered

ASKED = ("check", "--process", "proc-operations", "--subject", "AI-1")


def events(type: str) -> list[dict[str, Any]]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM ledger_events WHERE type = %s ORDER BY seq", [type])
        return [json.loads(bytes(body)) for (body,) in cursor.fetchall()]


@pytest.mark.slow
def test_a_subject_that_may_pass_exits_0_and_the_answer_stands_in_the_ledger(
    demo: Path, command: Callable[..., Done]
) -> None:
    done = command("gate", *ASKED)
    assert done.status == 0
    assert done.out.startswith("AI-1 may pass: 3 of 3 gates are open (as of 2025-12-31)")
    (event,) = events("gate.asked")
    assert event["subject"] == {"id": "AI-1", "kind": "AISystem"} | {
        name: value for name, value in event["subject"].items() if name == "version"
    }
    assert event["data"]["opens"] is True
    assert event["data"]["shut"] == {}


@pytest.mark.slow
def test_nobody_who_stops_reading_turns_the_answer_into_a_yes(demo: Path) -> None:
    for subject in ("AI-1", "AI-2"):
        for to in ("gone", "shut"):
            reads, writes = os.pipe()
            os.close(reads)
            line = f'exec "$@" {">&-" if to == "shut" else ""}'
            asked = ("gate", "check", "--process", "proc-product", "--subject", subject, "--data", str(demo))
            command = ["sh", "-c", line, "sh", sys.executable, "-m", "tonetop.cli.main", *asked]
            done = subprocess.run(command, stdout=writes, stderr=subprocess.DEVNULL, check=False)
            os.close(writes)
            assert done.returncode in (1, 2)


def test_a_subject_that_may_not_pass_exits_1_and_says_what_to_do(
    demo: Path, command: Callable[..., Done]
) -> None:
    done = command(
        "gate", "check", "--process", "product-development", "--subject", "AI-2", "--format", "json"
    )
    assert done.status == 1
    told = json.loads(done.out)
    shut = [gate for gate in told["gates"] if not gate["opens"]]
    assert [gate["gate"] for gate in shut] == ["gate-build-deploy"]
    assert shut[0]["ready"]
    assert [line["act"] for line in shut[0]["lines"] if line["blocks"]] == [
        "Have top management decide, and record the passage"
    ] * len(("GR-rank", "passage"))
    assert events("gate.asked")[-1]["data"]["shut"] == {"gate-build-deploy": ["GR-rank", "passage"]}


@pytest.mark.parametrize(
    ("asked", "problem"),
    [
        (("nowhere", "AI-1"), "there is no business process 'nowhere'"),
        (("proc-product", "nothing"), "there is no AI system, asset or decision 'nothing'"),
        (("proc-product", "AISystem:nothing"), "there is no AI system, asset or decision"),
        (
            ("proc-product", "AI-1", "--kind", "party"),
            "there is no kind of gate 'party'; there are risk-assessment",
        ),
    ],
)
def test_what_is_not_known_is_refused_and_leaves_no_trace(
    demo: Path, command: Callable[..., Done], asked: tuple[str, ...], problem: str
) -> None:
    from tonetop.records.intake import Refused

    process, subject, *more = asked
    with pytest.raises(Refused, match=problem):
        command("gate", "check", "--process", process, "--subject", subject, *more)
    assert events("gate.asked") == []


def test_a_ledger_that_cannot_be_written_to_answers_nothing(
    demo: Path, command: Callable[..., Done], monkeypatch: pytest.MonkeyPatch
) -> None:
    from tonetop.records import rollback

    monkeypatch.setattr(rollback, "read_only", lambda: "the folder is older than its checkpoints")
    with pytest.raises(rollback.ReadOnly):
        command("gate", *ASKED)


VERDICT = {"opens": True, "why": "yes", "as_of": "2025-12-31", "subject": "AI-1", "kind": None}
GATE = {"gate": "g", "kind": "policy-check", "opens": True, "ready": True, "decides": None, "lines": []}
LINE = {
    **{"effect": "stop-condition", "sentence": "s", "holds": None, "waived": False},
    **{"blocks": True, "why": "w", "quotes": None, "act": None},
}


@contextmanager
def server(status: int, body: bytes, **headers: str) -> Iterator[str]:
    """A server that answers everything in one way."""

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            self.send_error(405)

        def log_message(self, *args: Any) -> None:
            """Say nothing."""

    found = HTTPServer(("127.0.0.1", 0), Answering)
    thread = threading.Thread(target=found.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{found.server_port}"
    finally:
        found.shutdown()
        thread.join()
        found.server_close()


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, b""),
        (200, b"<html>Welcome</html>"),
        (200, b"true"),
        (200, json.dumps({"opens": True}).encode()),
        (200, json.dumps(VERDICT | {"gates": []}).encode()),
        (200, json.dumps(VERDICT | {"gates": [GATE | {"opens": False}]}).encode()),
        (200, json.dumps(VERDICT | {"gates": [GATE], "subject": "AI-2"}).encode()),
        (200, json.dumps(VERDICT | {"gates": [GATE], "kind": "policy-check"}).encode()),
        (200, json.dumps(VERDICT | {"gates": [GATE], "opens": "yes"}).encode()),
        (200, json.dumps(VERDICT | {"gates": [{"lines": [], "opens": True}]}).encode()),
        (200, json.dumps(VERDICT | {"gates": [GATE | {"lines": [{}]}]}).encode()),
        (200, json.dumps(VERDICT | {"gates": [GATE | {"lines": [LINE]}]}).encode()),
        (200, json.dumps(VERDICT | {"gates": [GATE | {"lines": [LINE | {"holds": 7}]}]}).encode()),
        (200, json.dumps(VERDICT | {"gates": [GATE], "subject": ""}).encode()),
        (409, json.dumps(VERDICT | {"gates": [GATE]}).encode()),
        (500, json.dumps(VERDICT | {"gates": [GATE]}).encode()),
        (401, b'{"problem": "no token"}'),
        (200, b" " * ((1 << 20) + 2)),
    ],
)
def test_a_server_that_gives_no_verdict_opens_nothing(
    command: Callable[..., Done], monkeypatch: pytest.MonkeyPatch, status: int, body: bytes
) -> None:
    monkeypatch.setenv("TONETOP_TOKEN", "t")
    with server(status, body) as url, pytest.raises(Unanswered, match="gave no verdict"):
        command("gate_elsewhere", *ASKED, "--url", url)


def test_a_server_that_speaks_no_http_opens_nothing(
    command: Callable[..., Done], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TONETOP_TOKEN", "t")
    with socket.create_server(("127.0.0.1", 0)) as found:

        def answer() -> None:
            line, _ = found.accept()
            with line:
                line.recv(65536)
                line.sendall(b"200 open AI-1\r\n\r\n")

        thread = threading.Thread(target=answer)
        thread.start()
        with pytest.raises(Unanswered, match="cannot be reached"):
            command("gate_elsewhere", *ASKED, "--url", f"http://127.0.0.1:{found.getsockname()[1]}")
        thread.join()


def test_a_redirect_is_no_answer(command: Callable[..., Done], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TONETOP_TOKEN", "t")
    yes = json.dumps(VERDICT | {"gates": [GATE]}).encode()
    with server(200, yes) as friendly, server(302, b"", Location=friendly) as url:
        with pytest.raises(Unanswered, match="status 302"):
            command("gate_elsewhere", *ASKED, "--url", url)
        assert command("gate_elsewhere", *ASKED, "--url", friendly).status == 0


def test_a_server_that_is_not_there_and_a_question_without_token_open_nothing(
    command: Callable[..., Done], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TONETOP_TOKEN", "t")
    with pytest.raises(Unanswered, match="cannot be reached"):
        command("gate_elsewhere", *ASKED, "--url", "http://127.0.0.1:1")
    for odd in ("ftp://x", "tonetop.example", "http://"):
        with pytest.raises(Unanswered, match="no address of a server"):
            command("gate_elsewhere", *ASKED, "--url", odd)
    with pytest.raises(Unanswered, match="would send the token for anybody to read; write https"):
        command("gate_elsewhere", *ASKED, "--url", "http://tonetop.example.org")
    monkeypatch.delenv("TONETOP_TOKEN")
    with pytest.raises(Misuse, match="give a token"):
        command("gate_elsewhere", *ASKED, "--url", "http://127.0.0.1:1")


def test_a_server_that_answers_a_byte_now_and_then_is_not_there(
    command: Callable[..., Done], monkeypatch: pytest.MonkeyPatch
) -> None:
    from tonetop.work import ask_server

    monkeypatch.setenv("TONETOP_TOKEN", "t")
    monkeypatch.setattr(ask_server, "PATIENCE", 0.2)

    def drip(found: socket.socket) -> None:
        link, _ = found.accept()
        with link, suppress(OSError):
            link.recv(65536)
            link.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n")
            for _ in range(100):
                link.sendall(b" ")
                time.sleep(0.05)

    with socket.create_server(("127.0.0.1", 0)) as found:
        thread = threading.Thread(target=drip, args=(found,))
        thread.start()
        with pytest.raises(Unanswered, match="it takes too long to answer"):
            command("gate_elsewhere", *ASKED, "--url", f"http://127.0.0.1:{found.getsockname()[1]}")
        thread.join()
