"""What a directory keeps people's accounts by: its key, of which only the hash is held, and its own ids of them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from tonetop.records.models import ROLES, Account


class DirectoryKey(models.Model):
    """The key of a directory that keeps accounts by SCIM; role: what those become whom it brings."""

    name = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64, unique=True)
    role = models.CharField(max_length=20, choices=[(role, role) for role in ROLES])
    made_on = models.CharField(max_length=10)

    class Meta:
        ordering: ClassVar[tuple[str, ...]] = ("pk",)

    def __str__(self) -> str:
        return self.name


class Listed(models.Model):
    """What a directory calls an account, and what it did with it; the account itself is never deleted.

    removed: it took the account out; brought: it brought the account; closed: it closed the account, and no
    administrator has settled since how the account stands.
    """

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="listed")
    external_id = models.CharField(max_length=400, default="", blank=True)
    removed = models.BooleanField(default=False)
    brought = models.BooleanField(default=False)
    closed = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.external_id} {'removed' if self.removed else ''}".strip()
