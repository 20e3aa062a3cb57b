"""Webhooks for programs: whom the house tells that something happened, and what became of each message."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Field, Query, Router, Schema

from tonetop.api.body import body, once
from tonetop.api.look import only
from tonetop.records.intake import Refused
from tonetop.records.repeated import told
from tonetop.records.webhooks import Delivery
from tonetop.records.write import By, Missing
from tonetop.work import webhook_letters, webhooks
from tonetop.work.permission import manager
from tonetop.work.webhooks import Wish, listed

router = Router(tags=["Webhooks"])


class Wished(Schema):
    """What a webhook is to be; no events or no types: all that may be told."""

    name: str
    address: str
    events: list[str] = []
    types: list[str] = []


EXAMPLE = {"name": "Tickets", "address": "https://hooks.example.org/tonetop", "events": ["record.changed"]}
SENT = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": Wished.json_schema(), "example": EXAMPLE}},
    }
}


class Which(Schema):
    """Which messages: waiting, delivered or dead; none named: all; at most so many, the newest first."""

    state: str = Field("", description="waiting, delivered or dead; empty: all.")
    size: int = Field(100, description="How many at most, up to 500.")


@router.get("", summary="Every webhook", operation_id="list_webhooks")
def every(request: HttpRequest) -> Any:
    """Name, address, what it is told of, whether it is on, and how many messages wait or are dead; never a secret."""
    _by(request)
    only(request)
    return [listed(found) for found in webhooks.webhooks()]


@router.post("", summary="Add a webhook", operation_id="add_webhook", openapi_extra=SENT)
def add(request: HttpRequest) -> HttpResponse:
    """It is told of what happens from now on; the secret is in the answer, and never again."""
    by = _by(request)  # before the body is read, so that it tells nothing about it
    made, secret = webhooks.add(_wish(request), by)
    return JsonResponse(listed(made) | {"secret": secret}, status=201)


@router.get("/{int:number}", summary="One webhook", operation_id="get_webhook")
def one(request: HttpRequest, number: int) -> Any:
    """As the list tells it; never its secret."""
    _by(request)
    only(request)
    _there(number)
    return listed(webhooks.webhook(number))


@router.put("/{int:number}", summary="Change a webhook", operation_id="change_webhook", openapi_extra=SENT)
def change(request: HttpRequest, number: int) -> Any:
    """What it is told of, and where."""
    by = _by(request)
    _there(number)
    return listed(webhooks.change(number, _wish(request), by))


@router.delete("/{int:number}", summary="Remove a webhook", operation_id="remove_webhook")
def remove(request: HttpRequest, number: int) -> Any:
    """With its secret and its messages; the ledger keeps that it was there."""
    by = _by(request)
    if not told(by):
        _there(number)
        webhooks.remove(number, by)
    return {"removed": number}


@router.post("/{int:number}/secret", summary="Make a new secret", operation_id="rotate_webhook_secret")
def rotate(request: HttpRequest, number: int) -> Any:
    """In the answer, and never again; for a day the earlier one signs beside it."""
    by = _by(request)
    _there(number)
    return {"webhook": number, "secret": webhooks.rotate(number, by)}


@router.post("/{int:number}/on", summary="Switch it on", operation_id="switch_webhook_on")
def switch_on(request: HttpRequest, number: int) -> Any:
    """What happened while it was off is told now."""
    return _switched(request, number, True)


@router.post("/{int:number}/off", summary="Switch it off", operation_id="switch_webhook_off")
def switch_off(request: HttpRequest, number: int) -> Any:
    """What happens while it is off waits."""
    return _switched(request, number, False)


def _switched(request: HttpRequest, number: int, is_on: bool) -> Any:
    by = _by(request)
    _there(number)
    return listed(webhooks.switch(number, is_on, by))


@router.post("/{int:number}/try", summary="Send a message that tells nothing", operation_id="try_webhook")
def send_try(request: HttpRequest, number: int) -> Any:
    """To see whether it arrives; the answer is the message as it waits."""
    by = _by(request)
    _there(number)
    return letter(webhook_letters.send_try(number, by))


@router.get("/{int:number}/messages", summary="Messages of a webhook", operation_id="list_webhook_messages")
def messages(request: HttpRequest, number: int, which: Query[Which]) -> Any:
    """The newest first: of what, in which state, how often tried, when next, and why the last attempt failed."""
    _by(request)
    only(request, Which)
    _there(number)
    found = webhook_letters.letters(number, which.state, min(max(which.size, 1), 500))
    return {"messages": [letter(each) for each in found]}


@router.post(
    "/{int:number}/messages/again", summary="Send dead messages again", operation_id="resend_webhook_messages"
)
def again(
    request: HttpRequest,
    number: int,
    message: int | None = Query(None, description="The number of one message; left out: all."),  # noqa: B008
) -> Any:
    """One of them, or all; with all their attempts."""
    by = _by(request)
    _there(number)
    return {"waiting": webhook_letters.send_again(number, message, by)}


def letter(found: Delivery) -> dict[str, Any]:
    """A message as it is told."""
    return {
        "message": found.pk,
        "id": found.message,
        "event": found.event,
        "kind": found.kind or None,
        "record": found.ref or None,
        "state": found.state,
        "attempts": found.attempts,
        "made": found.made.isoformat(),
        "next": found.next_at.isoformat() if found.state == "waiting" else None,
        "last": found.last_at.isoformat() if found.last_at else None,
        "status": found.status or None,
        "why": found.why or None,
    }


def _by(request: HttpRequest) -> By:
    """Who asks, and under which key; before the body is read, so that it tells nothing to others."""
    account: Any = request.user
    by = manager(account)
    return by if request.method == "GET" else replace(by, once=once(request))


def _there(number: int) -> None:
    try:
        webhooks.webhook(number)
    except Refused as refused:
        raise Missing(str(refused)) from None


def _wish(request: HttpRequest) -> Wish:
    sent = body(request, "one webhook")
    unknown = sorted(set(sent) - set(Wished.model_fields))
    if unknown:
        raise Refused(f"a webhook has no {unknown[0]!r}; it takes {', '.join(Wished.model_fields)}")
    name, address = sent.get("name", ""), sent.get("address", "")
    events, types = sent.get("events", []), sent.get("types", [])
    lists = all(
        isinstance(each, list) and all(isinstance(one, str) for one in each) for each in (events, types)
    )
    if not isinstance(name, str) or not isinstance(address, str) or not lists:
        raise Refused("a webhook's name and address are texts, its events and types lists of texts")
    return Wish(name, address, events, types)
