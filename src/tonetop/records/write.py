"""The one way to change: a new version of a record, its links and its ledger line, in one transaction."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction

from tonetop.core.commitments import SALT_BYTES, Personal
from tonetop.core.history import reigns
from tonetop.core.ledger import Event, Subject
from tonetop.core.shape import BUILT_IN
from tonetop.records import acting, blobs, clock, sealing
from tonetop.records.doers import ASKED, TOP, By, Doers
from tonetop.records.intake import Entry, Missing, Overtaken, Refused
from tonetop.records.keyed import bears
from tonetop.records.ledger import journal, keys
from tonetop.records.ledgered import packed
from tonetop.records.models import Link, Organisation, Record
from tonetop.records.registry import registers
from tonetop.records.rollback import demand_writable
from tonetop.standard.facts_file import linking_fields, targets

__all__ = ["ALWAYS", "By", "Change", "Missing", "Overtaken", "latest", "rehearse"]
__all__ += ["same", "save", "save_all", "values_of", "withdraw", "withdrawn"]

ALWAYS = "0001-01-01"


@dataclass(frozen=True, slots=True)
class Change:
    """One change on its way: the judged entry, from which day it holds, the version it was made from.

    effective_on: given by the entry when None. after: the version the writer saw; another one since is refused.
    signature: the doer's own, as events hold it (see `work.sign`). act: whether a verb
    that settled who may makes it, so that fields which only acts set may be others. first: see `acting.demand_act`.
    """

    entry: Entry
    after: int | None = None
    withdraw: bool = False
    signature: dict[str, Any] | None = None
    act: bool = False
    first: bool = False


def save(entry: Entry, by: By, *, after: int | None = None) -> Record | None:
    """Write one record; gives the new version, or None when the record is already so."""
    return save_all([Change(entry, after)], by)[0]


def save_all(
    changes: Sequence[Change], by: By, *, trust_dates: bool = False, because: str = ""
) -> list[Record | None]:
    """Write changes in one transaction, in their order; None stands for a record that is already so.

    trust_dates: whether recorded_on is taken from the entries (the demo) or from the clock, which keeps theirs as a
    claim. because: what the ledger lines give as reason, such as an import. Raises Overtaken when a record was
    changed since the writer read it, ReadOnly after a rollback. Under the key of a request (`by.once`) what it wrote
    before is left as it is, and given as None. An act of top management is followed by a signed
    checkpoint, once it is committed.
    """
    if not changes:
        return []
    with transaction.atomic():
        work = _Work(by, clock.organisation(), trust_dates, because)
        demand_writable()
        work.load(changes)
        several = len(changes) > 1
        made = [work.take(one, by.key(place if several else None)) for place, one in enumerate(changes)]
        work.finish()
    return made


def rehearse(changes: Sequence[Change], by: By) -> list[Record | None]:
    """The versions that `save_all` would write now, None for a record that is already so; nothing is written."""
    work = _Work(by, clock.organisation())
    work.load(changes)
    return [work.take(change) for change in changes]


def withdraw(type: str, ref: str, by: By, *, after: int | None = None) -> Record:
    """Withdraw a record from today on; as of earlier days it still is. Raises Missing, Overtaken, Refused."""
    made = save_all([Change(withdrawn(type, ref), after, withdraw=True)], by)[0]
    if made is None:
        raise Refused(f"{type} {ref}: could not be withdrawn")
    return made


def withdrawn(type: str, ref: str) -> Entry:
    """A record that stands, as it is once it is withdrawn today. Raises Missing; Overtaken when it was before."""
    current = latest(type, ref)
    if current is None:
        raise Missing(f"{type} {ref}: there is no such record to withdraw")
    if current.withdrawn_on:
        raise Overtaken(f"{type} {ref}: was withdrawn on {current.withdrawn_on} already")
    return Entry(type, ref, values_of(current) | {"withdrawn_on": clock.today()}, current.source_data)


def latest(type: str, ref: str) -> Record | None:
    """The version of a record written last."""
    found: Record | None = registers()[type].objects.filter(ref=ref).order_by("-revision").first()
    return found


def values_of(row: Record) -> dict[str, Any]:
    """A version's filled fields as judged values, the built-in ones apart; of evidence its claimed day of entry too."""
    names = [name for name in row.shape().fields if name not in BUILT_IN]
    values = {name: getattr(row, name) for name in names if getattr(row, name) is not None}
    if row.declared and row.claimed_on:
        values["recorded_on"] = row.claimed_on
    return values | ({"id": row.ref} if not row.key else {})


