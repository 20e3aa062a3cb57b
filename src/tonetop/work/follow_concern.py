"""Follow a concern up: acknowledge, answer, escalate, share the outcome; by those few who may read what was raised."""

from __future__ import annotations

import random
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from tonetop.core import cadence
from tonetop.records import clock, intake, write
from tonetop.records.doers import holder
from tonetop.records.intake import Refused
from tonetop.records.models import Account
from tonetop.records.registry import registers
from tonetop.records.voices import SealedConcern
from tonetop.records.write import By
from tonetop.work.change_record import next_ref
from tonetop.work.permission import HANDLE, Forbidden, is_escalated_to, may
from tonetop.work.raise_concern import Thread, add_message, demand_text, thread_of

TYPE = "Concern"
CHANNEL = "Tonetop, sealed"
CHANNEL_ITSELF = By("concerns channel", None, "none")
"""Who enters what nobody took in by the end of its day."""
ACKNOWLEDGE, ANSWER, ESCALATE, OUTCOME = "acknowledge", "answer", "escalate", "outcome"
ACTS = (ACKNOWLEDGE, ANSWER, ESCALATE, OUTCOME)


def handles(account: Account) -> bool:
    """Whether an account reads every concern."""
    return may(account, HANDLE)


def demand(account: Account, concern: SealedConcern) -> By:
    """Who acts on a concern, once it is settled that they may read it. Raises Forbidden."""
    if not handles(account) and not (concern.record and is_escalated_to(account, TYPE, concern.record)):
        raise Forbidden("concerns are read by those who handle them, and by whom one was escalated to")
    return holder(account)


def open_concern(account: Account, number: int) -> Thread:
    """What was raised, for who may read it; reading leaves no trace. Raises Forbidden, Refused."""
    return thread_of(_permitted(account, number)[0])


def follow_concern(account: Account, number: int, act: str, text: str = "", person: str = "") -> Thread:
    """Act on a concern; whatever is done, it is acknowledged thereby. Raises Forbidden, Refused.

    text: what the raiser reads; needed to answer and to share the outcome. person: to whom it is escalated.
    """
    concern, by = _permitted(account, number)
    if act not in ACTS:
        raise Refused(f"a concern is followed up by one of: {', '.join(ACTS)}")
    if act in (ANSWER, OUTCOME):
        demand_text(text)
    if act == ESCALATE and not person:
        raise Refused("choose to whom it is escalated")
    with transaction.atomic():
        today = clock.today()
        known = _plain(concern)
        known |= {"acknowledged_on": known.get("acknowledged_on") or today}
        if act == ESCALATE:
            known["escalated_to"] = person
        if act == OUTCOME:
            known |= {"resolved_on": known.get("resolved_on") or today, "outcome_shared_on": today}
        if text.strip():
            add_message(concern, text, by_raiser=False)
        _record(concern, known, by)
    return thread_of(concern)


def _permitted(account: Account, number: int) -> tuple[SealedConcern, By]:
    concern = SealedConcern.objects.filter(pk=number).first()
    if concern is None and handles(account):
        raise Refused("there is no such concern")
    if concern is None:
        raise Forbidden("concerns are read by those who handle them, and by whom one was escalated to")
    return concern, demand(account, concern)


def _plain(concern: SealedConcern) -> dict[str, Any]:
    """The concern's record in its plain form: days and marks alone; what was said stays sealed."""
    last = write.latest(TYPE, concern.record) if concern.record else None
    if last is not None:
        return write.values_of(last)
    known = {"id": next_ref(TYPE), "raised_on": concern.day, "channel": CHANNEL}
    return {**known, "anonymous": concern.anonymous}


def _record(concern: SealedConcern, known: dict[str, Any], by: By) -> None:
    made = write.save(intake.take(TYPE, known), by)
    if made is not None and not concern.record:
        concern.record = made.ref
        concern.save(update_fields=["record"])


def take_in_earlier() -> int:
    """Enter into the register what was raised on earlier days and nobody took in, in an order drawn by chance.

    So no concern stays out of the figures because nobody opened it; the job that calls this tells no moment but that
    the day is over. Gives how many.
    """
    with transaction.atomic():
        waiting = list(SealedConcern.objects.filter(record="", day__lt=clock.today()))
        random.SystemRandom().shuffle(waiting)
        for concern in waiting:
            _record(concern, _plain(concern), CHANNEL_ITSELF)
    return len(waiting)


def days(rows: Any, as_of: str) -> dict[str, tuple[int, int]]:
    """By concern: days until it was acknowledged and until its outcome was shared, counted on while they are not."""
    found = {}
    for row in rows:
        if row.raised_on:
            ends = (row.acknowledged_on or as_of, row.outcome_shared_on or as_of)
            found[row.id] = (cadence.between(ends[0], row.raised_on), cadence.between(ends[1], row.raised_on))
    return found


def known_to(account: Account) -> list[SealedConcern]:
    """The sealed concerns that an account may read, the newest day first."""
    found = SealedConcern.objects.all()
    if handles(account):
        return list(found)
    if not account.person:
        return []
    rows: QuerySet[Any] = registers()[TYPE].objects.filter(until_on=None)
    escalated = rows.filter(**{"escalated_to": account.person}).values_list("ref", flat=True)
    return list(found.filter(record__in=list(escalated)))
