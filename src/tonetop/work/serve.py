"""Serve the web app and run the background jobs, in one process group that one Ctrl-C ends."""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from importlib import import_module
from threading import Event, Thread
from time import sleep
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connections
from django.urls import get_resolver
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from tonetop.standard import checks as rules
from tonetop.work import json_lines, measure
from tonetop.work.data_folder import ADDRESS
from tonetop.work.jobs import keep_working
from tonetop.work.keep_sealed import keep_sealed
from tonetop.work.workers import beside, count

TARGET = "tonetop.site.wsgi:served"
THREADS = 8
PATIENCE = 60
"""Seconds within which the app must answer for the first time."""
SHARES = sys.platform == "linux"
"""Whether a process can be forked off safely that shares what was loaded: a third less memory, and half the start.

Of several processes one that was killed is replaced while jobs run, whose locks a fork would take along held.
"""
ANYWHERE = ("0.0.0.0", "::")  # noqa: S104 - recognised, not bound
HERE = ("127.0.0.1", "::1")


class PortTaken(Exception):
    """The address cannot be served from; the message is one sentence that says what to do."""


def address(host: str, port: int) -> str:
    """The address as it is typed into a browser: on this computer by its name, for a passkey binds to no number."""
    name = "localhost" if host in (*ANYWHERE, *HERE) else host
    return f"http://{f'[{name}]' if ':' in name else name}:{port}"


def demand_free(host: str, port: int) -> None:
    """Raises PortTaken unless the port can be listened on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortTaken(
                f"{host}:{port} cannot be served from: {error.strerror}; choose another with --port or --host"
            ) from None


def serve(host: str, port: int, ready: Callable[[], None], processes: int = 1) -> None:
    """Serve until Ctrl-C, or until the process is told to end; `ready` is called once the app answers.

    processes: how many answer requests, at one address; of several, one that is killed is replaced. Signing the log's
    head and the background jobs are done here, in the process that starts them, and so once.
    """
    if host not in ANYWHERE:
        hosts = {*os.environ.get("TONETOP_HOSTS", "localhost,127.0.0.1,[::1]").split(","), host}
        os.environ["TONETOP_HOSTS"] = ",".join(sorted(hosts))
    shares = processes == 1 and SHARES
    multiprocessing.set_start_method("fork" if shares else "spawn", force=True)
    server = _server(host, port, processes)

    @server.on_startup
    def watch() -> None:
        """Let a closed terminal end the server as Ctrl-C does, and tell when the app answers."""
        if hasattr(signal, "SIGHUP"):
            signal.signal(signal.SIGHUP, server.signal_handler_interrupt)
        Thread(target=begin, daemon=True).start()

    stop, jobs = Event(), list[Thread]()

    def begin() -> None:
        """Work and tell, once the other process is there: a thread that runs while it is forked would be cut off."""
        while not multiprocessing.active_children():
            sleep(0.05)
        jobs.extend((keep_sealed(stop), keep_working(stop)))
        _await(host, port, ready)

    if shares:
        _load()
    connections.close_all()
    with _address_kept(address(host, port)), beside(count() - 1), measure.shared():
        try:
            server.serve()
        finally:
            stop.set()
            for job in jobs:
                job.join(timeout=20)


def _server(host: str, port: int, processes: int) -> Any:
    """The server beneath the pages."""
    return Granian(
        TARGET,
        factory=True,  # each process is told apart from the one that started it
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        websockets=False,
        workers=processes,
        respawn_failed_workers=processes > 1,
        blocking_threads=THREADS,
        workers_kill_timeout=3,
        **_logged(),
    )


def _load() -> None:
    """Load what pages and jobs need once, to be shared: what both only read lies in memory once."""
    import_module(TARGET.partition(":")[0])
    len(get_resolver().url_patterns)
    rules.checks()
    gc.collect()
    if trim := getattr(ctypes.CDLL(None), "malloc_trim", None):
        trim(0)  # what was held while loading goes back to the system; not every C library knows how
    gc.freeze()  # looking for garbage would write to each object, and so copy it


def _logged() -> dict[str, Any]:
    """How the server beneath the pages logs: its errors alone, and as JSON where the log is."""
    told = {"log_dictconfig": json_lines.of_server()} if json_lines.is_wanted() else {}
    return {"log_level": LogLevels.error, **told}


def served_at() -> str | None:
    """The address at which this folder is served at the moment, if it is."""
    file = settings.DATA / ADDRESS
    at = str(file.read_text(encoding="utf-8")) if file.is_file() else ""
    place = urlsplit(at)
    try:
        socket.create_connection((place.hostname or "", place.port or 0), timeout=1).close()
    except (OSError, ValueError):
        return None  # whoever served it was killed
    return at


@contextmanager
def _address_kept(at: str) -> Iterator[None]:
    file = settings.DATA / ADDRESS
    file.write_text(at, encoding="utf-8")
    try:
        yield
    finally:
        if file.is_file() and file.read_text(encoding="utf-8") == at:  # another may have taken over
            file.unlink(missing_ok=True)


def _await(host: str, port: int, ready: Callable[[], None]) -> None:
    """Ask for a page until the app answers; it is loaded only when the first worker has started."""
    name = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - recognised, not bound
    for _ in range(PATIENCE * 5):
        if _answers(name, port):
            ready()
            return
        sleep(0.2)


def _answers(name: str, port: int) -> bool:
    call = HTTPConnection(name, port, timeout=PATIENCE)
    try:
        call.request("GET", "/healthz")
        return call.getresponse().status < 500
    except (OSError, HTTPException):
        return False
    finally:
        call.close()
