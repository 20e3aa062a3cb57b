"""Several records in one request: all or nothing."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Router

from tonetop.api.body import body, key_of
from tonetop.records.intake import Refused
from tonetop.standard import schema
from tonetop.work.change_record import CORRECTION
from tonetop.work.change_several import MOST, Wanted, change_several
from tonetop.work.permission import demand_writes

router = Router(tags=["Several records"])
PARTS = frozenset(("type", "record", "after", "since"))
ONE: dict[str, Any] = {
    "type": "object",
    "properties": {
        "type": {"type": "string", "description": "The type of record."},
        "record": {"type": "object", "description": "As a facts file writes it."},
        "after": {
            "type": "integer",
            "minimum": 0,
            "description": "Only if the last version is this one; 0: none.",
        },
        "since": {"type": "string", "description": "`correction`, or the day from which it holds."},
    },
    "required": ["type", "record"],
    "additionalProperties": False,
}
EXAMPLE = {
    "records": [
        {"type": "Meeting", "record": {"id": "meeting-1", "held_on": "2025-03-14"}, "after": 0},
        {"type": "Decision", "record": {"id": "decision-1", "source": "meeting-1", "text": "Fund it."}},
    ]
}
SENT = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "records": {"type": "array", "minItems": 1, "maxItems": MOST, "items": ONE}
                    },
                    "required": ["records"],
                    "additionalProperties": False,
                },
                "example": EXAMPLE,
            }
        },
    }
}


@router.post(
    "", summary="Write several records, all or none", operation_id="write_several", openapi_extra=SENT
)
def several(request: HttpRequest) -> HttpResponse:
    """They may refer to each other; each mistake is told with its place, and then nothing was written."""
    account: Any = request.user
    demand_writes(account)  # before the body is read, so that it tells nothing about it
    told = body(request, "a list of records")
    records = told.get("records")
    if set(told) != {"records"} or not isinstance(records, list):
        raise Refused('write {"records": […]}, and nothing beside it')
    wanted = [_wanted(place, one) for place, one in enumerate(records[: MOST + 1])]
    made = change_several(account, wanted, key_of(request))
    lines = [
        {"type": one.type, "id": row.ref, "revision": row.revision, "seq": row.seq}
        if row
        else {"unchanged": True}
        for one, row in zip(wanted, made, strict=True)
    ]
    return JsonResponse({"records": lines, "written": sum(row is not None for row in made)})


def _wanted(place: int, one: Any) -> Wanted:
    if not isinstance(one, dict) or not {"type", "record"} <= set(one) <= PARTS:
        raise Refused(f"record {place}: write type and record, and no more than after and since beside them")
    type, plain, after, since = one["type"], one["record"], one.get("after"), one.get("since", CORRECTION)
    if type not in schema.shapes() or not isinstance(plain, dict) or not isinstance(since, str):
        raise Refused(
            f"record {place}: type is a type of record, record an object, since a day or {CORRECTION}"
        )
    if after is not None and (not isinstance(after, int) or isinstance(after, bool) or after < 0):
        raise Refused(f"record {place}: after is the number of a version, or 0 for none")
    return Wanted(type, plain, after, since)
