"""Database servers of a test's own: started on a free port in a folder of their own, ended with the tests."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

WAITS = 60


def program(name: str, *folders: str) -> str:
    """Where a program lies; the test is skipped where it does not."""
    found = shutil.which(name) or next(
        (
            str(path)
            for folder in folders
            for path in sorted(Path("/").glob(folder))
            if (path / name).exists()
        ),
        None,
    )
    if found is None:
        pytest.skip(f"needs the program {name}; on Debian: apt-get install postgresql mariadb-server")
    return found if found.endswith(name) else f"{found}/{name}"


def port() -> int:
    """A port on which nobody listens."""
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def somebody() -> str | None:
    """An account without rights, as which a server runs that does not want to be root's; None for our own."""
    if os.getuid() != 0:
        return None
    return next(
        name for name in ("postgres", "mysql", "nobody") if name in {one.pw_name for one in pwd.getpwall()}
    )


@contextmanager
def folder() -> Iterator[Path]:
    """An empty folder that belongs to that account."""
    made = Path(tempfile.mkdtemp(prefix="tt-", dir="/tmp"))
    account = somebody()
    if account:
        shutil.chown(made, account)
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


@contextmanager
def served(
    command: Sequence[str], place: Path, answers: Callable[[], object], end: int = signal.SIGTERM
) -> Iterator[None]:
    """A server while it is needed; `answers` raises until it does. end: the signal that ends it."""
    with (place / "log").open("wb") as log:
        theirs = os.environ | {"TMPDIR": str(place)}  # ours may be closed to that account
        server = subprocess.Popen(command, user=somebody(), cwd=place, env=theirs, stdout=log, stderr=log)
    try:
        until = time.monotonic() + WAITS
        while True:
            try:
                answers()
                break
            except Exception:  # noqa: BLE001 - whatever it says, it is not there yet
                if server.poll() is not None or time.monotonic() > until:
                    raise AssertionError((place / "log").read_text()) from None
                time.sleep(0.1)
        yield
    finally:
        server.send_signal(end)
        server.wait()


@contextmanager
def postgresql(*, durable: bool = False) -> Iterator[str]:
    """A PostgreSQL server of one's own; gives the address of its empty database, as its owner may reach it.

    durable: whether what is committed is synced, which only measuring needs.
    """
    import psycopg

    place = "usr/lib/postgresql/*/bin"
    made, server = program("initdb", place), program("postgres", place)
    with folder() as held:
        data, number = held / "data", port()
        start = [made, "-D", str(data), "-U", "owner", "-A", "trust", "-E", "UTF8", "--no-sync"]
        subprocess.run(start, user=somebody(), cwd=held, check=True, capture_output=True)
        address = f"postgresql://owner@127.0.0.1:{number}/postgres"
        run = [server, "-D", str(data), "-p", str(number), "-h", "127.0.0.1", "-k", str(held)]
        run += [] if durable else ["-F"]
        with served(
            run, held, lambda: psycopg.connect(address).close(), signal.SIGQUIT
        ):  # nothing of it is kept
            yield address
