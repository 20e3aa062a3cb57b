"""Messages to webhooks as people look at them: what was sent, what waits, what is dead, and sending it again."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from django.db import transaction

from tonetop.records import clock, repeated
from tonetop.records.happening import tell
from tonetop.records.intake import Refused
from tonetop.records.webhooks import DEAD, DELIVERED, STATES, WAITING, Delivery, Webhook
from tonetop.records.write import By
from tonetop.work.own_data.periods import days_now
from tonetop.work.send_webhooks import TRY
from tonetop.work.webhooks import COMMAND_LINE, SUBJECT, webhook


def letters(number: int, state: str = "", most: int = 100) -> list[Delivery]:
    """Messages of one webhook, the newest first; state: only those. Raises Refused."""
    if state and state not in STATES:
        raise Refused(f"there is no state {state!r} of messages; there are {', '.join(STATES)}")
    found = webhook(number).deliveries.all()
    return list((found.filter(state=state) if state else found)[:most])


def send_again(number: int, letter: int | None = None, by: By = COMMAND_LINE) -> int:
    """Let dead messages of a webhook wait again, with all their attempts; one, or all. Raises Refused for none."""
    before = repeated.told(by)
    if before is not None:
        return int(before.data["messages"])
    with transaction.atomic():
        dead = webhook(number).deliveries.filter(state=DEAD)
        if letter is not None:
            dead = dead.filter(pk=letter)
        now = clock.now()
        count: int = dead.update(state=WAITING, attempts=0, made=now, next_at=now)
        if not count:
            raise Refused(f"webhook {number} has no such dead message")
        tell(SUBJECT, str(number), "webhook.sent-again", {"messages": count}, by)
    return count


def send_try(number: int, by: By = COMMAND_LINE) -> Delivery:
    """Put a message that tells nothing into the queue, to see whether it arrives. Raises Refused."""
    before, found, now = repeated.told(by), webhook(number), clock.now()
    if before is not None:
        return _letter(found, str(before.data["message"]))
    if not found.is_on:
        raise Refused(f"webhook {number} is off; switch it on first")
    message = f"try-{uuid4()}"
    with transaction.atomic():
        tell(SUBJECT, str(number), "webhook.tried", {"message": message}, by)
        return found.deliveries.create(seq=0, message=message, event=TRY, made=now, next_at=now)


def _letter(found: Webhook, message: str) -> Delivery:
    letter = found.deliveries.filter(message=message).first()
    if letter is None:
        raise Refused(f"that message to webhook {found.pk} came to its end long ago; send another try")
    return letter


def forget_letters() -> int:
    """Delete messages that came to their end long ago; gives how many."""
    days = days_now("messages")
    if days is None:
        return 0
    kept = {DELIVERED: timedelta(days=days) / 3, DEAD: timedelta(days=days)}
    ended = (
        Delivery.objects.filter(state=state, made__lt=clock.now() - long) for state, long in kept.items()
    )
    return sum(each.delete()[0] for each in ended)
