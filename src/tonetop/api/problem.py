"""Refusals as problem details (RFC 9457): one sentence for people, a status for programs, the same everywhere."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import JsonResponse

KIND = "application/problem+json"
SCHEMA: dict[str, Any] = {
    "type": "object",
    "title": "Problem",
    "properties": {
        "type": {"type": "string", "const": "about:blank"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "One sentence: what is wrong, where, and what to do."},
        "problem": {"type": "string", "description": "The same sentence."},
        "errors": {
            "type": "array",
            "description": "Of several records: each mistake with its place in the request, from 0.",
            "items": {
                "type": "object",
                "properties": {"pointer": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
    },
    "required": ["type", "title", "status", "detail"],
    "examples": [
        {
            "type": "about:blank",
            "title": "Conflict",
            "status": 409,
            "detail": "Meeting meeting-1: was changed since you opened it; look at it again",
            "problem": "Meeting meeting-1: was changed since you opened it; look at it again",
        }
    ],
}
WORDS = {
    400: "Bad input; nothing was changed",
    401: "No token that works came with the request",
    403: "Not for this role or this token",
    404: "Not there",
    409: "Changed since, or there already, or the idempotency key was used for another request",
    429: "Too much was asked; the header Retry-After says in how many seconds more is answered",
    503: "The folder cannot be written to; the header Retry-After says in how many seconds to look again",
}

HEADERS = {401: {"WWW-Authenticate": "Bearer"}, 503: {"Retry-After": "60"}}


def problem(sentence: str, status: int, **more: Any) -> JsonResponse:
    """The answer that refuses."""
    told = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": sentence}
    headers = HEADERS.get(status)
    return JsonResponse(
        told | {"problem": sentence} | more, status=status, content_type=KIND, headers=headers
    )


def answers(*statuses: int) -> dict[str, Any]:
    """The refusals of an operation for the OpenAPI document."""
    return {
        str(status): {
            "description": WORDS[status],
            "content": {KIND: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status in statuses
    }
