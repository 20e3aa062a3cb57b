"""What people make of proposals: accept one with what it rests on, reject one, name somebody; and undo either."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from tonetop.core.shape import BUILT_IN
from tonetop.records import clock
from tonetop.records.happening import tell
from tonetop.records.intake import Refused
from tonetop.records.models import Account
from tonetop.records.readings import (
    ACCEPTED,
    HELD,
    LINKED,
    OPEN,
    REJECTED,
    Dismissed,
    ProposedRecord,
    Reading,
)
from tonetop.records.registry import registers
from tonetop.records.write import Overtaken, latest
from tonetop.standard.facts_file import targets
from tonetop.work.accept_facts import accept_records
from tonetop.work.evidence_files import held_in
from tonetop.work.keep_evidence import Brought, in_parts
from tonetop.work.permission import writer
from tonetop.work.reading.found import document
from tonetop.work.reading.loose_evidence import NAMED, is_gone, settle_loose
from tonetop.work.reading.propose_records import EVIDENCE, PERSON, ident, key_of
from tonetop.work.reading.put_aside import files_folder
from tonetop.work.undo_import import undo_import

DONE = {
    ACCEPTED: "it was accepted already",
    REJECTED: "it was rejected already; undo that first",
    LINKED: "it was settled already who that is; undo that first",
    HELD: "it is on record already",
}


@dataclass(slots=True)
class Together:
    """Proposals that are accepted at once: the facts, the proposals that become them, the documents behind them."""

    facts: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    rows: list[ProposedRecord] = field(default_factory=list)
    files: dict[str, Brought] = field(default_factory=dict)


def accept(
    account: Account, row: ProposedRecord, version: int, changed: Mapping[str, Any] | None = None
) -> ProposedRecord:
    """Put a proposal on record, with what it rests on and the document as its evidence, as one import.

    What came on record since it was proposed, such as from the same document read by somebody else, is held.
    version: the one that was seen. changed: the record as a person edited it. Raises Forbidden, Refused, Overtaken.
    """
    with transaction.atomic():
        row = _open(row, version)
        if changed is not None:
            row.record = {**({"id": row.ref} if "id" in row.record else {}), **changed}
        stored = _on_record(row)
        if stored and changed is not None:
            raise Refused(f"{row.type} {stored} came on record meanwhile; change it in its register")
        if stored:
            writer(account, row.type)
            _settled(row, HELD, account, linked=stored)
            return row
        wanted = Together()
        _gather(row, wanted, ())
        _documents(row.reading, wanted)
        by = [writer(account, one.type) for one in wanted.rows][-1]
        report = accept_records(wanted.facts, wanted.files, by, _named(row.reading))
        for one in wanted.rows:
            stored = ident(one.type, as_it_becomes(one))
            _settled(one, ACCEPTED, account, taken_by=report.import_id or 0, linked=stored)
    return row


def reject(account: Account, row: ProposedRecord, version: int, reason: str = "") -> None:
    """Reject a proposal; it is not made again of the same document. Raises Forbidden, Refused, Overtaken."""
    with transaction.atomic():
        row = _open(row, version)
        by = writer(account, row.type)
        for key in _keys(row):
            Dismissed.objects.get_or_create(key=key, defaults={"by": by.account, "on": clock.today()})
        _settled(row, REJECTED, account, reason=" ".join(reason.split())[:400])
        tell(
            "Reading", str(row.reading_id), "proposal.rejected", {"type": row.type, "number": row.number}, by
        )


def link(account: Account, row: ProposedRecord, version: int, person: str) -> None:
    """Say which person of the register a proposed one is. Raises Forbidden, Refused, Overtaken."""
    with transaction.atomic():
        row = _open(row, version)
        writer(account, PERSON)
        known = latest(PERSON, person)
        if row.type != PERSON or known is None or known.withdrawn_on:
            raise Refused(f"there is no person {person}; choose one of the register, or accept the new one")
        _settled(row, LINKED, account, linked=person)


def undo(account: Account, row: ProposedRecord, version: int) -> int:
    """Put a settled proposal before people again; gives how many are open again, since some were accepted together.

    What others rest on by now is not undone. Raises Forbidden, Refused, Overtaken.
    """
    with transaction.atomic():
        row = _seen(row, version)
        by = writer(account, row.type)
        if row.state == REJECTED:
            Dismissed.objects.filter(key__in=_keys(row)).delete()
            told = {"type": row.type, "number": row.number}
            tell("Reading", str(row.reading_id), "proposal.restored", told, by)
            return _reopened([row])
        if row.state == LINKED:
            return _reopened([row])
        if row.state != ACCEPTED or not row.taken_by:
            raise Refused("there is nothing to undo; what was on record before stays so")
        done = undo_import(row.taken_by, by)
        resting = [one for one in done.pointing if one["type"] != EVIDENCE]
        if resting:
            first = resting[0]
            raise Refused(f"{first['type']} {first['ref']} rests on it by now; undo or change that first")
        if not is_gone(row) and (row.type, row.linked) in [(one["type"], one["ref"]) for one in done.left]:
            raise Refused(f"{row.type} {row.linked} was changed since; change or withdraw it in its register")
        together = list(ProposedRecord.objects.filter(reading=row.reading_id, taken_by=row.taken_by))
        loose = ProposedRecord.objects.filter(type=EVIDENCE, linked__in=settle_loose(together, by))
        return _reopened([one for one in {*together, *loose} if one.state == ACCEPTED and is_gone(one)])


def needs(row: ProposedRecord) -> list[ProposedRecord]:
    """What is stored too when a proposal is accepted: the open ones that it refers to, and that those refer to."""
    found: dict[int, ProposedRecord] = {}
    waiting = [row]
    while waiting:
        for one in _referred(waiting.pop()):
            if one.state == OPEN and one.pk != row.pk and one.pk not in found:
                found[one.pk] = one
                waiting.append(one)
    return sorted(found.values(), key=lambda one: one.number)


def as_it_becomes(row: ProposedRecord) -> dict[str, Any]:
    """The record as it would be stored: people who were found in the register under their ids there."""
    people = ProposedRecord.objects.filter(reading=row.reading_id, type=PERSON, state=LINKED)
    linked = dict(people.values_list("ref", "linked"))
    shape = registers()[row.type].shape()
    plain = dict(row.record)
    for name, value in row.record.items():
        judge = shape.fields.get(name)
        if judge is not None and PERSON in judge.to and isinstance(value, str):
            plain[name] = linked.get(value, value)
    return plain


def _named(reading: Reading) -> str:
    """What the import is called: after the reading, without what no file is called by."""
    plain = "".join(sign if sign.isalnum() or sign in " .-_()" else "_" for sign in reading.name)
    return f"{NAMED} {plain}"[:80]


def _gather(row: ProposedRecord, wanted: Together, above: tuple[int, ...]) -> None:
    """Put a proposal and, before it, what it refers to among the facts. Raises Refused."""
    for other in _referred(row):
        if other.state == REJECTED:
            raise Refused(
                f"it rests on {other.type} {other.ref}, which was rejected; undo that, or change the field"
            )
        waits = other.state == OPEN and not _on_record(other)
        if waits and other.pk not in (*above, *(one.pk for one in wanted.rows)):
            _gather(other, wanted, (*above, row.pk))
    wanted.rows.append(row)
    wanted.facts.setdefault(row.type, []).append(as_it_becomes(row))


def _referred(row: ProposedRecord) -> Iterator[ProposedRecord]:
    """The proposals of the same reading that a record refers to."""
    shape = registers()[row.type].shape()
    pairs = [
        (type, ref)
        for name, value in row.record.items()
        if name in shape.fields
        for type in shape.fields[name].to
        for ref in targets(value)
    ]
    refs = {ref for _, ref in pairs}
    if refs:
        for one in ProposedRecord.objects.filter(reading=row.reading_id, ref__in=refs):
            if (one.type, one.ref) in pairs:
                yield one


def _documents(reading: Reading, wanted: Together) -> None:
    """Put the documents that speak for what is accepted among the facts: as evidence that leads to the records."""
    rows = [one for one in wanted.rows if one.type != EVIDENCE and not registers()[one.type].key]
    refs = [ident(one.type, as_it_becomes(one)) for one in rows]
    names = dict.fromkeys(cite[1] for one in wanted.rows for cite in one.cites)
    for name in names:
        examined = document(reading.pk, name)
        if examined is None:
            raise Refused("the documents were dropped; give them once more")
        digest = examined.text.sha256
        wanted.files[digest] = Brought(name, _parts(reading.pk, name))
        plain = _evidence(reading, digest, wanted)
        if not plain:
            plain |= {"id": f"ev-{digest[:10]}", "title": examined.title or name, "sha256": digest}
            plain |= {"source_system": "folder", "uri": name}
        if refs:
            plain["links"] = list(dict.fromkeys((*plain.get("links", ()), *refs)))


def _evidence(reading: Reading, digest: str, wanted: Together) -> dict[str, Any]:
    """The evidence that a document is, put among the facts: the piece that holds it, else what is proposed, else {}."""
    facts = wanted.facts.setdefault(EVIDENCE, [])
    found = next((one for one in facts if one.get("sha256") == digest), None)
    if found is not None:
        return found
    held = held_in([digest]).get(digest)
    piece = latest(EVIDENCE, held) if held else None
    if piece is not None:
        found = {name: value for name, value in piece.plain().items() if name not in BUILT_IN}
    else:
        rows = ProposedRecord.objects.filter(reading=reading, type=EVIDENCE, state=OPEN)
        said = Cast(KeyTextTransform("sha256", "record"), TextField())
        row = rows.annotate(digest=said).filter(digest=digest).first()
        found = dict(row.record) if row is not None else {}
        if row is not None:
            wanted.rows.append(row)
    facts.append(found)
    return found


def _parts(number: int, name: str) -> Iterator[bytes]:
    """Raises Refused once the document is gone."""
    try:
        yield from in_parts(files_folder(number) / name)
    except OSError:
        raise Refused("the documents were dropped; give them once more") from None


def _open(row: ProposedRecord, version: int) -> ProposedRecord:
    """The proposal as it stands, to be settled. Raises Refused, Overtaken."""
    row = _seen(row, version)
    if row.state != OPEN:
        raise Refused(DONE[row.state])
    return row


def _seen(row: ProposedRecord, version: int) -> ProposedRecord:
    """The proposal locked as it stands, when it stands as it was seen. Raises Overtaken."""
    found = ProposedRecord.objects.select_for_update().select_related("reading").filter(pk=row.pk).first()
    if found is None:
        raise Refused("the documents were dropped; give them once more")
    if found.version != version:
        raise Overtaken("somebody settled it meanwhile; it is shown as it stands now")
    return found


def _on_record(row: ProposedRecord) -> str:
    """The id under which a record stands that is proposed; empty where none does. Evidence is settled by its bytes."""
    last = latest(row.type, ident(row.type, as_it_becomes(row))) if row.type != EVIDENCE else None
    return last.ref if last is not None and not last.withdrawn_on else ""


def _settled(row: ProposedRecord, state: str, account: Account, **values: Any) -> None:
    row.state, row.by, row.on = state, f"account-{account.pk}", clock.today()
    row.version += 1
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


def _reopened(rows: list[ProposedRecord]) -> int:
    for row in rows:
        row.state, row.by, row.on, row.linked, row.reason, row.taken_by = OPEN, "", "", "", "", 0
        row.version += 1
        row.save()
    return len(rows)


def _keys(row: ProposedRecord) -> list[str]:
    names = dict.fromkeys(cite[1] for cite in row.cites)
    found = [document(row.reading_id, name) for name in names]
    return [key_of(row.type, row.ref, one.text.sha256) for one in found if one is not None]
