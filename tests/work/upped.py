"""`tonetop up` over a folder as the terminal starts it, on a free port, and requests to it by a program."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from tests.discovery.servers import port as free_port
from tests.work.serving import COMMAND, run

WAITS = 90


@dataclass
class Upped:
    """A server that runs: its process, port and what it wrote to its error output."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path
    token: str = field(default="")

    def ask(self, path: str, body: Any = None, **headers: str) -> tuple[int, bytes]:
        """Status and body of one request: GET, or POST of what is given as JSON."""
        return self.answer(path, body, **headers)[:2]

    def answer(self, path: str, body: Any = None, **headers: str) -> tuple[int, bytes, dict[str, str]]:
        """The same with the headers of the answer, by their lower-case names."""
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=60)) as connection:
            told = {name.replace("_", "-"): value for name, value in headers.items()}
            if self.token:
                told.setdefault("Authorization", f"Bearer {self.token}")
            sent = None if body is None else json.dumps(body)
            if sent is not None:
                told["Content-Type"] = "application/json"
            connection.request("GET" if body is None else "POST", path, sent, told)
            got = connection.getresponse()
            return got.status, got.read(), {name.lower(): value for name, value in got.getheaders()}

    def children(self) -> list[int]:
        """The processes that it started and that answer requests, by number."""
        return sorted(pid for pid in _children(self.process.pid) if b"spawn_main" in _command(pid))


@contextmanager
def upped(folder: Path, *words: str, token: str = "", **environment: str) -> Iterator[Upped]:
    """A server of a folder, once it answers; ended with the block."""
    port = free_port()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TONETOP_")}
    kept |= {"DJANGO_SETTINGS_MODULE": "tonetop.site.settings", **environment}
    log = folder.parent / f"log-{port}"
    command = [*COMMAND, "up", "--port", str(port), "--data", str(folder), *words]
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, env=kept, start_new_session=True)
    made = Upped(process, port, log, token)
    try:
        _await(made)
        yield made
    finally:
        process.terminate()
        process.wait(60)


def token_of(folder: Path, **environment: str) -> str:
    """A token of the governance lead of the demo's empty house."""
    who = ("--email", "governance-lead@empty.demo.example", "--name", "test", "--format", "json")
    done = run(folder, "token", *who, **environment)
    assert done.returncode == 0, done.stderr
    return str(json.loads(done.stdout)["token"])


def _await(made: Upped) -> None:
    until = time.monotonic() + WAITS
    while time.monotonic() < until:
        with suppress(OSError):
            if made.ask("/healthz")[0] == 200:
                return
        assert made.process.poll() is None, made.log.read_text()
        time.sleep(0.1)
    raise TimeoutError(made.log.read_text())


def _children(parent: int) -> list[int]:
    """Processes by their parent, as Linux tells."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            if int(stat.read_text().rpartition(")")[2].split()[1]) == parent:
                found.append(int(stat.parent.name))
    return found


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""
