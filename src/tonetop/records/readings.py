"""Documents that were put together to be read: how far that is, what they propose, and what people made of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

WAITING, READING, READ, FAILED = "waiting", "reading", "read", "failed"
OPEN, ACCEPTED, REJECTED, LINKED, HELD = "open", "accepted", "rejected", "linked", "held"


class Reading(models.Model):
    """One set of documents: its name, who gave it, how far it is read, and until which day it is kept.

    by: the account that gave it, as the ledger names it. stage: waiting, reading, read or failed; why: of a failure.
    beat: when the job last said that it is alive. files: how many were given, before archives were opened.
    """

    name = models.CharField(max_length=200)
    by = models.CharField(max_length=254)
    begun = models.DateTimeField()
    beat = models.DateTimeField()
    stage = models.CharField(max_length=10, default=WAITING)
    files = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    kept_until = models.CharField(max_length=10)
    why = models.CharField(max_length=2000, default="")

    class Meta:
        ordering: ClassVar[tuple[str, ...]] = ("-pk",)

    def __str__(self) -> str:
        return self.name


class ProposedRecord(models.Model):
    """A record that documents propose, and what a person made of it.

    number: its place, from 1. record: as a facts file writes it. cites: where each quotation stands, as
    [field, document, start, end]; its words are in the text alone. state: open, accepted, rejected, linked (a person
    who is in the register) or held (recorded before). linked: the id under which it is on record, unless it is open
    or rejected. taken_by: the import that took it.
    """

    reading = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="proposals")
    number = models.PositiveIntegerField()
    type = models.CharField(max_length=40)
    ref = models.CharField(max_length=400)
    record = models.JSONField(default=dict)
    cites = models.JSONField(default=list)
    state = models.CharField(max_length=10, default=OPEN)
    linked = models.CharField(max_length=400, default="")
    taken_by = models.PositiveBigIntegerField(default=0)
    by = models.CharField(max_length=254, default="")
    on = models.CharField(max_length=10, default="")
    reason = models.CharField(max_length=400, default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[tuple[str, ...]] = ("number",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=("reading", "number"), name="proposedrecord_once")
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.ref}"


class Dismissed(models.Model):
    """A proposal that a person rejected, by a hash of what it is and of its document; it is not made again."""

    key = models.CharField(max_length=64, unique=True)
    by = models.CharField(max_length=254)
    on = models.CharField(max_length=10)

    def __str__(self) -> str:
        return self.key
