"""Acts for programs: what a page does by a form, a program does by a request, through the very same verb."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, JsonResponse
from ninja import Router

from tonetop.api.body import body, file_body, key_of, once
from tonetop.api.told import RECORD, named
from tonetop.records.intake import Refused
from tonetop.work.act_once import act_once
from tonetop.work.acts.act import Act, judged
from tonetop.work.acts.every import ACTS
from tonetop.work.keep_evidence import Brought
from tonetop.work.permission import READ, doer

router = Router(tags=["Acts"])
ANSWER: dict[str, Any] = {
    "type": "object",
    "properties": {
        "records": {
            "type": "array",
            "items": RECORD,
            "description": "What the act made or changed, as it stands now; the act's own record leads.",
        }
    },
    "required": ["records"],
    "additionalProperties": False,
}


def _view(one: Act) -> Callable[[HttpRequest], JsonResponse]:
    def view(request: HttpRequest) -> JsonResponse:
        account: Any = request.user
        one.demands(account)  # before the body is read, so that it tells nothing about it
        key_of(request)
        files: list[Brought] = []
        plain = body(request, "what is done") if one.files is None else file_body(request, files)
        told = judged(one, plain)
        if one.files is not None and len(files) < one.files:
            raise Refused("send a file, as a part called files")
        by = replace(doer(account, READ), once=once(request, plain, files))
        rows = act_once(by, one.name, lambda: one.does(account, told | ({"files": files} if files else {})))
        return JsonResponse({"records": [named(row, request) for row in rows]})

    return view


def _sent(one: Act) -> dict[str, Any]:
    schema = one.sent.model_json_schema()
    schema |= {"title": one.name.replace("-", " ").capitalize()}
    schema.pop("description", None)
    if one.files is None:
        held = {"application/json": {"schema": schema, "example": one.example}}
        return {"requestBody": {"required": True, "content": held}}
    file = {"type": "string", "contentMediaType": "application/octet-stream"}
    parts = {
        "type": "object",
        "properties": {"act": schema, "files": {"type": "array", "minItems": one.files, "items": file}},
        "required": ["act", *(["files"] if one.files else [])],
    }
    how = {"act": {"contentType": "application/json"}}
    shown = {"act": one.example, "files": ["report.pdf"]}
    held = {"multipart/form-data": {"schema": parts, "encoding": how, "example": shown}}
    return {"requestBody": {"required": True, "content": held}}


for each in ACTS:
    router.post(
        f"/{each.name}",
        summary=each.summary,
        description=" ".join((each.does.__doc__ or "").split()),
        operation_id=each.name.replace("-", "_"),
        openapi_extra=_sent(each),
    )(_view(each))
