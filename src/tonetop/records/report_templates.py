"""Which Word templates the organisation put in place of the house's; each change has its line in the ledger."""

from __future__ import annotations

from django.db import models


class ReportTemplate(models.Model):
    """The organisation's own template of one report: its file by hash, what it was called, since when it is used."""

    kind = models.CharField(max_length=20, primary_key=True)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    put_on = models.CharField(max_length=10)

    def __str__(self) -> str:
        return f"Template of {self.kind}: {self.name}"
