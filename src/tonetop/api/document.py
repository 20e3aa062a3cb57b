"""The OpenAPI document: what the routes say of themselves, and an example and the refusals for every operation."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import sha256
from itertools import chain
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import get_script_prefix
from django.views.decorators.http import condition, require_safe
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from tonetop.api.answers import answered, page_of
from tonetop.api.described import described
from tonetop.api.doors import scope_for
from tonetop.api.problem import SCHEMA, answers
from tonetop.api.shown import CREATED, ONE_PAGE, SHOWN
from tonetop.api.told import VERSION
from tonetop.core.shape import Field
from tonetop.records.registry import registers

PREFIX, REGISTERS = "/api/v1", "/registers/"
CODES = {"get": ("200",), "post": ("201", "200"), "put": ("200", "201"), "delete": ("200",)}
"""With what a register answers: 201 where a record is new, 200 where it is not, or was so already."""
DAY, LEAF = "2025-03-14", "5f" * 32
SAMPLES: dict[str, Any] = {
    "date": DAY,
    "period": "2025-Q1",
    "boolean": True,
    "number": 3,
    "number_or_text": 0.9,
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "texts": ["one", "another"],
    "inputs": {"a": ["meeting-1"]},
    "amounts": {"EUR": 1000},
}
NAMED = {"days": 400}
"""By the name of a field, where a number of its kind would be none that it takes."""
KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "pattern": "^[!-~]{1,200}$"},
    "description": "The same request again under its key changes nothing and answers as the first; another is 409.",
}


PLACES = {
    "ref": "The record's id; of a type without ids its key, with slashes: `meeting-1/p1`.",
    "id": "The check's id, such as `LD-1.2`.",
    "number": "The number of the webhook.",
    "form": "How the ticket is written: jira, servicenow or plain.",
    "name": "Which document.",
    "system": "The id of an AI system.",
}
"""What stands in an address."""
FILTER = "Only records that hold this; empty: only those without a value."


class Described(NinjaAPI):
    """The API, whose document says more than its routes are made from."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """The document."""
        told = super().get_openapi_schema(**options)
        components: dict[str, Any] = told.setdefault("components", {})
        components.setdefault("schemas", {})["Problem"] = SCHEMA
        for path, methods in told["paths"].items():
            for method, operation in methods.items():
                _fill(path, method, operation)
        return told


@cache
def _written(api: Described, prefix: str) -> tuple[bytes, str]:
    """The document's bytes and their tag: made once in a process, for it is the same for everybody in any language.

    prefix: below which address everything lies.
    """
    raw = json.dumps(api.get_openapi_schema(), separators=(",", ":")).encode()
    return raw, f'"{sha256(raw).hexdigest()[:32]}"'


def _tag(request: HttpRequest, api: Described) -> str:
    return _written(api, get_script_prefix())[1]


@require_safe
@condition(etag_func=_tag)
def document(request: HttpRequest, api: Described) -> HttpResponse:
    """The OpenAPI document; whoever has it already is told so by 304."""
    raw, _ = _written(api, get_script_prefix())
    return HttpResponse(raw, content_type="application/json", headers={"Cache-Control": "no-cache"})


def _fill(path: str, method: str, operation: dict[str, Any]) -> None:
    """Say of an operation what comes back, what it may be asked for, and which scope a token needs for it."""
    scope = scope_for(path, method)
    operation["security"] = [
        {name: [scope] if name == "Token" else []} for name in (*chain(*operation["security"]),)
    ]
    operation["description"] = (
        f"{operation.get('description', '')}\n\nScope of the token: `{scope}`.".lstrip()
    )
    for one in operation.get("parameters", ()):
        if one["in"] == "path":
            one["description"] = PLACES[one["name"]]
    type = path.partition(REGISTERS)[2].partition("/")[0]
    refusals = (
        {400, 401, 403, 429, 503} | ({404} if "{" in path else set()) | ({409} if method != "get" else set())
    )
    if type:
        answer = _answered(path, method, type)
        operation["responses"] = dict.fromkeys(CODES[method], answer)
        if method in ("post", "put"):
            sent = operation["requestBody"]
            sent["required"] = True
            sent["content"]["application/json"]["example"] = example(type)
        if method == "get" and "{" not in path:
            operation["parameters"] += _filters(type, operation["parameters"])
    else:
        below = path.partition(PREFIX)[2]
        code = "201" if (method, below) in CREATED else "200"
        shown = SHOWN.get((method, below), {})
        told = shown or _done(below)
        operation["responses"] = {code: _json("What came of it", answered(method, below), told)}
    if method != "get":
        operation.setdefault("parameters", []).append(KEY)
    operation["responses"] |= answers(*sorted(refusals))
    if "/gates/" in path:
        shut = operation["responses"]["200"]["content"]
        operation["responses"]["409"]["content"] |= shut  # the verdict of a gate that is shut


def _filters(type: str, own: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The fields by which a list is narrowed, as in the list of the pages, beside its own parameters."""
    shape = registers()[type].shape()
    taken = {one["name"] for one in own}
    return [
        {"name": name, "in": "query", "required": False, "schema": _filter(judge), "description": FILTER}
        for name, judge in shape.fields.items()
        if judge.kind not in ("inputs", "amounts") and name not in taken
    ]


