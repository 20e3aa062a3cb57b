"""Scans of sources that are kept: how far each is, what it found, and what people said of it; no value of a source."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

WAITING, SCANNING, DONE, FAILED, STOPPED = "waiting", "scanning", "done", "failed", "stopped"
ACCEPTED, JOINED, REJECTED = "accepted", "joined", "rejected"


class KeptScan(models.Model):
    """One scan of one source.

    source: as it is told, without credentials. listed: the name under which the operator lists it, empty for one of
    the command line. system: the asset that it is, as a person said. stage: waiting, scanning, done, failed or
    stopped; why: of a failure. beat: when the job last said that it is alive. done, total: assets; now: which one.
    sample: rows that were drawn of each asset (0: all; None: as is usual), minutes: after which nothing new was begun.
    systems: ids of the assets and AI systems whose declarations were held against it. found: assets with columns and
    kinds, findings, uses of AI and applications, as `work.keep_scan` writes them. sketches: the counts and salted
    hashes behind them, compressed. evidence: the piece of evidence that was made of it.
    """

    source = models.CharField(max_length=400)
    listed = models.CharField(max_length=100, default="")
    system = models.CharField(max_length=400, default="")
    by = models.CharField(max_length=254)
    begun = models.DateTimeField()
    beat = models.DateTimeField()
    ended = models.DateTimeField(null=True)
    as_of = models.CharField(max_length=10)
    stage = models.CharField(max_length=10, default=WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    now = models.CharField(max_length=400, default="")
    why = models.CharField(max_length=2000, default="")
    sample = models.PositiveBigIntegerField(null=True)
    minutes = models.PositiveIntegerField(null=True)
    declared = models.BooleanField(default=False)
    systems = models.JSONField(default=list)
    found = models.JSONField(default=dict)
    sketches = models.BinaryField(default=bytes)
    evidence = models.CharField(max_length=400, default="")

    class Meta:
        ordering: ClassVar[tuple[str, ...]] = ("-pk",)
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=("source", "stage"), name="keptscan_of_source")
        ]

    def __str__(self) -> str:
        return f"{self.source}, {self.as_of}"


class Correction(models.Model):
    """What a person said of a column against its verdict: that it holds a kind, or does not; for all later scans.

    source, asset, field: the column. kind: the key of the kind. holds: whether it is of it. by: the account, whose name
    stands with the account alone.
    """

    source = models.CharField(max_length=400)
    asset = models.CharField(max_length=1000)
    field = models.CharField(max_length=400)
    kind = models.CharField(max_length=200)
    holds = models.BooleanField()
    reason = models.CharField(max_length=400)
    by = models.CharField(max_length=254)
    on = models.CharField(max_length=10)

    class Meta:
        ordering: ClassVar[tuple[str, ...]] = ("source", "asset", "field", "kind")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=("source", "asset", "field", "kind"), name="correction_once")
        ]

    def __str__(self) -> str:
        return f"{self.asset}.{self.field}: {self.kind}"


class Candidate(models.Model):
    """What a person made of something that scans found and no register held.

    key: its name in plain words. state: accepted (as ref), joined (with ref, which stood already) or rejected.
    """

    key = models.CharField(max_length=400, unique=True)
    state = models.CharField(max_length=10)
    ref = models.CharField(max_length=400, default="")
    reason = models.CharField(max_length=400, default="")
    by = models.CharField(max_length=254)
    on = models.CharField(max_length=10)

    def __str__(self) -> str:
        return f"{self.key}: {self.state}"
