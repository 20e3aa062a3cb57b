"""Schemas of answers, by operation, for the OpenAPI document; those of registers are made from their fields."""

from __future__ import annotations

from typing import Any

from tonetop.api.acts import ANSWER

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
DAY: Schema = {"type": "string", "format": "date"}
NUMBER: Schema = {"type": "integer"}
COUNT: Schema = {"type": "integer", "minimum": 0}
YES: Schema = {"type": "boolean"}
RECORDS: Schema = {"type": "array", "items": TEXT, "description": "The records that it rests on."}


def _or_null(told: Schema) -> Schema:
    return told | {"type": [told["type"], "null"]}


def _list(told: Schema) -> Schema:
    return {"type": "array", "items": told}


def _by_id(told: Schema) -> Schema:
    return {"type": "object", "additionalProperties": told}


def _object(told: dict[str, Schema], *optional: str) -> Schema:
    needed = [name for name in told if name not in optional]
    return {"type": "object", "properties": told, "required": needed, "additionalProperties": False}


RESULT = {"result": TEXT, "why": TEXT, "records": RECORDS}
AHEAD = {"expires_on": _or_null(TEXT), "next_act": _or_null(TEXT)}
SIGNALS = _list(_object({"id": TEXT, "why": TEXT, "records": RECORDS}))
NODE = {"holds": _or_null(YES), "why": TEXT, "records": RECORDS}
LINE = _object(
    {
        **dict.fromkeys(("rule", "effect", "sentence", "why"), TEXT),
        "holds": _or_null(YES),
        "waived": YES,
        "blocks": YES,
        "quotes": {"description": "What the line quotes; null where it quotes nothing."},
        "records": RECORDS,
        "act": _or_null(TEXT),
    }
)
GATE = _object(
    {
        "gate": TEXT,
        "kind": _or_null(TEXT),
        "opens": YES,
        "ready": YES,
        "decides": _or_null(TEXT),
        "passage": _or_null(TEXT),
        "lines": _list(LINE),
    }
)
VERDICT = _object(
    {
        "opens": YES,
        **dict.fromkeys(("why", "process", "subject", "subject_type"), TEXT),
        "kind": _or_null(TEXT),
        "as_of": DAY,
        "gates": _list(GATE),
    }
)
WEBHOOK_PARTS: dict[str, Schema] = {
    "webhook": NUMBER,
    "name": TEXT,
    "address": TEXT,
    "events": _list(TEXT),
    "types": _list(TEXT),
    "is_on": YES,
    "why_off": _or_null(TEXT),
    "made_on": DAY,
    "waiting": COUNT,
    "dead": COUNT,
}
WEBHOOK = _object(WEBHOOK_PARTS)
MESSAGE = _object(
    {
        "message": NUMBER,
        **dict.fromkeys(("id", "event", "state", "made"), TEXT),
        **dict.fromkeys(("kind", "record", "next", "last", "why"), _or_null(TEXT)),
        "attempts": COUNT,
        "status": _or_null(NUMBER),
    }
)
DUE = _object(
    {
        "on": DAY,
        "days": NUMBER,
        **dict.fromkeys(("what", "type", "id", "title", "rank"), TEXT),
        "by": _or_null(TEXT),
        "whose": _list(TEXT),
    }
)
REQUIREMENT = _object(
    {
        **dict.fromkeys(("id", "title", "part", "state", "result", "why", "owner", "role"), TEXT),
        "evidence": COUNT,
        **dict.fromkeys(("newest", "lapses", "next_act"), TEXT),
    }
)
WRITTEN: Schema = {
    "oneOf": [
        _object({"type": TEXT, "id": TEXT, "revision": NUMBER, "seq": COUNT}),
        _object({"unchanged": {"type": "boolean", "const": True}}),
    ]
}
PAGE: dict[str, Schema] = {
    **dict.fromkeys(("count", "page", "pages"), COUNT),
    **dict.fromkeys(
        ("next", "previous"), _or_null(TEXT) | {"description": "Where the list goes on, or came from."}
    ),
}


def page_of(name: str, one: Schema) -> Schema:
    """A page of a list, by the name under which it holds its lines."""
    return _object(PAGE | {name: _list(one)})


ANSWERS: dict[tuple[str, str], Schema] = {
    ("get", "/assessment"): _object(
        {
            "as_of": DAY,
            "known_on": _or_null(TEXT),
            "catalogue": TEXT,
            "clauses": _by_id(_object(RESULT, "records")),
            "controls": _by_id(_object(RESULT)),
            "duties": _by_id(_object(RESULT, "records")),
            "checks": _by_id(_object(RESULT | AHEAD)),
            "pitfalls": _by_id(_object({"raised": YES, "signals": SIGNALS})),
            "privacy": _by_id(_object(RESULT | AHEAD)),
        }
    ),
    ("get", "/centre"): _object({"counts": _by_id(COUNT), **PAGE, "requirements": _list(REQUIREMENT)}),
    ("get", "/checks/{id}"): _object(
        RESULT | AHEAD | {"check": TEXT, "tree": _object(NODE | {"parts": _list({"type": "object"})})}
    ),
    ("get", "/catalogue"): {
        "type": "object",
        "properties": {"catalogue": {"type": "object"}, "additions": {}},
        "required": ["catalogue", "additions"],
    },
    ("get", "/due"): _object(
        {"as_of": DAY, **dict.fromkeys(("count", "page", "pages"), COUNT), "due": _list(DUE)}
    ),
    ("get", "/oscal"): _object({"documents": _list(TEXT)}),
    ("get", "/oscal/{name}"): {"type": "object", "minProperties": 1, "maxProperties": 1},
    ("get", "/bom/{system}"): {
        "type": "object",
        "properties": {
            "bomFormat": {"const": "CycloneDX"},
            "specVersion": TEXT,
            "metadata": {"type": "object"},
        },
        "required": ["bomFormat", "specVersion", "metadata"],
    },
    ("post", "/gates/check"): VERDICT,
    ("post", "/gates/tickets/{form}"): VERDICT,
    ("post", "/bulk"): _object({"records": _list(WRITTEN), "written": COUNT}),
    ("get", "/webhooks"): _list(WEBHOOK),
    ("get", "/webhooks/{number}"): WEBHOOK,
    ("post", "/webhooks"): _object(WEBHOOK_PARTS | {"secret": TEXT}),
    ("put", "/webhooks/{number}"): WEBHOOK,
    ("delete", "/webhooks/{number}"): _object({"removed": NUMBER}),
    ("post", "/webhooks/{number}/secret"): _object({"webhook": NUMBER, "secret": TEXT}),
    ("post", "/webhooks/{number}/on"): WEBHOOK,
    ("post", "/webhooks/{number}/off"): WEBHOOK,
    ("post", "/webhooks/{number}/try"): MESSAGE,
    ("get", "/webhooks/{number}/messages"): _object({"messages": _list(MESSAGE)}),
    ("post", "/webhooks/{number}/messages/again"): _object({"waiting": COUNT}),
}
"""By method and path below the API's own, the form of an answer."""


def answered(method: str, below: str) -> Schema:
    """The form of an answer. Raises KeyError for an operation without one."""
    return ANSWER if below.startswith("/acts/") else ANSWERS[method, below]
