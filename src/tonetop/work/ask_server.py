"""Ask the gates of another Tonetop over HTTP; an answer that is not exactly what was asked for opens nothing."""

from __future__ import annotations

import json
import time
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

PATIENCE = 20
"""Seconds after which a server that does not answer counts as one that is not there."""
LARGEST, PIECE = 1 << 20, 1 << 16
HERE = frozenset(("localhost", "127.0.0.1", "::1"))
"""Hosts that are asked without encryption, for nothing leaves the machine."""
SHUT = 409
"""The status under which the API tells that a gate is shut."""


class Unanswered(Exception):
    """The server gave no answer that could be relied on; the message is one sentence."""


class _Stay(HTTPRedirectHandler):
    """A redirect is no answer: it may lead to a page that says yes to everything."""

    def redirect_request(self, *args: Any, **named: Any) -> None:
        """Follow none."""


def ask_server(url: str, token: str, process: str, subject: str, kind: str = "") -> dict[str, Any]:
    """The verdict as the server's API tells it. Raises Unanswered."""
    scheme, host = urlsplit(url).scheme, urlsplit(url).hostname
    if scheme not in ("http", "https") or not host:
        raise Unanswered(f"{url!r} is no address of a server; write https://…")
    if scheme == "http" and host not in HERE:
        raise Unanswered(f"{url} would send the token for anybody to read; write https://…")
    asked = {"process": process, "subject": subject, "kind": kind}
    request = Request(  # noqa: S310 - the scheme was looked at
        f"{url.rstrip('/')}/api/v1/gates/check",
        data=json.dumps(asked).encode(),
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )
    status, body = _fetched(request, url)
    told = _read(body)
    if status in (200, SHUT) and told.get("opens") is (status == 200) and _fits(told, asked):
        return told
    problem = told.get("problem")
    said = f": {problem}" if isinstance(problem, str) else ""
    raise Unanswered(f"{url} gave no verdict (status {status}){said}; the gate counts as shut")


def _fetched(request: Request, url: str) -> tuple[int, bytes]:
    try:
        with build_opener(_Stay()).open(request, timeout=PATIENCE) as answer:
            return answer.status, _body(answer)
    except HTTPError as refused:
        with refused:
            return refused.code, _body(refused)
    except (URLError, OSError, ValueError, HTTPException) as error:
        reason = getattr(error, "reason", None) or error
        raise Unanswered(f"{url} cannot be reached ({reason}); the gate counts as shut") from None


def _body(answer: Any) -> bytes:
    """What the server says, in time as a whole: one that sends a byte now and then is not there either."""
    ends, body = time.monotonic() + PATIENCE, b""
    while len(body) <= LARGEST and (piece := answer.read1(PIECE)):
        body += piece
        if time.monotonic() > ends:
            raise TimeoutError("it takes too long to answer")
    return body


def _read(body: bytes) -> dict[str, Any]:
    try:
        told = json.loads(body) if len(body) <= LARGEST else None
    except ValueError:
        told = None
    return told if isinstance(told, dict) else {}


LINE = frozenset(("effect", "sentence", "holds", "waived", "blocks", "why", "quotes", "act"))
MARKED = (True, False, None)


def _shown(gate: Any) -> bool:
    """Whether a gate of the answer has every part that is shown, and opens only when none of its lines blocks."""
    lines = gate.get("lines") if isinstance(gate, dict) else None
    if not isinstance(lines, list) or not {"gate", "kind", "opens", "decides"} <= gate.keys():
        return False
    whole = all(isinstance(line, dict) and line.keys() >= LINE and line["holds"] in MARKED for line in lines)
    return whole and (gate["opens"] is not True or not any(line["blocks"] for line in lines))


def _fits(told: dict[str, Any], asked: dict[str, str]) -> bool:
    """Whether the verdict is about what was asked, and has every part that is shown."""
    same = (
        told.get("subject") in {asked["subject"], asked["subject"].partition(":")[2]}
        and (told.get("kind") or "") == asked["kind"]
    )
    gates = told.get("gates")
    listed = isinstance(gates, list) and all(map(_shown, gates))
    opens = listed and bool(gates) and all(gate.get("opens") is True for gate in gates or ())
    return (
        same
        and listed
        and told.get("opens") is opens
        and bool(told["subject"])
        and {"why", "as_of"} <= told.keys()
    )
