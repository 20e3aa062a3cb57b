"""A PostgreSQL server of a measurement's own that can be killed and started again, its tables on a disk that fills."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.discovery.servers import port, somebody

WAITS = 60
PLACE = "usr/lib/postgresql/*/bin"
DISK = 400  # MB of the small disk that the tables lie on


def programs() -> Path | None:
    """The folder of the server's programs; None where it is not installed."""
    found = [path for path in sorted(Path("/").glob(PLACE)) if (path / "initdb").exists()]
    return found[-1] if found else None


class Server:
    """A server over a folder; what is committed is synced."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, port()
        self.address = f"postgresql://owner@127.0.0.1:{self.port}/postgres"
        self.programs = programs() or Path()
        self.is_small = False
        self.running: subprocess.Popen[bytes] | None = None

    def make(self) -> None:
        """A fresh cluster; what is written ahead lies beside the tables, so that a full disk meets the tables alone."""
        made = [
            str(self.programs / "initdb"),
            "-D",
            str(self.folder / "disk" / "data"),
            "-U",
            "owner",
            "-A",
            "trust",
        ]
        made += ["-E", "UTF8", "--waldir", str(self.folder / "ahead")]
        subprocess.run(made, user=somebody(), cwd=self.folder, check=True, capture_output=True)  # noqa: S603

    def start(self) -> None:
        """Start it, and wait until it answers."""
        command = [
            str(self.programs / "postgres"),
            "-D",
            str(self.folder / "disk" / "data"),
            "-p",
            str(self.port),
        ]
        command += [
            "-h",
            "127.0.0.1",
            "-k",
            str(self.folder),
            "-c",
            "restart_after_crash=on",
            "-c",
            "max_wal_size=64MB",
        ]
        with (self.folder / "log").open("ab") as log:
            self.running = subprocess.Popen(  # noqa: S603
                command, user=somebody(), cwd=self.folder, stdout=log, stderr=log, start_new_session=True
            )
        self.wait()

    def wait(self) -> None:
        """Until it answers. Raises TimeoutError."""
        import psycopg

        until = time.monotonic() + WAITS
        while time.monotonic() < until:
            with suppress(psycopg.Error):
                psycopg.connect(self.address, connect_timeout=5).close()
                return
            time.sleep(0.02)
        raise TimeoutError((self.folder / "log").read_text()[-2000:])

    def run(self, statement: str) -> list[tuple[object, ...]]:
        """The rows of one statement, by its owner."""
        import psycopg

        writes = "-c default_transaction_read_only=off"
        with psycopg.connect(self.address, autocommit=True, options=writes) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def kill(self) -> None:
        """Kill every process of it at once, and start it again."""
        if self.running is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.running.pid, signal.SIGKILL)
            self.running.wait()
        self._gone()
        (self.folder / "disk" / "data" / "postmaster.pid").unlink(missing_ok=True)
        self.start()

    def kill_backend(self) -> None:
        """Kill one process that serves somebody; the others are ended by the server, which recovers by itself."""
        asked = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        for (pid,) in self.run(asked)[:1]:
            with suppress(ProcessLookupError):
                os.kill(int(str(pid)), signal.SIGKILL)
        time.sleep(0.05)

    def end(self) -> None:
        """End it for good."""
        if self.running is not None:
            self.running.send_signal(signal.SIGINT)
            self.running.wait()

    def _gone(self) -> None:
        """Wait until no process holds its memory any more."""
        until = time.monotonic() + WAITS
        while time.monotonic() < until:
            with suppress(OSError):
                os.killpg(self.running.pid if self.running else 0, 0)
                time.sleep(0.01)
                continue
            return


@contextmanager
def server_to_kill(at: Path) -> Iterator[Server]:
    """A server in a folder of its own; as root its tables lie on a small disk in memory."""
    folder = Path(tempfile.mkdtemp(prefix="tt-", dir=at))
    disk = folder / "disk"
    disk.mkdir()
    account = somebody()
    if account:
        at.chmod(0o711)  # the account of the server passes through, and reads nothing
        shutil.chown(folder, account)
    server = Server(folder)
    server.is_small = os.getuid() == 0 and _mounted(disk)
    if account:
        shutil.chown(disk, account)
    try:
        server.make()
        server.start()
        yield server
    finally:
        server.end()
        if server.is_small:
            subprocess.run(["umount", "-l", str(disk)], check=False, capture_output=True)  # noqa: S603, S607
        shutil.rmtree(folder, ignore_errors=True)


def _mounted(disk: Path) -> bool:
    command = ["mount", "-t", "tmpfs", "-o", f"size={DISK}m", "tmpfs", str(disk)]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0  # noqa: S603
