"""Passkeys: the credentials by which people sign what they approve, and the challenges that wait for one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import models, transaction

from tonetop.core.signing import Enrolled
from tonetop.records import clock
from tonetop.records.models import Account

MINUTES = 5
"""How long a challenge waits for its assertion."""


class Passkey(models.Model):
    """A passkey of an account that signs for its person; the ledger tells of its enrolment and removal too.

    credential: the id that the authenticator gave it, base64url; public_key: hex, as events write it; rp: the
    domain that it is bound to; name: what its holder calls it, which no event tells.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    person = models.CharField(max_length=400)
    credential = models.CharField(max_length=1400, unique=True)
    algorithm = models.CharField(max_length=10)
    public_key = models.CharField(max_length=130)
    rp = models.CharField(max_length=253)
    name = models.CharField(max_length=100)
    enrolled_on = models.CharField(max_length=10)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name

    def enrolled(self) -> Enrolled:
        """As the ledger tells of it."""
        return Enrolled(self.credential, self.algorithm, self.public_key, self.rp, self.person)


class Challenge(models.Model):
    """What an authenticator is asked to sign, until it has, or a few minutes are over; used once.

    digest: the challenge, hex; statement: what it is the hash of, none for an enrolment.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    digest = models.CharField(max_length=64, unique=True)
    statement = models.JSONField(null=True)
    expires = models.DateTimeField()

    def __str__(self) -> str:
        return f"Challenge for {self.account} until {self.expires}"


def wait_for(account: Account, challenge: bytes, statement: Mapping[str, Any] | None = None) -> None:
    """Keep what an account is asked to sign now; what it was asked before lapses."""
    with transaction.atomic():
        Challenge.objects.filter(models.Q(account=account) | models.Q(expires__lte=clock.now())).delete()
        expires = clock.now() + timedelta(minutes=MINUTES)
        told = dict(statement) if statement is not None else None
        Challenge.objects.create(account=account, digest=challenge.hex(), statement=told, expires=expires)


def spend(account: Account, challenge: bytes) -> Challenge | None:
    """What an account was asked with a challenge, which from now on is none any more; None when it is not open."""
    asked = Challenge.objects.filter(account=account, digest=challenge.hex(), expires__gt=clock.now())
    with transaction.atomic():
        found = asked.first()
        taken, _ = asked.delete()
    return found if taken else None
