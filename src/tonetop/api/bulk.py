"""Several records in one request: all or nothing."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Router

from tonetop.api.body import body, once
from tonetop.records.intake import Refused
from tonetop.standard import schema
from tonetop.work.change_record import CORRECTION
from tonetop.work.change_several import MOST, SeveralRefused, Wanted, change_several
from tonetop.work.permission import demand_writes

router = Router(tags=["Several records"])
PARTS = frozenset(("type", "record", "after", "since"))
GONE = frozenset(("type", "withdraw", "after"))
ONE: dict[str, Any] = {
    "type": "object",
    "description": "A record, or the id of one that is withdrawn from today on.",
    "properties": {
        "type": {"type": "string", "description": "The type of record."},
        "record": {"type": "object", "description": "As a facts file writes it."},
        "withdraw": {"type": "string", "minLength": 1, "description": "An id, and no record beside it."},
        "after": {
            "type": "integer",
            "minimum": 0,
            "description": "Only if the last version is this one; 0: none.",
        },
        "since": {"type": "string", "description": "`correction`, or the day from which it holds."},
    },
    "required": ["type"],
    "oneOf": [{"required": ["record"]}, {"required": ["withdraw"]}],
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
    wanted = _all_wanted(records[: MOST + 1])
    made = change_several(account, wanted, once(request, told))
    lines = [
        {"type": one.type, "id": row.ref, "revision": row.revision, "seq": row.seq}
        if row
        else {"unchanged": True}
        for one, row in zip(wanted, made, strict=True)
    ]
    return JsonResponse({"records": lines, "written": sum(row is not None for row in made)})


def _all_wanted(records: list[Any]) -> list[Wanted]:
    """What is asked for. Raises SeveralRefused with every mistake of form, each with its place."""
    wanted, problems = list[Wanted](), list[tuple[int, str]]()
    for place, one in enumerate(records):
        wrong = _wrong(one)
        problems += [(place, sentence) for sentence in wrong]
        if not wrong:
            since = one.get("since", CORRECTION)
            gone = one.get("withdraw", "")
            wanted.append(Wanted(one["type"], one.get("record", {}), one.get("after"), since, gone))
    if problems:
        raise SeveralRefused(problems)
    return wanted


def _wrong(one: Any) -> list[str]:
    """What is wrong with the form of one record."""
    is_one = isinstance(one, dict) and "type" in one and ("record" in one) != ("withdraw" in one)
    if not is_one or not set(one) <= (PARTS if "record" in one else GONE):
        return [
            "write type and record, and no more than after and since beside them; "
            "or type and withdraw, and no more than after"
        ]
    after, gone = one.get("after"), one.get("withdraw", "-")
    told = {
        f"there is no type of record {one['type']!r}": isinstance(one["type"], str)
        and one["type"] in schema.shapes(),
        "record is an object": isinstance(one.get("record", {}), dict),
        "withdraw is the id of a record": isinstance(gone, str) and gone != "",
        f"since is a day or {CORRECTION}": isinstance(one.get("since", CORRECTION), str),
        "after is the number of a version, or 0 for none": after is None
        or (isinstance(after, int) and not isinstance(after, bool) and after >= 0),
    }
    return [sentence for sentence, holds in told.items() if not holds]
