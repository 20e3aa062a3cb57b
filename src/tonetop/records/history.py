"""A record's history: every version with who entered it when, and what it changed, field by field."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from tonetop.records.models import Record
from tonetop.records.registry import registers


@dataclass(frozen=True, slots=True)
class Change:
    """One field that a version changed: its label, what stood there before and what stands there now."""

    label: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Step:
    """One version: its ledger line (sequence, time, leaf), done by whom, entered by whom, and its changes."""

    version: Record
    seq: int
    recorded: str
    leaf: str
    done_by: str
    entered_by: str
    changes: Sequence[Change]


def revisions(type: str, ref: str) -> list[int]:
    """The numbers of a record's versions, the latest first."""
    return list(
        registers()[type].objects.filter(ref=ref).order_by("-revision").values_list("revision", flat=True)
    )


def history(
    type: str, ref: str, closed: tuple[str, ...] = (), only: Collection[int] | None = None
) -> list[Step]:
    """The record's versions, the latest first; closed: fields that the reader may not read.

    only: the numbers of those that are wanted, without gaps; None: all.
    """
    found = registers()[type].objects.filter(ref=ref).order_by("revision")
    if only is not None:
        found = found.filter(revision__in={*only, min(only, default=1) - 1})
    versions = [row.without(closed) for row in found]
    lines = _lines([row.seq for row in versions])
    steps = []
    before: Record | None = None
    for row in versions:
        recorded, leaf, done_by, entered_by = lines.get(row.seq, ("", "", "", ""))
        steps.append(Step(row, row.seq, recorded, leaf, done_by, entered_by, changes(before, row)))
        before = row
    return [step for step in steps[::-1] if only is None or step.version.revision in only]


def changes(before: Record | None, after: Record) -> list[Change]:
    """What one version changed against another, in the register's order; all its filled fields for the first."""
    found = []
    for name in (*after.shape().fields, "effective_on", "withdrawn_on"):
        was, now = getattr(before, name, None) if before else None, getattr(after, name)
        if was != now and not (was is None and now is None):
            label = getattr(after._meta.get_field(name), "verbose_name", name)
            found.append(Change(str(label), was, now))
    return found


def _lines(seqs: Sequence[int]) -> dict[int, tuple[str, str, str, str]]:
    found = {}
    with connection.cursor() as cursor:
        for start in range(0, len(seqs), 500):
            some = list(seqs[start : start + 500])
            marks = ", ".join(["%s"] * len(some))
            query = (
                f"SELECT seq, recorded, leaf, done_by, entered_by FROM ledger_events WHERE seq IN ({marks})"  # noqa: S608
            )
            cursor.execute(query, some)
            for seq, recorded, leaf, done_by, entered_by in cursor.fetchall():
                found[seq] = (recorded, bytes(leaf).hex(), done_by, entered_by)
    return found
