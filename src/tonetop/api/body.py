"""What a program sends: one JSON object, read as strictly as files are."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpRequest

from tonetop.records.intake import Refused
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


def body(request: HttpRequest, what: str) -> dict[str, Any]:
    """The object that a request brings; what: "one record". Raises Refused."""
    try:
        plain = plain_yaml.read(request.body, json_text=True)
    except plain_yaml.Unreadable as broken:
        raise Refused(f"the body: {broken}") from None
    if not isinstance(plain, dict):
        raise Refused(f"the body must be {what} as a JSON object")
    return plain
