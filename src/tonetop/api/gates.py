"""Gates for programs: 200 when a subject may pass, 409 when it may not; the body is the verdict with its reasons."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Field, Query, Router, Schema

from tonetop.api.body import body, once
from tonetop.records.intake import Refused
from tonetop.records.write import By
from tonetop.standard.gating import tickets
from tonetop.standard.gating.verdict import Verdict
from tonetop.work.gate import ask_gate, plain
from tonetop.work.permission import ASK_GATE, doer

router = Router(tags=["Gates"])
HEADER = "Tonetop-Gate"
"""The verdict for programs that read no JSON: `open` or `shut`, and whose; no other server says this."""


class Question(Schema):
    """Which process, which subject, and gates of which kind (none: all)."""

    process: str
    subject: str
    kind: str = ""


EXAMPLE = {"process": "procurement", "subject": "ai-1", "kind": "deployment-approval"}
ASKED = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": Question.json_schema(), "example": EXAMPLE}},
    }
}


@router.post(
    "/check",
    summary="May a subject pass the gates of a process?",
    operation_id="check_gate",
    openapi_extra=ASKED,
)
def check(request: HttpRequest) -> Any:
    """The question and its answer stand in the ledger; 200 opens, 409 is shut, and any other status is shut too."""
    by = _by(request)  # before the body is read, so that it tells nothing about it
    told = body(request, "one question")
    unknown = sorted(set(told) - set(Question.model_fields))
    if unknown:
        raise Refused(f"a question has no {unknown[0]!r}; it takes process, subject and kind")
    process, subject, kind = (told.get(name, "") for name in ("process", "subject", "kind"))
    texts = all(isinstance(value, str) for value in (process, subject, kind))
    if not texts or not process or not subject:
        raise Refused("a question names a process and a subject, each as a text")
    return _answer(ask_gate(process, subject, kind, by))


class Asking(Schema):
    """Where a ticket says what is asked: names of its fields; a process or a kind may stand here itself instead."""

    subject_field: str = Field("subject", description="In which field of the ticket the subject stands.")
    process: str = Field("", description="The process, where no field of the ticket names it.")
    process_field: str = Field("process", description="In which field of the ticket the process stands.")
    kind: str = Field("", description="Only the gates of a kind.")
    kind_field: str = Field("", description="In which field of the ticket the kind stands.")


TICKET = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {"type": "object"},
                "example": {"ticket": "CHG-7", "subject": "ai-1", "process": "procurement"},
            }
        },
    }
}


@router.post(
    "/tickets/{form}",
    summary="May the subject of a ticket pass?",
    operation_id="check_ticket",
    openapi_extra=TICKET,
)
def ticket(request: HttpRequest, form: str, asking: Query[Asking]) -> Any:
    """The same question out of a ticket as another system sends it; forms: jira, servicenow, plain."""
    by, known = _by(request), tickets.forms()
    if form not in known:
        raise Refused(f"there is no form of tickets {form!r}; there are {', '.join(known)}")
    own, sent = known[form], body(request, "one ticket")
    try:
        told = tickets.opened(own, sent)
        subject = tickets.value(told, tickets.within(own, asking.subject_field))
        process = asking.process or tickets.value(told, tickets.within(own, asking.process_field))
        kind = asking.kind
        if asking.kind_field:
            kind = tickets.value(told, tickets.within(own, asking.kind_field))
        number = tickets.value(told, own.ticket)
    except tickets.Unreadable as wrong:
        raise Refused(str(wrong)) from None
    return _answer(ask_gate(process, subject, kind, by, number))


def _by(request: HttpRequest) -> By:
    account: Any = request.user
    return replace(doer(account, ASK_GATE), once=once(request))


def _answer(found: Verdict) -> HttpResponse:
    status, word = (200, "open") if found.opens else (409, "shut")
    header = {HEADER: f"{word} {quote(found.subject.id)}"}
    return JsonResponse(plain(found), status=status, headers=header)
