"""Merge a duplicate into the record that stays: links are re-pointed, nothing is lost."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from tonetop.records import clock, intake, write
from tonetop.records.happening import tell
from tonetop.records.intake import Entry, Refused
from tonetop.records.links import leading_to, others_named
from tonetop.records.models import Account, Link, Record
from tonetop.records.write import By, Change, latest, values_of
from tonetop.standard.schema import BUILT_INS, shapes


@dataclass(slots=True)
class Merged:
    """What a merge did: records re-pointed, fields filled from the duplicate, what was left."""

    type: str
    duplicate: str
    survivor: str
    repointed: list[str] = field(default_factory=list)
    filled: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def plain(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "type": self.type,
            "duplicate": self.duplicate,
            "survivor": self.survivor,
            "repointed": self.repointed,
            "filled": self.filled,
            "left": self.left,
        }


def merge(type: str, duplicate: str, survivor: str, by: By, *, fill: bool = False) -> Merged:
    """Merge a duplicate into a survivor and withdraw it from today on. Raises Refused.

    fill: whether empty fields of the survivor are filled from the duplicate. Source data of both is kept.
    """
    with transaction.atomic():
        double, stays = _there(type, duplicate), _there(type, survivor)
        if duplicate == survivor:
            raise Refused(f"{type} {survivor}: cannot be merged into itself")
        done = Merged(type, duplicate, survivor)
        values = _filled(stays, double, done, fill=fill)
        entries = {(type, survivor): Entry(type, survivor, values, _both(stays, double))}
        for link in leading_to({(type, duplicate)}):
            _repoint(link, done, entries)
        double_values = values_of(double) | {"withdrawn_on": clock.today()}
        # Who refers to the duplicate says nothing else by referring to what stays.
        changes = [Change(entry, act=key != (type, survivor)) for key, entry in entries.items()]
        changes.append(Change(Entry(type, duplicate, double_values)))
        write.save_all(changes, by, because=f"merge {type} {duplicate} into {survivor}")
        if type == "Person":
            done.repointed += _accounts(duplicate, survivor)
        told = {"into": survivor, "repointed": done.repointed, "filled": done.filled}
        tell(type, duplicate, "record.merged", told, by)
    return done


def _there(type: str, ref: str) -> Record:
    if type not in shapes():
        raise Refused(f"{type} is no record type; the types are {', '.join(shapes())}")
    row = latest(type, ref)
    if row is None:
        raise Refused(f"{type} {ref}: there is no such record")
    if row.withdrawn_on:
        raise Refused(f"{type} {ref}: was withdrawn on {row.withdrawn_on}")
    return row


def _filled(stays: Record, double: Record, done: Merged, *, fill: bool) -> dict[str, Any]:
    """The survivor's values; its reference to the duplicate, if it has one, goes."""
    own = {name: _without(value, double.ref, name, stays) for name, value in values_of(stays).items()}
    own = {name: value for name, value in own.items() if value is not None}
    if not fill:
        return own
    given = {name: v for name, v in values_of(double).items() if name not in own and name != "recorded_on"}
    given = {name: v for name, v in given.items() if _without(v, stays.ref, name, stays) == v}
    done.filled += sorted(given)
    return own | given


def _without(value: Any, ref: str, name: str, row: Record) -> Any:
    judge = shapes()[row.__class__.__name__].fields.get(name)
    if judge is None or row.__class__.__name__ not in judge.to:
        return value
    if isinstance(value, tuple):
        return tuple(ident for ident in value if ident != ref)
    return None if value == ref else value


def _both(stays: Record, double: Record) -> dict[str, str]:
    """The source data of both; where they differ, the duplicate's stands under a name of its own."""
    found = dict(stays.source_data)
    for column, text in double.source_data.items():
        if found.setdefault(column, text) != text:
            found[f"{column} (of {double.ref})"] = text
    return found


def _repoint(link: Link, done: Merged, entries: dict[tuple[str, str], Entry]) -> None:
    """Add the new version of a record that referred to the duplicate, or say why it is left."""
    named = f"{link.from_type} {link.from_ref}"
    key = (link.from_type, link.from_ref)
    if link.field in BUILT_INS or key in ((done.type, done.survivor), (done.type, done.duplicate)):
        return  # who entered a version is history
    others = others_named(link, done.type)
    if others:
        done.left.append(
            f"{named}: {link.field} may mean the {' or '.join(others)} of that id, so it is left"
        )
        return
    entry = entries.get(key) or _entry(link)
    values = dict(entry.values)
    values[link.field] = _pointed(values[link.field], done)
    ref = shapes()[link.from_type].ident(values)
    if ref == link.from_ref:
        entries[key] = Entry(link.from_type, ref, values)
    else:
        _rekeyed(link, values, done, entries)
    done.repointed.append(named)


def _entry(link: Link) -> Entry:
    row = latest(link.from_type, link.from_ref)
    assert row is not None  # noqa: S101 - a link is of a version that is there
    return Entry(link.from_type, link.from_ref, values_of(row))


def _pointed(value: Any, done: Merged) -> Any:
    if isinstance(value, dict):
        return {name: _pointed(ids, done) for name, ids in value.items()}
    if isinstance(value, tuple):
        return tuple(dict.fromkeys(done.survivor if i == done.duplicate else i for i in value))
    return done.survivor if value == done.duplicate else value


def _rekeyed(link: Link, values: dict[str, Any], done: Merged, entries: dict[tuple[str, str], Entry]) -> None:
    """A record told apart by the reference moves to its new key, unless one stands there."""
    old = _entry(link)
    gone = Entry(link.from_type, link.from_ref, old.values | {"withdrawn_on": clock.today()})
    entries[link.from_type, link.from_ref] = gone
    ref = shapes()[link.from_type].ident(values)
    there = intake.known(link.from_type, [ref])
    if there:
        done.left.append(f"{link.from_type} {ref}: stood there already and is left as it is")
    else:
        entries[link.from_type, ref] = Entry(link.from_type, ref, values)


def _accounts(duplicate: str, survivor: str) -> list[str]:
    """Whoever signs in as the duplicate person is the survivor from now on."""
    accounts = list(Account.objects.filter(person=duplicate))
    for account in accounts:
        account.person = survivor
        account.save()
    return [f"Account {account.pk}" for account in accounts]
