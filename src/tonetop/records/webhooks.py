"""Who is told by HTTP that something happened, and each message to them; no records, for nothing is judged by them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

WAITING, DELIVERED, DEAD = "waiting", "delivered", "dead"
STATES = (WAITING, DELIVERED, DEAD)


class Webhook(models.Model):
    """An address that is told of events.

    events, types: kinds of events and of records that it is told of, words apart by blanks; empty: all that may be
    told. secret, earlier: what messages are signed with, encrypted under the folder's key file; the earlier one signs
    beside it until earlier_until. cursor: the last line of the ledger that was looked at for it. failures: how many
    messages in a row did not reach it; it rests until rests_until. why_off: why it was switched off, if not by hand.
    """

    name = models.CharField(max_length=100)
    address = models.CharField(max_length=1000)
    events = models.CharField(max_length=400, default="", blank=True)
    types = models.TextField(default="", blank=True)
    secret = models.TextField()
    earlier = models.TextField(default="", blank=True)
    earlier_until = models.DateTimeField(null=True)
    cursor = models.BigIntegerField()
    made_on = models.CharField(max_length=10)
    is_on = models.BooleanField(default=True)
    why_off = models.CharField(max_length=200, default="", blank=True)
    failures = models.PositiveIntegerField(default=0)
    rests_until = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[tuple[str, ...]] = ("pk",)

    def __str__(self) -> str:
        return self.name


class Delivery(models.Model):
    """One message to one webhook: of which line of the ledger (0: a try), what became of it, when it is sent next.

    message: its id, the same on every attempt. status: of the last answer (0: none came); why: in half a sentence.
    """

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    seq = models.BigIntegerField()
    message = models.CharField(max_length=64)
    event = models.CharField(max_length=60)
    kind = models.CharField(max_length=60, default="")
    ref = models.CharField(max_length=400, default="")
    state = models.CharField(max_length=10, default=WAITING)
    attempts = models.PositiveIntegerField(default=0)
    made = models.DateTimeField()
    next_at = models.DateTimeField()
    last_at = models.DateTimeField(null=True)
    status = models.PositiveIntegerField(default=0)
    why = models.CharField(max_length=200, default="")

    class Meta:
        ordering: ClassVar[tuple[str, ...]] = ("-pk",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=("webhook", "message"), name="delivery_once")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=("state", "next_at"), name="delivery_due")
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.kind} {self.ref}".strip()
