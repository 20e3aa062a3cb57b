"""Webhooks: whom the house tells by HTTP that something happened; added, changed, switched and removed by who leads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import Count, Q

from tonetop.records import clock, holds, log, repeated
from tonetop.records.happening import tell
from tonetop.records.intake import Refused
from tonetop.records.registry import registers
from tonetop.records.webhooks import DEAD, WAITING, Webhook
from tonetop.records.write import By, Overtaken
from tonetop.work import webhook_secret
from tonetop.work.fetch_public import Unreachable
from tonetop.work.post_public import place_of

COMMAND_LINE = By()
SUBJECT = "Webhook"
EVENTS = ("record.created", "record.changed", "record.withdrawn", "record.merged", "gate.asked")
"""What may be told of: changes of records, and questions to gates. Accounts, sign-ins and settings never are."""
UNTOLD = frozenset(("Concern",))
"""Records of which nobody outside learns even that there is one."""
MAKING = ("webhook.added", "webhook.secret-made")
"""The events with which a secret comes."""
BOTH_FOR = timedelta(days=1)
"""For how long the earlier secret signs beside a new one."""
MOST = 50


@dataclass(frozen=True, slots=True)
class Wish:
    """What a webhook is to be: its name, its address, and the kinds of events and records it is told of (none: all)."""

    name: str
    address: str
    events: Sequence[str] = field(default=())
    types: Sequence[str] = field(default=())


def tellable() -> list[str]:
    """The types of records that may be told of, in the order of the registers."""
    return [type for type in registers() if type not in UNTOLD]


def webhooks() -> list[Webhook]:
    """Every webhook, the oldest first, with how many messages wait (`waiting`) and are dead (`dead`)."""
    counts = {name: Count("deliveries", filter=Q(deliveries__state=name)) for name in (WAITING, DEAD)}
    return list(Webhook.objects.annotate(**counts))


def listed(found: Webhook) -> dict[str, Any]:
    """A webhook as programs are told of it; its secrets never are."""
    return {
        "webhook": found.pk,
        "name": found.name,
        "address": found.address,
        "events": found.events.split(),
        "types": found.types.split(),
        "is_on": found.is_on,
        "why_off": found.why_off or None,
        "made_on": found.made_on,
        "waiting": found.deliveries.filter(state=WAITING).count(),
        "dead": found.deliveries.filter(state=DEAD).count(),
    }


def webhook(number: int) -> Webhook:
    """One webhook. Raises Refused when there is none of that number."""
    found = Webhook.objects.filter(pk=number).first()
    if found is None:
        raise Refused(f"there is no webhook {number}; `tonetop webhook --list` names those there are")
    return found


def add(wish: Wish, by: By = COMMAND_LINE) -> tuple[Webhook, str]:
    """A new webhook, told of what happens from now on, and its secret, which is shown this once. Raises Refused."""
    before = repeated.told(by)
    if before is not None:
        return webhook(int(before.ref)), _secret_of(before)
    values = _judged(wish)
    with transaction.atomic():
        if Webhook.objects.count() >= MOST:
            raise Refused(f"there are {MOST} webhooks, and no more than that; remove one first")
        shown, kept = webhook_secret.fresh()
        made = Webhook.objects.create(secret=kept, cursor=log.size(), made_on=clock.today(), **values)
        _tell(made, "webhook.added", by)
    return made, shown


def change(number: int, wish: Wish, by: By = COMMAND_LINE) -> Webhook:
    """Change what a webhook is told and where. Raises Refused."""
    if repeated.told(by):
        return webhook(number)
    values = _judged(wish)
    with transaction.atomic():
        found = webhook(number)
        for name, value in values.items():
            setattr(found, name, value)
        found.failures, found.rests_until = 0, None
        found.save(update_fields=(*values, "failures", "rests_until"))
        _tell(found, "webhook.changed", by)
    return found


def rotate(number: int, by: By = COMMAND_LINE) -> str:
    """A new secret, shown this once; the earlier one signs beside it for a day. Raises Refused."""
    before = repeated.told(by)
    if before is not None:
        return _secret_of(before)
    with transaction.atomic():
        found = webhook(number)
        shown, kept = webhook_secret.fresh()
        found.earlier, found.earlier_until, found.secret = found.secret, clock.now() + BOTH_FOR, kept
        found.save(update_fields=("earlier", "earlier_until", "secret"))
        _tell(found, "webhook.secret-made", by)
    return shown


def switch(number: int, is_on: bool, by: By = COMMAND_LINE, why: str = "") -> Webhook:
    """Switch a webhook on or off. Off, it misses nothing: what happens waits until it is on. Raises Refused."""
    if repeated.told(by):
        return webhook(number)
    with transaction.atomic():
        found = webhook(number)
        if found.is_on == is_on:
            raise Refused(f"webhook {number} is {'on' if is_on else 'off'} already")
        found.is_on, found.why_off, found.failures, found.rests_until = is_on, why[:200], 0, None
        found.save(update_fields=("is_on", "why_off", "failures", "rests_until"))
        _tell(found, "webhook.switched-on" if is_on else "webhook.switched-off", by)
    return found


def remove(number: int, by: By = COMMAND_LINE) -> None:
    """Remove a webhook, its secret and its messages. Raises Refused."""
    if repeated.told(by):
        return
    with transaction.atomic():
        found = webhook(number)
        holds.demand_kind_free("messages")
        _tell(found, "webhook.removed", by)
        found.delete()


def _secret_of(before: repeated.Told) -> str:
    """The secret that a request made which is repeated, as whoever lost its answer needs it. Raises Overtaken."""
    found = webhook(int(before.ref))
    if log.newest(SUBJECT, before.ref, MAKING) != before.seq:
        raise Overtaken(f"webhook {before.ref} has another secret since; make a new one under a new key")
    return webhook_secret.shown(found.secret)


def _judged(wish: Wish) -> dict[str, Any]:
    name, address = wish.name.strip(), wish.address.strip()
    if not name or len(name) > 100 or not name.isprintable():
        raise Refused("give the webhook a name of at most 100 characters, such as the program's")
    try:
        place_of(address)
    except Unreachable as why:
        raise Refused(f"no message may go to that address: {why}") from None
    for told, known, what in ((wish.events, EVENTS, "event"), (wish.types, tellable(), "type of record")):
        unknown = next((each for each in told if each not in known), None)
        if unknown is not None:
            raise Refused(f"webhooks are told of no {what} {unknown!r}; they are told of {', '.join(known)}")
    events = " ".join(each for each in EVENTS if each in wish.events)
    return {
        "name": name,
        "address": address,
        "events": events,
        "types": " ".join(each for each in tellable() if each in wish.types),
    }


def _tell(found: Webhook, what: str, by: By) -> None:
    """The ledger learns the host and not the path, which with some receivers is a secret."""
    data = {
        "host": urlsplit(found.address).netloc,
        "events": found.events.split(),
        "types": found.types.split(),
    }
    tell(SUBJECT, str(found.pk), what, data, by)
