"""Send webhooks: what the ledger holds becomes messages, each is sent until it arrives, or dies after growing pauses.

The ledger is the outbox: a message is made only of a line that stands, and none is lost however the worker ends.
"""

from __future__ import annotations

import random
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from tonetop import __version__
from tonetop.core import canonical
from tonetop.records import clock, log
from tonetop.records.doers import By
from tonetop.records.ledger.database import LedgerError
from tonetop.records.webhooks import DEAD, DELIVERED, WAITING, Delivery, Webhook
from tonetop.work.fetch_public import Unreachable
from tonetop.work.post_public import post
from tonetop.work.webhook_secret import opened, signatures
from tonetop.work.webhooks import EVENTS, switch, tellable

MINUTES = (1, 5, 30, 120, 300, 600, 840, 1200, 1440)
"""The pauses after each attempt; after the last one a message is dead. They come to some three days."""
RESTS = (1, 5, 30, 120)
"""How many minutes a receiver that does not answer is left alone, by how often it did not."""
OLDEST = timedelta(days=4)
LEASE = timedelta(minutes=2)
"""For how long a message is one worker's; another takes it up when that one was killed."""
ROUND, BATCH = 40, 500
"""Seconds after which a round begins nothing new, so that other jobs are done; lines of the ledger at a time."""
SYSTEM = By("webhooks", None, "system")
GONE, TRY = 410, "message.test"
BUSY = frozenset((429, 502, 503, 504))
LINES = "SELECT seq, id, type, kind, subject FROM ledger_events WHERE seq > %s ORDER BY seq LIMIT %s"


@dataclass(slots=True)
class Sending:
    """What a round did: messages made, delivered, put off, and given up."""

    made: int = 0
    delivered: int = 0
    put_off: int = 0
    dead: int = 0


def behind() -> int | None:
    """How many webhooks have something to be told now; None when none has, so that no job is begun."""
    waits = set(_due(clock.now()).values_list("webhook", flat=True).distinct())
    late = Webhook.objects.filter(is_on=True, cursor__lt=log.size()).values_list("pk", flat=True)
    return len(waits | set(late)) or None


def send_webhooks() -> Sending:
    """One round: make messages of new lines, send what is due."""
    done, ends = Sending(), time.monotonic() + ROUND
    for number in Webhook.objects.filter(is_on=True).values_list("pk", flat=True):
        done.made += _gather(number)
    while time.monotonic() < ends:
        found = _due(clock.now()).order_by("attempts", "pk").select_related("webhook").first()
        if found is None:
            break
        if _taken(found):
            _send(found, done)
    return done


def payload(delivery: Delivery) -> dict[str, Any]:
    """What a message says: what happened to which record, and when; no value of the record, and no name."""
    if not delivery.seq:
        at = delivery.made.isoformat().replace("+00:00", "Z")
        return {"type": TRY, "timestamp": at, "data": {}}
    line = log.whole(delivery.seq)
    told: dict[str, Any] = line.fields() if line else {}
    data = {
        "kind": delivery.kind,
        "id": delivery.ref,
        "version": told.get("subject", {}).get("version"),
        "effective": told.get("effective"),
        "sequence": delivery.seq,
    }
    return {"type": delivery.event, "timestamp": told.get("recorded", ""), "data": data}


def _due(now: datetime) -> Any:
    rested = Delivery.objects.exclude(webhook__rests_until__gt=now)
    return rested.filter(state=WAITING, next_at__lte=now, webhook__is_on=True)


def _gather(number: int) -> int:
    """Make messages of the lines that a webhook was not told of yet; gives how many."""
    made, kinds = 0, frozenset(tellable())
    while True:
        with transaction.atomic():
            found = Webhook.objects.select_for_update().filter(pk=number).first()
            lines = _lines(found.cursor) if found else []
            if found is None or not lines:
                return made
            events = frozenset(found.events.split() or EVENTS)
            types = frozenset(found.types.split() or kinds) & kinds
            now = clock.now()
            fresh = [
                Delivery(
                    webhook=found, seq=seq, message=id, event=event, kind=kind, ref=ref, made=now, next_at=now
                )
                for seq, id, event, kind, ref in lines
                if event in events and kind in types
            ]
            Delivery.objects.bulk_create(fresh, batch_size=100, ignore_conflicts=True)
            Webhook.objects.filter(pk=number).update(cursor=lines[-1][0])
            made += len(fresh)


def _lines(after: int) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(LINES, [after, BATCH])
        return list(cursor.fetchall())


def _taken(found: Delivery) -> bool:
    """Whether this worker is the one that sends a message now."""
    mine = Delivery.objects.filter(pk=found.pk, state=WAITING, next_at=found.next_at)
    return bool(mine.update(next_at=clock.now() + LEASE, attempts=F("attempts") + 1))


def _send(found: Delivery, done: Sending) -> None:
    found.attempts += 1
    try:
        status, why = _posted(found), ""
    except Unreachable as unreachable:
        status, why = 0, str(unreachable)
    except LedgerError as error:
        status, why = 0, str(error)
    found.status, found.why, found.last_at = status, why[:200], clock.now()
    hook = found.webhook
    if 200 <= status < 300:
        found.state = DELIVERED
        done.delivered += 1
        Webhook.objects.filter(pk=hook.pk).update(failures=0, rests_until=None)
    else:
        found.why = found.why or f"it answered with status {status}"
        _missed(found, done)
    found.save(update_fields=("state", "status", "why", "last_at", "next_at"))
    if status == GONE and hook.is_on:
        switch(hook.pk, False, SYSTEM, "it answered that it is gone (status 410)")


def _posted(found: Delivery) -> int:
    hook, now = found.webhook, clock.now()
    secrets = [opened(hook.secret)]
    if hook.earlier and hook.earlier_until and now < hook.earlier_until:
        secrets.append(opened(hook.earlier))
    body, seconds = canonical.dumps(payload(found)), int(now.timestamp())
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Tonetop/" + __version__,
        "webhook-id": found.message,
        "webhook-timestamp": str(seconds),
        "webhook-signature": signatures(secrets, found.message, seconds, body),
    }
    return post(hook.address, headers, body)


def _missed(found: Delivery, done: Sending) -> None:
    """Put a message off, or give it up; let a receiver rest that is not there."""
    now = clock.now()
    if found.attempts > len(MINUTES) or now - found.made > OLDEST:
        found.state = DEAD
        done.dead += 1
    else:
        minutes = MINUTES[found.attempts - 1] * random.uniform(1, 1.2)  # noqa: S311 - so that not all come at once
        found.next_at = now + timedelta(minutes=minutes)
        done.put_off += 1
    if not found.status or found.status in BUSY:
        failures = found.webhook.failures + 1
        rest = timedelta(minutes=RESTS[min(failures, len(RESTS)) - 1])
        Webhook.objects.filter(pk=found.webhook_id).update(failures=failures, rests_until=now + rest)
