"""Private notes of an account on requirements: for whoever wrote them alone; no records, and in no event."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from tonetop.records.models import Account


class PrivateNote(models.Model):
    """What an account wrote for itself on one clause, control or duty.

    about: the id of the requirement in the catalogue. changed_on: the day of the last change.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    about = models.CharField(max_length=40)
    text = models.TextField()
    changed_on = models.CharField(max_length=10)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=("account", "about"), name="privatenote_once")
        ]

    def __str__(self) -> str:
        return f"Note of {self.account} on {self.about}"