class _Work:
    """The changes of one transaction: what is there, what comes, and the ledger lines to add."""

    def __init__(
        self, by: By, organisation: Organisation, trust_dates: bool = False, because: str = ""
    ) -> None:
        self.by, self.trust, self.because = by, trust_dates, because
        self.today, self.now = clock.today(organisation), clock.now()
        self.versions: dict[tuple[str, str], list[Record]] = {}
        self.doers = Doers(self.today, lambda person: self.versions.get(("Person", person), ()))
        self.fresh: list[Record] = []
        self.events: list[Event] = []

    def load(self, changes: Iterable[Change]) -> None:
        """Read the versions of every record that changes, one query a type and thousand records."""
        wanted: dict[str, list[str]] = {}
        for change in changes:
            wanted.setdefault(change.entry.type, []).append(change.entry.ref)
        for type, refs in wanted.items():
            for start in range(0, len(refs), 900):
                rows = (
                    registers()[type].objects.filter(ref__in=refs[start : start + 900]).order_by("revision")
                )
                for row in rows:
                    self.versions.setdefault((type, row.ref), []).append(row)

    def take(self, change: Change, key: str | None = None) -> Record | None:
        """Make the new version of one record and its event, which bears the key, or nothing when it is already so."""
        entry = change.entry
        versions = self.versions.setdefault((entry.type, entry.ref), [])
        last = versions[-1] if versions else None
        if key and bears(key, entry.type, entry.ref):
            return None
        if change.after is not None and (last.revision if last else 0) != change.after:
            why = "was changed since you opened it; look at it again" if change.after else "is there already"
            raise Overtaken(f"{entry.type} {entry.ref}: {why}")
        if last is not None and same(last, entry):
            return None
        acting.demand_signature(entry, signed=bool(change.signature) or change.withdraw)
        if not self.trust:
            acting.demand_free(entry, last)
            how = {"is_act": change.act, "withdraws": change.withdraw, "first": change.first}
            acting.demand_act(entry, last, self.today, **how)
        row = self._version(entry, last)
        versions.append(row)
        self.fresh.append(row)
        self.events.append(self._event(row, change, key, created=last is None))
        return row

    def _version(self, entry: Entry, last: Record | None) -> Record:
        model = registers()[entry.type]
        values = {name: value for name, value in entry.values.items() if name != "id"}
        claimed = values.pop("recorded_on", None)
        if last is not None and claimed == last.recorded_on:
            claimed = last.claimed_on  # read from the version before, so it is nobody's new claim
        entered = values.pop("entered_by", None) or self.by.person
        if self.trust:
            values["recorded_on"] = claimed
        else:
            values |= {"recorded_on": self.today, "claimed_on": claimed}
        source = (last.source_data if last else {}) if entry.source is None else dict(entry.source)
        revision = last.revision + 1 if last else 1
        return model(
            ref=entry.ref, revision=revision, entered_by=entered, source_data=source, seq=0, **values
        )

    def _event(self, row: Record, change: Change, key: str | None, *, created: bool) -> Event:
        type = row.__class__.__name__
        what = "record.created" if created else "record.changed"
        plain, secret = _told(row)
        owner = (type, row.ref)
        personal = tuple(
            Personal(f"personal.{name}", owner, name, value, os.urandom(SALT_BYTES))
            for name, value in secret.items()
        )
        committed = {kept.field: kept.commitment for kept in personal}
        data: dict[str, Any] = {"plain": plain, "personal": committed}
        if self.because:
            data["because"] = self.because
        if key and self.by.once:
            data[ASKED] = self.by.once.asked
        doer = getattr(row, row.doer, None) if row.doer else None
        actor, named = self.doers.actor(self.by, doer)
        if change.signature:
            actor = replace(actor, authenticated="passkey")
        return Event(
            type="record.withdrawn" if row.withdrawn_on else what,
            subject=Subject(type, row.ref, row.revision),
            actor=actor,
            recorded=self.now,
            data=data,
            effective=row.effective_on,
            entered_by=row.entered_by or self.by.account,
            blobs=blobs.named_by(row),
            key=key,
            signature=change.signature,
            personal=(*named, *personal),
        )

    def finish(self) -> None:
        """Seal the events, then write rows, the days they hold, and links."""
        if not self.events:
            return
        sealed = journal.append(connection, self.events, keys=keys.load(settings.DATA))
        for row, entry in zip(self.fresh, sealed, strict=True):
            row.seq = entry.sequence
        touched = {(row.__class__.__name__, row.ref) for row in self.fresh}
        changed = [row for key in touched for row in _timed(self.versions[key]) if row.pk]
        for type in sorted({type for type, _ in touched}):
            model = registers()[type]
            plain: models.QuerySet[Any] = models.QuerySet(model)
            plain.bulk_create([row for row in self.fresh if isinstance(row, model)], batch_size=200)
            stale = [row for row in changed if isinstance(row, model)]
            if stale:
                plain.bulk_update(stale, ("from_on", "until_on", "known_on"), batch_size=200)
        _relink([self.versions[key][-1] for key in sorted(touched)])
        if any(event.actor.rank == TOP for event in self.events):
            sealing.seal_after_commit()