def _filter(judge: Field) -> dict[str, Any]:
    """What a filter takes: yes or no, a closed word, else a text; an empty one finds records without a value."""
    if judge.kind == "boolean":
        return {"type": "string", "enum": ["yes", "no", "true", "false", ""]}
    if judge.kind in ("word", "words"):
        return {"type": "string", "enum": [*judge.words, ""]}
    return {"type": "string"}


@cache
def example(type: str) -> dict[str, Any]:
    """A made-up record of a type with what tells it apart and its first few fields."""
    shape = registers()[type].shape()
    names = {"id": f"{registers()[type].prefix.lower()}-1"} if shape.has_id else {}
    needed = [*shape.required(), *shape.fields]
    few = [name for name in dict.fromkeys(needed) if name in shape.fields][: max(4, len(shape.required()))]
    return names | {name: _sample(name, shape.fields[name]) for name in few}


def _sample(name: str, judge: Field) -> Any:
    if judge.kind == "word":
        return judge.words[0]
    if judge.kind == "words":
        return [judge.words[0]]
    if judge.kind in ("reference", "references", "limits"):
        to = judge.to[0] if judge.to and judge.to[0] in registers() else ""
        leads = f"{registers()[to].prefix.lower()}-1" if to else "record-1"
        return leads if judge.kind == "reference" else [leads]
    return NAMED.get(name) or SAMPLES.get(judge.kind, name.replace("_", " ").capitalize())


def _answered(path: str, method: str, type: str) -> dict[str, Any]:
    record = {"revision": 1, "seq": 42, "record": example(type), "source_data": {}}
    parts = VERSION | {"record": described(registers()[type].shape())}
    one: dict[str, Any] = {"type": "object", "properties": parts, "required": list(parts)}
    if path.endswith("/history"):
        step = {"recorded": f"{DAY}T09:14:07.511203Z", "leaf": LEAF, "done_by": "p1", "entered_by": "p1"}
        parts = one["properties"] | dict.fromkeys(step, {"type": ["string", "null"]})
        steps = page_of("versions", one | {"properties": parts, "required": list(parts)})
        if registers()[type].key:  # of which one may end so
            steps = {"anyOf": [steps, one]}
        return _json("The versions, the last first", steps, ONE_PAGE | {"versions": [record | step]})
    if method == "get" and "{" not in path:
        several = page_of("records", one)
        told = {
            "count": 51,
            "page": 1,
            "pages": 2,
            "next": f"/api/v1{REGISTERS}{type}?cursor=after.1042",
            "previous": None,
        }
        return _json("A page of records", several, told | {"records": [record]})
    so = {"type": "object", "properties": {"unchanged": {"const": True}}, "required": ["unchanged"]}
    told = one if method in ("get", "delete") else {"anyOf": [one, so]}
    return _json("The record as it stands, or that it was already so", told, record)


def _done(below: str) -> dict[str, Any]:
    """What an act may have made."""
    type = "Evidence" if "evidence" in below else "Decision"
    named = {"type": type, "id": example(type)["id"], "revision": 1, "seq": 42}
    return {"records": [named | {"record": example(type), "source_data": {}}]}


def _json(words: str, schema: dict[str, Any], shown: Any) -> dict[str, Any]:
    return {"description": words, "content": {"application/json": {"schema": schema, "example": shown}}}
