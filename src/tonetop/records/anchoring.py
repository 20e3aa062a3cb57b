"""How giving checkpoints away stands: to whom, when it was tried last, and why it failed; and who gets them by mail."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

ACT, DAY, WEEK = "act", "day", "week"
EVERY = (ACT, DAY, WEEK)
"""How often a reader gets a checkpoint by mail: soon after each leadership act, daily, weekly; never the same twice."""


class AnchorState(models.Model):
    """How it stands with one holder of checkpoints, by kind and name as anchors name them.

    size: the events that the last one covers that succeeded. failures: how often in a row it failed since; why: in
    half a sentence. refused: whether the holder says that this log contradicts what it signed before.
    """

    kind = models.CharField(max_length=20)
    holder = models.CharField(max_length=200)
    size = models.BigIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    why = models.CharField(max_length=300, default="", blank=True)
    refused = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar[tuple[str, ...]] = ("pk",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=("kind", "holder"), name="anchor_state_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.holder}"


class CheckpointReader(models.Model):
    """Somebody outside who gets checkpoints by mail and keeps them; name: as anchors name the holder, for ever."""

    name = models.CharField(max_length=200, unique=True)
    address = models.EmailField(max_length=254)
    every = models.CharField(max_length=10, default=ACT)
    made_on = models.CharField(max_length=10)

    class Meta:
        ordering: ClassVar[tuple[str, ...]] = ("pk",)

    def __str__(self) -> str:
        return self.name