def same(row: Record, entry: Entry) -> bool:
    """Whether the record is already as the entry says, apart from who entered it and when."""
    if entry.source is not None and dict(entry.source) != row.source_data:
        return False
    held, asked = values_of(row), dict(entry.values)
    for name in ("recorded_on", "entered_by", "effective_on", "withdrawn_on"):
        held.pop(name, None)
        asked.pop(name, None)
    since = entry.values.get("effective_on")
    timely = since in (None, row.effective_on, row.from_on or row.effective_on or ALWAYS)
    timely = timely and row.withdrawn_on == entry.values.get("withdrawn_on")
    return timely and held == {name: value for name, value in asked.items() if value is not None}


def _told(row: Record) -> tuple[dict[str, Any], dict[str, Any]]:
    """What an event says of a version openly, and the personal values that it only commits to."""
    own = row.personal()
    names = [
        *row.shape().fields,
        *(name for name in ("claimed_on", *BUILT_IN) if name not in row.shape().fields),
    ]
    values = {name: packed(getattr(row, name)) for name in names if getattr(row, name) is not None}
    if row.source_data:
        values["source_data"] = packed(row.source_data)
    secret = {name: values.pop(name) for name in own if name in values}
    return values, secret


def _timed(versions: list[Record]) -> list[Record]:
    """Set the days from and before which each version holds; gives the versions whose days changed."""
    changed = []
    for place, begins, ends in reigns([(v.recorded_on, v.own_date(), v.effective_on) for v in versions]):
        version = versions[place]
        days = (begins, ends, version.recorded_on or version.own_date() or "")
        if (version.from_on, version.until_on, version.known_on) != days:
            version.from_on, version.until_on, version.known_on = days
            changed.append(version)
    return changed


def _relink(rows: Sequence[Record]) -> None:
    """Replace the links of these records by those of the given versions."""
    for start in range(0, len(rows), 400):
        some = rows[start : start + 400]
        for type in {row.__class__.__name__ for row in some}:
            refs = [row.ref for row in some if row.__class__.__name__ == type]
            Link.objects.filter(from_type=type, from_ref__in=refs).delete()
    links = [link for row in rows if not row.withdrawn_on for link in _links(row)]
    Link.objects.bulk_create(links, batch_size=200)


def _links(row: Record) -> Iterable[Link]:
    for judge in linking_fields(row.shape()):
        for ident in dict.fromkeys(targets(getattr(row, judge.name))):
            yield Link(from_type=row.__class__.__name__, from_ref=row.ref, field=judge.name, to_ref=ident)
