"""`tonetop up --processes 2`: two processes answer at one address and write at once, and nothing is lost or doubled."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

from tests.work.serving import database, run
from tests.work.upped import Upped, token_of, upped
from tonetop.work import measure, workers

WRITERS, EACH = 4, 6


@pytest.mark.parametrize("named", ["0", "17", "two"])
def test_a_number_of_processes_that_is_none_is_refused(named: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TONETOP_PROCESSES", named)
    with pytest.raises(workers.WorkersMisnamedError, match="TONETOP_PROCESSES=.* no number of processes"):
        workers.processes()


def test_one_process_answers_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("TONETOP_PROCESSES", raising=False)
    assert workers.processes() == 1
    monkeypatch.setenv("TONETOP_PROCESSES", "3")
    assert workers.processes() == 3


@pytest.mark.slow
@pytest.mark.sqlite
def test_two_processes_write_to_one_file_at_once(tmp_path: Path):
    folder = tmp_path / "data"
    assert run(folder, "demo", "--story", "empty").returncode == 0
    told = {"TONETOP_PROCESSES": "2", measure.TOKEN: "a-long-token-for-the-figures"}
    with upped(folder, token=token_of(folder), **told) as server:
        crowd(server)
        counted(server)
        replaced(server)
    hold(folder)


@pytest.mark.slow
def test_two_processes_write_to_one_server_at_once(server: str, tmp_path: Path):
    folder, address = tmp_path / "data", database(server, "two_processes")
    assert run(folder, "demo", "--story", "empty", TONETOP_DATABASE=address).returncode == 0
    (folder / "database").write_text(address)
    with upped(folder, "--processes", "2", token=token_of(folder)) as served:
        crowd(served)
    hold(folder)


def write(server: Upped, name: str) -> list[int]:
    """Record people one after the other, each twice under one key; gives the answers' statuses."""
    told = []
    for number in range(EACH):
        person = {"id": f"p-{name}-{number}", "name": f"Person {name} {number}"}
        for _ in range(2):
            path = "/api/v1/registers/Person"
            told.append(server.ask(path, person, Idempotency_Key=f"key-{name}-{number}")[0])
            assert server.ask("/api/v1/registers/Person?size=1")[0] == 200
    return told


def crowd(server: Upped) -> None:
    """Several programs write at once; every answer is a yes."""
    assert len(server.children()) == 2
    with ThreadPoolExecutor(WRITERS) as pool:
        said = list(pool.map(lambda name: write(server, name), "abcd"))
    assert {status for answers in said for status in answers} <= {200, 201}
    told = json.loads(server.ask("/api/v1/registers/Person?size=200")[1])
    assert len([one for one in told["records"] if one["record"]["id"].startswith("p-")]) == WRITERS * EACH


def counted(server: Upped) -> None:
    """Whichever process is asked for the figures tells those of both."""
    bearer = "Bearer a-long-token-for-the-figures"
    for _ in range(6):
        told = server.ask("/metrics", Authorization=bearer)[1].decode().splitlines()
        posts = [line for line in told if line.startswith("tonetop_requests_total") and "POST" in line]
        assert sum(float(line.rpartition(" ")[2]) for line in posts) == WRITERS * EACH * 2


def replaced(server: Upped) -> None:
    """Whichever is killed is replaced, and the other answers meanwhile."""
    first, second = server.children()
    os.kill(first, signal.SIGKILL)
    until = time.monotonic() + 60
    while time.monotonic() < until and (len(server.children()) < 2 or first in server.children()):
        with suppress(OSError):  # what the killed one had taken on is cut off
            assert server.ask("/healthz")[0] == 200
        time.sleep(0.1)
    assert len(server.children()) == 2
    assert second in server.children()
    assert server.ask("/healthz")[0] == 200


def hold(folder: Path) -> None:
    """The log has no gap and no number twice, and each person stands in it once."""
    done = run(folder, "verify", "--format", "json")
    told = json.loads(done.stdout)
    assert (done.returncode, told["problems"]) == (0, [])
    with closing(opened(folder)) as raw:
        rows = raw.execute("SELECT seq, key FROM ledger_events ORDER BY seq").fetchall()
        people = raw.execute("SELECT ref, count(*) FROM registers_person GROUP BY ref").fetchall()
    assert [seq for seq, _ in rows] == list(range(1, len(rows) + 1))
    keys = [key for _, key in rows if key and "key-" in key]
    assert len(keys) == len(set(keys)) == WRITERS * EACH
    assert {count for ref, count in people if ref.startswith("p-")} == {1}


def opened(folder: Path) -> Any:
    """The driver's connection to a folder's database, be it a file or on a server."""
    if (folder / "database").is_file():
        import psycopg

        return psycopg.connect((folder / "database").read_text())
    return sqlite3.connect(folder / "tonetop.sqlite3")


@pytest.mark.slow
@pytest.mark.sqlite
@pytest.mark.parametrize("processes", ["1", "2"])
def test_who_answers_ends_with_the_process_that_started_it(tmp_path: Path, processes: str):
    folder = tmp_path / "data"
    assert run(folder, "demo", "--story", "empty", "--format", "json").returncode == 0
    with upped(folder, "--processes", processes) as server:
        os.kill(server.process.pid, signal.SIGKILL)
        server.process.wait(20)
        until = time.monotonic() + 20
        while time.monotonic() < until and answers(server):
            time.sleep(0.2)
        assert not answers(server)


def answers(server: Upped) -> bool:
    """Whether anybody answers at the server's port."""
    with suppress(OSError):
        return server.ask("/healthz")[0] == 200
    return False
