"""Records as the API tells them, and the schema of that."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from tonetop.records.models import Record
from tonetop.work.permission import closed

VERSION: dict[str, Any] = {
    "revision": {"type": "integer", "minimum": 1},
    "seq": {"type": "integer", "minimum": 0, "description": "The line of the ledger."},
    "record": {"type": "object", "description": "As a facts file writes it."},
    "source_data": {"type": "object"},
}
"""What is told of a version."""
NAMED: dict[str, Any] = {"type": {"type": "string"}, "id": {"type": "string"}}
RECORD: dict[str, Any] = {
    "type": "object",
    "properties": NAMED | VERSION,
    "required": [*NAMED, *VERSION],
    "additionalProperties": False,
}
"""A version among those of other registers."""


def told(row: Record, request: HttpRequest) -> dict[str, Any]:
    """A version, without what was confided and the account may not read."""
    account: Any = request.user
    row.without(closed(account, type(row).__name__, row.ref))
    return {"revision": row.revision, "seq": row.seq, "record": row.plain(), "source_data": row.source_data}


def named(row: Record, request: HttpRequest) -> dict[str, Any]:
    """The same with its type and id."""
    return {"type": type(row).__name__, "id": row.ref} | told(row, request)
