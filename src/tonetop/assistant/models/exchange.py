"""One exchange with a provider: to its own host alone, within bounds of time and size, asked again when it is busy."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

from tonetop.assistant.models.model import (
    BROKEN,
    BUSY,
    MALFORMED,
    REDIRECTED,
    REFUSED,
    TIMED_OUT,
    TOO_LARGE,
    UNREACHABLE,
    Model,
    Request,
    Unanswered,
)

httpx2: Any = import_module("httpx2") if find_spec("httpx2") else None
EXTRA = "language models need an extra that is not installed: pip install 'tonetop[models]'"
LARGEST = 1_000_000
"""Bytes of an answer."""
TRIES = 3
AGAIN = (BUSY, BROKEN, UNREACHABLE)
LONGEST_WAIT = 30.0
CONNECT = 10
HEADERS = {"content-type": "application/json", "accept": "application/json", "accept-encoding": "identity"}


def exchanged(model: Model, request: Request, sleep: Callable[[float], None] = time.sleep) -> Any:
    """The JSON that a provider answers. Raises Unanswered; busy and broken ones are asked three times in all."""
    for attempt in range(TRIES):
        try:
            return _plain(_in_time(model, request))
        except Unanswered as why:
            if why.kind not in AGAIN or attempt == TRIES - 1:
                raise
            wait = 2.0**attempt if why.wait is None else why.wait
            sleep(min(wait, LONGEST_WAIT))
    raise AssertionError  # the last try returns or raises


def _in_time(model: Model, request: Request) -> bytes:
    """The answer's bytes; given up after the model's seconds even where a server drips single bytes for ever."""
    if httpx2 is None:
        raise Unanswered(UNREACHABLE, EXTRA)
    came: SimpleQueue[bytes | Exception] = SimpleQueue()
    deadline = time.monotonic() + model.seconds

    def ask() -> None:
        try:
            came.put(_bytes(model, request, deadline))
        except Exception as error:  # noqa: BLE001 - handed over to whoever waits
            came.put(error)

    Thread(target=ask, daemon=True).start()
    try:
        told = came.get(timeout=model.seconds + 1)
    except Empty:
        raise _late(model) from None
    if isinstance(told, bytes):
        return told
    raise _told(told, model) from None


def _told(error: Exception, model: Model) -> Exception:
    """What went wrong, without its own words: they may hold the address with what stands in it."""
    if isinstance(error, httpx2.TimeoutException):
        return _late(model)
    if isinstance(error, httpx2.HTTPError | OSError):
        return Unanswered(UNREACHABLE, f"the provider cannot be reached ({type(error).__name__})")
    return error


def _bytes(model: Model, request: Request, deadline: float) -> bytes:
    client = httpx2.Client(
        follow_redirects=False,
        trust_env=model.proxies,
        timeout=httpx2.Timeout(model.seconds, connect=min(CONNECT, model.seconds)),
    )
    body = json.dumps(request.body, ensure_ascii=False).encode()
    with (
        client,
        client.stream(
            "POST", model.address.rstrip("/") + request.path, content=body, headers=HEADERS | request.headers
        ) as response,
    ):
        _demand_good(response)
        taken = bytearray()
        for part in response.iter_raw():
            taken += part
            if len(taken) > LARGEST:
                raise Unanswered(TOO_LARGE, f"the answer is larger than {LARGEST} bytes")
            if time.monotonic() > deadline:
                raise _late(model)
    return bytes(taken)


def _demand_good(response: Any) -> None:
    status = response.status_code
    if 300 <= status < 400:
        raise Unanswered(REDIRECTED, "the provider sends elsewhere, where nothing is sent")
    if status == 429:
        raise Unanswered(BUSY, "the provider is asked too often just now (429)", _wait(response))
    if status >= 500:
        raise Unanswered(BROKEN, f"the provider has a fault of its own ({status})", _wait(response))
    if status != 200:
        raise Unanswered(REFUSED, f"the provider refuses ({status}); look at key, model and address")
    type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if type != "application/json" or response.headers.get("content-encoding", "identity") != "identity":
        raise Unanswered(MALFORMED, "the answer is no plain JSON by its headers")


def _wait(response: Any) -> float | None:
    told = response.headers.get("retry-after", "")
    return float(told) if told.isascii() and told.isdigit() and len(told) < 6 else None


def _late(model: Model) -> Unanswered:
    return Unanswered(TIMED_OUT, f"the provider gave no answer within {model.seconds} s")


def _plain(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        raise Unanswered(MALFORMED, "the answer is no JSON") from None
