"""Raise a concern, read the answer and write again by a receipt; nobody is asked for a name, no moment is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from tonetop.records import clock
from tonetop.records.intake import Refused
from tonetop.records.registry import registers
from tonetop.records.rollback import demand_writable
from tonetop.records.voices import SealedConcern, SealedMessage, code, hashed, seal

SHORTEST, LONGEST = 10, 10_000
MOST_A_DAY, MOST_MESSAGES = 200, 60
"""So that nobody fills the channel; far above what people write."""


@dataclass(frozen=True, slots=True)
class Thread:
    """A concern as its raiser and its reader see it: the messages in order, and its record, once it has one."""

    concern: SealedConcern
    messages: list[SealedMessage]
    record: Any


def raise_concern(text: str, *, anonymous: bool = True) -> str:
    """Keep a concern, sealed; gives the receipt by which its raiser comes back. Raises Refused.

    No ledger line is written now, since that would keep the moment: the register hears of it when somebody who
    handles concerns first acts on it, else with the others of its day (work/follow_concern.py).
    """
    demand_text(text)
    today, receipt = clock.today(), code()
    with transaction.atomic():
        demand_writable()
        if SealedConcern.objects.filter(day=today).count() >= MOST_A_DAY:
            raise Refused("the channel has taken more today than people can read; come back tomorrow")
        concern = SealedConcern.objects.create(receipt=hashed(receipt), day=today, anonymous=anonymous)
        add_message(concern, text, by_raiser=True)
    return receipt


def demand_text(text: str) -> None:
    """Raises Refused for a text that is too short or too long."""
    if len(text.strip()) < SHORTEST:
        raise Refused("write a few words more, so that it can be understood")
    if len(text) > LONGEST:
        raise Refused(f"it may be {LONGEST} letters long; shorten it, or raise it in parts")


def add_message(concern: SealedConcern, text: str, *, by_raiser: bool) -> SealedMessage:
    """Add a message to the exchange, sealed. Raises Refused when there are too many."""
    place = concern.messages.count()
    if place >= MOST_MESSAGES:
        raise Refused("this exchange is full; raise a new concern and name this one in it")
    box = seal(text.strip(), f"{concern.pk}/{place}")
    return SealedMessage.objects.create(
        concern=concern, place=place, by_raiser=by_raiser, day=clock.today(), box=box
    )


def write_again(receipt: str, text: str) -> None:
    """Add what the raiser has to say. Raises Refused."""
    concern = _of(receipt)
    demand_text(text)
    with transaction.atomic():
        demand_writable()
        add_message(concern, text, by_raiser=True)


def read_again(receipt: str) -> Thread:
    """What was written both ways, and how far it has come. Raises Refused."""
    return thread_of(_of(receipt))


def thread_of(concern: SealedConcern) -> Thread:
    """The exchange of a concern."""
    record = None
    if concern.record:
        record = registers()["Concern"].objects.filter(ref=concern.record).order_by("-revision").first()
    return Thread(concern, list(concern.messages.select_related("concern")), record)


def _of(receipt: str) -> SealedConcern:
    found = SealedConcern.objects.filter(receipt=hashed(receipt)).first()
    if found is None:
        raise Refused("no concern has this receipt; look whether every letter is right")
    return found
