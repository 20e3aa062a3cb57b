"""Undo one import: what it made was never there, what it changed stands again as before, as of every day.

Both are corrections: the ledger keeps the import and its undoing, and as known before the undoing all is as it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from tonetop.core.history import reigns
from tonetop.records import clock, holds, write
from tonetop.records.happening import tell
from tonetop.records.imports.held import UNDO, Held
from tonetop.records.intake import Entry, Refused
from tonetop.records.links import leading_to
from tonetop.records.models import Import, Link, Record
from tonetop.records.sealing import seal_after_commit
from tonetop.records.write import ALWAYS, By, Change, values_of

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
        if last.revision != max(revisions):
            why = f"was changed since, to version {last.revision}"
            done.left.append({"type": type, "ref": ref, "why": why})
            continue
        entries = list(_without(versions, set(revisions)))
        if why := (_kept_by(last) if min(revisions) == 1 else "") or _by_act(entries, last):
            done.left.append({"type": type, "ref": ref, "why": why})
            continue
        if min(revisions) == 1:
            done.withdrawn += 1
        else:
            done.restored += 1
        changes += [Change(entry, act=True) for entry in entries]
    return changes


def _kept_by(row: Record) -> str:
    """Why a record may not be withdrawn; empty when nothing stands against it."""
    hold = holds.keeping(row.__class__.__name__, row.ref)
    return row.held_back() or (hold.words() if hold else "")


def _by_act(entries: Sequence[Entry], last: Record) -> str:
    """Why only an act lets a record go, or be as it was before; empty when an undoing may: it opens no gate."""
    today = clock.today()
    found = (last.only_by_act(entry.values, last, today) for entry in entries)
    return next(filter(None, found), "")


def _without(versions: Sequence[Record], taken: set[int]) -> Iterator[Entry]:
    """What holds from each day on which a version of the import begins: the version that held without it, or none."""
    reigning = reigns([(row.recorded_on, row.own_date(), row.effective_on) for row in versions])
    before: Record | None = None
    for place, begins, _ in reigning:
        row = versions[place]
        if row.revision not in taken:
            before = row
        else:
            values = _as_before(before) if before is not None else _never(row)
            source = row.source_data if before is None else before.source_data
            since = {"effective_on": begins or ALWAYS}
            yield Entry(row.__class__.__name__, row.ref, values | since, source)


def _as_before(row: Record) -> dict[str, Any]:
    return values_of(row) | ({"withdrawn_on": row.withdrawn_on} if row.withdrawn_on else {})


def _never(row: Record) -> dict[str, Any]:
    return values_of(row) | {"withdrawn_on": ALWAYS}


def _pointing(changes: list[Change]) -> list[Link]:
    """Links from records that stay to records that were withdrawn."""
    gone = {(c.entry.type, c.entry.ref) for c in changes if c.entry.values.get("withdrawn_on")}
    links = leading_to(gone)
    return [link for link in links if (link.from_type, link.from_ref) not in gone]


def _named(link: Link) -> dict[str, str]:
    return {"type": link.from_type, "ref": link.from_ref, "field": link.field, "to": link.to_ref}
