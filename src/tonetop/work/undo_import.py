"""Undo one import: what it made is withdrawn from today on, what it changed stands again as before."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from tonetop.records import clock, write
from tonetop.records.happening import tell
from tonetop.records.imports.held import UNDO, Held
from tonetop.records.intake import Entry, Refused
from tonetop.records.links import leading_to
from tonetop.records.models import Import, Link, Record
from tonetop.records.sealing import seal_after_commit
from tonetop.records.write import By, Change, values_of

Key = tuple[str, str]


@dataclass(slots=True)
class Undone:
    """What was undone: how many records were withdrawn, how many stand as before, which were left and why.

    pointing: records that refer to withdrawn ones and did not come with the import.
    """

    import_id: int
    withdrawn: int = 0
    restored: int = 0
    left: list[dict[str, str]] = field(default_factory=list)
    pointing: list[dict[str, str]] = field(default_factory=list)

    def plain(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "import": self.import_id,
            "withdrawn": self.withdrawn,
            "restored": self.restored,
            "left": self.left,
            "pointing": self.pointing,
        }


def undo_import(id: int, by: By) -> Undone:
    """Undo an import; records that were changed since are left alone and named. Raises Refused."""
    with transaction.atomic():
        kept = Import.objects.filter(pk=id).first()
        if kept is None:
            raise Refused(f"there is no import {id}; the last one is {_newest()}")
        if kept.undone_on:
            raise Refused(f"import {id} was undone on {kept.undone_on} already")
        done = Undone(id)
        changes = _changes(kept, done)
        write.save_all(changes, by, because=f"{UNDO}{id}")
        done.pointing = [_named(link) for link in _pointing(changes)]
        kept.undone_on = clock.today()
        kept.save()
        told = {"withdrawn": done.withdrawn, "restored": done.restored, "left": len(done.left)}
        tell("Import", str(id), "import.undone", told, by)
        seal_after_commit()
    return done


def _newest() -> str:
    last = Import.objects.first()
    return str(last.pk) if last else "yet to come"


def _changes(kept: Import, done: Undone) -> list[Change]:
    written: dict[Key, list[int]] = {}
    for type, ref, revision in kept.taken:
        written.setdefault((type, ref), []).append(revision)
    held = Held(written)
    changes = []
    for (type, ref), revisions in written.items():
        versions = held.versions(type, ref)
        last = versions[-1]
        why = _hindrance(last, revisions)
        if why:
            done.left.append({"type": type, "ref": ref, "why": why})
        elif min(revisions) == 1:
            done.withdrawn += 1
            changes.append(Change(Entry(type, ref, values_of(last) | {"withdrawn_on": clock.today()})))
        else:
            done.restored += 1
            changes.append(Change(_as_before(versions[min(revisions) - 2])))
    return changes


def _hindrance(last: Record, revisions: list[int]) -> str:
    if last.revision != max(revisions):
        return f"was changed since, to version {last.revision}"
    if last.withdrawn_on and min(revisions) == 1:
        return f"came as withdrawn on {last.withdrawn_on}"
    return ""


def _as_before(row: Record) -> Entry:
    values = values_of(row) | ({"withdrawn_on": row.withdrawn_on} if row.withdrawn_on else {})
    return Entry(row.__class__.__name__, row.ref, values, row.source_data)


def _pointing(changes: list[Change]) -> list[Link]:
    """Links from records that stay to records that were withdrawn."""
    gone = {(c.entry.type, c.entry.ref) for c in changes if c.entry.values.get("withdrawn_on")}
    links = leading_to(gone)
    return [link for link in links if (link.from_type, link.from_ref) not in gone]


def _named(link: Link) -> dict[str, str]:
    return {"type": link.from_type, "ref": link.from_ref, "field": link.field, "to": link.to_ref}
