"""How each account wants to be told and reminded, and what was sent to it: no records, and in no event."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from tonetop.records.models import Account

DAILY, WEEKLY, NEVER = "daily", "weekly", "never"
DIGESTS = (DAILY, WEEKLY, NEVER)


class Preference(models.Model):
    """How an account is reminded: how often by mail, in which hours not, and the hash of its calendar's secret.

    quiet_from, quiet_to: hours of the organisation's day, from and before which no mail is sent; equal: always.
    language: the one in which pages and mails speak to it; empty: what its browser asks for, and English in mails.
    """

    account = models.OneToOneField(Account, on_delete=models.CASCADE, primary_key=True)
    digest = models.CharField(max_length=10, default=DAILY)
    quiet_from = models.PositiveSmallIntegerField(default=19)
    quiet_to = models.PositiveSmallIntegerField(default=7)
    calendar = models.CharField(max_length=64, default="", db_index=True)
    language = models.CharField(max_length=10, default="")

    def __str__(self) -> str:
        return f"Reminders of {self.account}"


class Snooze(models.Model):
    """A reminder that an account put off until a day."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    type = models.CharField(max_length=40)
    ref = models.CharField(max_length=400)
    until = models.CharField(max_length=10)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=("account", "type", "ref"), name="snooze_once")
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.ref} until {self.until}"


class Sent(models.Model):
    """That a digest went out: to which account (none: the webhook), for which day, with how many reminders."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, null=True)
    on = models.CharField(max_length=10)
    count = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=("account", "on"), name="sent_once")
        ]

    def __str__(self) -> str:
        return f"{self.count} reminders of {self.on}"
