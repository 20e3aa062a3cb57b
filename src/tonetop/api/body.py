"""What a program sends: one JSON object, read as strictly as files are."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from django.http import HttpRequest

from tonetop.records.doers import By, Once
from tonetop.records.intake import Refused
from tonetop.records.repeated import fingerprint
from tonetop.standard import plain_yaml

KEY = re.compile(r"[!-~]{1,200}")
"""What an idempotency key is made of: printable ASCII without spaces."""


def key_of(request: HttpRequest) -> str | None:
    """The idempotency key under which a request may be repeated; None without one. Raises Refused."""
    told = request.headers.get("Idempotency-Key")
    if told is not None and not KEY.fullmatch(told):
        raise Refused(
            "an Idempotency-Key is 1 to 200 printable ASCII characters without a space, such as a UUID"
        )
    return told


def once(request: HttpRequest, by: By) -> By:
    """Who asks, with the key under which the request may be repeated and what tells it from others. Raises Refused."""
    key = key_of(request)
    if key is None:
        return by
    parts = (request.method or "", request.get_full_path(), by.account)
    return replace(by, once=Once(key, fingerprint(*(part.encode() for part in parts), request.body)))


def body(request: HttpRequest, what: str) -> dict[str, Any]:
    """The object that a request brings; what: "one record". Raises Refused."""
    try:
        plain = plain_yaml.read(request.body, json_text=True)
    except plain_yaml.Unreadable as broken:
        raise Refused(f"the body: {broken}") from None
    if not isinstance(plain, dict):
        raise Refused(f"the body must be {what} as a JSON object")
    return plain
