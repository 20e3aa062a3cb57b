"""What belongs to coming in: who needs a second factor, the sessions of accounts, and what guests looked at.

None of it is a record, and of all of it only what changes who may come in and what guests read has a ledger line.
"""

from __future__ import annotations

from hashlib import sha256
from typing import ClassVar

from django.db import models

from tonetop.records.models import Account

NEEDING = ("administrator", "executive")
"""Roles that need a second factor unless the organisation says otherwise."""


def kept_as(key: str) -> str:
    """What a session's key is kept as: its hash, for whoever holds the key is signed in."""
    return sha256(key.encode()).hexdigest()[:40]


class Rule(models.Model):
    """Which roles need a second factor, written with commas; one row, or none where nothing was said yet."""

    roles = models.CharField(max_length=400, default=",".join(NEEDING), blank=True)

    def __str__(self) -> str:
        return f"A second factor for {self.roles or 'nobody'}"


class Session(models.Model):
    """A sign-in that has not ended: on which device, since when, when it was used last. Where from is not kept.

    key: as `kept_as` keeps it.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    key = models.CharField(max_length=40, unique=True)
    device = models.CharField(max_length=100, default="")
    began = models.DateTimeField()
    seen = models.DateTimeField()

    class Meta:
        ordering: ClassVar[tuple[str, ...]] = ("-seen", "-pk")

    def __str__(self) -> str:
        return f"{self.device} since {self.began}"


class GuestRead(models.Model):
    """A page that a guest looked at on a day; its ledger line is written once."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    page = models.CharField(max_length=500)
    on = models.CharField(max_length=10)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=("account", "page", "on"), name="guest_read_once")
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=("on", "account"), name="guest_read_on")]

    def __str__(self) -> str:
        return f"{self.page} by {self.account} on {self.on}"
