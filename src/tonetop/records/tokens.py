"""Tokens by which programs use the API for an account."""

from __future__ import annotations

from django.db import models

from tonetop.records.models import Account


class ApiToken(models.Model):
    """A program's token for an account: only its hash is kept.

    scopes: what it opens, words apart by blanks; empty: all that the account may. ends_on: its last day; empty: none.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    name = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64, unique=True)
    made_on = models.CharField(max_length=10)
    scopes = models.CharField(max_length=40, default="", blank=True)
    ends_on = models.CharField(max_length=10, default="", blank=True)

    def __str__(self) -> str:
        return f"{self.name} of {self.account}"
