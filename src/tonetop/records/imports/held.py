"""What the data folder holds of the records that a batch brings, and why a version was written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection

from tonetop.core import canonical
from tonetop.records.models import Record
from tonetop.records.registry import registers

SOME = 900
UNDO = "undo-import "
"""What the reason of a change begins with that an undone import made."""


class Held:
    """The versions of some records, by type and ref, in the order in which they were written."""

    def __init__(self, wanted: Iterable[tuple[str, str]]) -> None:
        self._versions: dict[tuple[str, str], list[Record]] = {}
        refs: dict[str, set[str]] = {}
        for type, ref in wanted:
            refs.setdefault(type, set()).add(ref)
        for type, named in refs.items():
            ordered = sorted(named)
            for start in range(0, len(ordered), SOME):
                some = registers()[type].objects.filter(ref__in=ordered[start : start + SOME])
                for row in some.order_by("revision"):
                    self._versions.setdefault((type, row.ref), []).append(row)

    def versions(self, type: str, ref: str) -> Sequence[Record]:
        """Every version of a record; none when there is no such record."""
        return self._versions.get((type, ref), ())

    def last(self, type: str, ref: str) -> Record | None:
        """The version of a record written last."""
        versions = self.versions(type, ref)
        return versions[-1] if versions else None


def taken_back(held: Held, wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], list[str]]:
    """Records that an undone import took away, each with the days from which it did so (empty: always)."""
    gone = {
        key: [row for row in held.versions(*key) if row.withdrawn_on]
        for key in wanted
        if (last := held.last(*key)) is not None and last.withdrawn_on
    }
    why = reasons(row for rows in gone.values() for row in rows)
    undone = {
        key: [row for row in rows if why.get(row.seq, "").startswith(UNDO)] for key, rows in gone.items()
    }
    return {
        key: [row.from_on for row in rows]
        for key, rows in undone.items()
        if rows and rows[-1] is held.last(*key)
    }


def reasons(rows: Iterable[Record]) -> dict[int, str]:
    """Why versions were written, such as by which import: by ledger number, where the line says so."""
    seqs = sorted({row.seq for row in rows})
    found: dict[int, str] = {}
    with connection.cursor() as cursor:
        for start in range(0, len(seqs), SOME):
            some = seqs[start : start + SOME]
            marks = ", ".join(["%s"] * len(some))
            cursor.execute(f"SELECT seq, body FROM ledger_events WHERE seq IN ({marks})", some)  # noqa: S608
            for seq, body in cursor.fetchall():
                reason = canonical.loads(bytes(body))["data"].get("because")
                if reason:
                    found[seq] = reason
    return found
