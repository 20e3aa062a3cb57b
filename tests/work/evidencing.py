"""Evidence as tests bring and judge it: files of a few bytes, people of the demo, a small clamd of one's own."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.work.documenting import account

ENTERS, JUDGES, OTHER = "haddad", "solvang", "rehn"


def enters() -> Any:
    return account("process-owner", ENTERS)


def judges(person: str = JUDGES) -> Any:
    return account("governance-lead", person, 2)


def file(text: str = "what was decided", name: str = "minutes.txt") -> Any:
    from tonetop.work.keep_evidence import Brought

    return Brought(name, [text.encode()])


def kept(*files: Any, by: Any = None, **about: Any) -> str:
    """A piece that is on record; its id."""
    from tonetop.work.keep_evidence import Piece, keep_evidence

    told = {"title": "Minutes", "kind": "management-review-minutes", "occurred_on": "2025-11-03"} | about
    return keep_evidence(by or enters(), Piece(**told), files or (file(),)).ref


def piece(ref: str) -> Any:
    from tonetop.records.write import latest

    return latest("Evidence", ref)


def ready(*files: Any, **about: Any) -> str:
    from tonetop.work.evidence_state import declare_ready

    ref = kept(*files, **about)
    declare_ready(enters(), ref)
    return ref


@contextmanager
def clamd(answers: bool = True) -> Iterator[str]:
    """The address of a socket that speaks INSTREAM and finds the word VIRUS; without answers it breaks off."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=_serve, args=(server, answers), daemon=True)
        thread.start()
        yield f"127.0.0.1:{server.getsockname()[1]}"


def _serve(server: socket.socket, answers: bool) -> None:
    while True:
        try:
            line, _ = server.accept()
        except OSError:
            return
        with line, line.makefile("rb") as read:
            if read.read(10) != b"zINSTREAM\0" or not answers:
                continue
            seen = b""
            while size := struct.unpack("!I", read.read(4))[0]:
                seen += read.read(size)
            line.sendall(b"stream: Test-Sign FOUND\0" if b"VIRUS" in seen else b"stream: OK\0")
