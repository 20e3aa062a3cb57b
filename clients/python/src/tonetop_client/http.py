"""Requests to the API: JSON out, JSON in, refusals as exceptions; the standard library alone."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from http.client import HTTPException, HTTPResponse
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, Request, build_opener
from uuid import uuid4

PREFIX = "/api/v1"
BUSY = (502, 503, 504)
"""Statuses after which a request that may be repeated is sent again."""
TOO_MANY = 429
"""The status of a request that was not looked at, so that any may be sent again."""


class Problem(Exception):
    """The server refused (RFC 9457). status: of HTTP; detail: one sentence; errors: of records, each with its place.

    retry_after: in how many seconds the server says to come back, where it does.
    """

    def __init__(self, status: int, told: Mapping[str, Any], retry_after: int | None = None) -> None:
        self.status, self.retry_after = status, retry_after
        self.detail = str(told.get("detail") or told.get("title") or f"status {status}")
        self.errors: list[dict[str, Any]] = list(told.get("errors") or ())
        super().__init__(f"{status}: {self.detail}")


class Unreachable(Exception):
    """Nothing that could be understood came back."""


class _Stay(HTTPRedirectHandler):
    """A token is for the address that was named, so nobody is followed elsewhere."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str
    ) -> None:
        """No other request."""


class Http:
    """One server and one token. timeout: seconds of each attempt; retries: how often what may be is sent again.

    patience: how many seconds in all one call waits for a server that says when to come back.
    """

    def __init__(
        self, address: str, token: str, *, timeout: float = 30.0, retries: int = 2, patience: float = 60.0
    ) -> None:
        place = urlsplit(address)
        if place.scheme not in ("http", "https") or not place.netloc or not token:
            raise ValueError("give the address as https://host, and a token that `tonetop token` made")
        self._base = f"{place.scheme}://{place.netloc}{place.path.rstrip('/')}"
        self._token, self._timeout, self._retries, self._patience = token, timeout, retries, patience
        self._opener: OpenerDirector = build_opener(_Stay)

    def call(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        body: Any = None,
        files: Mapping[str, bytes] | None = None,
        key: str | None = None,
    ) -> Any:
        """The answer to one request. Raises Problem, Unreachable.

        path: below /api/v1, or an address with that prefix that the server gave. files: by name, sent beside the body,
        which is then the part `act`. key: an idempotency key.
        """
        asked = {name: _plain(value) for name, value in (query or {}).items() if value is not None}
        below = path if path.startswith(PREFIX) else f"{PREFIX}{path}"
        url = f"{self._base}{below}{'?' + urlencode(asked) if asked else ''}"
        headers = {"Authorization": f"Bearer {self._token}", "Accept": "application/json"}
        headers |= {"Idempotency-Key": key} if key else {}
        data = None if body is None else json.dumps(body).encode()
        kind = "application/json"
        if data is not None and files is not None:
            data, kind = _parts(data, files)
        headers |= {"Content-Type": kind} if data is not None else {}
        again, left = self._retries, self._patience
        while True:
            request = Request(url, data, headers, method=method)  # noqa: S310 - the scheme was judged
            try:
                return self._sent(request)
            except (Unreachable, Problem) as wrong:
                pause = _pause(
                    wrong, 0.2 * 2 ** (self._retries - again), repeats=bool(key) or method == "GET"
                )
                if pause is None or again <= 0 or pause > left:
                    raise
                time.sleep(pause)
                again, left = again - 1, left - pause

    def _sent(self, request: Request) -> Any:
        try:
            with self._opener.open(request, timeout=self._timeout) as answer:
                return _read(answer)
        except HTTPError as refused:
            with refused:
                told = _read(refused)
            if refused.code == 409 and isinstance(told, dict) and "opens" in told:
                return told  # a gate that is shut answers
            after = refused.headers.get("Retry-After") or ""
            seconds = int(after) if after.isdecimal() else None
            raise Problem(refused.code, told if isinstance(told, dict) else {}, seconds) from None
        except (URLError, HTTPException, OSError) as error:
            raise Unreachable(f"{request.host}: {error}") from error


def _plain(value: Any) -> str:
    """A value as a query holds it; an empty one asks for records without any."""
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def _pause(wrong: Unreachable | Problem, short: float, *, repeats: bool) -> float | None:
    """How many seconds to wait before a request is sent again; None when it is not."""
    if isinstance(wrong, Unreachable):
        return short if repeats else None
    if wrong.status == TOO_MANY or (repeats and wrong.status in BUSY):
        return short if wrong.retry_after is None else float(wrong.retry_after)
    return None


def _parts(act: bytes, files: Mapping[str, bytes]) -> tuple[bytes, str]:
    """A body of several parts and its type: what is said, and the files (RFC 7578)."""
    bound = uuid4().hex
    parts = [('name="act"', "application/json", act)]
    for name, raw in files.items():
        plain = name.translate({ord('"'): "%22", ord("\r"): "%0D", ord("\n"): "%0A"})
        parts.append((f'name="files"; filename="{plain}"', "application/octet-stream", raw))
    told = b"".join(
        f"--{bound}\r\nContent-Disposition: form-data; {name}\r\nContent-Type: {kind}\r\n\r\n".encode()
        + raw
        + b"\r\n"
        for name, kind, raw in parts
    )
    return told + f"--{bound}--\r\n".encode(), f"multipart/form-data; boundary={bound}"


def fresh_key() -> str:
    """A key under which a request may be repeated."""
    return str(uuid4())


def _read(answer: HTTPResponse | HTTPError) -> Any:
    raw = answer.read()
    if "json" not in (answer.headers.get("Content-Type") or ""):
        if isinstance(answer, HTTPError):
            return {}
        raise Unreachable("what answered is no Tonetop: it sent no JSON")
    try:
        return json.loads(raw)
    except ValueError as error:
        raise Unreachable(f"what came back cannot be read: {error}") from error
