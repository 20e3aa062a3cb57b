"""What a program sends: one JSON object, read as strictly as files are."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from tonetop.records.intake import Refused
from tonetop.standard import plain_yaml


def body(request: HttpRequest, what: str) -> dict[str, Any]:
    """The object that a request brings; what: "one record". Raises Refused."""
    try:
        plain = plain_yaml.read(request.body, json_text=True)
    except plain_yaml.Unreadable as broken:
        raise Refused(f"the body: {broken}") from None
    if not isinstance(plain, dict):
        raise Refused(f"the body must be {what} as a JSON object")
    return plain
